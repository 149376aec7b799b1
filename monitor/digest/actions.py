"""What to do after such a week: at most three things, most valuable first, and none where there is nothing to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from monitor.digest.brand import Rating
from monitor.digest.first_page import FirstPage, Flip, Owner
from monitor.digest.load import Load
from monitor.digest.week import Complaint, Digest
from monitor.domain import Record, Severity, SourceState, Status
from monitor.domain.words import HIGH

MOST = 3
_GREW = 3  # complaints about one thing, from which one more than before is no chance
_WORDS = 4  # fewer are no praise worth quoting


@dataclass(frozen=True, slots=True)
class TakeUrgent:
    """An emergency that nobody took."""

    mention: Record
    count: int  # such ones in all


@dataclass(frozen=True, slots=True)
class AnswerOldest:
    """What waits longest of the week."""

    mention: Record


@dataclass(frozen=True, slots=True)
class ClearBacklog:
    """What earlier weeks left behind."""

    oldest: Record
    count: int


@dataclass(frozen=True, slots=True)
class AnswerRatings:
    """Bad ratings without an answer, at the place that has most of them."""

    rating: Rating


@dataclass(frozen=True, slots=True)
class TellResponsible:
    """More people complain about the same thing than a week earlier."""

    complaint: Complaint


@dataclass(frozen=True, slots=True)
class Refresh:
    """A page of ours that would push one that speaks ill down, if it were newer."""

    page: FirstPage
    flip: Flip


@dataclass(frozen=True, slots=True)
class Repair:
    """A source that shows us nothing."""

    source: SourceState


@dataclass(frozen=True, slots=True)
class Mute:
    """The source that most alerts came from in vain, where there are more than anybody reads."""

    load: Load


@dataclass(frozen=True, slots=True)
class AskToQuote:
    """Praise in words that could stand on our own pages."""

    mention: Record


Action = (
    TakeUrgent | AnswerOldest | ClearBacklog | AnswerRatings | TellResponsible | Refresh | Repair | Mute | AskToQuote
)


def actions(digest: Digest) -> tuple[Action, ...]:
    """Fewer than three where there is less to do: none of them is invented."""
    return tuple(islice(_worth_doing(digest), MOST))


def worth_quoting(digest: Digest) -> tuple[Record, ...]:
    """Praise in words of its own, on a page that can be linked to, whose author may be asked."""
    return tuple(one for one in digest.stories.positive if one.number not in digest.let_be and _praises(one))


def _worth_doing(digest: Digest) -> Iterator[Action]:
    """The dangerous before the late, the late before what can still get better."""
    yield from _urgent(digest)
    yield from _oldest(digest)
    yield from _ratings(digest)
    yield from _broken(digest)
    yield from _grown(digest)
    yield from _refresh(digest)
    yield from _backlog(digest)
    if digest.quality.load.heavy and digest.quality.load.source:
        yield Mute(digest.quality.load)
    yield from map(AskToQuote, worth_quoting(digest)[:1])


def _urgent(digest: Digest) -> Iterator[TakeUrgent]:
    stories = digest.stories
    free = [record for record in stories.alarming if _nobodys(record)]
    if free and stories.untaken:
        yield TakeUrgent(free[0], stories.untaken)


def _oldest(digest: Digest) -> Iterator[AnswerOldest]:
    """What is to be taken first of all is not told twice."""
    oldest = digest.stories.oldest
    if oldest and not _nobodys(oldest):
        yield AnswerOldest(oldest)


def _backlog(digest: Digest) -> Iterator[ClearBacklog]:
    stories = digest.stories
    if stories.backlog and stories.backlog_oldest:
        yield ClearBacklog(stories.backlog_oldest, stories.backlog)


def _ratings(digest: Digest) -> Iterator[AnswerRatings]:
    waiting = [rating for week in digest.own for rating in week.ratings if rating.unanswered]
    if waiting:
        yield AnswerRatings(max(waiting, key=lambda rating: (rating.unanswered, rating.source)))


def _grown(digest: Digest) -> Iterator[TellResponsible]:
    """Without a week before that we saw, nothing has grown."""
    if not digest.comparable:
        return
    grown = [one for one in digest.complaints if one.count >= _GREW and one.count > one.previous]
    if grown:
        yield TellResponsible(max(grown, key=lambda one: (one.count - one.previous, one.count, one.reason)))


def _refresh(digest: Digest) -> Iterator[Refresh]:
    """Only a page of our own can be refreshed by us."""
    found = [(page, flip) for page in digest.first_pages for flip in page.flips if flip.ours.owner is Owner.OWN]
    if found:
        yield Refresh(*min(found, key=lambda one: (one[1].negative.position, -one[0].negative_share)))


def _broken(digest: Digest) -> Iterator[Repair]:
    """What does not work before what is skipped; a source that somebody paused is as they want it."""
    blind = [source for source in digest.blind if source.health.trouble]
    if blind:
        yield Repair(max(blind, key=lambda source: (source.reported, source.failures, source.id)))


def _nobodys(record: Record) -> bool:
    return record.severity is Severity.P1 and record.status is Status.NEW and not record.history


def _praises(record: Record) -> bool:
    told = len((record.text or record.title).split()) >= _WORDS
    fits = record.rating is None or record.rating >= HIGH
    return record.praises and fits and told and record.url.startswith(("http://", "https://"))
