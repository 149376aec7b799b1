"""Reads stars, marks and shares of them as sites write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

WORST, BEST = 1.0, 5.0  # where nothing says otherwise
_SCALES = (BEST, 10.0, 100.0)

_NUMBER = r"(\d{1,6}(?:[.,]\d{1,6})?)"
_OF = re.compile(rf"{_NUMBER}\s*\(?(?:/|из|out of|of)\s*{_NUMBER}", re.IGNORECASE)
_PERCENT = re.compile(rf"{_NUMBER}\s*%")
_ALONE = re.compile(_NUMBER)
_NO_MARK = re.compile(r"\s*[-−–]\d|.*\d(?:px|r?em)\b", re.DOTALL | re.IGNORECASE)  # «-1»: none; a width without a whole
_AND_A_HALF = re.compile(r"(?<=\d)\s?½")
_LONG = 100  # letters; a mark has few, and thousands of long ones are not remembered
_FULL, _HALF, _EMPTY = "★⭐", "½⯪⯨", "☆"


@dataclass(frozen=True, slots=True)
class Rating:
    """A mark as a share of the way from the worst to the best, and as people say it."""

    share: float  # 0..1
    text: str  # "2/5"


def read_rating(written: str, *, best: float | None = None, worst: float | None = None) -> Rating | None:
    """What a mark is worth.

    >>> read_rating("4,5")
    Rating(share=0.875, text='4.5/5')
    >>> read_rating("7 из 10", worst=0)
    Rating(share=0.7, text='7/10')
    >>> read_rating("8"), read_rating("8 (из 10)")
    (Rating(share=0.7778, text='8/10'), Rating(share=0.7778, text='8/10'))
    >>> read_rating("★★☆☆☆"), read_rating("★★½")
    (Rating(share=0.25, text='2/5'), Rating(share=0.375, text='2.5/5'))
    >>> read_rating("not rated"), read_rating("0"), read_rating("-1")
    (None, None, None)
    >>> read_rating("0", worst=0), read_rating("0 из 10")
    (Rating(share=0.0, text='0/5'), Rating(share=0.0, text='0/10'))
    """
    return (_remembered if len(written) <= _LONG else _read)(written, best, worst)


def _read(written: str, best: float | None, worst: float | None) -> Rating | None:
    written = _AND_A_HALF.sub(".5", written)
    if of := _OF.search(written):
        return _rating(_number(of[1]), _number(of[2]), worst)
    if percent := _PERCENT.search(written):
        share = _number(percent[1])  # of the whole width, where stars are drawn so and the page names their number
        if best or (not share and "width" in written):
            return _rating(share * (best or BEST) / 100, best, worst)
        return _rating(share, 100.0, 0.0)
    if _NO_MARK.match(written) and best is None:
        return None
    if alone := _ALONE.search(written):
        return _rating(_number(alone[1]), best, worst)
    full, half = (sum(map(written.count, stars)) for stars in (_FULL, _HALF))
    drawn = best or float(max(BEST, full + half + written.count(_EMPTY)))
    return _rating(full + half / 2, drawn, worst) if full or half else None


_remembered = lru_cache(maxsize=1024)(_read)  # one scale has few marks


def read_number(written: str) -> float | None:
    """The first number in a text, such as a scale's end.

    >>> read_number("5,0"), read_number("")
    (5.0, None)
    """
    found = _ALONE.search(written)
    return _number(found[1]) if found else None


def _rating(value: float, best: float | None, worst: float | None) -> Rating | None:
    if best is None:  # a mark above five is one of ten, and a year is none
        best = next((scale for scale in _SCALES if value <= scale), 0.0)
    of_ten = worst is None and best > BEST  # such scales often begin at nought
    worst = (WORST if best > WORST else 0.0) if worst is None else worst
    if best <= worst or (value == 0 < worst and not of_ten):  # no stars at all: nobody gave any
        return None
    share = min(max((value - worst) / (best - worst), 0.0), 1.0)
    return Rating(round(share, 4), f"{value:g}/{best:g}")


def _number(text: str) -> float:
    return float(text.replace(",", "."))
