"""However many mentions there are: a question goes along an index, and an export needs no more memory than a page."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import event
from store_values import ANNA, CHAT, NOW, TEXTS, bring, item, visit

from monitor.commands.exporting import exported
from monitor.desk import Press
from monitor.domain import Label, Status
from monitor.export import SHEET, xlsx_row
from monitor.store import Query, Store, Work
from monitor.workbook import filling

PAST = NOW - timedelta(days=700)

# What SQLite may do with a million rows: walk them all to find few, or sort what no index has in order.
ASKED = {
    "a page of a source": lambda store: store.mentions(Query(source="nowhere", limit=50)),
    "a page of some brands": lambda store: store.mentions(Query(brands=("zubr", "kestrel"), limit=6)),
    "who was taken care of": lambda store: store.mentions(Query(status=Status.TAKEN, limit=50)),
    "my own": lambda store: store.mentions(Query(work=Work.MINE, assignee=11, limit=6)),
    "what waits": lambda store: store.mentions(Query(work=Work.WAITING, brand="kestrel", limit=6)),
    "what nobody answered": lambda store: store.mentions(Query(work=Work.UNANSWERED, limit=6)),
    "cards that nobody took": lambda store: store.untaken(),
    "what is reminded of": lambda store: store.to_remind(NOW),
    "who has worked": lambda store: store.colleagues(),
    "what was replied": lambda store: store.last_replies(1),
    "what has grown old": lambda store: store.let_old_go(PAST),
    "whose names are old": lambda store: store.forget_names(PAST),
    "pages that were found": lambda store: store.page_mentions("zubr", [item().url]),
    "reviews in order": lambda store: store.keep(visit(span=(PAST, NOW))),
}
FEW = tuple(f"ix_mention_{part}" for part in ("waiting", "unanswered", "also", "also_at"))  # indexes of a small part


@pytest.fixture
async def asked(blank_file, tmp_path):
    """A store and all that it asks of its database, with the values."""
    path = tmp_path / "many.db"
    path.write_bytes(blank_file.read_bytes())
    store, said = await Store.open(f"sqlite:///{path}"), []
    event.listen(
        store._database._engine.sync_engine,
        "before_cursor_execute",
        lambda _, __, statement, values, ___, many: said.append((statement, values[0] if many else values)),
    )
    yield store, said, path
    await store.close()


@pytest.mark.parametrize("question", ASKED)
async def test_a_question_goes_along_an_index(asked, question):
    store, said, path = asked
    await ASKED[question](store)
    walks = []
    with closing(sqlite3.connect(path)) as look:
        for statement, values in said:
            if statement.lstrip().startswith(("SELECT", "UPDATE", "DELETE")):
                plan = [row[3] for row in look.execute(f"EXPLAIN QUERY PLAN {statement}", values)]
                walks += [step for step in plan if step.startswith(("SCAN mention", "SCAN outbox", "SCAN event"))]
    assert said
    assert [step for step in walks if not step.endswith(FEW)] == []


async def test_the_newest_of_several_ways_are_put_together(store):
    for number in range(6):
        source = ("reviews", "news")[number % 2]
        await bring(store, item(number, source=source), source=source, at=NOW + timedelta(minutes=number))
    await bring(store, item(0, source="news"), source="news", at=NOW + timedelta(minutes=9))
    found = await store.mentions(Query(source="news", brands=("zubr", "kestrel"), limit=3))
    assert [one.number for one in found] == [6, 4, 2]
    rest = await store.mentions(Query(source="news", brands=("zubr", "kestrel"), limit=3, offset=3))
    assert [one.number for one in rest] == [1]  # which stands there as well


async def test_a_search_finds_the_newest_whatever_was_found_last(store):
    for number in range(30):
        await bring(store, item(number, text=f"{TEXTS[number % 6]} {number}"), at=NOW + timedelta(minutes=number))
    old = [item(100 + n, text=f"Зубр-Софт молчит {n}", published=NOW - timedelta(days=n)) for n in range(30)]
    await bring(store, *old, at=NOW + timedelta(hours=2), history=True)
    for limit, offset in ((1, 0), (3, 2), (50, 0)):
        page = await store.mentions(Query(search="Зубр", limit=limit, offset=offset))
        assert page == (await store.mentions(Query(search="Зубр")))[offset : offset + limit]
    some = Query(search="Зубр", brands=("zubr", "kestrel"), source="reviews")
    assert await store.mentions(replace(some, limit=3, offset=2)) == (await store.mentions(some))[2:5] != ()
    rare = await store.mentions(Query(search="Зубр", label=Label.NEGATIVE, until=NOW - timedelta(days=28), limit=2))
    assert [one.at for one in rare] == [NOW - timedelta(days=29)]


@pytest.mark.one_database
async def test_an_export_is_written_a_few_at_a_time(store, tmp_path):
    await bring(store, *(item(number, text=f"{TEXTS[0]} {number}") for number in range(120)))
    sizes, file = [], tmp_path / "mentions.jsonl"

    async def parts():
        async for part in store.mentions_in_parts(Query()):
            sizes.append(len(part))
            yield part
            assert not file.exists()  # it is there when it is whole

    await exported(parts(), "jsonl", file, "Пишу")
    assert (sizes, len(file.read_bytes().splitlines())) == ([50, 50, 20], 120)
    assert [one.name for one in tmp_path.glob("mentions*")] == ["mentions.jsonl"]


async def test_a_workbook_goes_on_where_a_sheet_is_full(store, tmp_path):
    await bring(store, *(item(number) for number in range(5)))
    with (tmp_path / "book.xlsx").open("wb") as file, filling(file, replace(SHEET, rows=2)) as row:
        for record in await store.mentions(Query()):
            row(xlsx_row(record))
    book = CalamineWorkbook.from_path(tmp_path / "book.xlsx")
    assert book.sheet_names == ["mentions", "mentions 2", "mentions 3"]
    assert [len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names] == [3, 3, 2]


async def test_colleagues_are_called_by_the_names_they_had_last(store):
    await bring(store, item(0), item(1))
    for number, name in ((1, "Анна"), (2, "Анна К.")):
        await store.act(number, Press("take", replace(ANNA, name=name), NOW + timedelta(minutes=number)))
    assert await store.colleagues() == (replace(ANNA, name="Анна К."),)
    assert len(await store.owed(CHAT, NOW)) == 2
