"""A storm in Telegram: few messages, an exact count, and buttons for all of it."""

from __future__ import annotations

import asyncio
import itertools
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from bot_office import ANNA, BORIS, STRANGER, Office, office
from store_values import CHAT, alerted
from storm_values import P1, P3, Hands, delivering, said
from structlog.testing import capture_logs
from telegram_chats import Posted
from telegram_server import GROUP, TelegramServer

from monitor.domain import Owed, Status
from monitor.store import Query, Store
from monitor.team.pacing import Gate, gate
from monitor.telling.channel import Channel, Letter

pytestmark = pytest.mark.one_database


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
async def server(hands: Hands) -> AsyncIterator[TelegramServer]:
    async with TelegramServer(clock=lambda: hands.seconds.now) as server:
        yield server


async def numbers(store: Store) -> list[int]:
    """Of all mentions."""
    return sorted(record.number for record in await store.mentions(Query()))


async def nothing() -> None:
    """Happens."""


def spoken(server: TelegramServer) -> list[float]:
    """When something was said or edited."""
    return [call.at for call in server.calls if call.method.startswith(("send", "edit"))]


@pytest.mark.long
async def test_three_hundred_complaints_in_a_minute_are_at_most_twenty_messages(
    server: TelegramServer, store: Store, hands: Hands
) -> None:
    async with delivering(server, store, hands) as outbox:
        begun = hands.seconds.now
        for second in range(60):
            await said(store, *range(second * 5, second * 5 + 5), at=hands.now())
            await outbox.deliver_all()
            hands.seconds.now = max(hands.seconds.now, begun + second + 1)
        assert sum(at < begun + 60 for at in spoken(server)) <= 20
        hands.pass_(10)
        await outbox.deliver_all()
        await outbox.deliver_all()
    cards, storm = server.messages(GROUP)[:-1], server.messages(GROUP)[-1]
    assert (len(cards), storm.text.splitlines()[0]) == (5, "🌊 A wave of mentions: 295")
    assert "285 more" in storm.text
    assert len(await store.mentions(Query())) == await alerted(store, hands.now() - timedelta(1), hands.now()) == 300
    assert all([any(event.kind == "alerted" for event in await store.events(n)) for n in range(1, 301)])
    edits = [call.at for call in server.called("editMessageText")]
    assert all(later - earlier >= 10 for earlier, later in itertools.pairwise(edits))
    assert await store.owed_count() == 0


async def test_urgent_ones_stand_alone_in_a_storm_and_further_ones_are_named_first(
    server: TelegramServer, store: Store, hands: Hands
) -> None:
    async with delivering(server, store, hands) as outbox:
        await said(store, *range(20))
        await said(store, *range(20, 27), severity=P1)
        await outbox.deliver_all()
    *cards, storm = server.messages(GROUP)
    assert sum("Urgent" in card.text for card in cards) == 5
    assert len(cards) == 10
    named = [line for line in storm.text.splitlines() if line.startswith("• ")]
    assert [line.startswith("• 🔴") for line in named] == [True, True] + [False] * 8


async def test_what_could_wait_is_one_message_at_its_hour(server: TelegramServer, store: Store, hands: Hands) -> None:
    hands.pass_(-7200 - 1800)  # half past nine in Minsk
    stop = asyncio.Event()
    async with delivering(server, store, hands) as outbox:
        await said(store, *range(1, 4), severity=P3, at=hands.now())
        await said(store, 4, at=hands.now())
        running = asyncio.create_task(outbox.run(stop))
        await server.wait(lambda: server.messages(GROUP))
        hands.pass_(3600)
        outbox.wake()
        await server.wait(lambda: len(server.messages(GROUP)) == 2)
        stop.set()
        await running
    card, message = server.messages(GROUP)
    assert "m-4" in card.text
    assert message.text.splitlines()[0] == "🗂 For information: 3"
    assert all(f"m-{number}" in message.text for number in (1, 2, 3))


async def test_whoever_asks_for_it_now_is_told_at_night_too(server: TelegramServer, store: Store, hands: Hands) -> None:
    async with delivering(server, store, hands, chosen=lambda _: Gate(quiet=True, later=hands.now())) as outbox:
        await said(store, 1)
        await said(store, 2, severity=P3)
        assert await outbox.deliver_all() == 2


class Meanwhile:
    """A channel beside which something happens while a message waits for its turn."""

    def __init__(self, channel: Channel, *happens: Callable[[], Awaitable[object]]) -> None:
        self._channel = channel
        self._happens = deque(happens)
        self.send, self.edit, self.alive = channel.send, channel.edit, channel.alive

    async def turn(self, target: str) -> None:
        """Returns when this chat may be written to at once."""
        await self._channel.turn(target)
        if self._happens:
            await self._happens.popleft()()


async def test_a_storm_whose_last_complaint_leaves_it_before_it_is_sent_ends_nothing(
    server: TelegramServer, store: Store, hands: Hands
) -> None:
    await said(store, *range(1, 7))
    happens = [*[nothing] * 5, lambda: store.show_card(6, CHAT, hands.now())]
    with capture_logs() as told:
        async with delivering(server, store, hands, through=lambda channel: Meanwhile(channel, *happens)) as outbox:
            await outbox.deliver_now()
    assert [f"m-{number}" in card.text for number, card in enumerate(server.messages(GROUP), 1)] == [True] * 6
    assert [one["event"] for one in told] == ["sent"] * 6


class Fragile:
    """A channel that whatever tells many breaks, as nobody foresaw."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self.breaks = False
        self.turn, self.alive = channel.turn, channel.alive

    async def send(self, letter: Letter) -> int | None:
        """A new message."""
        self._look(letter)
        return await self._channel.send(letter)

    async def edit(self, letter: Letter) -> None:
        """The same message."""
        self._look(letter)
        await self._channel.edit(letter)

    def _look(self, letter: Letter) -> None:
        if self.breaks and letter.batch is not None:
            raise OverflowError("too many")


@pytest.mark.parametrize("before", [5, 7])  # a storm that has not begun, and one that has
async def test_what_a_broken_storm_would_have_told_comes_by_itself(
    server: TelegramServer, store: Store, hands: Hands, before: int
) -> None:
    made: list[Fragile] = []

    def through(channel: Channel) -> Channel:
        made.append(Fragile(channel))
        return made[0]

    async with delivering(server, store, hands, through=through) as outbox:
        await said(store, *range(1, before + 1))
        await outbox.deliver_now()
        made[0].breaks = True
        hands.pass_(60)
        await said(store, 20, 21, at=hands.now())
        for _ in range(8):
            hands.pass_(60)
            await outbox.deliver_now()
    told = [message.text for message in server.messages(GROUP)]
    assert [sum(f"m-{number}" in text for text in told) for number in (await numbers(store))[-2:]] == [1, 1]
    assert await store.owed_count() == 0


class Storm:
    """An office in a storm of eight."""

    def __init__(self, team: Office, server: TelegramServer) -> None:
        self.team = team
        self.server = server

    @property
    def message(self) -> Posted:
        """The one that tells many."""
        return next(one for one in self.server.messages(GROUP) if one.text.startswith("🌊"))

    async def row(self) -> Owed:
        """What the store knows of it."""
        found = await self.team.store.card_at(CHAT, self.message.number)
        assert found is not None
        return found

    async def press(self, button: str, user: dict[str, object] = ANNA) -> str:
        """Presses it; answers with the toast."""
        press = await self.server.press(self.message, button, user=user)
        return str((await self.server.toast(press)).get("text", ""))


@pytest.fixture
async def storm(server: TelegramServer, tmp_path: Path) -> AsyncIterator[Storm]:
    async with office(server, tmp_path) as team:
        team.outbox._gate = lambda at: gate(team.live.plan, at)
        await said(team.store, *range(1, 9), targets=(CHAT,))
        team.outbox.wake()
        await server.wait(lambda: len(server.messages(GROUP)) == 6)
        one = Storm(team, server)
        await team._kept(one.message)
        yield one


async def test_all_are_taken_after_one_question(storm: Storm) -> None:
    assert storm.message.buttons == [["Взять все", "По одной"]]
    await storm.press("Взять все")
    await storm.team.sees(storm.message, "Взять все: 3?", "Да, взять все", "Назад")
    assert await storm.press("Да, взять все") == "Теперь ваши: 3"
    await storm.team.sees(storm.message, "В работе или закрыто: 3 из 3")
    assert storm.message.buttons == [["По одной"]]
    taken = await storm.team.store.mentions(Query(status=Status.TAKEN))
    assert [(record.number, record.assignee) for record in taken] == [(8, "Анна"), (7, "Анна"), (6, "Анна")]


async def test_two_people_who_take_all_at_once_get_one_result(storm: Storm) -> None:
    await storm.press("Взять все")
    await storm.team.sees(storm.message, "Да, взять все")
    asked = storm.message.markup
    assert asked is not None
    data = asked["inline_keyboard"][0][0]["callback_data"]
    presses = [await storm.server.press_data(storm.message, data, user=user) for user in (ANNA, BORIS)]
    toasts = [(await storm.server.toast(press))["text"] for press in presses]
    assert toasts == ["Теперь ваши: 3", "Брать нечего: остальное уже у кого-то или закрыто."]


async def test_the_question_can_be_left(storm: Storm) -> None:
    await storm.press("Взять все")
    await storm.team.sees(storm.message, "Назад")
    await storm.press("Назад")
    await storm.team.sees(storm.message, "По одной")
    assert not await storm.team.store.mentions(Query(status=Status.TAKEN))


async def test_one_of_many_gets_a_card_of_its_own_and_no_second_one(storm: Storm) -> None:
    await storm.press("По одной")
    await storm.team.sees(storm.message, "m-7", "Страница 1 из 1", "Назад")
    data = next(
        b["callback_data"] for row in storm.message.markup["inline_keyboard"] for b in row if b["text"] == "m-7"
    )  # type: ignore[index]
    assert await storm.press("m-7") == "m-7: карточка сейчас придёт"
    await storm.server.wait(lambda: len(storm.server.messages(GROUP)) == 7)
    card = storm.server.messages(GROUP)[-1]
    assert "Отзыв 7" in card.text
    await storm.team._kept(card)
    again = await storm.server.press_data(storm.message, data, user=BORIS)
    assert (await storm.server.toast(again))["text"] == "m-7: карточка в этом чате уже есть"
    await storm.server.press(card, "Беру", user=ANNA)
    await storm.team.sees(card, "Отдать")
    assert len(storm.server.messages(GROUP)) == 7


async def test_a_forged_press_names_nothing_that_its_message_does_not_tell(storm: Storm) -> None:
    gathered = await storm.row()
    for data in (
        f"p3:{gathered.id}:999",
        f"p3:{gathered.id + 1}:7",
        "p1:take:1",
        f"p2:{gathered.id - 1}:0",
        "p1:eat:6",
    ):
        press = await storm.server.press_data(storm.message, data, user=ANNA)
        assert "уже не действует" in (await storm.server.toast(press))["text"]
    assert (await storm.team.record(7)).status is Status.NEW


async def test_a_page_that_is_not_there_is_the_last_one(storm: Storm) -> None:
    gathered = await storm.row()
    await storm.server.press_data(storm.message, f"p2:{gathered.id}:99", user=ANNA)
    await storm.team.sees(storm.message, "Страница 1 из 1")


async def test_strangers_take_nothing(storm: Storm) -> None:
    await storm.server.press(storm.message, "Взять все", user=STRANGER)
    await storm.press("По одной")
    assert not storm.message.text.count("Взять все:")


async def test_many_pages_are_leafed_through(storm: Storm) -> None:
    await said(storm.team.store, *range(20, 45), at=storm.team.now)
    storm.team.outbox.wake()
    storm.team.now += timedelta(seconds=11)
    storm.team.outbox.wake()
    await storm.team.sees(storm.message, "Волна упоминаний: 28", "ещё 18")
    await storm.press("По одной")
    await storm.team.sees(storm.message, "Страница 1 из 3", "Старше")
    await storm.press("Старше")
    await storm.team.sees(storm.message, "Страница 2 из 3", "Новее")
