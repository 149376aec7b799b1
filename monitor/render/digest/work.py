"""How the team answered, and how it is rated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monitor.digest import BrandWeek, Rating, Work, rated_as
from monitor.render.digest.frame import Frame, name_of, source_of, without_empty
from monitor.render.document import Kind, Line, Span, bold, cells, columns, joined, line
from monitor.render.phrase import difference, phrase

_PLACES = 10  # told of how they are answered, those that brought most
_RATED = ("mean", "before", "smoothed", "rated", "unanswered")  # what is said of the ratings of a place


def work(frame: Frame) -> Iterator[Line]:
    """Answered, how fast, in time; how soon we notice."""
    told = [*_work(frame)]
    if told:
        yield frame.folded("digest.work")
        yield from frame.picture("response")
        yield from told
        yield from _by_brand(frame)


def ratings(frame: Frame) -> Iterator[Line]:
    """The new ratings of each place, against the week before."""
    rated = [(week, rating) for week in frame.digest.own for rating in week.ratings]
    if not rated:
        return
    texts, told = frame.texts, [rating for _, rating in rated]
    yield frame.folded("digest.rated")
    yield from frame.picture("ratings")
    wide = [name for name in _RATED if any(_value(rating, name, frame) for rating in told)]
    yield columns(texts("digest.column.place"), *(texts(f"digest.column.{name}") for name in wide if name != "before"))
    yield from (_rated(week, rating, wide, frame) for week, rating in rated)
    if "smoothed" in wide:
        yield frame.small("digest.smoothed")
    yield from _rated_before(frame, rated)


def _work(frame: Frame) -> Iterator[Line]:
    texts, done, latency = frame.texts, frame.digest.work, frame.digest.latency
    if done.due:
        yield Line(phrase(texts, "digest.answered", n=bold(frame.of(done.answered, done.due))))
    if done.speed:
        yield line(texts("digest.first_answer", speed=frame.speed(done.speed)))
    if done.since_published:
        yield line(texts("digest.first_answer_published", speed=frame.speed(done.since_published)))
    if done.timed:
        yield line(texts("digest.in_time", n=frame.of(done.in_time, done.timed)))
    if done.settled:
        yield line(texts("digest.settled", n=done.settled))
    if done.raised:
        yield line(texts("digest.raised", n=done.raised))
    if latency:
        yield line(texts("digest.detection", speed=frame.speed(latency)))


def places(frame: Frame) -> Iterator[Line]:
    """The same by source, for each may have a time of its own in which an answer is due."""
    told = [one for one in frame.digest.places if one.work.due < frame.digest.work.due]
    if told:
        yield frame.folded("digest.work_by_place")
        names = ("place", "answered", "first_answer", "in_time")
        head = columns(*(frame.texts(f"digest.column.{name}") for name in names))
        yield from without_empty([head, *(_done(source_of(one.source), one.work, frame) for one in told[:_PLACES])])
        if len(told) > _PLACES:
            yield frame.small("digest.more", n=len(told) - _PLACES)


def _by_brand(frame: Frame) -> Iterator[Line]:
    """Whose answers these were, where several brands had something to answer."""
    asked = [week for week in frame.digest.own if week.work.due]
    if len(asked) > 1:
        names = ("brand", "answered", "first_answer", "in_time")
        head = columns(*(frame.texts(f"digest.column.{name}") for name in names))
        yield from without_empty([head, *(_done(name_of(week.brand), week.work, frame) for week in asked)])


def _done(whose: str, done: Work, frame: Frame) -> Line:
    texts, name = frame.texts, bold(whose)
    answered = frame.of(done.answered, done.due)
    median = frame.lasting(done.speed.median) if done.speed else ""
    in_time = _in_time(done, frame)
    said = [
        [name, Span(": "), *phrase(texts, "digest.brand_answered", n=answered)],
        [Span(texts("digest.brand_speed", median=median))] if median else [],
        [Span(texts("digest.brand_in_time", n=in_time))] if in_time else [],
    ]
    return cells(name, answered, median, in_time, said=joined(said, ", "))


def _in_time(done: Work, frame: Frame) -> str:
    return frame.of(done.in_time, done.timed) if done.timed else ""


def _rated(week: BrandWeek, rating: Rating, wide: Sequence[str], frame: Frame) -> Line:
    texts, place = frame.texts, _place(week, rating, frame)
    values = {name: _value(rating, name, frame) for name in wide}
    said = [texts("digest.rating_mean", place=place, mean=values["mean"])]
    said += [texts(f"digest.rating_{name}", value=values[name]) for name in wide[1:] if values[name]]
    told = (values[name] for name in wide if name != "before")  # a phone is narrow, and the change says it
    return cells(place, *told, said=(Span(", ".join(said)),))


def _value(rating: Rating, name: str, frame: Frame) -> str:
    """One figure of a place's ratings; empty where it says nothing."""
    if name == "mean":
        return frame.stars(rating.mean) + _changed(rating, frame)
    if name == "rated":
        return str(rating.count)
    if name == "unanswered":
        return str(rating.unanswered or "")
    value = rating.previous if name == "before" else rating.smoothed
    shown = "" if value is None else frame.stars(value)
    return shown if name == "before" or shown != frame.stars(rating.mean) else ""


def _changed(rating: Rating, frame: Frame) -> str:
    if rating.previous is None:
        return ""
    return f" ({difference(1 + 4 * rating.mean, 1 + 4 * rating.previous, frame.texts)})"


def _rated_before(frame: Frame, told: Sequence[tuple[BrandWeek, Rating]]) -> Iterator[Line]:
    """What the picture draws, as words."""
    if not frame.picture("ratings"):
        return
    for week, rating in told:
        place = rated_as(week.brand.name, rating.source, len(frame.digest.own))
        means = [past.ratings[place] for past in frame.digest.past if place in past.ratings]
        if len(means) > 1:
            values = "; ".join(map(frame.stars, means))
            yield line(
                frame.texts("digest.rated_weeks", source=_place(week, rating, frame), values=values), kind=Kind.SMALL
            )


def _place(week: BrandWeek, rating: Rating, frame: Frame) -> str:
    """Whose place it is, where there are several brands."""
    return rated_as(name_of(week.brand), source_of(rating.source), len(frame.digest.own))
