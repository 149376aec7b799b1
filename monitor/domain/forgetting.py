"""Somebody wants to be forgotten: who, or which page; what was removed, and what is out of reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Wanted:
    """An author, perhaps only in one source, or a page."""

    author: str = ""
    url: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was removed, or would be, and what is left elsewhere."""

    sources: Mapping[str, int] = field(default_factory=dict)  # mentions, by source
    traces: int = 0  # results of search engines, pages of lists, notices
    edited: Mapping[str, int] = field(default_factory=dict)  # messages that a running product edits, by chat
    stuck: Mapping[str, int] = field(default_factory=dict)  # those that it cannot
    digests: int = 0  # that were sent since and may quote it
    others: tuple[int, ...] = ()  # mentions by others that name it
    shown: int = 0  # results of search engines that name it

    @property
    def mentions(self) -> int:
        """In all sources."""
        return sum(self.sources.values())
