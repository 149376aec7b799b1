"""Weeks, or longer times, from left to right, under what is drawn over them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from itertools import pairwise

from monitor.digest import period_bounds, span_of
from monitor.pictures.canvas import SMALL, Canvas
from monitor.texts import Texts

LABELS = 2 * SMALL + 24  # room for them


def named(period: str, texts: Texts) -> str:
    """«16 ноя», the day a week begins; «окт 2026»; «IV 2026».

    >>> [named(one, Texts("ru")) for one in ("2026-W47", "2026-10", "2026-Q4")]
    ['16 ноя', 'окт 2026', 'IV 2026']
    """
    return " ".join(label(period, texts))


def spread(count: int, left: float, right: float) -> list[float]:
    """The middles of so many columns of one width.

    >>> spread(2, 0, 100)
    [25.0, 75.0]
    """
    wide = (right - left) / count
    return [left + wide * (place + 0.5) for place in range(count)]


def label_weeks(canvas: Canvas, weeks: Sequence[str], across: Sequence[float], y: float, texts: Texts) -> None:
    """The day each week begins, and its month where that changes; the present one stands out."""
    labels = [label(week, texts) for week in weeks]
    changed = [True, *(before[1] != after[1] for before, after in pairwise(labels))]
    for x, said, new in zip(across, labels, changed, strict=True):
        last = said == labels[-1]
        ink = canvas.palette.ink if last else canvas.palette.quiet
        canvas.text((x, y + SMALL), said[0], ink=ink, bold=last, align="center")
        if new:
            canvas.text((x, y + 2 * SMALL + 8), said[1], ink=canvas.palette.quiet, align="center")


def label(period: str, texts: Texts) -> tuple[str, str]:
    """Of a week the day it begins and the month; of a month or a quarter its name and the year."""
    begins, months = period_bounds(period, UTC)[0], texts.lines("pictures.months")
    match span_of(period):
        case "week":
            return str(begins.day), months[begins.month - 1]
        case "month":
            return months[begins.month - 1], str(begins.year)
        case _:
            return texts.lines("date.quarters")[begins.month // 3], str(begins.year)


def runs(points: Sequence[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    """Points that follow each other; a week without one breaks the line.

    >>> runs([(0, 1), None, (2, 1), (3, 1)])
    [[(0, 1)], [(2, 1), (3, 1)]]
    """
    found: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is not None:
            found[-1].append(point)
        elif found[-1]:
            found.append([])
    return [run for run in found if run]
