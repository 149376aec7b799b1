"""Tone by day, or by month: stacked, negative at the bottom where they compare best, with the days of spikes named."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import dropwhile

from monitor.digest import Counts, Digest
from monitor.pictures.canvas import BOTTOM, LARGE, MARGIN, RIGHT, SMALL, Canvas
from monitor.pictures.finding import counted
from monitor.pictures.weeks import label, spread
from monitor.texts import Texts

TONES = ("negative", "neutral", "positive")
_AXIS = BOTTOM - 84  # under it two rows of words
_HEAD = 84  # over the highest bar: its total, and that it is a spike
_LOW = SMALL + 8  # a part that is lower has no room for its number
_BESIDE = 44  # room between two bars
_SLIT = 3  # between parts


@dataclass(frozen=True, slots=True)
class Bar:
    """A day or a month, and what stands below it."""

    counts: Counts
    name: str
    under: str
    spike: bool = False


def draw(canvas: Canvas, digest: Digest, texts: Texts, top: float) -> None:
    """Seven bars, or one for each month, and a row that says what their colours are, with the totals."""
    bars = _bars(digest, texts)
    _key(canvas, counted(digest), texts, top + LARGE)
    scale = (_AXIS - top - LARGE - _HEAD - 24) / max(bar.counts.mentions for bar in bars)
    across = spread(len(bars), MARGIN, RIGHT)
    slot = (RIGHT - MARGIN) / len(bars)
    for x, bar in zip(across, bars, strict=True):
        _draw(canvas, bar.counts, x, min(slot * 0.62, 96), scale)
        _labels(canvas, bar, (x, _AXIS - bar.counts.mentions * scale - 12), slot, texts)
    canvas.line([(MARGIN, _AXIS), (RIGHT, _AXIS)], canvas.palette.quiet, thick=2)


def _bars(digest: Digest, texts: Texts) -> list[Bar]:
    weekdays = texts.lines("pictures.weekdays")
    if digest.days:
        return [Bar(one.counts, weekdays[one.date.weekday()], str(one.date.day), one.spike) for one in digest.days]
    heard = dropwhile(lambda one: not one.counts.mentions, digest.past)  # before that nobody listened
    return [Bar(one.counts, *label(one.week, texts)) for one in heard]


def _key(canvas: Canvas, counts: Counts, texts: Texts, y: float) -> None:
    x = float(MARGIN)
    for tone in TONES:
        canvas.bar((x, y - 24), 26, 26, getattr(canvas.palette, tone))
        said = f"{texts(f'word.{tone}')} {getattr(counts, tone)}"
        canvas.text((x + 38, y), said, bold=tone == "negative")
        x += 38 + canvas.width(said, bold=tone == "negative") + 40


def _draw(canvas: Canvas, counts: Counts, x: float, wide: float, scale: float) -> None:
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


def _labels(canvas: Canvas, bar: Bar, at: tuple[float, float], slot: float, texts: Texts) -> None:
    palette, (x, top) = canvas.palette, at
    canvas.text(
        (x, top), str(bar.counts.mentions), ink=palette.ink if bar.counts.mentions else palette.quiet, align="center"
    )
    if bar.spike:
        said = canvas.fitted(texts("pictures.spike"), slot - 6)
        canvas.text((x, top - SMALL - 8), said, ink=palette.negative, align="center")
    ink = palette.negative if bar.spike else palette.ink
    canvas.text((x, _AXIS + 38), bar.name, bold=bar.spike, ink=ink, align="center")
    canvas.text((x, _AXIS + 76), bar.under, ink=palette.quiet, align="center")
