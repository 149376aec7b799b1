"""/forms: which spellings of a brand are found, and which could be."""

from __future__ import annotations

import asyncio

from aiogram import Bot, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from bot.callbacks import FormsOf, brand_key, button
from bot.markup import BUTTONS, LONGEST, WIDEST
from bot.talk import say, toast
from monitor.config.plan import Brand, Plan
from monitor.match.forms import forms
from monitor.match.suggested import suggestions
from monitor.render.display import clean
from monitor.render.document import Document, sentence, shorten
from monitor.render.forms import forms_page
from monitor.texts import Texts


def router() -> Router:
    """The command, and the choice among several brands."""
    r = Router(name="forms")
    r.message.register(_forms, Command("forms", ignore_case=True))
    r.callback_query.register(_chosen, FormsOf.filter())
    return r


async def _forms(message: Message, command: CommandObject, plan: Plan, texts: Texts) -> None:
    wanted = (command.args or "").strip()
    if not wanted and len(plan.own) > 1:
        await say(message, sentence(texts("forms.choose")), _choice(plan.own))
        return
    brand = next((one for one in plan.brands if _called(one, wanted)), None) if wanted else plan.own[0]
    if brand is None:
        known = ", ".join(clean(one.id) for one in plan.brands)
        await say(message, sentence(texts("errors.config.unknown_brand", brand=clean(wanted), known=known)))
        return
    await say(message, await _page(brand, plan, texts))


async def _chosen(query: CallbackQuery, *, callback_data: FormsOf, bot: Bot, plan: Plan, texts: Texts) -> None:
    brand = next((one for one in plan.own if brand_key(one.id) == callback_data.brand), None)
    if brand is None or not isinstance(query.message, Message):
        await toast(bot, query, texts("bot.toast.stale"))
        return
    await toast(bot, query)
    await say(query.message, await _page(brand, plan, texts))


def _called(brand: Brand, wanted: str) -> bool:
    """By its id or by any of its names: who asks in a chat knows the names alone."""
    return wanted.casefold() in {name.casefold() for name in (brand.id, *brand.names)}


async def _page(brand: Brand, plan: Plan, texts: Texts) -> Document:
    """Worked out beside the loop: a long name has hundreds of forms."""
    found = await asyncio.to_thread(forms, brand)
    proposed = await asyncio.to_thread(suggestions, brand, plan.brands)
    return forms_page(brand.name, found, proposed, texts, longest=LONGEST)


def _choice(brands: tuple[Brand, ...]) -> InlineKeyboardMarkup:
    rows = [[button(shorten(clean(one.name), WIDEST), FormsOf(brand=brand_key(one.id)))] for one in brands[:BUTTONS]]
    return InlineKeyboardMarkup(inline_keyboard=rows)
