"""What an address could be read as: its kind is found out, and the lines for sources.yaml are proposed."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from urllib.parse import urlsplit

from pydantic import TypeAdapter, ValidationError

from monitor.config.adding import written
from monitor.config.marked_yaml import Value
from monitor.config.plan import Plan
from monitor.config.presets import find, for_address, from_preset, misfits, missing
from monitor.domain import Found, Item, Likely, Page, Recognised, Request, Seen
from monitor.errors import ConfigError, FetchError, ForbiddenError, MonitorError, ParseError
from monitor.fetch import Remembered, Web
from monitor.harvest import gather
from monitor.live import Live
from monitor.places.addresses import address_key, of_channel, shown
from monitor.places.closed import closed
from monitor.reading.reader import Reader
from monitor.render.display import host
from monitor.sources import AnySource
from monitor.sources.doors import instead_of
from monitor.sources.feeds.parsed import feeds_of
from monitor.sources.likely_reviews import LikelyReviews
from monitor.sources.mails.mailbox import PORTS
from monitor.sources.markup import decode, plain
from monitor.sources.reviews import ReviewsSource

SHOWN = 3  # items that tell a person whether it is the right place
WITHIN = 60.0  # seconds; whoever asked waits for it
LONGEST = 1_000  # letters of an address; longer ones do not fit into a message beside what is said of them

_LINKS = (  # where pages of news keep the links to their articles, the surest first
    "article h2 a @href",
    "article h3 a @href",
    "article a @href",
    "h2 a @href",
    "h3 a @href",
    "[class*=news] a @href",
    "[class*=post] a @href",
    "[class*=article] a @href",
    "main li a @href",
)
_ENOUGH = 3  # links that make a list
_TITLE = re.compile(r"<title[^>]*>(.{1,500}?)</title", re.IGNORECASE | re.DOTALL)
_ODD = re.compile(r"[^\w.\-]+")
_LONGEST_ID = 40
_KIND: TypeAdapter[AnySource] = TypeAdapter(AnySource)
Entry = dict[str, Value]


class Recognition:
    """Looks at a place as a visit would, with all manners; stores nothing."""

    def __init__(self, fetcher: Web, reader: Reader, live: Live, clock: Callable[[], datetime]) -> None:
        self._fetcher = fetcher
        self._reader = reader
        self._live = live
        self._clock = clock

    async def look(self, given: str) -> Recognised:
        """Raises MonitorError with what to do where nothing can be read."""
        url, plan = whole(given), self._live.plan
        known = await asyncio.to_thread(watched, url, plan)
        if known:
            raise ConfigError("recognition.known", source=known)
        try:
            async with asyncio.timeout(WITHIN):
                return await self._once().found(url, plan)
        except TimeoutError as error:
            raise FetchError("recognition.slow", url=url, seconds=f"{WITHIN:g}") from error

    def _once(self) -> Recognition:
        """For one look: read in several ways, a page is fetched once."""
        return Recognition(Remembered(self._fetcher), self._reader, self._live, self._clock)

    async def found(self, url: str, plan: Plan) -> Recognised:
        """What is known of a place, or what it shows; raises MonitorError where it can be read as nothing."""
        ready = await self._ready_made(url, plan)
        if ready is None and (shut := closed(url)):
            raise shut
        return ready or await self._by_content(url, plan)

    async def _ready_made(self, url: str, plan: Plan) -> Recognised | None:
        """What is known of such places is better than what a page shows of itself."""
        for line in for_address(url):
            preset = find(str(line["preset"]))
            if "brand" in preset.parameters:
                line["brand"] = plan.own[0].id
            if missing(preset, line) or misfits(preset, line):
                continue
            told = [str(value) for name, value in line.items() if name not in {"preset", "brand"}]
            entry: Entry = {"id": free("-".join([preset.name, *told[:1]]), plan), **line}
            source = _source(from_preset(preset, entry, {}))
            return self._told(entry, source, await self._gathered(source))
        return None

    async def _by_content(self, url: str, plan: Plan) -> Recognised:
        name = free(host(url), plan)
        feed: Entry = {"id": name, "kind": "feed", "url": url}
        page = await self._page(Request(url), _source(feed))
        read = await self._first([feed, feed | {"kind": "sitemap"}, feed | {"kind": "reviews"}], page)
        if read is not None:
            entry, found = read
            return await self._complete(self._branded(entry, page), found)
        likely = await self._likely(page)
        described = likely and await self._first([feed | {"kind": "reviews", "select": dict(likely.select)}], page)
        if described and likely and likely.named:
            return await self._complete(self._branded(described[0], page), described[1])
        for address in feeds_of(page):
            linked = feed | {"url": address}
            with suppress(MonitorError):
                found = await self._read(linked, await self._page(Request(address), _source(linked)))
                return await self._complete(linked, found)
        if described:
            return await self._complete(self._branded(described[0], page), described[1])
        listed = await self._as_articles(feed, page)
        if listed is not None:
            return await self._complete(listed, [Request(url)])
        raise ParseError(instead_of(decode(page), "recognition.nothing"), url=url)

    async def as_list(self, place: Entry) -> tuple[Entry, Sequence[Item]]:
        """What stands at a place as a sitemap or as a page of links, and the first articles; raises MonitorError."""
        sitemap = place | {"kind": "sitemap"}
        page = await self._page(Request(str(place["url"])), _source(sitemap))
        read = await self._first([sitemap], page)
        entry = read[0] if read and read[1] else await self._as_articles(place, page)
        if entry is None:
            raise ParseError("recognition.nothing", url=page.url)
        return entry, await self._gathered(_source(entry).model_copy(update={"limit": SHOWN}))

    async def likely(self, source: AnySource) -> tuple[Likely, Entry] | None:
        """Where reviews seem to stand on a page that marks up none, and which brand of ours they are about.

        Raises MonitorError where there is no page.
        """
        request = next(iter(source.start(())), None)  # none where it asks for names
        page = await self._page(request, source) if request else None
        likely = await self._likely(page) if page else None
        return (likely, self._brand_of(page)) if page and likely else None

    async def _likely(self, page: Page) -> Likely | None:
        """A page that takes too long to be looked at so is no fault of its own."""
        zone, found = self._live.plan.zone, list[Found]()
        with suppress(ParseError):
            found = await self._reader.read(LikelyReviews(id="likely"), page, now=self._clock(), zone=zone)
        return next((one for one in found if isinstance(one, Likely)), None)

    async def _as_articles(self, place: Entry, page: Page) -> Entry | None:
        """The entry whose links lead to pages of the same site."""
        for selector in _LINKS:
            articles = place | {"kind": "articles", "select": {"link": selector}}
            with suppress(ParseError):
                if _lists(await self._read(articles, page), str(place["url"])):
                    return articles
        return None

    async def _first(self, entries: Iterable[Entry], page: Page) -> tuple[Entry, list[Found]] | None:
        """The first kind that a page can be read as; what is data but no feed has its own sentence.

        Nearly every page of news marks up something by schema.org: without a review it is no page of reviews. Nor is a
        topic of which it marks up only who began it: what others answer would never be read.
        """
        for entry in entries:
            try:
                found = await self._read(entry, page)
            except ParseError as error:
                if error.key.startswith("parse.json") or error.key == "parse.empty":
                    raise
                continue
            if entry["kind"] != "reviews" or any(isinstance(one, Item) and _is_heard(one) for one in found):
                return entry, found
        return None

    async def _complete(self, entry: Entry, found: Sequence[Found]) -> Recognised:
        """A list is told by the first pages that it names."""
        source = _source(entry)
        items = [one for one in found if isinstance(one, Item)]
        if not items and any(isinstance(one, Request) for one in found):
            items = await self._gathered(source.model_copy(update={"limit": SHOWN}))
        kept, _ = await asyncio.to_thread(self._live.understanding.places.sift, items)
        return await asyncio.to_thread(self._told, entry, source, kept)

    def _told(self, entry: Entry, source: AnySource, items: Sequence[Item]) -> Recognised:
        understanding, seen = self._live.understanding, []
        for item in items[:SHOWN]:
            about = understanding.about(item, source)
            seen.append(Seen(item, tuple(about), understanding.tone(item, source, about)))
        likely = source.kind == "reviews" and "select" in entry
        return Recognised(source.id, source.kind, source.brand, written(entry), len(items), tuple(seen), likely)

    def _branded(self, entry: Entry, page: Page) -> Entry:
        return entry | self._brand_of(page) if entry["kind"] == "reviews" else entry

    def _brand_of(self, page: Page) -> Entry:
        """A page of reviews whose title names one brand of ours is about it, whatever each review names."""
        title = _TITLE.search(decode(page))
        if title is None:
            return {}
        understanding, item = self._live.understanding, Item("", page.url, title=plain(title[1]))
        own = {brand.id for brand in understanding.plan.own}
        named = own.intersection(understanding.about(item, ReviewsSource(id="title", url=page.url)))
        return {"brand": named.pop()} if len(named) == 1 else {}

    async def _page(self, request: Request, source: AnySource) -> Page:
        self._allow(source)
        fetched = await self._fetcher.get(request, source=source, validators=None)
        if fetched.page is None:
            raise ParseError("parse.empty", url=request.url)
        return fetched.page

    async def _read(self, entry: Entry, page: Page) -> list[Found]:
        zone = self._live.plan.zone
        return list(await self._reader.read(_source(entry), page, now=self._clock(), zone=zone))

    async def _gathered(self, source: AnySource) -> list[Item]:
        self._allow(source)
        understanding = self._live.understanding
        harvest = await gather(
            source,
            self._fetcher,
            names=understanding.names(source),
            now=self._clock(),
            zone=understanding.plan.zone,
            reader=self._reader,
            places=understanding.places,
        )
        if harvest.error and not harvest.items:
            raise harvest.error
        return harvest.items

    def _allow(self, source: AnySource) -> None:
        if self._live.understanding.forbids(source):
            raise ForbiddenError("fetch.forbidden_address", skipped=True, source=source.id)


def whole(given: str) -> str:
    """The address as a person means it; raises ConfigError where it is none that can be read.

    >>> whole("t.me/example_news"), whole("@example_news"), whole("https://Zubr.example/a#top")
    ('https://t.me/example_news', 'https://t.me/example_news', 'https://Zubr.example/a')
    >>> whole("«https://zubr.example/a»,"), whole("(zubr.example)"), whole("https://a.example/a_(b)")
    ('https://zubr.example/a', 'https://zubr.example', 'https://a.example/a_(b)')
    """
    given = given.strip("«»“”\"'<>,;")
    given = given[1:-1] if given.startswith("(") and given.endswith(")") else given
    if given.partition("://")[0].lower() in PORTS:
        raise ConfigError("recognition.mail")
    given = of_channel(given)
    url = (given if "://" in given else f"https://{given}").partition("#")[0]
    if not shown(url) or "." not in host(url) or len(url) > LONGEST:
        raise ConfigError("recognition.address")
    if "@" in urlsplit(url).netloc:
        raise ConfigError("recognition.password")
    return url


def watched(url: str, plan: Plan) -> str | None:
    """The source that reads this address already."""
    key = address_key(url)
    return next((one.id for one in plan.sources if one.address and address_key(one.address) == key), None)


def free(name: str, plan: Plan) -> str:
    """An id that no source has.

    >>> free("otzyv.example", Plan.model_validate({"brands": [{"id": "z", "name": "Зубр"}], "sources": []}))
    'otzyv.example'
    """
    base = _ODD.sub("-", name)[:_LONGEST_ID].strip("-.") or "source"
    used, number, tried = {source.id for source in plan.sources}, 1, base
    while tried in used:
        number += 1
        tried = f"{base}-{number}"
    return tried


def _source(entry: Mapping[str, Value]) -> AnySource:
    try:
        source: AnySource = _KIND.validate_python(entry)
    except ValidationError as error:
        raise ConfigError("recognition.address") from error
    return source


def _is_heard(item: Item) -> bool:
    """Whether it is a review or an answer, not merely what begins a conversation."""
    return not (item.thread and item.title)


def _lists(found: Iterable[Found], url: str) -> bool:
    """Whether these are links to pages of the same site that stand below its front page."""
    here = host(url)
    asked = {one.url for one in found if isinstance(one, Request)}
    return sum(host(one) == here and len(urlsplit(one).path.strip("/")) > 1 for one in asked) >= _ENOUGH
