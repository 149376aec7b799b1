"""The same history gives the same answers, to the letter, whichever database holds it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from store_values import NOW
from week_values import BRANDS, SOURCES, dice, fill, invented

from monitor.config.plan import Plan
from monitor.digest import to_json
from monitor.domain import Flag, Label, Status
from monitor.export import as_jsonl
from monitor.store import Query, Store, Work
from monitor.team.routes import Scope
from monitor.weekly import weekly
from monitor.words.morphology import search_forms

WEEK = "2026-W47"
SAID = (
    "Сорвали сроки внедрения, поддержка молчит.",
    "Срок гарантии продлили, спасибо менеджерам!",
    "Ёлка на складе, отчёты пропали после обновления…",
    "The support team never answers; invoices are wrong.",
    "ΑΘΗΝΑ, İstanbul, straße: 100 % брак 🎄",
)
SEARCHES = (
    "срок",
    "сроками внедрений",
    "елка",
    "поддержке",
    "молчать",
    "invoice",
    "straße",
    "istanbul",
    "100",
    "%",
    "*",
)
PLAN = Plan.model_validate(
    {
        "timezone": "Europe/Minsk",
        "brands": [
            {"id": "zubr", "name": "Зубр-Софт"},
            {"id": "kestrel", "name": "Kestrel"},
            {"id": "sklad", "name": "Северный Склад", "role": "competitor"},
        ],
        "sources": [
            {"id": "news", "kind": "feed", "url": "https://site.example/rss/1"},
            {"id": "forum", "kind": "feed", "url": "https://site.example/rss/2"},
            {"id": "reviews", "kind": "feed", "brand": "zubr", "url": "https://site.example/rss/3"},
        ],
    }
)


@pytest.fixture
async def both(both_urls):
    stores = [await Store.open(url, lemmas=search_forms) for url in both_urls]
    yield stores
    for store in stores:
        await store.close()


@pytest.fixture
def both_urls(own_database):
    """An empty database of each kind."""
    return own_database("sqlite"), own_database("postgresql")


def history():
    """Many of them at one moment, and ratings whose sum depends on who is added first."""
    random = dice("parity")
    made = invented(random, [NOW - timedelta(days=days) for days in (1, 5, 9, 16)], 160)
    mentions = (
        replace(
            one,
            text=SAID[one.number % len(SAID)],
            at=one.at.replace(minute=0, second=0, microsecond=0) if one.number % 3 else one.at,
            rating=random.choice((None, 1 / 3, 0.1, 0.7, 1.0)),
            author=("Ирина", "ирина", "Ivan", "")[one.number % 4],
        )
        for one in made.mentions
    )
    return replace(made, mentions=tuple(mentions))


def queries():
    yield Query()
    yield from (Query(search=words) for words in SEARCHES)
    yield from (Query(brand=brand, limit=7, offset=3) for brand in BRANDS)
    yield from (Query(source=source) for source in SOURCES)
    yield from (Query(label=one) for one in Label)
    yield from (Query(status=one) for one in Status)
    yield from (Query(flag=one, hidden=SOURCES[:2]) for one in Flag)
    yield from (Query(work=one) for one in Work)
    yield Query(since=NOW - timedelta(days=9), until=NOW - timedelta(days=5), brands=BRANDS[:2])


@pytest.mark.long
async def test_one_history_is_listed_found_and_counted_alike(both):
    told = history()
    for store in both:
        await fill(store, told)
    one, other = both
    for query in queries():
        listed = as_jsonl(await one.mentions(query))
        assert listed == as_jsonl(await other.mentions(query)), query
        assert listed or query.search in {"istanbul", "%", "*"} or query.work is Work.MINE, query
    for scope in (Scope(), Scope(frozenset({"zubr"}))):
        digests = [json.dumps(to_json(await weekly(store, PLAN, WEEK, now=NOW, scope=scope))) for store in both]
        assert digests[0] == digests[1]
    standing = [await store.standing(PLAN.sources, NOW) for store in both]
    here, there = (replace(one, bytes=0, pulse=replace(one.pulse, alive=None)) for one in standing)
    assert here == there
