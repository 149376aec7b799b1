"""How the product is doing, in short: sources in trouble, why and what to do, what is owed, since when it runs."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.digest import week_bounds
from monitor.domain import Health, Pause, SourceState, Standing
from monitor.render.dates import Calendar
from monitor.render.display import clean
from monitor.render.document import Document, Kind, Line, bold, document, line, shorten
from monitor.render.phrase import listed, number
from monitor.texts import Texts

MOST = 15  # sources in trouble told one by one
NAMED = 5  # complaints that nobody was told of
MEGABYTE = 1_000_000

_CAUSE = 300
_MARKS = {
    Health.NEW: "⚪",
    Health.OK: "🟢",
    Health.UNCHANGED: "🟢",
    Health.QUIET: "🟢",
    Health.SKIPPED: "🟡",
    Health.PAUSED: "⏸",
}


def standing_page(standing: Standing, calendar: Calendar) -> Document:
    """What the team is told in a chat."""
    return document(_lines(standing, calendar))


def mark_of(source: SourceState) -> str:
    """The light of a source: what a person was told of is red whatever its last visit was."""
    return "🔴" if source.reported else _MARKS.get(source.health, "🔴")


def word_of(source: SourceState, texts: Texts) -> str:
    """How a source is doing, in a word or two."""
    word = texts(f"health.{source.health}")
    return texts("health.in_a_row", word=word, n=source.failures) if source.failures > 1 else word


def last_read(source: SourceState, calendar: Calendar) -> str:
    """When it could be read last."""
    return calendar.stamp(source.last_success) if source.last_success else calendar.texts("status.never")


def read_next(source: SourceState, calendar: Calendar) -> str:
    """When it is read again; empty where nobody knows, or where that waits for a person."""
    if source.paused or source.next_visit is None:
        return ""
    return calendar.texts("status.next", at=calendar.stamp(source.next_visit))


def cause_of(source: SourceState, calendar: Calendar) -> str:
    """Why it is in trouble and what to do, or what else is wrong with it."""
    return since(source.paused, calendar) if source.paused else clean(source.error or "")


def since(pause: Pause, calendar: Calendar) -> str:
    """Since when a source is paused, who wanted that, and how to end it."""
    at, who, name = calendar.stamp(pause.at), clean(pause.who), clean(pause.source)
    return calendar.texts("pause.since", at=at, who=who, source=name)


def facts(standing: Standing, calendar: Calendar) -> Iterator[str]:
    """What is to be known besides the sources."""
    texts = calendar.texts
    since = standing.pulse.since(calendar.now)
    yield texts("status.running", since=calendar.stamp(since)) if since else texts("status.stopped")
    if standing.lost and standing.pulse.beat:
        yield texts("status.lost", at=calendar.stamp(standing.pulse.beat))
    yield from _shared(standing, texts)
    yield texts("status.owed", n=standing.owed)
    if standing.late:
        yield texts("status.late", n=standing.late)
    if standing.untold:
        numbers = [f"m-{number}" for number in standing.untold]
        yield texts("status.untold", list=listed(numbers, NAMED, texts))
    if standing.fallback:
        yield texts("watch.fallback_trouble", cause=clean(standing.fallback))
    for one in standing.unmailed:
        yield texts("watch.unmailed", address=clean(one.address), cause=clean(one.cause))
    if standing.forbidden:
        yield texts("status.forbidden", n=standing.forbidden)
    yield from _digest(standing, calendar)
    if standing.missed:
        yield texts("status.missed", week=standing.missed)
    yield texts("status.database", megabytes=number(standing.bytes / MEGABYTE, texts))
    backup = standing.backup
    yield texts("status.backup", at=calendar.stamp(backup)) if backup else texts("status.no_backup")
    if standing.cramped and standing.room.free is not None:
        yield texts("status.cramped", megabytes=number(standing.room.free / MEGABYTE, texts))
    if standing.swollen:
        yield texts("status.swollen", megabytes=number(standing.room.log / MEGABYTE, texts))


def _digest(standing: Standing, calendar: Calendar) -> Iterator[str]:
    """Its days are for people, its number for `otklik digest --week`."""
    if standing.last_digest is None:
        yield calendar.texts("status.no_digest")
        return
    days = calendar.period(*week_bounds(standing.last_digest, calendar.zone))
    yield calendar.texts("status.digest", days=days, week=standing.last_digest)


def _shared(standing: Standing, texts: Texts) -> Iterator[str]:
    """Who does which part, where several processes share the work."""
    if standing.roles:
        yield texts("status.roles", **standing.roles)
    if standing.unmanned:
        yield texts("status.unmanned", list=", ".join(f"otklik run --role {role}" for role in standing.unmanned))


def _lines(standing: Standing, calendar: Calendar) -> Iterator[Line]:
    texts, troubled = calendar.texts, standing.troubled
    working = len(standing.sources) - len(troubled)
    yield line("🔴 " if standing.calls else "🟢 ", bold(texts("status.title")), kind=Kind.TITLE)
    yield line(texts("status.working", n=working, all=len(standing.sources)))
    for source in troubled[:MOST]:
        yield Line()
        last = [texts("bot.sources.last", at=last_read(source, calendar))] if source.last_success else []
        said = ", ".join([word_of(source, texts), *last])
        yield line(f"{mark_of(source)} ", bold(clean(source.id)), f": {said}")
        cause = cause_of(source, calendar)
        if cause:
            yield line(shorten(cause, _CAUSE))
    if len(troubled) > MOST:
        yield line(texts("digest.more", n=len(troubled) - MOST), kind=Kind.SMALL)
    yield Line()
    yield from map(line, facts(standing, calendar))
