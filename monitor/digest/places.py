"""How a first page stands: who owns it, how much of what is seen speaks ill of us, what to refresh."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import log2

from monitor.digest.first_page import (
    PLACES,
    FirstPage,
    Flip,
    Listing,
    Owner,
    PageMention,
    PageVerdict,
    Place,
    Shown,
    Snapshot,
)
from monitor.domain import Label
from monitor.places.addresses import address_key

Owners = Callable[[str], Owner | None]


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known of the pages that engines show, by the keys of their addresses."""

    owners: Owners
    verdicts: Mapping[str, PageVerdict] = field(default_factory=dict)
    mentions: Mapping[str, PageMention] = field(default_factory=dict)
    engines: Collection[str] = ()  # the sources that are searches: they know no more of a page than its snippet

    def place(self, shown: Shown) -> Place:
        """A result with what we make of it. What the team said of it counts before all, then what was read of it."""
        key = address_key(shown.url)
        verdict, mention = self.verdicts.get(key), self.mentions.get(key)
        owner = self.owners(shown.url)
        return Place(
            position=shown.position,
            url=shown.url,
            title=shown.title or (verdict.title if verdict else ""),
            owner=owner,
            label=Label.NEUTRAL if owner else self._label(verdict, mention),
            updated=(verdict.updated if verdict else None) or shown.updated,
            mention=mention.number if mention else None,
            read=verdict.read if verdict else True,
        )

    def decides(self, url: str) -> bool:
        """Whether a mention of ours says already what the page says of the brand."""
        mention = self.mentions.get(address_key(url))
        return mention is not None and self._outweighs(mention)

    def _label(self, verdict: PageVerdict | None, mention: PageMention | None) -> Label:
        if mention is not None and (verdict is None or self._outweighs(mention)):
            return mention.label
        return verdict.label if verdict is not None else Label.NEUTRAL

    def _outweighs(self, mention: PageMention) -> bool:
        return mention.spoken or not mention.sources <= set(self.engines)


def weight(position: int) -> float:
    """How much a place is seen: 1/log2(position + 1), the discount of DCG (Järvelin & Kekäläinen 2002).

    >>> weight(1), weight(3)
    (1.0, 0.5)
    """
    return 1 / log2(position + 1)


def negative_share(places: Iterable[Place]) -> float:
    """Of all that is seen of a first page, how much speaks ill of us.

    >>> bad = Place(1, "https://otzyv.example/", "", label=Label.NEGATIVE)
    >>> round(negative_share([bad, Place(2, "https://zubr.example/", "", Owner.OWN)]), 2)
    0.61
    """
    first = [place for place in places if place.position <= PLACES]
    seen = sum(weight(place.position) for place in first)
    ill = sum(weight(place.position) for place in first if place.label is Label.NEGATIVE)
    return ill / seen if seen else 0.0


def owned(places: Iterable[Place]) -> int:
    """How many places of the first page are ours, or speak well of us.

    >>> owned(Place(position, "https://zubr.example/", "", Owner.OWN) for position in (1, 10, 11))
    2
    """
    return sum(place.position <= PLACES and _speaks_for_us(place) for place in places)


def flips(places: Sequence[Place]) -> Iterator[Flip]:
    """For each page that speaks ill of us the nearest below it that could overtake it.

    What is ours or speaks well of us is looked for first, for that the team can refresh; else any that does no harm.
    Nobody refreshes a competitor's page.
    """
    for bad in places:
        if bad.label is not Label.NEGATIVE or bad.position > PLACES:
            continue
        below = [place for place in places if place.position > bad.position and _harmless(place)]
        best = min(below, key=lambda place: (not _speaks_for_us(place), place.position), default=None)
        if best is not None:
            yield Flip(bad, best)


def compared(now: Listing, before: Listing | None, known: Known) -> tuple[Place, ...]:
    """The results with their places in the snapshot before."""
    stood = _positions(before) if before else {}
    return tuple(replace(known.place(shown), previous=stood.get(address_key(shown.url))) for shown in now.results)


def left(now: Listing, before: Listing | None, known: Known) -> tuple[Place, ...]:
    """What stood on the first page before, and does no more."""
    here = {address_key(shown.url) for shown in now.first}
    gone = (shown for shown in (before.first if before else ()) if address_key(shown.url) not in here)
    return tuple(map(known.place, gone))


def first_page(
    now: Listing, before: Listing | None, known: Known, *, engine: str, weeks: Iterable[tuple[str, Listing]] = ()
) -> FirstPage:
    """The answer of an engine as it stood at the end of a week, compared with the one before."""
    places = compared(now, before, known)
    first = tuple(place for place in places if place.position <= PLACES)
    return FirstPage(
        source=now.source,
        engine=engine,
        query=now.query,
        at=now.at,
        places=first,
        left=left(now, before, known),
        before=before.at if before else None,
        weeks=tuple(Snapshot(week, tuple(map(known.place, listing.first))) for week, listing in weeks),
        negative_share=negative_share(first),
        previous_share=negative_share(map(known.place, before.first)) if before else None,
        owned=owned(first),
        demand=now.demand,
        previous_demand=before.demand if before else None,
        flips=tuple(flips(places)),
    )


def _positions(listing: Listing) -> dict[str, int]:
    """Where each page stood; of one that is shown twice the better place."""
    return {address_key(shown.url): shown.position for shown in reversed(listing.results)}


def _speaks_for_us(place: Place) -> bool:
    return place.owner is Owner.OWN or (place.owner is None and place.label is Label.POSITIVE)


def _harmless(place: Place) -> bool:
    return place.label is not Label.NEGATIVE and place.owner is not Owner.COMPETITOR
