"""Reads files that people import: review exports, histories, what we exported ourselves. Pure: bytes in, items out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.domain import Handed, Item
from monitor.errors import ContentError, MonitorError
from monitor.identity import identify
from monitor.importing.columns import NOTHING, Columns, columns_of, named, no_such_column, read_map
from monitor.importing.places import Placed, names_places, read_places, tells_places
from monitor.importing.rows import Reader, Rejected, is_month_first, scale_of
from monitor.importing.tables import Line, Table, tables

__all__ = [
    "Brought",
    "Placed",
    "names_places",
    "read_file",
    "read_map",
    "read_places",
    "tells_places",
]

ABOVE = 20  # rows in which a header is looked for: reports have a title, a period, a blank row above it
_UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Brought:
    """What a file holds: each item once, under the source it belongs to."""

    rows: int
    handed: Mapping[str, Sequence[Handed]]
    rejected: tuple[Rejected, ...]


def read_file(
    data: bytes,
    *,
    source: str | None,
    mapping: Mapping[str, str],
    brands: Mapping[str, str],
    zone: ZoneInfo,
    now: datetime,
) -> Brought:
    """All rows of a file, told apart among each other. `brands` are ids by every name that a row may say.

    Raises ConfigError for what is no table of mentions.
    """
    table, columns, body = _chosen(data, mapping)
    reader = Reader(
        columns,
        scale_of(columns, _column("rating", columns, body)),
        _UTC if columns.utc else zone,
        now,
        brands,
        source,
        escaped=table.text,
        typed_zone=_UTC if columns.ours or columns.utc else zone,
        month_first=is_month_first(_column("published", columns, body)),
    )
    about: dict[Item, dict[str, None]] = {}
    rejected, several = [], len({line.sheet for line in body}) > 1
    for line in body:
        try:
            item, brand = reader.read(line)
        except MonitorError as error:
            rejected.append(Rejected(line.number, error, line.sheet if several else ""))
            continue
        about.setdefault(item, {}).update({brand: None} if brand else {})
    return Brought(len(body), _by_source(about), tuple(rejected))


def _chosen(data: bytes, mapping: Mapping[str, str]) -> tuple[Table, Columns, Sequence[Line]]:
    """The sheet that knows most of a mention, with those laid out like it; or the delimiter that makes most sense."""
    found = [(table, *_headed(table, mapping)) for table in tables(data)]
    speaking = [one for one in found if one[1].usable and not one[1].missing]
    if speaking:
        table, columns, header, body = max(speaking, key=lambda one: one[1].fit)
        if table.text:
            rows = [line for line in body if not line.empty]
            return table, columns, [_fitting(line, columns, len(header), table.mark) for line in rows]
        every = (line for _, of_sheet, _, lines in speaking if of_sheet == columns for line in lines)
        return table, columns, [line for line in every if table.header or not line.empty]
    _, columns, header, _ = max(found, key=lambda one: (one[1].fit, len(one[2])))
    if columns.missing:
        raise no_such_column(columns.missing[0], header)
    raise ContentError("import.no_columns", found=", ".join(named(header)) or NOTHING)


def _fitting(line: Line, columns: Columns, width: int, mark: str) -> Line:
    """A row with more cells than columns: where the last one is a text, nobody put it into quotes; else who knows."""
    if not any(line.cells[width:]):
        return line
    if width - 1 not in columns.places.get("text", ()):
        return Line(line.number, error=MonitorError("import.cells", count=len(line.cells), columns=width))
    return Line(line.number, (*line.cells[: width - 1], mark.join(map(str, line.cells[width - 1 :]))))


def _headed(table: Table, mapping: Mapping[str, str]) -> tuple[Columns, Sequence[object], Sequence[Line]]:
    """What stands where, the row that says so, and the rows under it."""
    if table.header is not None:
        return columns_of(table.header, mapping), table.header, table.lines
    tried = [(columns_of(line.cells, mapping), place) for place, line in enumerate(table.lines[:ABOVE])]
    if not tried:
        return Columns({}), (), ()
    columns, place = max(tried, key=lambda one: (one[0].usable, one[0].fit, len(named(table.lines[one[1]].cells))))
    return columns, table.lines[place].cells, table.lines[place + 1 :]


def _column(field: str, columns: Columns, body: Sequence[Line]) -> Iterator[object]:
    """All that stands in a column; it tells how each of its cells is meant."""
    places = columns.places.get(field, ())[:1]
    return (line.cells[place] for line in body for place in places if place < len(line.cells))


def _by_source(about: Mapping[Item, Mapping[str, None]]) -> dict[str, list[Handed]]:
    """An item is told from all others of the file, so that portions of it can be stored one after another."""
    handed: dict[str, list[Handed]] = {}
    for found in _identified(about):
        handed.setdefault(found.found.item.source, []).append(found)
    return handed


def _identified(about: Mapping[Item, Mapping[str, None]]) -> Iterator[Handed]:
    for found in identify(tuple(about)):
        yield Handed(found, tuple(about[found.item]))
