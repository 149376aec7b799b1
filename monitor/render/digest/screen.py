"""The first screen: the verdict, everything negative with its state, what waits, and what we could not see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from monitor.digest import Mood
from monitor.render.digest.frame import Frame, source_of
from monitor.render.document import Document, Kind, Line, bold, line
from monitor.render.phrase import listed
from monitor.texts import Texts

SCREEN: Final = 1200  # what is read without scrolling
_NAMED = 5  # blind sources named at once
_MOODS = {Mood.CALM: "🟢", Mood.ATTENTION: "🟠", Mood.CRISIS: "🔴"}
_TITLES = (70, 45, 28)  # characters of titles: shorter ones where that shows more of the negatives


def quiet(frame: Frame) -> Iterator[Line]:
    """A week in which nothing was said is one honest line."""
    digest, calendar = frame.digest, frame.calendar
    said = frame.texts("digest.quiet", period=calendar.named(digest.start, digest.end))
    yield line(" ".join([said, *_backlog(frame), *_seen(frame)]))


def first_screen(frame: Frame) -> Iterator[Line]:
    """At most SCREEN characters, whatever happened."""
    top, end = (*_top(frame),), (*_end(frame),)
    yield from top
    if rows := on_screen(frame):
        yield from (Line(), frame.heading("digest.alarming"), *rows, Line())
    yield from end


def on_screen(frame: Frame) -> tuple[Line, ...]:
    """The negatives that there is room for, and how many more there are."""
    stories = frame.digest.stories
    if not stories.alarming:
        return ()
    rest = Document((*_top(frame), Line(), frame.heading("digest.alarming"), Line(), *_end(frame)))
    room = SCREEN - rest.size - 1
    for title in _TITLES:
        rows = [frame.row(record, title=title) for record in stories.by_need]
        if len(Document(tuple(rows)).text) <= room and len(rows) == stories.alarming_count:
            return tuple(rows)
    return _as_many(rows, room, stories.alarming_count, frame.texts)


def _top(frame: Frame) -> Iterator[Line]:
    digest, texts = frame.digest, frame.texts
    period = frame.calendar.named(digest.start, digest.end)
    yield line(texts("digest.title", period=period), kind=Kind.TITLE)
    yield line(f"{_MOODS[digest.mood]} ", bold(texts(f"digest.{digest.mood}")), " ", " ".join(_verdict(frame)))


def _end(frame: Frame) -> Iterator[Line]:
    if waiting := " ".join([*_waiting(frame), *_backlog(frame)]):
        yield line("⏳ ", waiting)
    yield line("👁 ", " ".join(_seen(frame)))


def _as_many(rows: Sequence[Line], room: int, count: int, texts: Texts) -> tuple[Line, ...]:
    """The first of the rows, at least one, and how many of `count` are not shown."""
    kept: list[Line] = []
    left = room - len(texts("digest.more", n=count)) - 1
    for one in rows:
        left -= len(one.text) + 1
        if left < 0 and kept:
            break
        kept.append(one)
    if hidden := count - len(kept):
        kept.append(line(texts("digest.more", n=hidden), kind=Kind.SMALL))
    return tuple(kept)


def _verdict(frame: Frame) -> Iterator[str]:
    """Why the week is what it is called."""
    digest, texts, stories = frame.digest, frame.texts, frame.digest.stories
    if stories.untaken:
        yield texts("digest.why_urgent", n=stories.untaken)
    if digest.spike:
        yield texts("digest.why_spike", n=digest.negative, previous=digest.negative_before)
    if stories.waiting:
        yield texts("digest.why_waiting", n=stories.waiting)
    if not digest.own:
        yield texts("digest.why_rivals")
    elif not stories.mentions:
        yield texts("digest.why_silent")
    elif not stories.alarming_count and digest.due:
        yield texts("digest.why_none")
    elif stories.alarming_count and not stories.waiting:
        yield texts("digest.why_history" if stories.before_us else "digest.why_handled", n=stories.alarming_count)
    if digest.unseen and not stories.waiting:
        yield texts("digest.why_unseen")
    if digest.blind and not stories.waiting:
        yield texts("digest.why_blind", n=len(digest.blind))


def _waiting(frame: Frame) -> Iterator[str]:
    if oldest := frame.digest.stories.oldest:
        yield frame.texts("digest.waiting", id=oldest.id, since=frame.calendar.day(oldest.at))


def _backlog(frame: Frame) -> Iterator[str]:
    """What earlier weeks left behind is not forgotten on Monday."""
    stories = frame.digest.stories
    if stories.backlog:
        yield frame.texts("digest.backlog", n=stories.backlog)
    if stories.backlog and (oldest := stories.backlog_oldest):
        yield frame.texts("digest.backlog_oldest", id=oldest.id, since=frame.calendar.day(oldest.at))


def _seen(frame: Frame) -> Iterator[str]:
    """How much of the week we saw, and what we did not."""
    digest, texts = frame.digest, frame.texts
    if frame.calendar.now < digest.end:
        yield texts("digest.unfinished")
    if digest.due:
        yield texts("digest.coverage", good=digest.good, due=digest.due)
    else:
        yield texts("digest.aged" if digest.aged else "digest.no_coverage")
    if digest.unwatched:
        yield texts("digest.unwatched", lasting=frame.calendar.lasting(digest.unwatched))
    if digest.blind:
        names = [source_of(source.id) for source in digest.blind]
        yield texts("digest.blind", names=listed(names, _NAMED, texts))
