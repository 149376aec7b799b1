"""Mentions as files: JSON lines, CSV, a workbook. No cell of ours is ever a formula."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from monitor.domain import Record

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
_WIDTHS = {"title": 40, "text": 80, "url": 40, "words": 30}
_CELL = 32_767  # characters, Excel's limit


def as_json(record: Record) -> dict[str, object]:
    """The fields of CONTRACT section 1, in their order."""
    return {name: _json_value(name, record) for name in FIELDS}


def as_jsonl(records: Sequence[Record]) -> str:
    """One object per line."""
    return "".join(json.dumps(as_json(record), ensure_ascii=False) + "\n" for record in records)


def as_csv(records: Sequence[Record]) -> str:
    """A table that Excel opens in Cyrillic too: with a byte order mark, and nothing it would calculate.

    A text that looks like a formula gets an apostrophe in front.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(FIELDS)
    for record in records:
        writer.writerow([_safe(value) for value in _cells(record).values()])
    return "\ufeff" + out.getvalue()


def as_xlsx(records: Sequence[Record]) -> bytes:
    """A workbook with typed dates and numbers, filters and a frozen header."""
    import xlsxwriter  # noqa: PLC0415  # a third of a second, for one format

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("mentions")
    date = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet.write_row(0, 0, FIELDS, book.add_format({"bold": True}))
    for row, record in enumerate(records, 1):
        for column, value in enumerate(_cells(record).values()):
            if isinstance(value, datetime):
                sheet.write_datetime(row, column, value.astimezone(UTC).replace(tzinfo=None), date)
            elif isinstance(value, float):
                sheet.write_number(row, column, value)
            else:
                sheet.write_string(row, column, value[:_CELL])
    for column, name in enumerate(FIELDS):
        sheet.set_column(column, column, _WIDTHS.get(name, 14))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(records), 1), len(FIELDS) - 1)
    book.close()
    return out.getvalue()


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might calculate it; also with apostrophes in front, so that ours can be told from theirs.

    >>> is_formula("=1+1"), is_formula("'=1+1"), is_formula("'90s")
    (True, True, False)
    """
    return text.lstrip("'").startswith(_DANGEROUS)


def _json_value(name: str, record: Record) -> object:
    value = getattr(record, name)
    if name == "words":
        return [[cue.text, cue.weight] for cue in record.words]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return list(value) if isinstance(value, tuple) else value


def _cells(record: Record) -> Mapping[str, str | float | datetime]:
    return {name: _cell(getattr(record, name), name) for name in FIELDS}


def _cell(value: object, name: str) -> str | float | datetime:
    if name == "words" and isinstance(value, tuple):
        return ", ".join(f"{cue.text} {cue.weight:+.1f}" for cue in value)
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, bool):
        return "yes" if value else ""
    return value if isinstance(value, float | datetime) else "" if value is None else str(value)


def _safe(value: str | float | datetime) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, float):
        return repr(value)
    return f"'{value}" if is_formula(value) else value
