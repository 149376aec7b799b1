"""The team's time zone, as people write it."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from monitor.config.scalars import form

_CALLED = {"msk": "Europe/Moscow", "мск": "Europe/Moscow", "москва": "Europe/Moscow", "минск": "Europe/Minsk"}


def zone_like(written: str) -> str:
    """The zone that was probably meant: misspelt, in other letters, or by its city alone.

    >>> zone_like("Europe/Moskow"), zone_like("minsk"), zone_like("MSK"), zone_like("GMT+3")
    ('Europe/Moscow', 'Europe/Minsk', 'Europe/Moscow', '')
    """
    said = written.strip().replace(" ", "_").lower()
    if said in _CALLED:
        return _CALLED[said]
    if any(map(str.isdigit, said)):  # another hour is no misspelling
        return ""
    zones = {one.lower(): one for one in sorted(available_timezones())}
    cities = {one.rpartition("/")[2]: one for one in zones}
    near = get_close_matches(said, zones, 1, 0.8) or get_close_matches(said, cities, 1, 0.8)
    return zones[cities.get(near[0], near[0])] if near else ""


def _known(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        near = zone_like(name)
        kind = "otklik_timezone_near" if near else "otklik_timezone"
        raise PydanticCustomError(kind, "unknown time zone", {"near": near}) from None
    return name


ZoneName = Annotated[str, AfterValidator(_known), form("time-zone")]
