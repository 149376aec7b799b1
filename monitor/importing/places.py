"""Reads files of places in search, such as services that check them export. Pure: bytes in, first pages out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from monitor.digest import Listing, Shown
from monitor.errors import ContentError, MonitorError
from monitor.importing.columns import NOTHING, PLACED, Columns, columns_of, named, no_such_column
from monitor.importing.rows import Rejected, address_in, day_first, is_month_first, read_cell_date, written_in
from monitor.importing.tables import Line, tables
from monitor.sources.markup import plain

ABOVE = 20  # rows in which a header is looked for
DEEPEST = 1_000
_NEEDED = {"query", "position"}
_OF_MENTIONS = ("text", "author", "rating")  # a table with one of these tells what people said
_SHOWN = 40  # letters of a wrong value that are repeated

_Pages = dict[tuple[str, datetime], dict[int, Shown]]

_NUMBER = re.compile(r"\d{1,4}")
_ENGINES = {"yandex": ("yandex", "яндекс")}


@dataclass(frozen=True, slots=True)
class Placed:
    """What a file holds: a first page for each date and query."""

    rows: int
    listings: tuple[Listing, ...]
    rejected: tuple[Rejected, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """Where a page stood for a query, and when."""

    query: str
    at: datetime
    shown: Shown


def tells_places(data: bytes, mapping: Mapping[str, str]) -> bool:
    """Whether a file is a table of places in search, and not one of what people said."""
    found = _table(data, mapping)
    if found is None or not found[0].places.keys() >= _NEEDED:
        return False
    columns, header, _ = found
    taken = {place for places in columns.places.values() for place in places}
    said = columns_of(header, mapping).places
    return all(taken.issuperset(said.get(field, ())) for field in _OF_MENTIONS)


def names_places(data: bytes, mapping: Mapping[str, str]) -> bool:
    """Whether a file has one of the columns that only a table of places needs."""
    return _table(data, mapping) is not None


def read_places(
    data: bytes, *, source: str, engine: str, mapping: Mapping[str, str], zone: ZoneInfo, now: datetime, quiet: bool
) -> Placed:
    """All rows of a file, as first pages of this source; `quiet` ones are history."""
    found = _table(data, mapping)
    if found is None:
        raise ContentError("import.no_places", found=NOTHING)
    columns, header, body = found
    if columns.missing:
        raise no_such_column(columns.missing[0], header)
    if not columns.places.keys() >= _NEEDED:
        raise ContentError("import.no_places", found=", ".join(named(header)) or NOTHING)
    dates = (_cell(columns, "date", line.cells) for line in body)
    reader = _Reader(columns, engine, zone, now, month_first=is_month_first(dates))
    pages: _Pages = {}
    rejected = []
    for line in body:
        try:
            _put(reader.read(line), pages)
        except MonitorError as error:
            rejected.append(Rejected(line.number, error))
    listings = (
        Listing(source, query, at, tuple(results[n] for n in sorted(results)), imported=quiet)
        for (query, at), results in sorted(pages.items())
    )
    return Placed(len(body), tuple(listings), tuple(rejected))


@dataclass(frozen=True, slots=True)
class _Reader:
    columns: Columns
    engine: str
    zone: ZoneInfo
    now: datetime
    month_first: bool

    def read(self, line: Line) -> _Row:
        """Raises MonitorError with what is wrong."""
        if line.error is not None:
            raise line.error
        query, url = self._said("query", line), address_in(_cell(self.columns, "url", line.cells), escaped=True)
        if not query:
            raise MonitorError("import.no_query")
        position = self._position(line)
        if not url:
            raise MonitorError("import.no_address")
        self._check_engine(line)
        return _Row(
            query, self._date(line), Shown(position, url, self._said("title", line), self._said("snippet", line))
        )

    def _said(self, field: str, line: Line) -> str:
        return plain(written_in(_cell(self.columns, field, line.cells), escaped=True))

    def _position(self, line: Line) -> int:
        written = self._said("position", line)
        if not _NUMBER.fullmatch(written) or not 1 <= int(written) <= DEEPEST:
            raise MonitorError("import.position", value=written[:_SHOWN])
        return int(written)

    def _check_engine(self, line: Line) -> None:
        """A SearXNG stands for many engines; Yandex only for itself."""
        named = self._said("engine", line)
        ours = _ENGINES.get(self.engine, ())
        if named and ours and not any(name in named.casefold() for name in ours):
            raise MonitorError("import.engine", engine=named[:_SHOWN])

    def _date(self, line: Line) -> datetime:
        """The day as the team lives it: of one day there is one first page. Without a date it is the present one."""
        cell = _cell(self.columns, "date", line.cells)
        if cell is None or (isinstance(cell, str) and not cell.strip()):
            return self.now
        written = day_first(cell) if self.month_first else cell
        at = read_cell_date(written, zone=self.zone, typed_zone=self.zone, now=self.now).at
        if at is None:
            raise MonitorError("import.date", value=written_in(cell)[:_SHOWN])
        return datetime.combine(at.astimezone(self.zone).date(), time(), self.zone).astimezone(UTC)


def _put(row: _Row, pages: _Pages) -> None:
    """One page stands at one place."""
    stood = pages.setdefault((row.query, row.at), {}).setdefault(row.shown.position, row.shown)
    if stood.url != row.shown.url:
        raise MonitorError("import.place_taken", position=row.shown.position)


def _table(data: bytes, mapping: Mapping[str, str]) -> tuple[Columns, Sequence[object], Sequence[Line]] | None:
    """The columns of the table that names queries or places, its header, and its rows."""
    found = [one for table in tables(data) for one in _headed(table.header, table.lines, mapping)]
    return max(found, key=lambda one: (one[0].places.keys() >= _NEEDED, one[0].fit), default=None)


def _headed(
    header: Sequence[object] | None, lines: Sequence[Line], mapping: Mapping[str, str]
) -> Iterator[tuple[Columns, Sequence[object], Sequence[Line]]]:
    tried: Iterable[tuple[Sequence[object], Sequence[Line]]] = (
        [(header, lines)]
        if header is not None
        else [(line.cells, lines[n:]) for n, line in enumerate(lines[:ABOVE], 1)]
    )
    for cells, body in tried:
        columns = columns_of(cells, mapping, PLACED)
        if columns.places.keys() & _NEEDED:
            yield columns, cells, [line for line in body if not line.empty]


def _cell(columns: Columns, field: str, cells: Sequence[object]) -> object:
    return next((cells[place] for place in columns.places.get(field, ()) if place < len(cells)), None)
