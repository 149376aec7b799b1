"""What a place was found to be, before it is a source."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.domain.visits import Item, Sentiment


@dataclass(frozen=True, slots=True)
class Seen:
    """An item as it would be read: whom it is about, and how it sounds."""

    item: Item
    brands: tuple[str, ...]
    tone: Sentiment


@dataclass(frozen=True, slots=True)
class Recognised:
    """A source as it would be written into sources.yaml, and what it shows now."""

    id: str
    kind: str
    brand: str | None  # that all of it is about
    block: str  # its lines in the file
    count: int
    seen: tuple[Seen, ...]
    likely: bool  # no markup says where its reviews are: a person is to compare
