"""/pause and /resume: a source is left alone for a while, by name or by a button."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot.callbacks import Sources, Turn, brand_key, button
from bot.handlers.sources import ways
from bot.markup import WIDEST
from bot.pressed import Pressed
from bot.talk import only_admins, say, turn_page
from monitor.config.plan import Plan
from monitor.domain import Person
from monitor.render.dates import Calendar
from monitor.render.display import clean
from monitor.render.document import Document, sentence, shorten
from monitor.render.standing import since
from monitor.store import Store
from monitor.texts import Texts

PAGE = 10  # sources to choose from; each is a button as wide as the message
_ALIKE = 0.5
_CHOOSE = {Turn.PAUSE: "choose", Turn.RESUME: "choose_resume"}
_NOTHING = {Turn.PAUSE: "nothing", Turn.RESUME: "nothing_resume"}


@dataclass(frozen=True, slots=True)
class _Desk:
    """What a pause or its end takes."""

    store: Store
    plan: Plan
    person: Person
    texts: Texts
    now: datetime
    due: Callable[[set[str]], None]

    async def choice(self, turn: Turn) -> list[str]:
        """The sources for which it would change something, as they stand in the file."""
        paused = await self.store.pauses()
        wanted = turn is Turn.RESUME
        return [one.id for one in self.plan.enabled if (one.id in paused) is wanted]

    async def page(self, turn: Turn, offset: int) -> tuple[Document, InlineKeyboardMarkup | None]:
        """Buttons with the names of those sources."""
        names = await self.choice(turn)
        if not self.plan.sources:
            return sentence(self.texts("bot.sources.none")), None
        if not names:
            return self.say(_NOTHING[turn]), None
        start = offset if 0 <= offset < len(names) else 0
        rows = [[_button(turn, name)] for name in names[start : start + PAGE]]
        row = ways(turn, start, len(names), PAGE, self.texts)
        return self.say(_CHOOSE[turn]), InlineKeyboardMarkup(inline_keyboard=[*rows, *([row] if row else [])])

    async def turned(self, turn: Turn, source: str) -> Document:
        """Does it; a source that is resumed is asked at once."""
        entry = self.plan.source(source)
        if entry is None:
            return self.unknown(source)
        if turn is Turn.RESUME:
            ended = await self.store.resume(source)
            self.due({source})
            return self.say("resumed" if ended else "not_paused", source=source, who=clean(self.person.name))
        if not entry.enabled:
            return self.say("disabled", source=source)
        pause = await self.store.pause(source, self.person.name, self.now)
        return self.say("done", source=source, since=since(pause, Calendar(self.texts, self.plan.zone, self.now)))

    def unknown(self, source: str) -> Document:
        """The nearest name that there is."""
        known = [one.id for one in self.plan.sources]
        near: Sequence[str] = get_close_matches(source, known, 1, _ALIKE) or known[:PAGE] or ["-"]
        return self.say("unknown", source=shorten(clean(source), WIDEST), near=", ".join(near))

    def say(self, key: str, **blanks: object) -> Document:
        """One sentence."""
        return sentence(self.texts(f"pause.{key}", **blanks))


def router() -> Router:
    """Both commands, and the choice that they offer."""
    r = Router(name="pause")
    r.message.register(_command, Command("pause", "resume", ignore_case=True))
    r.callback_query.register(_pressed, Sources.filter(F.turn.in_({Turn.PAUSE, Turn.RESUME})))
    return r


async def _command(
    message: Message,
    *,
    command: CommandObject,
    store: Store,
    plan: Plan,
    person: Person,
    texts: Texts,
    clock: Callable[[], datetime],
    due: Callable[[set[str]], None],
) -> None:
    if not plan.team.may_change(person.id):
        await say(message, sentence(only_admins(plan.team, texts)))
        return
    desk = _Desk(store, plan, person, texts, clock(), due)
    turn, wanted = Turn(command.command.lower()), (command.args or "").strip()
    if wanted:
        await say(message, await desk.turned(turn, wanted))
    else:
        await say(message, *await desk.page(turn, 0))


async def _pressed(
    query: CallbackQuery, callback_data: Sources, pressed: Pressed, due: Callable[[set[str]], None]
) -> None:
    """What was done stands in place of the choice, for all to see."""
    if not await pressed.by_admin():
        return
    sources = pressed.plan.sources
    source = next((one.id for one in sources if brand_key(one.id) == callback_data.source), None)
    if not isinstance(query.message, Message) or (callback_data.source and source is None):
        await pressed.say("bot.toast.stale")
        return
    await pressed.say()
    desk = _Desk(pressed.store, pressed.plan, pressed.person, pressed.texts, pressed.now, due)
    if source is None:
        await turn_page(query.message, *await desk.page(callback_data.turn, callback_data.offset))
    else:
        await turn_page(query.message, await desk.turned(callback_data.turn, source), None)


def _button(turn: Turn, source: str) -> InlineKeyboardButton:
    return button(shorten(clean(source), WIDEST), Sources(turn=turn, offset=0, source=brand_key(source)))
