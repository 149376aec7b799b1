"""/forms: which spellings of a brand are found, and which could be."""

from __future__ import annotations

import asyncio

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from bot.acting import Acting
from bot.callbacks import FormsOf, button, key_of, with_key
from bot.heard import Heard
from bot.keyboard import as_keys
from bot.markup import BUTTONS, LONGEST, WIDEST
from bot.pressed import Pressed
from bot.talk import say
from monitor.config.plan import Brand
from monitor.match.forms import forms
from monitor.match.suggested import suggestions
from monitor.render.display import clean
from monitor.render.document import Document, sentence, shorten
from monitor.render.forms import forms_page


def router() -> Router:
    """The command, and the choice among several brands."""
    r = Router(name="forms")
    r.message.register(_forms, Command("forms", ignore_case=True))
    r.callback_query.register(_chosen, FormsOf.filter())
    return r


async def _forms(_: Message, command: CommandObject, heard: Heard) -> None:
    wanted, plan = (command.args or "").strip(), heard.plan
    if not wanted and len(plan.own) > 1:
        await heard.answer(sentence(heard.texts("forms.choose")), _choice(plan.own))
        return
    brand = next((one for one in plan.brands if _called(one, wanted)), None) if wanted else plan.own[0]
    if brand is None:
        known = ", ".join(clean(one.id) for one in plan.brands)
        await heard.say("errors.config.unknown_brand", brand=clean(wanted), known=known)
        return
    await heard.answer(await _page(brand, heard))


async def _chosen(_: CallbackQuery, callback_data: FormsOf, pressed: Pressed) -> None:
    brand = with_key(pressed.plan.own, callback_data.brand)
    if brand is None or pressed.page is None:
        await pressed.say("bot.toast.stale")
        return
    await pressed.say()
    await say(pressed.page, await _page(brand, pressed))


def _called(brand: Brand, wanted: str) -> bool:
    """By its id or by any of its names: who asks in a chat knows the names alone."""
    return wanted.casefold() in {name.casefold() for name in (brand.id, *brand.names)}


async def _page(brand: Brand, acting: Acting) -> Document:
    """Worked out beside the loop: a long name has hundreds of forms."""
    found = await asyncio.to_thread(forms, brand)
    proposed = await asyncio.to_thread(suggestions, brand, acting.plan.brands)
    return forms_page(brand.name, found, proposed, acting.texts, longest=LONGEST)


def _choice(brands: tuple[Brand, ...]) -> InlineKeyboardMarkup | None:
    return as_keys(
        [button(shorten(clean(one.name), WIDEST), FormsOf(brand=key_of(one.id)))] for one in brands[:BUTTONS]
    )
