"""A message as a phone shows it: the bubble, what stands in it, and the buttons under it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby

from aiogram.types import InlineKeyboardMarkup
from pictures.paint import Face, Sheet
from pictures.rows import BLUE, INK, rows
from pictures.words import Paragraph, Run
from PIL import Image

GROUND, BUBBLE, SHADOW, QUIET, GREEN = "#d3e0c8", "#ffffff", "#b7c6ab", "#66717b", "#3f8f3a"
QUOTE, EDGE = "#edf4fc", "#2f83d6"
KEYS = {"primary": "#2474c9", "success": "#2b8547", None: "#647c6a"}
FOLD = "#d5dce2"
PAD, TOP = 12.0, 8.0
KEY_HEIGHT, KEY_GAP = 38.0, 4.0

Drawing = Callable[[Sheet], None]


@dataclass(frozen=True)
class Look:
    """Where the bubble stands on the screen, and how large its words are."""

    width: float
    left: float
    right: float
    size: float
    apart: float  # from one paragraph to the next
    sender: str = ""


@dataclass(frozen=True)
class Said:
    """A message, as it is to be shown."""

    paragraphs: Sequence[Paragraph]
    keys: InlineKeyboardMarkup | None
    time: str


class Phone:
    """Lays a message out from the top down; draws it when its height is known."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.y = TOP
        self._drawings: list[Drawing] = []
        self._begin = look.left + PAD
        self._room = look.right - look.left - 2 * PAD

    def show(self, said: Said) -> Sheet:
        """The whole message on a sheet that is as high as it needs."""
        self.y += 7
        if self.look.sender:
            self._line((Run(self.look.sender, bold=True),), self.look.size * 0.93, GREEN)
        for kind, run in groupby(said.paragraphs, key=lambda paragraph: paragraph.kind):
            self._block(kind, [*run])
        self._clock(said.time)
        bubble = self.y
        self._keys(said.keys)
        sheet = Sheet(self.look.width, self.y + TOP, GROUND)
        self._bubble(sheet, bubble)
        for draw in self._drawings:
            draw(sheet)
        return sheet

    def _block(self, kind: str, run: list[Paragraph]) -> None:
        size = self.look.size
        for one in run if kind != "quote" else ():
            match kind:
                case "title":
                    self._line(one.runs, size * 1.38, bold=True)
                    self.y += self.look.apart
                case "heading":
                    self.y += self.look.apart
                    self._line(one.runs, size * 1.12, bold=True)
                    self.y += self.look.apart * 0.6
                case "small":
                    self._line(one.runs, size * 0.88, QUIET)
                    self.y += self.look.apart
                case "folded":
                    self._folded(one.runs)
                case "picture":
                    self._picture(one.png)
                case "file":
                    self._file(one.text)
                case _:
                    self._line(one.runs, size)
                    self.y += self.look.apart
        if kind == "quote":
            self._quote(run)

    def _line(self, runs: Sequence[Run], size: float, ink: str = INK, *, bold: bool = False, inset: float = 0) -> None:
        step = size * 1.36
        self._last = 0.0
        for row in rows(runs, self._room - inset, size, bold=bold):
            at = (self._begin + inset / 2 * 1.25, self.y + size * 1.04)
            self._drawings.append(lambda sheet, row=row, at=at: row.draw(sheet, *at, ink))
            self.y += step
            self._last = row.width

    def _quote(self, run: Sequence[Paragraph]) -> None:
        top, frame = self.y + 2, len(self._drawings)
        self.y += 6
        for one in run:
            self._line(one.runs, self.look.size * 0.95, inset=18)
        self.y += 4
        left, wide, high = self._begin, self._room, self.y - top
        self._drawings.insert(frame, lambda sheet: sheet.box((left + 3, top), (wide - 3, high), QUOTE, radius=4))
        self._drawings.insert(frame, lambda sheet: sheet.box((left, top), (20, high), EDGE, radius=4))
        self.y += 4

    def _folded(self, runs: Sequence[Run]) -> None:
        size, left, top = self.look.size, self._begin, self.y
        high = size * 2.3
        words = (Run("▸  ", link=True), *runs)
        (row,) = rows(words, self._room, size, bold=True)
        self._drawings.append(lambda sheet: sheet.box((left, top), (self._room, high), BUBBLE, radius=8, edge=FOLD))
        self._drawings.append(lambda sheet: row.draw(sheet, left + 10, top + size * 1.5))
        self.y += high + 5

    def _picture(self, png: bytes) -> None:
        picture, top = Image.open(BytesIO(png)), self.y
        wide = self._room + 2 * PAD
        self._drawings.append(lambda sheet: sheet.picture((self.look.left, top), picture, wide))
        self.y += wide * picture.height / picture.width + 2

    def _file(self, name: str) -> None:
        size, left, top = self.look.size, self._begin, self.y + 4
        side = size * 2.9
        kind = name.rpartition(".")[2].upper()
        beside = left + side + 10

        def draw(sheet: Sheet) -> None:
            sheet.box((left, top), (side, side), EDGE, radius=side / 2)
            arrow = Face(size * 1.35, bold=True)
            sheet.text((left + (side - arrow.width("↓")) / 2, top + side * 0.66), "↓", arrow, BUBBLE)
            sheet.text((beside, top + side * 0.42), name, Face(size, bold=True), BLUE)
            sheet.text((beside, top + side * 0.85), kind, Face(size * 0.88), QUIET)

        self._drawings.append(draw)
        self.y = top + side + 2
        self._last = self._room

    def _clock(self, time: str) -> None:
        """In the corner, beside the last words where there is room."""
        face = Face(self.look.size * 0.8)
        wide = face.width(time)
        if self._last + 14 + wide > self._room:
            self.y += self.look.size * 0.9
        at = (self._begin + self._room - wide, self.y - 1)
        self._drawings.append(lambda sheet: sheet.text(at, time, face, QUIET))
        self.y += 9

    def _keys(self, keys: InlineKeyboardMarkup | None) -> None:
        for row in keys.inline_keyboard if keys else ():
            self.y += KEY_GAP
            wide = (self.look.right - self.look.left - KEY_GAP * (len(row) - 1)) / len(row)
            for place, key in enumerate(row):
                at = (self.look.left + place * (wide + KEY_GAP), self.y)
                self._key(at, wide, key.text, KEYS[key.style], away=key.url is not None)
            self.y += KEY_HEIGHT

    def _key(self, at: tuple[float, float], wide: float, words: str, fill: str, *, away: bool) -> None:
        face, (left, top) = Face(self.look.size * 0.92, bold=True), at

        def draw(sheet: Sheet) -> None:
            sheet.box(at, (wide, KEY_HEIGHT), fill, radius=8)
            sheet.text((left + (wide - face.width(words)) / 2, top + 24), words, face, BUBBLE)
            if away:
                sheet.text((left + wide - 13, top + 13), "↗", Face(11), BUBBLE)

        self._drawings.append(draw)

    def _bubble(self, sheet: Sheet, bottom: float) -> None:
        look = self.look
        size = (look.right - look.left, bottom - TOP)
        sheet.box((look.left, TOP + 1), size, SHADOW, radius=14)
        sheet.box((look.left, TOP), size, BUBBLE, radius=14)
        if look.sender:
            name, face = look.sender[0], Face(17, bold=True)
            sheet.box((8, bottom - 36), (36, 36), GREEN, radius=18)
            sheet.text((26 - face.width(name) / 2, bottom - 12), name, face, BUBBLE)
