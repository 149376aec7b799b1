"""/start and /help."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from bot.access import may_change
from bot.pages import help_page
from bot.talk import say
from monitor.config.plan import Plan
from monitor.config.team import Team
from monitor.domain import Person
from monitor.texts import Texts

COMMANDS = (
    "mentions",
    "sources",
    "status",
    "digest",
    "forms",
    "duty",
    "away",
    "check",
    "help",
)  # in the order of the menu
ADMINS = ("source", "pause", "resume")  # who may change sources.yaml has these before the last one


def router() -> Router:
    """What the bot can do."""
    r = Router(name="help")
    r.message.register(_help, Command("start", "help"))
    return r


def menu(team: Team, person: int | None = None) -> tuple[str, ...]:
    """The commands for a person, or for everybody."""
    *others, last = COMMANDS
    return (*others, *ADMINS, last) if person is not None and may_change(team, person) else COMMANDS


async def _help(message: Message, texts: Texts, plan: Plan, person: Person) -> None:
    await say(message, help_page(texts, menu(plan.team, person.id)))
