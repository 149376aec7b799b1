"""What another sources.yaml would have made of the mentions that are stored."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.domain.records import Record


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """Of the newest mentions: what would be lost and what would be told, had the file been another one."""

    tried: int
    unfound: tuple[Record, ...] = ()  # were mentions, and would be none
    silent: tuple[Record, ...] = ()  # raise an alert now, and would not
    alarming: tuple[Record, ...] = ()  # raise none now, and would
    urgent: tuple[Record, ...] = ()  # of the others those that would be urgent, and are not now
    calmer: tuple[Record, ...] = ()  # and those that are urgent now, and would not be
