"""The coloured marks that no font of ours has, each drawn on a square of a hundred by a hundred."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from PIL import Image, ImageDraw

_SIDE = 100
_OVER = 4
_SKIN, _EDGE = "#fbc02d", "#d99409"
_INK = "#37474f"

Pen = Callable[["Square"], None]


class Square:
    """What a mark is drawn on."""

    def __init__(self) -> None:
        self.image = Image.new("RGBA", (_SIDE * _OVER, _SIDE * _OVER))
        self._draw = ImageDraw.Draw(self.image)

    def disc(self, x: float, y: float, radius: float, fill: str) -> None:
        """A filled circle."""
        self._draw.ellipse(_scaled(x - radius, y - radius, x + radius, y + radius), fill=fill)

    def oval(self, left: float, top: float, right: float, bottom: float, fill: str) -> None:
        """A filled ellipse."""
        self._draw.ellipse(_scaled(left, top, right, bottom), fill=fill)

    def box(self, left: float, top: float, right: float, bottom: float, fill: str, *, radius: float = 0) -> None:
        """A filled rectangle with round corners."""
        self._draw.rounded_rectangle(_scaled(left, top, right, bottom), radius * _OVER, fill=fill)

    def shape(self, fill: str, *points: float) -> None:
        """A filled polygon, by x and y in turn."""
        self._draw.polygon(_scaled(*points), fill=fill)

    def stroke(self, ink: str, thick: float, *points: float) -> None:
        """A line with round ends, by x and y in turn."""
        self._draw.line(_scaled(*points), fill=ink, width=round(thick * _OVER), joint="curve")
        for x, y in zip(points[::2], points[1::2], strict=True):
            self.disc(x, y, thick / 2, ink)


def _scaled(*places: float) -> list[float]:
    return [place * _OVER for place in places]


def _disc(fill: str, edge: str, light: str) -> Pen:
    def draw(on: Square) -> None:
        on.disc(50, 50, 44, edge)
        on.disc(50, 49, 41, fill)
        on.oval(26, 17, 50, 33, light)

    return draw


def _done(on: Square) -> None:
    on.box(6, 6, 94, 94, "#2e9e46", radius=16)
    on.stroke("#ffffff", 12, 26, 52, 43, 69, 75, 31)


def _again(on: Square) -> None:
    on.box(6, 6, 94, 94, "#f08c1a", radius=16)
    on.stroke("#ffffff", 8, 24, 52, 24, 38, 66, 38)
    on.shape("#ffffff", 62, 23, 82, 38, 62, 53)
    on.stroke("#ffffff", 8, 76, 48, 76, 62, 34, 62)
    on.shape("#ffffff", 38, 47, 18, 62, 38, 77)


def _note(on: Square) -> None:
    on.box(14, 6, 76, 94, "#b0bec5", radius=6)
    on.box(17, 9, 73, 91, "#ffffff", radius=4)
    for row in (26, 41, 56, 71):
        on.stroke("#90a4ae", 4, 27, row, 63, row)
    on.stroke("#f9a825", 13, 85, 34, 58, 74)
    on.shape("#ffe0b2", 52.5, 70.5, 63.5, 77.5, 48, 89)
    on.shape(_INK, 50, 80, 53.5, 82.5, 48, 89)
    on.stroke("#e57373", 13, 89, 28, 85.5, 33)


def _person(on: Square) -> None:
    on.disc(50, 31, 22, "#2f7fc1")
    on.box(12, 58, 88, 132, "#2f7fc1", radius=34)
    on.box(0, 95, 100, 100, "#00000000")


def _alarm(on: Square) -> None:
    for side in (-1, 1):
        on.stroke(_INK, 8, 50 + side * 24, 80, 50 + side * 32, 92)
        on.disc(50 + side * 30, 19, 15, "#e04a3f")
    on.disc(50, 52, 40, "#ffffff")
    on.disc(50, 52, 38, "#e04a3f")
    on.disc(50, 52, 28, "#ffffff")
    on.stroke(_INK, 6, 50, 34, 50, 53, 63, 60)


def _hand(on: Square) -> None:
    fingers = ((29, 24), (44, 11), (59, 13), (74, 27))
    for grown, ink in ((2.5, _EDGE), (0, _SKIN)):
        for x, top in fingers:
            on.stroke(ink, 12 + 2 * grown, x, top, x + (50 - x) * 0.12, 62)
        on.stroke(ink, 13 + 2 * grown, 16, 56, 34, 78)
        on.box(26 - grown, 46 - grown, 77 + grown, 95 + grown, ink, radius=22)
    for x in (37, 51.5, 65.5):
        on.stroke(_EDGE, 2.5, x, 30, x + (50 - x) * 0.12, 55)


def _agreed(on: Square) -> None:
    on.shape("#2f7fc1", 0, 32, 16, 26, 30, 58, 0, 70)
    on.shape("#37474f", 100, 32, 84, 26, 70, 58, 100, 70)
    on.shape(_EDGE, 16, 32, 40, 26, 60, 26, 84, 32, 74, 62, 52, 84, 26, 60)
    on.shape(_SKIN, 19, 35, 41, 29, 59, 29, 81, 35, 72, 60, 52, 80, 28, 59)
    for x, y in ((34, 64), (43, 72), (52, 79)):
        on.stroke(_EDGE, 13, x, y, x + 8, y - 9)
        on.stroke(_SKIN, 9, x, y, x + 8, y - 9)
    on.stroke(_EDGE, 3, 42, 46, 54, 40, 74, 60)


def _hourglass(on: Square) -> None:
    on.shape("#b3dff5", 24, 14, 76, 14, 76, 24, 55, 50, 76, 76, 76, 86, 24, 86, 24, 76, 45, 50, 24, 24)
    on.shape("#e9a23b", 31, 30, 69, 30, 50, 52)
    on.stroke("#e9a23b", 3, 50, 50, 50, 78)
    on.shape("#e9a23b", 28, 85, 50, 66, 72, 85)
    for top in (5, 84):
        on.box(16, top, 84, top + 11, "#a9662f", radius=5)


def _eye(on: Square) -> None:
    for grown, ink in ((0, _INK), (5, "#ffffff")):
        rim = [(x, 50 - (36 - grown) * (1 - ((x - 50) / (48 - grown)) ** 2)) for x in range(2 + grown, 99 - grown)]
        on.shape(ink, *(place for x, y in (*rim, *((x, 100 - y) for x, y in reversed(rim))) for place in (x, y)))
    on.disc(50, 50, 24, "#7a5230")
    on.disc(50, 50, 13, "#212121")
    on.disc(57, 42, 5, "#ffffff")


def _bars(on: Square) -> None:
    on.box(8, 8, 92, 92, "#f4f6f8", radius=10)
    for left, top, ink in ((20, 46, "#43b649"), (42, 22, "#f0493e"), (64, 58, "#3b8de0")):
        on.box(left, top, left + 16, 82, ink, radius=3)


_PENS: dict[str, Pen] = {
    "🔴": _disc("#f0493e", "#d13a30", "#ff8f86"),
    "🟠": _disc("#ff9f1c", "#e07f00", "#ffcf8a"),
    "🟡": _disc("#ffd43b", "#e3b400", "#fff0b0"),
    "🟢": _disc("#43b649", "#2f9637", "#96dd99"),
    "⚪": _disc("#e8ecef", "#b8c2c9", "#ffffff"),
    "✅": _done,
    "🔁": _again,
    "📝": _note,
    "👤": _person,
    "⏰": _alarm,
    "✋": _hand,
    "🤝": _agreed,
    "⏳": _hourglass,
    "👁": _eye,
    "📊": _bars,
}
MARK = re.compile(f"([{''.join(_PENS)}])\ufe0f?")


@cache
def drawn(mark: str) -> Image.Image:
    """The mark, with nothing behind it."""
    square = Square()
    _PENS[mark](square)
    return square.image
