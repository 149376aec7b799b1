"""Hears a text that is no more than a mark, in either language: «10/10», «1 из 5», "★☆☆☆☆"."""

from __future__ import annotations

import re

from monitor.sentiment.english_numbers import MOST_STARS, worth
from monitor.sentiment.words import Mark

# Our name is blanked by then.
_ALONE = re.compile(
    r"\W*(?:(?:моя|наша|общая|my|our|overall)\s+)?"
    r"(?:(?:оценка|ставлю|поставлю|рейтинг|rating|rated|score|i give)\b\W*)?"
    r"(?<![-.,])(\d{1,3}(?:[.,]\d)?)\s?(?:/|из|out\s+of)\s?(5|10|100)\b"
    r"\W*(?:(?:балл(?:ов|а)?|зв[её]зд(?:ы|а)?|points|stars)\W*)?",
    re.IGNORECASE,
)
_STARS_ALONE = re.compile(r"[^\w★☆⭐]*((?:[★☆⭐]\ufe0f?){2,})[^\w★☆⭐]*")


def alone(text: str, start: int, end: int) -> Mark | None:
    """What a text that consists of a mark says.

    >>> [one and one.weight for one in (alone(said, 0, len(said)) for said in ("1/10", "5 из 5!", "★☆☆☆☆", "24/7"))]
    [-2.8, 2.6, -2.8, None]
    """
    if found := _ALONE.fullmatch(text, start, end):
        return Mark(found.start(1), found.end(2), worth(float(found[1].replace(",", ".")) / float(found[2])), "quality")
    if found := _STARS_ALONE.fullmatch(text, start, end):
        given = found[1].count("★") + found[1].count("⭐")
        return Mark(*found.span(1), worth(given / MOST_STARS), "quality")
    return None
