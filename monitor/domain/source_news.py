"""What is told of a source that breaks, and that works again."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.domain.words import Health


@dataclass(frozen=True, slots=True)
class SourceBroken:
    """A source has failed several times in a row, shows nothing where it used to, or wants to see a human being."""

    source: str
    error: str
    failures: int
    health: str = Health.FAILED


@dataclass(frozen=True, slots=True)
class SourceRecovered:
    """A source that was reported works again."""

    source: str


@dataclass(frozen=True, slots=True)
class SourcesBroken:
    """Several sources that broke in the same while, and why each did."""

    sources: tuple[str, ...]
    errors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourcesRecovered:
    """Several sources that were reported work again."""

    sources: tuple[str, ...]
