"""A team at work: the real store, outbox and bot around the fake Telegram."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiogram.filters.callback_data import CallbackData
from bot_values import NOW, Seconds
from live_values import live_of, take_up
from telegram_chats import Posted
from telegram_server import GROUP, TelegramServer

from bot.app import connect, serve
from bot.monitor import Monitor
from bot.pace import Pace
from bot.refusals import Address
from monitor.capture import Capture
from monitor.commands.check import findings
from monitor.config.editing import PlanFile
from monitor.config.load import load
from monitor.config.plan import Brand, Plan
from monitor.config.settings import Settings
from monitor.digest import week_bounds
from monitor.domain import (
    Change,
    ChangeKind,
    Flag,
    Health,
    Identified,
    Item,
    Label,
    Mention,
    Page,
    Record,
    Request,
    Sentiment,
    Severity,
    SourceState,
    Validators,
    Verdict,
)
from monitor.errors import FetchError, StoreError
from monitor.fetch import Fetched
from monitor.match import Matcher
from monitor.pipeline import Pipeline
from monitor.reading.reader import Reader
from monitor.recognition import Recognition
from monitor.render.document import Document, line
from monitor.store import Store, Visit
from monitor.store.upkeep.backup import copy
from monitor.team.routes import Scope
from monitor.telling.letters import Letters
from monitor.telling.outbox import Outbox

SAID = (  # different enough not to be copies of one story
    "Внедрение Зубр-Софта тянется третий месяц, менеджер сменился дважды.",
    "Зубр-Софт потерял наши накладные после обновления, восстанавливали руками.",
    "Звоним в поддержку Зубр-Софта с утра, обещают перезвонить и молчат.",
    "Счёт от Зубр-Софта вырос вдвое, о новых ценах никто не предупредил.",
    "Отчёты в Зубр-Софте открываются по десять минут, бухгалтерия плачет.",
    "Обучение от Зубр-Софта свелось к чтению слайдов вслух, время жалко.",
    "Интеграция с банком в Зубр-Софте падает каждую пятницу вечером.",
    "Зубр-Софт удалил доступ уволенному, но заодно и всему складу.",
    "Мобильное приложение Зубр-Софта не видит сканер, пришлось вернуть бумагу.",
    "Договор с Зубр-Софтом расторгали полгода, акты терялись дважды.",
)
ZUBR = Matcher([Brand(id="zubr", name="Зубр-Софт")])
STEPS = ("Проверить, наш ли это клиент", "Ответить публично")
ANNA = {"id": 11111111, "is_bot": False, "first_name": "Anna", "username": "anna"}
BORIS = {"id": 22222222, "is_bot": False, "first_name": "Boris"}
_BLANK: list[Path] = []
STRANGER = {"id": 66666666, "is_bot": False, "first_name": "Mallory"}

ENVIRONMENT = {"FORUM_KEY": "s3cret-word"}
PLAN: dict[str, Any] = {
    "language": "ru",
    "timezone": "Europe/Minsk",
    "brands": [{"id": "zubr", "name": "Зубр-Софт"}],
    "sources": [
        {"id": "reviews", "kind": "reviews", "url": "https://otzyv.example/zubr", "brand": "zubr"},
        {"id": "news", "kind": "feed", "url": "https://news.example/rss"},
        {"id": "forum", "kind": "feed", "url": "https://forum.example/rss", "enabled": False},
    ],
    "team": {"chats": [{"id": GROUP}], "users": [{"id": 11111111, "name": "Анна"}, 22222222]},
}


class Office:
    """One team with its chat, until the test ends."""

    def __init__(self, server: TelegramServer, store: Store, plan: Plan, folder: Path) -> None:
        self.server = server
        self.store = store
        self.live = live_of(plan)
        self.now = NOW
        self.stop = asyncio.Event()
        self.serving: asyncio.Task[None] | None = None
        settings = Settings(token=server.token, api_url=server.url)
        self.bot, self.channel = connect(settings, plan=lambda: self.live.plan, pace=_quick())
        letters = Letters(store, self.live)
        self.outbox = Outbox(store, {"telegram": self.channel}, letters, self.clock)
        self.web: dict[str, str | FetchError] = {}
        pipeline = Pipeline(store, self, self.live.understanding, self.clock)
        self.capture = Capture(store, self.live, self.clock, pipeline=pipeline, fetcher=self, reader=Reader())
        self.file = PlanFile(folder / "sources.yaml", lambda: ENVIRONMENT)
        self.recognition = Recognition(self, Reader(), self.live, self.clock)
        self.due: set[str] = set()
        self.digested: Scope | None = None  # what a digest was asked for
        self.week = ""  # and of which week
        self.digest: Callable[[], Document] = lambda: Document((line("Итоги недели"),))
        self.praise: tuple[Record, ...] = ()  # of that week

    def clock(self) -> datetime:
        """The office's time."""
        return self.now

    async def reread(self) -> None:
        """As the running program takes a changed team up; the rest of the plan is the test's."""
        if self.file.path.exists():
            team = load(self.file.path, ENVIRONMENT).plan.team
            take_up(self.live, self.live.plan.model_copy(update={"team": team}))

    @property
    def monitor(self) -> Monitor:
        """As `run` hands it to the bot."""
        return Monitor(
            store=self.store,
            live=self.live,
            clock=self.clock,
            wake=self.outbox.wake,
            digest=self._digest,
            capture=self.capture,
            recognition=self.recognition,
            file=self.file,
            check=lambda: asyncio.to_thread(findings, self.file.path),
            reread=self.reread,
            due=self.due.update,
        )

    async def serve(self) -> None:
        """The bot, as `run` starts it."""
        await serve(self.bot, self.monitor, self.stop, _pause)

    async def mention(self, *, number: int = 1, targets: Sequence[str] = (f"telegram:{GROUP}",)) -> Posted:
        """Somebody said something bad; answers with the card of the first chat once it is there."""
        before = len(self.server.messages())
        self.now += timedelta(minutes=1)
        await self.store.keep(visit(number, tuple(targets), self.now))
        self.outbox.wake()
        await self.server.wait(lambda: len(self.server.messages()) >= before + len(targets))
        for one in self.server.messages()[before:]:
            await self._kept(one)
        return self.server.messages()[before]

    async def record(self, number: int = 1) -> Record:
        """What is stored of a mention."""
        record = await self.store.record(number)
        assert record is not None
        return record

    async def sees(self, message: Posted, *words: str) -> None:
        """Waits until a message shows these words or buttons."""

        def shown() -> bool:
            return all(word in message.text + str(message.buttons) for word in words)

        await self.server.wait(shown)

    async def answer(self, text: str, *, chat: int = GROUP, user: dict[str, Any] = ANNA, **extra: Any) -> Posted:
        """Says something to the bot, answers with what comes back."""
        before = len(self.server.messages())
        await self.server.say(text, chat=chat, user=user, **extra)
        await self.server.wait(lambda: len(self.server.messages()) > before)
        return self.server.messages()[before]

    async def get(self, request: Request, **_: Any) -> Fetched:
        """The pages that people link to."""
        page = self.web[request.url]
        if isinstance(page, FetchError):
            raise page
        html = {"content-type": "text/html; charset=utf-8"}
        told = Page(request.url, page.encode(), html, step=request.step, depth=request.depth, item=request.item)
        return Fetched(told, Validators(), 200)

    async def rest(self) -> None:
        """Lets the outbox work for a moment."""
        await asyncio.sleep(0.003)

    async def _kept(self, sent: Posted) -> None:
        """Waits until the outbox has written down which message it was."""
        target = str(Address(sent.chat, sent.topic))
        async with asyncio.timeout(60):
            while await self.store.card_at(target, sent.number) is None:  # noqa: ASYNC110  # the store tells nobody
                await asyncio.sleep(0.003)

    async def _digest(self, scope: Scope, week: str) -> tuple[Document, tuple[Record, ...]]:
        self.digested = scope
        week_bounds(week or "2026-W47", UTC)
        self.week = week
        return self.digest(), self.praise


@asynccontextmanager
async def office(server: TelegramServer, folder: Path, plan: dict[str, Any] | None = None) -> AsyncIterator[Office]:
    """An office at work."""
    store = await _store(folder / "otklik.db")
    one = Office(server, store, Plan.model_validate(plan or PLAN), folder)
    one.serving = asyncio.create_task(one.serve())
    delivering = asyncio.create_task(one.outbox.run(one.stop))
    woken = pytest.MonkeyPatch()
    woken.setattr("bot.talk.REST", 0.0)
    woken.setattr("monitor.telling.outbox.REST", 3600.0)  # what is owed goes out because somebody said so
    try:
        await server.wait(lambda: server.called("getUpdates"))
        yield one
    finally:
        woken.undo()
        one.stop.set()
        await asyncio.gather(one.serving, delivering)
        await one.bot.session.close()
        await store.close()
    assert not server.unanswered(ANNA["id"], BORIS["id"]), "a button that turns for ever"


async def _store(path: Path) -> Store:
    """An empty database; after the first one a copy, for making the tables takes longer than many a test."""
    await asyncio.to_thread(_begin, path)
    store = await Store.open(f"sqlite:///{path}")
    if not _BLANK:
        await asyncio.to_thread(copy, path, path.with_suffix(".blank"))
        _BLANK.append(path.with_suffix(".blank"))
    return store


def _begin(path: Path) -> None:
    if _BLANK and not path.exists():
        shutil.copyfile(_BLANK[0], path)


def visit(number: int, targets: tuple[str, ...], now: datetime) -> Visit:
    """A source that has something new to say."""
    url = f"https://otzyv.example/zubr/{number}"
    item = Item("reviews", url, title=f"Отзыв {number}", text=SAID[number - 1], author="Ирина", published=now)
    found = Identified(item, (f"url:{number}",))
    judged = Mention(
        item,
        "zubr",
        "ru",
        Sentiment(Label.NEGATIVE, -0.6),
        Verdict(Flag.NEGATIVE, Severity.P2),
        hits=ZUBR.find(item.text, item.title),
        steps=STEPS,
    )
    return Visit(
        source="reviews",
        at=now,
        changes=((Change(found, ChangeKind.NEW), (judged,)),),
        targets={"zubr": targets},
        history=False,
        state=SourceState("reviews", "ok", first_success=now - timedelta(days=9), last_success=now, health=Health.OK),
        validators={},
        notices=(),
        due=1,
        good=1,
    )


def prefixes(of: type[CallbackData] = CallbackData) -> Iterator[str]:
    """Of all that buttons carry, also of what is built on another."""
    for one in of.__subclasses__():
        yield one.__prefix__
        yield from prefixes(one)


def broken() -> Document:
    """A digest that cannot be made."""
    raise StoreError("store.closed")


def _quick() -> Pace:
    seconds = Seconds()
    return Pace(seconds, seconds.sleep)


async def _pause(_: float) -> None:
    await asyncio.sleep(0)
