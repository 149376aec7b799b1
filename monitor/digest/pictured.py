"""Which pictures a week is worth: the words are complete without them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
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
    if any(day.counts.mentions for day in digest.days) or _of_months(digest):
        yield "tone"
    if any(week.voices for week in digest.brands) and len({week.brand.role for week in digest.brands}) > 1:
        yield "voice"
    if sum(week.speed is not None for week in digest.past) > 1:
        yield "response"
    if _again(source for week in digest.past for source in week.ratings):
        yield "ratings"
    for number, page in enumerate(digest.first_pages[:PAGES]):
        if page.places:
            yield f"search-{number}"


def _of_months(digest: Digest) -> bool:
    """What is longer than a week is drawn beside those before it."""
    return not digest.days and sum(bool(one.counts.mentions) for one in digest.past) > 1


def _again(sources: Iterable[str]) -> bool:
    """Whether a place was rated in more than one week: a single point is no line."""
    return max(Counter(sources).values(), default=0) > 1
