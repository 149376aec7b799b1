"""The buttons of a card: what can be done with a mention now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.callbacks import ComeBack, Connect, Deed, Do, Give, Lead, Mark, Permission, PutOff, Show, Tick, button
from bot.markup import BUTTONS, WIDEST, linkable
from bot.refusals import Address
from monitor.desk.later import Return, Snooze
from monitor.domain import Alert, FirstCrawl, LetIn, Notice, Paired, Person, Record, Status
from monitor.render.display import clean
from monitor.render.document import shorten
from monitor.render.roster import told_apart
from monitor.render.row import headline
from monitor.telling.channel import Letter
from monitor.texts import Texts

Row = list[InlineKeyboardButton]

PRAISED = 3  # stories whose authors a digest offers to ask
ROW = 35  # characters of all buttons of a row together that a phone shows whole
SHOWN = 6  # steps that people still read; the rest stands behind a button
_COLOURS = {Deed.TAKE: "primary", Deed.ANSWER: "success"}  # where a client can: the first thing to do, and the last
_PUT_OFF = ((Snooze.HOUR, Snooze.FOUR_HOURS), (Snooze.TOMORROW,), (Snooze.THREE_DAYS, Snooze.WEEK))
_COME_BACK = ((Return.THREE_DAYS,), (Return.WEEK, Return.NO))
_PEOPLE_IN_ROW = 2
_BESIDE = 4  # buttons: three marks, and the way back


def keyboard(alert: Alert, view: str, texts: Texts, people: Sequence[Person] = ()) -> InlineKeyboardMarkup | None:
    """What can be done with a mention now; `people` are those it may be handed to."""
    if not alert.record.status.is_open:
        return as_keys(_closed(alert, texts))
    match view:
        case "checklist" | "checklist_all" if alert.steps:
            return as_keys(_checklist(alert, texts, whole=view == "checklist_all"))
        case Deed.LATER:
            return as_keys(_later(alert, texts))
        case Deed.COLLEAGUES if people:
            return as_keys(_colleagues(alert, people, texts))
    return as_keys(_open(alert, texts))


def under(notice: Notice | None, texts: Texts) -> InlineKeyboardMarkup | None:
    """What can be done with a notice: a summary shows what it counts, one more group gets alerts."""
    match notice:
        case FirstCrawl() | Paired():
            return as_keys([[button(texts("bot.button.show"), Show())]])
        case LetIn():
            return as_keys([[button(texts("bot.button.connect"), Connect(chat=notice.chat))]])
    return None


def praise_keys(praise: Sequence[Record], texts: Texts) -> InlineKeyboardMarkup | None:
    """What can be done with the praise of a week: each author may be asked to let us quote."""
    asks = [[button(texts("permission.button", id=one.id), Permission(mention=one.number))] for one in praise[:PRAISED]]
    return as_keys(asks)


def cards_keys(letter: Letter, texts: Texts) -> InlineKeyboardMarkup | None:
    """The way to each card that a message names: at one touch, where Telegram knows a way, else by asking us."""
    chat = Address.of(letter.owed.target)
    return as_keys([_to_card(record, chat.way_to(at) if at else None, texts)] for record, at in letter.cards)


def as_keys(rows: Iterable[Row]) -> InlineKeyboardMarkup | None:
    """What stands under a message; None where no row has a button."""
    shown = [row for row in rows if row]
    return InlineKeyboardMarkup(inline_keyboard=shown) if shown else None


def in_rows(buttons: Iterable[InlineKeyboardButton], most: int) -> Iterator[Row]:
    """Buttons beside each other, as far as each shows its whole name: those of a row are equally wide."""
    row: Row = []
    for following in buttons:
        longer = [*row, following]
        if row and (len(longer) > most or len(longer) * max(len(one.text) for one in longer) > ROW):
            yield row
            longer = [following]
        row = longer
    if row:
        yield row


def without_links(keys: InlineKeyboardMarkup) -> InlineKeyboardMarkup | None:
    """The same buttons but those that lead away: Telegram may refuse an address."""
    return as_keys([button for button in row if button.url is None] for row in keys.inline_keyboard)


def _open(alert: Alert, texts: Texts) -> Iterator[Row]:
    taken = alert.record.status is Status.TAKEN
    take = _press(alert, Deed.GIVE_BACK if taken else Deed.TAKE, texts)
    yield [take, _press(alert, Deed.CHECKLIST, texts)] if alert.steps else [take]
    yield [_press(alert, Deed.DRAFT, texts), _press(alert, Deed.ANSWER, texts)]
    yield [_press(alert, deed, texts) for deed in (Deed.NOT_NEGATIVE, Deed.NOT_ABOUT_US, Deed.NO_REPLY)]
    later = Deed.UNDO if alert.record.snoozed_until else Deed.LATER
    yield [_press(alert, later, texts), _press(alert, Deed.COLLEAGUES, texts), *way_to(alert.record.url, texts)]


def _closed(alert: Alert, texts: Texts) -> Iterator[Row]:
    if alert.asks_link:
        yield [_press(alert, Deed.NO_LINK, texts)]
    if alert.asks_follow_up:
        yield from ([_come_back(alert, when, texts) for when in row] for row in _COME_BACK)
    if alert.record.status is Status.ANSWERED:
        yield from _marks(alert, texts)
    yield [_press(alert, Deed.UNDO, texts), *way_to(alert.record.url, texts)]


def _checklist(alert: Alert, texts: Texts, *, whole: bool) -> Iterator[Row]:
    shown = alert.steps[: BUTTONS - _BESIDE] if whole else alert.steps[:SHOWN]
    for place, step in enumerate(shown):
        turn = Tick(mention=alert.record.number, step=place, done=not step.done)
        yield [button(_box(clean(step.text), done=step.done), turn)]
    if not whole and len(shown) < len(alert.steps):
        yield [_press(alert, Deed.MORE, texts)]
    yield from _marks(alert, texts)
    yield [_press(alert, Deed.BACK, texts)]


def _later(alert: Alert, texts: Texts) -> Iterator[Row]:
    number = alert.record.number
    for row in _PUT_OFF:
        yield [button(texts(f"bot.snooze.{one}"), PutOff(mention=number, snooze=one)) for one in row]
    yield [_press(alert, Deed.BACK, texts)]


def _colleagues(alert: Alert, people: Sequence[Person], texts: Texts) -> Iterator[Row]:
    number, names = alert.record.number, told_apart(people)
    buttons = [button(names[one.id], Give(mention=number, person=one.id)) for one in people[: BUTTONS - 1]]
    yield from in_rows(buttons, _PEOPLE_IN_ROW)
    yield [_press(alert, Deed.BACK, texts)]


def _marks(alert: Alert, texts: Texts) -> Iterator[Row]:
    """What a team notes beside its answer; each says whether it is so."""
    number = alert.record.number
    complained, settled = alert.complained is not None, alert.record.settled is not None
    complain, settle, promise = (texts(f"bot.button.{deed}") for deed in (Deed.COMPLAIN, Deed.SETTLE, Deed.PROMISE))
    yield [
        button(_box(complain, done=complained), Mark(deed=Deed.COMPLAIN, mention=number, done=not complained)),
        button(_box(settle, done=settled), Mark(deed=Deed.SETTLE, mention=number, done=not settled)),
    ]
    yield [button(_box(promise, done=bool(alert.promise)), Do(deed=Deed.PROMISE, mention=number))]


def _come_back(alert: Alert, when: Return, texts: Texts) -> InlineKeyboardButton:
    return button(texts(f"bot.come_back.{when}"), ComeBack(mention=alert.record.number, when=when))


def _press(alert: Alert, deed: Deed, texts: Texts) -> InlineKeyboardButton:
    data = Do(deed=deed, mention=alert.record.number)
    return button(texts(f"bot.button.{deed}"), data, _COLOURS.get(deed))


def way_to(url: str, texts: Texts) -> Row:
    """The button that opens it, where it can be opened."""
    return [InlineKeyboardButton(text=texts("bot.button.open"), url=url)] if linkable(url) else []


def _to_card(record: Record, url: str | None, texts: Texts) -> InlineKeyboardButton:
    said = clean(headline(record, ROW)) or texts("card.no_text")
    name = shorten(texts("reminder.card", id=record.id, title=said), ROW)
    return InlineKeyboardButton(text=name, url=url) if url else button(name, Lead(mention=record.number))


def _box(text: str, *, done: bool) -> str:
    return shorten(f"{'☑' if done else '☐'} {text}", WIDEST)
