"""The words of a text: letters and digits, between whatever else stands there."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Self
from unicodedata import category, normalize

_WORD = re.compile(r"[^\W_]+")

# Stress marks, and what makes «й» and «ё» of «и» and «е» where a letter is written as two signs.
_MARKS = _GRAVE, _ACUTE, _BREVE, _DOTS = "\u0300\u0301\u0306\u0308"
_UNSEEN = "\u00ad\u200b\u200c\u200e\u200f\u2060\ufeff"  # where a word may be broken, and signs of no width
_JOINER = "\u200d"  # of letters it makes nothing, of emoji one
_TAKEN_OUT = _MARKS + _UNSEEN + _JOINER
_SIGN = re.compile(rf"[{_TAKEN_OUT}]")
_CYRILLIC = re.compile(r"[а-яёіїєґў]\Z", re.IGNORECASE)

_COLOUR = re.compile("[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")  # of an emoji: in black and white, with a skin
_SYMBOL = "So"  # where Unicode puts emoji

# Windows-1251 has the letters and signs of nearly all that we read, a byte each: a table tells which make words.
_ENCODING = "cp1251"
_GAP = ord(" ")
_WORDS = bytes(byte if bytes([byte]).decode(_ENCODING, "replace").isalnum() else _GAP for byte in range(256))


def tokens(text: str) -> list[str]:
    """All words in their order.

    >>> tokens("Зубр-Софт: 24 часа,  a_b…")
    ['Зубр', 'Софт', '24', 'часа', 'a', 'b']
    """
    return spaced(text).split()


def spaced(text: str) -> str:
    """All words with one space between two of them: half the cost where they are not needed one by one.

    >>> spaced("«Зубр-Софт»: 24 часа,  a_b…"), spaced(" 你好,  Zubr! 👍")
    ('Зубр Софт 24 часа a b', '你好 Zubr')
    """
    try:
        signs = text.encode(_ENCODING)
    except UnicodeEncodeError:
        return " ".join(_WORD.findall(text))
    return b" ".join(signs.translate(_WORDS).split()).decode(_ENCODING)


def emoji_of(text: str) -> str:
    """The one emoji that a text is, whatever its colour; empty where it is anything else.

    >>> emoji_of("👍🏽"), emoji_of("♻️"), emoji_of("!!!"), emoji_of("👍👍")
    ('👍', '♻', '', '')
    """
    bare = _COLOUR.sub("", text.strip())
    return bare if len(bare) == 1 and category(bare) == _SYMBOL else ""


@dataclass(frozen=True, slots=True)
class Unmarked:
    """A text without stress marks and unseen signs, each letter in one: «Ла́ма» is «Лама»; and where all that stood."""

    text: str
    written: str
    places: tuple[int, ...] = ()  # where each letter stood; none where nothing was taken out

    @classmethod
    def of(cls, written: str) -> Self:
        r"""Of most texts nothing is taken out, and that is seen at once.

        >>> one = Unmarked.of("о Ла\u0301ме")
        >>> one.text, one.place(2), one.cut(2, 6) == "Ла\u0301ме"
        ('о Ламе', 2, True)
        """
        if not any(map(written.__contains__, _TAKEN_OUT)):
            return cls(written, written)
        said, places, begin = list[str](), list[int](), 0
        for sign in _SIGN.finditer(written):
            at = sign.start()
            if sign[0] == _JOINER and not written[at - 1 : at].isalpha():
                continue
            if begin < at:
                said += written[begin : at - 1], written[at - 1]
                places += range(begin, at)
            if said and sign[0] in _MARKS:
                said[-1] = _with_mark(said[-1], sign[0])
            begin = sign.end()
        if not begin:
            return cls(written, written)
        return cls("".join((*said, written[begin:])), written, (*places, *range(begin, len(written) + 1)))

    def place(self, number: int) -> int:
        """Where a letter stood."""
        return self.places[number] if self.places else number

    def number(self, place: int) -> int:
        """The first letter that stood here or further on."""
        return bisect_left(self.places, place) if self.places else place

    def end(self, number: int) -> int:
        """Where the letter before ended, with its marks."""
        if not self.places or not number:
            return number
        at, following = self.places[number - 1] + 1, self.places[number]
        while at < following and self.written[at] in _MARKS:
            at += 1
        return at

    def cut(self, start: int, end: int) -> str:
        """These letters as they were written."""
        return self.written[self.place(start) : self.end(end)]


def _with_mark(letter: str, mark: str) -> str:
    if mark in {_GRAVE, _ACUTE} and _CYRILLIC.match(letter):
        return letter
    one = normalize("NFC", letter + mark)
    return one if len(one) == 1 else letter
