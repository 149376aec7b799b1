"""Tells copies of one text from texts that only resemble each other, so that a reposted complaint is told once."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from hashlib import blake2b
from sys import intern
from typing import TypeVar
from unicodedata import normalize

from monitor.words.quoting import own_words

_BANDS = 8
_ROWS = 2  # least hashes in a band: 8 x 2 finds 98 % of pairs that share 60 % of their shingles, few that share 20 %
_STARTS = 3  # further bands, of one least hash each, over the start alone: there a summary meets its full text
_START = 24  # words
_SHINGLE = 3  # words
_PRIME = (1 << 61) - 1
_FITS = (1 << 31) - 1  # a column of the database
_KNOWN_WORDS = 30_000  # whose numbers are remembered: 5 MB
_LONG_WORD = 40  # letters; of longer ones, which a page can make up as it likes, so many would take gigabytes
_LONG, _ENOUGH, _SHORT = 25, 12, 6  # words; a text of enough is told without its title: reposts often get another one
_ALIKE_LONG, _ALIKE = 0.6, 0.75  # look-alikes share 0.25-0.45 of their shingles: thresholds rise as texts get short
_CUT = 0.9  # a copy may lack its end: nearly all of the shorter one stands in the longer one ...
_CUT_LEFT = 0.5  # ... and at least half of the text is left
_COMMON = 0.5  # of the words of texts that are told with their titles
_PICKED_LEFT = 0.8  # where words were left out here and there, but the rest stands in its order

_REMEMBERED, _LONGEST = 1_500, 2_000  # texts, and characters of one: 12 MB; longer ones are worked out anew

_SIGNED, _TAIL = 250, 60  # characters at the end: where a signature may stand, and what says that it was cut off

# Links, @names and «RT». It starts with a plain set of letters, for these are what the search skips to.
_DROPPED = re.compile(
    r"[hHwW@rR](?:(?i:(?<=h)ttps?://\S+|(?<=w)ww\.\S+|(?<=r)(?<!\w.)t\b)|(?<=@)(?<!\w.)\w+)", re.DOTALL
)
_Of = TypeVar("_Of")
_WORD = re.compile(r"\w+")
_UNSEEN = re.compile("[\u00ad\u0300\u0301\u200b-\u200f\u2060\ufeff]")  # soft hyphens, stress marks, no-width spaces
_SIGNATURE = re.compile(  # how sources sign what they repost: of the last words, those from here on
    r"\b(?:подпи(?:сывайтесь|шитесь|шись|сывайся)|присоединяйтесь|читайте (?:нас|также|далее)"
    r"|читать (?:далее|дальше|полностью)|подробнее (?:здесь|тут|на сайте|по ссылке|в источнике)|источник:|фото:"
    r"|наш (?:телеграм|telegram)|subscribe|follow us|join (?:us|our)|read (?:more|also)|continue reading|source:)"
    r"(?:\W+\w+){0,10}\W*$",
    re.IGNORECASE,
)
_CUT_OFF = re.compile(
    r"(?:…|\.\.\.|(?:читать|читайте) (?:далее|дальше|полностью)|подробнее|read more|continue reading)[\W_]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Texts that are alike share at least one band. Each band is a non-negative 31-bit number, empty for no words."""

    bands: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """A text as it is compared: without what a repost changes."""

    words: tuple[str, ...]
    shingles: frozenset[int]  # hashes of three words in a row, as this process makes them
    titled: int = 0  # words that are its title: a text too short to be told without it
    cut_off: bool = False  # it says itself that it goes on elsewhere
    author: str = ""
    rated: bool = False  # with stars: a person's own judgement

    @property
    def body(self) -> tuple[str, ...]:
        """Its words without the title."""
        return self.words[self.titled :]


def wording(title: str, text: str, *, author: str = "", rated: bool = False) -> Wording:
    """What tells a text from others; its title belongs to it only where there is little else.

    >>> " ".join(wording("", "RT @zubr: Всё ещё ждём ответа! https://t.me/x/1 Подписывайтесь на наш канал").words)
    'все еще ждем ответа'
    """
    worked_out = _remembered if len(text) <= _LONGEST else _wording
    return worked_out(title, text, author, rated)


def _wording(title: str, text: str, author: str, rated: bool) -> Wording:  # noqa: FBT001  # as they stand in a Wording
    said = own_words(text)
    body = _words(said)  # who answers a post and quotes it says something else
    head = () if len(body) >= _ENOUGH else _words(title)
    words = (*head, *body)
    cut_off = _CUT_OFF.search(_bare(said)[-_TAIL:]) is not None
    return Wording(words, _shingles(words), len(head), cut_off, author.casefold().strip(), rated)


_remembered = lru_cache(_REMEMBERED)(_wording)  # what is new is compared with what came a moment ago


def fingerprint(said: Wording) -> Fingerprint:
    """The min-hash bands by which copies of a text are looked up.

    >>> a = fingerprint(wording("", "RT @zubr: Третью неделю ждём ответа поддержки, деньги не вернули! https://t.me/x/1"))
    >>> b = fingerprint(wording("", "третью неделю ждём ответа поддержки деньги не вернули"))
    >>> a == b
    True
    """
    if not said.words:
        return Fingerprint(())
    words = said.body if len(said.body) >= _SHORT else said.words
    hashes = _hashes(words)
    least = _least(hashes, _BANDS * _ROWS)
    start = _least(hashes[: _START - _SHINGLE + 1], _STARTS)
    whole = [least[n * _ROWS : (n + 1) * _ROWS] for n in range(_BANDS)]
    return Fingerprint(tuple(_mixed(row) & _FITS for row in [*whole, *([one] for one in start)]))


def alike(first: Wording, second: Wording) -> bool:
    """Whether two texts are copies of one: links, @names, RT, case, punctuation and small cuts do not matter.

    >>> alike(wording("", "Зубр-Софт сорвал сроки внедрения"), wording("", "Зубр-Софт сорвал сроки внедрения!"))
    True
    >>> alike(wording("", "Зубр-Софт сорвал сроки внедрения"), wording("", "Зубр-Софт сорвал сроки поставки"))
    False
    """
    shorter, longer = _by_length(*_comparable(first, second))
    if not shorter.words or two_voices(shorter, longer):
        return False
    if len(shorter.body) >= _SHORT and shorter.body == longer.body:
        return True
    if len(shorter.words) < _SHORT:
        return shorter.words == longer.words
    return not _only_titles(shorter, longer) and (_shared(shorter, longer) or _picked(shorter, longer))


def likeness(first: Wording, second: Wording) -> float:
    """How much of what two texts say, three words in a row, both say: from 0 to 1, whoever says it.

    >>> one = wording("", "Деньги взяли и пропали, поддержка не отвечает третью неделю")
    >>> round(likeness(one, wording("", "Деньги взяли и пропали! Поддержка не отвечает вторую неделю.")), 2)
    0.56
    """
    common = len(first.shingles & second.shingles)
    return common / max(len(first.shingles | second.shingles), 1)


def two_voices(first: Wording, second: Wording) -> bool:
    """Whether each may speak for themselves: many say «Всё отлично, рекомендую», the more so with stars."""
    if not first.author or not second.author or first.author == second.author:
        return False
    shorter, _ = _by_length(first, second)
    said = shorter.body or shorter.words
    return len(said) < (_LONG if first.rated and second.rated else _SHORT)


def _by_length(first: Wording, second: Wording) -> tuple[Wording, Wording]:
    return (second, first) if len(second.words) < len(first.words) else (first, second)


def _comparable(first: Wording, second: Wording) -> tuple[Wording, Wording]:
    """Of two texts of about a dozen words one may be told with its title and the other without."""
    if bool(first.titled) is bool(second.titled):
        return first, second
    return _untitled(first), _untitled(second)


def _untitled(said: Wording) -> Wording:
    return replace(said, words=said.body, shingles=_shingles(said.body), titled=0)


def _only_titles(shorter: Wording, longer: Wording) -> bool:
    """Whether nothing but a common title speaks for a copy."""
    if not shorter.titled or shorter.body == longer.body:
        return False
    one, other = set(shorter.body), set(longer.body)
    return len(one & other) < _COMMON * len(one | other)


def _shared(shorter: Wording, longer: Wording) -> bool:
    common = len(shorter.shingles & longer.shingles)
    if common >= len(shorter.shingles) * _CUT:
        enough_left = len(shorter.shingles) >= len(longer.shingles) * _CUT_LEFT
        if enough_left or (shorter.cut_off and len(shorter.words) >= _ENOUGH):
            return True
    wanted = _ALIKE_LONG if len(shorter.words) >= _LONG else _ALIKE
    return common >= wanted * (len(shorter.shingles) + len(longer.shingles) - common)


def _picked(shorter: Wording, longer: Wording) -> bool:
    """One word left out costs three shingles, which is much of a text of fifteen words."""
    if not max(_ENOUGH, _PICKED_LEFT * len(longer.words)) <= len(shorter.words):
        return False
    rest = iter(longer.words)
    return all(word in rest for word in shorter.words)


def _words(text: str) -> tuple[str, ...]:
    seen = _UNSEEN.sub("", normalize("NFKC", text))
    words = _WORD.findall(_plain(seen[:-_SIGNED] + _SIGNATURE.sub(" ", seen[-_SIGNED:])))
    return tuple(map(intern, words or _WORD.findall(_plain(seen))))  # many texts share their words


def _plain(text: str) -> str:
    return _bare(text).casefold().replace("ё", "е")


def _bare(text: str) -> str:
    """Without links and whom it answers."""
    return _DROPPED.sub(" ", text)


def _shingles(words: Sequence[str]) -> frozenset[int]:
    return frozenset(map(hash, _in_a_row(words)))


def _in_a_row(words: Sequence[_Of]) -> Iterable[tuple[_Of, ...]]:
    if len(words) <= _SHINGLE:
        return (tuple(words),) if words else ()
    return zip(*(words[n:] for n in range(_SHINGLE)), strict=False)


def _worked_out(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=7).digest(), "big")


_number = lru_cache(_KNOWN_WORDS)(_worked_out)
_A, _B, _C = (_number(letter) | 1 for letter in "abc")


def _mixed(numbers: Sequence[int]) -> int:
    """One number of up to three: evenly spread, as a sum modulo a prime with factors drawn at random is."""
    return sum(number * factor for number, factor in zip(numbers, (_A, _B, _C), strict=False)) % _PRIME


def _hashes(words: Sequence[str]) -> list[int]:
    """A number for each three words in a row, the same in every process and on every machine."""
    usual = max(map(len, words)) <= _LONG_WORD
    numbers = [*map(_number if usual else _worked_out, words)]
    if len(numbers) < _SHINGLE:
        return [_mixed(numbers)]
    a, b, c = _A, _B, _C  # as `_mixed` does it, in half the time: a text has hundreds
    return [(one * a + two * b + three * c) % _PRIME for one, two, three in _in_a_row(numbers)]


def _least(hashes: Iterable[int], count: int) -> list[int]:
    """So many min-hashes in one pass: each hash belongs to one bin, whose least is kept.

    One-permutation hashing (Li, Owen, Zhang 2012); a bin that few hashes leave empty borrows from another one
    (Shrivastava 2017), so that texts of a few words meet as surely as long ones.

    >>> _least([33, 1, 18, 2], 2), _least([7, 13], 3)
    ([2, 1], [7, 7, 7])
    """
    bins = {one % count: one for one in sorted(hashes, reverse=True)}
    return [bins[place] if place in bins else bins[_lender(place, count, bins)] for place in range(count)]


def _lender(place: int, count: int, bins: Collection[int]) -> int:
    return next(other for other in _lenders(place, count) if other in bins)


@cache
def _lenders(place: int, count: int) -> tuple[int, ...]:
    """All bins in an order of this bin's own: two that are empty hardly borrow from the same one."""
    return tuple(sorted(range(count), key=lambda other: _number(f"{place} {other}")))
