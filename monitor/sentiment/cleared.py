"""Hears where a sentence clears us, or tells of what was before or beside us: «мы ни при чём», «раньше …, с нами …»."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from monitor.sentiment.advert import NARRATORS
from monitor.sentiment.phrases import OURS
from monitor.sentiment.words import Word

_NEAR = 4
_NOT_OURS = (("ни", "при"), ("не", "при"), ("nothing", "to"), ("my", "fault"), ("our", "fault"), ("own", "fault"))
_BLAME = frozenset({"чем", "чём", "do", "fault"})
_OWN = frozenset({"виноват", "виноваты", "виновата", "дурак", "дураки"})
_MYSELF = frozenset({"сам", "сами", "сама"})
_LIVED = frozenset(
    {
        *("жили", "жил", "жила", "работали", "работал", "обходились", "lived", "managed", "worked", "survived"),
    }
)
_WITHOUT = frozenset({"без", "without"})
_SAY = frozenset(
    {
        *("говорить", "сказать", "ответить", "отвечать", "заявить", "заявлять", "мол", "якобы", "утверждать"),
        *("считать", "написать", "писать", "says", "said", "say", "claims", "claim", "claimed", "told", "replied"),
        *("answered", "not", "blames", "insists", "insist", "apparently"),
    }
)
_CRISES = frozenset(
    {
        *("кризис", "инфляция", "санкция", "дефицит", "пандемия", "спад", "рецессия", "война", "шторм", "снег"),
        *("мороз", "непогода", "конкуренция", "трудность", "inflation", "crisis", "recession", "sanctions"),
        *("shortage", "storm", "snow", "war", "pandemic", "downturn"),
    }
)
_AND, _ALSO = frozenset({"и", "and"}), frozenset({"о", "об", "про", "what", "how", "why", "about", "its"})
_TELLS = frozenset(
    {
        *("рассказать", "рассказывать", "поговорить", "написать", "talked", "talks", "spoke", "wrote", "told"),
    }
)
_ABOUT = frozenset({"о", "об", "про", "about", "how"})
_DESPITE = (("несмотря", "на"), ("in", "spite"), ("despite", ""), ("вопреки", ""))
_ONCE, _WITH = frozenset({"раньше", "прежде"}), frozenset({"с", "со", "with", "теперь", "now"})
_SAVES = frozenset({"saved", "saves", "spared", "spares", "rescued", "freed", "relieved", "delivered"})
_PEOPLE = frozenset({"us", "me", "them", "you"})
_BUT = frozenset({"но", "а", "but", "however"})


def cleared(words: Sequence[Word], ours: Sequence[int]) -> Iterator[tuple[int, int]]:
    """From which character to which of a sentence that names us at `ours`."""
    end = words[-1].end + 1
    if _is_not_to_blame(words):
        yield words[0].start, end
    for at in ours:
        yield from _before_us(words, at)
        yield from _told_by(words, at, end)
    yield from _despite(words)
    yield from _saved(words)


def _is_not_to_blame(words: Sequence[Word]) -> bool:
    """«Проблема в нашем роутере, Зубр-Софт ни при чём», "my fault", «сам дурак»."""
    if any(word.low in _SAY or word.lemma in _SAY for word in words):
        return False  # so they say
    for n, (one, other) in enumerate(pairwise(words)):
        if one.low in _MYSELF and other.low in _OWN:
            return True
        if (one.low, other.low) in _NOT_OURS:
            after = words[n + 2 : n + 3]
            return other.low == "fault" or (bool(after) and after[0].low in _BLAME)
    return False


def _before_us(words: Sequence[Word], at: int) -> Iterator[tuple[int, int]]:
    """«Страшно представить, как мы жили без Зубр-Софта», «раньше кончалось скандалом, с Зубр-Софтом час»."""
    if at < 2:  # noqa: PLR2004  # «жили без»
        return
    before = words[at - 1].low
    if before in _WITHOUT and words[at - 2].low in _LIVED:
        yield words[0].start, words[at].start
    once = words[0].low in _ONCE or any((a.low, b.low) == ("used", "to") for a, b in pairwise(words[:at]))
    if once and before in _WITH and words[at - 2].clause != words[at - 1].clause:
        yield words[0].start, words[at - 1].start


def _told_by(words: Sequence[Word], at: int, end: int) -> Iterator[tuple[int, int]]:
    """«В Зубр-Софте рассказали о худшем релизе», "Kestrel talked about its worst year"."""
    for n in range(at + 1, min(len(words) - 1, at + _NEAR)):
        tells = words[n].lemma in _TELLS or words[n].low in _TELLS
        if tells and words[n + 1].low in _ABOUT and not any(word.low in NARRATORS for word in words):
            yield words[n].start, next((words[k].start for k in range(n, len(words)) if _ends(words, n, k)), end)


def _ends(words: Sequence[Word], first: int, n: int) -> bool:
    """Where the telling ends: «рассказали о скидках и обманули»."""
    further = {word.low for word in words[n + 1 : n + 2]}
    also = words[n].low in _AND and further.isdisjoint(_ALSO)
    return also or words[n].low in _BUT or words[n].clause != words[first].clause


def _despite(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """«Не повышает цены, несмотря на инфляцию»."""
    for n, word in enumerate(words[:-1]):
        if any(word.low == first and second in ("", words[n + 1].low) for first, second in _DESPITE):
            said = [w for w in words[n : n + _NEAR] if w.clause == word.clause and w.text != OURS]
            if any(w.lemma in _CRISES for w in said):
                yield word.start, said[-1].end


def _saved(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """ "Saved us from paper hell"."""
    for n, word in enumerate(words[:-3]):
        if word.low in _SAVES and words[n + 1].low in _PEOPLE and words[n + 2].low in {"from", "of"}:
            if n and words[n - 1].low in {"not", "never", "nobody"}:
                continue
            yield words[n + 2].start, next((w.start for w in words[n:] if w.clause != word.clause), words[-1].end + 1)
