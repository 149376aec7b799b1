"""Words in rows of a measured width."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pictures.marks import MARK, drawn
from pictures.paint import Face, Sheet
from pictures.words import Run

INK, BLUE = "#14181c", "#1668b0"
_SPACES = re.compile(r"( +)")
_MARK_SIDE = 1.22  # of the letters' size
_UNDER = 0.13  # of the letters' size: where the line under a word runs


@dataclass(frozen=True)
class Piece:
    """Words, a space or a mark that stand in one row and look the same."""

    text: str
    face: Face
    run: Run

    @property
    def width(self) -> float:
        """How much of a row it takes."""
        return self.face.size * _MARK_SIDE if MARK.fullmatch(self.text) else self.face.width(self.text)

    def draw(self, sheet: Sheet, x: float, base: float, ink: str) -> None:
        """Draws it with its left end at `x`."""
        size = self.face.size
        if mark := MARK.fullmatch(self.text):
            sheet.picture((x + size * 0.02, base - size), drawn(mark[1]), size * 1.2)
            return
        colour = BLUE if self.run.link or self.run.code else ink
        sheet.text((x, base), self.text, self.face, colour)
        if self.run.marked:
            sheet.box((x, base + size * _UNDER), (self.width, 1), colour)


@dataclass(frozen=True)
class Row:
    """Pieces beside each other."""

    pieces: tuple[Piece, ...]

    @property
    def width(self) -> float:
        """How wide it is."""
        return sum(piece.width for piece in self.pieces)

    def draw(self, sheet: Sheet, x: float, base: float, ink: str = INK) -> None:
        """Draws it with its left end at `x`."""
        for piece in self.pieces:
            piece.draw(sheet, x, base, ink)
            x += piece.width


def rows(runs: Sequence[Run], room: float, size: float, *, bold: bool = False) -> list[Row]:
    """The words, broken where the room ends; only at spaces that may break."""
    done: list[list[Piece]] = [[]]
    gap: list[Piece] = []
    for word in _words(runs, size, bold=bold):
        if word[0].text.isspace() and not word[0].text.startswith("\u00a0"):
            gap = word
            continue
        taken = sum(piece.width for piece in (*done[-1], *gap, *word))
        if done[-1] and taken > room:
            done.append([])
            gap = []
        done[-1] += [*(gap if done[-1] else ()), *word]
        gap = []
    return [Row(tuple(row)) for row in done]


def _words(runs: Sequence[Run], size: float, *, bold: bool) -> Iterator[list[Piece]]:
    """Words and the spaces between them in turn; a word may change its look within."""
    word: list[Piece] = []
    for piece in _pieces(runs, size, bold=bold):
        if piece.text.strip(" "):
            word.append(piece)
            continue
        if word:
            yield word
        yield [piece]
        word = []
    if word:
        yield word


def _pieces(runs: Sequence[Run], size: float, *, bold: bool) -> Iterator[Piece]:
    for run in runs:
        face = Face(size * 0.95 if run.code else size, bold or run.bold, run.italic, run.code)
        for part in _SPACES.split(run.text):
            yield from (Piece(text, face, run) for text in _around_marks(part) if text)


def _around_marks(text: str) -> Iterator[str]:
    begin = 0
    for mark in MARK.finditer(text):
        yield text[begin : mark.start()]
        yield mark[0]
        begin = mark.end()
    yield text[begin:]
