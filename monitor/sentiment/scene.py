"""Hears where a sentence only sets the scene: what was before us, what may happen, what is seen to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from monitor.sentiment.advert import US, eased_by_us
from monitor.sentiment.cleared import cleared
from monitor.sentiment.comparing import TURNED, is_comparative
from monitor.sentiment.genres import of_its_kind
from monitor.sentiment.own_fault import own_fault
from monitor.sentiment.phrases import OURS
from monitor.sentiment.relieved import relieved, until_we_came
from monitor.sentiment.reported import TOOLS
from monitor.sentiment.words import Mark, Word, begun
from monitor.words.morphology import part_of_speech

_COMMAS = frozenset(",:;—–")
_BEFORE = frozenset({"до", "before"})
_REACHING = frozenset({"VERB", "INFN"})  # «до Зубр-Софта не дозвониться»
_NEAR = 4  # words from «до» to our name: «до внедрения Зубр-Софта»
_FIRST = 3  # words with which a sentence begins
_COMING = frozenset(
    {
        *("внедрение", "переход", "появление", "приход", "подключение", "на", "к", "установка", "покупка"),
        *("того", "как", "купить", "внедрить", "поставить", "взять", "подключить", "установить", "перейти"),
    }
)
_WE_CAME = frozenset(
    {
        *("we", "i", "they", "moved", "switched", "switching", "moving", "migrated", "came", "to", "adopting"),
    }
)
_GOES_ON = frozenset({"we", "our", "i", "my", "the", "it", "there", "they", "nobody", "every", "this", "all", "people"})
_NOW = frozenset({"теперь", "сейчас", "now", "today", "since", "но", "but"})
_CHOSE = frozenset(
    {
        *("выбрали", "выбрал", "выбрала", "обратились", "обратился", "нашли", "взяли", "пришли", "ушли", "перешли"),
        *("chose", "picked", "went", "hired", "found", "moved", "switched", "turned", "selected", "came", "signed"),
    }
)
_THEN = frozenset({"and", "then", "и"})
_GAVE_UP = frozenset({"cancelled", "canceled", "dropped", "ditched", "fired", "returned", "left", "отказались"})
_AFTER, _SO = frozenset({"после", "after"}), frozenset({"поэтому", "so"})
_SO_WE_HAVE = ["поэтому", "у", "нас"]
_UNTOUCHED = frozenset(
    {
        *("пострадать", "затронуть", "коснуться", "повлиять", "сказаться", "задеть", "отразиться", "подтвердиться"),
    }
)
_MENDED = frozenset({"исправлено", "исправлен", "исправлены", "устранено", "fixed", "resolved"})
_IF = frozenset({"если", "if", "when", "когда", "should", "whenever"})
_WHAT = frozenset({"what", "что"})  # «что делать, если»
_WANT = frozenset({"want", "like", "love", "enjoy", "need", "хотите", "нужны", "нужен", "нужно", "любите", "цените"})
_LEST = frozenset({"чтобы", "so"})
_SHARES = re.compile(
    r"\b(?:shares?|stock|акци\w+)\b[^.!?;]{0,60}?(?<![\d.,])[0-4](?:[.,]\d+)?\s*(?:%|percent|per cent|процент)",
    re.IGNORECASE,
)
_SIGN = 3  # characters behind the last word, which may be "%"
_LABEL = re.compile(  # what a button or a field of ours is called: «кнопка „Отказать клиенту“»
    r"\b(?:кнопк|пол[ея]|раздел|вкладк|фильтр|шаблон|модул|меню|опци|галочк)\w* [«„\"“][^«»„“”\"]{1,40}[»“”\"]"
    r"|[“\"][^“”\"]{1,40}[”\"] (?:button|field|tab|filter|template|module|menu|option|checkbox)\b",
    re.IGNORECASE,
)
_NONE = frozenset({"не", "никто", "ничего", "nobody", "nothing", "no", "never"})


def in_scene(named: list[Word], marks: list[Mark], field: str) -> list[Mark]:
    """The marks of a sentence without those that only set the scene, `named` being its words and our names.

    How good it was before us is no praise of ours: «до Зубр-Софта проблем не было, теперь одни ошибки». What was
    better then is blame: "before Kestrel it was easier", "we had no problems until we bought Kestrel".
    """
    named = begun(named)
    before, until = named[0].low in _BEFORE, until_we_came(named)
    if until and all(mark.weight > 0 for mark in marks if mark.start < until):
        return [m._replace(weight=m.weight * TURNED) if m.start < until else m for m in marks]
    if not before and not any(mark.weight < 0 for mark in marks):
        return marks
    words = _parted(named, field)
    past = [*_before_us(words, _ours(words), words[-1].end + 1)]
    if before:
        better = {word.start for word in words if is_comparative(word.low)}
        turned = [m for m in marks if m.weight > 0 and m.start in better and _within(m, past)]
        if turned:
            return [m._replace(weight=m.weight * TURNED) if m in turned else m for m in marks]
    scenes = [*_scenes(words, field)]
    if not scenes:
        return marks
    return [m for m in marks if not _within(m, past if _counts(m, field) else scenes) or _is_the_teams(m, field)]


def _within(mark: Mark, scenes: Sequence[tuple[int, int]]) -> bool:
    return any(start <= mark.start < end for start, end in scenes)


def _ours(words: Sequence[Word]) -> list[int]:
    return [n for n, word in enumerate(words) if word.text == OURS]


def _counts(mark: Mark, field: str) -> bool:
    return mark.weight >= 0 or _is_the_teams(mark, field)


def _is_the_teams(mark: Mark, field: str) -> bool:
    """The team's own words, which no list says anything of; VADER's are not told from these."""
    return not (mark.about or field[mark.start].isascii())


def _parted(words: Sequence[Word], field: str) -> list[Word]:
    """With our name in the clause that it begins, where a comma stands before it."""
    return [
        word._replace(clause=words[n + 1].clause)
        if word.text == OURS and 0 < n < len(words) - 1 and not _COMMAS.isdisjoint(field[words[n - 1].end : word.start])
        else word
        for n, word in enumerate(words)
    ]


def _scenes(words: Sequence[Word], field: str) -> Iterator[tuple[int, int]]:
    """From which character to which."""
    ours, end = _ours(words), words[-1].end + 1
    if ours:
        yield from _before_us(words, ours, end)
        yield from _chosen(words, ours)
        yield from _supposed(words, ours)
        yield from cleared(words, ours)
    yield from own_fault(words, ours)
    yield from relieved(words, ours)
    yield from _untouched(words)
    yield from _barely_fell(words, field)
    yield from eased_by_us(words, ours, field)
    if words[0].low in _MENDED and ":" in field[words[0].end : words[min(len(words) - 1, _NEAR + 1)].start]:
        yield words[0].start, end
    yield from of_its_kind(words, ours, field)
    yield from _lest(words)
    yield from ((found.start(), found.end()) for found in _LABEL.finditer(field, words[0].start, end))


def _before_us(words: Sequence[Word], ours: Sequence[int], end: int) -> Iterator[tuple[int, int]]:
    """«До Зубр-Софта у нас был хаос», "before we moved to Kestrel"; not so «до Зубр-Софта не дозвониться»."""
    for at in ours:
        n = next((k for k in range(at - 1, max(-1, at - 1 - _NEAR), -1) if words[k].low in _BEFORE), None)
        if n is None:
            continue
        between = words[n + 1 : at]
        if words[n].low == "до":
            reaches = any(w.low.startswith("до") and part_of_speech(w.low) in _REACHING for w in words)
            till = bool(between) and between[0].low == "того"  # «попали на штраф до того, как купили Зубр-Софт»
            comes = all(w.lemma in _COMING or w.low in _COMING for w in between)
            if reaches or not comes or (n >= _FIRST and not till):
                continue
        elif not all(w.low in _WE_CAME for w in between) or not _ends(words, at):
            continue
        now = next((w.start for w in words[at + 1 :] if w.low in _NOW), end)
        yield words[0].start, now


def _ends(words: Sequence[Word], at: int) -> bool:
    after = words[at + 1 : at + 2]
    return not after or after[0].clause != words[at].clause or after[0].low in _GOES_ON


def _chosen(words: Sequence[Word], ours: Sequence[int]) -> Iterator[tuple[int, int]]:
    """«После трёх провалов выбрали нас», "our vendor was late, so we went with Kestrel", «поэтому у нас Зубр-Софт»,
    "cancelled Acme and went with Kestrel"."""
    for at in ours:
        if [word.low for word in words[max(0, at - len(_SO_WE_HAVE)) : at]] == _SO_WE_HAVE:
            yield words[0].start, words[at].start
        n = next((k for k in range(at - 1, max(-1, at - _NEAR), -1) if words[k].low in _CHOSE), None)
        if n is None or any(w.low in {"не", "not", "never"} for w in words[max(0, n - 2) : n]):
            continue
        instead = words[n - 1].low in _THEN and any(w.low in _GAVE_UP for w in words[:n])
        if instead or words[0].low in _AFTER or any(w.low in _SO for w in words[max(0, n - _FIRST) : n]):
            yield words[0].start, words[n].start


def _supposed(words: Sequence[Word], ours: Sequence[int]) -> Iterator[tuple[int, int]]:
    """«Если принтер не печатает, Зубр-Софт покажет подсказку», "in case of failure Kestrel switches over"."""
    first = next((n for n, word in enumerate(words[: _NEAR + 1]) if word.low in _IF), None)
    if first == 0 or (first and words[0].low in _WHAT):
        said = [w for w in words if w.clause == words[first].clause]
        if words[ours[0]].clause > said[-1].clause and not any(w.low in _WANT or w.low in US for w in said):
            yield words[0].start, said[-1].end
    for n, word in enumerate(words[1:], 1):
        if word.low == "case" and words[n - 1].low == "in":
            said = [w for w in words[n : n + _NEAR + 2] if w.clause == word.clause]
            yield word.start, said[-1].end


def _untouched(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """«Сбой не затронул клиентов»."""
    for n, word in enumerate(words[1:], 1):
        if word.lemma in _UNTOUCHED and words[n - 1].low == "не":
            said = [w for w in words if w.clause == word.clause]
            yield said[0].start, said[-1].end


def _barely_fell(words: Sequence[Word], field: str) -> Iterator[tuple[int, int]]:
    """«Акции упали на 2 %», "shares slipped 1.4 percent": so they do every day."""
    if found := _SHARES.search(field, words[0].start, words[-1].end + _SIGN):
        yield found.span()


def _of_us(words: Sequence[Word]) -> bool:
    return any(word.low in US for word in words)


def _lest(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """«Чтобы долги не копились», "so that nobody waits": it is seen to that it does not happen."""
    for n, word in enumerate(words[:-1]):
        if word.low not in _LEST or n < _FIRST:
            continue
        said = [w for w in words[n + 1 :] if w.clause == word.clause]
        helps = any(w.text == OURS or w.lemma in TOOLS for w in words[:n])
        near = {w.low for w in said[:_NEAR]}
        if helps and said and not near.isdisjoint(_NONE) and not _of_us(said):
            yield word.start, said[-1].end
