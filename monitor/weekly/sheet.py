"""The mentions of a week as a table that people sort and filter: in their language, in their time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, tzinfo

from monitor.domain import Label, Record, Status
from monitor.render.card import place_of
from monitor.texts import Texts
from monitor.workbook import Column, Row, Sheet

MOST = 20_000  # rows; the newest ones. Nobody reads more, and a bot may send 50 MB at most

_COLUMNS = (
    Column("id", 10),
    Column("at", 17),
    Column("brand", 18),
    Column("place", 20),
    Column("tone", 12),
    Column("severity", 11),
    Column("status", 16),
    Column("title", 36, wraps=True),
    Column("text", 80, wraps=True),
    Column("author", 20),
    Column("rating", 9),
    Column("reasons", 20),
    Column("words", 26),
    Column("url", 40, links=True),
    Column("published", 17),
    Column("deadline", 17),
    Column("answered", 17),
    Column("in_time", 9),
    Column("reply", 40, links=True),
)


def week_sheet(week: str, *, texts: Texts, zone: tzinfo, left_out: int = 0) -> Sheet:
    """The table before its rows; it says in whose time its dates are, and how many mentions it does not hold."""
    heads = (Column(texts(f"workbook.{one.head}", zone=zone), one.width, one.wraps, one.links) for one in _COLUMNS)
    words = {label: texts(f"word.{label}") for label in Label}
    note = texts("workbook.left_out", n=left_out) if left_out else ""
    return Sheet(week, tuple(heads), zone, words, note)


def week_rows(records: Sequence[Record], *, texts: Texts, brands: Mapping[str, str], now: datetime) -> Iterator[Row]:
    """A row for each mention, newest first; who dealt with it is not told, for people are not measured."""
    return (_row(record, texts, brands, now) for record in records)


def _row(record: Record, texts: Texts, brands: Mapping[str, str], now: datetime) -> Row:
    in_time = record.in_time(now)
    return (
        record.id,
        record.at,
        brands.get(record.brand, record.brand),
        place_of(record, texts),
        record.label,
        texts(f"word.{record.severity}") if record.severity else "",
        _standing(record, texts),
        record.title,
        record.text,
        record.author,
        record.rating_text,
        ", ".join(texts(f"reason.{reason}") for reason in record.reasons if texts.has(f"reason.{reason}")),
        ", ".join(cue.text for cue in record.words),
        record.url,
        record.published,
        record.deadline,
        record.answered,
        "" if in_time is None else texts("workbook.yes" if in_time else "workbook.no"),
        record.reply_url,
    )


def _standing(record: Record, texts: Texts) -> str:
    """Where the work on it stands, where it asks for any; of what was put away the reason says more."""
    if record.status is Status.DISMISSED and record.reason:
        return texts(f"word.{record.reason}")
    untouched = record.status is Status.NEW and record.flag is None and record.label is not Label.NEGATIVE
    return "" if untouched else texts(f"word.{record.status}")
