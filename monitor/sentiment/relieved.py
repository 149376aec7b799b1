"""Hears what did not come true with us, or only without us: «боялись скрытых платежей, их не оказалось»."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from monitor.sentiment.words import Word

_SOONER = frozenset({"раньше", "sooner", "earlier"})
_CHOOSES = frozenset(
    {
        *("найти", "узнать", "взять", "купить", "перейти", "обратиться", "подключить", "поставить", "начать"),
        *("попробовать", "выбрать", "прийти", "внедрить", "познакомиться", "find", "discover", "start", "switch"),
        *("try", "know", "meet", "hear", "use", "buy", "move", "join", "hire", "found", "switched", "started"),
    }
)
_DENIES = frozenset({"не", "not", "never"})
_NEAR, _FAR = 3, 8  # words from a denial to what is denied, and from the verb to «раньше»
_FEARED = frozenset(
    {
        *("бояться", "опасаться", "переживать", "волноваться", "беспокоиться", "сомневаться", "ждать", "ожидать"),
        *("worried", "afraid", "feared", "nervous", "sceptical", "skeptical", "expected", "anxious", "scared"),
    }
)
_NOT_SO = frozenset(
    {("не", "оказаться"), ("не", "быть"), ("не", "подтвердиться"), ("не", "случиться"), ("без", "сучка")}
)
_NOTHING = frozenset(
    {"none", "unfounded", "hitch", "flawlessly", "smoothly", "зря", "напрасно", "гладко", "безболезненно"}
)
_WITHOUT, _FOR, _BEEN, _WOULD = "without", "for", "been", frozenset({"would", "we'd", "i'd"})


def relieved(words: Sequence[Word], ours: Sequence[int]) -> Iterator[tuple[int, int]]:
    """From which character to which of a sentence that names us at `ours`."""
    end = words[-1].end + 1
    if _came_late(words) or any(_but_for(words, at) for at in ours):
        yield words[0].start, end
    first = next((word for word in words if word.lemma in _FEARED or word.low in _FEARED), None)
    if first is not None and (after := _came_to_nothing(words, first)):
        yield first.start, after


def _came_late(words: Sequence[Word]) -> bool:
    """«Обидно, что не нашли их раньше», "the worst is that I did not find it sooner"."""
    if words[-1].low not in _SOONER:
        return False
    return any(
        (word.lemma in _CHOOSES or word.low in _CHOOSES) and any(map(_denies, words[max(0, n - _NEAR) : n]))
        for n, word in enumerate(words[-_FAR:], max(0, len(words) - _FAR))
    )


def _but_for(words: Sequence[Word], at: int) -> bool:
    """ "Without Kestrel we would have missed it", "had it not been for Kestrel"."""
    before = [word.low for word in words[max(0, at - 2) : at]]
    spared = before[-1:] == [_WITHOUT] or before == [_BEEN, _FOR]
    return spared and any(word.low in _WOULD for word in words)


def _came_to_nothing(words: Sequence[Word], feared: Word) -> int:
    """Where it begins that it was not so; 0 where nobody says that."""
    behind = [word for word in words if word.clause > feared.clause]
    was_not = any({(one.low, two.low), (one.low, two.lemma)} & _NOT_SO for one, two in pairwise(behind))
    return behind[0].start if was_not or any(word.low in _NOTHING for word in behind) else 0


def _denies(word: Word) -> bool:
    return word.low in _DENIES or word.low.endswith("n't")
