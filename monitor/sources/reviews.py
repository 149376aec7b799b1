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
from monitor.sources.doors import instead_of
from monitor.sources.instead import classes_like
from monitor.sources.markup import base_of, decode
from monitor.sources.pages.data_reviews import data_reviews, with_answers
from monitor.sources.pages.next_page import is_older, last_page, may_lead_on, next_page, page_before
from monitor.sources.pages.posts import posts
from monitor.sources.pages.schema_org import reviews
from monitor.sources.pages.select import Part, Select
from monitor.sources.pages.selected import following_link, looked_through, selected
from monitor.sources.pages.written import Written

LIST = "list"  # the step of further pages, ...
NEWEST, EARLIER = "newest", "earlier"  # ... of the last page of a topic, and of those before it

_JUST_NOW = timedelta(days=2)  # what came since the last visit may have begun on the page before
_MOST_TURNS = 10  # pages of one topic back in time, where all they show is that new
_MOST_JUMPS = 3  # where a page links to the next few alone
_IN_ORDER = 3  # dated posts; fewer stand in order by chance


class ReviewsSource(SourceBase):
    """A page of reviews, posts or comments."""

    usual_interval: ClassVar[timedelta] = timedelta(hours=6)

    kind: Literal["reviews"] = Field("reviews", description="A page of reviews, posts or comments.")
    url: WebAddress = Field(
        description="Address of the page; with {brand}, one request per name.",
        examples=["https://example.com/company/zubr"],
    )
    select: Select | None = Field(
        None,
        description="Where the reviews are on the page; by default, schema.org markup is read, "
        "or else the data that the page hands to its scripts.",
    )
    pages: Whole = Field(
        1,
        ge=1,
        description="How many pages to read, following `next`; of a topic, whose oldest posts come first, "
        "the first page and that many of the last.",
        examples=[3],
    )

    @property
    def shows_all(self) -> bool:
        """Reviews stand one below the other until somebody takes one down."""
        return True

    def read(self, page: Page, *, now: datetime, zone: ZoneInfo) -> Iterator[Item | Request]:
        """Every review of the page, then the next page, up to `pages`."""
        if not page.body.strip() and page.depth == 0:
            raise ParseError("parse.empty", url=page.url)
        text = decode(page)
        base = base_of(page.url, text)
        soup = looked_through(self.select, text) if self.select else None
        found = (
            self._selected(self.select, page, text, soup)
            if self.select and soup is not None
            else self._marked(page, text)
        )
        written = (
            review.item(self.id, base=base, home=page.url, scale=self.select, now=now, zone=zone) for review in found
        )
        items = [item for item in written if item.says_something]
        yield from items
        dates = [item.published for item in items if item.published is not None]
        link, step = self._onward(page, text, base, soup, dates, now=now)
        if link:
            yield from following(page, link, self, step=step)

    def _onward(
        self, page: Page, text: str, base: str, soup: Part | None, dates: Sequence[datetime], *, now: datetime
    ) -> tuple[str, str]:
        """Where to read on. A topic goes on on its last page, and on the one before where all of that is new."""
        if page.step == LIST or not (page.step or _oldest_first(dates)):
            return (self._next(page, text, base, soup) if page.depth + 1 < self.pages else ""), LIST
        link = self._next(page, text, base, soup) if page.step != EARLIER and page.depth < _MOST_JUMPS else ""
        if link and is_older(text, base, link):
            return (link if page.depth + 1 < self.pages else ""), LIST
        if link:
            return last_page(text, base, link), NEWEST
        just_begun = page.depth < _MOST_TURNS and _second(dates, or_else=now - _JUST_NOW) > now - _JUST_NOW
        back = just_begun or max(page.depth, 1) < self.pages  # the first page, and as many of the last
        return (page_before(text, base, page.url) if back else ""), EARLIER

    def _next(self, page: Page, text: str, base: str, soup: Part | None) -> str:
        if self.select is not None and self.select.next and soup is not None:
            link = following_link(self.select, soup)
        else:
            lists = (self.url, page.url)
            link = next_page(text, base, lists) if self.pages > 1 or may_lead_on(text, lists) else ""
        return joined(base, link) if link else ""

    def _marked(self, page: Page, text: str) -> Sequence[Written]:
        found = reviews(text)
        every = (*with_answers(found or (), text), *posts(text)) or data_reviews(text)
        if found is None and not every and page.depth == 0:
            raise ParseError(instead_of(text, "parse.no_reviews"), url=page.url)
        return every

    def _selected(self, select: Select, page: Page, text: str, soup: Part) -> Sequence[Written]:
        """A first page without entries is a fault; an empty further page is the last."""
        found = selected(select, soup, page) or reviews(text) or posts(text) or data_reviews(text)
        if not found and page.depth == 0:
            key = instead_of(text, "parse.no_items")
            raise ParseError(key, url=page.url, selector=select.item, instead=classes_like(select.item, text))
        return found


def _oldest_first(dates: Sequence[datetime]) -> bool:
    """Whether posts stand as they were written; above them an answer that was chosen may stand once more."""
    return any(
        len(order) >= _IN_ORDER and order[0] < order[-1] and list(order) == sorted(order)
        for order in (dates, dates[1:])
    )


def _second(dates: Sequence[datetime], *, or_else: datetime) -> datetime:
    """The oldest date of a page but for one: who began a topic may head each of its pages."""
    return (sorted(dates)[:2] or [or_else])[-1]
