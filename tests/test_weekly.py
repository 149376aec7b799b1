"""What the database counts of a week equals what a slow reading of every mention counts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from math import isclose
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from digest_reference import build
from sqlalchemy import event
from store_values import ANNA, NOW, bring, item
from week_values import History, dice, fill, invented, lessons

from monitor.config.plan import Plan
from monitor.desk import Press
from monitor.digest import Digest, Speed, Watched, to_json, week_bounds, week_of
from monitor.domain import Action, Health, Record, SourceState, VisitStatus, taught
from monitor.errors import ConfigError
from monitor.render.dates import Calendar
from monitor.render.digest import digest_document
from monitor.store import Store
from monitor.store.tables import COUNTER, SOURCE
from monitor.team.routes import EVERYTHING, Scope
from monitor.texts import Texts
from monitor.vitals.standing import standing
from monitor.weekly import weekly

WEEK, MORNING = timedelta(weeks=1), timedelta(hours=9)
ALIKE = {"news", "forum"}


def plan(zone: str) -> Plan:
    """Two brands of our own and a competitor; two sources watch all of them alike."""
    url, own = "https://site.example/rss", {"kind": "feed", "brand": "zubr"}
    return Plan.model_validate(
        {
            "timezone": zone,
            "brands": [
                {"id": "zubr", "name": "Зубр-Софт"},
                {"id": "kestrel", "name": "Kestrel"},
                {"id": "sklad", "name": "Северный Склад", "role": "competitor"},
            ],
            "sources": [
                {"id": "reviews", "url": f"{url}/1", **own},
                {"id": "news", "kind": "feed", "url": f"{url}/2"},
                {"id": "forum", "kind": "feed", "url": f"{url}/3"},
                {"id": "staff", "url": f"{url}/4", "audience": "hr", **own},
                {"id": "asleep", "url": f"{url}/5", "enabled": False, **own},
            ],
        }
    )


def expected(history: History, week: str, plan: Plan, scope: Scope) -> Digest:
    """The same week, by the reference."""
    start, end = week_bounds(week, plan.zone)
    told = lessons(history)
    seen = [brand for brand in plan.brands if scope.brands is None or brand.id in scope.brands]
    own = {brand.id for brand in seen if brand.role == "own"}
    shown = {r.number for r in history.mentions if r.brand in own and scope.holds(r)}
    alerts = [(n, target) for n, target, at in history.alerts if n in shown and start <= at < end]
    return build(
        week,
        zone=plan.zone,
        brands=[Watched(brand.id, brand.name, brand.role) for brand in seen],
        mentions=history.mentions,
        sources=[SourceState(source.id) for source in plan.sources if source.enabled],
        alike=ALIKE,
        coverage=(0, 0),
        alerts_sent=len({number for number, _ in alerts}),
        busiest=max(Counter(target for _, target in alerts).values(), default=0),
        taught={brand: taught([one for one in told if one.brand == brand]) for brand in {one.brand for one in told}},
        now=end + MORNING,
        changes=history.changes,
        lessons=told,
        hidden=scope.hidden,
        loud={source.id for source in plan.sources if source.enabled},
        let_be=lambda one: not one.praises or one.reason is not None or one.source == "staff",
    )


def differences(one: Any, other: Any, place: str = "digest") -> Iterator[str]:
    """Where two values differ; sums of floats may, by what their order does to the last digits."""
    if isinstance(one, float) and isinstance(other, float | int):
        if not isclose(one, other, rel_tol=1e-9, abs_tol=1e-9):
            yield f"{place}: {one} instead of {other}"
    elif is_dataclass(one) and type(one) is type(other) and not isinstance(one, Record):
        for each in fields(one):
            yield from differences(getattr(one, each.name), getattr(other, each.name), f"{place}.{each.name}")
    elif isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        for number, pair in enumerate(zip(one, other, strict=True)):
            yield from differences(*pair, f"{place}[{number}]")
    elif isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        for key in one:
            yield from differences(one[key], other[key], f"{place}[{key}]")
    elif one != other:
        yield f"{place}: {one} instead of {other}"


async def compare(store: Store, history: History, week: str, plan: Plan, scope: Scope = EVERYTHING) -> Digest:
    """The week of the store, after it was found to be the same as that of the reference."""
    now = week_bounds(week, plan.zone)[1] + MORNING
    counted = await weekly(store, plan, week, now=now, scope=scope)
    assert list(differences(counted, expected(history, week, plan, scope))) == []
    return counted


def moments(week: str, zone: ZoneInfo, weeks: int = 9) -> list[datetime]:
    """The midnights of some weeks up to the end of this one."""
    start, _ = week_bounds(week, zone)
    monday = start.astimezone(zone).date() - timedelta(weeks=weeks - 1)
    days = (monday + timedelta(days=n) for n in range(7 * weeks + 1))
    return [datetime.combine(day, datetime.min.time(), zone).astimezone(UTC) for day in days]


_CALENDAR = pytest.mark.one_database  # days and weeks are told apart before a database is asked
WEEKS = [
    ("2026-W13", "Europe/Berlin"),  # the clocks go forward
    ("2026-W43", "Europe/Berlin"),  # and back
    ("2020-W53", "Europe/Minsk"),  # the last of a year of 53
    *(
        pytest.param(*one, marks=_CALENDAR)
        for one in [
            ("2021-W01", "Europe/Minsk"),
            ("2025-W01", "Asia/Kathmandu"),  # begins in the year before
            ("2026-W53", "America/New_York"),
            ("2018-W44", "America/Sao_Paulo"),  # its Sunday has no midnight
            ("2018-W07", "America/Sao_Paulo"),  # Saturday has 23 o'clock twice
            ("2026-W10", "America/Havana"),  # one o'clock comes after midnight at once
            ("2026-W44", "America/Havana"),  # midnight comes twice
            ("2011-W52", "Pacific/Apia"),  # its Friday never was
        ]
    ),
]


@pytest.mark.long
@pytest.mark.parametrize(("week", "zone"), WEEKS)
async def test_every_figure_equals_the_reference(store: Store, week: str, zone: str) -> None:
    history = invented(dice(f"{week} {zone}"), moments(week, ZoneInfo(zone)), 400)
    await fill(store, history)
    await compare(store, history, week, plan(zone))


@pytest.mark.parametrize("seed", range(2))
async def test_a_chat_is_told_of_nothing_that_is_kept_from_it(store: Store, seed: int) -> None:
    week, here = "2026-W47", plan("Europe/Minsk")
    history = invented(dice(seed), moments(week, ZoneInfo("Europe/Minsk")), 300)
    await fill(store, history)
    scope = Scope(frozenset({"kestrel", "sklad"}), frozenset({"staff", "news"}))
    digest = await compare(store, history, week, here, scope)
    assert [one.brand.id for one in digest.brands] == ["kestrel", "sklad"]
    assert all({one.source, *one.also} & {"reviews", "forum", "vc"} for one in digest.stories.alarming)
    assert any(one.source in scope.hidden for one in history.mentions if scope.holds(one))
    assert digest.brands[0].counts != (await compare(store, history, week, here)).brands[1].counts


@pytest.mark.parametrize("count", [0, 2, 9, 12])
async def test_a_small_week_is_told_whole(store: Store, count: int) -> None:
    week, zone = "2026-W47", ZoneInfo("Europe/Minsk")
    history = invented(dice(count), moments(week, zone, 1), count)
    await fill(store, history)
    await compare(store, history, week, plan("Europe/Minsk"))


@pytest.mark.long
@pytest.mark.one_database
async def test_a_year_of_weeks_each_equals_the_reference(store: Store) -> None:
    zone = ZoneInfo("Europe/Berlin")
    history = invented(dice(52), moments("2026-W53", zone, 53), 900)
    await fill(store, history)
    here, told = plan("Europe/Berlin"), []
    for monday in (date(2025, 12, 29) + n * WEEK for n in range(53)):
        week = week_of(datetime.combine(monday, datetime.min.time(), zone), zone)
        told.append(await compare(store, history, week, here))
    start, end = week_bounds("2026-W01", zone)[0], week_bounds("2026-W53", zone)[1]
    about = [r for r in history.mentions if start <= r.at < end and r.reason != "not_about_us"]
    assert sum(brand.counts.mentions for digest in told for brand in digest.brands) == len(about)
    assert sum(digest.work.in_time for digest in told) > 0, "nothing of what is compared may be empty all the year"
    assert sum(digest.work.raised for digest in told) > 0
    assert sum(digest.stories.before_us for digest in told) > 0
    assert sum(sum(digest.quality.low_rated.values()) for digest in told) > 0
    assert any(day.spike for digest in told for day in digest.days)
    assert any(digest.brands[0].net_sentiment for digest in told)


@pytest.mark.one_database
@pytest.mark.parametrize("hidden", [(), ("staff", "news")])
async def test_every_figure_comes_from_an_index_and_a_mention_is_read_only_to_be_named(
    store: Store, hidden: Sequence[str]
) -> None:
    if not store._database.address.is_sqlite:
        pytest.skip("asked as SQLite tells its plans")
    history = invented(dice("index"), moments("2026-W47", ZoneInfo("Europe/Minsk")), 200)
    await fill(store, history)
    asked: list[tuple[str, Any]] = []
    engine = store._database._engine.sync_engine
    event.listen(
        engine, "before_cursor_execute", lambda _c, _u, statement, values, *_: asked.append((statement, values))
    )
    now, scope = datetime(2026, 11, 23, tzinfo=UTC), Scope(hidden=frozenset(hidden))
    await weekly(store, plan("Europe/Minsk"), "2026-W47", now=now, scope=scope)
    plans = [step for one in list(asked) for step in await steps(store, *one)]
    touched = [step for step in plans if re.search(r"\bmention\b", step)]
    assert sum("COVERING INDEX ix_mention_week" in step for step in touched) > 30
    rest = {step for step in touched if "COVERING INDEX ix_mention_week" not in step}
    assert rest <= {
        "SEARCH mention USING INTEGER PRIMARY KEY (rowid=?)",  # to be named, or where a rating rose
        "SEARCH mention USING INDEX ix_mention_also (brand=? AND at>? AND at<?)",  # the few that stand in two places
        "SEARCH mention USING INDEX ix_mention_waiting (at<?)",  # the few that wait since earlier weeks
    }


async def steps(store: Store, statement: str, values: Any) -> list[str]:
    """How SQLite goes about a question."""
    async with store._database.reading() as connection:
        told = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        return [row[3] for row in told]


@pytest.mark.long
async def test_thousands_of_sources_are_as_good_as_two(store: Store) -> None:
    history = invented(dice("many"), moments("2026-W47", ZoneInfo("Europe/Minsk")), 100)
    await fill(store, history)
    many = [{"id": f"s{n}", "kind": "feed", "url": f"https://s{n}.example/"} for n in range(3_000)]
    few = plan("Europe/Minsk")
    wide = few.model_copy(
        update={
            "sources": (
                *few.sources,
                *Plan.model_validate(
                    {"timezone": "UTC", "brands": [{"id": "zubr", "name": "Зубр-Софт"}], "sources": many}
                ).sources,
            )
        }
    )
    hidden = Scope(hidden=frozenset({"staff", *(one["id"] for one in many)}))
    now = datetime(2026, 11, 23, tzinfo=UTC)
    told, same = [await weekly(store, one, "2026-W47", now=now, scope=hidden) for one in (wide, few)]
    assert told == same
    assert told.brands[0].voices > 0
    whole, same = [await weekly(store, one, "2026-W47", now=now) for one in (wide, few)]
    assert whole.brands == same.brands
    assert whole.brands[0].counts.mentions > told.brands[0].counts.mentions


@pytest.mark.parametrize("health", [Health.OK, Health.EMPTY, Health.BLOCKED, Health.QUIET, Health.PAUSED])
async def test_a_digest_says_of_a_source_what_status_says(store: Store, health: Health) -> None:
    now, said = datetime(2026, 11, 23, tzinfo=UTC), plan("UTC")
    async with store._database.writing() as connection:
        seen = {"failures": 0, "reported": False, "config": "", "counts": [], "visited": now}
        row = {"id": "news", "state": VisitStatus.UNCHANGED.value, "health": health.value, **seen}
        await connection.execute(SOURCE.insert(), row)
    digest, found = await weekly(store, said, "2026-W47", now=now), await standing(store, said, now)
    assert digest.sources == found.sources
    assert [one["state"] for one in to_json(digest)["sources"]] == ["new", health.value, "new", "new"]
    unread = {source.id for source in found.troubled} | {"reviews", "forum", "staff"}
    assert {source.id for source in digest.blind} == unread


async def test_a_rating_that_rose_after_our_answer_is_counted_in_the_week_in_which_it_rose(store: Store) -> None:
    before = item(1, rating=0.25, rating_text="2/5")
    await bring(store, before)
    await store.act(1, Press(Action.ANSWER, ANNA, NOW + timedelta(hours=1)))
    await bring(store, replace(before, text="Всё исправили", rating=0.75, rating_text="4/5"), score=0.5, at=NOW + WEEK)
    here = plan("Europe/Minsk")
    first, second = [await weekly(store, here, week, now=NOW + 2 * WEEK) for week in ("2026-W48", "2026-W49")]
    assert (first.work.raised, second.work.raised, second.brands[0].work.raised) == (0, 1, 1)
    assert first.brands[0].counts.positive == 1


async def test_history_wants_an_answer_only_where_someone_took_it_whatever_became_of_it(store: Store) -> None:
    _, put_away, taken, given_back, answered = numbers = range(1, 6)
    for number in numbers:
        await bring(store, item(number, rating=0.0, rating_text="1/5"), history=True)
    for number in (taken, given_back):
        await store.act(number, Press(Action.TAKE, ANNA, NOW))
    await store.act(given_back, Press(Action.GIVE_BACK, ANNA, NOW + MORNING))
    for number in (put_away, taken, given_back):
        await store.act(number, Press(Action.NO_REPLY, ANNA, NOW + MORNING))
    await store.act(answered, Press(Action.ANSWER, ANNA, NOW + MORNING))
    digest = await weekly(store, plan("Europe/Minsk"), "2026-W48", now=NOW + WEEK)
    assert (digest.brands[0].counts.negative, digest.work.due, digest.work.answered) == (5, 2, 1)


async def test_of_a_week_that_is_no_longer_kept_it_is_not_said_that_nobody_looked(store: Store) -> None:
    await bring(store, item(0))
    years, old = timedelta(days=3 * 365), week_of(NOW, plan("UTC").zone)
    assert not (await weekly(store, plan("UTC"), old, now=NOW + 2 * WEEK)).aged
    async with store._database.writing() as connection:
        await connection.execute(COUNTER.delete())
    digest = await weekly(store, plan("UTC"), old, now=NOW + years)
    assert (digest.aged, (await weekly(store, plan("UTC"), "2024-W10", now=NOW + years)).aged) == (True, False)
    for language, said in {"en": "no longer kept (retention)", "ru": "не хранится (retention)"}.items():
        text = digest_document(digest, Calendar(Texts(language), plan("UTC").zone, digest.end)).text
        assert said in text
        assert Texts(language)("digest.no_coverage") not in text


async def test_how_soon_things_are_found_is_told_by_exact_dates_alone(store: Store) -> None:
    await bring(store, item(1, published=NOW - timedelta(minutes=30)))
    await bring(store, item(2, published=NOW - timedelta(days=3), dated=False), source="forum")
    await bring(store, item(3, published=NOW - timedelta(days=2)), source="news", history=True)
    digest = await weekly(store, plan("Europe/Minsk"), "2026-W48", now=NOW + WEEK)
    assert digest.latency == Speed(30, 30, 1)


@pytest.mark.one_database
@pytest.mark.parametrize("week", ["0001-W01", "0001-W03", "9999-W52"])
async def test_a_week_at_the_end_of_the_calendar_is_refused_with_an_example(store: Store, week: str) -> None:
    with pytest.raises(ConfigError) as refused:
        await weekly(store, plan("Europe/Minsk"), week, now=NOW)
    assert "2026-W47" in Texts("en").error(refused.value)
