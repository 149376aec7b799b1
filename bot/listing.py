"""Lists of mentions as they are leafed through: which are wanted, what the page says, which buttons it has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.callbacks import Entry, Listing, Only, button, key_of, with_key
from bot.keyboard import as_keys, in_rows
from bot.markup import WIDEST
from bot.pages import PAGE, mentions_page
from bot.signed import mark
from monitor.config.plan import Brand, Plan
from monitor.domain import FirstCrawl, Label, Notice, Record, numbers_in
from monitor.render.dates import Calendar
from monitor.render.display import clean
from monitor.render.document import Document, Kind, Line, bold, document, line, shorten
from monitor.store import Query, Work
from monitor.team.routes import EVERYTHING, Scope
from monitor.telling.summary import RECENT
from monitor.texts import LANGUAGES, Texts

WORDS = 100  # letters of a search: they stand whole in the title, which is where they are read from again
BRANDS = 8  # buttons; more would push the list off the screen

_WORK = {
    Only.MINE: Work.MINE,
    Only.WAITING: Work.WAITING,
    Only.UNANSWERED: Work.UNANSWERED,
    Only.COMPLAINTS: Work.OPEN,
}
_PERIODS = {7: "week", 30: "month", 90: "quarter", 0: "ever"}
_OFFERED = (7, 30, 0)  # days; another one has a button while it is chosen
_NAMES = {one: one.name.lower() for one in Only}
_CHOICES = ((Only.ALL, Only.NEGATIVE, Only.MINE), (Only.WAITING, Only.UNANSWERED))


@dataclass(frozen=True, slots=True)
class Wanted:
    """One page of a list: what its buttons carry, and the words looked for."""

    listing: Listing
    words: str = ""
    scope: Scope = EVERYTHING  # what its chat may see

    @property
    def narrowed(self) -> bool:
        """Whether its buttons keep some mentions back."""
        return self.listing != Listing()

    def query(self, plan: Plan, now: datetime) -> Query:
        """What to ask of the store: one more than stands on a page, to know whether there is another."""
        listing, brand, numbers = self.listing, brand_of(self.listing, plan), numbers_in(self.words)
        return Query(
            since=now - timedelta(days=listing.days) if listing.days in _PERIODS and listing.days else None,
            brand=brand.id if brand else None,
            brands=self.scope.brands,
            hidden=self.scope.hidden,
            label=Label.NEGATIVE if listing.only in {Only.NEGATIVE, Only.COMPLAINTS} else None,
            search=None if numbers else self.words or None,
            numbers=numbers,
            work=_WORK.get(listing.only),
            assignee=listing.who,
            limit=PAGE + 1,
            offset=max(listing.offset, 0),
        )


def counted_by(notice: Notice | None) -> Listing:
    """What «Показать» under a summary lists: what still deserves an answer, before all that was found."""
    if isinstance(notice, FirstCrawl) and notice.unanswered:
        return Listing(only=Only.COMPLAINTS, days=RECENT.days)
    return Listing(only=Only.NEGATIVE) if isinstance(notice, FirstCrawl) and notice.negative else Listing()


def meant_by(typed: str, plan: Plan, person: int) -> tuple[Listing, str]:
    """What /mentions keeps: the name of one of its buttons or of a brand; any other words are looked for."""
    said = " ".join(typed.casefold().split())
    for texts in map(Texts, LANGUAGES):
        only = next((one for one in chain(*_CHOICES) if texts(f"lists.{_NAMES[one]}").casefold() == said), None)
        days = next((days for days, name in _PERIODS.items() if texts(f"lists.{name}").casefold() == said), None)
        if only is not None:
            return Listing(only=only, who=person if only is Only.MINE else 0), ""
        if days is not None:
            return Listing(days=days), ""
    brand = next((one for one in plan.brands if said in {name.casefold() for name in (one.id, *one.names)}), None)
    return (Listing(brand=key_of(brand.id)), "") if brand else (Listing(), words_of(typed))


def words_of(typed: str) -> str:
    """What is looked for, as the title shows it.

    >>> words_of("  сорвали   сроки ")
    'сорвали сроки'
    """
    return clean(typed).strip()[:WORDS].strip()


def searched(words: str, texts: Texts) -> str:
    """The first line of whatever a search shows."""
    return texts("lists.searched", words=words)


def words_in(message: str) -> str:
    """The words a message of ours was looked for by: a button has no room for them.

    >>> words_in("Поиск: срок\\n\\n1. Три недели"), words_in("Search: delay"), words_in("Упоминания")
    ('срок', 'delay', '')
    """
    first = message.partition("\n")[0]
    for language in LANGUAGES:
        texts = Texts(language)
        said, before = first.removeprefix(mark(texts)), searched("", texts)
        if said.startswith(before):
            return words_of(said.removeprefix(before))
    return ""


def brand_of(listing: Listing, plan: Plan) -> Brand | None:
    """The brand that a list is about; None for all, also where that brand has left the file."""
    return with_key(plan.brands, listing.brand)


def list_page(found: Sequence[Record], wanted: Wanted, plan: Plan, calendar: Calendar) -> Document:
    """The page itself; where nothing is on it, what to do."""
    texts = calendar.texts
    title = searched(wanted.words, texts) if wanted.words else " · ".join(_title(found, wanted, plan, texts))
    if not found:
        return document(_nothing(title, wanted, texts))
    return mentions_page(found[:PAGE], plan, calendar, title=title)


def list_keys(found: Sequence[Record], wanted: Wanted, plan: Plan, texts: Texts) -> InlineKeyboardMarkup | None:
    """Numbers that open, the ways to other pages, and what the list can keep."""
    if not found and not wanted.narrowed:
        return None
    rows = (_numbers(found[:PAGE], wanted), _ways(found, wanted, texts), *_filters(wanted, plan, texts))
    return as_keys(rows)


def _title(found: Sequence[Record], wanted: Wanted, plan: Plan, texts: Texts) -> Iterator[str]:
    listing, brand = wanted.listing, brand_of(wanted.listing, plan)
    yield texts("bot.mentions.title")
    if listing.only is Only.MINE:
        who = clean(found[0].assignee or "") if found else ""
        yield texts("lists.title_mine", who=who) if who else texts("lists.title_mine_none")
    elif listing.only is not Only.ALL:
        yield texts(f"lists.title_{_NAMES[listing.only]}")
    if brand is not None:
        yield shorten(clean(brand.name), WIDEST)
    if listing.days and listing.days in _PERIODS:
        yield texts(f"lists.title_{_PERIODS[listing.days]}")


def _nothing(title: str, wanted: Wanted, texts: Texts) -> Iterator[Line]:
    """What else to try: the buttons that keep mentions back come before the words."""
    if not wanted.words and not wanted.narrowed:
        yield line(texts("bot.mentions.none"))
        return
    yield line(bold(title), kind=Kind.TITLE)
    yield line(texts("lists.none_found" if wanted.words else "lists.none"))
    if wanted.narrowed:
        yield line(texts("lists.keep_less"))
    else:
        yield line(texts("lists.fewer_words" if " " in wanted.words else "lists.other_word"))


def _numbers(shown: Sequence[Record], wanted: Wanted) -> list[InlineKeyboardButton]:
    state = wanted.listing.model_dump()
    return [button(str(place), Entry(**state, mention=one.number)) for place, one in enumerate(shown, 1)]


def _ways(found: Sequence[Record], wanted: Wanted, texts: Texts) -> list[InlineKeyboardButton]:
    offset = max(wanted.listing.offset, 0)
    ways = []
    if offset:
        ways.append(_to(wanted, texts("bot.button.newer"), offset=max(offset - PAGE, 0)))
    if len(found) > PAGE:
        ways.append(_to(wanted, texts("bot.button.older"), offset=offset + PAGE))
    return ways


def _filters(wanted: Wanted, plan: Plan, texts: Texts) -> Iterator[list[InlineKeyboardButton]]:
    listing = wanted.listing

    def choice(name: str, **change: object) -> InlineKeyboardButton:
        chosen = all(getattr(listing, key) == value for key, value in change.items())
        said = shorten(name, WIDEST)
        whose = {"who": 0} if "only" in change else {}  # of whoever presses next
        return _to(wanted, texts("lists.chosen", name=said) if chosen else said, offset=0, **change, **whose)

    for row in _CHOICES:
        yield [choice(texts(f"lists.{_NAMES[only]}"), only=only) for only in row]
    offered = {days: name for days, name in _PERIODS.items() if days in {*_OFFERED, listing.days}}
    yield from in_rows((choice(texts(f"lists.{name}"), days=days) for days, name in offered.items()), len(offered))
    if len(plan.brands) > 1:
        brands = [choice(texts("lists.every_brand"), brand="")]
        shown = [one for one in plan.brands if wanted.scope.brands is None or one.id in wanted.scope.brands]
        brands += [choice(clean(one.name), brand=key_of(one.id)) for one in shown[:BRANDS]]
        yield from in_rows(brands, 2)


def _to(wanted: Wanted, text: str, **change: object) -> InlineKeyboardButton:
    return button(text, wanted.listing.model_copy(update=change))
