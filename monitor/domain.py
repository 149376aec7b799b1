"""The words of the product: the values its stages exchange."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """Whose name it is: ours raises alerts, a competitor's only counts."""

    OWN = "own"
    COMPETITOR = "competitor"


class Audience(StrEnum):
    """Who speaks in a source, and so how its mentions are judged."""

    CLIENTS = "clients"
    HR = "hr"
    PRESS = "press"
    COMPANY = "company"


class Label(StrEnum):
    """The tone towards the brand."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"


class Why(StrEnum):
    """What decided the label."""

    WORDS = "words"
    RATING = "rating"
    CORRECTION = "correction"
    MODEL = "model"


class Flag(StrEnum):
    """Why a mention deserves a look."""

    NEGATIVE = "negative"
    RISK = "risk"
    QUESTION = "question"


class Severity(StrEnum):
    """How fast the team must act; on cards: Urgent, Important, For information."""

    P1 = "p1"
    P2 = "p2"
    P3 = "p3"


class Status(StrEnum):
    """Where the team's work on a mention stands."""

    NEW = "new"
    TAKEN = "taken"
    ANSWERED = "answered"
    DISMISSED = "dismissed"


class Reason(StrEnum):
    """Why a mention was dismissed."""

    NOT_NEGATIVE = "not_negative"
    NOT_ABOUT_US = "not_about_us"
    NO_REPLY = "no_reply"


class Action(StrEnum):
    """What a person does to a mention; also the name of the event kept in its history."""

    TAKE = "take"
    GIVE_BACK = "give_back"
    TICK = "tick"
    ANSWER = "answer"
    LINK = "link"
    NO_LINK = "no_link"
    NOT_NEGATIVE = "not_negative"
    NOT_ABOUT_US = "not_about_us"
    NO_REPLY = "no_reply"
    UNDO = "undo"


# ---------------------------------------------------------------- collecting


@dataclass(frozen=True, slots=True)
class Request:
    """A page that a source asks for; the pipeline fetches it. `step` tells `read` what kind of page comes back."""

    url: str
    step: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    params: Mapping[str, str] = field(default_factory=dict)
    depth: int = 0  # how many pages led here; the pipeline stops a source that never ends


@dataclass(frozen=True, slots=True)
class Page:
    """What came back: `url` is the final address after redirects, `headers` have lower-case names."""

    url: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    step: str = ""
    depth: int = 0
    status: int = 200


@dataclass(frozen=True, slots=True)
class Item:
    """Something said somewhere, as its source shows it: plain text, no tags, no entities, white space folded."""

    source: str
    url: str  # without fragment and tracking; the page's own address where the item has none
    title: str = ""
    text: str = ""
    author: str = ""
    guid: str = ""
    published: datetime | None = None  # aware
    dated: bool = True  # False: `published` was relative («3 дня назад») and cannot identify
    addressed: bool = True  # False: `url` is only the page's address and cannot identify
    rating: float | None = None  # 0..1
    rating_text: str | None = None  # "2/5"
    reply: str = ""  # the company's public answer, where the page shows one


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where a brand is named. Offsets count characters of the field they stand in."""

    brand: str
    start: int
    end: int
    text: str
    in_title: bool = False


@dataclass(frozen=True, slots=True)
class Cue:
    """A word or phrase as written in the text, and how much it weighed (-4..4)."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Sentiment:
    """The tone, -1..1, and the reason for it, strongest words first."""

    label: Label
    score: float
    why: Why = Why.WORDS
    words: tuple[Cue, ...] = ()
    risks: tuple[str, ...] = ()  # danger words near the brand, as written: court, leak, fraud ...
    question: bool = False  # somebody asks about the brand


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a mention is flagged and how urgent it is; no severity means nobody is told."""

    flag: Flag | None = None
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """An item that names one of the brands, judged."""

    item: Item
    brand: str
    lang: str
    sentiment: Sentiment
    verdict: Verdict
    hits: tuple[Hit, ...] = ()
    steps: tuple[str, ...] = ()  # the checklist it gets, fixed when it is stored
    deadline: datetime | None = None
    history: bool = False  # held by the source when it was first seen, or brought up by a change of the file


@dataclass(frozen=True, slots=True)
class Identified:
    """An item with the keys that tell it again, strongest first (CONTRACT 5.2)."""

    item: Item
    keys: tuple[str, ...]
    weak: tuple[str, ...] = ()  # tell it only from items that have no stronger key of that kind


class ChangeKind(StrEnum):
    """What an item found on a page is to us."""

    NEW = "new"
    EDITED = "edited"
    KNOWN = "known"


@dataclass(frozen=True, slots=True)
class Change:
    """An item compared with what is stored. `mentions` are the brands it already has a row for."""

    found: Identified
    kind: ChangeKind
    item_id: int | None = None
    mentions: Mapping[str, int] = field(default_factory=dict)  # brand -> mention id


@dataclass(frozen=True, slots=True)
class Validators:
    """What makes the next request for an address conditional, and a body recognisable."""

    etag: str | None = None
    modified: str | None = None
    digest: str | None = None  # of the body, for servers without validators


class VisitStatus(StrEnum):
    """How a visit of a source went; `new` before the first one."""

    NEW = "new"
    OK = "ok"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Report:
    """One visit of one source. `error` is a sentence in the team's language."""

    source: str
    status: VisitStatus
    items: int = 0
    new: int = 0
    mentions: int = 0
    negative: int = 0
    error: str | None = None
    http_status: int | None = None
    seconds: float = 0.0
    next_visit: datetime | None = None


@dataclass(frozen=True, slots=True)
class SourceState:
    """What is remembered of a source between visits."""

    id: str
    state: VisitStatus = VisitStatus.NEW  # how its last visit went
    first_success: datetime | None = None  # None: what it holds is still history
    last_success: datetime | None = None
    failures: int = 0  # in a row
    error: str | None = None
    next_visit: datetime | None = None
    config: str = ""  # fingerprint of its YAML and of the brands at the last good visit
    reported: bool = False  # the team has been told that it is broken


# ---------------------------------------------------------------- kept


@dataclass(frozen=True, slots=True)
class Record:
    """A stored mention, as it is listed and exported; CONTRACT section 1 names its fields."""

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
    story: str
    status: Status
    reason: Reason | None
    assignee: str | None
    answered: datetime | None
    reply_url: str | None
    corrected: bool
    history: bool = False  # held by the source when it was first seen, or imported

    @property
    def id(self) -> str:
        """The short number that stands on the card: m-1042."""
        return f"m-{self.number}"


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
    deadline: datetime | None = None
    steps: tuple[Step, ...] = ()
    earlier: Earlier | None = None
    asks_link: bool = False  # answered, and the link is still asked for
    taken_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FirstCrawl:
    """The one summary after sources were seen for the first time."""

    sources: tuple[str, ...]
    found: int
    negative: int
    unanswered: int  # negative, published within 90 days, without an answer


@dataclass(frozen=True, slots=True)
class SourceBroken:
    """A source has failed several times in a row."""

    source: str
    error: str
    failures: int


@dataclass(frozen=True, slots=True)
class SourceRecovered:
    """A source that was reported works again."""

    source: str


@dataclass(frozen=True, slots=True)
class DigestDue:
    """The digest of an ISO week, such as 2026-W47, is to be sent."""

    week: str


@dataclass(frozen=True, slots=True)
class PlanChanged:
    """sources.yaml was read again while running: what changed, or why it was refused."""

    text: str


@dataclass(frozen=True, slots=True)
class Paired:
    """What was held while no chat was known, told in one message."""

    found: int
    negative: int


Notice = FirstCrawl | SourceBroken | SourceRecovered | DigestDue | PlanChanged | Paired


@dataclass(frozen=True, slots=True)
class Owed:
    """A message that is owed to a target: an alert (by mention) or a notice."""

    id: int
    target: str  # "terminal", "telegram:-100500", "telegram:-100500:7" with a topic, "held"
    mention: int | None
    notice: Notice | None
    attempts: int = 0
    unsure: int = 0  # times it was sent without an answer
    message: int | None = None  # Telegram's number once sent
    view: str = "card"  # what the message shows: card | checklist
    version: int = 0  # what an edit brings the message up to
    plain: bool = False  # markup was refused: without it from now on
