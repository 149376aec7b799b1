"""A page that a search engine shows: what it says as a whole, how it is rated, when it was changed last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from monitor.domain import Item, Page, Request
from monitor.places.addresses import shown
from monitor.sources.base import SourceBase
from monitor.sources.linked import linked, reviews_on
from monitor.sources.markup import decode
from monitor.sources.pages.last_change import last_change
from monitor.sources.pages.mean_rating import mean_rating


class ShownPage(SourceBase):
    """Never stands in sources.yaml; its item's `published` is when the page was changed last."""

    kind: Literal["shown-page"] = "shown-page"
    names: tuple[str, ...] = ()  # of whom a page that rates several is asked about

    def read(self, page: Page, *, now: datetime, zone: ZoneInfo) -> Iterator[Item | Request]:
        """One item; of a page without words at least its rating, and nothing of what is no page."""
        if "html" not in page.headers.get("content-type", "text/html") or not page.body.strip():
            return
        said = linked(page, self, now=now, zone=zone)
        share, text = self._mean(page, now=now, zone=zone)
        if said is None and share is None:
            return
        item = said or Item(self.id, shown(page.url))
        changed = last_change(page, item.published, now=now, zone=zone)
        rating = item.rating if share is None else share
        yield replace(item, published=changed, rating=rating, rating_text=text or item.rating_text)

    def _mean(self, page: Page, *, now: datetime, zone: ZoneInfo) -> tuple[float | None, str]:
        """What the page says is the mean, else the mean of the reviews that stand on it."""
        said = mean_rating(decode(page), self.names)
        if said is not None:
            return said.share, said.text
        found = reviews_on(page, self, now=now, zone=zone)
        marks = [one.rating for one in found if one.rating is not None]
        return (sum(marks) / len(marks), "") if marks else (None, "")


def shown_page(names: tuple[str, ...]) -> ShownPage:
    """The network of the engine's own server is none of these pages' business: they are asked like any of the web."""
    return ShownPage(id="shown-page", names=names)
