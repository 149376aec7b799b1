"""Hears what an advertisement or an advice tells of the troubles that we end: «хватит терять заявки: …», "try us"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from monitor.sentiment.words import Word
from monitor.words.morphology import part_of_speech

_NEAR, _FIRST = 4, 3  # words beside our name, and with which a sentence begins
US = frozenset(
    {
        *("me", "us", "my", "our", "we", "i", "they", "them", "мне", "нам", "нас", "меня", "мы", "я", "мой", "моя"),
        *("наш", "наша", "наши", "наших", "их", "они", "мои", "моих", "нашу", "наше"),
    }
)
NARRATORS = frozenset({"me", "us", "my", "our", "we", "i", "мне", "нам", "нас", "меня", "мы", "я"})
QUOTES = frozenset('«“"')
_MANAGES = frozenset({"мочь", "представлять", "представить", "обойтись", "обходиться", "справляться"})
_SURVEY = 3  # words before our name: «по данным опроса»
_DATA = frozenset({"данным", "оценке", "опросу", "исследованию", "оценкам", "подсчетам", "прогнозу", "наблюдениям"})
_FOUND = frozenset(
    {
        *("найти", "увидеть", "выявить", "обнаружить", "нашли", "нашел", "found", "discovered", "spotted", "saw"),
    }
)
_THANKS = frozenset({"благодаря", "помощью", "thanks", "with"})
_REPLACES = frozenset({"replaced", "replaces", "заменил", "заменила", "заменяет", "вытеснил"})
_WITH = frozenset({"with", "by", "на"})
_ANOTHER, _OLD = frozenset({"a", "an", "that", "spreadsheets", "paper"}), frozenset({"old", "старый", "прежний"})
_OR, _WHICH = frozenset({"или", "or", "vs"}), frozenset({"что", "какой", "какую", "which", "better", "кто"})
_ANSWERS = frozenset({"отвечает", "отвечать"})
_MAKES, _HARD = frozenset({"makes", "made", "making"}), frozenset({"hard", "harder", "impossible", "difficult"})
_SLIPS = frozenset({"wrong", "lose", "miss", "forget", "expired", "break", "mistake", "mistakes", "error", "errors"})
_CLOSING = '»”"'
_URGES = frozenset(
    {
        *("хватит", "забудьте", "не", "устали", "надоело", "надоели", "stop", "don't", "never", "tired"),
        *("sick",),
    }
)
_HOW, _IN = "как", frozenset({"в", "с", "через", "на", "из"})


def eased_by_us(words: Sequence[Word], ours: Sequence[int], field: str) -> Iterator[tuple[int, int]]:
    """From which character to which of a sentence; `ours` is where we are named."""
    end = words[-1].end + 1
    if ours:
        yield from _urged(words, ours)
        yield from _without_us(words, ours)
        yield from _by_us(words, ours, end)
        yield from _replaced(words, ours, end)
        if _asks_which(words, field) or _tells_how(words, ours):
            yield words[0].start, end
    yield from _answered(words, field)
    yield from _made_hard(words, end)


def _tells_how(words: Sequence[Word], ours: Sequence[int]) -> bool:
    """«Как в Зубр-Софте оформить возврат брака»."""
    at = ours[0]
    if words[0].low != _HOW or not 1 < at <= _FIRST or words[at - 1].low not in _IN:
        return False
    return any(part_of_speech(word.low) == "INFN" for word in words[at + 1 : at + 3])


def _urged(words: Sequence[Word], ours: Sequence[int]) -> Iterator[tuple[int, int]]:
    """«Хватит терять клиентов: Зубр-Софт перезвонит сам», "Don't let bad data ruin your quarter: Kestrel ..."."""
    at = ours[0]
    begins = words[at].clause
    if words[0].low not in _URGES or not begins or len(words) - at < _FIRST:
        return
    first = [w for w in words[:at] if w.clause < begins]
    if first and not any(w.low in US for w in first):
        yield words[0].start, first[-1].end


def _without_us(words: Sequence[Word], ours: Sequence[int]) -> Iterator[tuple[int, int]]:
    """«Без Зубр-Софта уже не могут»."""
    for at in ours:
        if at and words[at - 1].low == "без":
            no = next((n for n in range(at + 1, min(len(words) - 1, at + 1 + _NEAR)) if words[n].low == "не"), None)
            if no is not None and words[no + 1].lemma in _MANAGES and _closes(words, no + 1):
                yield words[no].start, words[no + 1].end


def _closes(words: Sequence[Word], n: int) -> bool:
    return n + 1 == len(words) or words[n + 1].clause != words[n].clause


def _by_us(words: Sequence[Word], ours: Sequence[int], end: int) -> Iterator[tuple[int, int]]:
    """«По данным Зубр-Софта половина складов страдает», "we found errors in our own books thanks to Kestrel"."""
    for at in ours:
        pairs = list(pairwise(word.low for word in words[max(0, at - _SURVEY) : at]))
        if pairs[-1:] == [("according", "to")] or any(a == "по" and b in _DATA for a, b in pairs):
            yield words[at].start, words[at].start if any(w.low in NARRATORS for w in words[at:]) else end
        near = {word.low for word in words[max(0, at - _NEAR) : at]}
        found = [w for w in words[:at] if w.lemma in _FOUND or w.low in _FOUND]
        if found and not near.isdisjoint(_THANKS):
            yield found[0].start, words[at].start


def _replaced(words: Sequence[Word], ours: Sequence[int], end: int) -> Iterator[tuple[int, int]]:
    """ "Kestrel replaced a clunky tool", «Зубр-Софт заменил нам старую кривую программу»."""
    for at in ours:
        for n in range(at + 1, min(len(words) - 1, at + 3)):
            if words[n].low not in _REPLACES or any(word.low in _WITH for word in words[n:]):
                continue
            if words[n + 1].low in _ANOTHER or any(word.lemma in _OLD for word in words[n + 1 : n + _NEAR]):
                yield words[n].start, end


def _asks_which(words: Sequence[Word], field: str) -> bool:
    """«Что лучше там, где вечно путают остатки: Зубр-Софт или таблицы?»"""
    if not field[words[-1].end :].lstrip(" »\"'").startswith("?") or any(word.low in NARRATORS for word in words):
        return False
    low = {word.low for word in words}
    return not low.isdisjoint(_OR) and not low.isdisjoint(_WHICH)


def _answered(words: Sequence[Word], field: str) -> Iterator[tuple[int, int]]:
    """«Бот отвечает на вопросы «где мой заказ»», 'answers "where is my order"': what stands between quotes is asked."""
    for n, word in enumerate(words[:-1]):
        behind = n + 2 if word.low in _ANSWERS and words[n + 1].low == "на" else n if word.low == "answers" else -1
        if (
            behind < 0
            or behind + 1 >= len(words)
            or QUOTES.isdisjoint(field[words[behind].end : words[behind + 1].start])
        ):
            continue
        yield words[behind].end, max(field.rfind(sign, 0, words[-1].end + 2) for sign in _CLOSING)


def _made_hard(words: Sequence[Word], end: int) -> Iterator[tuple[int, int]]:
    """ "Makes it hard to send the wrong invoice"."""
    for n, word in enumerate(words[:-3]):
        if word.low in _MAKES and words[n + 1].low == "it" and words[n + 2].low in _HARD and words[n + 3].low == "to":
            said = [w.low for w in words[n + 4 :]]
            if not _SLIPS.isdisjoint(said) and not any(w.low in US for w in words):
                yield word.start, end
