"""Kind `reviews`: pages of reviews or posts, by schema.org or by CSS selectors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import chain
from typing import ClassVar, Literal
from zoneinfo import ZoneInfo

from bs4 import BeautifulSoup, Tag
from lxml import etree, html
from pydantic import Field

from monitor.dates import read_date
from monitor.domain import Item, Page, Request
from monitor.errors import ParseError
from monitor.identity import address_key, shown
from monitor.sources.base import SourceBase, WebAddress, addressed, following, joined
from monitor.sources.markup import decode
from monitor.sources.rating import read_number, read_rating
from monitor.sources.schema_org import Review, reviews
from monitor.sources.select import Select, taken, words

LIST = "list"  # the step of further pages


class ReviewsSource(SourceBase):
    """A page of reviews, posts or comments."""

    usual_interval: ClassVar[timedelta] = timedelta(hours=6)

    kind: Literal["reviews"] = Field("reviews", description="A page of reviews, posts or comments.")
    url: WebAddress = Field(description="Address of the page; {brand} makes one request for each name.")
    select: Select | None = Field(None, description="Where the reviews stand; without it schema.org markup is read.")
    pages: int = Field(1, ge=1, description="How many pages are read, following `next`.")

    @property
    def shows_all(self) -> bool:
        """Reviews stand one below the other until somebody takes one down."""
        return True

    def start(self, names: Sequence[str]) -> Iterator[Request]:
        """The first page, once for each name where its address says {brand}."""
        return addressed(self.url, names, self)

    def read(self, page: Page, *, now: datetime, zone: ZoneInfo) -> Iterator[Item | Request]:
        """Every review of the page, then the next page, up to `pages`."""
        text = decode(page)
        if self.select is None:
            found = self._marked(page, text)
            link = _marked_next(text) if page.depth + 1 < self.pages else ""
        else:
            soup = BeautifulSoup(text if "<" in text else "<html></html>", "lxml")
            found = self._selected(self.select, page, text, soup)
            link = taken(soup, self.select.next, or_attributes=("href",)) if self.select.next else ""
        for review in found:
            item = self._item(review, page, now, zone)
            if item.title or item.text or item.rating is not None:
                yield item
        if link and page.depth + 1 < self.pages:
            yield from following(page, link, self, step=LIST)

    def _marked(self, page: Page, text: str) -> Sequence[Review]:
        found = reviews(text)
        if found is None and page.depth == 0:
            raise ParseError("parse.no_reviews", url=page.url)
        return found or ()

    def _selected(self, select: Select, page: Page, text: str, soup: BeautifulSoup) -> Sequence[Review]:
        """A first page without entries, or entries without words, are a fault; an empty further page is the last."""
        entries = soup.select(select.item)
        marked = () if entries else reviews(text) or ()
        if not entries and not marked and page.depth == 0:
            raise ParseError("parse.no_items", url=page.url, selector=select.item)
        found = [review for review in (_entry(select, entry) for entry in entries) if review]
        if entries and not found:
            field = next((name for name in ("text", "title", "rating") if getattr(select, name)), "item")
            selector = getattr(select, field)
            raise ParseError("parse.no_field", url=page.url, field=field, selector=selector, count=len(entries))
        return found or marked

    def _item(self, review: Review, page: Page, now: datetime, zone: ZoneInfo) -> Item:
        best, worst = read_number(review.best) or None, read_number(review.worst)
        if self.select:
            best, worst = best or self.select.rating_max, self.select.rating_min if worst is None else worst
        rating = read_rating(review.rating, best=best, worst=worst)
        link = shown(joined(page.url, review.url)) if review.url else ""
        own = bool(link) and address_key(link) != address_key(page.url)  # «#review-7» is a place, not an address
        dated = read_date(review.date, zone=zone, now=now)
        return Item(
            source=self.id,
            url=link if own else shown(page.url),
            title=review.title,
            text=review.text,
            author=review.author,
            published=dated.at,
            dated=dated.absolute,
            addressed=own,
            rating=rating.share if rating else None,
            rating_text=rating.text if rating else None,
            reply=review.reply,
        )


def _entry(select: Select, entry: Tag) -> Review | None:
    """One entry; None where what should stand in it does not."""
    review = Review(
        title=taken(entry, select.title),
        text=taken(entry, select.text) if select.text else words(entry),
        author=taken(entry, select.author),
        date=taken(entry, select.date, or_attributes=("datetime",)),
        rating=taken(entry, select.rating),
        url=taken(entry, select.link, or_attributes=("href",)),
        reply=taken(entry, select.reply),
    )
    return review if review.title or review.text or review.rating else None


def _marked_next(text: str) -> str:
    """Where a page names the one that follows it (rel="next")."""
    try:
        page = html.document_fromstring(text.encode(errors="replace"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError):
        return ""
    linked = page.xpath("//*[contains(concat(' ', @rel, ' '), ' next ')]/@href")
    return next(chain(map(str, linked)), "") if isinstance(linked, list) else ""
