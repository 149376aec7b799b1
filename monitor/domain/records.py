"""What is kept of a mention, and what a card shows of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.domain.visits import Cue, Hit
from monitor.domain.words import Doubt, Flag, Label, Reason, Severity, Status, Why

_NUMBERS = re.compile(r"\s*(?:[mм]-\d{1,9}(?:[\s,;]+|$))+", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")

PAGE = 10  # mentions of a message that tells many


@dataclass(frozen=True, slots=True)
class Growth:
    """How fast a story must grow to be urgent, and how soon an answer is due then."""

    items: int = 5
    within: timedelta = timedelta(hours=1)
    answer_within: timedelta = timedelta(hours=4)
    never: frozenset[str] = frozenset()  # brands of which nothing is urgent: those of competitors
    answer_at: Mapping[str, timedelta] = field(default_factory=dict)  # sources where it is due at another time


@dataclass(frozen=True, slots=True)
class Record:
    """A stored mention, as it is listed and exported."""

    number: int
    brand: str
    source: str
    also: tuple[str, ...]
    url: str
    title: str
    text: str
    author: str
    published: datetime | None
    found: datetime
    at: datetime
    lang: str
    rating: float | None
    rating_text: str | None
    label: Label
    score: float
    flag: Flag | None
    why: Why
    words: tuple[Cue, ...]
    severity: Severity | None
    story: int  # the number of the mention that it began with
    status: Status
    reason: Reason | None
    assignee: str | None
    answered: datetime | None
    reply_url: str | None
    corrected: bool
    history: bool = False  # held by the source when it was first seen, or imported
    reasons: tuple[str, ...] = ()  # what is complained about, strongest first
    unsure: Doubt | None = None  # why the tone may be another
    deadline: datetime | None = None  # until when an answer is, or was, due
    dated: bool = True  # False: `published` was relative («3 дня назад»)
    settled: datetime | None = None  # when it was settled in private
    snoozed_until: datetime | None = None

    @property
    def id(self) -> str:
        """The short number that stands on the card: m-1042."""
        return f"m-{self.number}"

    @property
    def praises(self) -> bool:
        """Whether it speaks well of us, in its words too: stars above a complaint are nothing to quote."""
        good = self.label is Label.POSITIVE and self.flag is None
        return good and sum(cue.weight for cue in self.words) >= 0

    @property
    def learnt(self) -> bool:
        """Whether earlier corrections decided, and nobody has spoken of this one."""
        return self.why is Why.CORRECTION and not self.corrected

    @property
    def due(self) -> datetime | None:
        """Until when an answer is due, where one is still asked for: an edit may take back what raised the alert."""
        return self.deadline if self.severity is not None and self.status.is_open else None

    def in_time(self, now: datetime) -> bool | None:
        """Whether it was answered before its deadline; None where that is open yet, or nothing was due."""
        if self.deadline is None or self.status is Status.DISMISSED:
            return None
        if self.status is Status.ANSWERED:
            return self.answered is not None and self.answered <= self.deadline
        return False if self.deadline <= now else None

    @property
    def sifted(self) -> bool:
        """Whether it is flagged, and was not alerted because the team did not want the like."""
        return self.learnt and self.flag is not None and self.severity is None


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a mention said before an edit."""

    at: datetime  # when the edit was seen
    title: str
    text: str
    rating_text: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the checklist, and who did it."""

    text: str
    done: bool = False
    by: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Who pressed or wrote."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What everybody says of a story for a while."""

    story: int
    text: str
    who: str
    at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a mention: found, alerted, a press, an answer, an edit."""

    at: datetime
    kind: str
    who: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Alert:
    """Everything a card shows of one mention, as it stands now."""

    record: Record
    hits: tuple[Hit, ...] = ()
    risks: tuple[str, ...] = ()
    copies: int = 0  # further rows of the same story and brand
    doubles: tuple[int, ...] = ()  # bad reviews there in nearly the same words, under other names
    alike: int = 0  # other stories of the last 30 days that complain about the same
    alike_latest: tuple[int, ...] = ()  # the last of these, by the number of a mention
    steps: tuple[Step, ...] = ()
    earlier: Earlier | None = None
    asks_link: bool = False  # answered, and the link is still asked for
    taken_at: datetime | None = None
    asks_follow_up: bool = False  # answered, and nobody has said whether to come back to it
    follow_up: datetime | None = None  # when to come back to it
    snoozed_by: str | None = None
    promise: str | None = None
    promised_for: datetime | None = None
    complained: datetime | None = None
    gone: datetime | None = None  # since when its page no longer shows it
    fallen_back: datetime | None = None  # when it was told another way, for Telegram was out
    closed_by: str | None = None  # who answered or dismissed it; where nobody of us did, None


@dataclass(frozen=True, slots=True)
class Batch:
    """What one message tells together, as it stands now: how much there is in all, and the page that it shows."""

    since: datetime
    total: int
    urgent: int  # of these, p1
    settled: int  # of these, those that somebody has, or that need nobody any more
    free: int  # of these, what may be taken all at once: open, nobody's, and not p1
    page: int
    records: tuple[Record, ...]  # urgent ones first, then the newest

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return max(-(-self.total // PAGE), 1)


def numbers_in(words: str) -> tuple[int, ...]:
    """The mentions that somebody looks for by the numbers on their cards; none where other words stand there as well.

    >>> numbers_in("m-31, М-40"), numbers_in("31"), numbers_in("m-31 поддержка")
    ((31, 40), (), ())
    """
    return tuple(map(int, _NUMBER.findall(words))) if _NUMBERS.fullmatch(words) else ()
