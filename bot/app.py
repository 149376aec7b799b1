"""The bot: connected once, serving the team until stopped."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog
from aiogram import Bot, Dispatcher
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
from aiogram.enums import ChatType
from aiogram.exceptions import AiogramError, TelegramNotFound, TelegramUnauthorizedError
from aiogram.types import ErrorEvent, Message
from aiogram.utils.token import TokenValidationError

from bot.access import Access
from bot.channel import TelegramChannel
from bot.handlers import (
    astray,
    card,
    check,
    desk,
    draft,
    duty,
    exclude,
    forms,
    gathered,
    history,
    joining,
    link,
    mentions,
    missed,
    pause,
    plan_file,
    praise,
    questions,
    source,
    sources,
    stale,
    statement,
    status,
)
from bot.handlers import capture as capturing
from bot.handlers import digest as digesting
from bot.handlers import help as helping
from bot.heard import Heard
from bot.menus import Menus
from bot.monitor import Monitor
from bot.pace import Pace
from bot.polling import Polling
from bot.pressed import Pressed
from bot.refusals import Address, refusal, trouble
from bot.session import Manners, Session
from bot.signed import Signed
from monitor.config.plan import Plan
from monitor.config.settings import Settings
from monitor.config.team import Team
from monitor.demo.sign import Sign
from monitor.domain import Contested
from monitor.errors import ConfigError, DeliveryError, GoneError, MonitorError, StoreError
from monitor.live import Live
from monitor.places.addresses import plain_proxy
from monitor.texts import Texts

log = structlog.get_logger(__name__)


def connect(
    settings: Settings,
    *,
    plan: Callable[[], Plan],
    pace: Pace | None = None,
    astray: Callable[[str], None] = lambda _: None,
    sign: Sign | None = None,
) -> tuple[Bot, TelegramChannel]:
    """The bot and the channel that the outbox sends through; nothing is asked of Telegram yet."""
    pace = pace or Pace()
    session = _session(settings)
    session.middleware(Manners(pace))
    if sign is not None:
        session.middleware(Signed(sign))
    try:
        bot = Bot(settings.token or "", session=session)
    except TokenValidationError:
        raise ConfigError("telegram.bad_token") from None  # the cause holds the token
    return bot, TelegramChannel(bot, lambda: Texts(plan().language), pace, astray)


async def introduce(bot: Bot) -> DeliveryError | None:
    """What keeps Telegram from answering, if anything; raises ConfigError for a token that it does not know."""
    try:
        await bot.me()
    except AiogramError as error:
        cause = trouble(error)
        if isinstance(error, (TelegramUnauthorizedError, TelegramNotFound)):
            raise ConfigError(cause.key) from None
        return cause
    return None


async def unreached(bot: Bot, team: Team) -> list[DeliveryError]:
    """What keeps the bot from writing to the chats of the file: each sees for a moment that somebody types."""
    chats = [Address(one.id, one.topic) for one in team.chats]
    ops = [Address(team.ops)] if team.ops is not None else []
    refused = []
    for address in dict.fromkeys((*chats, *ops)):
        try:
            await bot.send_chat_action(address.chat, "typing", message_thread_id=address.topic)
        except AiogramError as error:
            refused.append(refusal(error, address))
    return refused


async def serve(
    bot: Bot, monitor: Monitor, stop: asyncio.Event, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> None:
    """Serves the team until stopped, whatever happens to the network; raises ConfigError for a wrong token."""

    async def contested() -> None:
        """Once a day, whoever looks after the product hears of it."""
        with suppress(StoreError):
            now, whom = monitor.clock(), monitor.live.routes.operations()
            await monitor.store.owe_all(whom, Contested(), now, f"contested:{now:%Y-%m-%d}")
            monitor.wake()

    polling = Polling(bot, _dispatcher(monitor), sleep, contested)
    running = asyncio.create_task(_run(bot, polling, monitor.live), name="telegram")
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            await running
    finally:
        running.cancel()
        stopping.cancel()
        await asyncio.gather(running, stopping, return_exceptions=True)
        await polling.finish()


async def _run(bot: Bot, polling: Polling, live: Live) -> None:
    while (cause := await _prepare(bot)) is not None:
        await polling.set_back(cause)
    menus = Menus(bot, live)
    await menus.begin()
    log.info("serving the team in Telegram")
    comfort = asyncio.create_task(menus.keep(), name="menus")
    try:
        await polling.run()
    finally:
        comfort.cancel()


async def _prepare(bot: Bot) -> DeliveryError | None:
    """Polling works only without a webhook."""
    cause = await introduce(bot)
    if cause is None:
        try:
            await bot.delete_webhook()
        except AiogramError as error:
            return trouble(error)
    return cause


def _dispatcher(monitor: Monitor) -> Dispatcher:
    """Handlers get from the door what was `heard` or `pressed`, and by keyword what they ask of the monitor."""
    dispatcher = Dispatcher(disable_fsm=True, **monitor.parts())
    dispatcher.update.outer_middleware(Access(monitor))
    dispatcher.errors.register(_failed)
    at_work = (
        joining,
        card,
        desk,
        gathered,
        exclude,
        link,
        draft,
        statement,
        mentions,
        history,
        missed,
        questions,
        praise,
        duty,
    )
    setting_up = (plan_file, sources, source, pause, check)
    known_to_us = (*at_work, *setting_up, digesting, status, forms, helping, capturing, stale, astray)
    for handlers in known_to_us:
        router = handlers.router()
        if handlers is not capturing:  # it takes what others said
            router.message.filter(_is_own)
        dispatcher.include_router(router)
    return dispatcher


def _is_own(message: Message) -> bool:
    """Whoever passes a command on gives none: it may be a stranger's «/pause», to be looked at."""
    words = message.text or message.caption or ""
    return message.forward_origin is None or not words.startswith("/") or words.startswith("/start")


async def _failed(event: ErrorEvent, pressed: Pressed | None = None, heard: Heard | None = None) -> bool:
    """One update's failure ends nothing; whoever pressed is told, if the door had let them in."""
    error = event.exception
    if isinstance(error, (MonitorError, AiogramError)):
        log.warning("update not handled", error=trouble(error) if isinstance(error, AiogramError) else error)
    else:
        log.error("update not handled", exc_info=error)
    if pressed is not None:
        await pressed.say("bot.toast.stale" if isinstance(error, GoneError) else "bot.toast.trouble")
    elif heard is not None and isinstance(error, StoreError) and _to_us(heard):
        await _excuse(heard)
    return True


def _to_us(heard: Heard) -> bool:
    """What people say to each other in a group is answered by nobody."""
    return heard.above is not None or heard.message.chat.type == ChatType.PRIVATE or heard.words.startswith("/")


async def _excuse(heard: Heard) -> None:
    """What was written while the database is in trouble was not taken: nobody may believe that it was."""
    try:
        await heard.say("bot.database_trouble", reply=True)
    except AiogramError as failure:
        log.warning("not answered", error=trouble(failure))


def _session(settings: Settings) -> Session:
    base = (settings.api_url or "").replace("{", "%7B").replace("}", "%7D")  # aiogram fills braces of its own in
    proxy = settings.proxy and plain_proxy(settings.proxy)
    try:
        return Session(TelegramAPIServer.from_base(base) if base else PRODUCTION, proxy)
    except ValueError:
        raise ConfigError("telegram.proxy") from None  # the cause may hold a password
