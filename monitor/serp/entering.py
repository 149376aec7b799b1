"""Who has entered a first page, and whether somebody must hear of it at once. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from monitor.config.plan import Brand
from monitor.digest import PLACES, Flip, Known, Listing, Owner, Place, flips
from monitor.domain import EnteredFirstPage, Label, Role
from monitor.places.addresses import address_key

Entered = tuple[Listing, EnteredFirstPage]

WHOLE = 8  # results that make a first page
FRESH = timedelta(days=1)  # what came to light of an older snapshot is left to the digest


def entered(looks: Sequence[Listing], known: Known, brand: Brand, *, engine: str, now: datetime) -> Iterator[Entered]:
    """Pages that speak ill of a brand of ours, stand on the first page, and came there lately.

    `looks` are those of the last day and some before, oldest first. What was there at the first look was there before
    us, and what people bring is history.
    """
    if not looks or brand.role is not Role.OWN:
        return
    latest = looks[-1]
    whole = [one for one in looks if not cut_short(one, latest)]
    places = tuple(map(known.place, latest.results))
    below = {flip.negative.position: flip for flip in flips(places)}
    for place in places:
        if place.position <= PLACES and place.label is Label.NEGATIVE:
            came = _entering(address_key(place.url), whole)
            if came is not None and not came[1].imported and is_fresh(came[1].at, now):
                since, at = came
                stood = replace(place, previous=_position(address_key(place.url), since))
                yield at, _notice(stood, below.get(place.position), at, brand, engine)


def together(news: Sequence[Entered]) -> Iterator[Entered]:
    """A page that enters by several queries of a source is one news, told by the query where it stands best."""
    pages: dict[tuple[str, str, str], list[Entered]] = {}
    for listing, notice in sorted(news, key=lambda one: (one[1].position, one[1].query)):
        pages.setdefault((listing.source, notice.brand, address_key(notice.url)), []).append((listing, notice))
    for (listing, first), *rest in pages.values():
        yield listing, replace(first, also=tuple(other.query for _, other in rest))


def is_fresh(at: datetime, now: datetime) -> bool:
    """Whether what was seen then may still be news."""
    return now - at < FRESH


def cut_short(before: Listing, now: Listing) -> bool:
    """Whether a look brought far less than a whole first page, as where engines behind a SearXNG did not answer."""
    return len(now.first) >= WHOLE and 2 * len(before.first) < len(now.first)


def _entering(key: str, looks: Sequence[Listing]) -> tuple[Listing, Listing] | None:
    """The last look that did not show a page on the first page, and the one after it, since when it is there."""
    for before, after in reversed(list(pairwise(looks))):
        if (_position(key, before) or PLACES + 1) > PLACES:
            return before, after
    return None


def _position(key: str, listing: Listing) -> int | None:
    return next((shown.position for shown in listing.results if address_key(shown.url) == key), None)


def _notice(place: Place, flip: Flip | None, listing: Listing, brand: Brand, engine: str) -> EnteredFirstPage:
    told = EnteredFirstPage(
        brand=brand.id,
        engine=engine,
        query=listing.query,
        position=place.position,
        previous=place.previous,
        title=place.title,
        url=place.url,
        mention=place.mention,
    )
    if flip is None:
        return told
    page = flip.ours
    changed = page.updated.astimezone(UTC).isoformat() if page.updated else ""
    return replace(
        told,
        refresh=page.url,
        refresh_title=page.title,
        refresh_position=page.position,
        refresh_own=page.owner is Owner.OWN,
        refreshed=changed,
    )
