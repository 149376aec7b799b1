"""A brand as the matcher needs it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Name:
    """A name with what narrows it."""

    name: str
    aliases: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    capital: bool | None = None
    id: str = "brand"

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)
