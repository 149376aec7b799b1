"""Ratings by place: a small chart for each on one scale, so that no line crosses another."""

from __future__ import annotations

from math import ceil

from monitor.digest import Digest
from monitor.pictures.canvas import BOTTOM, LARGE, MARGIN, ROOM, SMALL, Canvas
from monitor.pictures.palette import Palette
from monitor.pictures.rated import BEST, Rated, changed, rated
from monitor.pictures.weeks import named, runs, spread
from monitor.render.phrase import number
from monitor.texts import Texts

_ONE_COLUMN = 3  # places that still have the whole width
_GUTTER = 60
_DATES = SMALL + 14  # room under all charts
_SCALE = 34  # room for «5» and «1»


def draw(canvas: Canvas, digest: Digest, texts: Texts, top: float) -> None:
    """Charts from left to right, the worst place first; the days stand under the lowest."""
    places = rated(digest)
    across = 1 if len(places) <= _ONE_COLUMN else 2
    wide = (ROOM - _GUTTER * (across - 1)) / across
    high = (BOTTOM - _DATES - top) / ceil(len(places) / across)
    for place, one in enumerate(places):
        left = MARGIN + place % across * (wide + _GUTTER)
        _chart(canvas, one, (left, top + place // across * high), (wide, high), texts)
    days = [named(digest.past[end].week, texts) for end in (0, -1)]
    for column in range(across):
        left = MARGIN + column * (wide + _GUTTER)
        canvas.text((left + _SCALE, BOTTOM), days[0], ink=canvas.palette.quiet)
        canvas.text((left + wide, BOTTOM), days[1], ink=canvas.palette.quiet, align="right")


def _chart(canvas: Canvas, one: Rated, at: tuple[float, float], size: tuple[float, float], texts: Texts) -> None:
    palette, (left, top), right = canvas.palette, at, at[0] + size[0]
    ink, line = _inks(palette, one)
    said = texts("pictures.none") if one.last is None else number(one.last, texts)
    change = changed(one, texts)
    canvas.text((right, top + LARGE), change, ink=ink, align="right")
    room = right - canvas.width(change)
    canvas.text((room, top + LARGE), said, size=LARGE, ink=ink, bold=True, align="right")
    room -= canvas.width(said, size=LARGE, bold=True) + 16
    canvas.text((left, top + LARGE), canvas.fitted(one.source, room - left), ink=palette.ink)
    _stars(canvas, one, (left, top + LARGE + 30, right, top + size[1] - 34), line)


def _inks(palette: Palette, one: Rated) -> tuple[str, str]:
    """Of the number and the line: colour is for what moved."""
    if not one.moved:
        return palette.ink, palette.quiet
    moved = palette.negative if (one.change or 0) < 0 else palette.own_ink
    return moved, moved


def _stars(canvas: Canvas, one: Rated, box: tuple[float, float, float, float], ink: str) -> None:
    """The line between one star and five."""
    left, upper, right, lower = box
    scale = (lower - upper) / (BEST - 1)
    for stars in (1, BEST):
        y = lower - (stars - 1) * scale
        canvas.line([(left + _SCALE, y), (right, y)], canvas.palette.rule, thick=2)
        canvas.text((left, y + SMALL * 0.36), str(stars), ink=canvas.palette.quiet)
    across = spread(len(one.stars), left + _SCALE, right)
    points = [
        None if stars is None else (x, lower - (stars - 1) * scale) for x, stars in zip(across, one.stars, strict=True)
    ]
    for run in runs(points):
        canvas.line(run, ink, thick=5)
    for point in points:
        if point:
            canvas.dot(point, ink, radius=10 if point is points[-1] else 6)
