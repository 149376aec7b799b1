"""The week as people read it: on the first screen what matters, then the rest, as long as there is room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta, tzinfo

from monitor.digest import FEW, MOST_A_DAY, BrandQuality, BrandWeek, Counts, Digest, Load, Mood
from monitor.domain import Reason, Role, SourceState
from monitor.domain.lessons import CONFIRMED, ENOUGH
from monitor.render.dates import Calendar
from monitor.render.display import clean
from monitor.render.document import Document, Kind, Line, Span, bold, document, line, shorten
from monitor.render.phrase import number, phrase, signed_count
from monitor.render.row import row
from monitor.render.standing import cause_of
from monitor.texts import Texts

MESSAGE = 4000  # characters: a classic Telegram message takes 4096
SCREEN = 1200  # what is read without scrolling
_MANY = 20  # from here on percentages say something
_SPREAD = 5  # answers from which nine of ten are worth telling
_NAMED = 5  # blind sources named on the first screen
_CAUSE = 160
_MOODS = {Mood.CALM: "🟢", Mood.ATTENTION: "🟠", Mood.CRISIS: "🔴"}


def digest_document(
    digest: Digest, *, texts: Texts, zone: tzinfo, now: datetime | None = None, limit: int | None = MESSAGE
) -> Document:
    """The whole digest; where a limit cuts it, whole sections go from the end, and it says how many."""
    calendar = Calendar(texts, zone, now or digest.end)
    if digest.quiet:
        return Document((_quiet(digest, calendar),))
    parts = [
        list(_first_screen(digest, calendar)),
        list(_complaints(digest, texts)),
        list(_others(digest, calendar)),
        *([*_brand(week, calendar)] for week in digest.brands if week.brand.role is Role.OWN),
        list(_competitors(digest, texts)),
        list(_sources(digest, calendar)),
        list(_quality(digest, texts)),
    ]
    return _fitted([part for part in parts if part], texts, limit)


def _fitted(parts: Sequence[Sequence[Line]], texts: Texts, limit: int | None) -> Document:
    for kept in range(len(parts), 0, -1):
        left_out = len(parts) - kept
        more = [Line(), line(texts("digest.more_sections", n=left_out), kind=Kind.SMALL)] if left_out else []
        whole = document([*(one for part in parts[:kept] for one in (Line(), *part)), *more])
        if limit is None or whole.size <= limit:
            return whole
    return document(parts[0])


def _quiet(digest: Digest, calendar: Calendar) -> Line:
    """A week in which nothing was said is one honest line."""
    said = calendar.texts("digest.quiet", period=calendar.period(digest.start, digest.end))
    return line(" ".join([said, *_seen(digest, calendar)]))


def _first_screen(digest: Digest, calendar: Calendar) -> Iterator[Line]:
    texts = calendar.texts
    top = [
        line(texts("digest.title", period=calendar.period(digest.start, digest.end)), kind=Kind.TITLE),
        line(f"{_MOODS[digest.mood]} ", bold(texts(f"digest.{digest.mood}")), " ", " ".join(_verdict(digest, texts))),
    ]
    end = [*_waiting(digest, calendar), line("👁 ", " ".join(_seen(digest, calendar)))]
    heading = line(texts("digest.alarming"), kind=Kind.HEADING)
    rows = [
        row(record, calendar=calendar, brand=_said_brand(digest, record.brand)) for record in digest.stories.alarming
    ]
    yield from top
    if rows:
        room = SCREEN - Document((*top, Line(), heading, *end)).size - 1
        yield from (Line(), heading, *_as_many(rows, room, texts), Line())
    yield from end


def _as_many(rows: Sequence[Line], room: int, texts: Texts) -> Iterator[Line]:
    """The first of the rows, as many as there is room for, and how many more there are."""
    rest = line(texts("digest.more", n=len(rows)), kind=Kind.SMALL)
    left = room - len(rest.text) - 2
    for place, one in enumerate(rows):
        left -= len(one.text) + 1
        if left < 0 and place:
            yield line(texts("digest.more", n=len(rows) - place), kind=Kind.SMALL)
            return
        yield one


def _verdict(digest: Digest, texts: Texts) -> Iterator[str]:
    """Why the week is what it is called."""
    stories = digest.stories
    if stories.untaken:
        yield texts("digest.why_urgent", n=stories.untaken)
    if digest.spike:
        yield texts("digest.why_spike", n=digest.negative, previous=digest.negative_before)
    if stories.waiting:
        yield texts("digest.why_waiting", n=stories.waiting)
    if not stories.alarming_count:
        yield texts("digest.why_none")
    elif not stories.waiting:
        yield texts("digest.why_history" if stories.before_us else "digest.why_handled", n=stories.alarming_count)
    if digest.blind and not stories.waiting:
        yield texts("digest.why_blind", n=len(digest.blind))


def _waiting(digest: Digest, calendar: Calendar) -> Iterator[Line]:
    if oldest := digest.stories.oldest:
        since = calendar.day(oldest.at)
        said = calendar.texts("digest.waiting", id=oldest.id, since=since)
        yield line(f"⏳ {said}")


def _seen(digest: Digest, calendar: Calendar) -> Iterator[str]:
    """How much of the week we saw, and what we did not."""
    texts = calendar.texts
    yield texts("digest.coverage", good=digest.good, due=digest.due) if digest.due else texts("digest.no_coverage")
    if digest.unwatched:
        yield texts("digest.unwatched", lasting=calendar.lasting(digest.unwatched))
    if digest.blind:
        names = [shorten(source.id, 40) for source in digest.blind[:_NAMED]]
        hidden = len(digest.blind) - len(names)
        more = [texts("digest.more", n=hidden)] if hidden else []
        yield texts("digest.blind", names=", ".join([*names, *more]))


def _complaints(digest: Digest, texts: Texts) -> Iterator[Line]:
    """«На что жалуются: поддержка 5 (+2), сроки 3 (=)»; without a week before, a difference would be an invention."""
    before = any(week.previous.mentions for week in digest.brands if week.brand.role is Role.OWN)
    shown = [
        f"{texts(f'reason.{c.reason}')} {c.count}" + (f" ({signed_count(c.count - c.previous)})" if before else "")
        for c in digest.complaints
        if c.count
    ]
    if shown:
        yield line(texts("digest.reasons", list=", ".join(shown[:_NAMED])))


def _others(digest: Digest, calendar: Calendar) -> Iterator[Line]:
    """In a small week every mention; in a larger one the best stories."""
    stories, texts = digest.stories, calendar.texts
    few, told = stories.mentions < FEW, {record.number for record in stories.alarming}
    records = [record for record in stories.all if record.number not in told] if few else stories.positive
    if records:
        yield line(texts("digest.others" if few else "digest.good_news"), kind=Kind.HEADING)
        yield from (row(record, calendar=calendar, brand=_said_brand(digest, record.brand)) for record in records)


def _brand(week: BrandWeek, calendar: Calendar) -> Iterator[Line]:
    texts, now, before = calendar.texts, week.counts, week.previous
    if not now.mentions and not before.mentions:
        return
    yield line(shorten(clean(week.brand.name), 60), kind=Kind.HEADING)
    yield Line(_counts(now, before, week.stories, texts))
    yield line(texts("digest.difference" if before.mentions else "digest.none_before"), kind=Kind.SMALL)
    work = week.work
    if work.due:
        yield Line(phrase(texts, "digest.answered", n=bold(_of(work.answered, work.due, texts))))
    if work.speed:
        median, p90 = (calendar.lasting(timedelta(minutes=m)) for m in (work.speed.median, work.speed.p90))
        yield line(texts("digest.speed" if work.answered >= _SPREAD else "digest.speed_few", median=median, p90=p90))
    if week.net_sentiment is not None:
        yield line(texts("digest.balance", value=number(week.net_sentiment, texts, digits=2)))
    if week.ratings:
        shown = (
            texts("digest.rating", source=clean(r.source), mean=number(1 + 4 * r.mean, texts), n=r.count)
            for r in week.ratings
        )
        yield line(texts("digest.ratings", list="; ".join(shown)))


def _counts(now: Counts, before: Counts, stories: int, texts: Texts) -> tuple[Span, ...]:
    """Counts with their differences; without a week before, a difference would be an invention."""
    names = ("mentions", "negative", "neutral", "positive")
    pairs = {name: (getattr(now, name), getattr(before, name)) for name in names}
    shown = {
        name: f"{n} ({signed_count(n - previous)})" if before.mentions else str(n)
        for name, (n, previous) in pairs.items()
    }
    return phrase(texts, "digest.counts", stories=stories, **{name: bold(text) for name, text in shown.items()})


def _competitors(digest: Digest, texts: Texts) -> Iterator[Line]:
    rivals = [week for week in digest.brands if week.brand.role is Role.COMPETITOR and week.counts.mentions]
    if not rivals:
        return
    yield line(texts("digest.competitors"), kind=Kind.HEADING)
    for week in rivals:
        blanks = {"mentions": week.counts.mentions, "negative": week.counts.negative}
        name = bold(shorten(clean(week.brand.name), 60))
        yield Line(phrase(texts, "digest.competitor", name=name, **blanks), Kind.BULLET)
    if rivals[0].voices:
        shares = (f"{clean(week.brand.name)} {_of(week.voice, week.voices, texts)}" for week in digest.brands)
        yield line(texts("digest.voice", list=", ".join(shares)))


def _sources(digest: Digest, calendar: Calendar) -> Iterator[Line]:
    texts, all_of_them, blind = calendar.texts, len(digest.sources), digest.blind
    if not blind:
        return
    yield line(texts("digest.sources"), kind=Kind.HEADING)
    yield line(texts("digest.working", n=all_of_them - len(blind), all=all_of_them))
    yield from (_blind(source, calendar) for source in blind)


def _blind(source: SourceState, calendar: Calendar) -> Line:
    texts = calendar.texts
    cause = shorten(cause_of(source, calendar) or texts("digest.not_seen_yet"), _CAUSE)
    last = texts("digest.last_success", at=calendar.stamp(source.last_success)) if source.last_success else ""
    return line(bold(shorten(clean(source.id), 40)), f" – {cause}", f" ({last})" if last else "", kind=Kind.BULLET)


def _quality(digest: Digest, texts: Texts) -> Iterator[Line]:
    quality = digest.quality
    dismissed = [(reason, quality.dismissed.get(reason, 0)) for reason in Reason]
    said = [f"{texts(f'word.{reason}')} {count}" for reason, count in dismissed if count]
    by_brand = [*_by_brand(quality.brands, texts)]
    if not quality.flagged and not quality.alerts_sent and not said and not by_brand:
        return
    yield line(texts("digest.quality"), kind=Kind.HEADING)
    yield from by_brand
    if said:
        yield line(texts("digest.dismissed", list=", ".join(said)))
    if quality.alerts_sent:
        yield line(texts("digest.load", n=quality.alerts_sent, day=number(quality.alerts_sent / 7, texts)))
    yield from _too_many(quality.load, texts)


def _too_many(load: Load, texts: Texts) -> Iterator[Line]:
    """Alerts that nobody can read with care are read by nobody: what to mute, with the figures."""
    if load.heavy and load.source:
        yield line(texts("digest.heavy", day=number(load.per_day, texts), most=MOST_A_DAY))
        said = {"source": shorten(clean(load.source), 40), "raised": load.raised, "dismissed": load.dismissed}
        yield line(texts("digest.mute_dismissed" if load.dismissed else "digest.mute_loudest", **said))


def _by_brand(brands: Sequence[BrandQuality], texts: Texts) -> Iterator[Line]:
    """How often we were right, and what the team's corrections do by now; whose it is, where there are several."""
    for one in brands:
        said = []
        if one.flagged:
            said.append(texts("digest.precision", flagged=one.flagged, right=one.right))
        if one.taught.lessons:
            said.append(texts("digest.learning", lessons=one.taught.lessons, sifted=one.sifted))
            said.append(texts(f"digest.learning_{one.taught.stage}", enough=ENOUGH, confirmed=CONFIRMED))
        if said:
            name = shorten(clean(one.brand.name), 60)
            yield line(texts("digest.of_brand", brand=name, said=" ".join(said)) if len(brands) > 1 else " ".join(said))


def _of(part: int, whole: int, texts: Texts) -> str:
    """«3 из 5»; a percentage only where there is enough to share."""
    share = f" ({round(100 * part / whole)} %)" if whole >= _MANY else ""
    return texts("digest.of", part=part, whole=whole) + share


def _said_brand(digest: Digest, brand: str) -> str:
    """Whose mention it is, where that is not plain."""
    own: Iterable[BrandWeek] = [week for week in digest.brands if week.brand.role is Role.OWN]
    names = {week.brand.id: week.brand.name for week in own}
    return names.get(brand, brand) if len(names) > 1 else ""
