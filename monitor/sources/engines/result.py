"""What engines have in common: a result of a search."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """One result as an engine shows it; the date as it is written."""

    url: str
    title: str = ""
    text: str = ""
    date: str = ""
