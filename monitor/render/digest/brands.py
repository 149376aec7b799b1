"""How much was said, in which tone, of whom; day by day, and week by week."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from monitor.digest import BrandWeek, Day, PastWeek, period_bounds, total
from monitor.domain import Role
from monitor.render.digest.frame import SPREAD, TONES, Frame, name_of, without_empty
from monitor.render.document import Line, Span, bold, cells, columns, joined, line
from monitor.render.phrase import number, phrase


def figures(frame: Frame) -> Iterator[Line]:
    """All our own brands together, against the week before."""
    own = frame.digest.own
    now, before = total(week.counts for week in own), total(week.previous for week in own)
    if not now.mentions and not before.mentions:
        return
    texts, stories = frame.texts, sum(week.stories for week in own)
    yield frame.heading("digest.figures")
    yield from frame.picture("tone")
    told = {name: bold(count) for name, count in frame.toned(now, before).items()}
    yield Line(phrase(texts, "digest.counts", stories=stories, **told))
    if now.net_sentiment is not None:
        yield line(texts("digest.balance", value=number(now.net_sentiment, texts, digits=2)))
    yield frame.small("digest.difference" if before.mentions else "digest.none_before")
    if before.mentions and frame.digest.nobody_before:
        yield frame.small("digest.nobody_before")
    elif before.mentions and frame.digest.unwatched_before >= frame.digest.much:
        lasting = frame.calendar.lasting(frame.digest.unwatched_before)
        yield frame.small("digest.unwatched_before", lasting=lasting)


def brands(frame: Frame) -> Iterator[Line]:
    """Each of our brands, where there are several."""
    own = [week for week in frame.digest.own if week.counts.mentions or week.previous.mentions]
    if len(frame.digest.own) > 1 and own:
        yield frame.folded("digest.brands")
        head = columns(*(frame.texts(f"digest.column.{name}") for name in ("brand", *TONES, "balance")))
        yield from without_empty([head, *(_brand(week, frame) for week in own)])


def competitors(frame: Frame) -> Iterator[Line]:
    """The others, and whose voice is how loud on the sources that watch all alike."""
    rivals = [week for week in frame.digest.brands if week.brand.role is Role.COMPETITOR and week.counts.mentions]
    if not rivals:
        return
    texts, alike = frame.texts, any(week.voices for week in rivals)
    yield frame.folded("digest.competitors")
    yield from frame.picture("voice")
    head = columns(*(texts(f"digest.column.{name}") for name in ("brand", "mentions", "negative", "voice")))
    told = [week for week in frame.digest.brands if week in rivals or (alike and week.voices)]
    yield from without_empty([head, *(_rival(week, frame) for week in told)])
    if alike:
        yield frame.small("digest.voice_said")


def buyers(frame: Frame) -> Iterator[Line]:
    """Who asks about a competitor, or wants to leave it: a salesperson has a reason to write to them."""
    told = frame.digest.buyers
    if told.count:
        yield frame.folded("digest.buyers")
        yield from map(frame.row, told.newest)
        if told.count > len(told.newest):
            yield frame.small("digest.more_stored", n=told.count - len(told.newest))
        yield frame.small("digest.buyers_said")


def days(frame: Frame) -> Iterator[Line]:
    """What the picture of the week draws, as words."""
    if frame.digest.days and frame.picture("tone"):
        yield frame.folded("digest.days")
        yield columns(*(frame.texts(f"digest.column.{name}") for name in ("day", *TONES)))
        yield from (_day(day, frame) for day in frame.digest.days if day.counts.mentions)


def weeks(frame: Frame) -> Iterator[Line]:
    """The weeks before, where there are some to compare."""
    told = [week for week in frame.digest.past if week.counts.mentions or week.speed]
    if not frame.few and len(told) > 1:
        yield frame.folded("digest.weeks")
        names = ("week", "mentions", "negative", "first_answer", "nine_of_ten")
        head = columns(*(frame.texts(f"digest.column.{name}") for name in names))
        yield from without_empty([head, *(_week(week, frame) for week in told)])


def _brand(week: BrandWeek, frame: Frame) -> Line:
    texts, name = frame.texts, bold(name_of(week.brand))
    toned = frame.toned(week.counts, week.previous)
    balance = "" if week.net_sentiment is None else number(week.net_sentiment, texts, digits=2)
    said = [
        [name, Span(": "), Span(_toned(toned, frame))],
        [Span(texts("digest.brand_balance", value=balance))] if balance else [],
    ]
    return cells(name, *toned.values(), balance, said=joined(said, ", "))


def _rival(week: BrandWeek, frame: Frame) -> Line:
    texts, name = frame.texts, bold(name_of(week.brand))
    mentions, negative = week.counts.mentions, week.counts.negative
    voice = frame.of(week.voice, week.voices) if week.voices else ""
    said = [
        [*phrase(texts, "digest.competitor", name=name, mentions=mentions, negative=negative)],
        [Span(texts("digest.brand_voice", n=voice))] if voice else [],
    ]
    return cells(name, str(mentions), str(negative), voice, said=joined(said, ", "))


def _day(day: Day, frame: Frame) -> Line:
    at = datetime.combine(day.date, time(12), frame.calendar.zone)
    toned = {name: str(getattr(day.counts, name)) for name in TONES}
    name = frame.calendar.day(at)
    spike = frame.texts("digest.day_spike") if day.spike else ""
    said = f"{name}: {_toned(toned, frame)}" + (f", {spike}" if spike else "")
    return cells(f"{name}, {spike}" if spike else name, *toned.values(), said=(Span(said),))


def _week(week: PastWeek, frame: Frame) -> Line:
    texts, counts = frame.texts, week.counts
    name = frame.calendar.named(*period_bounds(week.week, frame.calendar.zone))
    median = frame.lasting(week.speed.median) if week.speed else ""
    p90 = frame.lasting(week.speed.p90) if week.speed and week.speed.count >= SPREAD else ""
    said = [
        [Span(texts("digest.past_week", week=name, mentions=counts.mentions, negative=counts.negative))],
        [Span(texts("digest.brand_speed", median=median))] if median else [],
        [Span(texts("digest.brand_spread", p90=p90))] if p90 else [],
    ]
    return cells(name, str(counts.mentions), str(counts.negative), median, p90, said=joined(said, ", "))


def _toned(toned: dict[str, str], frame: Frame) -> str:
    return frame.texts("digest.toned", **toned)
