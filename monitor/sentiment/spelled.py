"""Spells out what is drawn out or run together: «ужаааасно», "sooo slow", "#EpicFail", "#neveragain"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from monitor.words.morphology import is_known
from monitor.words.tokens import Unmarked

_RUN = re.compile(r"(.)\1(?<=[^\W\d_])\1+")  # of a letter; few signs stand twice, and only those are looked at
_WORD = re.compile(r"[^\W\d_]+")
_TAG = re.compile(r"(?<![\w#&])#([^\W\d_]{5,40})(?!\w)")
_HUMP = re.compile(r"(?<=[a-zа-яё])(?=[A-ZА-ЯЁ])")
_LONGEST = 16  # letters of a word in a hashtag

Knows = Callable[[str], bool]  # whether an English word is one that the lists have


def spelled_out(said: str, knows: Knows) -> Unmarked:
    """The text as it would be written with care; each letter knows where it stood.

    >>> spelled_out("Сервис ужаааасный, soooo bad #EpicFail #neveragain", {"so", "never", "again"}.__contains__).text
    'Сервис ужасный, so bad #Epic Fail #never again'
    """
    return _parted(_shortened(Unmarked.of(said), knows), knows)


def _shortened(one: Unmarked, knows: Knows) -> Unmarked:
    low = one.text.lower()
    if len(low) != len(one.text) or not _RUN.search(low):
        return one
    gone = {n for word in _WORD.finditer(low) for n in _too_many(word[0], word.start(), knows)}
    return _made(one, [(sign, n) for n, sign in enumerate(one.text) if n not in gone]) if gone else one


def _too_many(word: str, start: int, knows: Knows) -> Iterator[int]:
    """The letters, by number, without which it is a word; with them it is none."""
    runs = list(_RUN.finditer(word))
    in_list = knows if word.isascii() else is_known
    if not runs or len(set(word)) == 1 or in_list(word):
        return
    for size in (2, 1):
        if in_list(_RUN.sub(r"\1" * size, word)):
            for run in runs:
                yield from range(start + run.start(), start + run.end() - size)
            return


def _parted(one: Unmarked, knows: Knows) -> Unmarked:
    if "#" not in one.text:
        return one
    spaces = {tag.start(1) + n for tag in _TAG.finditer(one.text) for n in _joints(tag[1], knows)}
    if not spaces:
        return one
    return _made(one, [(each, n) for n, sign in enumerate(one.text) for each in (f" {sign}" if n in spaces else sign)])


def _joints(tag: str, knows: Knows) -> list[int]:
    """Where its words meet: at a capital letter, else where the fewest known ones make up the whole.

    >>> _joints("neveragain", {"never", "again", "a", "gain"}.__contains__)
    [5]
    """
    humps = [hump.start() for hump in _HUMP.finditer(tag)]
    low = tag.lower()
    if humps or not tag.isascii() or knows(low):
        return humps
    ways: dict[int, list[int]] = {0: []}  # to each letter that known words lead to: where these begin
    for end in range(1, len(low) + 1):
        known = (n for n in range(max(0, end - _LONGEST), end) if n in ways and knows(low[n:end]))
        if shortest := min(([*ways[n], n] for n in known), key=len, default=None):
            ways[end] = shortest
    return ways.get(len(low), [])[1:]


def _made(one: Unmarked, signs: list[tuple[str, int]]) -> Unmarked:
    """Of these signs, each with the number of the letter that it is, or stands before."""
    places = (*(one.place(n) for _, n in signs), one.place(len(one.text)))
    return Unmarked("".join(sign for sign, _ in signs), one.written, places)
