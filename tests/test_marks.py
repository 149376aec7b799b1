"""Nobody asks the database what is owed while nobody writes into it; what is written, by whomever, is noticed."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from store_values import NOW, bring, item

from monitor.desk import Press
from monitor.domain import Action, Owed, Person, SourceBroken
from monitor.errors import StoreError
from monitor.render.document import Document, line
from monitor.store import Store
from monitor.team.pacing import Gate
from monitor.telling import outbox as outboxes
from monitor.telling.channel import Letter
from monitor.telling.idle import AHEAD
from monitor.telling.outbox import Outbox

pytestmark = pytest.mark.one_database

HERE = "fake:here"
BROKEN = SourceBroken("forum", "никто не ответил", 3)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "otklik.db"


@pytest.fixture
async def store(file: Path) -> AsyncIterator[Store]:
    async with opened(file) as store:
        yield store


@asynccontextmanager
async def opened(file: Path) -> AsyncIterator[Store]:
    """A store on this file, as another process would have it."""
    store = await Store.open(f"sqlite:///{file}")
    try:
        yield store
    finally:
        await store.close()


async def test_a_mark_is_another_one_after_each_writing_and_after_nothing_else(store: Store, file: Path) -> None:
    marks = [store.mark()]
    await store.targets(NOW)
    assert store.mark() == marks[0] is not None
    await store.owe(HERE, BROKEN, NOW, "ours")
    marks.append(store.mark())
    async with opened(file) as other:
        await other.owe(HERE, BROKEN, NOW, "theirs")
        marks.append(store.mark())
    await store.owe(HERE, BROKEN, NOW, "theirs")  # which it was before: nothing is written
    assert store.mark() == marks[-1]
    assert None not in marks
    assert len(set(marks)) == len(marks)


async def test_where_only_a_question_can_tell_there_is_no_mark(tmp_path: Path) -> None:
    memory = await Store.open("sqlite://")
    gone = await Store.open(f"sqlite:///{tmp_path / 'gone.db'}")
    assert memory.mark() is None
    assert gone.mark() is not None
    (tmp_path / "gone.db").rename(tmp_path / "elsewhere.db")
    assert gone.mark() is None
    for store in (memory, gone):
        await store.close()
        assert store.mark() is None


async def test_of_a_database_in_trouble_nothing_is_told(store: Store, file: Path) -> None:
    assert store.mark() is not None
    with sqlite3.connect(file) as other:
        other.execute("ALTER TABLE outbox RENAME TO elsewhere")
    with pytest.raises(StoreError):
        await store.owe(HERE, BROKEN, NOW, "one")
    assert store.trouble is not None
    assert store.mark() is None


class Counting:
    """An outbox over a store that counts how often it is asked."""

    def __init__(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now, self.gate = NOW, Gate()
        self.sent: list[str] = []
        self.asked = 0
        self._targets = store.targets
        monkeypatch.setattr(store, "targets", self._counted)
        monkeypatch.setattr(outboxes, "REST", 0.01)
        self._looked, self._told = asyncio.Event(), asyncio.Event()
        self.outbox = Outbox(store, {"fake": self}, self._compose, lambda: self.now, self._gate)

    def _gate(self, _: datetime) -> Gate:
        self._looked.set()
        return self.gate

    async def _counted(self, now: datetime, gate: Gate) -> tuple[str, ...]:
        self.asked += 1
        return await self._targets(now, gate)

    async def _compose(self, owed: Owed, _: datetime) -> Letter:
        return Letter(owed, Document((line(str(owed.notice)),)))

    async def turns(self, many: int) -> int:
        """How often the database was asked in so many looks."""
        looked, asked = self.outbox.turns, self.asked
        while self.outbox.turns < looked + many:
            await self._looked.wait()
            self._looked.clear()
        return self.asked - asked

    async def turn(self, target: str) -> None:
        """At once."""

    async def alive(self, target: str) -> bool:
        """It is."""
        return bool(target)

    async def send(self, letter: Letter) -> int:
        """Notes to whom."""
        self.sent.append(letter.owed.target)
        self._told.set()
        return len(self.sent)

    async def edit(self, letter: Letter) -> None:
        """Notes that too."""
        self.sent.append(f"{letter.owed.target} edited")
        self._told.set()

    async def arrived(self, many: int) -> None:
        """Waits for so many."""
        async with asyncio.timeout(60):
            while len(self.sent) < many:
                await self._told.wait()
                self._told.clear()


@pytest.fixture
async def counting(store: Store, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Counting]:
    counting, stop = Counting(store, monkeypatch), asyncio.Event()
    running = asyncio.create_task(counting.outbox.run(stop))
    await counting.turns(3)
    yield counting
    stop.set()
    await running


@pytest.mark.long
async def test_nobody_is_asked_while_nobody_writes(counting: Counting) -> None:
    assert await counting.turns(20) == 0
    counting.now += AHEAD
    assert await counting.turns(20) == 1, "after a while in any case"
    counting.now -= timedelta(days=1)
    assert await counting.turns(20) == 1, "and where the clock was put back"


async def test_what_another_process_owes_goes_out_at_the_next_look(counting: Counting, file: Path) -> None:
    async with opened(file) as other:
        await other.owe(HERE, BROKEN, counting.now, "one")
    await counting.arrived(1)
    assert await counting.turns(5) <= 2, "once more for what was written of the delivery"
    assert await counting.turns(5) == 0


async def test_what_falls_due_by_itself_goes_out_though_nothing_was_written(counting: Counting, store: Store) -> None:
    await store.owe(HERE, BROKEN, counting.now + AHEAD / 2, "one")
    assert await counting.turns(5) > 5, "both whether something will be owed soon and whether it is"
    assert counting.sent == []
    counting.now += AHEAD / 2
    await counting.arrived(1)


async def test_what_waited_for_the_morning_goes_out_when_it_comes(counting: Counting, store: Store) -> None:
    counting.gate = Gate(quiet=True)
    await store.owe(HERE, BROKEN, counting.now, "one")
    await counting.turns(5)
    assert await counting.turns(5) == 0
    assert counting.sent == []
    counting.gate = Gate()
    await counting.arrived(1)


async def test_what_changed_on_the_desk_is_brought_up_to_date(counting: Counting, store: Store) -> None:
    await bring(store, item(1), targets=(HERE,))
    await counting.arrived(1)
    await counting.turns(3)
    assert await counting.turns(5) == 0
    await store.act(1, Press(Action.TAKE, Person(7, "Анна"), counting.now))
    await counting.arrived(2)
    assert counting.sent == [HERE, f"{HERE} edited"]
