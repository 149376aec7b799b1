"""A mention of a list, opened: its card where it is one for the team, else what it says and «Это негатив»."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot.callbacks import Entry, Listing, OwnCard, Raise, button
from bot.handlers.mentions import listed
from bot.keyboard import as_keys
from bot.listing import Wanted, searched, words_in
from bot.pressed import Pressed
from bot.refusals import Address
from bot.talk import point_to, targets, turn_page
from monitor.domain import Alert
from monitor.live import Live
from monitor.render.card import card
from monitor.render.document import Document, line
from monitor.texts import Texts


def router() -> Router:
    """The numbers under a list, and the buttons of what they open."""
    r = Router(name="missed")
    r.callback_query.register(_open, Entry.filter())
    r.callback_query.register(_raise, Raise.filter())
    r.callback_query.register(_own_card, OwnCard.filter())
    return r


async def _open(_: CallbackQuery, callback_data: Entry, pressed: Pressed) -> None:
    """What is flagged has a card; what is not is shown in place of the list."""
    message, record = pressed.page, await pressed.record(callback_data.mention)
    if message is None or record is None:
        await pressed.say("bot.toast.stale")
        return
    if record.flag is not None:
        await _show_card(message, callback_data, pressed)
        return
    await pressed.say()
    alert = await pressed.store.alert(record.number, pressed.scope.hidden)
    page = _page(alert, words_in(message.text or ""), pressed)
    await turn_page(message, page, _keys(callback_data, pressed.texts))


async def _raise(_: CallbackQuery, callback_data: Raise, pressed: Pressed, live: Live) -> None:
    """It teaches, and raises the card that was missed; the page leads back to the list."""
    message, record = pressed.page, await pressed.record(callback_data.mention)
    if message is None or record is None:
        await pressed.say("bot.toast.stale")
        return
    raised = live.understanding.raised(record, pressed.now)
    acted = await pressed.store.raise_missed(record.number, pressed.person, pressed.now, raised)
    pressed.wake()
    await pressed.tell_what_came(acted, "lists.missed_done")
    await turn_page(message, *await listed(_list_of(message, callback_data, pressed), pressed))


async def _own_card(_: CallbackQuery, callback_data: OwnCard, pressed: Pressed) -> None:
    if pressed.page is None or await pressed.record(callback_data.mention) is None:
        await pressed.say("bot.toast.stale")
        return
    await _show_card(pressed.page, callback_data, pressed)


async def _show_card(message: Message, entry: Entry, pressed: Pressed) -> None:
    """A press never makes a second card: where it stands already, the way to it is shown."""
    name = f"m-{entry.mention}"
    there = await _standing(message, entry.mention, pressed)
    pressed.wake()
    if there is None:
        await pressed.say("lists.coming", id=name)
        return
    await pressed.say("lists.here", id=name)
    url = Address(message.chat.id).way_to(there)
    if url is None:
        await point_to(message, there, Document((line("👆 ", pressed.texts("lists.here_above", id=name)),)))
        return
    page, keys = await listed(_list_of(message, entry, pressed), pressed)
    way = [InlineKeyboardButton(text=pressed.texts("lists.to_card", id=name), url=url)]
    rows = keys.inline_keyboard if keys else []
    await turn_page(message, page, as_keys([way, *rows]))


async def _standing(message: Message, number: int, pressed: Pressed) -> int | None:
    """The message of this chat that shows the card; None where it is only owed from now on."""
    places, store = tuple(targets(message, pressed.plan)), pressed.store
    there = [place for place in places if await store.card_message(number, place) is not None]
    owed = await store.show_card(number, (there or places)[0], pressed.now)
    return owed.message if owed else None


def _list_of(message: Message, entry: Entry, pressed: Pressed) -> Wanted:
    """The list that a button of this message belongs to."""
    return Wanted(_listing(entry), words_in(message.text or ""), pressed.scope)


def _page(alert: Alert, words: str, pressed: Pressed) -> Document:
    """As its card would show it; above it the words it was found by, which lead back."""
    plan, texts = pressed.plan, pressed.texts
    brand, audience = plan.brand_name(alert.record.brand), plan.audience_of(alert.record.source)
    shown = card(alert, brand=brand, calendar=pressed.calendar, audience=audience)
    return Document((line(searched(words, texts)), *shown.lines)) if words else shown


def _keys(entry: Entry, texts: Texts) -> InlineKeyboardMarkup | None:
    state = entry.model_dump()
    missed = button(texts("lists.missed"), Raise(**state))
    own = button(texts("lists.card"), OwnCard(**state))
    back = button(texts("bot.button.back"), _listing(entry))
    return as_keys([[missed, own], [back]])


def _listing(entry: Entry) -> Listing:
    return Listing(**entry.model_dump(exclude={"mention"}))
