"""How the product is doing: `otklik status`, /status, and when somebody has to do something."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from bot_office import ANNA, PLAN, Office, office
from store_values import CHAT, NOW, bring, item, visit
from telegram_server import TelegramServer
from typer.testing import CliRunner

from monitor.__main__ import app
from monitor.domain import Health, Pulse, SourceState, Standing, VisitStatus
from monitor.domain.standing import ALONE_AFTER
from monitor.health_check import trouble
from monitor.places.forbidden import Places
from monitor.render.dates import Calendar
from monitor.render.plain import plain
from monitor.render.standing import standing_page
from monitor.sources.feed import FeedSource
from monitor.store import Store
from monitor.texts import LANGUAGES, Texts

pytestmark = pytest.mark.timeout(400)

ROOT = Path(__file__).parent.parent
CAUSE = (
    "https://otzyv.example/zubr: такой страницы нет (404). Проверьте адрес в браузере и исправьте его в sources.yaml."
)
FILE = """
language: {language}
timezone: Europe/Minsk
brands: [{{id: zubr, name: Зубр-Софт}}]
sources:
  - {{id: news, kind: feed, url: "https://news.example/rss"}}
  - {{id: reviews, kind: reviews, url: "https://otzyv.example/zubr"}}
  - {{id: quiet, kind: feed, url: "https://quiet.example/rss"}}
  - {{id: asleep, kind: feed, url: "https://asleep.example/rss", enabled: false}}
"""
SOURCES = [FeedSource(id=name, url=f"https://{name}.example/") for name in ("news", "reviews", "quiet")]


def broken(**changes):
    state = SourceState("reviews", VisitStatus.FAILED, NOW, NOW, 3, CAUSE, reported=True, health=Health.FAILED)
    return replace(state, **changes)


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sources.yaml").write_text(FILE.format(language="ru"), encoding="utf-8")
    return tmp_path


def told(*options):
    return CliRunner().invoke(app, ["status", *options], catch_exceptions=False)


async def fill(home, *visits, text=""):
    store = await Store.open(f"sqlite:///{home / 'otklik.db'}")
    for one in visits:
        await store.keep(one)
    if text:
        await bring(store, item(text=text), targets=(CHAT,))
    await store.close()


def test_looking_makes_no_database(home):
    result = told("--json")
    said = json.loads(result.stdout)
    assert (result.exit_code, (home / "otklik.db").exists()) == (0, False)
    assert [(one["id"], one["state"]) for one in said["sources"]] == [
        ("news", "new"),
        ("reviews", "new"),
        ("quiet", "new"),
    ]
    assert (said["owed"], said["forbidden"], said["last_digest"], said["database_bytes"]) == (0, 0, None, 0)
    assert said["running"] is False
    shown = told()
    assert "Пока ничего не сохранено" in shown.stdout
    assert (shown.exit_code, (home / "otklik.db").exists()) == (0, False)


def test_the_sources_of_the_file_are_told_and_no_others(home):
    gone = visit(source="gone", state=SourceState("gone", VisitStatus.FAILED, reported=True, health=Health.GONE))
    asyncio.run(fill(home, visit(source="news"), gone))
    result = told("--json")
    said = json.loads(result.stdout)
    assert result.exit_code == 0
    assert said["sources"][0] == {
        "id": "news",
        "state": "ok",
        "last_success": "2026-11-24T09:00:00+00:00",
        "next_visit": None,
        "failures": 0,
        "error": None,
    }
    assert ([one["id"] for one in said["sources"]], said["off"]) == (["news", "reviews", "quiet"], ["asleep"])
    assert said["database_bytes"] > (home / "otklik.db").stat().st_size // 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_source_in_trouble_stands_first_with_its_cause_on_eighty_columns(home, language):
    (home / "sources.yaml").write_text(FILE.format(language=language), encoding="utf-8")
    asyncio.run(fill(home, visit(source="news"), visit(source="reviews", state=broken())))
    result = told()
    texts, lines = Texts(language), result.stdout.splitlines()
    assert result.exit_code == 1
    assert max(map(len, lines)) <= 80
    first = next(one for one in lines if "🔴" in one)
    assert texts("health.failed") in first
    assert "24" in first
    assert result.stdout.index("reviews") < result.stdout.index("news")
    assert CAUSE.replace(" ", "") in "".join(result.stdout.split())
    assert texts("status.stopped") in lines


async def test_messages_that_wait_for_an_hour_call_for_a_person(store):
    await bring(store, item())
    soon, later = NOW + timedelta(minutes=59), NOW + timedelta(minutes=60)
    assert not (await store.standing(SOURCES, soon)).calls
    standing = await store.standing(SOURCES, later)
    assert (standing.owed, standing.late, standing.calls) == (1, 1, True)


async def test_a_message_that_is_tried_again_and_again_is_late_too(store):
    await bring(store, item())
    (owed,) = await store.owed(CHAT, NOW)
    await store.claim(owed.id)
    await store.retry(owed.id, NOW + timedelta(minutes=62), unsure=False, error="no answer")
    assert (await store.standing(SOURCES, NOW + timedelta(minutes=61))).late == 1


async def test_what_was_kept_out_is_counted(store):
    await bring(store, item(0), item(1, url="https://bad.example/"))
    await store.forbid(Places(["bad.example"]))
    assert (await store.standing(SOURCES, NOW)).forbidden == 1


async def test_who_stopped_in_order_runs_no_longer_and_who_was_killed_is_noticed_soon(store):
    assert not (await store.pulse()).running(NOW)
    await store.begun(NOW)
    await store.heartbeat(NOW)
    pulse = await store.pulse()
    assert (pulse.running(NOW + ALONE_AFTER), pulse.since(NOW)) == (True, NOW)
    assert not pulse.running(NOW + ALONE_AFTER + timedelta(seconds=1))
    await store.ended(NOW + timedelta(seconds=30))
    assert not (await store.pulse()).running(NOW + timedelta(minutes=1))
    await store.heartbeat(NOW + timedelta(minutes=1))
    assert (await store.pulse()).running(NOW + timedelta(minutes=1))


LATER = NOW + ALONE_AFTER + timedelta(seconds=1)


@pytest.mark.parametrize(
    ("pulse", "lost", "since"),
    [
        (Pulse(), False, None),
        (Pulse(started=NOW, beat=LATER), False, NOW),
        (Pulse(started=NOW, beat=NOW), True, None),
        (Pulse(started=NOW, beat=LATER, alive=True), False, NOW),
        (Pulse(started=NOW, beat=NOW, alive=True), True, NOW),  # it hangs
        (Pulse(started=NOW, beat=LATER, alive=False), True, None),
        (Pulse(started=NOW, beat=NOW, ended=NOW, alive=False), False, None),
    ],
)
def test_whoever_was_killed_or_hangs_is_lost_and_who_ended_in_order_is_not(pulse, lost, since):
    assert (pulse.lost(LATER), pulse.since(LATER)) == (lost, since)


@pytest.mark.parametrize(
    ("standing", "calls"),
    [
        (Standing((SourceState("a"), SourceState("b", VisitStatus.SKIPPED, health=Health.SKIPPED))), False),
        (Standing((broken(reported=False, failures=2),)), False),
        (Standing((broken(),)), True),
        (Standing(owed=5), False),
        (Standing(owed=5, late=1), True),
    ],
)
def test_only_what_a_person_was_told_of_or_what_is_late_calls_for_one(standing, calls):
    assert standing.calls is calls


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_names_trouble_and_cause_and_counts_the_rest(language):
    sources = (
        SourceState("news", VisitStatus.OK, health=Health.OK),
        broken(),
        *(broken(id=f"s{n}") for n in range(20)),
    )
    standing = Standing(sources, owed=3, late=2, forbidden=4, last_digest="2026-W47", pulse=Pulse(NOW, NOW))
    texts = Texts(language)
    said = plain(standing_page(standing, Calendar(texts, ZoneInfo("Europe/Minsk"), NOW)))
    for expected in (
        texts("status.working", n=1, all=22),
        "reviews",
        CAUSE,
        texts("digest.more", n=6),
        texts("status.owed", n=3),
        texts("status.late", n=2),
        texts("status.forbidden", n=4),
        "2026-W47",
        {"en": "16–22 November", "ru": "16–22 ноября"}[language],
        "12:00",
    ):
        assert expected in said
    assert "news" not in said


async def test_the_bot_tells_how_things_are(tmp_path: Path, server: TelegramServer) -> None:
    async with office(server, tmp_path, PLAN) as team:
        await _trouble(team)
        said = (await team.answer("/status", user=ANNA)).text
        assert "reviews: не читается" in said
        assert "Проверьте адрес в браузере" in said
        assert "Источников работает: 1 из 2." in said
        assert "/status" in (await team.answer("/help commands", user=ANNA)).text
    menu = server.called("setMyCommands")[-1].fields["commands"]
    assert "status" in str(menu)


async def _trouble(team: Office) -> None:
    await team.store.keep(visit(source="reviews", state=broken(), targets=()))


@pytest.mark.long
async def test_a_program_that_runs_is_told_to_run_until_it_ends(home):
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    environment = kept | {"PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)}
    off = FILE.format(language="en").replace('"}', '", enabled: false}')
    (home / "sources.yaml").write_text(off, encoding="utf-8")
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "monitor", "run", cwd=home, env=environment, stdout=asyncio.subprocess.DEVNULL
    )
    try:
        async with asyncio.timeout(180):
            while trouble(home / "sources.yaml", time.time()):  # noqa: ASYNC110  # another process tells nobody
                await asyncio.sleep(0.2)
        assert await asyncio.to_thread(_runs)
        program.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(program.wait(), 60) == 0
    finally:
        if program.returncode is None:
            program.kill()
            await program.wait()
    assert not await asyncio.to_thread(_runs)
    assert "not running" in (trouble(home / "sources.yaml", time.time()) or "")


def _runs() -> bool:
    result = told("--json")
    assert result.stdout, result.stderr
    return bool(json.loads(result.stdout)["running"])


@pytest.mark.long
async def test_looking_does_not_load_the_bot():
    script = "import sys, monitor.commands.status; sys.exit('aiogram' in sys.modules)"
    done = await asyncio.to_thread(subprocess.run, (sys.executable, "-c", script), check=False, cwd=ROOT)
    assert done.returncode == 0
