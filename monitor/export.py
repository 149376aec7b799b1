"""Mentions as files: JSON lines, CSV, a workbook. No cell of ours is ever a formula."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from monitor.domain import Label, Record
from monitor.words.quoting import unmarked
from monitor.workbook import Column, Sheet

FIELDS = (
    "id",
    "brand",
    "source",
    "also",
    "url",
    "title",
    "text",
    "author",
    "published",
    "found",
    "at",
    "lang",
    "rating",
    "rating_text",
    "label",
    "score",
    "flag",
    "why",
    "words",
    "severity",
    "story",
    "status",
    "reason",
    "assignee",
    "answered",
    "reply_url",
    "corrected",
    "reasons",
    "unsure",
)
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet takes a text that begins so for a formula (OWASP)
_WIDTHS = {"title": 40, "text": 80, "url": 40, "reply_url": 40, "words": 30}
_LONG, _LINKS = ("title", "text"), ("url", "reply_url")
_COLUMNS = tuple(Column(name, _WIDTHS.get(name, 14), name in _LONG, name in _LINKS) for name in FIELDS)
SHEET = Sheet("mentions", _COLUMNS, UTC)


def as_json(record: Record) -> dict[str, object]:
    """The fields that scripts rely on, in their order."""
    return {name: _json_value(name, record) for name in FIELDS}


def as_jsonl(records: Sequence[Record]) -> str:
    """One object per line."""
    return "".join(json.dumps(as_json(record), ensure_ascii=False) + "\n" for record in records)


def csv_head() -> str:
    """What a table begins with that Excel opens in Cyrillic too: a byte order mark, and the names."""
    return "\ufeff" + _lines([FIELDS])


def csv_rows(records: Iterable[Record]) -> str:
    """Their lines, a few of a million at a time; a text that looks like a formula gets an apostrophe in front."""
    return _lines([_safe(value) for value in _cells(record).values()] for record in records)


def xlsx_row(record: Record) -> list[str | float | datetime | Label]:
    """The cells of a mention."""
    return [record.label if name == "label" else cell for name, cell in _cells(record).items()]


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might calculate it; also with apostrophes in front, so that ours can be told from theirs.

    >>> is_formula("=1+1"), is_formula("'=1+1"), is_formula("'90s")
    (True, True, False)
    """
    return text.lstrip("'").startswith(_DANGEROUS)


def _json_value(name: str, record: Record) -> object:
    value = _said(record, name)
    if name == "words":
        return [[cue.text, cue.weight] for cue in record.words]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return list(value) if isinstance(value, tuple) else value


def _said(record: Record, name: str) -> object:
    """A field as people know it: a story by its short name, a text without our marks round what is quoted."""
    if name == "story":
        return f"s-{record.story}"
    return unmarked(record.text) if name == "text" else getattr(record, name)


def _cells(record: Record) -> Mapping[str, str | float | datetime]:
    return {name: _cell(_said(record, name), name) for name in FIELDS}


def _lines(rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def _cell(value: object, name: str) -> str | float | datetime:
    if name == "words" and isinstance(value, tuple):
        return ", ".join(f"{cue.text} {cue.weight:+.1f}" for cue in value)
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, float | datetime):
        return value
    return "" if value is None else str(value)


def _safe(value: str | float | datetime) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, float):
        return repr(value)
    return f"'{value}" if is_formula(value) else value
