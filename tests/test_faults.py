"""What a database suffers is said in a sentence; nothing is half written, and work goes on as soon as it can."""

from __future__ import annotations

import asyncio
import resource
import sqlite3
from contextlib import asynccontextmanager, closing, contextmanager
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from live_values import live_of
from sqlalchemy import event, func, select, text
from store_values import CHAT, NOW, bring, item
from structlog.testing import capture_logs

from monitor.config.plan import Plan
from monitor.domain import Report, VisitStatus
from monitor.errors import AddressError, DeliveryError, RuinedError, StoreError
from monitor.process.retrying import WriteRetry
from monitor.render.document import Document, line
from monitor.schedule import Schedule
from monitor.store import Query, Store
from monitor.store.connection.condition import CALM, Condition
from monitor.store.connection.trouble import story
from monitor.store.tables import METADATA
from monitor.telling.channel import Letter, MovedError
from monitor.telling.database_watch import DatabaseWatch
from monitor.telling.outbox import Outbox
from monitor.texts import LANGUAGES, Texts
from monitor.vitals.gaps import Gaps

LONG = "Zubr Soft keeps its promises, " * 400
SOON = "PRAGMA busy_timeout = 20"


@pytest.fixture
def path(blank_file, tmp_path) -> Path:
    """A file of a database with nothing in it."""
    path = tmp_path / "otklik.db"
    path.write_bytes(blank_file.read_bytes())
    return path


@pytest.fixture
def impatient(monkeypatch) -> None:
    """Nobody waits for another program."""
    monkeypatch.setattr("monitor.store.connection.engine.PATIENCE", 0.0)


def each_connection(store: Store, statement: str) -> None:
    """Every connection that is opened from now on begins with this."""
    event.listen(store._database._engine.sync_engine, "connect", lambda one, _: one.cursor().execute(statement))


@asynccontextmanager
async def opened(path: Path, *statements: str):
    store = await Store.open(f"sqlite:///{path}")
    for statement in statements:
        each_connection(store, statement)
    await store._database._engine.dispose()
    yield store
    await store.close()


@contextmanager
def locked(path: Path):
    """Another program keeps the database."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


async def trouble(doing) -> StoreError:
    """What is said of it, in both languages."""
    with pytest.raises(StoreError) as caught:
        await doing
    for language in LANGUAGES:
        assert Texts(language).error(caught.value).endswith(".")
    return caught.value


async def everything(store: Store) -> tuple[int, ...]:
    """What is stored and what is owed, by tables."""
    async with store._database.reading() as connection:
        assert await connection.scalar(text("PRAGMA integrity_check")) == "ok"
        counted = [await connection.scalar(select(func.count()).select_from(table)) for table in METADATA.sorted_tables]
    return tuple(map(int, counted))


@pytest.mark.long
async def test_a_disk_that_fills_up_in_the_middle_of_a_visit_keeps_all_of_it_or_nothing(path):
    with closing(sqlite3.connect(path)) as plain:
        pages = plain.execute("PRAGMA page_count").fetchone()[0]
    async with opened(path, f"PRAGMA max_page_count = {pages + 40}") as store:
        visits = [[item(10 * n + m, text=f"{n} {m} {LONG}") for m in range(6)] for n in range(6)]
        states = [await everything(store)]

        async def crawl() -> None:
            for visit in visits:
                await bring(store, *visit)
                states.append(await everything(store))

        error = await trouble(crawl())
        assert (error.key, store.trouble) == ("store.full", error)
        assert 1 < len(states) <= len(visits)
        assert await everything(store) == states[-1]
    async with opened(path) as store:
        for visit in visits:
            await bring(store, *visit)
        assert store.trouble is None
        assert len({one.url for one in await store.mentions(Query())}) == 36
        assert len(await store.owed(CHAT, NOW)) == len({one.story for one in await store.mentions(Query())})


@pytest.mark.long
async def test_a_database_that_another_program_keeps_is_waited_for_and_nothing_goes_twice(impatient, path):
    channel = SimpleNamespace(sent=[], locks=locked(path))

    async def send(letter):
        channel.sent.append(letter.owed.mention)
        if len(channel.sent) == 1:
            channel.locks.__enter__()  # between the messenger's yes and our note of it
            asyncio.get_running_loop().call_later(0.5, channel.locks.__exit__, None, None, None)
        return len(channel.sent)

    channel.send, channel.turn = send, Lines(0).turn
    async with opened(path, SOON) as store:
        await bring(store, item(0), item(1))
        outbox = Outbox(store, {"telegram": channel}, compose, lambda: NOW)
        assert await outbox.deliver_all() == 2
        assert (channel.sent, await store.in_the_air(), store.trouble) == ([1, 2], (), None)
        with locked(path):
            error = await trouble(store.heartbeat(NOW))
            assert (error.key, len(await store.mentions(Query()))) == ("store.busy", 2)  # reading needs no turn


class Unclear:
    """A database whose answer gets lost after it has written."""

    def __init__(self, store: Store, *verbs: str):
        self.store, self.lose = store, set(verbs)

    def __getattr__(self, verb):
        async def asked(*words, **more):
            answer = await getattr(self.store, verb)(*words, **more)
            if verb in self.lose:
                self.lose.remove(verb)
                raise story("unreachable", "x")
            return answer

        return asked


class Lines:
    """A messenger whose first answers get lost."""

    def __init__(self, lost: int):
        self.lost, self.sent = lost, 0

    async def turn(self, target): ...

    async def alive(self, target):
        return True

    async def send(self, letter):
        if self.lost:
            self.lost -= 1
            raise DeliveryError("telegram.trouble", unsure=True, reason="x")
        self.sent += 1
        return self.sent


async def compose(owed, now):
    return Letter(owed, Document((line("x"),)))


async def test_what_a_lost_answer_of_the_database_left_unclear_is_sent_once_all_the_same(store, monkeypatch):
    monkeypatch.setattr("monitor.process.retrying.REST", 0.0)
    await bring(store, item())
    lines, clock = Lines(lost=1), SimpleNamespace(now=NOW)
    outbox = Outbox(Unclear(store, "claim", "sent", "retry"), {"telegram": lines}, compose, lambda: clock.now)
    assert (await trouble(outbox.deliver_all())).key == "store.unreachable"
    for _ in range(3):
        clock.now += timedelta(minutes=1)
        await outbox.deliver_all()
    told = [one.kind for one in await store.events(1)].count("alerted")
    assert (lines.sent, await store.in_the_air(), told) == (1, (), 1)


@pytest.mark.parametrize("how", ["removed", "replaced"])
async def test_a_file_that_is_gone_ends_everything(path, blank_file, how):
    async with opened(path) as store:
        await bring(store, item())
        ruin = asyncio.create_task(store.ruin())
        await asyncio.sleep(0)
        other = path.with_name("other.db")
        other.write_bytes(blank_file.read_bytes())
        path.unlink() if how == "removed" else other.replace(path)
        for doing in (store.mentions(Query()), store.heartbeat(NOW)):
            assert (await trouble(doing)).key == "store.gone"
        assert isinstance(await asyncio.wait_for(ruin, 60), RuinedError)
    assert path.exists() is (how == "replaced")  # nothing was made in its place


@pytest.mark.parametrize("place", [0, 1], ids=["header", "middle"])
async def test_a_damaged_file_ends_everything_and_is_left_as_it_is(path, place):
    async with opened(path) as store:
        await bring(store, *(item(n, text=f"{n} {LONG}") for n in range(12)))
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(0 if not place else 4096)
        file.write(b"\xff" * (100 if not place else size - 3 * 4096))
    before = path.read_bytes()
    with pytest.raises(StoreError) as caught:
        async with opened(path) as store:
            await store.mentions(Query())
    expected = (RuinedError, "store.damaged") if place else (AddressError, "store.not_a_database")
    assert (type(caught.value), caught.value.key) == expected
    assert path.read_bytes() == before


async def test_a_log_that_was_cut_off_in_the_middle_loses_no_more_than_its_end(path):
    async with opened(path, "PRAGMA wal_autocheckpoint = 0") as store:
        for number in range(3):
            await bring(store, item(number))
        copy = path.with_name("copy.db")
        copy.write_bytes(path.read_bytes())
        log = path.with_name("otklik.db-wal").read_bytes()
    path.with_name("copy.db-wal").write_bytes(log[: len(log) - 5000] + b"\xff" * 5000)
    async with opened(copy) as store:
        assert [one.url[-1] for one in await store.mentions(Query())] in (["1", "0"], ["0"])
        assert len(await store.owed(CHAT, NOW)) == len(await store.mentions(Query()))
        assert await everything(store)


async def test_no_more_files_is_no_matter_of_rights(path):
    async with opened(path) as store:
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (3, hard))
        try:
            error = await trouble(store.mentions(Query()))
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        assert error.key == "store.no_files"
        assert await store.mentions(Query()) == ()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_connections_that_a_server_ends_are_opened_anew(store):
    keys = set()
    await bring(store, item())

    async def end(what: str) -> None:
        async with store._database.writing() as connection:
            await connection.execute(text(f"SELECT {what}(pg_backend_pid())"))

    for what in ("pg_cancel_backend", "pg_terminate_backend"):
        keys.add((await trouble(end(what))).key)
        await bring(store, item(len(keys)))
    assert keys == {"store.interrupted", "store.unreachable"}
    assert len(await store.mentions(Query())) == 3


def test_a_trouble_is_said_when_it_begins_and_when_it_is_over():
    clock = SimpleNamespace(now=0.0)
    condition = Condition(lambda: clock.now)

    def tried(name: str | None, *, writing: bool) -> None:
        try:
            with condition.noted(writing=writing):
                if name:
                    raise story(name, "otklik.db") from OSError()
        except StoreError:
            return

    with capture_logs() as said:
        for _ in range(100):
            clock.now += 1
            tried("full", writing=True)
            tried(None, writing=False)  # reading goes well all the time
        assert condition.trouble is not None
        for _ in range(100):
            clock.now += 1
            tried(None, writing=True)
        assert condition.trouble is None
    assert [one["event"] for one in said] == ["database in trouble", "database works again"]
    assert said[1]["seconds"] == 99 + int(CALM)


async def test_what_a_person_asks_for_in_vain_is_no_trouble_of_the_database(store):
    assert (await trouble(store.alert(77))).key == "store.no_mention"
    assert store.trouble is None


class Pages:
    """A pipeline whose visits are counted."""

    def __init__(self):
        self.rounds = 0
        self.asked = asyncio.Event()

    async def round(self, sources, told):
        self.rounds += 1
        self.asked.set()
        for source in sources:
            told(Report(source.id, VisitStatus.FAILED, error="x", next_visit=NOW))
        raise story("full", "otklik.db")


@pytest.mark.long
async def test_while_nothing_can_be_kept_nothing_is_fetched_and_every_job_has_its_turn_again(impatient, path, caplog):
    plan = Plan.model_validate(
        {
            "brands": [{"id": "zubr", "name": "Zubr"}],
            "sources": [{"id": "news", "kind": "feed", "url": "https://news.example/rss"}],
        }
    )
    live, pages, stop = live_of(plan, telegram=False), Pages(), asyncio.Event()
    turns, thrice = [], asyncio.Event()
    async with opened(path, SOON) as store:

        async def job() -> None:
            turns.append(store.trouble)
            if len(turns) == 3:
                thrice.set()
            await store.heartbeat(NOW)

        schedule = Schedule(pages, store, live, lambda: NOW, wake=lambda: None)
        with locked(path):
            await trouble(store.heartbeat(NOW))
            running = asyncio.create_task(schedule.run(stop, job, ((job, 1),)))
            await asyncio.wait_for(thrice.wait(), 60)
            assert (pages.rounds, all(turns)) == (0, True)
        await asyncio.wait_for(pages.asked.wait(), 60)
        stop.set()
        await running
    assert not [record for record in caplog.records if record.exc_info]


async def test_a_gap_that_could_not_be_noted_is_noted_later(impatient, path):
    clock = SimpleNamespace(now=NOW)
    plan = Plan.model_validate({"brands": [{"id": "zubr", "name": "Zubr"}], "sources": []})
    async with opened(path, SOON) as store:
        gaps = Gaps(store, live_of(plan, telegram=False), lambda: clock.now)
        clock.now += timedelta(hours=3)
        with locked(path):
            await trouble(gaps.look())
        await gaps.look()
        assert await store.gaps(NOW, clock.now, clock.now) == ((NOW, clock.now),)


async def test_a_program_that_ends_by_itself_does_not_retry_write_for_ever(monkeypatch):
    monkeypatch.setattr("monitor.process.retrying.REST", 0.0)
    tries = []

    async def write() -> None:
        tries.append(1)
        raise story("full", "otklik.db")

    with pytest.raises(StoreError):
        await WriteRetry()(write)
    assert len(tries) == 30
    retry, tries[:] = WriteRetry(), []
    retry.stop = asyncio.Event()
    retry.stop.set()
    with pytest.raises(StoreError):
        await retry(write)
    assert len(tries) == 1


class Ear:
    """A messenger that hears, once it wants to."""

    def __init__(self, *refusals):
        self.refusals, self.heard = list(refusals), []

    async def turn(self, target): ...

    async def send(self, letter):
        if self.refusals:
            raise self.refusals.pop(0)
        self.heard.append((letter.owed.target, letter.document.text))


async def test_whoever_looks_after_the_product_hears_once_of_a_trouble_that_lasts_and_of_its_end():
    plan = Plan.model_validate({"brands": [{"id": "zubr", "name": "Zubr"}], "sources": [], "team": {"ops": -100700}})
    clock, store = SimpleNamespace(now=NOW), SimpleNamespace(ailing=None)
    ear = Ear(DeliveryError("telegram.trouble", reason="x"), MovedError("telegram.moved", target="telegram:-100701"))
    watch = DatabaseWatch(store, live_of(plan), lambda: clock.now, {"telegram": ear})

    async def look(*, minutes: int) -> list[str]:
        for _ in range(minutes):
            clock.now += timedelta(minutes=1)
            await watch.look()
        return [f"{target} {said[:21]}" for target, said in ear.heard]

    store.ailing = story("full", "otklik.db")
    assert await look(minutes=5) == []
    store.ailing = None
    assert await look(minutes=1) == []  # what passes needs nobody
    store.ailing = story("full", "otklik.db")
    told = await look(minutes=20)
    assert told == ["telegram:-100701 Otklik can neither st"]
    assert "the disk is full" in ear.heard[0][1]
    store.ailing = None
    assert await look(minutes=20) == [*told, "telegram:-100700 The database works ag"]
