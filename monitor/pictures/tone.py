"""Tone by day: stacked, negative at the bottom where days compare best, with the days of spikes named."""

from __future__ import annotations

from monitor.digest import Counts, Day, Digest
from monitor.pictures.canvas import BOTTOM, LARGE, MARGIN, RIGHT, SMALL, Canvas
from monitor.pictures.weeks import spread
from monitor.texts import Texts

TONES = ("negative", "neutral", "positive")
_AXIS = BOTTOM - 84  # under it two rows of words
_HEAD = 84  # over the highest bar: its total, and that it is a spike
_LOW = SMALL + 8  # a part that is lower has no room for its number
_BESIDE = 44  # room between two bars
_SLIT = 3  # between parts


def draw(canvas: Canvas, digest: Digest, texts: Texts, top: float) -> None:
    """Seven bars and a row that says what their colours are, with the totals."""
    days = digest.days
    _key(canvas, days, texts, top + LARGE)
    scale = (_AXIS - top - LARGE - _HEAD - 24) / max(day.counts.mentions for day in days)
    across = spread(len(days), MARGIN, RIGHT)
    slot = (RIGHT - MARGIN) / len(days)
    for x, day in zip(across, days, strict=True):
        _bar(canvas, day.counts, x, min(slot * 0.62, 96), scale)
        _labels(canvas, day, (x, _AXIS - day.counts.mentions * scale - 12), slot, texts)
    canvas.line([(MARGIN, _AXIS), (RIGHT, _AXIS)], canvas.palette.quiet, thick=2)


def _key(canvas: Canvas, days: tuple[Day, ...], texts: Texts, y: float) -> None:
    x = float(MARGIN)
    for tone in TONES:
        canvas.bar((x, y - 24), 26, 26, getattr(canvas.palette, tone))
        said = f"{texts(f'word.{tone}')} {sum(getattr(day.counts, tone) for day in days)}"
        canvas.text((x + 38, y), said, bold=tone == "negative")
        x += 38 + canvas.width(said, bold=tone == "negative") + 40


def _bar(canvas: Canvas, counts: Counts, x: float, wide: float, scale: float) -> None:
    y = float(_AXIS)
    for tone in TONES:
        count, fill = getattr(counts, tone), getattr(canvas.palette, tone)
        high = count * scale
        if high > _SLIT:
            canvas.bar((x - wide / 2, y - high), wide, high - (_SLIT if y < _AXIS else 0), fill)
        if count:
            _number(canvas, count, tone, (x, y), (wide, high))
        y -= high


def _number(canvas: Canvas, count: int, tone: str, at: tuple[float, float], size: tuple[float, float]) -> None:
    """On its part where there is room; the number that matters finds its place beside."""
    (x, y), (wide, high), fill = at, size, getattr(canvas.palette, tone)
    bold, said = tone == "negative", str(count)
    if high >= _LOW and canvas.width(said, bold=bold) <= wide - 4:
        ink = canvas.palette.on(fill)
        canvas.text((x, y - high / 2 + SMALL * 0.36), said, ink=ink, bold=bold, align="center")
    elif bold and canvas.width(said, bold=True) <= _BESIDE:
        canvas.text((x - wide / 2 - 5, y - 8), said, ink=fill, bold=True, align="right")


def _labels(canvas: Canvas, day: Day, at: tuple[float, float], slot: float, texts: Texts) -> None:
    palette, (x, top) = canvas.palette, at
    canvas.text(
        (x, top), str(day.counts.mentions), ink=palette.ink if day.counts.mentions else palette.quiet, align="center"
    )
    if day.spike:
        said = canvas.fitted(texts("pictures.spike"), slot - 6)
        canvas.text((x, top - SMALL - 8), said, ink=palette.negative, align="center")
    weekday = texts.lines("pictures.weekdays")[day.date.weekday()]
    ink = palette.negative if day.spike else palette.ink
    canvas.text((x, _AXIS + 38), weekday, bold=day.spike, ink=ink, align="center")
    canvas.text((x, _AXIS + 76), str(day.date.day), ink=palette.quiet, align="center")
