"""How long the first answer took, week by week: half of them, and nine of ten; every point with its number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.digest import Digest
from monitor.pictures.answered import answered, pointed
from monitor.pictures.canvas import BOTTOM, LARGE, MARGIN, RIGHT, SMALL, Canvas
from monitor.pictures.weeks import LABELS, label_weeks, runs, spread
from monitor.texts import Texts

_AXIS = BOTTOM - LABELS
_ZERO = _AXIS - SMALL - 24  # over the axis: a number stands under its point
_NAMES = 210  # room at the right for what the lines are
_HEAD = SMALL + 18  # a number stands over its point


@dataclass(frozen=True, slots=True)
class Series:
    """A line: minutes by week and where they stand, its name, and on which side its numbers are."""

    name: str
    minutes: tuple[float | None, ...]
    points: tuple[tuple[float, float] | None, ...]
    ink: str
    under: bool

    @property
    def end(self) -> float:
        """The height of its last point."""
        return [point for point in self.points if point][-1][1]


def draw(canvas: Canvas, digest: Digest, texts: Texts, top: float) -> None:
    """Two lines with their names at the end; a week without answers is a gap."""
    found = answered(digest)
    across = spread(len(found.half), MARGIN, RIGHT - _NAMES)
    scale = (_ZERO - top - _HEAD) / found.longest
    canvas.line([(MARGIN, _AXIS), (RIGHT - _NAMES, _AXIS)], canvas.palette.rule, thick=2)
    label_weeks(canvas, [week.week for week in digest.past], across, _AXIS, texts)
    for x, minutes in zip(across, found.half, strict=True):
        if minutes is None:
            canvas.text((x, _AXIS - 14), texts("pictures.none"), ink=canvas.palette.quiet, align="center")
    most, half = (_points(across, minutes, scale) for minutes in (found.most, found.half))
    lines = [Series(texts("pictures.response.half"), found.half, half, canvas.palette.own_ink, under=True)]
    if any(most):
        lines.insert(0, Series(texts("pictures.response.most"), found.most, most, canvas.palette.quiet, under=False))
    for line in lines:
        _line(canvas, line, found.unit[1], texts)
    _names(canvas, lines)


def _points(
    across: Sequence[float], minutes: Sequence[float | None], scale: float
) -> tuple[tuple[float, float] | None, ...]:
    return tuple(None if one is None else (x, _ZERO - one * scale) for x, one in zip(across, minutes, strict=True))


def _line(canvas: Canvas, line: Series, unit: int, texts: Texts) -> None:
    for run in runs(line.points):
        canvas.line(run, line.ink, thick=6 if line.under else 4, dashed=not line.under)
    for point, minutes in zip(line.points, line.minutes, strict=True):
        if point and minutes is not None:
            canvas.dot(point, line.ink, radius=9 if line.under else 7)
            said = pointed(minutes, unit, texts)
            y = point[1] + SMALL + 10 if line.under else point[1] - 18
            bold = line.under and point is line.points[-1]
            canvas.text((point[0], y), said, ink=line.ink, bold=bold, align="center", halo=canvas.palette.ground)


def _names(canvas: Canvas, lines: Sequence[Series]) -> None:
    """At the height where each line ends, and never over each other."""
    y = -1.0 * LARGE
    for line in sorted(lines, key=lambda one: (one.end, one.under)):
        y = max(line.end + SMALL * 0.36, y + LARGE + 6)
        name = canvas.fitted(line.name, _NAMES - 16, bold=line.under)
        canvas.text((RIGHT - _NAMES + 16, y), name, ink=line.ink, bold=line.under)
