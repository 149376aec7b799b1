"""`otklik try`: fetches one source and shows what it would extract, match and score. Stores nothing, sends nothing."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from pydantic import TypeAdapter, ValidationError

from monitor.commands.asked import Written, now
from monitor.commands.looking import Look, looking
from monitor.commands.named import no_such_source
from monitor.commands.output import write_json
from monitor.commands.waiting import waiting
from monitor.domain import Item, VisitStatus
from monitor.errors import ConfigError, FetchError, MonitorError, ParseError
from monitor.harvest import Harvest
from monitor.identity import identify
from monitor.live import Live
from monitor.places.addresses import shown
from monitor.render.screen import console
from monitor.render.terminal import tried_table
from monitor.sources import KINDS, AnySource
from monitor.sources.instead import unread
from monitor.sources.mails.mailbox import PORTS, USERINFO
from monitor.words.quoting import unmarked

TELEGRAM = ("t.me", "telegram.me")


async def try_source(written: Written, wanted: str, *, kind: str | None, as_json: bool) -> int:
    """By the id in the file, or by an address."""
    live = Live(written.loaded, telegram=False)
    entry = live.plan.source(wanted)
    if entry and kind not in (None, entry.kind):
        raise ConfigError("config.kind_in_file", kind=kind, source=entry.id, written=entry.kind)
    with waiting(live.texts("cli.waiting.try"), unseen=as_json):
        async with looking(written, live) as look:
            source, harvest = (entry, await look.gather(entry)) if entry else await _tried(look, wanted, kind)
    told = _told(live, source, harvest)
    if as_json:
        write_json(told)
    else:
        selectors = {key: getattr(getattr(source, "select", None), key) for key in told.get("unread", ())}
        console().print(tried_table(told, selectors, harvest.error, live.calendar(now())))
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
