"""A container learns whether `run` is well: by a file that only we write, and that grows old when we are not."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from monitor.errors import StoreError
from monitor.health_check import FRESH, give_sign, sign_of, take_sign, trouble
from monitor.vitals.heartbeat import STUCK, Heartbeat

ROOT = Path(__file__).parent.parent
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def shared(tmp_path, monkeypatch) -> Path:
    """A folder of temporary files that everybody may write to."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "shared"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "shared"))
    (tmp_path / "shared").mkdir()
    return tmp_path / "shared"


@pytest.fixture
def config(tmp_path) -> Path:
    return tmp_path / "sources.yaml"


def age(config: Path) -> float:
    return sign_of(config).stat().st_mtime


def test_a_sign_is_good_for_three_minutes_and_for_this_file_alone(config):
    assert "not running" in trouble(config, 0)
    give_sign(config)
    given = age(config)
    assert (trouble(config, given), trouble(config, given + FRESH)) == (None, None)
    assert "hangs" in trouble(config, given + FRESH + 1)
    assert "hangs" in trouble(config, given - FRESH - 1)  # a clock that was wrong proves nothing
    assert "not running" in trouble(config.with_name("other.yaml"), given)
    take_sign(config)
    take_sign(config)
    assert "not running" in trouble(config, given)


def test_a_sign_that_cannot_be_given_leaves_nothing_behind(config, shared):
    sign_of(config).mkdir()
    for _ in range(3):
        with pytest.raises(OSError, match=sign_of(config).name):
            give_sign(config)
    assert list(shared.iterdir()) == [sign_of(config)]


def test_nobody_else_reads_it_and_what_others_laid_there_is_not_written_through(config, shared):
    precious = shared.parent / "precious"
    precious.write_text("mine", encoding="utf-8")
    sign_of(config).symlink_to(precious)
    assert "not a file of ours" in trouble(config, 0)
    give_sign(config)
    assert (precious.read_text(encoding="utf-8"), sign_of(config).is_symlink()) == ("mine", False)
    assert sign_of(config).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in shared.iterdir()] == [sign_of(config).name]


def test_the_check_is_quick_because_it_loads_nothing(config):
    """What it loads is what it costs: a container starts it every half minute."""
    environment = {"PYTHONPATH": str(ROOT), "TMPDIR": os.environ["TMPDIR"], "OTKLIK_CONFIG": str(config)}

    def asked() -> subprocess.CompletedProcess[str]:
        check = [sys.executable, "-X", "importtime", "-m", "monitor.health_check"]
        return subprocess.run(check, env=environment, capture_output=True, text=True, check=False)  # noqa: S603  # ours

    before = asked()
    give_sign(config)
    after = asked()
    assert (before.returncode, after.returncode, after.stdout) == (1, 0, "ok\n")
    assert "no sign of life" in before.stdout
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in after.stderr.splitlines()}
    assert loaded & {"aiogram", "sqlalchemy", "pydantic", "httpx", "yaml", "structlog", "typer", "asyncio"} == set()


class Fake:
    """A database that takes a heartbeat, or does not."""

    def __init__(self) -> None:
        self.beats: list[datetime] = []
        self.broken = False

    async def heartbeat(self, now: datetime) -> None:
        if self.broken:
            raise StoreError("store.full", place="otklik.db")
        self.beats.append(now)


@pytest.fixture
def systemd(shared, monkeypatch) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind(str(shared / "notify"))
        heard.setblocking(False)
        monkeypatch.setenv("NOTIFY_SOCKET", str(shared / "notify"))
        yield heard


async def test_systemd_hears_when_we_are_ready_alive_and_stop(config, systemd):
    heart = Heartbeat(Fake(), lambda: NOW, turns=lambda: 1, config=config)
    await heart.look()
    await heart.look()
    await heart.end()
    said = [systemd.recv(100).decode() for _ in range(3)]
    assert said == ["READY=1\nWATCHDOG=1", "WATCHDOG=1", "STOPPING=1"]


async def test_a_database_in_trouble_gives_no_sign_and_is_no_reason_to_start_anew(config, systemd):
    database, world = Fake(), SimpleNamespace(turns=0)

    def turns() -> int:
        world.turns += 1
        return world.turns

    database.broken = True
    heart = Heartbeat(database, lambda: NOW, turns=turns, config=config)
    await heart.look()
    assert (heart.at, systemd.recv(100)) == (None, b"READY=1\nWATCHDOG=1")
    assert "not running" in trouble(config, 0)
    database.broken = False
    await heart.look()
    assert heart.at == NOW
    assert trouble(config, age(config)) is None


async def test_where_nobody_looks_at_what_is_owed_the_heart_stops(config, systemd):
    database = Fake()
    heart = Heartbeat(database, lambda: NOW, turns=lambda: 7, config=config)
    for _ in range(STUCK + 5):
        await heart.look()
    assert len(database.beats) == STUCK
    heard = 0
    while _heard(systemd):
        heard += 1
    assert heard == STUCK


def _heard(systemd: socket.socket) -> bytes:
    try:
        return systemd.recv(100)
    except BlockingIOError:
        return b""
