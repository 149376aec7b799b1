"""A figure that was measured, and all of them as a table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Figure:
    """One line of the table: what, what is asked of it (nothing, where it only explains another), what it is."""

    what: str
    asked: str
    measured: str
    holds: bool | None = None


def at_most(what: str, limit: float, measured: float, unit: str, *, aside: str = "") -> Figure:
    """A figure that should not be larger.

    >>> at_most("longest stall", 50, 41.26, "ms").measured
    '41.3 ms'
    """
    told = f"{measured:,.1f} {unit}" + (f" ({aside})" if aside else "")
    return Figure(what, f"<= {limit:g} {unit}", told, measured <= limit)


def told(figures: Iterable[Figure], console: Console) -> None:
    """As people read it."""
    table = Table("what", "asked", "measured")
    marks = {True: "green", False: "red", None: ""}
    for one in figures:
        table.add_row(one.what, one.asked, one.measured, style=marks[one.holds])
    console.print(table)
