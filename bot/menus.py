"""The menus of commands that Telegram shows, as the file has the team and its language now."""

from __future__ import annotations

import asyncio

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.types import BotCommand, BotCommandScopeChat, BotCommandScopeDefault

from bot.handlers.help import menu
from bot.refusals import trouble
from monitor.config.plan import Plan
from monitor.live import Live
from monitor.texts import LANGUAGES, Texts

EVERY = 30.0  # seconds between looks at the team; whoever has just come in looks around
AGAIN = 120  # looks, after which a chat that took no menu is tried once more

Menu = tuple[str, tuple[str, ...]]  # in whose words, and which commands

log = structlog.get_logger(__name__)


class Menus:
    """Everybody's, and in the private chat with an admin also what admins do; a comfort that nothing waits for."""

    def __init__(self, bot: Bot, live: Live) -> None:
        self._bot = bot
        self._live = live
        self._shown: dict[int | None, Menu] = {}  # by chat; None is everywhere
        self._tried: dict[int | None, int] = {}  # the look at which it failed last
        self._looks = 0

    async def begin(self) -> None:
        """Everybody's: it is there before anybody is answered."""
        await self._set(None, self._wanted(self._live.plan)[None])

    async def keep(self) -> None:
        """Never ends by itself."""
        while True:
            await self.look()
            await asyncio.sleep(EVERY)

    async def look(self) -> None:
        """Sets what is another one by now; who is no admin any more has everybody's."""
        self._looks += 1
        for chat, wanted in self._wanted(self._live.plan).items():
            if self._shown.get(chat) != wanted and self._may_try(chat):
                await self._set(chat, wanted)

    def _wanted(self, plan: Plan) -> dict[int | None, Menu]:
        team = plan.team
        people = dict.fromkeys((*(team.admins or [user.id for user in team.users]), *filter(None, self._shown)))
        return {chat: (plan.language, menu(team, chat)) for chat in (None, *people)}

    def _may_try(self, chat: int | None) -> bool:
        """A bot may not write to whoever never wrote to it, and one day they do."""
        return chat not in self._tried or self._looks - self._tried[chat] >= AGAIN

    async def _set(self, chat: int | None, wanted: Menu) -> None:
        """The commands in each reader's language, in the team's for everybody else."""
        language, names = wanted
        scope = BotCommandScopeDefault() if chat is None else BotCommandScopeChat(chat_id=chat)
        try:
            for code, words in ((None, Texts(language)), *((one, Texts(one)) for one in LANGUAGES)):
                commands = [BotCommand(command=name, description=words(f"bot.command.{name}")) for name in names]
                await self._bot.set_my_commands(commands, scope=scope, language_code=code)
        except AiogramError as error:
            log.info("menu not set", error=trouble(error))
            self._tried[chat] = self._looks
        else:
            self._shown[chat] = wanted
