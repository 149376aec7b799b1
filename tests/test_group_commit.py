"""What several visits want at the same moment goes together; what becomes of each is its own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import ExitStack, asynccontextmanager
from contextvars import copy_context
from datetime import timedelta
from typing import Any

import pytest
from patience import until
from sqlalchemy import select
from store_values import NOW, bring, identified, item, visit

from monitor.domain import Change, ChangeKind
from monitor.errors import StoreError
from monitor.process import priority
from monitor.process.priority import at_once, somebody_waits
from monitor.store import Store, placing
from monitor.store.connection import group_commit
from monitor.store.connection.group_commit import Grouped, UnderWay
from monitor.store.connection.sql import add
from monitor.store.tables import ITEM, ITEM_KEY, META

Work = Callable[[Any], Coroutine[Any, Any, str]]


class Room:
    """A store's way of writing, which counts how often somebody went in."""

    def __init__(self, store: Store, most: int = 100, briefly: int | None = None) -> None:
        self.store = store
        self.under_way = UnderWay()
        self.grouped: Grouped[Work, str] = Grouped(
            self.writing, one_after_the_other, self.under_way, most, briefly=briefly
        )
        self.entered = 0

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Any]:
        self.entered += 1
        async with self.store._database.writing() as connection:
            yield connection

    async def visit(self, work: Work, weight: int = 1) -> str:
        with self.under_way.visit():
            await asyncio.sleep(0)  # all of them have set out
            return await self.grouped.do(work, weight)

    async def visits(self, *every: Work, weight: int = 1) -> list[str | BaseException]:
        return await asyncio.gather(*(self.visit(work, weight) for work in every), return_exceptions=True)

    async def waiting(self, *names: str) -> list[asyncio.Task[str]]:
        """Visits that have got as far as they get by themselves."""
        visits = [asyncio.create_task(self.visit(keeping(name))) for name in names]
        for _ in range(10):
            await asyncio.sleep(0)
        return visits

    async def kept(self) -> set[str]:
        async with self.store._database.reading() as connection:
            rows = await connection.execute(select(META.c.key).where(META.c.value == "visit"))
            return {row.key for row in rows}


async def one_after_the_other(connection, every: Sequence[Work]) -> list[str]:
    return [await work(connection) for work in every]


def keeping(name: str) -> Work:
    async def work(connection) -> str:
        await add(connection, META, [{"key": name, "value": "visit"}])
        return name

    return work


async def broken(connection) -> str:
    await add(connection, META, [{"key": "broken", "value": "visit"}])
    await add(connection, ITEM_KEY, [{"key": "u:nowhere", "item_id": 12}])
    return "never"


@pytest.fixture
def patient(monkeypatch) -> None:
    """Whoever waits for nothing would wait for ever."""
    monkeypatch.setattr(group_commit, "LINGER", 1000)


@pytest.fixture
def room(store) -> Room:
    return Room(store)


@pytest.mark.usefixtures("patient")
async def test_those_that_are_ready_together_are_one_transaction(room):
    assert await room.visits(*map(keeping, "abc")) == ["a", "b", "c"]
    assert await room.kept() == {"a", "b", "c"}
    assert room.entered == 1


@pytest.mark.usefixtures("patient")
async def test_a_visit_alone_waits_for_nobody(room):
    assert await room.visit(keeping("a")) == "a"
    assert await room.grouped.do(keeping("b"), 1) == "b"
    assert (await room.kept(), room.entered) == ({"a", "b"}, 2)


async def test_whoever_is_late_is_waited_for_a_moment_only(room):
    with room.under_way.visit():
        assert await room.visit(keeping("a")) == "a"
    assert await room.kept() == {"a"}


@pytest.mark.usefixtures("patient")
async def test_whoever_ends_without_a_word_is_not_waited_for(room):
    with ExitStack() as other:
        other.enter_context(room.under_way.visit())
        (visit,) = await room.waiting("a")
        assert room.entered == 0
        other.close()
        assert await visit == "a"


@pytest.mark.usefixtures("patient")
async def test_a_group_is_no_larger_than_somebody_else_can_wait_for(store):
    room = Room(store, most=5)
    assert await room.visits(*map(keeping, "abcde"), weight=2) == list("abcde")
    assert room.entered == 3  # two, two and one
    assert await room.visits(keeping("f"), keeping("g"), weight=6) == ["f", "g"]
    assert room.entered == 5  # larger than a group may be, each goes by itself


@pytest.mark.usefixtures("patient")
async def test_a_group_is_smaller_while_people_press_buttons(store, monkeypatch):
    room = Room(store, most=3, briefly=1)
    monkeypatch.setattr(priority, "_last", None)
    assert await room.visits(*map(keeping, "abc")) == list("abc")
    assert room.entered == 1
    with at_once():
        pass
    assert await room.visits(*map(keeping, "def")) == list("def")
    assert room.entered == 4  # one by one
    monkeypatch.setattr(priority, "LATELY", 0)
    assert await room.visits(*map(keeping, "ghi")) == list("ghi")
    assert room.entered == 5  # the last press was too long ago


@pytest.mark.usefixtures("patient")
async def test_what_goes_wrong_with_one_is_its_own(room):
    first, wrong, last = await room.visits(keeping("a"), broken, keeping("c"))
    assert (first, last) == ("a", "c")
    assert isinstance(wrong, StoreError)
    assert await room.kept() == {"a", "c"}


@pytest.mark.usefixtures("patient")
async def test_where_nobody_gets_in_everybody_hears_it(room):
    await room.store.close()
    answers = await room.visits(*map(keeping, "abc"))
    assert [type(one) for one in answers] == [StoreError] * 3
    assert room.entered == 1


@pytest.mark.usefixtures("patient")
async def test_what_somebody_waits_for_does_not_wait_for_visits(room):
    with room.under_way.visit(), room.under_way.visit(), somebody_waits():
        assert await room.grouped.do(keeping("a"), 1) == "a"


@pytest.mark.usefixtures("patient")
async def test_whoever_gives_up_before_it_begins_is_left_out(room):
    with room.under_way.visit():
        visits = await room.waiting("a", "b")
        visits[0].cancel()
        await asyncio.wait(visits[:1])
    assert await visits[1] == "b"
    assert visits[0].cancelled()
    assert await room.kept() == {"b"}


@pytest.mark.usefixtures("patient")
async def test_where_all_give_up_nothing_is_written_and_the_next_are_served(room):
    with room.under_way.visit():
        visits = await room.waiting("a", "b")
        for visit in visits:
            visit.cancel()
        await asyncio.wait(visits)
    assert await room.visits(keeping("c"), keeping("d")) == ["c", "d"]
    assert (await room.kept(), room.entered) == ({"c", "d"}, 1)


@pytest.mark.sqlite_alone
@pytest.mark.usefixtures("patient")
async def test_whoever_gives_up_meanwhile_waits_for_the_end(room):
    inside, go_on = threading.Event(), threading.Event()

    async def slow(connection) -> str:
        await add(connection, META, [{"key": "slow", "value": "visit"}])
        inside.set()
        go_on.wait(60)
        return "slow"

    visits = [asyncio.create_task(room.visit(work)) for work in (slow, keeping("b"))]
    await asyncio.to_thread(inside.wait, 60)
    visits[0].cancel()
    for _ in range(10):
        await asyncio.sleep(0)
    assert not visits[0].done()
    go_on.set()
    assert await visits[1] == "b"
    await asyncio.wait(visits)
    assert visits[0].cancelled()
    assert await room.kept() == {"slow", "b"}


@pytest.mark.usefixtures("patient")
async def test_the_end_of_the_loop_is_the_end_of_those_who_wait(room):
    with room.under_way.visit():
        visits = await room.waiting("a", "b")
        room.grouped._going.cancel()
        await asyncio.wait(visits, timeout=60)
    assert all(visit.cancelled() for visit in visits)
    assert await room.kept() == set()


async def test_of_what_a_group_brings_twice_the_second_is_compared_with_the_first(store):
    await bring(store, identified(item(1), "g:1", "u:1"), at=NOW)
    edited = item(1, text=f"{item(1).text} Дополнено: деньги вернули.")
    with store.visiting(), store.visiting():
        await asyncio.gather(
            bring(store, identified(edited, "g:1"), at=NOW + timedelta(minutes=1)),
            bring(store, identified(edited, "u:1"), at=NOW + timedelta(minutes=2)),
        )
    assert [event.kind for event in await store.events(1)] == ["found", "edited"]


async def test_what_several_visits_bring_is_placed_at_once_and_what_two_of_them_bring_once(store):
    brought = [identified(item(1), "g:1", "u:1"), identified(item(2)), identified(item(1), "u:1"), identified(item(3))]
    visits = [visit([(Change(one, ChangeKind.NEW), ())], source=f"s{place}") for place, one in enumerate(brought)]
    async with store._database.writing() as connection:
        first, second, again, last = await placing.place(connection, visits)
    assert [len(one.fresh) for one in (first, second, again, last)] == [1, 1, 0, 1]
    assert [(one.item_id, one.kind) for one in again.placed] == [(*first.fresh, ChangeKind.KNOWN)]
    async with store._database.reading() as connection:
        rows = await connection.execute(select(ITEM.c.id, ITEM.c.source).order_by(ITEM.c.id))
        assert [tuple(row) for row in rows] == [(*first.fresh, "s0"), (*second.fresh, "s1"), (*last.fresh, "s3")]


async def test_nobody_is_left_in_line_when_it_is_over(store, monkeypatch):
    monkeypatch.setattr(group_commit, "LINGER", 0)
    unhurried = copy_context()  # whoever waits for the writer makes haste
    with store.visiting(), store.visiting():
        async with store._database.writing():
            brought = [bring(store, item(number), at=NOW) for number in (1, 2)]
            visits = [asyncio.create_task(one, context=unhurried.copy()) for one in brought]
            await until(lambda: len(store._keeping._ready) == len(visits))
            for one in visits:
                one.cancel()
            await asyncio.wait(visits)
            assert store._keeping._going is not None  # it stands in line
            await store._keeping.close()
            assert store._keeping._going is None
    assert all(one.cancelled() for one in visits)
    assert (await bring(store, item(1), at=NOW)).new == 1


async def test_visits_of_a_store_go_together_and_each_hears_what_is_its_own(store):
    with store.visiting(), store.visiting():
        kept = await asyncio.gather(bring(store, item(1), item(2), at=NOW), bring(store, item(2), item(3), at=NOW))
    assert sorted(one.new for one in kept) == [1, 2]
