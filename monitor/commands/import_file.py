"""`otklik import`: mentions from a file that people have, such as an export of a review platform."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from monitor.commands.asked import Written, now
from monitor.commands.opening import Opened, first_pages, opened
from monitor.commands.output import write_json
from monitor.commands.waiting import waiting
from monitor.config.plan import Plan
from monitor.domain import Handed
from monitor.errors import ConfigError, ContentError, because
from monitor.importing import (
    Brought,
    Placed,
    names_places,
    read_file,
    read_map,
    read_places,
    tells_places,
)
from monitor.importing.columns import NOTHING
from monitor.importing.tables import LARGEST
from monitor.render.display import clean
from monitor.render.screen import DOUBTFUL, console
from monitor.serp.first_pages import searches_of
from monitor.sources.base import SourceBase
from monitor.sources.by_hand import imported
from monitor.sources.search import SearchSource
from monitor.store import Kept
from monitor.texts import Texts

PORTION = 500  # rows in one transaction
SHOWN = 20  # rejected rows that are told one by one

_NAME = re.compile(r"[\w.\-]+")


@dataclass(frozen=True, slots=True)
class Options:
    """What the person wants done with the file."""

    file: Path
    source: str | None
    mapping: Sequence[str]
    alert: bool
    as_json: bool


async def import_file(written: Written, options: Options) -> int:
    """0 if anything was taken or nothing was there, 1 if every row was rejected.

    `new` are mentions that were stored; `known` are rows that say no more than what was stored before, or stands above
    in the file. A row about none of the brands is kept in mind like a crawled one, and counted as `unnamed`.
    """
    if options.source is not None and not _NAME.fullmatch(options.source):
        raise ConfigError("import.source", source=options.source)
    try:
        return await _import(written, options)
    except ContentError as error:
        raise error.of(str(options.file)) from error


async def _import(written: Written, options: Options) -> int:
    plan, data = written.loaded.plan, _bytes(options.file)
    mapping = read_map(options.mapping)
    search = plan.source(options.source) if options.source else None
    if isinstance(search, SearchSource) and names_places(data, mapping):
        return await _import_places(written, options, search, mapping, data)
    if tells_places(data, mapping):
        raise ContentError("import.places_source", known=", ".join(one.id for one in searches_of(plan)) or NOTHING)
    with waiting(written.texts("cli.waiting.read"), unseen=options.as_json):
        brought = await asyncio.to_thread(_read, options, plan, mapping, data)
    async with opened(written) as house:
        kept = await _take(house, brought, options)
    known = _accepted(brought) - kept.new - kept.further - kept.forbidden - kept.forgotten
    counts = {"rows": brought.rows, "new": kept.mentions, "known": known}
    left_out = {"forbidden": kept.forbidden, "forgotten": kept.forgotten, "unnamed": kept.unnamed}
    counts |= {name: count for name, count in left_out.items() if count}
    _tell(brought, counts, written.texts, as_json=options.as_json)
    return int(bool(brought.rejected) and not _accepted(brought))


async def _import_places(
    written: Written, options: Options, search: SearchSource, mapping: dict[str, str], data: bytes
) -> int:
    """First pages that another service saw: their pages are read as if we had seen them, quietly unless `--alert`."""
    placed = await asyncio.to_thread(
        read_places,
        data,
        source=search.id,
        engine=search.engine,
        mapping=mapping,
        zone=written.loaded.plan.zone,
        now=now(),
        quiet=not options.alert,
    )
    async with opened(written) as house:
        places = house.live.understanding.places
        forbidden = sum(places.holds(shown.url) for page in placed.listings for shown in page.results)
        new = await house.store.import_listings(placed.listings)
        await first_pages(house).look()
    counts = {"rows": placed.rows, "new": new, "known": _accepted(placed) - new - forbidden}
    counts |= {"forbidden": forbidden} if forbidden else {}
    _tell(placed, counts, written.texts, as_json=options.as_json)
    return int(bool(placed.rejected) and not _accepted(placed))


def _read(options: Options, plan: Plan, mapping: dict[str, str], data: bytes) -> Brought:
    brands = {name.casefold(): brand.id for brand in plan.brands for name in brand.names}
    brands |= {brand.id.casefold(): brand.id for brand in plan.brands}
    return read_file(data, source=options.source, mapping=mapping, brands=brands, zone=plan.zone, now=now())


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except IsADirectoryError:
        raise ConfigError("config.folder", path=str(path), example=str(path / "reviews.csv")) from None
    except OSError as error:
        raise ConfigError("import.unreadable", path=str(path), reason=because(error)) from error


async def _take(house: Opened, brought: Brought, options: Options) -> Kept:
    """In portions, with a bar on a terminal."""
    total, done, rows = Kept(), 0, sum(map(len, brought.handed.values()))
    with waiting(house.live.texts("cli.waiting.import"), unseen=options.as_json) as told:
        told(done, rows)
        for source, portion in _portions(house.live.plan, brought):
            total += await house.pipeline.take(portion, source, history=not options.alert)
            done += len(portion)
            told(done, rows)
    return total


def _portions(plan: Plan, brought: Brought) -> Iterator[tuple[SourceBase, Sequence[Handed]]]:
    """A source of sources.yaml brings its audience, brand and language along."""
    for name, handed in brought.handed.items():
        source = plan.source(name) or imported(name)
        for start in range(0, len(handed), PORTION):
            yield source, handed[start : start + PORTION]


def _accepted(brought: Brought | Placed) -> int:
    return brought.rows - len(brought.rejected)


def _tell(brought: Brought | Placed, counts: dict[str, int], texts: Texts, *, as_json: bool) -> None:
    if as_json:
        rejected = [
            {"row": one.row, **({"sheet": one.sheet} if one.sheet else {}), "error": texts.error(one.error)}
            for one in brought.rejected
        ]
        write_json({**counts, "rejected": rejected})
        return
    out = console()
    out.print(texts("cli.import.done", rejected=len(brought.rejected), **counts))
    for left_out in ("forbidden", "forgotten", "unnamed"):
        if left_out in counts:
            out.print(texts(f"cli.import.{left_out}", n=counts[left_out]))
    for one in brought.rejected[:SHOWN]:
        key = "cli.import.sheet" if one.sheet else "cli.import.row"
        out.print(texts(key, sheet=clean(one.sheet), row=one.row, error=clean(texts.error(one.error))), style=DOUBTFUL)
    if len(brought.rejected) > SHOWN:
        out.print(texts("cli.import.more", n=len(brought.rejected) - SHOWN))
