"""Hears whose fault it was where it was not ours: «мы ни при чём», «сам дурак», "our mistake: we forgot to renew"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from monitor.sentiment.cleared import HELPED, LONG
from monitor.sentiment.phrases import OURS
from monitor.sentiment.words import Word
from monitor.words.morphology import tags

_NOT_OURS = (("ни", "при"), ("не", "при"), ("nothing", "to"), ("my", "fault"), ("our", "fault"), ("own", "fault"))
_BLAME = frozenset({"чем", "чём", "do", "fault"})
_BY_US = frozenset({("нашей", "вине"), ("моей", "вине"), ("нашему", "недосмотру"), ("моему", "недосмотру")})
_OWN = frozenset({"виноват", "виноваты", "виновата", "дурак", "дураки"})
_MYSELF = frozenset({"сам", "сами", "сама"})
_WE = frozenset({"мы", "я", "сами", "сам", "сама", "us", "me", "we", "ourselves"})
_OUR_SIDE = frozenset({("our", "side"), ("our", "end"), ("my", "side"), ("my", "end")})
_IS = frozenset({"was", "were", "is", "are", "been", "entirely", "purely", "all"})
_SAY = frozenset(
    {
        *("говорить", "сказать", "ответить", "отвечать", "заявить", "заявлять", "мол", "якобы", "утверждать"),
        *("считать", "написать", "писать", "обвинить", "обвинять", "says", "said", "say", "claims", "claim", "claimed"),
        *("told", "replied", "answered", "blames", "insists", "insist", "apparently"),
    }
)
_OUR = frozenset({"our", "my", "наш", "мой"})
_SLIP = frozenset({"mistake", "bad", "fault", "oversight", "error", "ошибка", "косяк", "вина", "недосмотр", "промах"})
_SLIPPED = frozenset(
    {
        *("forgot", "forgotten", "missed", "misread", "overlooked", "deleted", "misconfigured", "skipped", "mistyped"),
        *("misunderstood", "забыть", "пропустить", "проглядеть", "прозевать", "перепутать", "недосмотреть"),
        *("просрочить", "ошибиться", "удалить", "прохлопать"),
    }
)
_DUE = frozenset(
    {
        *("read", "check", "checked", "renew", "renewed", "update", "updated", "notice", "noticed", "test", "tested"),
        *("save", "saved", "прочитать", "дочитать", "проверить", "продлить", "обновить", "заметить", "учесть"),
        *("указать", "сохранить"),
    }
)
_BEGINS = 2  # words within which it is said that it is a mistake of one's own
_OURSELVES = _MYSELF | {"ourselves", "myself"}
_BUNGLED = frozenset(
    {
        *(
            "накосячить",
            "напортачить",
            "напутать",
            "ошибиться",
            "сломать",
            "удалить",
            "налажать",
            "перенести",
            "сорвать",
        ),
        *("messed", "broke", "deleted", "delayed", "postponed", "forgot", "botched"),
    }
)
_SETS_RIGHT = HELPED | {
    *("поправить", "исправить", "объяснить", "разобраться", "отнестись", "подождать", "calm", "patient", "waited"),
    *("fixed", "restored", "sorted", "helped"),
}
_NEAR = 4


def own_fault(words: Sequence[Word], ours: Sequence[int]) -> Iterator[tuple[int, int]]:
    """From which character to which of a sentence; `ours` is where it names us, if it does."""
    if ours and _is_not_to_blame(words, ours):
        yield words[0].start, words[-1].end + 1
    yield from _slipped(words)
    for at in ours:
        yield from _set_right(words, at)


def _is_not_to_blame(words: Sequence[Word], ours: Sequence[int]) -> bool:
    """«Проблема в нашем роутере, Зубр-Софт ни при чём», "the delay was on our side", «сам дурак»."""
    if any(word.low in _SAY or word.lemma in _SAY for word in words):
        return any(_us_not_them(words, at) for at in ours)  # so they say
    for n, (one, other) in enumerate(pairwise(words)):
        if any(map(_denies, words[max(0, n - 2) : n])) and one.lemma in _OUR:  # "it is not our fault"
            return False
        if (one.low in _MYSELF and other.low in _OWN) or (one.low, other.low) in _BY_US:
            return True
        if (one.low, other.low) in _OUR_SIDE and n > 1 and words[n - 2].low in _IS:
            return True
        if (
            one.text == OURS
            and n
            and _denies(words[n - 1])
            and any(word.low == "fault" for word in words[n + 1 : n + 3])
        ):
            return True
        if (one.low, other.low) in _NOT_OURS:
            after = words[n + 2 : n + 3]
            if other.low == "fault":
                return not after or after[0].low != "for"  # "my fault for trusting them"
            return bool(after) and after[0].low in _BLAME
    return any(_us_not_them(words, at) for at in ours)


def _us_not_them(words: Sequence[Word], at: int) -> bool:
    """«Сроки сорвали мы, а не Зубр-Софт», "it was us, not Kestrel"."""
    before = [word.low for word in words[max(0, at - 3) : at]]
    return (before[1:] == ["а", "не"] and before[0] in _WE) or (before[-1:] == ["not"] and before[-2] in _WE)


def _slipped(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """ "Our mistake: we forgot to renew", «наша ошибка, не прочитали договор»; what follows is told of us again."""
    n = next(
        (
            n
            for n, (one, other) in enumerate(pairwise(words[: _BEGINS + 1]))
            if one.lemma in _OUR and other.lemma in _SLIP
        ),
        None,
    )
    if n is None or (n and _denies(words[n - 1])):
        return
    for before, word in pairwise(words[n + 1 : n + 3 + _NEAR]):
        slips = word.lemma in _SLIPPED or word.low in _SLIPPED
        if slips or (_denies(before) and (word.lemma in _DUE or word.low in _DUE)):
            yield words[0].start, word.end
            return


def _set_right(words: Sequence[Word], at: int) -> Iterator[tuple[int, int]]:
    """«Сами накосячили с настройками, Зубр-Софт терпеливо всё поправил»."""
    bungled = any(word.lemma in _BUNGLED and _by_us(words, n) for n, word in enumerate(words[:at]))
    before = words[at - 2 : at] if words[at - 1].low in {"в", "у"} else words[at - 1 : at + 1]
    if not bungled or (before[0].clause == before[1].clause and before[0].low != "and"):
        return
    said = words[at + 1 :]
    if any(word.lemma in _SETS_RIGHT for word in said[:_NEAR]) and not any(word.lemma in LONG for word in said[:_NEAR]):
        yield words[0].start, words[at].start


def _by_us(words: Sequence[Word], n: int) -> bool:
    """«Сами накосячили», «перенесли срок сами», «накосячил наш кассир», "our cashier messed up"."""
    near = [*words[max(0, n - 1) : n], *words[n + 1 : n + _NEAR]]
    if any(word.low in _OURSELVES for word in near):
        return True
    if n > 1 and words[n].low.isascii():
        return words[n - 2].low in _OUR
    who = words[n + 1 : n + 3]
    return len(who) > 1 and who[0].lemma in _OUR and {"anim", "nomn"} <= tags(who[1].low)[0]


def _denies(word: Word) -> bool:
    return word.low in {"не", "not", "never"} or word.low.endswith("n't")
