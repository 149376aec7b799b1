"""Who has entered a first page, and whether somebody must hear of it at once. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from monitor.config.plan import Brand
from monitor.digest import PLACES, Flip, Known, Listing, Owner, Place, flips
from monitor.digest.places import compared
from monitor.domain import EnteredFirstPage, Label, Role
from monitor.identity import address_key

Entered = tuple[Listing, EnteredFirstPage]

WHOLE = 8  # results that make a first page
FRESH = timedelta(days=1)  # what came to light of an older snapshot is left to the digest


def entered(
    now: Listing, before: Listing | None, known: Known, brand: Brand, *, engine: str
) -> Iterator[EnteredFirstPage]:
    """Pages that speak ill of a brand of ours and were not on the first page before.

    Of the first snapshot none: it was like that before us.
    """
    if before is None or brand.role is not Role.OWN:
        return
    places = compared(now, before, known)
    below = {flip.negative.position: flip for flip in flips(places)}
    for place in places:
        came = place.position <= PLACES and (place.previous is None or place.previous > PLACES)
        if came and place.label is Label.NEGATIVE:
            yield _notice(place, below.get(place.position), now, brand, engine)


def together(news: Sequence[Entered]) -> Iterator[Entered]:
    """A page that enters by several queries of a source is one news, told by the query where it stands best."""
    pages: dict[tuple[str, str, str], list[Entered]] = {}
    for listing, notice in sorted(news, key=lambda one: (one[1].position, one[1].query)):
        pages.setdefault((listing.source, notice.brand, address_key(notice.url)), []).append((listing, notice))
    for (listing, first), *rest in pages.values():
        yield listing, replace(first, also=tuple(other.query for _, other in rest))


def is_news(listing: Listing, now: datetime) -> bool:
    """Whether a first page was just seen, by ourselves."""
    return not listing.imported and now - listing.at < FRESH


def cut_short(before: Listing, now: Listing) -> bool:
    """Whether a look brought far less than a whole first page, as where engines behind a SearXNG did not answer."""
    return len(now.first) >= WHOLE and 2 * len(before.first) < len(now.first)


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
