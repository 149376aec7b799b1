"""A sheet in points of a phone's screen, drawn twice as fine: letters of measured width, boxes, circles, marks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

import matplotlib as mpl
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

FINE = 2  # pixels of a point: sharp on a screen of a phone or a new notebook
NARROW = 0.9  # of the letters' width: DejaVu Sans Condensed is this, and does not come with matplotlib
COLOURS = 80  # of a picture: a third of the bytes, and nobody sees it
MARK = 30  # points: what is smaller has colours that must not be lost among letters
GROUNDS = 8  # colours that cover much of a picture
_OVER = 4  # letters and corners are drawn so many times finer, then made smaller
_PAD = 8
_FONTS = Path(mpl.get_data_path(), "fonts", "ttf")

Point = tuple[float, float]


@dataclass(frozen=True)
class Face:
    """What letters look like."""

    size: float
    bold: bool = False
    italic: bool = False
    mono: bool = False

    @property
    def file(self) -> str:
        """The font of matplotlib that has it."""
        style = ("Bold" if self.bold else "") + ("Oblique" if self.italic else "")
        return f"DejaVuSans{'Mono' if self.mono else ''}{'-' if style else ''}{style}.ttf"

    @property
    def font(self) -> ImageFont.FreeTypeFont:
        """Loaded at the size at which it is drawn before it is made smaller."""
        return _loaded(self.file, round(self.size * FINE * _OVER))

    def width(self, words: str) -> float:
        """How wide words are."""
        return self.font.getlength(words) * NARROW / FINE / _OVER


class Sheet:
    """One picture while it is drawn."""

    def __init__(self, width: float, height: float, ground: str) -> None:
        self.image = Image.new("RGB", (round(width * FINE), round(height * FINE)), ground)
        self._marks: list[Image.Image] = []

    @property
    def height(self) -> float:
        """In points."""
        return self.image.height / FINE

    def text(self, at: Point, words: str, face: Face, ink: str) -> None:
        """Words on a base line."""
        left, base = at[0] * FINE, round(at[1] * FINE)
        column, reach = math.floor(left), math.ceil(face.size * FINE * 1.2)
        width = math.ceil(face.width(words) * FINE) + 2 * _PAD
        across = _OVER / NARROW
        drawn = Image.new("L", (math.ceil((width + 2 * _PAD) * across), 2 * reach * _OVER))
        begin = _PAD * across
        ImageDraw.Draw(drawn).text((begin * 2, reach * _OVER), words, fill=255, font=face.font, anchor="ls")
        begin -= (left - column) * across
        box = (begin, 0, begin + width * across, drawn.height)
        mask = drawn.resize((width, 2 * reach), Image.Resampling.BOX, box)
        self.image.paste(ink, (column - _PAD, base - reach), mask)

    def box(self, at: Point, size: Point, fill: str, *, radius: float = 0, edge: str = "") -> None:
        """A rectangle with round corners, and a thin edge where one is asked for."""
        self._rounded(at, size, edge or fill, radius)
        if edge:
            self._rounded((at[0] + 1, at[1] + 1), (size[0] - 2, size[1] - 2), fill, radius - 1)

    def picture(self, at: Point, picture: Image.Image, width: float) -> None:
        """A picture in so much width; what is clear in it stays clear."""
        size = (round(width * FINE), round(width * FINE * picture.height / picture.width))
        small = picture.convert("RGBA").resize(size, Image.Resampling.LANCZOS)
        self.image.paste(small, (round(at[0] * FINE), round(at[1] * FINE)), small)
        if width < MARK:
            self._marks.append(picture)

    def png(self, height: float | None = None) -> bytes:
        """The picture, or its upper part; the same one is the same bytes."""
        shown = self.image.crop((0, 0, self.image.width, round(height * FINE) if height else self.image.height))
        body = BytesIO()
        _few_colours(shown, self._marks).save(body, "png", optimize=True)
        return body.getvalue()

    def _rounded(self, at: Point, size: Point, fill: str, radius: float) -> None:
        left, top = round(at[0] * FINE), round(at[1] * FINE)
        wide, high = round((at[0] + size[0]) * FINE) - left, round((at[1] + size[1]) * FINE) - top
        mask = Image.new("L", (wide * _OVER, high * _OVER))
        corners = (0, 0, mask.width - 1, mask.height - 1)
        ImageDraw.Draw(mask).rounded_rectangle(corners, radius * FINE * _OVER, fill=255)
        self.image.paste(fill, (left, top), mask.reduce(_OVER))


def _few_colours(image: Image.Image, marks: Sequence[Image.Image]) -> Image.Image:
    """The picture in the colours that stand for all of its own."""
    pixels = np.asarray(image).reshape(-1, 3)
    found, places, often = np.unique(pixels, axis=0, return_inverse=True, return_counts=True)
    grounds = found[
        np.argsort(-often, kind="stable")[:GROUNDS]
    ]  # of letters' edges and white the mean is a dirty white
    colours = np.concatenate([grounds, _stand_ins(image, marks)]).astype(np.int32)
    apart = ((found[:, None].astype(np.int32) - colours[None]) ** 2).sum(axis=2)
    nearest = apart.argmin(axis=1).astype(np.uint8)
    few = Image.fromarray(nearest[places].reshape(image.height, image.width), "P")
    few.putpalette(colours.astype(np.uint8).tobytes())
    return few


def _stand_ins(image: Image.Image, marks: Sequence[Image.Image]) -> NDArray[np.uint8]:
    """Colours near which all others are; each mark weighs as much as many letters."""
    side = max((mark.width for mark in marks), default=0)
    weighed = Image.new("RGB", (max(image.width, len(marks) * side), image.height + side), "#ffffff")
    weighed.paste(image)
    for place, mark in enumerate(marks):
        weighed.paste(mark, (place * side, image.height), mark)
    palette = weighed.quantize(COLOURS - GROUNDS, Image.Quantize.MEDIANCUT).getpalette() or []
    return np.array(palette, np.uint8).reshape(-1, 3)


@cache
def _loaded(file: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_FONTS / file), size, layout_engine=ImageFont.Layout.BASIC)
