"""Chooses the sentences that speak of the brand: all of a short text, the brand's own of a long one."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from monitor.domain import Hit
from monitor.sentiment.danger import Near
from monitor.sentiment.form import boxes
from monitor.words.language import sentences
from monitor.words.quoting import named_after, nods, own

SHORT = 300  # characters; up to here, or up to so many sentences, the whole text is about the brand
_FEW = 3
PRONOUN = re.compile(
    r"(?:он|она|оно|они|его|ее|её|их|им|ему|ей|там|тут|здесь|это|этот|эта|эти|такой|такая|сами|сам|"
    r"they|it|its|their|he|she|this|that|these|there)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the title or of the text."""

    in_title: bool
    start: int
    end: int

    def holds(self, hit: Hit) -> bool:
        """Whether the brand is named here."""
        return self.in_title == hit.in_title and self.start <= hit.start < self.end


def split(title: str, text: str) -> list[Sentence]:
    """All sentences, the title's first; none that its author answers: of a quote, or of a conversation's name."""
    said = own(text)
    answers = named_after(title) and any(map(str.isalpha, text)) and not nods(text[said[0][0] :])
    head = [] if answers else [Sentence(True, a, b) for a, b in sentences(title)]
    parts = [part for whole in said for part in boxes(text, *whole)]
    return head + [Sentence(False, start + a, start + b) for start, end in parts for a, b in sentences(text[start:end])]


def named_in(all_sentences: Sequence[Sentence], hits: Iterable[Hit]) -> dict[int, list[Hit]]:
    """The sentences that name the brand, by number, and where each does."""
    starts = [(not sentence.in_title, sentence.start) for sentence in all_sentences]
    found: dict[int, list[Hit]] = {}
    for hit in hits:
        number = bisect_right(starts, (not hit.in_title, hit.start)) - 1
        if number >= 0 and all_sentences[number].holds(hit):
            found.setdefault(number, []).append(hit)
    return found


def windows(
    title: str, text: str, all_sentences: list[Sentence], names: Collection[int], *, weight: Callable[[int], float]
) -> list[list[int]]:
    """The sentences, by number, that each mention is judged by; `weight` is what a sentence says by itself."""
    everything = list(range(len(all_sentences)))
    in_text = sum(not s.in_title for s in all_sentences)
    named = sorted(names)
    if not named or len(text) <= SHORT or in_text <= _FEW or all(all_sentences[n].in_title for n in named):
        return [everything]
    fields = {True: title, False: text}
    return [[n, *_following(n, names, all_sentences, fields, weight)] for n in named]


def beside(text: str, all_sentences: list[Sentence], named: Collection[int]) -> dict[int, Near]:
    """The sentences, by number, in which a danger or a question may be about us: those that name us and those beside.

    A danger is told in the same breath or the next («Работаем с Зубр-Софтом год. Подаём в суд.»); of a short text any
    sentence is near. Without a name at all the whole page is about us.
    """
    if not named:
        return dict.fromkeys(range(len(all_sentences)), Near.PAGE)
    short = len(text) <= SHORT
    near = [n for n in range(len(all_sentences)) if short or n - 1 in named or n in named or n + 1 in named]
    return {n: Near.NAMED if n in named else Near.BESIDE for n in near}


def _following(
    n: int,
    named: Collection[int],
    all_sentences: list[Sentence],
    fields: dict[bool, str],
    weight: Callable[[int], float],
) -> list[int]:
    """The next sentence goes on about the brand if it begins with a pronoun, or complains where this one is silent."""
    following = n + 1
    if following >= len(all_sentences) or following in named:
        return []
    sentence = all_sentences[following]
    if sentence.in_title != all_sentences[n].in_title:
        return []
    if PRONOUN.match(fields[sentence.in_title], sentence.start) or (not weight(n) and weight(following) < 0):
        return [following]
    return []
