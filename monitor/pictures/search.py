"""The first page of a search engine over weeks: whose each place is, in a sign as well as in a colour."""

from __future__ import annotations

from monitor.digest import PLACES, Digest, FirstPage, Owner, Place, Snapshot
from monitor.domain import Label
from monitor.pictures.canvas import BOTTOM, MARGIN, RIGHT, SMALL, Canvas
from monitor.pictures.finding import columns, is_negative
from monitor.pictures.weeks import LABELS, label_weeks
from monitor.render.display import place as site
from monitor.texts import Texts

_NAMED = ("negative", "own", "positive", "competitor")  # a grey cell with a dot says by itself that it is neither
_NUMBERS = 52  # room for the number of a place
_WIDE = 66  # a column
_GAP = 4


def side(place: Place) -> str:
    """Which side a result is on."""
    if place.owner is Owner.OWN:
        return "own"
    if is_negative(place):
        return "negative"
    if place.owner is Owner.COMPETITOR:
        return "competitor"
    return "positive" if place.label is Label.POSITIVE else "neutral"


def draw(canvas: Canvas, page: FirstPage, digest: Digest, texts: Texts, top: float) -> None:
    """Ten rows, a column for each week, and beside the last one which sites stand there."""
    weeks = columns(page, digest)
    floor = BOTTOM - SMALL - 20 - LABELS
    high = (floor - top) / PLACES
    left = MARGIN + _NUMBERS
    across = [left + _WIDE * (column + 0.5) for column in range(len(weeks))]
    for position in range(1, PLACES + 1):
        y = top + (position - 0.5) * high + SMALL * 0.36
        canvas.text((left - 16, y), str(position), ink=canvas.palette.quiet, align="right")
    for x, week in zip(across, weeks, strict=True):
        for one in _first(week):
            _cell(canvas, side(one), (x - _WIDE / 2, top + (one.position - 1) * high), high, texts)
    label_weeks(canvas, [week.week for week in weeks], across, floor, texts)
    _sites(canvas, weeks[-1], left + _WIDE * len(weeks) + 18, top, high)
    _key(canvas, {side(one) for week in weeks for one in _first(week)}, texts)


def _first(week: Snapshot) -> list[Place]:
    return [one for one in week.places if 1 <= one.position <= PLACES]


def _fill(canvas: Canvas, which: str) -> str:
    return str(getattr(canvas.palette, "neutral" if which == "competitor" else which))


def _cell(canvas: Canvas, which: str, at: tuple[float, float], high: float, texts: Texts) -> None:
    fill = _fill(canvas, which)
    canvas.bar(at, _WIDE - _GAP, high - _GAP, fill)
    middle = (at[0] + (_WIDE - _GAP) / 2, at[1] + (high - _GAP) / 2 + SMALL * 0.36)
    canvas.text(middle, texts(f"pictures.search.sign_{which}"), ink=canvas.palette.on(fill), bold=True, align="center")


def _sites(canvas: Canvas, week: Snapshot, left: float, top: float, high: float) -> None:
    for one in _first(week):
        which, y = side(one), top + (one.position - 0.5) * high - _GAP / 2 + SMALL * 0.36
        bold = which == "negative"
        ink = canvas.palette.negative if bold else canvas.palette.ink
        canvas.text((left, y), canvas.fitted(site(one.url, one.title), RIGHT - left, bold=bold), ink=ink, bold=bold)


def _key(canvas: Canvas, shown: set[str], texts: Texts) -> None:
    """What the signs mean, of those that are there."""
    x = float(MARGIN)
    for which in _NAMED:
        if which in shown:
            sign, name = texts(f"pictures.search.sign_{which}"), texts(f"pictures.search.{which}")
            fill = _fill(canvas, which)
            wide = max(canvas.width(sign, bold=True) + 14, 34)
            canvas.bar((x, BOTTOM - 29), wide, 37, fill)
            canvas.text((x + wide / 2, BOTTOM), sign, ink=canvas.palette.on(fill), bold=True, align="center")
            canvas.text((x + wide + 8, BOTTOM), name)
            x += wide + 8 + canvas.width(name) + 24
