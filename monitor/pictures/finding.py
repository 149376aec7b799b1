"""What a picture shows, in words: the title says the finding where there is one, the sentence its main numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta, tzinfo
from zoneinfo import ZoneInfo

from monitor.digest import (
    WEEKS,
    BrandWeek,
    Counts,
    Day,
    Digest,
    FirstPage,
    Owner,
    Place,
    Snapshot,
    Speed,
    last_complete_week,
    span_of,
    total,
)
from monitor.digest.spikes import is_spike
from monitor.domain import Label, Role
from monitor.pictures.answered import SPREAD, answered
from monitor.pictures.rated import Rated, changed, rated
from monitor.render.dates import Calendar
from monitor.render.display import clean
from monitor.render.document import shorten
from monitor.render.phrase import hundredths, in_quotes, number
from monitor.texts import Texts

MANY = 20  # stories from which percentages say something
_APART = 1.25  # times, from which one median is another
_NAME = 60  # characters of a name in a sentence
_NO_BREAK = "\u00a0"
_QUERY = 34  # of a query in a title


@dataclass(frozen=True, slots=True)
class Finding:
    """The words of one picture."""

    title: str
    subtitle: str
    said: str


def finding(name: str, digest: Digest, texts: Texts, zone: tzinfo) -> Finding:
    """The words of the picture of this name."""
    texts = texts.of_span(span_of(digest.week))
    kind, _, place = name.partition("-")
    if kind == "search":
        return _search(digest.first_pages[int(place)], digest, texts)
    return _FINDINGS[kind](digest, texts, Calendar(texts, zone, digest.end))


def percent(part: int, whole: int, texts: Texts) -> str:
    """«41 %»."""
    return texts("pictures.percent", n=hundredths(part, whole))


def columns(page: FirstPage, digest: Digest) -> tuple[Snapshot, ...]:
    """The weeks of a first page, oldest first; the first one has no others."""
    week = last_complete_week(digest.end, ZoneInfo(digest.timezone))
    return page.weeks[-WEEKS:] or (Snapshot(week, page.places),)


def counted(digest: Digest) -> Counts:
    """All that was said of us in the time of a digest."""
    return total(day.counts for day in digest.days) if digest.days else digest.past[-1].counts


def _tone(digest: Digest, texts: Texts, calendar: Calendar) -> Finding:
    tones = asdict(counted(digest))
    worst = max(digest.days, key=lambda day: day.counts.negative, default=None)
    said = texts("pictures.tone.said", **tones)
    if worst and tones["negative"]:
        said += " " + texts("pictures.tone.said_worst", day=_on(worst, texts), n=worst.counts.negative)
    return Finding(
        _tone_title(digest, worst, texts),
        texts("pictures.tone.subtitle", period=calendar.named(digest.start, digest.end)),
        said,
    )


def _tone_title(digest: Digest, worst: Day | None, texts: Texts) -> str:
    now, before = digest.negative, digest.negative_before
    if not now:
        return texts("pictures.tone.none")
    if digest.spike and worst is None:
        return texts("pictures.tone.grew", n=now, previous=before)
    if digest.spike and worst:
        return texts("pictures.tone.rose", n=now, day=_on(worst, texts))
    if worst and worst.spike:
        return texts("pictures.tone.spike", n=worst.counts.negative, day=_on(worst, texts))
    if not digest.comparable:
        return texts("pictures.tone.plain", n=now)
    fell = is_spike(before, now) and digest.whole and digest.unwatched < digest.much  # else more may have been said
    return texts(f"pictures.tone.{'fell' if fell else 'compared'}", n=now, previous=before)


def _on(day: Day, texts: Texts) -> str:
    return texts.lines("pictures.on_weekday")[day.date.weekday()]


def _voice(digest: Digest, texts: Texts, calendar: Calendar) -> Finding:
    whole = max(week.voices for week in digest.brands)
    others = [week for week in digest.brands if week.brand.role is not Role.OWN]
    ours, theirs = sum(week.voice for week in digest.own), max(week.voice for week in others)
    key = "first" if ours > theirs else "second" if ours < theirs else "even"
    period = calendar.named(digest.start, digest.end)
    return Finding(
        texts(f"pictures.voice.{key}", ours=_part(ours, whole, texts), theirs=_part(theirs, whole, texts)),
        texts("pictures.voice.subtitle", n=whole, period=period),
        texts("digest.voice", list=", ".join(_voiced(week, texts) for week in digest.brands)),
    )


def _voiced(week: BrandWeek, texts: Texts) -> str:
    part = texts("digest.of", part=week.voice, whole=week.voices)
    return f"{shorten(clean(week.brand.name), _NAME)} – {part}"


def _part(part: int, whole: int, texts: Texts) -> str:
    """A percentage of few would be an invention."""
    return percent(part, whole, texts) if whole >= MANY else texts("digest.of", part=part, whole=whole)


def _response(digest: Digest, texts: Texts, calendar: Calendar) -> Finding:
    *earlier, last = [week.speed for week in digest.past]
    before = next((speed for speed in reversed(earlier) if speed), None)
    lasted = [_lasting(speed, calendar) if speed else texts("pictures.none") for speed in (*earlier, last)]
    said = texts("pictures.response.said", list=", ".join(lasted))
    if last and last.count >= SPREAD:
        p90 = calendar.lasting(timedelta(minutes=last.p90))
        said += " " + texts("pictures.response.said_spread", p90=p90)
    unit = texts(f"pictures.response.{answered(digest).unit[0]}")
    subtitle = texts("pictures.response.subtitle", unit=unit)
    return Finding(_response_title(before, last, texts, calendar), subtitle, said)


def _response_title(before: Speed | None, last: Speed | None, texts: Texts, calendar: Calendar) -> str:
    if not last:
        return texts("pictures.response.none")
    now = _lasting(last, calendar).replace(" ", _NO_BREAK)
    if not before or min(before.count, last.count) < SPREAD:
        return texts("pictures.response.plain", now=now)
    then = _lasting(before, calendar).replace(" ", _NO_BREAK)
    if last.median * _APART <= before.median:
        return texts("pictures.response.faster", now=now, before=then)
    if last.median >= before.median * _APART:
        return texts("pictures.response.slower", now=now, before=then)
    return texts("pictures.response.plain", now=now)


def _lasting(speed: Speed, calendar: Calendar) -> str:
    return calendar.lasting(timedelta(minutes=speed.median))


def _ratings(digest: Digest, texts: Texts, _: Calendar) -> Finding:
    places = rated(digest)
    moved = max((place for place in places if place.moved), key=lambda one: abs(one.change or 0), default=None)
    return Finding(
        _ratings_title(moved, texts),
        texts("pictures.ratings.subtitle"),
        texts("digest.ratings", list=", ".join(_rated(place, texts) for place in places)),
    )


def _ratings_title(moved: Rated | None, texts: Texts) -> str:
    if moved is None:
        return texts("pictures.ratings.plain")
    key = "fell" if (moved.change or 0) < 0 else "rose"
    mean = number(moved.known[-1], texts)
    return texts(f"pictures.ratings.{key}", place=shorten(clean(moved.source), _QUERY), mean=mean)


def _rated(place: Rated, texts: Texts) -> str:
    mean = texts("pictures.none") if place.last is None else number(place.last, texts)
    return f"{shorten(clean(place.source), _NAME)} – {mean}{changed(place, texts)}"


def _search(page: FirstPage, digest: Digest, texts: Texts) -> Finding:
    weeks = columns(page, digest)
    shown = weeks[-1].places
    negative = [place.position for place in shown if is_negative(place)]
    blanks: dict[str, object] = {
        "engine": _engine(page.engine, texts),
        "query": in_quotes(shorten(clean(page.query), _QUERY), texts),
        "negative": len(negative),
        "all": len(shown),
        "own": sum(place.owner is Owner.OWN for place in shown),
        "positive": sum(place.owner is not Owner.OWN and place.label is Label.POSITIVE for place in shown),
    }
    said = texts("pictures.search.said", **blanks)
    if negative:
        said += " " + texts("pictures.search.said_first", place=min(negative))
    return Finding(
        texts(f"pictures.search.{'title' if negative else 'clean'}", **blanks),
        _search_subtitle(weeks, texts),
        said,
    )


def _search_subtitle(weeks: tuple[Snapshot, ...], texts: Texts) -> str:
    if len(weeks) == 1:
        return texts("pictures.search.subtitle")
    return texts("pictures.search.subtitle_before", previous=sum(map(is_negative, weeks[-2].places)))


def _engine(engine: str, texts: Texts) -> str:
    key = f"pictures.engine.{engine}"
    return texts(key) if texts.has(key) else clean(engine)


def is_negative(place: Place) -> bool:
    """Whether a result speaks ill of us; a page of ours does not, whatever words stand on it."""
    return place.label is Label.NEGATIVE and place.owner is None


_FINDINGS: dict[str, Callable[[Digest, Texts, Calendar], Finding]] = {
    "tone": _tone,
    "voice": _voice,
    "response": _response,
    "ratings": _ratings,
}
