"""What every section of a digest needs: the week, and how things are said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from monitor.digest import FEW, Counts, Digest, Speed, Watched, pictured
from monitor.domain import Record
from monitor.render.card import NAME
from monitor.render.dates import Calendar
from monitor.render.display import clean
from monitor.render.document import Kind, Line, line, shorten
from monitor.render.phrase import hundredths, number, signed_count
from monitor.render.row import row
from monitor.texts import Texts

NAMED = 60  # characters of a brand's name
_MANY = 20  # from here on a percentage says something
SPREAD = 5  # answers from which nine of ten are worth telling
TONES = ("mentions", "negative", "neutral", "positive")


@dataclass(frozen=True, slots=True)
class Frame:
    """A week and the reader's calendar."""

    digest: Digest
    calendar: Calendar

    @property
    def texts(self) -> Texts:
        """The reader's language."""
        return self.calendar.texts

    @property
    def few(self) -> bool:
        """Whether so little was said that all of it is listed, without pictures and percentages."""
        return self.digest.stories.mentions < FEW

    @property
    def compared(self) -> bool:
        """Whether there is a week before; without one a difference would be an invention."""
        return any(week.previous.mentions for week in self.digest.own)

    def heading(self, key: str) -> Line:
        """Begins a section that everybody sees."""
        return line(self.texts(key), kind=Kind.HEADING)

    def folded(self, key: str, **blanks: object) -> Line:
        """Begins a section for whoever asks."""
        return line(self.texts(key, **blanks), kind=Kind.FOLDED)

    def small(self, key: str, **blanks: object) -> Line:
        """A remark."""
        return line(self.texts(key, **blanks), kind=Kind.SMALL)

    def picture(self, name: str) -> tuple[Line, ...]:
        """A picture, where the week has it: the words beside it say the same, so nothing is said of it."""
        return (Line(kind=Kind.SMALL, picture=name),) if name in pictured(self.digest) else ()

    def of(self, part: int, whole: int) -> str:
        """«3 из 5»; a percentage only where there is enough to share."""
        told = self.texts("digest.of", part=part, whole=whole)
        if whole < _MANY or self.few:
            return told
        return f"{told} ({self.texts('pictures.percent', n=hundredths(part, whole))})"

    def changed(self, count: int, previous: int) -> str:
        """«5 (+2)»."""
        return f"{count} ({signed_count(count - previous)})" if self.compared else str(count)

    def toned(self, now: Counts, before: Counts) -> dict[str, str]:
        """How many of each tone, with their differences."""
        return {name: self.changed(getattr(now, name), getattr(before, name)) for name in TONES}

    def stars(self, value: float) -> str:
        """A rating of 0..1 as people give it: of five."""
        return number(1 + 4 * value, self.texts)

    def lasting(self, minutes: float) -> str:
        """«3 ч 50 мин»."""
        return self.calendar.lasting(timedelta(minutes=minutes))

    def speed(self, speed: Speed) -> str:
        """«обычно 4 ч, девять из десяти за 2 дн»; of a few, only what is usual."""
        key = "digest.speed" if speed.count >= SPREAD else "digest.speed_few"
        return self.texts(key, median=self.lasting(speed.median), p90=self.lasting(speed.p90))

    def row(self, record: Record, *, title: int = 70) -> Line:
        """A mention in one line; whose it is, where that is not plain."""
        names = {week.brand.id: week.brand.name for week in self.digest.brands}
        ours = record.brand in {week.brand.id for week in self.digest.own}
        brand = names.get(record.brand, record.brand) if len(self.digest.own) > 1 or not ours else ""
        return row(record, calendar=self.calendar, brand=brand, title=title, ours=ours)

    def listed(self, words: Sequence[str]) -> str:
        """«3-е, 5-е и 7-е»."""
        if len(words) < 2:  # noqa: PLR2004  # a pair is the first list
            return "".join(words)
        return self.texts("digest.and", first=", ".join(words[:-1]), last=words[-1])


def name_of(brand: Watched, limit: int = NAMED) -> str:
    """A brand as it can stand in a line."""
    return shorten(clean(brand.name), limit)


def source_of(source: str) -> str:
    """A source as it can stand in a line."""
    return shorten(clean(source), NAME)


def without_empty(table: Iterable[Line]) -> tuple[Line, ...]:
    """A table without the columns in which nothing stands."""
    head, *rows = table
    kept = [place for place in range(len(head.cells)) if any(row.cells[place] for row in rows)]
    return tuple(replace(one, cells=tuple(one.cells[place] for place in kept)) for one in (head, *rows))


def most(lines: Iterable[Line], count: int, texts: Texts) -> tuple[Line, ...]:
    """So many at most, and how many more there are."""
    told = tuple(lines)
    hidden = len(told) - count
    more = (line(texts("digest.more", n=hidden), kind=Kind.SMALL),) if hidden > 0 else ()
    return (*told[:count], *more)
