"""Somebody presses Ctrl+C, or reads no further: nothing half-written is left, and nobody is shown a traceback."""

import asyncio
import io
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from store_values import bring, item
from typer.testing import CliRunner

from monitor.commands.asked import Written
from monitor.commands.command import command
from monitor.commands.help import Commands
from monitor.commands.mentions import mentions
from monitor.commands.output import whole, write
from monitor.commands.waiting import waiting
from monitor.config.load import Loaded
from monitor.config.plan import Plan
from monitor.config.settings import Settings
from monitor.errors import ConfigError
from monitor.render.screen import console
from monitor.store import Query, Store

ROOT = Path(__file__).parent.parent
EARLY = """
import os, signal, sys
signal.signal(signal.SIGINT, {before})
from monitor.process.start import begin
begin()
os.kill(os.getpid(), signal.SIGINT)
print("goes on")
"""


class Terminal(io.StringIO):
    def isatty(self):
        return True


class Gone(io.BytesIO):
    """A pipe that nobody reads."""

    def write(self, data):
        raise BrokenPipeError


@pytest.fixture
def ended(tmp_path, monkeypatch):
    """A command that ends like this."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "ru_RU.UTF-8")

    def run(error):
        app = typer.Typer(cls=Commands, rich_markup_mode=None)
        app.callback()(lambda: None)

        @command(app, "look")
        def work(_asked: object) -> int:
            sys.stdout.write("begun\n")
            raise error

        return CliRunner().invoke(app, ["work"], catch_exceptions=False)

    return run


def test_who_breaks_a_command_off_reads_one_short_line(ended):
    result = ended(KeyboardInterrupt())
    assert (result.exit_code, result.stdout, result.stderr) == (130, "begun\n", "Прервано.\n")


def test_who_reads_no_further_is_told_nothing(ended):
    result = ended(BrokenPipeError())
    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.parametrize(
    ("before", "code", "said"), [("signal.default_int_handler", 130, ""), ("signal.SIG_IGN", 0, "goes on\n")]
)
def test_who_breaks_off_while_it_is_loading_sees_nothing_of_that(before, code, said):
    early = EARLY.format(before=before)
    done = subprocess.run(  # noqa: S603  # our own interpreter
        [sys.executable, "-c", early], env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (code, said, "")


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="no shell of that kind")
@pytest.mark.parametrize("words", ["presets >&-", "--version >&-", "analyze <&-", "analyze <&- >&- 2>&-"])
def test_who_closes_what_we_read_and_write_is_shown_no_traceback(tmp_path, words):
    shell = ["sh", "-c", f'"{sys.executable}" -m monitor {words}']
    done = subprocess.run(  # noqa: S603  # our own interpreter
        shell, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_table_that_nobody_reads_ends_its_command_not_the_program():
    class Closed(io.StringIO):
        def write(self, text):
            raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        console(Closed()).print("a table")


async def test_a_listing_that_nobody_reads_further_is_put_away_in_order(tmp_path, monkeypatch):
    url = f"sqlite:///{tmp_path / 'otklik.db'}"
    store = await Store.open(url)
    await bring(store, item())
    await store.close()
    plan = Plan.model_validate({"brands": [{"id": "zubr", "name": "Зубр-Софт"}], "sources": []})
    written = Written(tmp_path / "sources.yaml", Loaded(plan), Settings(database_url=url))
    troubles = []
    asyncio.get_running_loop().set_exception_handler(lambda _, told: troubles.append(told))
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(Gone()))
    with pytest.raises(BrokenPipeError):
        await mentions(written, Query(), style="jsonl", output=None)
    await asyncio.get_running_loop().shutdown_asyncgens()
    assert troubles == []


def _half_written(file, error):
    with whole(file) as unfinished:
        unfinished.write(b"half")
        raise error


@pytest.mark.parametrize("error", [KeyboardInterrupt(), asyncio.CancelledError(), OSError("full")])
def test_a_file_is_there_only_when_it_is_whole(tmp_path, error):
    file = tmp_path / "week.html"
    write(b"before", file)
    with pytest.raises(ConfigError if isinstance(error, OSError) else type(error)):
        _half_written(file, error)
    assert file.read_bytes() == b"before"
    assert [one.name for one in tmp_path.iterdir()] == ["week.html"]


def test_a_bar_is_shown_on_a_terminal_alone_and_hides_no_cursor(monkeypatch):
    for name in ("NO_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    terminal, pipe, quiet = Terminal(), io.StringIO(), Terminal()
    for stream, unseen in ((terminal, False), (pipe, False), (quiet, True)):
        monkeypatch.setattr(sys, "stderr", stream)
        with waiting("Сохраняем [1]", unseen=unseen) as told:
            told(500, 10_000)
    assert "Сохраняем [1]" in terminal.getvalue()
    assert "500 / 10\u202f000" in terminal.getvalue()
    assert "\x1b[?25l" not in terminal.getvalue()
    assert (pipe.getvalue(), quiet.getvalue()) == ("", "")


def test_signals_are_as_before_after_a_command(ended):
    before = [signal.getsignal(name) for name in (signal.SIGINT, signal.SIGTERM)]
    ended(KeyboardInterrupt())
    assert [signal.getsignal(name) for name in (signal.SIGINT, signal.SIGTERM)] == before
