"""Who is on duty and who is away, as the team reads it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from monitor.domain import DutyHanded, NobodyThere, Person, Shift
from monitor.render.dates import Calendar
from monitor.render.display import clean
from monitor.render.document import Document, Kind, Line, Span, bold, document, joined, line, named, shorten
from monitor.render.phrase import phrase
from monitor.team.roster import Turn
from monitor.texts import Texts

NAME = 40
MOST = 30  # absences told one by one


def duty_page(turns: Sequence[Turn], able: Sequence[Person], calendar: Calendar) -> Document:
    """This week's and the next weeks' duty, and how to hand it over to somebody who is `able`."""
    return document(_duty(turns, able, calendar))


def away_page(absences: Sequence[Shift], calendar: Calendar) -> Document:
    """Who is away or will be, and how to say so."""
    return document(_away(absences, calendar))


def duty_handed(notice: DutyHanded, texts: Texts) -> Document:
    """Who was on duty, who is, and what is handed over."""
    now = named(name_of(notice.name), notice.person)
    key = "roster.handed" if notice.was else "roster.handed_first"
    said = phrase(texts, key, was=bold(name_of(notice.was)), now=now)
    return Document((line("👉 ", *said), line(texts("roster.waiting", n=notice.waiting))))


def nobody_there(notice: NobodyThere, admins: Iterable[Person], calendar: Calendar) -> Document:
    """Whoever can do something about it is called."""
    start, end = datetime.fromisoformat(notice.start), datetime.fromisoformat(notice.end)
    called = joined([[named(name_of(one.name), one.id)] for one in admins], ", ")
    said = phrase(calendar.texts, "roster.nobody_there", days=bold(days(start, end, calendar)))
    first = line("🏖 ", *called, *([Span(", ")] if called else []), *said)
    return Document((first, line(calendar.texts("roster.nobody_there_next"))))


def days(start: datetime, end: datetime, calendar: Calendar) -> str:
    """«24 декабря – 8 января», or the one day."""
    last = end - timedelta(seconds=1)
    same = start.astimezone(calendar.zone).date() == last.astimezone(calendar.zone).date()
    return calendar.day(start) if same else calendar.period(start, end)


def name_of(name: str) -> str:
    """A name as it is shown."""
    return shorten(clean(name), NAME)


def told_apart(people: Sequence[Person]) -> dict[int, str]:
    """What each is called where one of them is chosen: namesakes by their number too."""
    called = Counter(one.name.casefold() for one in people)
    alone = {one.id: called[one.name.casefold()] == 1 for one in people}
    return {one.id: name_of(one.name) if alone[one.id] else f"{name_of(one.name)} ({one.id})" for one in people}


def _duty(turns: Sequence[Turn], able: Sequence[Person], calendar: Calendar) -> Iterator[Line]:
    texts = calendar.texts
    yield line("🗓 ", bold(texts("roster.duty")), kind=Kind.TITLE)
    for turn in turns:
        who = bold(name_of(turn.who.name)) if turn.who else texts("roster.nobody")
        yield line(*phrase(texts, "roster.turn", days=days(turn.start, turn.end, calendar), who=who))
    if not turns:
        yield line(texts("roster.no_turns"))
    if able:
        yield Line()
        yield line(texts("roster.hint", name=name_of(able[0].name)), kind=Kind.SMALL)


def _away(absences: Sequence[Shift], calendar: Calendar) -> Iterator[Line]:
    texts = calendar.texts
    yield line("🏖 ", bold(texts("roster.away" if absences else "roster.nobody_away")), kind=Kind.TITLE)
    for one in absences[:MOST]:
        said = days(one.start, one.end, calendar)
        yield line(*phrase(texts, "roster.turn", days=said, who=bold(name_of(one.who.name))))
    if len(absences) > MOST:
        yield line(texts("digest.more", n=len(absences) - MOST), kind=Kind.SMALL)
    yield Line()
    yield line(texts("roster.away_hint"), kind=Kind.SMALL)
