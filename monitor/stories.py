"""Tells copies of one text from texts that only resemble each other, so that a reposted complaint is told once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import blake2b

BANDS = 8
_ROWS = 2  # min-hashes in a band: 8 x 2 finds 97 % of pairs that share 60 % of their shingles, and few that share 20 %
_SHINGLE = 3  # words
_PRIME = (1 << 61) - 1
_SEEDS = tuple(
    (
        int.from_bytes(blake2b(b"a%d" % n, digest_size=7).digest(), "big") | 1,
        int.from_bytes(blake2b(b"b%d" % n, digest_size=7).digest(), "big"),
    )
    for n in range(BANDS * _ROWS)
)
_LONG, _SHORT = 25, 6  # words
_ALIKE_LONG, _ALIKE = 0.6, 0.75  # look-alikes share 0.25-0.45 of their shingles: thresholds rise as texts get short
_CUT = 0.9  # a copy may lack its end: nearly all of the shorter one stands in the longer one ...
_CUT_LEFT = 0.5  # ... and at least half of the text is left

_DROPPED = re.compile(r"https?://\S+|www\.\S+|(?<!\w)@\w+|\bRT\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Texts that are alike share at least one band. Each band is a non-negative 31-bit number, empty for no words."""

    bands: tuple[int, ...]


def fingerprint(text: str) -> Fingerprint:
    """The min-hash bands by which copies of a text are looked up.

    >>> a = fingerprint("RT @zubr: Третью неделю ждём ответа поддержки, деньги не вернули! https://t.me/x/1")
    >>> b = fingerprint("третью неделю ждём ответа поддержки деньги не вернули")
    >>> a == b
    True
    """
    shingles = _shingles(_words(text))
    if not shingles:
        return Fingerprint(())
    hashes = [int.from_bytes(blake2b(s.encode(), digest_size=7).digest(), "big") for s in shingles]
    rows = [min((a * h + b) % _PRIME for h in hashes) for a, b in _SEEDS]
    return Fingerprint(tuple(_band(rows[n * _ROWS : (n + 1) * _ROWS]) for n in range(BANDS)))


def alike(first: str, second: str) -> bool:
    """Whether two texts are copies of one: links, @names, RT, case, punctuation and small cuts do not matter.

    >>> alike("Зубр-Софт сорвал сроки внедрения", "Зубр-Софт сорвал сроки внедрения!")
    True
    >>> alike("Зубр-Софт сорвал сроки внедрения", "Зубр-Софт сорвал сроки поставки")
    False
    """
    a, b = _words(first), _words(second)
    if min(len(a), len(b)) < _SHORT:
        return bool(a) and a == b
    left, right = _shingles(a), _shingles(b)
    common = len(left & right)
    smaller, larger = sorted((len(left), len(right)))
    if smaller >= larger * _CUT_LEFT and common >= smaller * _CUT:
        return True
    wanted = _ALIKE_LONG if min(len(a), len(b)) >= _LONG else _ALIKE
    return common >= wanted * len(left | right)


def _words(text: str) -> list[str]:
    return _WORD.findall(_DROPPED.sub(" ", text).casefold().replace("ё", "е"))


def _shingles(words: list[str]) -> frozenset[str]:
    if len(words) <= _SHINGLE:
        return frozenset({" ".join(words)} if words else ())
    return frozenset(" ".join(words[n : n + _SHINGLE]) for n in range(len(words) - _SHINGLE + 1))


def _band(rows: list[int]) -> int:
    return int.from_bytes(blake2b(repr(rows).encode(), digest_size=4).digest(), "big") >> 1
