"""What a visit brings: requests, pages, items, and what an item is to us."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum

from monitor.domain.words import ChangeKind, Doubt, Flag, Health, Label, Severity, VisitStatus, Why
from monitor.errors import Cause


@dataclass(frozen=True, slots=True)
class Request:
    """A page that a source asks for; the pipeline fetches it. `step` tells `read` what kind of page comes back."""

    url: str
    step: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    params: Mapping[str, str] = field(default_factory=dict)
    body: str | None = None  # not None: it is posted
    depth: int = 0  # how many pages led here; the pipeline stops a source that never ends
    once: str | None = None  # not None: the page is read once, and again only when this stamp is another
    listed: datetime | None = None  # when the list that names it says it was published: the newest are read first
    item: Item | None = None  # what the list says of it already; what is kept where its page cannot be read


@dataclass(frozen=True, slots=True)
class Page:
    """What came back: `url` is the final address after redirects, `headers` have lower-case names."""

    url: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    step: str = ""
    depth: int = 0
    status: int = 200
    item: Item | None = None  # of the request: what the list that led here says of it


@dataclass(frozen=True, slots=True)
class Reply:
    """What stands below an item as an answer to it."""

    text: str
    author: str = ""
    at: datetime | None = None  # aware; relative dates tell nothing here
    official: bool = True  # the page itself says that the company speaks
    url: str = ""  # where it has an address of its own


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
    replies: tuple[Reply, ...] = ()  # in the page's order, the company's and those of others
    about: str = ""  # what it is about, where its page says so apart from its words
    thread: str = ""  # the conversation it is part of, where its source names that
    links: tuple[str, ...] = ()  # addresses and @channels it comes from or leads to: whether one is forbidden
    query: str = ""  # what was searched for, where it is a result of a search engine ...
    position: int | None = None  # ... and its place on the first page, from 1

    @property
    def says_something(self) -> bool:
        """Whether there is anything in it to be heard."""
        return bool(self.title or self.text) or self.rating is not None


@dataclass(frozen=True, slots=True)
class Demand:
    """How often people put a query to a search engine, in the thirty days before."""

    query: str
    count: int


@dataclass(frozen=True, slots=True)
class Likely:
    """Where the reviews of a page seem to stand: the keys of `select:`."""

    select: Mapping[str, str | float]
    named: bool  # whether the page calls itself a page of reviews


Found = Item | Request | Demand | Likely  # on a page


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


class Asking(IntEnum):
    """How plainly somebody asks about a brand."""

    NOT = 0
    BY_MARK = 1  # a sentence names it and ends with a question mark
    IN_WORDS = 2  # as people ask before they buy


@dataclass(frozen=True, slots=True)
class Sentiment:
    """The tone, -1..1, and the reason for it, strongest words first."""

    label: Label
    score: float
    why: Why = Why.WORDS
    words: tuple[Cue, ...] = ()
    risks: tuple[str, ...] = ()  # danger words near the brand, as written: court, leak, fraud ...
    question: Asking = Asking.NOT
    reasons: tuple[str, ...] = ()  # what is complained about, strongest first: support, deadlines ...
    unsure: Doubt | None = None  # why the tone may be another


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
    """An item with the keys that tell it again, strongest first (docs/decisions/0002-who-an-item-is.md)."""

    item: Item
    keys: tuple[str, ...]
    weak: tuple[str, ...] = ()  # tell it only from items that have no stronger key of that kind
    said: str = field(default="", compare=False)  # a print of what it says, where that was worked out
    claims: tuple[str, ...] = field(default=(), compare=False)  # every key it has, also those that others share


@dataclass(frozen=True, slots=True)
class Handed:
    """What a person brings, and whom they say it is about; where they name nobody, its source or its words tell."""

    found: Identified
    brands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """An item compared with what is stored. `mentions` are the brands it already has a row for."""

    found: Identified
    kind: ChangeKind
    item_id: int | None = None
    mentions: Mapping[str, int] = field(default_factory=dict)  # brand -> mention id
    quiet: Collection[str] = ()  # of these, the brands nobody was told of where it was seen; here it is seen first now
    settled: bool = False  # the very same as at the last visit: of the item itself nothing is to be written


@dataclass(frozen=True, slots=True)
class Validators:
    """What makes the next request for an address conditional, and a body recognisable."""

    etag: str | None = None
    modified: str | None = None
    digest: str | None = None  # of the body, for servers without validators


@dataclass(frozen=True, slots=True)
class Link:
    """A page that a list named, to be read once; read again only when its stamp is another."""

    url: str
    step: str = ""
    stamp: str = ""
    listed: datetime | None = None  # when the list says it was published
    history: bool = False  # it was on the list when that was first seen
    read: bool = False  # or given up
    failures: int = 0  # in a row


@dataclass(frozen=True, slots=True)
class Hold:
    """Until when a site is left alone, whoever asks, and why."""

    until: datetime
    cause: Cause = Cause.WAIT


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
class Pause:
    """Since when a source is not visited, and who wanted that."""

    source: str
    who: str
    at: datetime


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
    health: Health = Health.NEW
    counts: tuple[int, ...] = ()  # what its last changed pages held, newest last
    matched: datetime | None = None  # when it last showed something about a brand
    paused: Pause | None = None

    @property
    def unread(self) -> bool:
        """Whether it shows us nothing at present, be that its fault or not."""
        return self.health.trouble or self.health in {Health.SKIPPED, Health.PAUSED}
