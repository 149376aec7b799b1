"""Who watches over the product itself: the daily line, a service outside, Prometheus, and what `status` says."""

from __future__ import annotations

import asyncio
import os
import socket
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import structlog
from fetching import Http
from live_values import live_of
from patience import until
from store_values import CHAT, bring, item, visit
from structlog.testing import capture_logs
from web_site import Reply, Site

from monitor.config.plan import Plan
from monitor.config.scalars import Hours
from monitor.config.watching import Door
from monitor.domain import Daily, Health, Pulse, Report, Room, SourceState, Standing, VisitStatus
from monitor.domain.standing import LARGE_LOG, LEAST_ROOM
from monitor.fetch import Fetcher
from monitor.render.dates import Calendar
from monitor.render.plain import plain
from monitor.render.standing import facts
from monitor.render.watch import watch_document
from monitor.telling.daily import DailyLine
from monitor.texts import LANGUAGES, Texts
from monitor.vitals.dead_man import EVERY, DeadMan
from monitor.vitals.metrics import FRESH, Metrics
from monitor.vitals.standing import standing

OPS = "telegram:-100900"
FRIDAY = datetime(2026, 11, 20, 15, tzinfo=UTC)  # six in the evening in Minsk
MONDAY = FRIDAY + timedelta(days=3)
ONE = pytest.mark.one_database


@pytest.fixture(autouse=True)
def all_is_logged() -> None:
    """Whatever a command that ran before has set."""
    structlog.reset_defaults()


def plan_of(**health: Any) -> Plan:
    return Plan.model_validate(
        {
            "timezone": "Europe/Minsk",
            "brands": [{"id": "zubr", "name": "Зубр-Софт"}],
            "sources": [{"id": "forum", "kind": "feed", "url": "https://forum.example/rss"}],
            "team": {"chats": [{"id": -100500}], "ops": -100900},
            "alerts": {"working_hours": "mon-fri 09:00-18:00"},
            "health": health,
        }
    )


async def told(store: Any, now: datetime, *, when: str = "18:00") -> list[Daily]:
    """What the chat for trouble hears when somebody looks at this moment, a restart before each look."""
    await DailyLine(store, live_of(plan_of(daily=when)), lambda: now).look()
    owed = await store.owed(OPS, now)
    for one in owed:
        await store.claim(one.id)
        await store.sent(one.id, now, 1)
    return [one.notice for one in owed]


async def test_each_working_day_is_told_once_from_where_the_last_line_ended(store):
    await store.keep(visit(source="forum", at=FRIDAY + timedelta(hours=2), targets=()))
    assert await told(store, FRIDAY - timedelta(seconds=1)) == []
    (friday,) = await told(store, FRIDAY)
    assert friday.since == (FRIDAY - timedelta(days=1)).isoformat()
    assert await told(store, FRIDAY + timedelta(hours=1)) == []
    assert await told(store, FRIDAY + timedelta(days=1)) == []
    (monday,) = await told(store, MONDAY + timedelta(hours=3))  # nobody ran at six
    assert (monday.since, monday.sources, monday.visits) == (FRIDAY.isoformat(), 1, 1)
    assert monday.calm
    assert not friday.calm  # nothing had been read by then


async def test_what_was_found_and_what_waits_is_counted(store):
    broken = SourceState("forum", VisitStatus.FAILED, reported=True, health=Health.FAILED)
    await bring(store, item(), targets=(CHAT,), at=MONDAY - timedelta(hours=2))
    await store.keep(visit(source="forum", at=MONDAY - timedelta(hours=1), state=broken, targets=()))
    (day,) = await told(store, MONDAY)
    assert (day.mentions, day.negative, day.untaken, day.late, day.unread) == (1, 1, 1, 1, ("forum",))
    assert not day.calm


@pytest.mark.parametrize("changes", [{"visits": 0}, {"negative": 1}, {"untaken": 1}, {"late": 1}, {"unread": ("a",)}])
def test_quiet_is_said_only_where_it_is(changes):
    calm = Daily(FRIDAY.isoformat(), sources=24, visits=1320, mentions=12, negative=0)
    said = {one: words(one) for one in (calm, replace(calm, **changes))}
    assert (
        said[calm]
        == "🌿 Всё тихо с 20.11, 18:00. Источников: 24, чтений: 1320. Упоминаний: 12, негативных: 0. Всё отправлено."
    )
    assert [one.calm for one in said] == [True, False]
    assert "тихо" not in words(replace(calm, **changes))


def test_what_is_wrong_stands_in_the_daily_line_by_name():
    day = Daily(FRIDAY.isoformat(), 24, 13_200, 12, 3, untaken=2, late=1, unread=("reviews", "forum"))
    assert words(day).splitlines() == [
        "🗓 С 20.11, 18:00: источников 24, чтений 13\u202f200, упоминаний 12, негативных 3.",
        "Карточек, которые никто не взял: 2.",
        "Сообщений, которые ждут отправки больше часа: 1. Почему, скажет /status.",
        "Не читаются источники: reviews, forum. Почему, скажет /status.",
    ]
    assert words(day, "en").startswith("🗓 Since ")


def test_of_many_sources_that_cannot_be_read_the_daily_line_says_how_many_more_there_are():
    day = Daily(FRIDAY.isoformat(), 24, 1320, 12, 0, unread=tuple(f"forum-{n}" for n in range(12)))
    last = words(day).splitlines()[-1]
    assert last.startswith("Не читаются источники: forum-0, ")
    assert last.endswith(", forum-9, …ещё 2. Почему, скажет /status.")


def words(day: Daily, language: str = "ru") -> str:
    calendar = Calendar(Texts(language), ZoneInfo("Europe/Minsk"), FRIDAY)
    return plain(watch_document(day, brand="", calendar=calendar))


class Watched:
    """A product whose heart beats, and a service outside that listens."""

    def __init__(self, store: Any, fetcher: Fetcher, address: str) -> None:
        self.now = self.beat = FRIDAY
        plan = plan_of(ping=address)
        self.dead_man = DeadMan(store, live_of(plan), lambda: self.now, beat=lambda: self.beat, ping=fetcher.ping)

    async def look(self, later: timedelta = timedelta(0), *, beats: bool = True) -> None:
        self.now += later
        self.beat = self.now if beats else self.beat
        await self.dead_man.look()


@ONE
async def test_a_service_outside_hears_of_us_for_as_long_as_all_is_well(store):
    async with Site() as site, Fetcher(Http()) as fetcher:
        watched = Watched(store, fetcher, site.serve("/s3cr3t", Reply()))
        await watched.look()
        await watched.look(EVERY - timedelta(seconds=1))
        assert [one.posted for one in site.asked("/s3cr3t")] == [None]
        await watched.look(timedelta(seconds=1))
        assert len(site.asked("/s3cr3t")) == 2
        await watched.look(-timedelta(hours=3))  # the clock was set back
        assert len(site.asked("/s3cr3t")) == 3
        await watched.look(EVERY + timedelta(hours=3), beats=False)  # it hangs
        await bring(store, item(), targets=(CHAT,), at=FRIDAY)
        await watched.look(timedelta(hours=2))  # nobody is told of anything
        assert len(site.asked("/s3cr3t")) == 3


@ONE
async def test_a_service_that_refuses_is_told_once_and_its_address_never(store):
    async with Site() as site, Fetcher(Http()) as fetcher:
        watched = Watched(store, fetcher, site.serve("/s3cr3t", Reply(404)))
        with capture_logs() as logs:
            for _ in range(3):
                await watched.look(EVERY)
    assert len(site.asked("/s3cr3t")) == 3
    (line,) = logs
    assert "404" in str(line["error"])
    assert "s3cr3t" not in str(line)


def free_port() -> int:
    """One that nobody is given who asks for any, so that it stays free until it is taken, and after that."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    for port in range(20_000 + 100 * worker, 20_100 + 100 * worker):
        with socket.socket() as one, suppress(OSError):
            one.bind(("127.0.0.1", port))
            return port
    raise AssertionError("all of them are taken")


async def page(port: int, path: str = "/metrics") -> str:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {path} HTTP/1.0\r\n\r\n".encode())
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return answer.decode()


@ONE
async def test_prometheus_reads_counts_and_states_and_no_names(store):
    await bring(store, item(author="Дмитрий"), targets=(CHAT,), at=FRIDAY)
    port, world = free_port(), SimpleNamespace(now=FRIDAY + timedelta(minutes=2))
    messages = {"sent": 3, "retried": 1}
    house = live_of(plan_of(metrics=port))
    metrics = Metrics(store, house, lambda: world.now, beat=lambda: FRIDAY, messages=messages)
    metrics.visited(Report("forum", VisitStatus.OK, items=20, mentions=2))
    stop = asyncio.Event()
    with capture_logs() as logs:
        running = asyncio.create_task(metrics.run(stop))
        await until(lambda: logs)
    answer = await page(port)
    for line in (
        'otklik_visits_total{status="ok"} 1.0',
        'otklik_visits_total{status="failed"} 0.0',
        'otklik_found_total{what="items"} 20.0',
        'otklik_messages_total{outcome="sent"} 3.0',
        'otklik_messages_total{outcome="refused"} 0.0',
        'otklik_sources{health="new"} 1.0',
        "otklik_messages_owed 1.0",
        "otklik_messages_owed_age_seconds 120.0",
        "otklik_heartbeat_age_seconds 120.0",
        "otklik_cards_untaken 1.0",
    ):
        assert f"\n{line}\n" in answer
    assert "200 OK" in answer
    assert not {"Дмитрий", "forum", "zubr", "-100500"} & set(answer.replace('"', " ").split())
    messages["sent"] = 4
    assert 'outcome="sent"} 3.0' in await page(port)  # whoever asks at once again costs nothing
    world.now += FRESH
    assert 'outcome="sent"} 4.0' in await page(port)
    messages["sent"], world.now = 5, world.now - timedelta(hours=3)  # the clock was set back
    assert 'outcome="sent"} 5.0' in await page(port)
    assert "404" in (await page(port, "/")).splitlines()[0]
    stop.set()
    await running
    with pytest.raises(OSError, match=r"refused|Connect"):
        await page(port)


@ONE
async def test_a_port_that_is_taken_is_a_sentence(store):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        metrics = Metrics(store, live_of(plan_of(metrics=port)), lambda: FRIDAY, beat=lambda: None, messages={})
        stop = asyncio.Event()
        with capture_logs() as logs:
            running = asyncio.create_task(metrics.run(stop))
            await until(lambda: logs)
            stop.set()
            await running
    (line,) = logs
    assert f"127.0.0.1:{port}" in str(line["error"])
    assert "Укажите другой порт" in Texts("ru").error(line["error"])


@pytest.mark.parametrize(
    ("written", "door"),
    [(9464, Door(9464)), ("0.0.0.0:9464", Door(9464, "0.0.0.0")), ("[::1]:1", Door(1, "::1"))],  # noqa: S104  # as written
)
def test_a_port_is_open_to_this_machine_alone_unless_the_file_says_otherwise(written, door):
    assert plan_of(metrics=written).health.metrics == door


@pytest.mark.parametrize("written", [0, 65_536, "x", ":1", "a b:1", 9464.5, True, "0.0.0..0:9464", "a" * 64 + ":1"])
def test_what_is_no_port_is_refused(written):
    with pytest.raises(ValueError, match="otklik_door"):
        plan_of(metrics=written)


BEAT = Pulse(started=FRIDAY, beat=FRIDAY)


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (Standing(pulse=BEAT, lost=True), "lost"),
        (Standing(missed="2026-W47"), "missed"),
        (Standing(untold=(12,)), "untold"),
        (Standing(room=Room(free=LEAST_ROOM - 1)), "cramped"),
        (Standing(bytes=LEAST_ROOM * 5, room=Room(free=LEAST_ROOM * 4)), "cramped"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_fails_in_ourselves_needs_a_person_and_is_said(found, sentence, language):
    texts = Texts(language)
    said = list(facts(found, Calendar(texts, UTC, FRIDAY)))
    beginning = texts(f"status.{sentence}", at="{", week="{", megabytes="{", list="{").partition("{")[0]
    assert beginning
    assert any(beginning in one for one in said)
    assert found.calls


def test_a_log_larger_than_its_database_is_said():
    calendar = Calendar(Texts("en"), UTC, FRIDAY)
    for log, said in ((LARGE_LOG, False), (LARGE_LOG + 1, True)):
        one = Standing(bytes=2 * LARGE_LOG, room=Room(log=log))
        assert any("not folded into the database yet: 100 MB" in fact for fact in facts(one, calendar)) is said


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_nothing_is_wrong_no_trouble_is_told(language):
    texts = Texts(language)
    usual = [texts("status.stopped"), texts("status.owed", n=0), texts("status.no_digest")]
    usual += [texts("status.database", megabytes="0"), texts("status.no_backup")]
    assert list(facts(Standing(), Calendar(texts, UTC, FRIDAY))) == usual


def test_a_full_disk_is_told_with_the_room_that_is_left():
    one = Standing(room=Room(free=12_000_000))
    assert any("12 MB" in fact for fact in facts(one, Calendar(Texts("en"), UTC, FRIDAY)))


async def test_a_digest_that_nobody_was_owed_in_time_is_missed(store):
    due = datetime(2026, 11, 23, 6, tzinfo=UTC)
    await store.keep(visit(source="forum", at=due - timedelta(days=9), targets=()))
    plan, late = plan_of(), due + timedelta(hours=2)
    assert (await standing(store, plan, late)).missed is None  # `crawl` alone owes no digest
    await store.heartbeat(due - timedelta(days=1))
    assert (await standing(store, plan, due + timedelta(minutes=5))).missed is None
    found = await standing(store, plan, late)
    assert (found.missed, found.lost) == ("2026-W47", True)
    quiet = Hours(time(10), time(12))  # in Minsk it is eleven o'clock, and the digest waits for noon
    waiting = plan.model_copy(update={"alerts": plan.alerts.model_copy(update={"quiet_hours": quiet})})
    assert (await standing(store, waiting, late)).missed is None
    await store.note_week("2026-W47")
    assert (await standing(store, plan, late)).missed is None


async def test_who_ended_in_order_is_not_lost(store):
    await store.heartbeat(FRIDAY)
    await store.ended(FRIDAY + timedelta(seconds=1))
    assert not (await store.pulse()).lost(FRIDAY + timedelta(days=1))
    await store.heartbeat(FRIDAY + timedelta(seconds=2))
    assert (await store.pulse()).lost(FRIDAY + timedelta(days=1))


@ONE
async def test_the_last_copy_is_told(store):
    texts = Texts("en")
    found = await standing(store, plan_of(), FRIDAY)
    assert texts("status.no_backup") in facts(found, Calendar(texts, UTC, FRIDAY))
    await store.note_backup(FRIDAY)
    found = await standing(store, plan_of(), FRIDAY)
    assert found.backup == FRIDAY
    assert any("Last copy" in one and "20 Nov" in one for one in facts(found, Calendar(texts, UTC, FRIDAY)))
