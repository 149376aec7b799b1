"""After «Не о нас»: a phrase to exclude is proposed with what it would have hidden; an admin applies it."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import structlog
from aiogram import Router
from aiogram.exceptions import AiogramError
from aiogram.types import CallbackQuery

from bot.callbacks import Exclude, button
from bot.keyboard import as_keys
from bot.pages import excluded_page, exclusion_page
from bot.pressed import Pressed
from bot.refusals import trouble
from bot.talk import say_under, turn_page
from monitor.config.editing import PlanFile
from monitor.config.plan import Brand, Plan
from monitor.domain import Alert, Owed, Record
from monitor.errors import ConfigError
from monitor.match.exclusion import hidden_by, phrase_beside
from monitor.render.display import clean
from monitor.store import Query

LOOKED_BACK = timedelta(days=90)

log = structlog.get_logger(__name__)


def router() -> Router:
    """«Применить» under a proposal."""
    r = Router(name="exclude")
    r.callback_query.register(_apply, Exclude.filter())
    return r


async def offer_exclude(card: Owed, alert: Alert, pressed: Pressed) -> None:
    """Says nothing where nothing would be gained: on a page that is about the brand as a whole, or without a phrase."""
    plan, texts = pressed.plan, pressed.texts
    brand, phrase = _proposed(alert, plan)
    if brand is None or phrase is None:
        return
    hidden: list[Record] = []
    async for part in pressed.store.mentions_in_parts(Query(brand=brand.id, since=pressed.now - LOOKED_BACK)):
        found = [one for one in part if not _trusted(one.source, plan)]
        hidden += await asyncio.to_thread(hidden_by, brand, phrase, found)
    if not hidden:
        return
    page = exclusion_page(pressed.person.name, brand, phrase, hidden, texts)
    apply = button(texts("bot.button.apply"), Exclude(mention=alert.record.number))
    try:
        await say_under(pressed.bot, card, page, as_keys([[apply]]))
    except AiogramError as error:  # the card is closed all the same
        log.warning("exclude not proposed", mention=alert.record.number, error=trouble(error))


async def _apply(_: CallbackQuery, callback_data: Exclude, pressed: Pressed, file: PlanFile) -> None:
    """What is applied is what the message shows: meanwhile the mention may have been edited.

    The running bot takes the changed file up by itself; where it cannot be changed, the line to paste is shown.
    """
    if not await pressed.by_admin():
        return
    record = await pressed.record(callback_data.mention)
    alert = await pressed.store.alert(record.number) if record else None
    brand, phrase = _proposed(alert, pressed.plan) if alert else (None, None)
    message = pressed.page
    if brand is None or phrase is None or message is None or clean(phrase) not in (message.text or ""):
        await pressed.say("bot.toast.stale")
        return
    await pressed.say()
    error = await asyncio.to_thread(_written, file, brand, phrase)
    await turn_page(message, excluded_page(brand, phrase, pressed.texts, error), None)


def _written(file: PlanFile, brand: Brand, phrase: str) -> ConfigError | None:
    try:
        file.exclude(brand.id, phrase)
    except ConfigError as error:
        return error
    return None


def _proposed(alert: Alert, plan: Plan) -> tuple[Brand | None, str | None]:
    record = alert.record
    brand = plan.brand(record.brand)
    if brand is None or _trusted(record.source, plan):
        return None, None
    return brand, phrase_beside(alert.hits, record.title, record.text, brand.names)


def _trusted(source: str, plan: Plan) -> bool:
    """Whether all of a source is about its brand, whatever stands in it."""
    one = plan.source(source)
    return one is not None and bool(one.brand)
