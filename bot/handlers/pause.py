"""/pause and /resume: a source is left alone for a while, by name or by a button."""

from __future__ import annotations

from difflib import get_close_matches

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot.acting import Acting
from bot.callbacks import Sources, Turn, button, key_of, with_key
from bot.handlers.sources import ways
from bot.heard import Heard
from bot.keyboard import as_keys
from bot.markup import WIDEST
from bot.monitor import Due
from bot.pressed import Pressed
from bot.talk import turn_page
from monitor.render.display import clean
from monitor.render.document import Document, sentence, shorten
from monitor.render.standing import since

PAGE = 10  # sources to choose from; each is a button as wide as the message
_ALIKE = 0.5
_CHOOSE = {Turn.PAUSE: "pause.choose", Turn.RESUME: "pause.choose_resume"}
_NOTHING = {Turn.PAUSE: "pause.nothing", Turn.RESUME: "pause.nothing_resume"}


def router() -> Router:
    """Both commands, and the choice that they offer."""
    r = Router(name="pause")
    r.message.register(_command, Command("pause", "resume", ignore_case=True))
    r.callback_query.register(_pressed, Sources.filter(F.turn.in_({Turn.PAUSE, Turn.RESUME})))
    return r


async def _command(_: Message, command: CommandObject, heard: Heard, due: Due) -> None:
    if not await heard.by_admin():
        return
    turn, wanted = Turn(command.command.lower()), (command.args or "").strip()
    if wanted:
        await heard.answer(await _turned(turn, wanted, heard, due))
    else:
        await heard.answer(*await _page(turn, 0, heard))


async def _pressed(_: CallbackQuery, callback_data: Sources, pressed: Pressed, due: Due) -> None:
    """What was done stands in place of the choice, for all to see."""
    if not await pressed.by_admin():
        return
    source = with_key(pressed.plan.sources, callback_data.source)
    if pressed.page is None or (callback_data.source and source is None):
        await pressed.say("bot.toast.stale")
        return
    await pressed.say()
    if source is None:
        await turn_page(pressed.page, *await _page(callback_data.turn, callback_data.offset, pressed))
    else:
        await turn_page(pressed.page, await _turned(callback_data.turn, source.id, pressed, due), None)


async def _page(turn: Turn, offset: int, acting: Acting) -> tuple[Document, InlineKeyboardMarkup | None]:
    """Buttons with the names of the sources for which it would change something, as they stand in the file."""
    plan, texts, paused = acting.plan, acting.texts, await acting.store.pauses()
    names = [one.id for one in plan.enabled if (one.id in paused) is (turn is Turn.RESUME)]
    if not plan.sources:
        return sentence(texts("bot.sources.none")), None
    if not names:
        return sentence(texts(_NOTHING[turn])), None
    start = offset if 0 <= offset < len(names) else 0
    rows = [[_button(turn, name)] for name in names[start : start + PAGE]]
    return sentence(texts(_CHOOSE[turn])), as_keys([*rows, ways(turn, start, len(names), PAGE, texts)])


async def _turned(turn: Turn, source: str, acting: Acting, due: Due) -> Document:
    """Does it; a source that is resumed is asked at once."""
    entry, texts, who = acting.plan.source(source), acting.texts, acting.person.name
    if entry is None:
        known = [one.id for one in acting.plan.sources]
        near = get_close_matches(source, known, 1, _ALIKE) or known[:PAGE] or ["-"]
        return sentence(texts("pause.unknown", source=shorten(clean(source), WIDEST), near=", ".join(near)))
    if turn is Turn.RESUME:
        ended = await acting.store.resume(source)
        due({source})
        return sentence(texts("pause.resumed" if ended else "pause.not_paused", source=source, who=clean(who)))
    if not entry.enabled:
        return sentence(texts("pause.disabled", source=source))
    pause = await acting.store.pause(source, who, acting.now)
    return sentence(texts("pause.done", source=source, since=since(pause, acting.calendar)))


def _button(turn: Turn, source: str) -> InlineKeyboardButton:
    return button(shorten(clean(source), WIDEST), Sources(turn=turn, offset=0, source=key_of(source)))
