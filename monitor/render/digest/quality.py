"""How well we did ourselves, in plain words, and which sources show us nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from monitor.digest import MOST_A_DAY, Asked, BrandQuality, Load, Quality
from monitor.domain import Reason, SourceState
from monitor.domain.lessons import CONFIRMED, ENOUGH
from monitor.render.digest.frame import Frame, most, name_of, source_of
from monitor.render.document import Kind, Line, bold, line, shorten
from monitor.render.phrase import number
from monitor.render.standing import cause_of

_CAUSE = 160
_SOURCES = 40  # told one by one


def quality(frame: Frame) -> Iterator[Line]:
    """How often we were right, what the team put away, how much it had to look at."""
    told = [*_quality(frame.digest.quality, frame)]
    if told:
        yield frame.folded("digest.quality")
        yield from told


def sources(frame: Frame) -> Iterator[Line]:
    """The ones that show us nothing, why, and since when."""
    texts, all_of_them, blind = frame.texts, len(frame.digest.sources), frame.digest.blind
    if blind:
        yield frame.folded("digest.sources")
        yield line(texts("digest.working", n=all_of_them - len(blind), all=all_of_them))
        yield from most((_blind(source, frame) for source in blind), _SOURCES, texts)


def _quality(told: Quality, frame: Frame) -> Iterator[Line]:
    texts = frame.texts
    yield from _by_brand(told.brands, frame, judged=bool(told.alerts_sent or told.corrections))
    if low := _dismissed(told.low_rated, frame):
        yield line(texts("digest.dismissed_low", list=low))
    if (dismissed := _dismissed(told.dismissed, frame)) and dismissed != low:
        yield line(texts("digest.dismissed", list=dismissed))
    yield from _asked(told.asked, frame)
    if told.alerts_sent:
        yield line(texts("digest.load", n=told.alerts_sent, day=number(told.alerts_sent / frame.digest.length, texts)))
    yield from _too_many(told.load, frame)


def _dismissed(counts: Mapping[Reason, int], frame: Frame) -> str:
    """«не о нас 4, не негатив 3»: most frequent first."""
    told = sorted(((counts.get(reason, 0), reason) for reason in Reason), key=lambda one: -one[0])
    return ", ".join(f"{frame.texts(f'word.{reason}')} {count}" for count, reason in told if count)


def _asked(asked: Asked, frame: Frame) -> Iterator[Line]:
    if asked.answered:
        yield line(frame.texts("digest.asked", n=asked.answered, negative=asked.negative))


def _too_many(load: Load, frame: Frame) -> Iterator[Line]:
    """Alerts that nobody can read with care are read by nobody: what to mute, with the figures."""
    texts = frame.texts
    if load.heavy:
        yield line(texts("digest.heavy", day=number(load.per_day, texts), most=MOST_A_DAY))
    if load.heavy and load.source:
        said = {"source": source_of(load.source), "raised": load.raised, "dismissed": load.dismissed}
        yield line(texts("digest.mute_dismissed" if load.dismissed else "digest.mute_loudest", **said))


def _by_brand(brands: tuple[BrandQuality, ...], frame: Frame, *, judged: bool) -> Iterator[Line]:
    """How often we were right, and what the team's corrections do by now; whose it is, where there are several.

    Of what nobody was told nobody could say that it is wrong.
    """
    texts = frame.texts
    for one in brands:
        said = []
        if one.flagged and judged:
            said.append(texts("digest.precision", flagged=one.flagged, right=one.right))
        if one.taught.lessons:
            said.append(texts("digest.learning", lessons=one.taught.lessons, sifted=one.sifted))
            said.append(texts(f"digest.learning_{one.taught.stage}", enough=ENOUGH, confirmed=CONFIRMED))
        if said:
            name, told = name_of(one.brand), " ".join(said)
            yield line(texts("digest.of_brand", brand=name, said=told) if len(brands) > 1 else told)


def _blind(source: SourceState, frame: Frame) -> Line:
    texts = frame.texts
    cause = shorten(cause_of(source, frame.calendar) or texts("digest.not_seen_yet"), _CAUSE)
    last = texts("digest.last_success", at=frame.calendar.stamp(source.last_success)) if source.last_success else ""
    return line(bold(source_of(source.id)), f" – {cause}", f" ({last})" if last else "", kind=Kind.BULLET)
