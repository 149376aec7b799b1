"""Rows that might be there, in every table and column of a database as it stands at any step of its migrations."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Boolean, Column, Connection, DateTime, Float, Integer, MetaData, Table, func, inspect, select

from monitor.domain import Flag, Health, Label, Means, Reason, Severity, ShiftKind, Status, VisitStatus, Why
from monitor.store.migrations import VERSION_TABLE
from monitor.store.tables import METADATA
from monitor.store.types import Listed

START = datetime(2026, 11, 1, 9, 0, 0, 123_456, tzinfo=UTC)
LISTED = {(t.name, c.name) for t in METADATA.tables.values() for c in t.columns if isinstance(c.type, Listed)}
CHOICES: dict[tuple[str, str], tuple[str, ...]] = {  # columns that take these words alone
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
    "links": ["https://otzyv.example/зубр?id=1"],
}

Snapshot = dict[str, dict[tuple[Any, ...], dict[str, Any]]]  # by table and key


def tables_of(connection: Connection) -> list[Table]:
    """All of ours as they are at this step, those that others refer to first."""
    names = [
        name for name in inspect(connection).get_table_names() if not name.startswith(("mention_words", VERSION_TABLE))
    ]
    found = MetaData()
    found.reflect(connection, only=names)
    return found.sorted_tables


def fill(connection: Connection, count: int = 4) -> None:
    """So many more rows in every table; each column that may be empty is so in some of them and not in others."""
    for table in tables_of(connection):
        first = connection.execute(select(func.count()).select_from(table)).scalar_one() + 1
        rows = [_row(connection.dialect.name, table, number) for number in range(first, first + count)]
        connection.execute(table.insert(), rows)


def snapshot(connection: Connection) -> Snapshot:
    """All that is there, moments alike on every database."""
    return {
        table.name: {
            tuple(_read(row[column.name]) for column in table.primary_key): {k: _read(v) for k, v in row.items()}
            for row in connection.execute(select(table)).mappings()
        }
        for table in tables_of(connection)
    }


def lost(before: Snapshot, after: Snapshot) -> list[tuple[str, Any, str]]:
    """What both sides know and is not the same any more."""
    return [
        (table, key, column)
        for table, rows in before.items()
        if table in after
        for key, row in rows.items()
        for column, value in row.items()
        if _known(after[table], column) and after[table].get(key, {}).get(column, ...) != value
    ]


def _known(rows: dict[tuple[Any, ...], dict[str, Any]], column: str) -> bool:
    return not rows or column in next(iter(rows.values()))


def _row(dialect: str, table: Table, number: int) -> dict[str, Any]:
    return {column.name: _value(dialect, table, column, number) for column in table.columns}


def _value(dialect: str, table: Table, column: Column[Any], number: int) -> Any:
    if column.nullable and number % 3 == 0:
        return None
    if column.foreign_keys:
        return number
    if isinstance(column.type, DateTime):
        at = START + timedelta(hours=number, microseconds=number)
        return at.replace(tzinfo=None) if dialect == "sqlite" else at
    if isinstance(column.type, Boolean):
        return number % 2 == 0
    if isinstance(column.type, Float):
        return (-0.6, 0.1 + 0.2, 0.0, 1.0)[number % 4]
    if isinstance(column.type, Integer):
        return number
    return _text(table.name, column.name, number)


def _text(table: str, column: str, number: int) -> str:
    if (table, column) in LISTED:
        return json.dumps(LISTS.get(column, []), ensure_ascii=False, separators=(",", ":")) if number % 2 else "[]"
    if choices := CHOICES.get((table, column)):
        return choices[number % len(choices)]
    return f"{column} № {number}: «ёлка» 🎄\n'quoted' \\u0000" if number % 4 else f"{column}-{number}"


def _read(value: Any) -> Any:
    return value.astimezone(UTC).replace(tzinfo=None) if isinstance(value, datetime) and value.tzinfo else value
