"""What people send to the bot in private becomes a mention: a forwarded message, or a link and what they say of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.config.plan import Brand
from monitor.domain import Alert, Handed, Identified, Item, Request
from monitor.errors import FetchError, ForbiddenError, MonitorError
from monitor.fetch import Fetcher
from monitor.identity import identify
from monitor.live import Live
from monitor.pipeline import Pipeline
from monitor.places.addresses import shown
from monitor.reading.reader import Reader
from monitor.sources.by_hand import MANUAL, sent
from monitor.sources.markup import folded, links
from monitor.store import Store

_LINK = re.compile(r"https?://\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sent:
    """A message as it arrived. Of a forwarded one it is known who said it, when, and perhaps where."""

    text: str
    link: str = ""  # what it leads to, where it is about a page
    url: str = ""  # where a forwarded message stands in public
    author: str = ""
    published: datetime | None = None
    leads: tuple[str, ...] = ()  # addresses and @channels in it and behind it

    @property
    def words(self) -> str:
        """What is said besides addresses."""
        return folded(_LINK.sub(" ", self.text))


@dataclass(frozen=True, slots=True)
class Captured:
    """What came of it: mentions that are stored, or own brands to choose from, or why neither."""

    alerts: tuple[Alert, ...] = ()
    fresh: bool = False  # False: they were known before
    choice: tuple[Brand, ...] = ()
    trouble: MonitorError | None = None  # the page could not be read; what the person said may be stored all the same


class Capture:
    """Takes what people send the way of all items; only the fetcher asks the web."""

    def __init__(
        self,
        store: Store,
        live: Live,
        clock: Callable[[], datetime],
        *,
        pipeline: Pipeline,
        fetcher: Fetcher,
        reader: Reader,
    ) -> None:
        self._store = store
        self._live = live
        self._clock = clock
        self._pipeline = pipeline
        self._fetcher = fetcher
        self._reader = reader

    async def take(self, message: Sent, brand: str | None = None) -> Captured:
        """Stores it once. Whom it is about: the person says so, or its words, or there is but one brand of ours."""
        item, trouble = await self._item(message)
        if item is None:
            return Captured(trouble=trouble)
        (found,) = identify([item])
        if self._live.understanding.places.in_item(item):
            await self._pipeline.take([Handed(found, ())], sent(), history=False)  # it is only counted
            return Captured(trouble=ForbiddenError("capture.forbidden", skipped=True))
        known = await self._mentions(found)
        brands = tuple(known) or ((brand,) if brand else self._brands(item))
        if not brands:
            return Captured(choice=self._live.plan.own, trouble=trouble)
        kept = await self._pipeline.take([Handed(found, brands)], sent(), history=False)
        if kept.forgotten:
            return Captured(trouble=ForbiddenError("capture.forgotten", skipped=True))
        numbers = sorted((await self._mentions(found)).values())
        if not numbers:
            return Captured(trouble=MonitorError("capture.past"))
        alerts = tuple([await self._store.alert(number) for number in numbers])
        return Captured(alerts, fresh=kept.mentions > 0, trouble=trouble)

    async def _item(self, message: Sent) -> tuple[Item | None, MonitorError | None]:
        """What is told: the message itself, or the page that it leads to."""
        told = Item(
            source=MANUAL,
            url=message.url,
            text=message.words,
            author=folded(message.author),
            published=message.published,
            addressed=bool(message.url),
            links=tuple(dict.fromkeys([*message.leads, *links(message.text)])),
        )
        about_page = message.link and not (message.published and message.words)
        if not about_page:
            return (replace(told, text=folded(message.text)) if message.words else None), None
        url = shown(message.link)
        told = replace(told, url=url, addressed=bool(url), links=(*told.links, url))
        page, trouble = await self._read(message.link)
        if page is not None:
            text = " ".join(filter(None, (page.text, message.words)))
            return replace(page, text=text, links=(*told.links, *page.links, page.url)), None
        return (told if message.words else None), trouble

    async def _read(self, url: str) -> tuple[Item | None, MonitorError | None]:
        """The page as an item, or why there is none."""
        plan, now = self._live.plan, self._clock()
        try:
            fetched = await self._fetcher.get(Request(url), source=sent(), validators=None)
            if fetched.page is None:
                raise FetchError("capture.no_words", url=url)
            found = await self._reader.read(sent(url), fetched.page, now=now, zone=plan.zone)
        except MonitorError as error:
            return None, error
        item = next((thing for thing in found if isinstance(thing, Item)), None)
        return (item, None) if item else (None, FetchError("capture.no_words", url=url))

    async def _mentions(self, found: Identified) -> Mapping[str, int]:
        """The mentions that are stored of it, by brand."""
        (change,) = await self._store.compare(MANUAL, [found])
        return change.mentions

    def _brands(self, item: Item) -> tuple[str, ...]:
        understanding = self._live.understanding
        own = understanding.plan.own
        return tuple(understanding.about(item, sent())) or (tuple(brand.id for brand in own) if len(own) == 1 else ())
