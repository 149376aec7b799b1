"""Reads the mark of an entry: a number, or stars, however a page draws them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from monitor.sources.pages.rating import names_stars
from monitor.sources.pages.select import Part, class_names, classes_of, holder, split, taken

_MOST_STARS = 10  # that one mark is drawn with
_SAY_THE_MARK = (
    *("data-rating", "data-value", "data-score", "data-stars", "data-rate", "data-rating-value", "data-rateit-value"),
    *("data-service-review-rating", "aria-label", "title", "value", "alt"),
)
_WIDTH = re.compile(r"width\s*:\s*[\d.]+\s*%|--(?:rating|score|stars?|value)\s*:\s*[\d.]+%?", re.IGNORECASE)
_STAR = re.compile(r"star|★|☆", re.IGNORECASE)
_WHOLE_ROWS = (5, 10)  # with fewer, the others may be drawn in another way
_MOST_IN_BOX = 40
_LIT_AND_DARK = 2  # ways to draw a star
_ALL_FULL = re.compile(r"(?:[★⭐]\s*)+")  # of which a page may colour only some
_LOOK = 300  # letters of the markup of a star in which its kind shows
_MARK = re.compile(r"\d|[★⭐☆½⯪⯨]\W*[★⭐☆½⯪⯨]")  # a number or stars in a row: no single star, nor what it is called
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HALF = re.compile("half")
_EMPTY = re.compile(
    r"(?<![a-z])(?:empty|blank|off|not|inactive|disabled|unfilled|unselected|unchecked|outlined?|border|gr[ae]y|regular"
    r"|far|muted|secondary)(?![a-z])|star-o(?![a-z])|width\s*:\s*0(?![.\d])|☆"
)
_FULL = re.compile(
    r"(?<![a-z])(?:full|fill(?:ed)?|active|on|checked|selected|gold(?:en)?|yellow|orange|amber|warning|solid|fas|lit)"
    r"(?![a-z])"
)


def mark(place: Part, selector: str | None) -> str:
    """What a mark says. Stars that are each a part of their own are counted, a half one as a half."""
    written = taken(place, selector)
    css, attribute = split(selector or "")
    if attribute or not css or (_MARK.search(written) and not _ALL_FULL.fullmatch(written)):
        return written
    boxes = place.select(css, limit=_MOST_STARS)
    row = [_look(node) for node in boxes if _in_a_row(node)]
    if row:
        return f"{_lit(row):g}"
    return (_drawn(boxes[0]) or _lit_in(boxes[0]) if boxes else "") or written


def _lit_in(box: Part) -> str:
    """How many of the stars in a box shine, where they tell that; else what the only thing in it draws."""
    inside = box.select("*", limit=_MOST_IN_BOX)
    named = [look for look in map(_look, filter(_in_a_row, inside)) if _STAR.search(look)]
    for row in (named, [_look(star) for star in _row_of(box, inside)]):
        if len(row) in _WHOLE_ROWS and (_tells_apart(row) or _run(row)):
            return f"{_lit(row):g}/{len(row)}"
    drawn = [mark for mark in map(_drawn, inside) if mark]
    return drawn[0] if len(drawn) == 1 else ""


def _row_of(box: Part, inside: Sequence[Part]) -> Sequence[Part]:
    """What stands in a box one beside the other, however deep, where all of that is of one kind."""
    row = [one for one in inside if holder(one) is box]
    if len(row) == 1:
        return _row_of(row[0], inside)
    return row if len({one.name for one in row}) == 1 else []


def _drawn(box: Part) -> str:
    """How many stars a box draws, as its attributes say to programs and to whoever cannot see it."""
    for name in _SAY_THE_MARK:
        if _MARK.search(said := str(box.get(name) or "")):
            return said
    if width := _WIDTH.search(str(box.get("style") or "")):
        return width[0]
    return next(filter(names_stars, (class_names(box), _picture(box))), "")


def _picture(star: Part) -> str:
    return str(star.get("src") or "").rpartition("/")[2]


def _look(star: Part) -> str:
    """What is written of a star: what it is called, where its picture lies, its colour, and what stands in it."""
    colour = f"{star.get('style') or ''} {star.get('fill') or ''}"
    return f"{class_names(star)} {_picture(star)} {colour} {star.decode_contents()[:_LOOK]}"


def _in_a_row(node: Part) -> bool:
    """One star of several, not the box of them all: a neighbour is of its class."""
    own = classes_of(node)
    neighbours = (
        *node.find_previous_siblings(node.name, limit=_MOST_STARS),
        *node.find_next_siblings(node.name, limit=_MOST_STARS),
    )
    return any(own & classes_of(other) for other in neighbours)


def _lit(stars: Sequence[str]) -> float:
    """How many of a row shine, by how each is written: some may be called full, or others empty, or half.

    >>> _lit(["star full", "star half", "star empty"]), _lit(["fas fa-star", "far fa-star"]), _lit(["star", "star"])
    (1.5, 1.0, 2.0)
    """
    looks = [_HUMP.sub("-", star).casefold() for star in stars]
    halves, empty, full = (sum(bool(word.search(look)) for look in looks) for word in (_HALF, _EMPTY, _FULL))
    told = halves or empty or 0 < full < len(looks)  # a word that all of them have says nothing
    if not told and len(looks) in _WHOLE_ROWS and (run := _run(stars)):
        return float(run)
    whole = [look for look in looks if not _HALF.search(look)]
    given = [look for look in whole if not _EMPTY.search(look)]
    if not given and not halves:
        given = whole
    return float(len([look for look in given if _FULL.search(look)] or given) + halves / 2)


def _run(stars: Sequence[str]) -> int:
    """How many are written like the first, where all that follow are written alike in another way: they shine.

    >>> _run(["s #fb0", "s #fb0", "s #ddd"]), _run(["s1 #fb0", "s2 #ddd"]), _run(["a", "b", "a"]), _run(["a", "a"])
    (2, 1, 0, 0)
    """
    looks = [re.sub(rf"(?<!\d){place}(?!\d)", "", star) for place, star in enumerate(stars, 1)]
    runs = [len([*run]) for _, run in groupby(looks)]
    return runs[0] if len(runs) == len({*looks}) == _LIT_AND_DARK else 0


def _tells_apart(stars: Sequence[str]) -> bool:
    """Whether anything says which of them shine.

    >>> _tells_apart(["star", "star empty"]), _tells_apart(["star", "star"])
    (True, False)
    """
    looks = [_HUMP.sub("-", star).casefold() for star in stars]
    return any(_EMPTY.search(look) or _FULL.search(look) for look in looks)
