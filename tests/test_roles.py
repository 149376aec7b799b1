"""`otklik run --role`: what is missing is said before anything begins."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from store_values import bring, item

from monitor.commands import run as command
from monitor.commands.asked import Written
from monitor.commands.opening import Opened, opened
from monitor.config.load import load
from monitor.config.settings import Settings
from monitor.domain.sharing import Role
from monitor.domain.targets import TERMINAL
from monitor.errors import ConfigError
from monitor.health_check import give_sign, sign_of, take_sign
from monitor.schedule import RELOAD, Job
from monitor.store import Store
from monitor.texts import LANGUAGES, Texts
from monitor.vitals.gaps import Gaps

FILE = """brands: [{id: zubr, name: Зубр-Софт}]
sources: [{id: forum, kind: feed, url: "https://forum.example/rss"}]
team: {chats: [{id: -100}]}
"""
PARTS = {
    Role.SCHEDULER: {"rounds", "schedule", "metrics"},
    Role.WORKER: {"visits", "jobs"},
    Role.BOT: {"outbox", "jobs"},
}


def written(url: str) -> SimpleNamespace:
    return SimpleNamespace(settings=SimpleNamespace(database_url=url))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ALL])
async def test_who_shares_the_work_needs_postgresql(role: Role) -> None:
    with pytest.raises(ConfigError) as caught:
        await command.run(written("sqlite:///otklik.db"), role)
    assert caught.value.key == "scale.sqlite"
    for language in LANGUAGES:
        said = Texts(language).error(caught.value)
        assert said.startswith(f"--role {role}: ")
        assert "DATABASE_URL" in said


async def test_who_shares_the_work_needs_the_extra(monkeypatch) -> None:
    monkeypatch.setattr(command, "find_spec", lambda _: None)
    with pytest.raises(ConfigError) as caught:
        await command.run(written("postgresql://db.example/otklik"), Role.WORKER)
    assert caught.value.key == "scale.no_package"
    for language in LANGUAGES:
        assert "pip install 'otklik[scale]'" in Texts(language).error(caught.value)


class Place:
    """A place that nobody disputes."""

    async def keep(self, _: asyncio.Event) -> None:
        """For as long as it takes."""


class Named(asyncio.TaskGroup):
    """Remembers what is done beside each other."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str | None] = set()

    def create_task(self, *work: Any, name: str | None = None, **more: Any) -> asyncio.Task[Any]:
        self.names.add(name)
        return super().create_task(*work, name=name, **more)


class Calls:
    """What the roles tell each other, of which nothing is needed to begin."""

    async def revive(self, _: int) -> None: ...
    async def forget_turns(self) -> None: ...
    async def workers(self) -> None: ...
    async def serve(self, *_: object, **__: object) -> None: ...


@pytest.fixture
def regular(monkeypatch) -> set[tuple[str, int]]:
    """What is looked at, and every how many seconds, by those who are stopped as they begin."""
    looked_at: set[tuple[str, int]] = set()

    async def note(jobs: Iterable[tuple[Job, int]], *_: object, **__: object) -> None:
        looked_at.update((job.__qualname__, seconds) for job, seconds in jobs)

    for module in ("monitor.schedule", "monitor.commands.sharing"):
        monkeypatch.setattr(f"{module}.regularly", note)
    return looked_at


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[Opened]:
    path = tmp_path / "sources.yaml"
    path.write_text(FILE, encoding="utf-8")
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'otklik.db'}")
    async with opened(Written(path, load(path, {}), settings)) as one:
        yield one


async def test_those_who_share_the_work_look_at_all_that_one_alone_looks_at(house: Opened, regular) -> None:
    pytest.importorskip("procrastinate")
    from monitor.commands.sharing import _PARTS, Shared  # noqa: PLC0415  # only where the extra is installed

    stop, gaps = asyncio.Event(), Gaps(house.store, house.live, command.now)
    stop.set()
    await command._work(house, stop, gaps, Place())
    alone, together = set(regular), set[tuple[str, int]]()
    await house.store.note_ways(telegram=True, mail=True)
    await house.store.pause("gone", "Анна", command.now())
    for role, part in _PARTS.items():
        regular.clear()
        house.live.by_ways(telegram=False, mail=False)
        async with AsyncExitStack() as closing, Named() as group:
            await part(Shared(role, house, Calls(), stop), group, closing)
        assert ("Heartbeat.look", command.MINUTE) in regular
        assert ("Reload.look", RELOAD) in regular
        assert group.names == PARTS[role]
        if role is not Role.BOT:  # people are told as the bot tells them
            assert house.live.ways == (True, True)
            assert house.pipeline._understanding.routes.everyone() == ("telegram:-100",)
        together |= regular
    assert alone - together == {("Gaps.look", command.AWAKE)}
    assert together - alone == {
        ("Everybody.look", command.MINUTE),
        ("Rounds.revive", 5),
        ("Calls.forget_turns", 600),
        ("_schedule.<locals>.watched", command.AWAKE),
        ("_schedule.<locals>.<lambda>", RELOAD),
        ("_visit.<locals>.<lambda>", RELOAD),
    }
    assert await house.store.ways() == (False, False)
    assert await house.store.pauses() == {}
    assert (await house.store.pulse()).started is not None


def test_each_role_gives_a_sign_of_its_own(tmp_path: Path) -> None:
    config = tmp_path / "sources.yaml"
    give_sign(config, "worker")
    try:
        assert sign_of(config, "worker").exists()
        assert not sign_of(config).exists()
        assert not sign_of(config, "bot").exists()
    finally:
        take_sign(config, "worker")


@pytest.mark.long
async def test_whoever_delivers_tells_of_a_gap_before_what_was_owed_already(own_database, tmp_path: Path) -> None:
    """It is started first, and the scheduler, who tells it else, is not there yet."""
    url = await asyncio.to_thread(own_database, "postgres")
    text = (
        "language: en\nbrands: [{id: zubr, name: Зубр-Софт}]\n"
        "sources: [{id: reviews, kind: feed, url: 'https://otzyv.example/rss'}]\n"
    )
    (tmp_path / "sources.yaml").write_text(text, encoding="utf-8")
    store, now = await Store.open(url), datetime.now(UTC)
    await bring(store, item(0, title="Never again"), at=now - timedelta(hours=4), targets=(TERMINAL,))
    await store.begun(now - timedelta(hours=5))
    await store.close()
    environment = {**os.environ, "DATABASE_URL": url, "PYTHONPATH": str(Path(__file__).parent.parent)}
    words = (sys.executable, "-m", "monitor", "run", "--role", "bot")
    with (tmp_path / "log").open("wb") as log:
        bot = await asyncio.create_subprocess_exec(
            *words, cwd=tmp_path, env=environment, stdout=asyncio.subprocess.PIPE, stderr=log
        )
        assert bot.stdout is not None
        said = ""
        while "Never again" not in said and (line := await bot.stdout.readline()):
            said += line.decode()
        bot.terminate()
        await bot.wait()
    assert 0 < said.find("Otklik was not running") < said.find("Never again"), said
