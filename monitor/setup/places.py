"""Where a team works: its country, and the zone of its clocks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from monitor.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Place:
    """Two letters of a country, empty where nobody said it, and the name of a time zone."""

    country: str
    zone: str


NOWHERE = Place("", "UTC")


def place_of(said: str) -> Place:
    """A country or a city as people call it, two letters, or a time zone; raises ConfigError for one we do not know.

    >>> place_of("Минск"), place_of("us"), place_of("Asia/Dubai").zone, place_of("")
    (Place(country='BY', zone='Europe/Minsk'), Place(country='US', zone='America/New_York'), 'Asia/Dubai', \
Place(country='', zone='UTC'))
    """
    wanted = said.strip()
    if not wanted:
        return NOWHERE
    known = _known()
    if found := known.get(wanted.casefold()):
        return found
    if "/" in wanted or wanted.upper() == "UTC":
        return Place(_country_of(wanted), _zone(wanted))
    raise ConfigError("init.place", place=said)


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ConfigError("init.place", place=name) from error


def _country_of(zone: str) -> str:
    return next((place.country for place in _known().values() if place.zone == zone), "")


@lru_cache(maxsize=1)
def _known() -> dict[str, Place]:
    """By every name; by its two letters a country has the zone of its first line."""
    text = resources.files(__package__).joinpath("places.tsv").read_text(encoding="utf-8")
    known: dict[str, Place] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            country, zone, *names = line.split("\t")
            for name in (country.casefold(), *names):
                known.setdefault(name, Place(country, zone))
    return known
