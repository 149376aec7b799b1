"""What the verbs of the store take and give, beside the words of the product."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from datetime import datetime
from enum import StrEnum
from operator import add

from monitor.domain import (
    Change,
    Demand,
    FirstCrawl,
    Flag,
    Growth,
    Health,
    Identified,
    Item,
    Label,
    Link,
    Mention,
    Notice,
    Pause,
    Severity,
    SourceState,
    Status,
    Validators,
)
from monitor.voices import Voices

Lemmas = Callable[[str], Collection[str]]  # the forms by which a word is found


@dataclass(frozen=True, slots=True)
class SummedUp:
    """What a source held before us: counted into the one message of its pass by the visit that found it."""

    told: Mapping[str, FirstCrawl]  # by target: a chat hears of what it may see
    key: str  # of the pass
    due: datetime  # when it is told at the latest, even if nobody lives to see the end of the pass


@dataclass(frozen=True, slots=True)
class Visit:
    """Everything one visit of a source brought; kept as a whole or not at all, and twice is once."""

    source: str
    at: datetime
    changes: Sequence[tuple[Change, tuple[Mention, ...]]]
    targets: Mapping[str, tuple[str, ...]]  # brand -> whom its alerts are owed to
    history: bool  # all of it was there before us
    state: SourceState | None  # None: people brought it, no source was visited
    validators: Mapping[str, Validators] = field(default_factory=dict)  # by what tells their requests apart
    links: Mapping[str, Link] = field(default_factory=dict)  # pages that its lists named
    results: Sequence[Item] = ()  # of a search engine, by place
    demand: Sequence[Demand] = ()  # how often its queries are put
    stands: Collection[str] = ()  # queries whose first page is the one of last time
    span: tuple[datetime, datetime] | None = None  # between these dates the pages show everything there is
    notices: tuple[tuple[str, Notice], ...] = ()  # target, what it is told
    growth: Growth = field(default_factory=Growth)  # from when on a story is urgent
    due: int = 1
    good: int = 1
    press: Collection[str] = ()  # the sources that are press: a story that gets there is told again
    dropped: Sequence[Identified] = ()  # what is forbidden: only counted
    takes: Mapping[str, Mapping[str, frozenset[Severity]]] = field(default_factory=dict)  # see `whom`
    voices: Voices = field(default_factory=Voices)  # who answers for each brand
    before_us: SummedUp | None = None  # where it was seen for the first time and held something
    left: Callable[..., bool] = field(default=lambda *_: False)  # whether a chat of these addresses left the file
    sifted: str = ""  # by which list of places; where it is another one than the store's, the store sifts too

    def whom(self, brand: str, severity: Severity) -> tuple[str, ...]:
        """Of its targets those that want to hear of such a mention; `takes` says it of those that do not want all."""
        picky = self.takes.get(brand, {})
        return tuple(one for one in self.targets.get(brand, ()) if severity in picky.get(one, (severity,)))

    def late(self, brand: str, severity: Severity) -> tuple[str, ...]:
        """Of these the ones that hear of a story only now that it is so urgent."""
        return tuple(one for one in self.whom(brand, severity) if one in self.takes.get(brand, {}))


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is known of a source before it is visited."""

    state: SourceState
    validators: dict[str, Validators] = field(default_factory=dict)  # by what tells its requests apart
    waits: bool = False  # its lists named pages that are not read yet
    paused: Pause | None = None


@dataclass(frozen=True, slots=True)
class Met:
    """What is stored, as a visit finds it when it has seen what its source shows."""

    state: SourceState  # others may have visited it meanwhile
    changes: tuple[Change, ...]
    lessons: str = ""  # their mark, where something is to be judged


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A visit that found everything as it was: nothing follows from it but how its source is, and when it is due."""

    source: str
    at: datetime
    health: Health
    next_visit: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """What of it was new: items, mentions, and of these the negative ones."""

    new: int = 0
    mentions: int = 0
    negative: int = 0
    forbidden: int = 0  # what people brought of forbidden places: counted, and nothing more
    forgotten: int = 0  # what was to be forgotten, and came again
    further: int = 0  # rows that people brought about a further brand of what is there
    unnamed: int = 0  # new rows that people brought and that name none of the brands

    def __add__(self, other: Kept) -> Kept:
        """What both kept."""
        return Kept(*map(add, astuple(self), astuple(other)))


class Work(StrEnum):
    """Which mentions somebody has to do something about."""

    MINE = "mine"  # taken, by whom `assignee` says
    WAITING = "waiting"  # a card was raised, and nobody has taken it
    UNANSWERED = "unanswered"  # flagged, and neither answered nor dismissed; what was there before us included
    OPEN = "open"  # flagged or not, neither answered nor dismissed


@dataclass(frozen=True, slots=True)
class Query:
    """Which mentions are wanted; newest first. `search` are words in any form, never a query language."""

    since: datetime | None = None
    until: datetime | None = None
    brand: str | None = None
    brands: Collection[str] | None = None  # of these alone
    hidden: Collection[str] = ()  # not of these sources alone
    label: Label | None = None
    flag: Flag | None = None
    source: str | None = None
    status: Status | None = None
    search: str | None = None
    numbers: Collection[int] = ()  # of these alone
    work: Work | None = None
    assignee: int = 0  # the messenger's number
    limit: int | None = None
    offset: int = 0
