"""The terminal itself: how wide it is, which colours can be read on dark and on light, whole sentences on it."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable
from io import TextIOWrapper
from typing import TextIO

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from monitor.render.display import sentences, unseen

WIDTH = 80  # of a terminal that does not say, and of a pipe unless COLUMNS says otherwise
WIDEST = 100  # longer lines are hard to read

# Yellow, cyan and white vanish on a light background, blue and bright black on a dark one.
GOOD, BAD, DOUBTFUL = "green", "red", "dark_orange3"
ALERT = f"bold {BAD}"
NAMED, FAINT, LINKED = "magenta", "dim", "underline"

_HANGING = "  "
_NO_BREAK = "\u00a0"


def console(file: TextIO | None = None) -> Console:
    """Where results are shown: no wider than reads well, without colour where nobody can see it."""
    stream = file or sys.stdout
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(errors="replace")  # a terminal that knows no emoji shows a sign in its place
    shown = _Console(file=stream, highlight=False, markup=False, emoji=False)
    shown.width = min(shown.width, WIDEST) if shown.is_terminal else _asked()
    return shown


def say(lines: str | Iterable[str], file: TextIO | None = None) -> None:
    """Sentences: on a terminal broken between words, elsewhere a line each, for whoever counts or searches them."""
    out = console(file)
    for said in (lines,) if isinstance(lines, str) else lines:
        for line in sentences(said).split("\n"):
            if out.is_terminal:
                first, *rest = Text(line, overflow="fold").wrap(out, out.width - len(_HANGING)) or [Text()]
                out.print(Text("\n" + _HANGING).join([first, *rest]))
            else:
                out.print(line, soft_wrap=True)


def hanging(sign: str, text: Text) -> Table:
    """A sign, and text that never runs under it."""
    grid = Table.grid(padding=(0, 1, 0, 0), expand=True)
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1, overflow="fold")
    grid.add_row(sign, text)
    return grid


def _asked() -> int:
    """Who reads a table through a pipe may say how wide it is: `COLUMNS=160 otklik status | less`."""
    said = os.environ.get("COLUMNS", "")
    return int(said) if said.isdecimal() and int(said) > 0 else WIDTH


class _Console(Console):
    """Whatever is shown, and whoever wrote it: only rich itself tells the terminal what to do."""

    def show_cursor(self, show: bool = True) -> bool:  # noqa: FBT001, FBT002  # the library's own
        """Never hidden, for who is killed cannot show it again."""
        return show

    def on_broken_pipe(self) -> None:
        """Whoever read has seen enough: that is for the command to know, not to end it here."""
        raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """What is taken out has no width; every blank is one that people type, for whoever searches or copies."""
        for one in super().render(renderable, options):
            text = one.text.replace(_NO_BREAK, " ")
            yield one if one.control else Segment(sentences(text) if unseen(text) else text, one.style)
