"""What is owed besides alerts, and to whom."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.domain.words import Health


@dataclass(frozen=True, slots=True)
class FirstCrawl:
    """The one summary after sources were seen for the first time."""

    sources: tuple[str, ...]
    found: int
    negative: int
    unanswered: int  # negative, published within 90 days, without an answer


@dataclass(frozen=True, slots=True)
class SourceBroken:
    """A source has failed several times in a row, shows nothing where it used to, or wants to see a human being."""

    source: str
    error: str
    failures: int
    health: str = Health.FAILED


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


@dataclass(frozen=True, slots=True)
class Removed:
    """In place of a card whose mention came from a place that is forbidden since."""


@dataclass(frozen=True, slots=True)
class StoryGrew:
    """What a card told is copied on and on, or the press has taken it up: told again, as a reply to that card."""

    mention: int  # that the card shows
    copies: int
    press: bool = False


Notice = FirstCrawl | SourceBroken | SourceRecovered | DigestDue | PlanChanged | Paired | Removed | StoryGrew


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
