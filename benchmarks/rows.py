"""Every row of the table, in the order in which it is told. A new one is a line here."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from benchmarks import (
    answers,
    cycles,
    hostile,
    idle,
    judging,
    many_mentions,
    many_sources,
    peers,
    stall,
    start,
    workers,
)
from benchmarks.figures import Figure

Row = Callable[[], Coroutine[Any, Any, list[Figure]]]  # what its docstring says stands above its figures

ROWS: Mapping[str, Row] = {
    "unchanged": cycles.unchanged,
    "new": cycles.new,
    "peers": peers.measure,
    "stall": stall.measure,
    "answers": answers.measure,
    "judging": judging.measure,
    "idle": idle.measure,
    "hostile": hostile.measure,
    "sources": many_sources.measure,
    "mentions": many_mentions.measure,
    "workers": workers.measure,
    "start": start.measure,
}
