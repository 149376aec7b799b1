"""Kind `articles`: a page of links, each to an article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice, takewhile
from typing import ClassVar, Literal
from zoneinfo import ZoneInfo

from bs4 import BeautifulSoup, Tag
from pydantic import BaseModel, ConfigDict, Field

from monitor.config.numbers import Whole
from monitor.dates import read_date
from monitor.domain import Item, Page, Request
from monitor.errors import ParseError
from monitor.places.addresses import address_key, shown
from monitor.sources.base import SourceBase, WebAddress, following, joined
from monitor.sources.doors import instead_of
from monitor.sources.instead import classes_like
from monitor.sources.markup import base_of, decode
from monitor.sources.pages.article import ARTICLE, article
from monitor.sources.pages.select import Css, split, taken
from monitor.sources.pages.selected import parsed

_CLIMBED = 5  # levels from a link up to the teaser it belongs to
_WHOLE = ("body", "html", "[document]")
_DATE = "time, [itemprop=datePublished], [class*=date]"


class SelectLink(BaseModel):
    """Where the links are on the page."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    link: Css = Field(description="The links to the articles.", examples=["article a @href"])


class ArticlesSource(SourceBase):
    """A page of links to articles."""

    usual_interval: ClassVar[timedelta] = timedelta(hours=1)

    kind: Literal["articles"] = Field("articles", description="A page of links to articles.")
    url: WebAddress = Field(description="Address of the page with the links.", examples=["https://example.com/news"])
    select: SelectLink = Field(description="Where the links are on the page.")
    limit: Whole = Field(
        30, ge=1, description="How many links to read in one pass, newest first; the rest follow in the next."
    )

    @property
    def reads_lists(self) -> bool:
        """Each link is an article."""
        return True

    @property
    def dates_what_it_lists(self) -> bool:
        """A teaser has the date of its article."""
        return True

    def read(self, page: Page, *, now: datetime, zone: ZoneInfo) -> Iterator[Item | Request]:
        """The article of an article's page; of a page of links, a request for each of them."""
        if page.step == ARTICLE:
            yield from filter(None, [article(page, self, now=now, zone=zone)])
            return
        text = decode(page)
        if not text.strip():
            raise ParseError("parse.empty", url=page.url)
        links = tuple(self._links(page, parsed(text), base_of(page.url, text)))
        if not links and not self.may_be_empty:
            key = instead_of(text, "parse.no_links")
            raise ParseError(key, url=page.url, selector=self.select.link, instead=classes_like(self.select.link, text))
        for address, date in _teasers(links):
            listed = read_date(date, zone=zone, now=now).at
            for request in following(page, address, self, step=ARTICLE):
                yield replace(request, once="", listed=listed)

    def _links(self, page: Page, soup: BeautifulSoup, base: str) -> Iterator[tuple[str, Tag]]:
        """Every link that the selector finds, and where it stands; the page itself is no article."""
        css, attribute = split(self.select.link)
        for place in soup.select(css or "a"):
            written = place.get(attribute or "href")
            address = shown(joined(base, written)) if isinstance(written, str) else ""
            if address and address_key(address) != address_key(page.url):
                yield address, place


def _teasers(links: Iterable[tuple[str, Tag]]) -> Iterator[tuple[str, str]]:
    """Each article once, in the order of the page, with the date that stands beside a link to it."""
    places: dict[str, list[tuple[str, Tag]]] = {}
    inside: dict[int, set[str]] = {}  # which articles an element of the page links to
    for address, place in links:
        key = address_key(address)
        places.setdefault(key, []).append((address, place))
        for around in islice(place.parents, _CLIMBED):
            inside.setdefault(id(around), set()).add(key)
    for found in places.values():
        own = (part for _, place in found for part in _own(place, inside))
        yield found[0][0], next(filter(None, map(_date, own)), "")


def _own(place: Tag, inside: Mapping[int, set[str]]) -> Iterator[Tag]:
    """The parts of the page round a link, as far as they link to no other article: its teaser."""
    yield place
    around = islice(place.parents, _CLIMBED)
    yield from takewhile(lambda part: len(inside[id(part)]) == 1 and part.name not in _WHOLE, around)


def _date(teaser: Tag) -> str:
    return taken(teaser, _DATE, or_attributes=("datetime",))
