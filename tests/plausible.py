"""Rows that might be there, in every table and column of a database as it stands at any step of its migrations."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Boolean, Connection, DateTime, Float, Integer, column, inspect, select, table, text
from sqlalchemy.engine.interfaces import ReflectedColumn

from monitor.domain import Flag, Health, Label, Means, Reason, Severity, ShiftKind, Status, VisitStatus, Why
from monitor.store.connection.types import Listed
from monitor.store.migrations import VERSION_TABLE
from monitor.store.tables import METADATA
from monitor.store.tables.mentions import Keeps

SEARCH = "mention_words"  # SQLite's search is no table of ours
START = datetime(2026, 11, 1, 9, 0, 0, 123_456, tzinfo=UTC)
LISTED = {(t.name, c.name) for t in METADATA.tables.values() for c in t.columns if isinstance(c.type, Listed)}
CHOICES: dict[tuple[str, str], tuple[str, ...]] = {  # columns that take these words alone
    ("item", "keeps"): tuple(Keeps),
    ("mention", "status"): tuple(Status),
    ("mention", "label"): tuple(Label),
    ("mention", "flag"): tuple(Flag),
    ("mention", "why"): tuple(Why),
    ("mention", "severity"): tuple(Severity),
    ("mention", "reason"): tuple(Reason),
    ("mention", "lang"): ("ru", "en", "be"),
    ("source_state", "state"): tuple(VisitStatus),
    ("source_state", "health"): tuple(Health),
    ("outbox", "kind"): ("alert",),
    ("outbox", "state"): ("owed", "sent", "refused", "gathered"),
    ("outbox", "view"): ("card", "list"),
    ("event", "kind"): ("found", "take", "answer", "not_negative", "rating_changed"),
    ("lesson", "means"): tuple(Means),
    ("shift", "kind"): tuple(ShiftKind),
    ("code", "kind"): ("pair", "invite"),
    ("ask", "kind"): ("link", "reply"),
    ("search_page", "label"): tuple(Label),
}
LISTS: dict[str, list[Any]] = {  # by the name of the column
    "also": ["новости", "forum"],
    "words": [["сорвали сроки", -3.0], ["молчит", -1.25]],
    "steps": [["Проверить", None, None], ["Ответить", "Анна", "2026-11-02T09:00:00+00:00"]],
    "before": ["new", "negative", -0.625, "words", False, None, None, None],
    "reasons": ["support", "deadlines"],
    "counts": [12, 0, 7],
    "links": ["https://otzyv.example/зубр?id=1", r"\u0000"],
}

Snapshot = dict[str, list[Mapping[str, Any]]]  # the rows of each table


def names_of(connection: Connection) -> list[str]:
    """The tables that are ours at this step."""
    return [name for name in inspect(connection).get_table_names() if not name.startswith((SEARCH, VERSION_TABLE))]


def fill(connection: Connection, count: int = 4) -> None:
    """So many more rows in every table; each column that may be empty is so in some of them and not in others."""
    look = inspect(connection)
    ours = names_of(connection)
    for name in [name for name, _ in look.get_sorted_table_and_fkc_names() if name in ours]:
        columns = look.get_columns(name)
        foreign = [(one["constrained_columns"], one["referred_table"]) for one in look.get_foreign_keys(name)]
        keys = {key: _count(connection, referred) for constrained, referred in foreign for key in constrained}
        there = _count(connection, name)
        rows = [
            {one["name"]: _value(connection.dialect.name, name, one, number, keys) for one in columns}
            for number in range(there + 1, there + count + 1)
        ]
        into = table(name, *(column(one["name"], one["type"]) for one in columns))
        connection.execute(into.insert(), rows)


def raw(connection: Connection) -> Snapshot:
    """All that is there, as this database gives it."""
    return {
        name: [dict(row) for row in connection.execute(text(f"SELECT * FROM {name}")).mappings()]  # noqa: S608  # ours
        for name in names_of(connection)
    }


def known(connection: Connection) -> Snapshot:
    """All that is there, as the product reads it: the same on every database."""
    return {
        one.name: [dict(row) for row in connection.execute(select(one).order_by(*one.primary_key)).mappings()]
        for one in METADATA.sorted_tables
    }


def lost(before: Snapshot, after: Snapshot) -> list[tuple[str, Mapping[str, Any]]]:
    """Rows that are not there any more, in the tables and columns that both sides know."""
    found = []
    for name in before.keys() & after.keys():
        both = before[name][0].keys() & after[name][0].keys() if before[name] and after[name] else ()
        left = [{key: row[key] for key in both} for row in after[name]]
        wanted = [{key: row[key] for key in both} if both else row for row in before[name]]
        found += [(name, row) for row in wanted if row not in left]
    return found


def _count(connection: Connection, name: str) -> int:
    there: int = connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one()  # noqa: S608  # a table of ours
    return there


def _value(dialect: str, name: str, one: ReflectedColumn, number: int, keys: Mapping[str, int]) -> Any:
    if one["nullable"] and number % 3 == 0:
        return None
    if isinstance(one["type"], DateTime):
        at = START + timedelta(hours=number, microseconds=number)
        return at.replace(tzinfo=None) if dialect == "sqlite" else at
    if isinstance(one["type"], Boolean):
        return number % 2 == 0
    if isinstance(one["type"], Float):
        return (-0.6, 0.1 + 0.2, 0.0, 1.0)[number % 4]
    if one["name"] in keys:  # whom it names is there
        return (number - 1) % keys[one["name"]] + 1
    if isinstance(one["type"], Integer):
        return number
    return _text(name, one["name"], number)


def _text(name: str, named: str, number: int) -> str:
    if (name, named) in LISTED:
        return json.dumps(LISTS.get(named, []), ensure_ascii=False, separators=(",", ":")) if number % 2 else "[]"
    if choices := CHOICES.get((name, named)):
        return choices[number % len(choices)]
    return f"{named} № {number}: «ёлка» 🎄\n'quoted' \\u0000" if number % 4 else f"{named}-{number}"
