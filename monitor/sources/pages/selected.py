"""Reads the entries of a page by the CSS selectors of `select:`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from bs4 import BeautifulSoup, Tag

from monitor.domain import Page
from monitor.errors import ParseError
from monitor.sources.answers import answer_in, may_be_answered
from monitor.sources.instead import classes_in
from monitor.sources.markup import links
from monitor.sources.pages.plain_page import PlainPart, plain_page
from monitor.sources.pages.select import Part, Select, classes_of, nodes, said, taken, value
from monitor.sources.pages.stars import mark
from monitor.sources.pages.written import Answer, Written
from monitor.words.quoting import unmarked


def parsed(text: str) -> BeautifulSoup:
    """A page that can be looked through; words without markup are an empty one."""
    return BeautifulSoup(text if "<" in text else "<html></html>", "lxml")


def looked_through(select: Select, text: str) -> Part:
    """A page for these selectors: the quick way where all of them are plain, and no entry stands in another."""
    page = plain_page(text) if "<" in text and select.is_plain else None
    if page is None or any(place < page.end(before) for before, place in pairwise(page.found(select.item))):
        return parsed(text)
    return page.whole


def selected(select: Select, soup: Part, page: Page) -> list[Written]:
    """Every entry. Entries of which none says anything are a fault; whether there may be none is not told here."""
    entries, thread = _of_this_page(soup.select(select.item), select, soup), taken(soup, select.thread)
    found = [written for written in _each(select, entries, thread) if written.says_something]
    if entries and not found:
        field = next((name for name in ("text", "title", "rating") if getattr(select, name)), "item")
        selector = getattr(select, field)
        count, instead = len(entries), classes_in(entries[0].decode_contents(), selector)
        raise ParseError("parse.no_field", url=page.url, field=field, selector=selector, count=count, instead=instead)
    return found


def _of_this_page(entries: Sequence[Part], select: Select, soup: Part) -> Sequence[Part]:
    """Without those in a box at its side, where others stand elsewhere: these are about similar companies, or old."""
    if not soup.select("aside", limit=1):
        return entries
    beside = {id(entry) for aside in soup.select("aside") for entry in aside.select(select.item)}
    return [entry for entry in entries if id(entry) not in beside] or entries


def following_link(select: Select, soup: Part) -> str:
    """Where the next page is, by `next`."""
    return taken(soup, select.next, or_attributes=("href",))


def _each(select: Select, entries: Sequence[Part], thread: str) -> Sequence[Written]:
    """Answers that stand in the comment they answer to are entries of their own, and no words of it."""
    answered = [(entry, tuple(_answers(select, entry))) for entry in entries]
    inner = _in_others([entry for entry in entries if isinstance(entry, Tag)])
    found = []
    for entry, answers in reversed(answered):  # so that what stands in another has been read when that is
        written = _written(select, entry, thread, answers)
        found.append(written if select.reply else _answered(select, entry, written))
        if id(entry) in inner and isinstance(entry, Tag):
            entry.extract()
    return found[::-1]


def _in_others(entries: Sequence[Tag]) -> set[int]:
    """The ids of those that stand in one of their kind; what is only named alike, such as its text, is part of it."""
    every = {id(entry): entry for entry in entries}
    holders = (
        (entry, next((every[id(above)] for above in entry.parents if id(above) in every), None)) for entry in entries
    )
    return {id(entry) for entry, holder in holders if holder is not None and _is_of_one_kind(entry, holder)}


def _is_of_one_kind(one: Tag, other: Tag) -> bool:
    classes, others = classes_of(one), classes_of(other)
    return one.name == other.name and (bool(classes & others) or not (classes or others))


def _written(select: Select, entry: Part, thread: str, answers: tuple[Answer, ...]) -> Written:
    return Written(
        title=taken(entry, select.title),
        text=said(entry, select.text, select.reply),
        author=taken(entry, select.author),
        date=taken(entry, select.date, or_attributes=("datetime",)),
        rating=mark(entry, select.rating),
        url=taken(entry, select.link, or_attributes=("href",)),
        answers=answers,
        thread=taken(entry, select.thread) or thread,
        links=_links(entry),
    )


def _links(entry: Part) -> tuple[str, ...]:
    return () if isinstance(entry, PlainPart) and not entry.may_lead else links(entry.decode_contents())


def _answered(select: Select, entry: Part, written: Written) -> Written:
    """With the company's answer where only its head tells; what the author repeats of one is none."""
    if isinstance(entry, PlainPart) and not entry.may_be_answered:
        return written
    markup = entry.decode_contents()
    found = answer_in(markup) if may_be_answered(markup) else None
    if found is None or (select.text and found.text in unmarked(written.text)):
        return written
    return replace(written, answers=(Answer(found.text, date=found.date),))


def _answers(select: Select, entry: Part) -> Iterator[Answer]:
    """What stands below an entry: of several the first, unless their signatures tell which is the company's."""
    if select.reply is None:
        return
    answers = nodes(entry, select.reply)
    if select.reply_author is None:
        answers = [one for one in answers if value(one, select.reply)][:1]  # an empty place waits for an answer
    for answer in answers:
        signed = _beside(answer, answers, entry, select.reply_author)
        yield Answer(
            text=value(answer, select.reply),
            author=signed,
            official=bool(signed) or len(answers) == 1,  # of several, one without a signature is anybody's
            date=_beside(answer, answers, entry, select.reply_date, or_attributes=("datetime",)),
        )


def _beside(
    answer: Part, answers: Sequence[Part], entry: Part, selector: str | None, *, or_attributes: tuple[str, ...] = ()
) -> str:
    """What belongs to one of several answers: in it, or in the smallest part round it that holds as much for each."""
    if selector is None:
        return ""
    for holder in (answer, *takewhile(lambda above: above is not entry, _above(answer)), entry):
        found = nodes(holder, selector)
        if found:
            inside = [one for one in answers if one is holder or holder in _above(one)]
            place = next(place for place, one in enumerate(inside) if one is answer)
            return value(found[place], selector, or_attributes=or_attributes) if len(found) == len(inside) else ""
    return ""


def _above(part: Part) -> Iterator[Part]:
    yield from part.parents
