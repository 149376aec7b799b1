"""Hears when words may not mean what they say: mockery takes praise and turns it round."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.sentiment.lexicon import SARCASM
from monitor.sentiment.words import Mark, Word

# A word or two in quotes that are no name: «хвалёная "забота" о клиенте».
_QUOTED = re.compile(r"(?<!\w)[«\"“„]([a-zа-яё][\w-]*(?: [a-zа-яё][\w-]*)?)[»\"”](?!\w)")
_WINK = re.compile(r"/s(?<!\S/s)\W*$|#(?:sarcasm|irony|not)\b", re.IGNORECASE)  # first a sign that can be looked for
_DENIED = re.compile(r"(?<=\w )\((?:нет|не|сарказм|ирония|no|not)\)", re.IGNORECASE)
_QUOTES = frozenset('»"”')
_SO_CALLED = re.compile(  # «отдельное «спасибо» за обновление в день отчётности»
    r"\b(?:отдельн|больш|огромн|особ)\w+ [«\"“„]спасибо[»\"”]|\b(?:special|big|huge) [\"“](?:thanks|thank you)[\"”]",
    re.IGNORECASE,
)
_PRAISES, _FAILS, _COMPLAINS = 2.0, -2.2, -1.2
_THANKS = frozenset(
    {"спасибо", "браво", "молодец", "респект", "аплодисменты", "поздравлять", "thanks", "congrats", "bravo"}
)
_TURNS = frozenset({"но", "однако", "зато", "а", "but", "however", "although"})


def mocks(text: str, start: int, end: int, marks: Sequence[Mark], words: Sequence[Word]) -> bool:
    """Whether a sentence may be sarcastic, `marks` being all that was heard in it."""
    if any(mark.about == SARCASM for mark in marks):
        return True
    good = [mark for mark in marks if mark.weight > 0 and mark.about]
    if not good:
        return False
    quoted = [match.span(1) for match in _QUOTED.finditer(text, start, end)]
    if any(first <= mark.start and mark.end <= last for mark in good for first, last in quoted):
        return True
    if any(word.low in _TURNS for word in words):
        return False
    return _bitter_thanks(marks, words) or any(_in_one_breath(text, mark, marks) for mark in good)


def _bitter_thanks(marks: Sequence[Mark], words: Sequence[Word]) -> bool:
    return any(word.lemma in _THANKS for word in words) and any(mark.weight <= _COMPLAINS for mark in marks)


def _in_one_breath(text: str, praise: Mark, marks: Sequence[Mark]) -> bool:
    """«Отлично сорвали срок»: strong praise stands right before a strong complaint."""
    return praise.weight >= _PRAISES and any(
        mark.weight <= _FAILS and mark.start > praise.end and not text[praise.end : mark.start].strip()
        for mark in marks
    )


def winks(text: str) -> bool:
    """Whether the writer says that it is mockery.

    >>> [winks(text) for text in ("Great job. /s", "Love it #not", "km/s")]
    [True, True, False]
    """
    return bool(_WINK.search(text))


def denies_itself(sentence: str) -> bool:
    """The same of one sentence, in brackets or in quotes: «Поддержка просто огонь (нет)», «большое «спасибо»».

    >>> denies_itself("Support is great (not)"), denies_itself("Есть (не везде)")
    (True, False)
    """
    denied = ")" in sentence and _DENIED.search(sentence) is not None
    return denied or (not _QUOTES.isdisjoint(sentence) and _SO_CALLED.search(sentence) is not None)
