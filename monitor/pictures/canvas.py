"""A sheet in pixels, from the top left: what every picture of a digest is drawn on. Imports matplotlib."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Literal

import matplotlib as mpl
import numpy as np
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Rectangle
from matplotlib.patheffects import withStroke
from matplotlib.transforms import Affine2D
from PIL import Image

from monitor.pictures.palette import Palette
from monitor.render.display import clean
from monitor.render.document import ELLIPSIS

WIDTH, HEIGHT = 1080, 810  # 4:3, shown about 400 wide on a phone
MARGIN = 54  # an album crops its pictures
RIGHT, BOTTOM = WIDTH - MARGIN, HEIGHT - MARGIN
ROOM = WIDTH - 2 * MARGIN
SMALL, LARGE, TITLE = 30, 36, 44  # 11, 13, 16 pixels on a phone; nothing is smaller
_LINE = 1.2  # of the size, from one line to the next
_LINES = 2  # of a title
_COLOURS = 64  # a quarter of the bytes, and nobody sees it
_PACKED = 6  # of 9: an eighth of the time for a tenth more bytes
_HALO = 8
_POINTS = 72  # to the inch: a point is a pixel

mpl.rcdefaults()  # what somebody set up for drawings of their own is not for ours
_FONTS = Path(mpl.get_data_path(), "fonts", "ttf")
_REGULAR, _BOLD = _FONTS / "DejaVuSans.ttf", _FONTS / "DejaVuSans-Bold.ttf"

Align = Literal["left", "center", "right"]


class Canvas:
    """One picture while it is drawn."""

    def __init__(self, palette: Palette) -> None:
        self.palette = palette
        self.figure = Figure((WIDTH / _POINTS, HEIGHT / _POINTS), dpi=_POINTS, facecolor=palette.ground)
        self._agg = FigureCanvasAgg(self.figure)
        self._renderer: RendererBase = self._agg.get_renderer()  # type: ignore[no-untyped-call]  # published without
        self._down = Affine2D().scale(1, -1).translate(0, HEIGHT)

    def text(
        self,
        at: tuple[float, float],
        said: str,
        *,
        size: int = SMALL,
        ink: str = "",
        bold: bool = False,
        align: Align = "left",
        halo: str = "",
    ) -> None:
        """Words on a base line, fitted before; a halo keeps them apart from lines that pass behind."""
        effects = [withStroke(linewidth=_HALO, foreground=halo)] if halo else []
        x, y = self._down.transform(at)
        self.figure.text(
            x,
            y,
            said,
            transform=None,
            fontproperties=_font(size, bold=bold),
            color=ink or self.palette.ink,
            ha=align,
            va="baseline",
            parse_math=False,
            path_effects=effects,
            zorder=4,
        )

    def bar(self, at: tuple[float, float], width: float, height: float, fill: str) -> None:
        """A filled rectangle from its top left corner."""
        self.figure.add_artist(
            Rectangle(at, width, height, transform=self._down, facecolor=fill, linewidth=0, antialiased=False)
        )

    def line(self, points: Sequence[tuple[float, float]], ink: str, *, thick: float = 5, dashed: bool = False) -> None:
        """A line through points."""
        across, down = zip(*points, strict=True)
        style: Literal["--", "-"] = "--" if dashed else "-"
        self.figure.add_artist(
            Line2D(
                across,
                down,
                transform=self._down,
                color=ink,
                linewidth=thick,
                linestyle=style,
                solid_capstyle="butt",
                solid_joinstyle="round",
            )
        )

    def dot(self, at: tuple[float, float], ink: str, *, radius: float = 8) -> None:
        """A point that was measured."""
        self.figure.add_artist(Circle(at, radius, transform=self._down, color=ink, linewidth=0, zorder=3))

    def headed(self, title: str, subtitle: str) -> float:
        """Writes the finding and what it is of; where the picture may begin."""
        y = MARGIN + TITLE * 0.8
        for row in self.wrapped(title, ROOM, size=TITLE, bold=True, most=_LINES):
            self.text((MARGIN, y), row, size=TITLE, bold=True)
            y += TITLE * _LINE
        self.text((MARGIN, y - 2), self.fitted(subtitle, ROOM), ink=self.palette.quiet)
        return y + 30

    def width(self, said: str, *, size: int = SMALL, bold: bool = False) -> float:
        """How wide words are."""
        wide, _, _ = self._renderer.get_text_width_height_descent(said, _font(size, bold=bold), ismath=False)
        return float(wide)

    def fitted(self, said: str, room: float, *, size: int = SMALL, bold: bool = False) -> str:
        """The beginning of words that have so much room, without what the font cannot write."""
        known = writable(said)
        if self.width(known, size=size, bold=bold) <= room:
            return known
        fits = bisect_right(
            range(1, len(known)), room, key=lambda kept: self.width(_cut(known, kept), size=size, bold=bold)
        )
        return _cut(known, fits)

    def wrapped(self, said: str, room: float, *, size: int, bold: bool, most: int) -> list[str]:
        """The words in lines, the last of them cut where it must."""
        words, rows = [word for word in map(_known, said.split(" ")) if word], [""]
        for place, word in enumerate(words):
            row = f"{rows[-1]} {word}".strip()
            if not rows[-1] or self.width(row, size=size, bold=bold) <= room:
                rows[-1] = row
            elif len(rows) < most:
                rows.append(word)
            else:
                rows[-1] = " ".join([rows[-1], *words[place:]])
                break
        return [self.fitted(row, room, size=size, bold=bold) for row in rows]

    def png(self) -> bytes:
        """The picture; the same one is the same bytes."""
        self.figure.draw(self._renderer)
        pixels = np.asarray(self._agg.buffer_rgba())  # type: ignore[no-untyped-call]  # the same
        drawn = Image.fromarray(pixels[..., :3])
        body = BytesIO()
        drawn.quantize(_COLOURS, dither=Image.Dither.NONE).save(body, "png", compress_level=_PACKED)
        return body.getvalue()


def writable(said: str) -> str:
    """What the font can write of it; a name that is nothing else leaves a mark that there was one.

    >>> writable("Зубр 🦬 Софт"), writable("🦬🦬")
    ('Зубр Софт', '…')
    """
    return _known(said) or ELLIPSIS


def _known(said: str) -> str:
    known = _letters()
    return clean("".join(letter for letter in clean(said) if ord(letter) in known)).strip()


def _cut(said: str, kept: int) -> str:
    return said[:kept].rstrip(" ,;:–—-«(") + ELLIPSIS


@cache
def _letters() -> frozenset[int]:
    """What both weights have."""
    regular, bold = (frozenset(get_font(str(path)).get_charmap()) for path in (_REGULAR, _BOLD))
    return regular & bold


@cache
def _font(size: int, *, bold: bool) -> FontProperties:
    return FontProperties(fname=_BOLD if bold else _REGULAR, size=size)
