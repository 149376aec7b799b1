"""Where a team works: its country, and the zone of its clocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import get_close_matches
from functools import lru_cache
from importlib import resources
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from monitor.errors import ConfigError

RUSSIAN = frozenset({"RU", "BY", "KZ", "KG", "UZ", "TJ", "AM", "UA", "MD"})  # where companies are written about in it
_ALIKE = 0.75  # of a name that was mistyped
_KIND_OF_PLACE = re.compile(r"^(?:г\.|гор\.|город )\s*")


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
    >>> place_of("South Korea"), place_of("Lagos").country
    (Place(country='KR', zone='Asia/Seoul'), 'NG')
    >>> place_of("РБ").zone, place_of("г. Омск, Россия").zone
    ('Europe/Minsk', 'Asia/Omsk')
    """
    wanted = said.strip()
    if not wanted:
        return NOWHERE
    if found := _called(wanted):
        return found
    if wanted.upper() == "UTC":
        return NOWHERE
    if "/" in wanted:
        return Place(_country_of(wanted), _zone(wanted))
    near = get_close_matches(wanted.casefold(), [*_known(), *_of_the_world()], 1, _ALIKE)
    if near:
        raise ConfigError("init.place_near", place=said, near=near[0].title())
    raise ConfigError("init.place", place=said)


def likely_zone(language: str, at: datetime, name: str = "") -> str:
    """The zone of a machine whose clock shows `at` and which may know its name; empty where only a person knows.

    >>> from datetime import timezone
    >>> likely_zone("en", datetime(2026, 11, 26, tzinfo=timezone(timedelta(hours=1))), "Europe/Berlin")
    'Europe/Berlin'
    >>> likely_zone("ru", datetime(2026, 11, 26, tzinfo=timezone(timedelta(hours=3))))
    'Europe/Moscow'
    """
    if at.utcoffset() == timedelta(0) and "Europe/" not in name:
        return ""  # a rented server says so wherever its team is
    zones = [place.zone for place in _known().values() if (place.country in RUSSIAN) == (language == "ru")]
    likely = dict.fromkeys([name, *zones] if _exists(name) else zones)  # a container may have been told of another one
    alike = (zone for zone in likely if at.astimezone(ZoneInfo(zone)).utcoffset() == at.utcoffset())
    return next(alike, "")


def _exists(name: str) -> bool:
    try:
        return "/" in name and bool(_zone(name))
    except ConfigError:
        return False


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ConfigError("init.place", place=name) from error


def _country_of(zone: str) -> str:
    known = (*_known().values(), *_of_the_world().values())
    return next((place.country for place in known if place.zone == zone), "")


def _called(said: str) -> Place | None:
    """The place of a name, or of a city and its country, in either order."""
    names = [_KIND_OF_PLACE.sub("", name.strip().casefold()) for name in said.split(",")]
    found = [_known().get(name) or _of_the_world().get(name) for name in (said.casefold(), *names)]
    if found[0] or len(names) == 1:
        return found[0] or found[1]
    places = [one for one in found[1:] if one]
    if len(places) < len(names) or len({one.country for one in places}) > 1:
        return None
    whole = _known().get(places[0].country.casefold()) or places[0]  # what its country alone would be
    return next((one for one in places if one.zone != whole.zone), whole)


@lru_cache(maxsize=1)
def _known() -> dict[str, Place]:
    """By every name; by its two letters a country has the zone of its first line."""
    text = resources.files(__package__).joinpath("places.tsv").read_text(encoding="utf-8")
    known: dict[str, Place] = {}
    for country, zone, *names in _table(text):
        for name in (country.casefold(), *names):
            known.setdefault(name, Place(country, zone))
    return known


@lru_cache(maxsize=1)
def _of_the_world() -> dict[str, Place]:
    """What the list of zones itself tells, in English: countries, their two letters, cities that name a zone."""
    folder = resources.files("tzdata.zoneinfo")
    codes = _table(folder.joinpath("iso3166.tab").read_text(encoding="utf-8"))
    countries = {code: name for code, name, *_ in codes}
    found: dict[str, Place] = {}
    for country, _, zone, *_ in _table(folder.joinpath("zone.tab").read_text(encoding="utf-8")):
        city = zone.rpartition("/")[2].replace("_", " ")
        for name in (country, countries[country], _without_remark(countries[country]), city):
            found.setdefault(name.casefold(), Place(country, zone))
    return found


def _without_remark(country: str) -> str:
    """A name as people say it.

    >>> _without_remark("Korea (South)"), _without_remark("Samoa (western)")
    ('South Korea', 'western Samoa')
    """
    name, _, remark = country.removesuffix(")").partition(" (")
    return f"{remark} {name}" if remark else name


def _table(text: str) -> Iterator[list[str]]:
    return (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
