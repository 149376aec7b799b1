"""A row of a table becomes an item, or says why it cannot."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import isfinite
from zoneinfo import ZoneInfo

from monitor.dates import DECEMBER, LEEWAY, NOT_DATED, Dated, read_date
from monitor.domain import Item, Reply
from monitor.errors import MonitorError
from monitor.export import is_formula
from monitor.importing.columns import Columns
from monitor.importing.tables import Line
from monitor.places.addresses import shown
from monitor.sources.by_hand import IMPORT
from monitor.sources.markup import folded, links, plain
from monitor.sources.pages.rating import Rating, read_rating

FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001  # of spreadsheets, which know no zones
SERIALS = (20_000, 80_000)  # days since then that may be a date of the web
SCALES = (5.0, 10.0, 100.0)  # of marks that do not say out of how many they are
_LEADING = ("url", "title", "text", "published")  # which lead to what was said; an author's name leads elsewhere
_SHOWN = 40  # letters of a wrong value that are repeated

_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")
_SLASHED = re.compile(r"\s*(\d{1,2})/(\d{1,2})(?=/\d)")
_BARE = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}(?:[/?].*)?")
_SOURCE = re.compile(r"[\w.\-]+")
_NO_MARK = re.compile(
    r"[\s–—-]*|n/?a|none|null|нет|без оценки|нет оценки|не указана?|not rated|no rating", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Scale:
    """What a bare number in the column of ratings means: a share, as in our export, or a mark of so many."""

    shares: bool = False
    best: float = SCALES[0]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was not taken, by its number in a spreadsheet, and why."""

    row: int
    error: MonitorError
    sheet: str = ""  # where rows of several were read


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the rows of one table. `brands` are ids by every name that a person may write."""

    columns: Columns
    scale: Scale
    zone: ZoneInfo
    now: datetime
    brands: Mapping[str, str]
    source: str | None  # where all rows are stored, whatever they say
    escaped: bool  # a CSV of ours has apostrophes before what a spreadsheet would calculate
    typed_zone: ZoneInfo  # of dates in typed cells, which name none
    month_first: bool = False  # in this file 11/5/2026 is a day of November

    def read(self, line: Line) -> tuple[Item, str]:
        """The item, and the brand that the row names, if any; raises MonitorError with what is wrong."""
        if line.error is not None:
            raise line.error
        cells = line.cells
        url, dated, rating = self._url(line), self._date(cells), self._rating(cells)
        text = self._text(cells)
        item = Item(
            source=self.source or self._source(cells) or IMPORT,
            url=url,
            title=self._said("title", cells),
            text=text,
            author=self._said("author", cells),
            guid=self._said("guid", cells),
            published=dated.at,
            dated=dated.absolute,
            addressed=bool(url),
            rating=rating.share if rating else None,
            rating_text=(rating.text or None) if rating else None,
            replies=tuple(Reply(said) for said in [self._said("reply", cells)] if said),
            links=tuple(dict.fromkeys([*([url] if url else []), *links(text)])),
        )
        if not (item.title or item.text or rating):
            raise MonitorError("import.no_words")
        return item, self._brand(cells)

    def _cells(self, field: str, cells: Sequence[object]) -> Iterable[object]:
        return (cells[place] for place in self.columns.places.get(field, ()) if place < len(cells))

    def _cell(self, field: str, cells: Sequence[object]) -> object:
        return next((cell for cell in self._cells(field, cells) if cell is not None and cell != ""), None)

    def _said(self, field: str, cells: Sequence[object]) -> str:
        return self._words(self._cell(field, cells))

    def _text(self, cells: Sequence[object]) -> str:
        """Of several columns those with words: «Комментарии» and "Likes" may hold how many there are."""
        said = tuple(self._cells("text", cells))
        return " ".join(filter(None, (self._words(one) for one in said if len(said) == 1 or number_in(one) is None)))

    def _words(self, cell: object) -> str:
        """Our own export holds plain text already: to unfold it once more could change it."""
        written = written_in(cell, escaped=self.escaped)
        return folded(written) if self.columns.ours else plain(written)

    def _source(self, cells: Sequence[object]) -> str:
        """Only a short name can be one; elsewhere the column holds names for people."""
        named = self._said("source", cells)
        return named if _SOURCE.fullmatch(named) else ""

    def _url(self, line: Line) -> str:
        """As it is written, or what the words of a cell lead to."""
        written = address_in(self._cell("url", line.cells), escaped=self.escaped)
        if written or not line.leads:
            return written
        places = (place for field in _LEADING for place in self.columns.places.get(field, ()))
        return shown(next((line.leads[place] for place in places if place in line.leads), ""))

    def _brand(self, cells: Sequence[object]) -> str:
        named = self._said("brand", cells)
        if not named:
            return ""
        if named.casefold() not in self.brands:
            known = ", ".join(dict.fromkeys(self.brands.values()))
            raise MonitorError("import.brand", brand=named[:_SHOWN], known=known)
        return self.brands[named.casefold()]

    def _date(self, cells: Sequence[object]) -> Dated:
        cell = self._cell("published", cells)
        if cell is None or (isinstance(cell, str) and not cell.strip()):
            return Dated()
        _, *clock = self._cells("published", cells)
        day = day_first(cell) if self.month_first else cell
        dates = (self._read_date(one) for one in (*(_at(day, one) for one in clock), day))
        read = next((one for one in dates if one.at), NOT_DATED)
        if read.at is None:
            raise MonitorError("import.date", value=written_in(cell)[:_SHOWN])
        return read

    def _read_date(self, written: object) -> Dated:
        return read_cell_date(written, zone=self.zone, typed_zone=self.typed_zone, now=self.now)

    def _rating(self, cells: Sequence[object]) -> Rating | None:
        """As it is written, where it is; a bare number by the scale of its column."""
        written = self._said("rating_text", cells)
        cell = self._cell("rating", cells)
        mark, bare = written_in(cell).strip(), number_in(cell)
        if _NO_MARK.fullmatch(mark):
            return read_rating(written) if written else None
        if self.scale.shares and bare is not None and 0 <= bare <= 1:
            return Rating(bare, written or f"{bare * SCALES[-1]:.0f}/{SCALES[-1]:.0f}")  # cards say why
        found = read_rating(mark, best=self.scale.best, worst=0.0 if self.scale.best == SCALES[-1] else None)
        if found is None and bare == 0:  # nobody gave a mark
            return None
        if found is None or isinstance(cell, date) or (bare is not None and bare < 0) or _beyond(found):
            raise MonitorError("import.rating", value=mark[:_SHOWN])  # a spreadsheet takes 2/5 for a day of May
        return found


def scale_of(columns: Columns, column: Iterable[object]) -> Scale:
    """Told by the whole column: shares where nothing is above 1 and something below it, or a text stands beside.

    >>> scale_of(Columns({}), [1, 4, "9"]), scale_of(Columns({}), [1, 1]).shares, scale_of(Columns({}), [0, 1]).shares
    (Scale(shares=False, best=10.0), False, True)
    """
    marks = [mark for mark in map(number_in, column) if mark is not None]
    best = max(marks, default=0.0)
    below = any(0 <= mark < 1 for mark in marks)  # no star is 0
    shares = best <= 1 and ("rating_text" in columns.places or below)
    return Scale(shares, next((scale for scale in SCALES if best <= scale), SCALES[-1]))


def _at(day: object, clock: object) -> object:
    """A day and its time, which stand in cells of their own.

    >>> _at(date(2026, 11, 20), time(14, 35)), _at("20.11.2026", "2:35 PM")
    ('2026-11-20 14:35:00', '20.11.2026 2:35 PM')
    """
    bare = day.date() if isinstance(day, datetime) and day.time() == time() else day
    return f"{written_in(bare)} {written_in(clock)}" if isinstance(clock, str | time) else day


def _beyond(rating: Rating) -> bool:
    """Better than the best: that number was something else."""
    value, _, best = rating.text.partition("/")
    return float(value) > float(best)


def address_in(cell: object, *, escaped: bool = False) -> str:
    """An address of the web, also where its beginning was left out; empty for what is none.

    >>> address_in("otzyv.example/zubr"), address_in("нет")
    ('https://otzyv.example/zubr', '')
    """
    written = written_in(cell, escaped=escaped).strip()
    return shown(f"https://{written}" if _BARE.fullmatch(written) else written)


def day_first(cell: object) -> object:
    """A date of a file whose days have months before them, as everybody else writes it.

    >>> day_first("11/24/2026 10:00")
    '24/11/2026 10:00'
    """
    return _SLASHED.sub(r"\2/\1", cell, count=1) if isinstance(cell, str) else cell


def is_month_first(column: Iterable[object]) -> bool:
    """Told by the whole column of dates: an American one has days where others have months.

    >>> is_month_first(["11/05/2026", "11/20/2026"]), is_month_first(["05/11/2026", "20/11/2026"])
    (True, False)
    """
    found = [_SLASHED.match(cell) for cell in column if isinstance(cell, str)]
    pairs = [(int(one[1]), int(one[2])) for one in found if one]
    return any(second > DECEMBER for _, second in pairs) and all(first <= DECEMBER for first, _ in pairs)


def number_in(cell: object) -> float | None:
    """A cell that is a number and nothing else.

    >>> number_in("4,5"), number_in(3), number_in("2/5")
    (4.5, 3.0, None)
    """
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        return None
    try:
        number = float(cell.replace(",", ".") if isinstance(cell, str) else cell)
    except (ValueError, OverflowError):
        return None
    return number if isfinite(number) else None


def written_in(cell: object, *, escaped: bool = False) -> str:
    """A cell as words. Whole numbers are written whole: a spreadsheet knows no others than 5.0.

    >>> written_in(5.0), written_in("'=1+1", escaped=True)
    ('5', '=1+1')
    """
    if cell is None:
        return ""
    if isinstance(cell, dict | list):
        raise MonitorError("import.nested")
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.0f}"
    text = str(cell)
    return text[1:] if escaped and text.startswith("'") and is_formula(text) else text


def read_cell_date(cell: object, *, zone: ZoneInfo, typed_zone: ZoneInfo, now: datetime) -> Dated:
    """A date as a person, a program or a spreadsheet writes it."""
    if isinstance(cell, datetime):
        return _believed(cell if cell.tzinfo else cell.replace(tzinfo=typed_zone), now)
    if isinstance(cell, date):
        return _believed(datetime.combine(cell, time(), typed_zone), now)
    written = written_in(cell).strip()
    serial = number_in(written) if _SERIAL.fullmatch(written) else None
    if serial is not None and SERIALS[0] <= serial <= SERIALS[1]:
        return _believed((FIRST_DAY + timedelta(seconds=round(serial * 86_400))).replace(tzinfo=zone), now)
    exact = _exact(written)
    return _believed(exact, now) if exact else read_date(written, zone=zone, now=now)


def _exact(written: str) -> datetime | None:
    """ISO with a zone, to the last digit: what we export comes back as it was."""
    reading: Callable[[str], datetime] = datetime.fromisoformat
    try:
        at = reading(written)
    except ValueError:
        return None
    return at if at.tzinfo else None


def _believed(at: datetime, now: datetime) -> Dated:
    """Nothing was published in the future, or where our calendar ends."""
    try:
        return Dated(at.astimezone(UTC), absolute=True) if at <= now + LEEWAY else Dated()
    except OverflowError:
        return Dated()
