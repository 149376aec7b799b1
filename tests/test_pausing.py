"""A paused source is left alone, whoever asks, until an admin resumes it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from live_values import live_of
from store_values import NOW, bring, item

from monitor.commands.status import _told
from monitor.config.plan import Plan
from monitor.domain import Health, Pause, SourceState, Standing, VisitStatus
from monitor.pipeline import Pipeline
from monitor.render.dates import Calendar
from monitor.render.screen import console
from monitor.render.standing import standing_page
from monitor.render.terminal import standing_table
from monitor.team.routes import EVERYTHING, Routes
from monitor.telling.letters import Letters
from monitor.texts import Texts
from monitor.understanding import Understanding

PLAN = Plan.model_validate(
    {
        "language": "ru",
        "timezone": "Europe/Minsk",
        "brands": [{"id": "zubr", "name": "Зубр"}],
        "sources": [
            {"id": "reviews", "kind": "feed", "url": "https://otzyv.example/rss"},
            {"id": "news", "kind": "feed", "url": "https://news.example/rss"},
        ],
    }
)
CALENDAR = Calendar(Texts("ru"), PLAN.zone, NOW)


class Nobody:
    """A web that must not be asked."""

    def __init__(self):
        self.asked = []

    async def get(self, request, **_):
        self.asked.append(request.url)
        raise AssertionError(request.url)


async def test_who_pauses_first_is_remembered_and_a_pause_ends_once(store):
    first = await store.pause("news", "Анна", NOW)
    assert first == Pause("news", "Анна", NOW)
    assert await store.pause("news", "Борис", NOW + timedelta(hours=1)) == first
    assert await store.pauses() == {"news": first}
    assert await store.resume("news")
    assert not await store.resume("news")
    assert await store.pauses() == {}


async def test_what_left_the_file_is_paused_no_longer(store):
    for name in ("news", "reviews"):
        await store.pause(name, "Анна", NOW)
    await store.keep_pauses(["news"])
    assert set(await store.pauses()) == {"news"}


async def test_a_paused_source_is_neither_well_nor_in_trouble(store):
    broken = SourceState("reviews", VisitStatus.FAILED, NOW, NOW, 3, "нет ответа", reported=True, health=Health.FAILED)
    await bring(store, item(), state=broken)
    await store.pause("reviews", "Анна", NOW)
    await store.pause("news", "Борис", NOW)
    standing = await store.standing(PLAN.sources, NOW)
    assert [(one.id, one.state, one.health, one.failures) for one in standing.sources] == [
        ("reviews", VisitStatus.SKIPPED, Health.PAUSED, 0),
        ("news", VisitStatus.SKIPPED, Health.PAUSED, 0),
    ]
    assert not standing.calls
    assert standing.sources[0].last_success == NOW
    assert (await store.source("reviews")).failures == 3  # what is remembered of it waits


async def test_it_is_not_visited_and_the_report_says_by_whom_and_what_to_do(store):
    web = Nobody()
    pipeline = Pipeline(store, web, Understanding(PLAN, Routes(PLAN, telegram=False)), lambda: NOW)
    await store.pause("news", "Анна", NOW)
    (report,) = await pipeline.round([PLAN.source("news")])
    assert (report.status, web.asked) == (VisitStatus.SKIPPED, [])
    assert report.error == "news: не читаем. Пауза с 24.11, 12:00, Анна. Вернуть: /resume news"
    assert report.next_visit == NOW + timedelta(hours=1)  # and not with every tick
    assert await store.visits(NOW - timedelta(hours=1), NOW + timedelta(hours=1)) == (0, 0)


async def test_the_digest_says_what_it_does_not_see(store):
    await bring(store, item())
    await store.pause("reviews", "Анна", NOW)
    letters = Letters(store, live_of(PLAN, telegram=False))
    digest, _ = await letters.week("2026-W48", NOW, EVERYTHING)
    assert "reviews – Пауза с 24.11, 12:00, Анна. Вернуть: /resume reviews" in digest.text


@pytest.fixture
def paused():
    """How a paused source is told of."""
    return SourceState(
        "news", VisitStatus.SKIPPED, health=Health.PAUSED, paused=Pause("news", "Анна <b>", NOW), last_success=NOW
    )


def test_the_state_says_since_when_and_by_whom(paused):
    text = standing_page(Standing((paused,)), CALENDAR).text
    assert "⏸ news: на паузе" in text
    assert "Пауза с 24.11, 12:00, Анна <b>. Вернуть: /resume news" in text


def test_so_does_the_terminal(paused, capsys):
    console().print(standing_table(Standing((paused,)), CALENDAR))
    assert "/resume news" in " ".join(capsys.readouterr().out.split())


def test_and_the_json(paused):
    (told,) = _told(Standing((paused,)), CALENDAR)["sources"]
    assert json.dumps(told)
    assert (told["id"], told["state"], told["failures"]) == ("news", "paused", 0)
    assert told["error"].startswith("Пауза с 24.11")
