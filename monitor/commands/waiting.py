"""A bar for whatever takes longer than a moment: on a terminal alone, on stderr, and gone when it is over."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn
from rich.text import Text

from monitor.render.phrase import count
from monitor.render.screen import console

Told = Callable[[int, int | None], None]  # how much is done, of how much where that is known


@contextmanager
def waiting(said: str, *, unseen: bool = False) -> Iterator[Told]:
    """While something is done; without a word of how far it is, the bar just shows that it goes on."""
    err = console(sys.stderr)
    columns = TextColumn("{task.description}", markup=False), BarColumn(), _Count()
    with Progress(*columns, console=err, transient=True, disable=unseen or not err.is_terminal) as bar:
        task = bar.add_task(said, total=None)

        def told(done: int, total: int | None) -> None:
            bar.update(task, completed=done, total=total)

        yield told


class _Count(ProgressColumn):
    def render(self, task: Task) -> Text:
        done = count(int(task.completed)) if task.completed else ""
        return Text(done if task.total is None else f"{done or 0} / {count(int(task.total))}")
