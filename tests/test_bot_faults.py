"""Whatever happens to Telegram, to the wire and to us: every complaint is told, and none twice without need."""

from __future__ import annotations

import asyncio
import random
import re
import shutil
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from storm_values import PLAN, Hands, delivering, said
from telegram_server import GROUP, Call, TelegramServer

from monitor.store import Query, Store
from monitor.store.tables import OUTBOX
from monitor.team.pacing import gate, unpaced
from monitor.telling.channel import Channel, Letter
from monitor.telling.outbox import Outbox

MENTIONS = 40
MOVES, NEW, KICKED = -100600, -1001, -100700
CHATS = tuple(f"telegram:{chat}" for chat in (GROUP, MOVES, KICKED))
FAULTS = (500, 502, 429, "broken", "reset", "lost") * 2 + ("hang",)  # the last one costs real time
NUMBER = re.compile(r"<code>m-(\d+)</code>")
SOON = 1.0  # seconds that a call may hang here, instead of fifteen


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
async def server(hands: Hands) -> AsyncIterator[TelegramServer]:
    chats = dict.fromkeys((GROUP, MOVES, NEW, KICKED), "supergroup")
    async with TelegramServer(chats, clock=lambda: hands.seconds.now) as server:
        yield server


@pytest.fixture
async def book(blank_file: Path, tmp_path: Path) -> AsyncIterator[Store]:
    """A store of its own; what is proved for the kinds of databases is proved elsewhere."""
    shutil.copyfile(blank_file, tmp_path / "otklik.db")
    store = await Store.open(f"sqlite:///{tmp_path / 'otklik.db'}")
    yield store
    await store.close()


class Killed(Exception):  # noqa: N818  # no error: an end
    """The process is no more."""


class Mortal:
    """A channel of a process that dies at a certain message: before it is sent, or after, when nobody noted it."""

    _left: int | None = None
    _after = False

    def through(self, channel: Channel) -> Channel:
        """This channel, as long as we live."""
        self._channel = channel
        return self

    def dies(self, messages: int, *, after: bool) -> None:
        """So many messages are left."""
        self._left, self._after = messages, after

    async def send(self, letter: Letter) -> int | None:
        """Perhaps the last one."""
        if self._left is None or self._left > 0:
            self._left = self._left and self._left - 1
            return await self._channel.send(letter)
        if self._after:
            self._after = False
            await self._channel.send(letter)
        raise Killed

    async def edit(self, letter: Letter) -> None:
        """The dead edit nothing."""
        if self._left == 0:
            raise Killed
        await self._channel.edit(letter)

    async def turn(self, target: str) -> None:
        """As it is."""
        await self._channel.turn(target)

    async def alive(self, target: str) -> bool:
        """As it is."""
        return await self._channel.alive(target)


class Weather:
    """What may go wrong, in the order that a seed says; and what came of it."""

    def __init__(self, seed: int, server: TelegramServer, store: Store, hands: Hands) -> None:
        self.chance = random.Random(seed)  # noqa: S311  # dice, no secrets
        self.server = server
        self.store = store
        self.hands = hands
        self.in_doubt: Counter[tuple[int, int]] = Counter()  # by chat and mention: sends whose answer never came
        self.lives: list[int] = []  # how many calls there were at the end of each

    async def storm_on(self, *, paced: bool, kills: bool) -> None:
        """Forty complaints, while everything fails that may, until the last one is told; we may die in between."""
        told = 0
        while told < MENTIONS or await self._owes():
            async with self._life(paced=paced) as outbox:
                alive = True
                while alive and (told < MENTIONS or await self._owes()):
                    brought = range(told, min(told + self.chance.randint(1, 4), MENTIONS))
                    await said(self.store, *brought, at=self.hands.now(), targets=CHATS)
                    told += len(brought)
                    self._stir(calm=told == MENTIONS and self.chance.random() < 0.5)
                    await self._throw_out(outbox, forgiven=told == MENTIONS)
                    alive = await self._deliver(outbox, killed=kills and self.chance.random() < 0.2)
                    self.hands.pass_(self.chance.choice((1, 5, 20, 60)))
            await self.store.recover(self.hands.now(), await self.store.in_the_air())
            self.lives.append(len(self.server.calls))

    async def _owes(self) -> bool:
        return bool(await self.store.owed_count() or await self.store.targets(self.hands.now()))

    @asynccontextmanager
    async def _life(self, *, paced: bool) -> AsyncIterator[Outbox]:
        self.mortal = Mortal()
        chosen = (lambda at: gate(PLAN, at)) if paced else unpaced
        async with delivering(
            self.server, self.store, self.hands, chosen=chosen, within=SOON, through=self.mortal.through
        ) as outbox:
            yield outbox

    def _stir(self, *, calm: bool) -> None:
        self.server.calm()
        if not calm:
            for _ in range(self.chance.randint(0, 2)):
                kind = self.chance.choice(FAULTS)
                times = 1 if kind == "hang" else self.chance.randint(1, 3)
                wait = self.chance.randint(1, 90)
                self.server.arm(kind, self.chance.choice(("sendMessage", "edit*")), times=times, retry_after=wait)
        if self.chance.random() < 0.1:
            self.server.moved[MOVES] = NEW

    async def _throw_out(self, outbox: Outbox, *, forgiven: bool) -> None:
        """One chat wants the bot no more, for a while."""
        if forgiven and KICKED in self.server.kicked:
            self.server.kicked.remove(KICKED)
            for target in await self.store.returned(f"telegram:{KICKED}", self.hands.now()):
                outbox.wake(target)
        elif not forgiven and self.chance.random() < 0.1:
            self.server.kicked.add(KICKED)

    async def _deliver(self, outbox: Outbox, *, killed: bool) -> bool:
        """What goes out at this moment; False where it was our last one."""
        before = len(self.server.calls)
        if killed:
            self.mortal.dies(self.chance.randint(0, 6), after=self.chance.random() < 0.5)
        targets = await self.store.targets(self.hands.now())
        emptied = (outbox._empty(target, lambda: outbox._gate(self.hands.now()).at_once) for target in targets)
        ends = await asyncio.gather(*emptied, return_exceptions=True)
        assert all(isinstance(end, int | Killed) for end in ends)
        new = self.server.calls[before:]
        unheard = list({_chat(call): call for call in new}.values()) if killed else []  # the last one of each chat
        for call in [call for call in new if call.status == "lost"] + unheard:
            self.in_doubt.update((_chat(call), number) for number in _cards(call))
        return not killed

    def copies(self) -> Counter[tuple[int, int]]:
        """How often the card of each mention stands in each chat."""
        return Counter((_chat(call), number) for call in self.server.calls if _arrived(call) for number in _cards(call))

    def given_up(self, *chats: int) -> set[int]:
        """What was sent twice without an answer: for all we know it arrived, and a third copy is never sent."""
        silent = [
            call for call in self.server.calls if call.status in {"lost", "reset", "hang"} and _chat(call) in chats
        ]
        sent = Counter(number for call in silent for number in _cards(call))
        return {number for number, times in sent.items() if times > 1}

    def patient(self) -> bool:
        """Whether no chat was spoken to before Telegram said it may be; what only an edit was told dies with us."""
        until: dict[int, float] = {}
        edits: dict[int, float] = {}
        for place, call in enumerate(self.server.calls):
            if place in self.lives:
                edits.clear()
            if not _speaks(call):
                continue
            if call.at < max(until.get(_chat(call), 0.0), edits.get(_chat(call), 0.0)):
                return False
            if call.status == 429:
                noted = until if call.method == "sendMessage" else edits
                noted[_chat(call)] = call.at + call.retry_after
        return True

    def at_ease(self) -> bool:
        """Whether in one life no chat heard more than twenty in a minute."""
        heard: dict[tuple[int, int], list[float]] = {}
        for place, call in enumerate(self.server.calls):
            if _speaks(call):
                heard.setdefault((_chat(call), sum(end <= place for end in self.lives)), []).append(call.at)
        return all(later - first > 60 for at in heard.values() for first, later in zip(at, at[20:], strict=False))


def _chat(call: Call) -> int:
    return int(call.fields.get("chat_id", 0))


def _arrived(call: Call) -> bool:
    return call.method == "sendMessage" and call.status in {200, "lost"}


def _cards(call: Call) -> list[int]:
    """The mention of a card; a message that tells many has none of its own."""
    text = call.fields.get("text", "")
    return [] if "🌊" in text or call.method != "sendMessage" else [int(one) for one in NUMBER.findall(text)]


def _speaks(call: Call) -> bool:
    return call.method in {"sendMessage", "editMessageText"}


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1))
async def test_every_complaint_is_told_and_none_twice_but_where_an_answer_was_lost(
    seed: int, server: TelegramServer, book: Store, hands: Hands
) -> None:
    weather = Weather(seed, server, book, hands)
    await weather.storm_on(paced=False, kills=seed % 2 == 1)
    copies = weather.copies()
    for chats in ((GROUP,), (MOVES, NEW), (KICKED,)):
        told = {number for chat, number in copies if chat in chats}
        assert told | weather.given_up(*chats) == set(range(1, MENTIONS + 1))
    for (chat, number), count in copies.items():
        assert count <= 1 + weather.in_doubt[chat, number]
        assert count <= 2 or seed % 2 == 1
    assert not [call for call in server.calls if call.status == 400 and _chat(call) != MOVES]
    assert weather.patient()
    assert weather.at_ease()
    assert len(await book.mentions(Query())) == MENTIONS


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10, 11))
async def test_in_a_storm_every_complaint_has_its_card_or_is_counted(
    seed: int, server: TelegramServer, book: Store, hands: Hands
) -> None:
    weather = Weather(seed, server, book, hands)
    await weather.storm_on(paced=True, kills=seed % 2 == 1)
    for number in range(1, MENTIONS + 1):
        told = {event.detail for event in await book.events(number) if event.kind == "alerted"}
        assert CHATS[0] in told
        assert told & {CHATS[1], f"telegram:{NEW}"}
        assert CHATS[2] in told
    cards = {number for chat, number in weather.copies() if chat == GROUP}
    counted = [int(one.text.split("mentions: ")[1].split()[0]) for one in server.messages(GROUP) if one.text[0] == "🌊"]
    assert len(cards | weather.given_up(GROUP)) + sum(await _totals(book, GROUP)) == MENTIONS
    assert max(counted) in await _totals(book, GROUP)
    for (chat, number), count in weather.copies().items():
        assert count <= 1 + weather.in_doubt[chat, number]
    assert weather.patient()
    assert weather.at_ease()


async def _totals(store: Store, chat: int) -> list[int]:
    """What each message that tells many counts."""
    gathered = OUTBOX.c.batch.is_not(None), OUTBOX.c.target == f"telegram:{chat}"
    async with store._database.reading() as connection:
        counted = select(func.count()).where(*gathered).group_by(OUTBOX.c.batch)
        return list((await connection.execute(counted)).scalars())


async def test_an_outage_of_a_minute_costs_nothing_and_ends_soon(
    server: TelegramServer, store: Store, hands: Hands
) -> None:
    async with delivering(server, store, hands, chosen=unpaced) as outbox:
        await said(store, *range(1, 9), at=hands.now())
        server.arm("reset", times=10**6)
        begun = hands.seconds.now
        while hands.seconds.now < begun + 60:
            await outbox.deliver_all()
            hands.pass_(1)
        server.calm()
        while len(server.messages(GROUP)) < 8:
            await outbox.deliver_all()
            hands.pass_(1)
        assert hands.seconds.now <= begun + 60 + 35
    told = [number for call in server.calls if _arrived(call) for number in _cards(call)]
    assert told == list(range(1, 9))


async def test_a_chat_that_hangs_for_as_long_as_it_may_delays_no_other(
    server: TelegramServer, store: Store, hands: Hands
) -> None:
    other = "telegram:-100600"
    await said(store, *range(1, 4), targets=(CHATS[0],))
    stop = asyncio.Event()
    async with delivering(server, store, hands, chosen=unpaced) as outbox:
        server.arm("hang", "sendMessage")
        running = asyncio.create_task(outbox.run(stop, grace=timedelta(0)))
        await server.wait(lambda: [call for call in server.calls if call.status == "hang"])
        await said(store, *range(11, 14), targets=(other,))
        outbox.wake()
        await server.wait(lambda: len(server.messages(MOVES)) == 3)
        assert not server.messages(GROUP)
        stop.set()
        await running
