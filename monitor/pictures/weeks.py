"""Weeks from left to right, under what is drawn over them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date
from itertools import pairwise

from monitor.digest import week_bounds
from monitor.pictures.canvas import SMALL, Canvas
from monitor.texts import Texts

LABELS = 2 * SMALL + 24  # room for them


def monday(week: str) -> date:
    """The day a week begins.

    >>> monday("2026-W47")
    datetime.date(2026, 11, 16)
    """
    return week_bounds(week, UTC)[0].date()


def day_of(day: date, texts: Texts) -> str:
    """«16 ноя»."""
    return texts("date.day", day=day.day, month=texts.lines("pictures.months")[day.month - 1])


def spread(count: int, left: float, right: float) -> list[float]:
    """The middles of so many columns of one width.

    >>> spread(2, 0, 100)
    [25.0, 75.0]
    """
    wide = (right - left) / count
    return [left + wide * (place + 0.5) for place in range(count)]


def label_weeks(canvas: Canvas, weeks: Sequence[str], across: Sequence[float], y: float, texts: Texts) -> None:
    """The day each week begins, and its month where that changes; the present one stands out."""
    days = [monday(week) for week in weeks]
    changed = [True, *(before.month != after.month for before, after in pairwise(days))]
    months = texts.lines("pictures.months")
    for x, day, new in zip(across, days, changed, strict=True):
        last = day == days[-1]
        ink = canvas.palette.ink if last else canvas.palette.quiet
        canvas.text((x, y + SMALL), str(day.day), ink=ink, bold=last, align="center")
        if new:
            canvas.text((x, y + 2 * SMALL + 8), months[day.month - 1], ink=canvas.palette.quiet, align="center")


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
