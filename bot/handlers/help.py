"""/start and /help: what the bot can do, in sections that are turned to by buttons."""

from __future__ import annotations

from collections.abc import Iterator

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from bot.callbacks import Guide, button
from bot.heard import Heard
from bot.keyboard import as_keys
from bot.pressed import Pressed
from bot.refusals import Address
from bot.talk import turn_page
from monitor.config.team import Team
from monitor.render.document import Document, Kind, Line, bold, document, line
from monitor.texts import Texts

COMMANDS = (  # in the order of the menu
    "mentions",
    "search",
    "history",
    "digest",
    "sources",
    "status",
    "check",
    "forms",
    "duty",
    "away",
    "help",
)
# Who may change sources.yaml has these before the last one.
ADMINS = "statement", "source", "pause", "resume", "invite"
FOR_ADMINS = "admins"
SECTIONS = ("card", "answer", "commands", "access", "figures", FOR_ADMINS)
FIGURES = {  # the definitions of all figures are too long for one message
    "figures": "figures.general",
    "figures-work": "figures.work",
    "figures-places": "figures.places",
    "figures-search": "figures.search",
    "figures-quality": "figures.quality",
    "figures-absent": "figures.absent",
}


def router() -> Router:
    """What the bot can do."""
    r = Router(name="help")
    r.message.register(_start, Command("start", ignore_case=True))
    r.message.register(_help, Command("help", ignore_case=True))
    r.callback_query.register(_turn, Guide.filter())
    return r


def guide_page(section: str, texts: Texts) -> Document:
    """A section of the help; its beginning where there is no such section."""
    title, lines = "guide.title", "guide.intro"
    if key := FIGURES.get(section, f"guide.{section}" if section in SECTIONS else ""):
        title, lines = f"{key}.title", f"{key}.lines"
    told = (one for said in texts.lines(lines) for one in (Line(), line(said)))
    listed = _commands(texts) if section == "commands" else ()
    return document([line(bold(texts(title)), kind=Kind.TITLE), *told, *listed])


def guide_keys(section: str, texts: Texts, *, admin: bool) -> InlineKeyboardMarkup | None:
    """The ways to the other sections; what only admins can do is offered to them."""
    offered = {one: f"guide.{one}" for one in SECTIONS if admin or one != FOR_ADMINS}
    pages = FIGURES if section in FIGURES else offered
    named = [(one, f"{key}.title") for one, key in pages.items() if one != section]
    if section in SECTIONS or section in FIGURES:
        named.append(("", "guide.contents"))
    buttons = [button(texts(key), Guide(section=one)) for one, key in named]
    return as_keys(buttons[at : at + 2] for at in range(0, len(buttons), 2))


def menu(team: Team, person: int | None = None) -> tuple[str, ...]:
    """The commands for a person, or for everybody."""
    *others, last = COMMANDS
    return (*others, *ADMINS, last) if person is not None and team.may_change(person) else COMMANDS


async def _start(message: Message, heard: Heard) -> None:
    """Who starts the bot for the first time may be written to from now on: Telegram tells us so in no other way."""
    await heard.answer(document(map(line, heard.texts.lines("guide.welcome"))))
    for target in await heard.store.returned(str(Address(message.chat.id)), heard.now):
        heard.wake(target)


async def _help(_: Message, command: CommandObject, heard: Heard) -> None:
    texts = heard.texts
    wanted = _section((command.args or "").strip().lower(), texts)
    section = wanted if heard.admin or wanted != FOR_ADMINS else ""
    await heard.answer(guide_page(section, texts), guide_keys(section, texts, admin=heard.admin))


async def _turn(_: CallbackQuery, callback_data: Guide, pressed: Pressed) -> None:
    if pressed.page is None:
        await pressed.say("bot.toast.stale")
        return
    await pressed.say()
    section, texts = callback_data.section, pressed.texts
    await turn_page(pressed.page, guide_page(section, texts), guide_keys(section, texts, admin=pressed.admin))


def _section(wanted: str, texts: Texts) -> str:
    """By its name in a command, or by its title."""
    titles = {texts(f"guide.{one}.title").lower(): one for one in SECTIONS}
    return wanted if wanted in SECTIONS else titles.get(wanted, "")


def _commands(texts: Texts) -> Iterator[Line]:
    yield Line()
    for name in COMMANDS:
        yield line(f"/{name}: {texts(f'bot.command.{name}')}")
