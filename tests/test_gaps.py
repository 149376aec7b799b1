"""A time in which nothing was watched is the first thing that every chat hears afterwards, and the digest counts it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from live_values import live_of
from store_values import CHAT, NOW, OTHER, bring, item, visit

from monitor.config.plan import Plan
from monitor.digest import to_json
from monitor.domain import Unwatched
from monitor.render.dates import Calendar
from monitor.render.digest import digest_document
from monitor.store import Store
from monitor.telling.channel import Channel, Letter
from monitor.telling.letters import Letters
from monitor.telling.outbox import Outbox
from monitor.texts import Texts
from monitor.vitals.gaps import Gaps
from monitor.weekly import weekly

pytestmark = pytest.mark.one_database

HOUR = timedelta(hours=1)


def plan(*chats: str, language: str = "ru") -> Plan:
    listed = [{"id": int(one.split(":")[1]), **({"topic": 7} if one.endswith(":7") else {})} for one in chats]
    return Plan.model_validate(
        {
            "language": language,
            "timezone": "Europe/Minsk",
            "brands": [{"id": "zubr", "name": "Зубр-Софт"}],
            "sources": [{"id": "reviews", "kind": "feed", "url": "https://otzyv.example/rss"}],
            "team": {"chats": listed},
        }
    )


class Watch:
    """A product that is started, runs and stops; its clock is in the test's hands."""

    def __init__(self, store: Store, *chats: str) -> None:
        self.store, self.plan, self.now = store, plan(*(chats or (CHAT,))), NOW
        self.live = live_of(self.plan)
        self.start()

    def start(self) -> None:
        """As a process begins."""
        self.gaps = Gaps(self.store, self.live, lambda: self.now)

    async def runs(self, time: timedelta = HOUR) -> None:
        """From a start to an orderly end."""
        self.start()
        await self.gaps.begin()
        await self.store.begun(self.now)
        self.now += time
        await self.store.heartbeat(self.now)
        await self.store.ended(self.now)

    async def first(self, target: str = CHAT) -> object:
        """What a chat hears first."""
        owed = await self.store.owed(target, self.now + HOUR)
        return owed[0].notice if owed else None

    async def said(self) -> str:
        """The same in words."""
        letters = Letters(self.store, self.live)
        [owed, *_] = await self.store.owed(CHAT, self.now)
        return (await letters(owed, self.now)).document.text


@pytest.fixture
def watch(store: Store) -> Watch:
    return Watch(store)


async def test_the_first_start_ends_no_gap(watch: Watch) -> None:
    await watch.runs()
    assert await watch.first() is None


async def test_after_an_hour_it_is_told_from_when_to_when(watch: Watch) -> None:
    await watch.runs()
    watch.now = NOW + HOUR + timedelta(hours=14)
    await watch.runs()
    assert await watch.first() == Unwatched((NOW + HOUR).isoformat(), (NOW + 15 * HOUR).isoformat())
    said = "🌙 Отклик не работал с 24.11, 13:00 до 25.11, 03:00. Что появилось за это время, сейчас дочитаем."
    assert await watch.said() == said


async def test_less_than_an_hour_needs_no_words(watch: Watch) -> None:
    await watch.runs()
    watch.now += HOUR
    await watch.runs()
    assert await watch.first() is None


async def test_a_process_that_was_killed_leaves_its_heartbeat(watch: Watch) -> None:
    await watch.store.begun(NOW)
    await watch.store.heartbeat(NOW + HOUR)
    watch.now = NOW + 3 * HOUR
    await watch.runs()
    assert await watch.first() == Unwatched((NOW + HOUR).isoformat(), (NOW + 3 * HOUR).isoformat())


async def test_it_comes_before_every_alert_that_was_owed_already(watch: Watch) -> None:
    await bring(watch.store, item(0, published=NOW - timedelta(days=20)))
    await watch.runs()
    watch.now += 5 * HOUR
    await watch.runs()
    assert isinstance(await watch.first(), Unwatched)


async def test_of_several_processes_the_first_tells_it_and_the_next_only_what_came_after(watch: Watch) -> None:
    await watch.runs()
    watch.now = bot = NOW + 15 * HOUR
    watch.start()
    await watch.gaps.begin()  # of a process that only delivers: it notes no start
    watch.now += timedelta(minutes=1)
    watch.start()
    await watch.gaps.begin()
    assert await watch.store.gaps(NOW, NOW + 30 * HOUR, watch.now) == ((NOW + HOUR, bot),)
    watch.now += 2 * HOUR
    await watch.runs()
    assert await watch.store.gaps(NOW, NOW + 30 * HOUR, watch.now) == (
        (NOW + HOUR, bot),
        (bot, bot + 2 * HOUR + timedelta(minutes=1)),
    )
    assert [type(one.notice) for one in await watch.store.owed(CHAT, watch.now)] == [Unwatched, Unwatched]


async def test_every_chat_hears_of_it_once(store: Store) -> None:
    watch = Watch(store, CHAT, OTHER)
    await watch.runs()
    watch.now += 5 * HOUR
    await watch.runs(timedelta(minutes=1))
    await watch.runs()
    assert await store.owed_count() == 2
    assert isinstance(await watch.first(OTHER), Unwatched)


async def test_a_laptop_that_slept_says_so_when_it_wakes(watch: Watch) -> None:
    await watch.gaps.begin()
    watch.now += timedelta(seconds=5)
    await watch.gaps.look()
    assert await watch.first() is None
    slept = watch.now
    watch.now += 9 * HOUR
    await watch.gaps.look()
    await watch.gaps.look()
    assert await watch.first() == Unwatched(slept.isoformat(), watch.now.isoformat())
    assert await watch.store.owed_count() == 1


async def test_a_clock_that_was_late_at_the_start_makes_no_gap_of_what_was_watched(watch: Watch) -> None:
    """A computer that keeps its time three hours late starts anew; a minute later the network puts the clock right."""
    await watch.runs()
    stopped = watch.now
    watch.now = stopped - 3 * HOUR
    watch.start()
    await watch.gaps.begin()
    watch.now = stopped + timedelta(minutes=2)
    await watch.gaps.look()
    assert await watch.first() is None


async def test_a_clock_that_was_years_late_at_the_start_makes_no_longer_gap(watch: Watch) -> None:
    await watch.runs()
    stopped = watch.now
    watch.now = datetime(1970, 1, 1, 0, 1, tzinfo=UTC)
    watch.start()
    await watch.gaps.begin()
    watch.now = stopped + 5 * HOUR
    await watch.gaps.look()
    assert await watch.first() == Unwatched(stopped.isoformat(), watch.now.isoformat())


async def test_a_gap_that_a_wrong_clock_told_counts_in_no_week_before_it_ends(watch: Watch) -> None:
    await watch.gaps.begin()
    began = watch.now
    watch.now += timedelta(days=400)
    await watch.gaps.look()
    watch.now = began + HOUR
    assert (await weekly(watch.store, watch.plan, "2026-W48", now=watch.now)).unwatched == timedelta(0)
    assert await watch.store.gaps(began - HOUR, watch.now, watch.now) == ()


async def test_whoever_wakes_tells_it_before_what_fell_due_meanwhile(store: Store) -> None:
    """Whichever job comes first after a sleep: each second somebody looks what is owed, and every five for a gap."""
    watch = Watch(store, CHAT, OTHER)
    await watch.gaps.begin()
    await bring(watch.store, item(0), targets=(CHAT, OTHER))
    watch.now += 9 * HOUR
    told: list[tuple[str, bool]] = []

    class Lines(Channel):
        async def send(self, letter: Letter) -> int:
            told.append((letter.owed.target, isinstance(letter.owed.notice, Unwatched)))
            return len(told)

    letters = Letters(watch.store, watch.live)
    outbox = Outbox(watch.store, {"telegram": Lines()}, letters, lambda: watch.now)
    outbox.first = watch.gaps.look
    assert await outbox.deliver_all() == 4
    assert [first for target, first in told if target == CHAT] == [True, False]
    assert [first for target, first in told if target == OTHER] == [True, False]


async def test_the_digest_counts_what_of_it_lies_in_its_week(watch: Watch) -> None:
    monday = datetime(2026, 11, 22, 21, tzinfo=UTC)  # in Minsk
    await watch.store.note_gap(monday - 5 * HOUR, monday + 3 * HOUR, ())
    await watch.store.note_gap(monday + 50 * HOUR, monday + 62 * HOUR, ())
    digest = await weekly(watch.store, watch.plan, "2026-W48", now=monday + 63 * HOUR)
    assert digest.unwatched == 15 * HOUR
    assert to_json(digest)["unwatched_minutes"] == 900
    said = digest_document(digest, Calendar(Texts("ru"), watch.plan.zone, digest.end)).text
    assert "Не смотрели 15 ч за неделю." in said


async def test_the_week_before_counts_from_the_first_visit_on(watch: Watch) -> None:
    """Before that only what the sources still held is known."""
    monday = datetime(2026, 11, 15, 21, tzinfo=UTC)  # in Minsk
    await watch.store.keep(visit(at=monday + 30 * HOUR))
    await watch.store.note_gap(monday + 50 * HOUR, monday + 60 * HOUR, ())
    before = [
        (await weekly(watch.store, watch.plan, week, now=watch.now)).unwatched_before
        for week in ("2026-W47", "2026-W48", "2026-W49")
    ]
    assert before == [7 * 24 * HOUR, 40 * HOUR, timedelta(0)]


async def test_a_week_without_a_gap_says_nothing_of_it(watch: Watch) -> None:
    digest = await weekly(watch.store, watch.plan, "2026-W48", now=watch.now)
    assert "Не смотрели" not in digest_document(digest, Calendar(Texts("ru"), watch.plan.zone, digest.end)).text
