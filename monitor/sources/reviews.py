"""Kind `reviews`: pages of reviews or posts, by schema.org or by CSS selectors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import ClassVar, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from monitor.config.numbers import Whole
from monitor.domain import Item, Page, Request
from monitor.errors import ParseError
from monitor.sources.base import SourceBase, WebAddress, following, joined
from monitor.sources.instead import classes_like
from monitor.sources.markup import base_of, built_by_scripts, decode
from monitor.sources.pages.next_page import next_page
from monitor.sources.pages.posts import posts
from monitor.sources.pages.schema_org import reviews
from monitor.sources.pages.select import Part, Select
from monitor.sources.pages.selected import following_link, looked_through, selected
from monitor.sources.pages.written import Written

LIST = "list"  # the step of further pages


class ReviewsSource(SourceBase):
    """A page of reviews, posts or comments."""

    usual_interval: ClassVar[timedelta] = timedelta(hours=6)

    kind: Literal["reviews"] = Field("reviews", description="A page of reviews, posts or comments.")
    url: WebAddress = Field(
        description="Address of the page; with {brand}, one request per name.",
        examples=["https://example.com/company/zubr"],
    )
    select: Select | None = Field(
        None, description="Where the reviews are on the page; by default, schema.org markup is read."
    )
    pages: Whole = Field(1, ge=1, description="How many pages to read, following `next`.", examples=[3])

    @property
    def shows_all(self) -> bool:
        """Reviews stand one below the other until somebody takes one down."""
        return True

    def read(self, page: Page, *, now: datetime, zone: ZoneInfo) -> Iterator[Item | Request]:
        """Every review of the page, then the next page, up to `pages`."""
        if not page.body.strip() and page.depth == 0:
            raise ParseError("parse.empty", url=page.url)
        text = decode(page)
        if self.select is None:
            found = self._marked(page, text)
            link = next_page(text, base_of(page.url, text), (self.url, page.url)) if page.depth + 1 < self.pages else ""
        else:
            soup = looked_through(self.select, text)
            found = self._selected(self.select, page, text, soup)
            link = following_link(self.select, soup)
        base = base_of(page.url, text)
        for review in found:
            item = review.item(self.id, base=base, home=page.url, scale=self.select, now=now, zone=zone)
            if item.says_something:
                yield item
        address = joined(base, link) if link and page.depth + 1 < self.pages else ""
        if address:
            yield from following(page, address, self, step=LIST)

    def _marked(self, page: Page, text: str) -> Sequence[Written]:
        found = reviews(text)
        if found is None and page.depth == 0:
            raise ParseError("parse.by_scripts" if built_by_scripts(text) else "parse.no_reviews", url=page.url)
        return (*(found or ()), *posts(text))

    def _selected(self, select: Select, page: Page, text: str, soup: Part) -> Sequence[Written]:
        """A first page without entries is a fault; an empty further page is the last."""
        found = selected(select, soup, page) or reviews(text) or posts(text)
        if not found and page.depth == 0:
            key = "parse.by_scripts" if built_by_scripts(text) else "parse.no_items"
            raise ParseError(key, url=page.url, selector=select.item, instead=classes_like(select.item, text))
        return found
