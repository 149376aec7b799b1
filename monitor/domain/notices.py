"""What is owed besides alerts, and to whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.domain.source_news import SourceBroken, SourceRecovered, SourcesBroken, SourcesRecovered
from monitor.domain.team import Contested, InvitationsEnded, LetIn


@dataclass(frozen=True, slots=True)
class FirstCrawl:
    """The one summary after sources were seen for the first time."""

    sources: tuple[str, ...]
    found: int
    negative: int
    unanswered: int  # negative, published within 90 days, without an answer


@dataclass(frozen=True, slots=True)
class DigestDue:
    """The digest of an ISO week, such as 2026-W47, is to be sent."""

    week: str


@dataclass(frozen=True, slots=True)
class DigestPictures:
    """The pictures of a week's digest, where they cannot stand inside of it."""

    week: str


@dataclass(frozen=True, slots=True)
class DigestFile:
    """The mentions of a week as a workbook, where it cannot stand inside of the digest."""

    week: str


@dataclass(frozen=True, slots=True)
class Questions:
    """Mentions of a week that were not flagged by a hair's breadth: whether they are negative, the team says."""

    week: str
    mentions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class EnteredFirstPage:
    """What speaks ill of us has entered the first page of a search engine."""

    brand: str
    engine: str
    query: str
    position: int
    previous: int | None  # where it stood before, where that was further down
    title: str
    url: str
    mention: int | None = None  # where it is one of ours: told under its card
    refresh: str = ""  # address of the page of ours, or that speaks well of us, that stands right below it
    refresh_title: str = ""
    refresh_position: int = 0
    refresh_own: bool = True  # False: others speak well of us there
    refreshed: str = ""  # when that page was last changed, as far as it says; ISO-8601 in UTC
    also: tuple[str, ...] = ()  # other queries whose first page it entered at the same time


@dataclass(frozen=True, slots=True)
class PlanChanged:
    """sources.yaml was read again while running: what changed, or why it was refused."""

    text: str


@dataclass(frozen=True, slots=True)
class Paired:
    """What was held while no chat was known, told in one message."""

    found: int
    negative: int


@dataclass(frozen=True, slots=True)
class Removed:
    """In place of a message about a mention that was removed: its place is forbidden, or it was to be forgotten."""

    why: str = "forbidden"  # forbidden | forgotten


@dataclass(frozen=True, slots=True)
class StoryGrew:
    """What a card told is copied on and on, or the press has taken it up: told again, as a reply to that card."""

    mention: int  # that the card shows
    copies: int
    press: bool = False


class Nudge(StrEnum):
    """Why the team is reminded of a card."""

    HALF = "half"  # half of the time to answer is over
    DUE = "due"  # all of it is
    NOBODY = "nobody"  # nobody has taken it: whoever is on duty is named
    ALL_AWAY = "all_away"  # nobody has taken it, and there is nobody to be named
    SNOOZE_OVER = "snooze_over"
    FOLLOW_UP = "follow_up"  # to come back after the answer
    PROMISE = "promise"  # what was promised falls due
    HANDED = "handed"  # a colleague has it now
    URGENT = "urgent"  # its author made it so


@dataclass(frozen=True, slots=True)
class Reminder:
    """Told under a card, naming whom it is for."""

    mention: int
    nudge: str
    people: tuple[int, ...] = ()  # the messenger's numbers of `names`, in the same order
    names: tuple[str, ...] = ()
    detail: str = ""  # who handed it over, what was promised
    also: tuple[int, ...] = ()  # other mentions of the message that tells it together with them
    absent: str = ""  # whose they are, where that colleague is away


@dataclass(frozen=True, slots=True)
class RatingChanged:
    """After our answer its author gave another rating: told under the card."""

    mention: int
    was: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class Gathered:
    """Alerts that one message tells together: a `storm`, or what could wait until `later`; the rows say which."""

    kind: str = "storm"


@dataclass(frozen=True, slots=True)
class Unwatched:
    """From when to when nothing was watched, for we were not running; ISO-8601 in UTC."""

    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Spike:
    """Many more mentions of a brand than usual: `count` within `hours`, where `usual` were to be expected."""

    brand: str
    count: int
    hours: int
    usual: float
    negative: int
    tone: str = ""  # of most
    reasons: tuple[str, ...] = ()  # most frequent first
    places: tuple[str, ...] = ()
    doubles: tuple[int, ...] = ()  # bad reviews in nearly the same words under different names


@dataclass(frozen=True, slots=True)
class Silence:
    """No mention of a brand for `days`, where `usual` were to be expected."""

    brand: str
    days: float
    usual: float
    unread: tuple[str, ...] = ()  # sources in trouble: where to look first


@dataclass(frozen=True, slots=True)
class NobodyThere:
    """A time ahead in which everybody is away; ISO-8601 in UTC."""

    start: str
    end: str


@dataclass(frozen=True, slots=True)
class ChatTrouble:
    """A chat that takes no message, or not in its topic, or that left the file: `cause` names the sentence."""

    chat: str
    cause: str
    topic: str = ""
    title: str = ""
    unwanted: int = 0  # alerts that waited for it and that no other chat wants


@dataclass(frozen=True, slots=True)
class Unmailed:
    """A mail address that the digest does not reach, and why, in the team's language."""

    address: str
    cause: str


@dataclass(frozen=True, slots=True)
class Daily:
    """How the time since the last such line was (`since`: ISO-8601 in UTC), and what is wrong now."""

    since: str
    sources: int  # that are to be read
    visits: int  # good ones
    mentions: int
    negative: int
    untaken: int = 0  # cards that nobody has taken
    late: int = 0  # messages that wait for over an hour
    unread: tuple[str, ...] = ()  # sources that cannot be read

    @property
    def calm(self) -> bool:
        """Whether nobody has to do anything; where nothing was read, nobody knows."""
        return bool(self.visits) and not (self.negative or self.untaken or self.late or self.unread)


@dataclass(frozen=True, slots=True)
class DutyHanded:
    """Somebody is on duty until the end of the week, in place of `was`; so many cards wait for an answer."""

    was: str
    name: str
    person: int
    waiting: int


Notice = (
    FirstCrawl
    | SourceBroken
    | SourceRecovered
    | SourcesBroken
    | SourcesRecovered
    | DigestDue
    | DigestPictures
    | DigestFile
    | Questions
    | EnteredFirstPage
    | PlanChanged
    | Paired
    | Removed
    | StoryGrew
    | Reminder
    | RatingChanged
    | Gathered
    | Unwatched
    | Spike
    | Silence
    | NobodyThere
    | ChatTrouble
    | Unmailed
    | Daily
    | DutyHanded
    | InvitationsEnded
    | Contested
    | LetIn
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question of ours in a chat: which mention it is about, whom it was put to, and what is asked for."""

    mention: int
    person: int
    kind: str = "link"


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
    fallen_back: datetime | None = None  # when it went another way, for the messenger was out
