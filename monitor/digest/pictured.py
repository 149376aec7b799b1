"""Which pictures a week is worth: the words are complete without them."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from monitor.digest.stories import FEW
from monitor.digest.week import Digest

PAGES = 3  # first pages that are drawn at most


class Theme(StrEnum):
    """What the reader's screen is like."""

    LIGHT = "light"
    DARK = "dark"


def pictured(digest: Digest) -> tuple[str, ...]:
    """Names of the pictures, in the order in which they are shown; a small week has none."""
    return tuple(_names(digest)) if digest.stories.mentions >= FEW else ()


def _names(digest: Digest) -> Iterator[str]:
    if any(day.counts.mentions for day in digest.days):
        yield "tone"
    if len(digest.brands) > 1 and any(week.voices for week in digest.brands):
        yield "voice"
    if sum(week.speed is not None for week in digest.past) > 1:
        yield "response"
    if sum(bool(week.ratings) for week in digest.past) > 1:
        yield "ratings"
    for number, page in enumerate(digest.first_pages[:PAGES]):
        if page.places:
            yield f"search-{number}"
