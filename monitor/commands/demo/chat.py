"""`otklik demo --telegram`: the same story in a real chat, with buttons that can be pressed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack, suppress
from typing import Any

from monitor.commands.asked import now
from monitor.commands.demo.chat_stage import ENOUGH, ChatStage, Tempo
from monitor.commands.demo.stage import set_up
from monitor.commands.demo.story import STEPS, play
from monitor.commands.opening import Opened, opened
from monitor.commands.pairing import Pairing
from monitor.commands.reload import Reload
from monitor.commands.run import first, telegram
from monitor.commands.stopping import serving
from monitor.commands.telegram import Telegram, connected
from monitor.config.settings import Settings
from monitor.demo.sign import Sign
from monitor.demo.site import Site
from monitor.errors import ConfigError, DeliveryError
from monitor.process.awaiting import done_before
from monitor.render.screen import console
from monitor.schedule import Job
from monitor.texts import Texts

LOOK = 0.5  # seconds between looks whether there is a chat
FAREWELL = 2  # seconds for the last message


async def demo_in_chat(language: str, settings: Settings, chat: int | None) -> int:
    """Until the story is told and nobody presses any more, or until stopped."""
    if settings.token is None:
        raise ConfigError("demo.no_token")
    with serving() as stop:
        await perform(language, settings, chat, stop)
    return 0


async def perform(
    language: str,
    settings: Settings,
    chat: int | None,
    stop: asyncio.Event,
    *,
    tempo: Tempo = ENOUGH,
    connect: Callable[..., Coroutine[Any, Any, Telegram]] = connected,
) -> None:
    """A database and a file of its own; the user's stay as they are."""
    out, texts = console(), Texts(language)
    team = "" if chat is None else f"team: {{chats: [{{id: {chat}}}]}}\n"
    async with Site(now(), language).served() as site:
        out.print(texts("cli.demo.chat.hello", name=site.company.name, steps=len(STEPS)))
        with set_up(site, language, settings, team) as written:
            async with opened(written) as house:
                try:
                    await _beside_each_other(house, site, stop, ChatStage(house, out, tempo), connect)
                except ExceptionGroup as group:
                    raise first(group) from group
    out.print(texts("cli.demo.chat.ended"))


async def _beside_each_other(
    house: Opened,
    site: Site,
    stop: asyncio.Event,
    stage: ChatStage,
    connect: Callable[..., Coroutine[Any, Any, Telegram]],
) -> None:
    """Delivering, listening and telling; the bot and the outbox are those of `run`."""
    spoke = asyncio.Event()
    sign = Sign(house.live.texts("cli.demo.chat.mark"), spoke.set)
    reread = Reload(house, due=_nobody, leads=False).look

    async def introduced() -> Telegram:
        connection = await connect(house.written.settings, lambda: house.live.plan, sign=sign)
        if trouble := await connection.app.introduce(connection.bot):
            stage.consider(trouble)
        return connection

    async def tell() -> None:
        telling = asyncio.create_task(_tell(stage, site, spoke, reread))
        try:
            if await done_before(stop, telling):
                telling.result()
        finally:
            stop.set()
            await asyncio.wait({sending})  # so that nothing comes after the last word
            await _leave(stage)

    async with AsyncExitStack() as closing, asyncio.TaskGroup() as group:
        sending = group.create_task(stage.outbox.run(stop), name="outbox")
        bot = telegram(house, stage.outbox, stop, closing, introduced, due=_nobody, reread=reread)
        group.create_task(bot, name="telegram")
        group.create_task(tell(), name="story")


async def _tell(stage: ChatStage, site: Site, spoke: asyncio.Event, reread: Job) -> None:
    """The bot speaks at every press: when it has not for long, nobody is there any more."""
    await _paired(stage, site, reread)
    await play(stage, site)
    minutes = round(stage.tempo.idle / 60)
    await stage.post("try", minutes=minutes)
    stage.print("waits", minutes=minutes)
    with suppress(TimeoutError):
        while True:
            spoke.clear()
            async with asyncio.timeout(stage.tempo.idle):
                await spoke.wait()


async def _paired(stage: ChatStage, site: Site, reread: Job) -> None:
    """As `run` does it: a one-time code in the terminal, written in the chat; not before the bot is connected."""
    house = stage.house
    code = Pairing(house.store, house.live, now, say=stage.out.print, wake=stage.outbox.wake)
    while not (house.live.plan.team.chats and stage.connected):
        if stage.connected:
            await code.look()
        await asyncio.sleep(LOOK)
        await reread()
    await code.look()
    await stage.enter(name=site.company.name, who=site.company.colleague)


async def _leave(stage: ChatStage) -> None:
    """Whoever presses later knows why nothing happens."""
    with suppress(DeliveryError, TimeoutError):
        async with asyncio.timeout(FAREWELL):
            await stage.post("over")


def _nobody(_: object) -> None:
    """Nobody needs to hear of it."""
