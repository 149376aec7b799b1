"""The mean rating that a page gives to what it is about, where it gives one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from monitor.sources.pages.json_ld import Named, bare, blocks, by_id, fields, many, nodes, resolved, said
from monitor.sources.pages.microdata import microdata_means
from monitor.sources.pages.rating import Rating, read_number, read_rating

_AGGREGATE = "AggregateRating"
_UNDER = "aggregateRating"
_MARKED = re.compile(r"itemprop\s*=\s*[\"']?[\w\s]{0,100}\baggregateRating\b")
_MOST = 100  # means of one page
_COUNTS = ("ratingCount", "reviewCount")


@dataclass(frozen=True, slots=True)
class _Mean:
    """A mean, and the name of what it rates."""

    rating: Rating
    name: str


def mean_rating(text: str, names: Collection[str]) -> Rating | None:
    """The mean of what bears one of these names; where no name stands beside it, the only one of the page.

    Marks of others that the page lists, or of the page's own site, are not ours.
    """
    marked = _from_markup(text) if _MARKED.search(text) else ()
    found = list(islice(chain(_from_json(text), marked), _MOST))
    wanted = {_letters(name) for name in names}
    ours: list[Rating] = [mean.rating for mean in found if any(name in _letters(mean.name) for name in wanted)]
    nameless: set[Rating] = {mean.rating for mean in found if not (mean.name and wanted)}
    if ours:
        return ours[0]
    return nameless.pop() if len(nameless) == 1 else None


def _from_json(text: str) -> Iterator[_Mean]:
    written = list(nodes(blocks(text)))
    named = by_id(written)
    for under, node, holder in written:
        whole = resolved(node, named)
        kinds = [bare(str(kind)) for kind in many(whole.get("@type"))]
        if under == _UNDER or _AGGREGATE in kinds:
            about = {**whole, "itemReviewed": whole.get("itemReviewed") or holder}
            yield from _mean(about, named)


def _from_markup(text: str) -> Iterator[_Mean]:
    for node in microdata_means(text):
        yield from _mean(node, Named())


def _letters(name: str) -> str:
    """A name as companies are written anywhere: «ООО "Зубр Софт"» is Зубр-Софт."""
    return "".join(filter(str.isalnum, name.casefold()))


def _mean(node: Mapping[str, Any], named: Named) -> Iterator[_Mean]:
    held = fields(node)
    counts = [read_number(said(held.get(key), named)) for key in _COUNTS]
    if 0.0 in counts:  # nobody has rated it yet
        return
    best, worst = (read_number(said(held.get(key), named)) for key in ("bestRating", "worstRating"))
    rating = read_rating(said(held.get("ratingValue"), named), best=best, worst=worst)
    if rating is not None:
        yield _Mean(rating, said(held.get("itemReviewed"), named))
