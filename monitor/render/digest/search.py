"""What a buyer sees who looks for us: whose pages, which speak ill, what came and went, what to refresh."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from monitor.digest import FirstPage, Flip, Owner, Place, Snapshot
from monitor.domain import Label
from monitor.render.digest.frame import Frame
from monitor.render.display import clean, host
from monitor.render.document import Kind, Line, Span, bold, cells, columns, joined, line, link, shorten
from monitor.render.phrase import count, in_quotes, number, phrase

_TITLE = 60
_QUERY = 60


def search(frame: Frame) -> Iterator[Line]:
    """Each first page that we looked at."""
    pages = [(place, page) for place, page in enumerate(frame.digest.first_pages) if page.places]
    if pages:
        yield frame.folded("digest.search")
        for place, page in pages:
            yield from (Line(), *_page(page, f"search-{place}", frame))


def _page(page: FirstPage, picture: str, frame: Frame) -> Iterator[Line]:
    texts, key = frame.texts, f"digest.engine.{page.engine}"
    engine = texts(key) if texts.has(key) else clean(page.engine)
    query = in_quotes(shorten(clean(page.query), _QUERY), texts)
    yield line(bold(texts("digest.first_page", engine=engine, query=query, at=frame.calendar.day(page.at))))
    yield from frame.picture(picture)
    yield from _verdict(page, frame)
    yield from (_entered(place, frame) for place in page.entered)
    yield from (_left(place, frame) for place in page.left)
    yield from (_flip(flip, frame) for flip in page.flips)
    yield from _places(page, frame)


def _verdict(page: FirstPage, frame: Frame) -> Iterator[Line]:
    """How many people see it, how many places speak ill and where, how much they are seen, how much of it is ours."""
    texts = frame.texts
    if page.demand is not None:
        before = "" if page.previous_demand is None else count(page.previous_demand)
        yield line(
            texts(
                "digest.page_demand_before" if before else "digest.page_demand", count=count(page.demand), before=before
            )
        )
    bad = [place for place in page.places if place.label is Label.NEGATIVE]
    where = frame.listed([texts("digest.nth", n=place.position) for place in bad])
    yield line(texts("digest.page_negative", n=len(bad), where=where) if bad else texts("digest.page_clean"))
    if page.negative_share or page.previous_share:
        share = number(page.negative_share, texts, digits=2)
        before = number(page.previous_share or 0.0, texts, digits=2)
        key = "digest.page_seen" if page.previous_share is None else "digest.page_seen_before"
        yield line(texts(key, share=share, before=before))
    yield line(texts("digest.page_owned", n=page.owned, all=len(page.places)))
    if len(page.weeks) > 1:
        yield line(texts("digest.page_weeks", counts=", ".join(str(_bad(week)) for week in page.weeks)))


def _bad(week: Snapshot) -> int:
    return sum(place.label is Label.NEGATIVE for place in week.places)


def _entered(place: Place, frame: Frame) -> Line:
    blanks = {"n": frame.texts("digest.nth_at", n=place.position), "whose": _whose(place, frame)}
    return Line(phrase(frame.texts, "digest.page_entered", title=_quoted(place, frame), **blanks), Kind.BULLET)


def _left(place: Place, frame: Frame) -> Line:
    blanks = {"n": frame.texts("digest.nth_left", n=place.position), "whose": _whose(place, frame)}
    return Line(phrase(frame.texts, "digest.page_left", title=_quoted(place, frame), **blanks), Kind.BULLET)


def _flip(flip: Flip, frame: Frame) -> Line:
    """A page of ours can be refreshed; one that only speaks well of us, linked to."""
    texts, ours = frame.texts, flip.ours
    key = "digest.page_refresh" if ours.owner is Owner.OWN else "digest.page_support"
    updated = texts("digest.page_updated", day=frame.calendar.day(ours.updated)) if ours.updated else ""
    places = {"above": texts("digest.nth_at", n=flip.negative.position), "n": texts("digest.nth", n=ours.position)}
    return Line(phrase(texts, key, title=_quoted(ours, frame), updated=updated, **places), Kind.BULLET)


def _places(page: FirstPage, frame: Frame) -> Iterator[Line]:
    texts, compared = frame.texts, page.before is not None
    names = ("result", "position", *(("was",) if compared else ()), "whose")
    yield columns(*(texts(f"digest.column.{name}") for name in names))
    yield from (_place(place, frame, compared=compared) for place in page.places)


def _place(place: Place, frame: Frame, *, compared: bool) -> Line:
    texts, whose = frame.texts, _whose(place, frame)
    before, was = texts("digest.place_new"), texts("digest.place_new")
    if place.previous:
        before, was = str(place.previous), texts("digest.place_was", n=place.previous)
    said = joined([[Span(f"{place.position}. "), _titled(place)], [Span(was if compared else "")], [Span(whose)]])
    site = host(place.url)
    titled = (_titled(place), *((Span(f", {shorten(site, _TITLE)}"),) if site else ()))
    return cells(titled, str(place.position), *((before,) if compared else ()), whose, said=said)


def _titled(place: Place) -> Span:
    return link(shorten(clean(place.title).strip(), _TITLE) or shorten(clean(place.url), _TITLE), place.url)


def _quoted(place: Place, frame: Frame) -> Span:
    span = _titled(place)
    return replace(span, text=in_quotes(span.text, frame.texts))


def _whose(place: Place, frame: Frame) -> str:
    """«ваша страница», «страница конкурента», else its tone; a tone that was read off the engine's excerpt says so."""
    if place.owner:
        return frame.texts(f"digest.owner.{place.owner}")
    tone = frame.texts(f"word.{place.label}")
    return tone if place.read or place.label is Label.NEUTRAL else frame.texts("digest.place_unread", tone=tone)
