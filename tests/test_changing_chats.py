"""Whatever chats come, go, move and throw the bot out: every complaint is told, and in no chat twice."""

from __future__ import annotations

import random
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from live_values import live_of, take_up
from store_values import NOW, bring, item

from monitor.config.scalars import Burst
from monitor.domain import Audience, Flag, Severity, Verdict
from monitor.errors import DeliveryError
from monitor.store import Store
from monitor.team.pacing import OPEN, Gate
from monitor.telling.channel import Letter, MovedError
from monitor.telling.chats import Chats
from monitor.telling.letters import Letters
from monitor.telling.outbox import Outbox
from monitor.telling.reminders import Reminders

pytestmark = [pytest.mark.one_database, pytest.mark.long]

STORM = Gate(storm=Burst(1, timedelta(hours=1)))
THINGS = ("склад", "касса", "отчёт", "договор", "курьер", "сервер", "экран", "оплата", "лицензия", "модуль", "налог")


class Messenger:
    """Takes what chats take, and notes where each complaint was told."""

    def __init__(self) -> None:
        self.closed: set[int] = set()
        self.moved: dict[int, int] = {}
        self.cards: Counter[tuple[int, int]] = Counter()  # by chat and mention
        self.told: set[int] = set()
        self._count = 0

    async def send(self, letter: Letter) -> int | None:
        """As Telegram would."""
        chat = self._open(letter)
        if letter.alert is not None:
            self.cards[chat, letter.alert.record.number] += 1
        self._note(letter)
        self._count += 1
        return self._count

    async def edit(self, letter: Letter) -> None:
        """The same of what grows."""
        self._open(letter)
        self._note(letter)

    async def turn(self, _target: str) -> None:
        """There is always room."""

    async def alive(self, _target: str) -> bool:
        """It answers."""
        return True

    def _open(self, letter: Letter) -> int:
        chat = int(letter.owed.target.split(":")[1])
        if new := self.moved.get(chat):
            raise MovedError("telegram.moved", target=f"telegram:{new}", chat=chat, new=new)
        if chat in self.closed:
            raise DeliveryError("telegram.forbidden", away=True, chat=chat)
        return chat

    def _note(self, letter: Letter) -> None:
        many = [one.number for one in letter.batch.records] if letter.batch else []
        self.told.update(many, [letter.alert.record.number] if letter.alert else [])


def plan(chats: list[int]) -> dict[str, Any]:
    return {
        "brands": [{"id": "zubr", "name": "Зубр-Софт"}],
        "sources": [{"id": "reviews", "kind": "feed", "url": "https://otzyv.example/rss"}],
        "team": {"chats": [{"id": chat} for chat in chats]},
    }


class Months:
    """A team that changes its mind, in the order that a seed says."""

    def __init__(self, seed: int, store: Store, gate: Gate) -> None:
        self.chance = random.Random(seed)  # noqa: S311  # dice, no secrets
        self.store, self.now, self.said, self.last = store, NOW, 0, -1002
        self.messenger = Messenger()
        self.file = [-1001, -1002]
        self.live = live_of(plan(self.file))
        letters = Letters(store, self.live)
        self.outbox = Outbox(store, {"telegram": self.messenger}, letters, self.clock, lambda _: gate)
        self.chats = Chats(store, self.live, self.clock)
        self.reminders = Reminders(store, self.live, self.clock)

    def clock(self) -> datetime:
        """What time it is."""
        return self.now

    def take(self, chats: list[int]) -> None:
        """The file names these."""
        self.file = chats
        take_up(self.live, plan(chats))

    async def go_by(self) -> None:
        """Something happens, and everybody looks, or not."""
        self.now += timedelta(minutes=self.chance.choice((1, 5, 61, 300)))
        await self.chance.choice((self._complain, self._complain, self._close, self._open, self._change, self._move))()
        if self.chance.random() < 0.7:
            await self.chats.look()
        if self.chance.random() < 0.05:
            await self.reminders.look()
        await self.outbox.deliver_all()

    async def end(self) -> None:
        """The chats of the file let the bot in, and there is time for everything."""
        self.messenger.closed -= {*self.file, *(self.messenger.moved.get(chat, chat) for chat in self.file)}
        for _ in range(30):
            self.now += timedelta(hours=4)
            await self.chats.look()
            await self.outbox.deliver_all()

    async def _complain(self) -> None:
        for _ in range(self.chance.randint(1, 4)):
            self.said += 1
            n = self.said
            words = " ".join(f"{THINGS[(n * k + k * k) % len(THINGS)]}{n * k}" for k in range(1, 9))
            one = item(n, text=f"Зубр-Софт: {words}", author=f"Автор {n}", guid=f"g{n}", published=self.now)
            severity = self.chance.choice((Severity.P1, Severity.P2))
            await bring(
                self.store,
                one,
                at=self.now,
                targets=self.live.routes.alerts("zubr", Audience.CLIENTS),
                left=self.live.routes.left,
                judged={"verdict": Verdict(Flag.NEGATIVE, severity)},
            )

    async def _close(self) -> None:
        self.messenger.closed.add(self.chance.choice(self.file))

    async def _open(self) -> None:
        if self.messenger.closed:
            chat = self.chance.choice(sorted(self.messenger.closed))
            self.messenger.closed.discard(chat)
            await self.store.returned(f"telegram:{chat}", self.now)

    async def _change(self) -> None:
        """One chat more, one fewer, or another one in its place."""
        keep = [chat for chat in self.file if self.chance.random() < 0.6]
        self.take([*keep, self._fresh()] if len(keep) < len(self.file) or len(keep) < 2 else keep)

    async def _move(self) -> None:
        """A group becomes a supergroup; somebody puts its new number into the file, or not."""
        chat = self.chance.choice(self.file)
        if chat not in self.messenger.moved:
            new = self.messenger.moved[chat] = self._fresh()
            if self.chance.random() < 0.5:
                self.take([new if one == chat else one for one in self.file])

    def _fresh(self) -> int:
        self.last -= 1
        return self.last


@pytest.mark.parametrize("seed", [1, 11])
@pytest.mark.parametrize("gate", [OPEN, STORM], ids=["one by one", "storm"])
async def test_every_complaint_is_told_and_in_no_chat_twice(store: Store, gate: Gate, seed: int) -> None:
    months = Months(seed, store, gate)
    for _ in range(40):
        await months.go_by()
    await months.end()
    assert months.messenger.told == set(range(1, months.said + 1))
    assert set(months.messenger.cards.values()) <= {1}
