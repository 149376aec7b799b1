"""More alerts than people can read with care: the digest says so, with figures, and what to mute."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from store_values import CHAT, NOW, OTHER, bring, deliver, item
from test_digest import bad, said, told, week

from monitor.config.plan import Plan
from monitor.domain import Reason, Status
from monitor.store import Store
from monitor.texts import Texts
from monitor.weekly import weekly

pytestmark = pytest.mark.one_database

DAY = timedelta(days=1)


def put_away(number: int, source: str, reason: Reason = Reason.NOT_NEGATIVE):
    return bad(number, source=source, status=Status.DISMISSED, reason=reason)


def test_up_to_five_a_working_day_nothing_is_proposed() -> None:
    digest = week(put_away(1, "vc"), alerts_sent=25, busiest=25, workdays=5)
    assert not digest.quality.load.heavy
    assert "vc" not in told(digest).partition("Качество")[2]


def test_more_than_that_names_the_source_that_was_dismissed_most() -> None:
    loud = [bad(n, source="reviews") for n in range(10, 20)]
    vain = [put_away(n, "vc") for n in range(20, 24)]
    digest = week(*loud, *vain, bad(30, source="vc"), said(31, source="vc"), alerts_sent=37, busiest=37, workdays=5)
    text = told(digest, limit=None)
    assert "В рабочий день на один чат приходилось тревог: 7,4. Больше 5 внимательно не читают." in text
    assert "Чаще всего вы снимали тревоги из источника vc: 4 из 5." in text
    assert "audience: company" in text
    assert "Most often you dismissed alerts from source vc: 4 of 5." in told(digest, Texts("en"), limit=None)


def test_where_nothing_was_dismissed_it_is_the_loudest() -> None:
    digest = week(*(bad(n, source="vc") for n in range(9)), bad(50, source="reviews"), alerts_sent=40, busiest=40)
    assert "Больше всего тревог из источника vc: 9." in told(digest, limit=None)


def test_a_week_of_holidays_divides_by_nothing() -> None:
    assert week(bad(1), alerts_sent=6, busiest=6, workdays=0).quality.load.per_day == 6


@pytest.mark.parametrize(("days_off", "workdays"), [([], 5), (["2026-11-24", "2026-11-29"], 4)])
async def test_the_busiest_chat_and_the_teams_working_days_count(
    store: Store, days_off: list[str], workdays: int
) -> None:
    await bring(store, item(0), item(1), item(2), targets=(CHAT,))
    await bring(store, item(3), source="forum", targets=(OTHER,))
    await deliver(store)
    await deliver(store, target=OTHER)
    plan = Plan.model_validate(
        {
            "timezone": "Europe/Minsk",
            "brands": [{"id": "zubr", "name": "Зубр-Софт"}],
            "sources": [{"id": "reviews", "kind": "feed", "url": "https://otzyv.example/rss"}],
            "alerts": {"working_hours": "mon-fri 09:00-18:00", "days_off": days_off},
        }
    )
    load = (await weekly(store, plan, "2026-W48", now=NOW)).quality.load
    assert (load.alerts, load.days, NOW.weekday()) == (3, workdays, 1)


SOURCES = {name: {"id": name, "kind": "feed", "url": f"https://{name}.example/rss"} for name in ("vc", "reviews")}


@pytest.mark.parametrize(
    ("sources", "muted"),
    [
        ([SOURCES["vc"], SOURCES["reviews"]], "vc"),
        ([SOURCES["vc"] | {"audience": "company"}, SOURCES["reviews"]], "reviews"),
        ([SOURCES["vc"] | {"enabled": False}, SOURCES["reviews"]], "reviews"),
        ([SOURCES["reviews"]], "reviews"),
        ([{"id": "other", "kind": "feed", "url": "https://other.example/rss"}], ""),
    ],
    ids=["loud", "muted since", "switched off since", "removed since", "nothing left to mute"],
)
async def test_what_raises_no_alert_any_more_is_not_to_be_muted(
    store: Store, sources: list[dict[str, Any]], muted: str
) -> None:
    await bring(store, item(0), item(1), item(2), source="vc")
    await bring(store, item(3), source="reviews")
    plan = Plan.model_validate({"brands": [{"id": "zubr", "name": "Зубр-Софт"}], "sources": sources})
    assert (await weekly(store, plan, "2026-W48", now=NOW)).quality.load.source == muted
