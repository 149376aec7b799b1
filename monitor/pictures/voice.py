"""Share of voice: our own brands in colour, the others in grey, all in one order."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.digest import Digest
from monitor.domain import Role
from monitor.pictures.canvas import BOTTOM, LARGE, MARGIN, ROOM, SMALL, Canvas
from monitor.pictures.finding import MANY, percent
from monitor.texts import Texts

SHOWN = 6  # brands; the rest is one row
_HIGHEST = 160  # of a row: a few brands need not fill the picture
_NUMBERS = 250  # room for the numbers behind the longest bar


@dataclass(frozen=True, slots=True)
class Row:
    """A bar and its name."""

    name: str
    stories: int
    own: bool = False


def rows(digest: Digest, texts: Texts) -> list[Row]:
    """Most spoken of first; where there are too many brands, ours are shown whatever is said of them."""
    ranked = sorted(digest.brands, key=lambda week: (week.brand.role is not Role.OWN, -week.voice))
    shown = [Row(week.brand.name, week.voice, week.brand.role is Role.OWN) for week in ranked[:SHOWN]]
    rest = ranked[SHOWN:]
    others = [Row(texts("pictures.others", n=len(rest)), sum(week.voice for week in rest))] if rest else []
    return sorted(shown, key=lambda row: -row.stories) + others


def draw(canvas: Canvas, digest: Digest, texts: Texts, top: float) -> None:
    """A bar for each brand under its name, so that long names have room."""
    bars, whole = rows(digest, texts), max(week.voices for week in digest.brands)
    high = min((BOTTOM - top) / len(bars), _HIGHEST)
    scale = (ROOM - _NUMBERS) / max(1, *(row.stories for row in bars))
    for place, row in enumerate(bars):
        y = top + place * high
        _bar(canvas, row, y, high, scale)
        said = f"{row.stories}"
        x = MARGIN + max(row.stories * scale, 3) + 14
        middle = (y + LARGE + 6 + y + high - 12) / 2 + SMALL * 0.36
        canvas.text((x, middle), said, bold=True)
        if whole >= MANY:
            share = f"· {percent(row.stories, whole, texts)}"
            canvas.text((x + canvas.width(said, bold=True) + 10, middle), share, bold=row.own)


def _bar(canvas: Canvas, row: Row, y: float, high: float, scale: float) -> None:
    palette = canvas.palette
    name = canvas.fitted(row.name, ROOM, bold=row.own)
    canvas.text((MARGIN, y + SMALL), name, bold=row.own, ink=palette.ink if row.own else palette.quiet)
    fill = palette.own if row.own else palette.neutral
    canvas.bar((MARGIN, y + LARGE + 6), max(row.stories * scale, 3), high - LARGE - 18, fill)
