"""`otklik try`: fetches one source and shows what it would extract, match and score. Stores nothing, sends nothing."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from pydantic import TypeAdapter, ValidationError

from monitor.commands.asked import Written, now
from monitor.commands.looking import Look, looking
from monitor.commands.named import no_such_source
from monitor.commands.output import write_json
from monitor.commands.waiting import waiting
from monitor.config.adding import written as as_written
from monitor.domain import Item, VisitStatus
from monitor.errors import ConfigError, FetchError, MonitorError, ParseError
from monitor.fetch import Remembered
from monitor.harvest import Harvest
from monitor.identity import identify
from monitor.live import Live
from monitor.places.addresses import shown
from monitor.recognition import Entry, Recognition, free
from monitor.render.display import host
from monitor.render.screen import console, say
from monitor.render.terminal import tried_table
from monitor.sources import KINDS, AnySource
from monitor.sources.instead import unread
from monitor.sources.mails.mailbox import PORTS, USERINFO
from monitor.sources.pages.select import Select
from monitor.sources.reviews import ReviewsSource
from monitor.words.quoting import unmarked

_UNREAD = {  # of which a person may see reviews
    *(("reviews", key) for key in ("", "parse.no_reviews", "parse.no_items", "parse.no_field")),
    *(("feed", key) for key in ("parse.page_no_feed", "parse.page_with_feeds", "parse.no_feed")),
}
TELEGRAM = ("t.me", "telegram.me")


@dataclass(frozen=True, slots=True)
class _Described:
    """A page of reviews with the selectors that seem to fit, what they read, and how the file says that."""

    source: ReviewsSource
    harvest: Harvest
    lines: Entry


async def try_source(written: Written, wanted: str, *, kind: str | None, as_json: bool) -> int:
    """By the id in the file, or by an address."""
    live = Live(written.loaded, telegram=False)
    entry = live.plan.source(wanted)
    if entry and kind not in (None, entry.kind):
        raise ConfigError("config.kind_in_file", kind=kind, source=entry.id, written=entry.kind)
    with waiting(live.texts("cli.waiting.try"), unseen=as_json):
        async with looking(written, live) as opened:
            look = replace(opened, fetcher=Remembered(opened.fetcher))
            source, harvest = (entry, await look.gather(entry)) if entry else await _tried(look, wanted, kind)
            described = await _described(look, source, harvest)
    told = _told(live, source, harvest)
    if described is not None:
        told = _proposed(live, described, told if entry else None)
        source, harvest = (source, harvest) if entry else (described.source, described.harvest)
    if as_json:
        write_json(told)
    else:
        selectors = {key: getattr(getattr(source, "select", None), key) for key in told.get("unread", ())}
        console().print(tried_table(told, selectors, harvest.error, live.calendar(now())))
        if proposed := told.get("proposed"):
            say([live.texts("word.lines_of_source" if entry else "word.lines"), *_in_file(proposed, listed=not entry)])
    return int(told["status"] == VisitStatus.FAILED)


async def _tried(look: Look, wanted: str, kind: str | None) -> tuple[AnySource, Harvest]:
    """An address whose kind is not said is read as a channel of Telegram, a feed, or a page of reviews.

    One that was copied without its https:// is told from the name of a source by its slash.
    """
    if "://" not in wanted and "/" in wanted:
        wanted = f"https://{wanted}"
    if "://" not in wanted:
        raise no_such_source(wanted, look.live.plan)
    if kind is None and wanted.partition("://")[0] in PORTS:
        kind = "mail"
    if kind != "mail" and not shown(wanted):
        raise ConfigError("config.address", key="try", value=wanted)
    if kind is None and urlsplit(wanted).hostname in TELEGRAM:
        kind = "telegram"
    if kind is not None:
        source = _made(wanted, kind)
        return source, await look.gather(source)
    source = _made(wanted, "feed")
    harvest = await look.gather(source)
    if isinstance(harvest.error, ParseError):
        other = _made(wanted, "reviews")
        reviews = await look.gather(other)
        if reviews.items or (harvest.error.key == "parse.page_no_feed" and _is_built_by_scripts(reviews.error)):
            return other, reviews
    return source, harvest


async def _described(look: Look, source: AnySource, harvest: Harvest) -> _Described | None:
    """The same page read by selectors that seem to fit it, where nothing else was read."""
    error = harvest.error.key if harvest.error else ""
    if harvest.items or (source.kind, error) not in _UNREAD:
        return None
    page = source if isinstance(source, ReviewsSource) else ReviewsSource(id="try", url=source.address)
    with suppress(MonitorError):
        found = await Recognition(look.fetcher, look.reader, look.live, now).likely(page)
        if found is not None and (found[0].named or error != "parse.page_with_feeds"):
            likely, brand = found
            select = Select.model_validate(dict(likely.select))
            described = page.model_copy(update={"select": select, "brand": page.brand or brand.get("brand")})
            read = await look.gather(described)
            lines: Entry = {"kind": page.kind, **({} if page.brand else brand), "select": dict(likely.select)}
            return _Described(described, read, lines) if read.items else None
    return None


def _proposed(live: Live, described: _Described, told: dict[str, Any] | None) -> dict[str, Any]:
    """What the proposed lines read. A source of the file still fares as it was `told`, until they stand there."""
    found = _told(live, described.source, described.harvest)
    if told is not None:
        return told | {"items": found["items"], "proposed": described.lines}
    url = described.source.address
    name = free(host(url), live.plan)
    return found | {"proposed": {"id": name, "kind": described.source.kind, "url": url, **described.lines}}


def _in_file(entry: Entry, *, listed: bool) -> list[str]:
    """As they are to stand in sources.yaml."""
    first, *others = as_written(entry).splitlines()
    return [f"  - {first}" if listed else f"    {first}", *(f"    {line}" for line in others)]


def _is_built_by_scripts(error: MonitorError | None) -> bool:
    """Whether no other kind would read more of the page, either."""
    return isinstance(error, ParseError) and error.key == "parse.by_scripts"


def _made(url: str, kind: str) -> AnySource:
    if kind not in KINDS:
        raise ConfigError("config.no_such_kind", kind=kind, known=", ".join(KINDS))
    try:
        made: AnySource = TypeAdapter(AnySource).validate_python({"id": "try", "kind": kind, "url": url})
    except ValidationError as error:
        missing = [str(one["loc"][-1]) for one in error.errors() if one["type"] == "missing"]
        if missing:
            raise ConfigError("config.kind_needs", kind=kind, names=", ".join(missing)) from error
        refused = error.errors()[0]
        blanks = {**refused.get("ctx", {}), "key": "try", "value": USERINFO.sub("", url)}
        raise ConfigError(f"config.{refused['type'].removeprefix('otklik_')}", **blanks) from error
    return made


def _told(live: Live, source: AnySource, harvest: Harvest) -> dict[str, Any]:
    status = VisitStatus.OK
    if harvest.error and not harvest.read:
        skipped = isinstance(harvest.error, FetchError) and harvest.error.skipped
        status = VisitStatus.SKIPPED if skipped else VisitStatus.FAILED
    items = [_item(live, source, found.item) for found in identify(harvest.items)]
    error = live.texts.error(harvest.error) if harvest.error else None
    told = {"id": source.id, "kind": source.kind, "status": status.value, "items": items, "error": error}
    demand = [{"query": one.query, "count": one.count} for one in harvest.demand]
    parts = unread(source, harvest.items)
    return told | ({"demand": demand} if demand else {}) | ({"unread": parts} if parts else {})


def _item(live: Live, source: AnySource, item: Item) -> dict[str, Any]:
    about = live.understanding.about(item, source)
    tone = live.understanding.tone(item, source, about)
    return {
        "url": item.url,
        "title": item.title,
        "text": unmarked(item.text),
        "author": item.author,
        "published": item.published.isoformat() if item.published else None,
        "rating": item.rating,
        "rating_text": item.rating_text,
        "lang": live.understanding.language(item, source),
        "brands": list(about),
        "label": tone.label.value,
        "unsure": tone.unsure.value if tone.unsure else None,
        "score": tone.score,
    }
