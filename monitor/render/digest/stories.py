"""What was said: all of it in a small week, else what is complained of, what praises us, what did not fit above."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.digest import worth_quoting
from monitor.domain import Record
from monitor.render.digest.frame import Frame
from monitor.render.digest.screen import on_screen
from monitor.render.display import clean
from monitor.render.document import Kind, Line, Span, cells, columns, line, shorten
from monitor.render.excerpt import excerpt
from monitor.render.phrase import in_quotes, signed_count
from monitor.words.quoting import own_words

_QUOTE = 220


def small_week(frame: Frame) -> Iterator[Line]:
    """Every mention that is not told above."""
    told = {record.number for record in frame.digest.stories.alarming}
    records = [record for record in frame.digest.stories.all if record.number not in told]
    if frame.few and records:
        yield frame.heading("digest.others" if told else "digest.all")
        yield from map(frame.row, records)


def complaints(frame: Frame) -> Iterator[Line]:
    """What people complain about, and how that differs from the week before."""
    texts, before = frame.texts, frame.compared
    told = [one for one in frame.digest.complaints if one.count or (before and one.previous)]
    if not any(one.count for one in told):
        return
    yield frame.folded("digest.reasons")
    names = ("reason", "count", "before", "change")[: 4 if before else 2]
    yield columns(*(texts(f"digest.column.{name}") for name in names))
    for one in told:
        said = f"{texts(f'reason.{one.reason}')} – {frame.changed(one.count, one.previous)}"
        values = (
            texts(f"reason.{one.reason}"),
            str(one.count),
            str(one.previous),
            signed_count(one.count - one.previous),
        )
        yield cells(*values[: len(names)], said=(Span(said),))


def praise(frame: Frame) -> Iterator[Line]:
    """The best stories, with the words that could be quoted; a kind question is none of them."""
    records = [record for record in frame.digest.stories.positive if record.flag is None]
    if frame.few or not records:
        return
    usable = {record.number for record in worth_quoting(frame.digest)}
    yield frame.folded("digest.good_news")
    for record in records:
        yield frame.row(record)
        if record.number in usable and (words := _words(record)):
            yield line(in_quotes(words, frame.texts), kind=Kind.QUOTE)
    if usable:
        yield frame.small("digest.may_quote")


def unshown(frame: Frame) -> Iterator[Line]:
    """The negatives that the first screen had no room for; where even these are not all, how many are missing."""
    stories = frame.digest.stories
    shown = sum(one.kind is Kind.BULLET for one in on_screen(frame))
    rest, unnamed = stories.by_need[shown:], stories.alarming_count - len(stories.alarming)
    if rest:
        yield frame.folded("digest.alarming_rest")
        yield from map(frame.row, rest)
    if rest and unnamed > 0:
        yield frame.small("digest.more_stored", n=unnamed)


def _words(record: Record) -> str:
    """What goes on after the title; a title that says it all is quoted by itself."""
    text = own_words(record.text)  # nobody is praised in the words of another
    chosen = excerpt(record.title, text)
    quoted = "".join(span.text for span in chosen.quote(_QUOTE)).strip()
    return quoted or shorten(clean(text or record.title).strip(), _QUOTE)
