"""A figure that was measured, and all of them as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

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


def middle(what: str, limit: float | None, measured: Sequence[float], unit: str, *, aside: str = "") -> Figure:
    """Of several runs the one in the middle, and how far the others are from it; without a limit, an aside itself.

    >>> middle("a mention", 1.5, [1.31, 1.2, 1.94], "ms").measured
    '1.31 ms (1.20-1.94)'
    """
    between = f"{min(measured):.2f}-{max(measured):.2f}" if len(measured) > 1 else ""
    told = "; ".join(filter(None, (between, aside)))
    asked, holds = ("", None) if limit is None else (f"<= {limit:g} {unit}".rstrip(), median(measured) <= limit)
    said = f"{median(measured):.2f} {unit}".rstrip() + (f" ({told})" if told else "")
    return Figure(what, asked, said, holds)


def ratio(what: str, limit: float | None, ours: Sequence[float], theirs: Sequence[float]) -> Figure:
    """How much of their CPU we take, run by run.

    >>> ratio("unchanged", 0.45, [0.2, 0.3, 0.25], [0.5, 0.5, 0.5]).measured
    '0.50 (0.40-0.60; 0.25 s against 0.50 s)'
    """
    aside = f"{median(ours):.2f} s against {median(theirs):.2f} s"
    return middle(what, limit, [one / other for one, other in zip(ours, theirs, strict=True)], "", aside=aside)


def times_less(what: str, wanted: float | None, ours: Sequence[float], theirs: Sequence[float]) -> Figure:
    """How many times more CPU they take, run by run.

    >>> times_less("first", 10, [2.0], [21.0]).measured
    '10.5 x (2.00 s against 21.00 s)'
    """
    by = [other / one for one, other in zip(ours, theirs, strict=True)]
    between = f"{min(by):.1f}-{max(by):.1f}; " if len(by) > 1 else ""
    told = f"{median(by):.1f} x ({between}{median(ours):.2f} s against {median(theirs):.2f} s)"
    asked, holds = ("", None) if wanted is None else (f">= {wanted:g} x", median(by) >= wanted)
    return Figure(what, asked, told, holds)


def exactly(what: str, asked: float, measured: Iterable[float]) -> Figure:
    """What has to be so in each run: whoever does less than the whole of the work is quick at it.

    >>> exactly("mentions found", 960, [960, 960]).holds
    True
    """
    values = sorted(set(measured))
    return Figure(what, f"{asked:g}", " ".join(f"{one:g}" for one in values), values == [asked])


def told(figures: Iterable[Figure], console: Console) -> None:
    """As people read it."""
    table = Table("what", "asked", "measured")
    marks = {True: "green", False: "red", None: ""}
    for one in figures:
        table.add_row(one.what, one.asked, one.measured, style=marks[one.holds])
    console.print(table)
