"""Thousands of sources fall due one after the other, and nobody looks through those that do not."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from live_values import live_of, take_up

from monitor.domain import Report, VisitStatus
from monitor.rounds.due_queue import FEW, DueQueue
from monitor.rounds.health import due_again
from monitor.schedule import Schedule
from monitor.sources.feed import FeedSource

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def feeds(count, **more):
    shared = FeedSource(id="x", url="https://site.example/rss", **more)
    return [shared.model_copy(update={"id": f"feed-{number}"}) for number in range(count)]


def test_no_minute_brings_more_than_twice_its_share_and_nobody_waits_longer_than_he_said():
    queue, every, taken, gaps, last = DueQueue(), timedelta(minutes=5), Counter(), [], {}
    queue.expect(feeds(2_600, every="5m"))
    for step in range(240):
        now = NOON + 5 * step * SECOND
        for name in queue.take(now):
            taken[step // 12] += 1
            gaps.append(now - last.get(name, now))
            last[name] = now
            queue.put(name, due_again(name, now, every))
    assert len(last) == 2_600
    assert max(taken.values()) <= 2 * 2_600 / 5
    assert max(gaps) <= every + 5 * SECOND  # of the simulated clock
    late = [taken[minute] for minute in range(10, 20)]
    assert max(late) < 1.4 * 2_600 / 5


def test_a_late_visit_puts_off_none_after_it_and_no_period_has_two():
    every = 15 * MINUTE
    own = due_again("news", NOON, every)
    for _ in range(40):
        own = due_again("news", own, every)  # until it stands at its own moment
    at = own
    for late in (0, 200, 899, 0, 400, 0):
        visit = at + late * SECOND
        after = due_again("news", visit, every)
        assert (after - own) // every == (visit - own) // every + 1
        assert every / 2 <= after - visit <= every
        at = after


def test_a_few_are_all_taken_at_once():
    queue = DueQueue()
    queue.expect(feeds(FEW, every="7d"))
    assert len(queue.take(NOON)) == FEW
    assert queue.take(NOON + MINUTE) == []


def test_many_that_are_due_often_are_all_taken_in_time_and_many_that_are_not_within_a_quarter_of_an_hour():
    often, rarely = DueQueue(), DueQueue()
    often.expect(feeds(2 * FEW, every="1m"))
    assert len(often.take(NOON)) == 2 * FEW
    rarely.expect(feeds(16 * FEW, every="7d"))
    assert sum(len(rarely.take(NOON + minute * MINUTE)) for minute in range(15)) == 16 * FEW


def test_what_is_to_be_asked_at_once_overtakes_what_waits():
    queue = DueQueue()
    queue.expect(feeds(FEW + 10, every="1h"))
    assert queue.take(NOON) == [f"feed-{number}" for number in range(FEW)]
    queue.at_once("feed-0")
    assert queue.take(NOON + SECOND) == []
    assert queue.take(NOON + MINUTE) == ["feed-0", *(f"feed-{number}" for number in range(FEW, FEW + 10))]


def test_a_moment_that_was_moved_counts_once():
    queue = DueQueue()
    queue.expect(feeds(1))
    for minutes in (5, 1, 3, 3):
        queue.put("feed-0", NOON + minutes * MINUTE)
    found = [minute for minute in range(10) if queue.take(NOON + minute * MINUTE)]
    assert found == [3]


def test_what_left_the_file_falls_due_no_more_and_what_is_new_does_at_once():
    queue = DueQueue()
    queue.expect(feeds(2))
    queue.take(NOON)
    queue.put("feed-0", NOON + MINUTE)
    queue.put("feed-1", NOON + MINUTE)
    queue.expect(feeds(3)[1:])
    assert queue.take(NOON) == ["feed-2"]
    assert queue.take(NOON + MINUTE) == ["feed-1"]


def test_a_clock_that_is_set_back_holds_nothing_up():
    queue = DueQueue()
    queue.expect(feeds(FEW + 1))
    queue.take(NOON)
    assert len(queue.take(NOON - timedelta(days=1))) == 1


def test_what_was_to_wait_a_quarter_of_an_hour_does_so_by_a_clock_that_was_set_back_too():
    queue, back = DueQueue(), NOON - timedelta(hours=3)
    queue.expect(feeds(2))
    assert queue.take(NOON) == ["feed-0", "feed-1"]
    queue.put("feed-0", NOON + 15 * MINUTE)
    queue.at_once("feed-1")
    assert queue.take(back) == ["feed-1"]
    assert queue.take(back + 14 * MINUTE) == []
    assert queue.take(back + 15 * MINUTE) == ["feed-0"]


class Visits:
    """Stands in for the pipeline: a visit lasts until the test says so."""

    def __init__(self):
        self.begun, self.go = [], asyncio.Event()

    async def round(self, sources, told):
        self.begun += [source.id for source in sources]
        await self.go.wait()
        for source in sources:
            told(Report(source.id, VisitStatus.OK, next_visit=NOON + timedelta(hours=1)))


def listing(*names, off=()):
    listed = [{"id": name, "kind": "feed", "url": f"https://{name}.example/rss"} for name in names]
    listed += [{"id": name, "kind": "feed", "url": "https://x.example/", "enabled": False} for name in off]
    return {"brands": [{"id": "zubr", "name": "Зубр-Софт"}], "sources": listed}


class Days:
    """A schedule, its file and its clock."""

    def __init__(self):
        self.now, self.visits = NOON, Visits()
        self.live = live_of(listing("news", "forum"))
        self.schedule = Schedule(self.visits, None, self.live, lambda: self.now, wake=lambda: None)

    def has(self, *names, off=()):
        """What the file lists from now on."""
        take_up(self.live, listing(*names, off=off))

    def due(self):
        """What falls due at a tick; its visits begin."""
        found = self.schedule._fallen_due()
        return sorted(one.id for one in found), asyncio.create_task(self.schedule._round(found))


async def test_a_source_that_changed_while_it_was_read_is_read_once_more():
    days = Days()
    names, visits = days.due()
    assert names == ["forum", "news"]
    await asyncio.sleep(0)
    days.schedule.forget({"news"})
    days.has("news", "forum")
    assert days.due()[0] == []  # it is under way
    days.visits.go.set()
    await visits
    names, visits = days.due()
    assert names == ["news"]
    await visits
    assert days.due()[0] == []
    days.now += timedelta(hours=1)
    assert days.due()[0] == ["forum", "news"]


@pytest.mark.parametrize("off", [(), ("forum",)])
async def test_a_source_that_left_the_file_while_it_was_read_is_read_no_more(off):
    days = Days()
    names, visits = days.due()
    assert names == ["forum", "news"]
    await asyncio.sleep(0)
    days.has("news", off=off)
    assert days.due()[0] == []
    days.visits.go.set()
    await visits
    days.now += timedelta(hours=1)
    assert days.due()[0] == ["news"]


async def test_a_source_that_changed_while_it_waited_is_due_at_once_and_no_other():
    days = Days()
    days.visits.go.set()
    await days.due()[1]
    assert days.due()[0] == []
    days.schedule.forget({"news"})
    assert days.due()[0] == ["news"]


async def test_a_source_of_whose_visit_nothing_could_be_kept_is_due_again_after_a_minute():
    days = Days()
    days.due()[1].cancel()
    days.schedule._told(Report("news", VisitStatus.FAILED, error="the disk is full"))
    assert days.due()[0] == []
    days.now += MINUTE
    assert days.due()[0] == ["news"]


async def test_a_file_that_lists_other_sources_is_followed():
    days = Days()
    days.visits.go.set()
    await days.due()[1]
    days.has("news", "fresh", off=["forum"])
    names, visits = days.due()
    await visits
    assert names == ["fresh"]
    days.now += timedelta(hours=2)
    names, visits = days.due()
    await visits
    assert names == ["fresh", "news"]
