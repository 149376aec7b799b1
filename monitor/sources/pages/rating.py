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
_NEGATIVE = re.compile(r"\s*[-−–]\d")  # so programs write that there is none
_LENGTH = re.compile(r"\d(?:px|r?em)\b", re.IGNORECASE)  # of drawn stars; of how many, nobody says
_AND_A_HALF = re.compile(r"(?<=\d)\s?½")
_CLASS = re.compile(  # bubble_45, a-star-small-4-5, rating-3, s40: how a page draws its stars
    r"(?<![a-z])(?:(?P<stars>bubbles?|stars?|s(?=\d))|rating|rate|score|mark|grade)(?:[-_]+[a-z]+)?[-_]{0,2}"
    r"(?P<whole>\d{1,3})(?:(?:[-_](?=[05])|[.,])(?P<part>\d))?(?![\w-])",
    re.IGNORECASE,
)
_IN_WORDS = ("zero", "one", "two", "three", "four", "five")
_WORD = re.compile(  # FIVE, STAR_RATING_ONE, «star-rating Three», two stars
    rf"(?:(?:[\w-]+\s+)*[\w-]*(?:stars?|rating)[\s_-]+)?({'|'.join(_IN_WORDS)})(?:[\s_-]+stars?\b.{{0,30}})?",
    re.IGNORECASE,
)
# Of a star; ten of them only where stars are named: a mark of ten may be the best.
_TENTHS = frozenset(range(15, 55, 5))
_PER_STAR = 20  # of a hundred that five stars are
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
    if drawn := _CLASS.search(written):
        return _by_class(drawn, best, worst)
    if _NEGATIVE.match(written) or (best is None and _LENGTH.search(written)):
        return None
    if alone := _ALONE.search(written):
        return _rating(_number(alone[1]), best, worst)
    if (word := _WORD.fullmatch(written.strip()[:_LONG])) and best in (None, BEST):
        return _rating(float(_IN_WORDS.index(word[1].casefold())), BEST, worst)
    full, half = (sum(map(written.count, stars)) for stars in (_FULL, _HALF))
    best = best or float(max(BEST, full + half + written.count(_EMPTY)))
    return _rating(full + half / 2, best, worst) if full or half else None


def _by_class(drawn: re.Match[str], best: float | None, worst: float | None) -> Rating | None:
    """What the name of a class says: stars, tenths of them, or a share of a hundred.

    >>> [read_rating(name).text for name in ("ui_bubble_rating bubble_10", "stars mt-2 star-45", "a-star-4-5", "s3")]
    ['1/5', '4.5/5', '4.5/5', '3/5']
    >>> read_rating("rating-10").text, read_rating("stars-80").text, read_rating("bubble_00")
    ('10/10', '4/5', None)
    """
    whole = drawn["whole"]
    value = float(f"{whole}.{drawn['part'] or 0}")
    in_tenths = value in _TENTHS or (drawn["stars"] and whole == "10")
    if (in_tenths and value > (best or BEST)) or whole.startswith("0"):
        return _rating(value / 10, best or BEST, worst)
    if drawn["stars"] and best is None and max(_TENTHS) < value <= _SCALES[-1]:
        return _rating(value / _PER_STAR, BEST, worst)
    return _rating(value, best, worst)


_remembered = lru_cache(maxsize=1024)(_read)  # one scale has few marks


def names_stars(written: str) -> bool:
    """Whether the name of a class says how many stars it draws.

    >>> names_stars("stars star-45"), names_stars("star-rating Three"), names_stars("stars mt-2")
    (True, True, False)
    """
    return _CLASS.search(written) is not None or _WORD.fullmatch(written) is not None


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
