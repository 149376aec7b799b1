"""One event is one line, levels go by module, and no secret ever reaches a log."""

from __future__ import annotations

import asyncio
import gc
import io
import json
import logging
import smtplib
import sys
import threading
import warnings
from base64 import b64encode
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import aiohttp
import httpx
import pytest
import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import OperationalError

from monitor.commands.uncaught import catch_all
from monitor.errors import ConfigError, DeliveryError, MonitorError, StoreError
from monitor.logs import Redaction, configure, levels
from monitor.store import Store
from monitor.texts import Texts

TOKEN = "123456789:AAE-test-token-0123456789abcdefghij"
SECRET = 's3cret/wörd+"1" & more'
SIGNS = "".join(map(chr, [*range(32), 0x7F, 0x85, 0x9B, 0x200B, 0x202E, 0x2028, 0x2029, 0x2066, 0xFEFF, 0xD800]))


class Lines(io.StringIO):
    """What stderr got; a terminal if it is told so."""

    def __init__(self) -> None:
        super().__init__()
        self.terminal = False

    def isatty(self) -> bool:
        return self.terminal

    def events(self) -> list[dict[str, Any]]:
        """The lines as objects; a line that is none is a mistake."""
        return [json.loads(line) for line in self.getvalue().splitlines()]


@pytest.fixture
def stderr() -> Iterator[Lines]:
    """For `begun` to put in place of stderr; afterwards everything is as it was."""
    root, streams = logging.getLogger(), (sys.stderr, sys.excepthook, sys.unraisablehook, threading.excepthook)
    handlers, level, before = root.handlers[:], root.level, structlog.get_config()
    yield Lines()
    sys.stderr, sys.excepthook, sys.unraisablehook, threading.excepthook = streams
    for one in root.handlers:
        getattr(one, "wanted", levels("", "info")).unset()
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(capture=False)
    structlog.configure(**before)


def begun(stderr: Lines, level: str = "info", *, style: Any = "json", secrets: tuple[str, ...] = (SECRET,)) -> None:
    sys.stderr = stderr
    configure(levels(level, "error"), style, Redaction(secrets), lambda: "ru")


@pytest.mark.parametrize(
    "text",
    [
        f"https://api.telegram.org/bot{TOKEN}/sendMessage",
        f"https://api.telegram.org/bot{quote(TOKEN, safe='')}/sendMessage",
        "postgresql://otklik:s3cret-word@db/otklik",
        "imaps://robot%40example.com:s3cret-word@imap.example.com/INBOX",
        "token=s3cret-word&x=1",
        "https://u:p@ss/s3cret-word@host/",
    ],
)
def test_secrets_are_hidden_wherever_they_stand(text):
    hidden = Redaction(["s3cret-word"]).text(text)
    assert "AAE-test" not in hidden
    assert "s3cret-word" not in hidden
    assert "***" in hidden


def test_a_secret_is_hidden_in_the_small_letters_of_a_sites_name_and_nowhere_else():
    text = "http://eu.s3cretword.example/x: no such site, said http://a.example/s3cretword of s3cretword"
    hidden = "http://eu.***.example/x: no such site, said http://a.example/s3cretword of s3cretword"
    assert Redaction(["S3cretWord"]).text(text) == hidden


def test_the_rest_of_a_line_is_left_alone():
    lines = ("visited https://site.example/a?id=7", "https://medium.example/@anna", "https://a.example?x=me@b.example")
    assert [Redaction(["s3cret-word"]).text(line) for line in lines] == [*lines]


ALPHABET = "abcXYZ019_-/+:@%&=\"'\\ \u00e9\u0436"


@settings(max_examples=30)
@example(SECRET)
@given(st.text(ALPHABET, min_size=9, max_size=24))
def test_a_secret_is_hidden_in_every_form_that_a_library_may_give_it(secret):
    redaction = Redaction([secret])
    raw = secret.encode()
    odd = "".join(one if place % 2 else "".join(f"%{b:02x}" for b in one.encode()) for place, one in enumerate(secret))
    forms = [secret, quote(secret), quote(secret, safe=""), odd, json.dumps(secret)[1:-1], repr(secret)[1:-1]]
    forms += [repr(raw)[2:-1], *(b64encode(before + raw).decode() for before in (b"", b"u:", b"\0u\0"))]
    for form in forms:
        assert form not in redaction.text(f"<{form}>")


def test_nothing_that_is_nested_is_overlooked():
    held = {
        "list": [SECRET, (SECRET, {SECRET: 1})],
        "bytes": SECRET.encode(),
        "error": ValueError(SECRET),
        "chain": {"Authorization": "Bearer x", "cookie": [1], "deep": [[[[[[[SECRET]]]]]]]},
        "object": httpx.Headers({"Authorization": "Basic eA=="}),
        "number": 1234567,
    }
    shown = json.dumps(Redaction([SECRET, "1234567"]).value(held), ensure_ascii=False)
    assert not any(part in shown for part in (SECRET, "s3cret", "Bearer", "eA==", "1234567"))


def test_a_short_secret_is_hidden_where_it_is_a_value_and_tears_no_word():
    redaction = Redaction(["by"])
    assert redaction.line("by") == "***"
    assert (
        redaction.line("?pin=by&x, ftp://u:by@h/, 'by', found by us") == "?pin=***&x, ftp://***@h/, '***', found by us"
    )
    assert redaction.text("https://site.example/by/rss") == "https://site.example/by/rss"


@settings(max_examples=30)
@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from(SIGNS)), max_size=40))
@example("a\n2026-11-26T04:00:00Z [info     ] sent mention=1\x1b[2K\x9b2K\u202e\r\x85\u2028")
def test_words_from_outside_end_no_line_and_move_no_cursor(text):
    for style in ("json", "text"):
        out = Lines()
        handler = _handler(style, out)
        handler.emit(_record({"event": text, "source": text, "error": [text], "exception": f"ValueError: {text}"}))
        written = out.getvalue()
        lines = written.splitlines()
        if style == "json":
            (one,) = map(json.loads, lines)
            assert one["source"].encode(errors="replace") == text.encode(errors="replace")
        else:
            assert all(line.startswith("  | ") for line in lines[1:])
        assert all(character.isprintable() or character == "\n" for character in written)
        written.encode()


def _record(event: dict[str, Any]) -> logging.LogRecord:
    record = logging.LogRecord("monitor.pipeline", logging.INFO, "", 0, "", (), None)
    record.msg, record._logger, record._name = event, logging.getLogger("monitor.pipeline"), "info"
    return record


def _handler(style: Any, out: Lines) -> logging.Handler:
    """As `configure` makes it; nothing else is changed."""
    root, before = logging.getLogger(), structlog.get_config()
    kept, stderr, sys.stderr = root.handlers[:], sys.stderr, out
    try:
        configure(levels("", "info"), style, Redaction(), lambda: "ru")
        made = logging.StreamHandler(out)
        made.setFormatter(root.handlers[0].formatter)
    finally:
        root.handlers[:], sys.stderr = kept, stderr
        structlog.configure(**before)
        levels("", "info").unset()
    return made


def test_json_is_written_where_no_terminal_is_and_text_where_one_is(stderr):
    begun(stderr, style=None)
    structlog.get_logger("monitor.telling.outbox").info("sent", mention=7)
    (event,) = stderr.events()
    assert {"event": "sent", "level": "info", "logger": "monitor.telling.outbox", "mention": 7}.items() <= event.items()
    assert event["timestamp"].endswith("Z")
    stderr.terminal = True
    begun(stderr, style=None)
    structlog.get_logger("monitor.telling.outbox").info("sent", mention=8)
    assert "sent" in stderr.getvalue().splitlines()[1]
    assert not stderr.getvalue().splitlines()[1].startswith("{")


def test_levels_go_by_module(stderr):
    begun(stderr, "info,fetch=debug,bot.channel=error,sqlalchemy.engine=info")
    ours = ("monitor.telling.outbox", "monitor.fetch.fetcher", "bot.channel", "bot.access")
    for name in (*ours, "sqlalchemy.engine", "aiogram"):
        logging.getLogger(name).debug("little")
        logging.getLogger(name).info("some")
        logging.getLogger(name).warning("much")
    told = [(one["logger"], one["event"]) for one in stderr.events()]
    assert told == [
        *(("monitor.telling.outbox", word) for word in ("some", "much")),
        *(("monitor.fetch.fetcher", word) for word in ("little", "some", "much")),
        *(("bot.access", word) for word in ("some", "much")),
        *(("sqlalchemy.engine", word) for word in ("some", "much")),
        ("aiogram", "much"),
    ]
    begun(stderr, "debug")  # and the drivers of the database, which repeat what people wrote, only by name
    assert not logging.getLogger("aiosqlite").isEnabledFor(logging.DEBUG)
    assert logging.getLogger("aiogram").isEnabledFor(logging.DEBUG)


@pytest.mark.parametrize(
    ("written", "said"),
    [("loud", "level loud"), ("info,fetch=loud", "level loud"), ("fetsh=debug", "such as fetch"), ("=debug", "called")],
)
def test_a_level_or_a_name_that_there_is_not_is_told(written, said):
    with pytest.raises(ConfigError, match=said):
        levels(written, "error")


async def test_whatever_python_and_libraries_complain_of_is_one_line_each(stderr):
    begun(stderr, "warning")
    catch_all()
    scheduler = AsyncIOScheduler()
    scheduler.add_job(_breaks, id=f"job {SECRET}")
    scheduler.start()
    task: Any = asyncio.create_task(_breaks())
    while not (stderr.events() and task.done()):  # noqa: ASYNC110  # the scheduler tells nobody
        await asyncio.sleep(0.001)
    scheduler.shutdown(wait=False)
    del task
    gc.collect()
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(f"old {SECRET}", stacklevel=1)
    logging.getLogger("aiogram").warning("%d", SECRET)  # the library would print the arguments as they are
    try:
        {}[SECRET]
    except KeyError as error:
        sys.excepthook(KeyError, error, error.__traceback__)
    told = stderr.events()
    loggers = {"apscheduler.executors.default", "asyncio", "py.warnings", "aiogram", "monitor.commands.uncaught"}
    assert {one["logger"] for one in told} == loggers
    assert all("Traceback" in one["exception"] for one in told if one["logger"] not in {"py.warnings", "aiogram"})
    assert "s3cret" not in stderr.getvalue()


def test_what_went_wrong_is_told_in_the_language_of_the_team_and_below_what_happened(stderr, monkeypatch):
    error = DeliveryError("telegram.unreachable", reason=MonitorError("because.nobody"))
    said = Texts("ru").error(error)
    assert "там никто не отвечает" in said
    begun(stderr, "warning")
    structlog.get_logger("bot.polling").warning("Telegram cannot be asked", error=error)
    assert stderr.events()[-1]["error"] == said
    begun(stderr, "warning", style="text")
    structlog.get_logger("bot.polling").warning("Telegram cannot be asked", error=error)
    *_, happened, below = stderr.getvalue().splitlines()
    assert "Telegram cannot be asked" in happened
    assert below == f"  | {said}"
    stderr.terminal = True
    monkeypatch.setenv("COLUMNS", "80")
    begun(stderr, "warning", style=None)
    structlog.get_logger("bot.polling").warning("Telegram cannot be asked", error=error)
    *_, first, second = stderr.getvalue().splitlines()
    assert " ".join(one.removeprefix("  | ") for one in (first, second)) == said


async def _breaks() -> None:
    raise RuntimeError(f"https://u:{SECRET}@host/")


async def test_real_errors_of_libraries_give_nothing_away_at_debug_level(stderr, unused_tcp_port):
    """A proxy that refuses, an address that is none, a mail server and a database that are away."""
    begun(stderr, "debug", secrets=("s3cret-word", TOKEN))
    closed = f"127.0.0.1:{unused_tcp_port}"
    log = structlog.get_logger("monitor.pipeline")
    async with aiohttp.ClientSession() as session:
        for url, more in (
            (f"http://{closed}/bot{TOKEN}/getMe", {}),
            ("http://site.example/", {"proxy": f"http://anna:s3cret-word@{closed}"}),
            (f"http://[bot{TOKEN}/", {}),
        ):
            try:
                await session.get(url, **more)
            except (aiohttp.ClientError, ValueError):
                log.exception("asked", url=url, more=more)
    async with httpx.AsyncClient(proxy=f"http://anna:s3cret-word@{closed}") as client:
        try:
            await client.get(f"http://site.example/?key=s3cret-word&token={quote(TOKEN)}")
        except httpx.HTTPError as error:
            log.exception("asked", request=error.request, headers=error.request.headers)
    try:
        smtplib.SMTP(*closed.split(":")).login("anna", "s3cret-word")
    except OSError as error:
        log.warning("mailed", error=error, login=b64encode(b"\0anna\0s3cret-word"))
    said = "CONNECT postgresql://anna:s3cret-word@db/x"
    log.error("asked", exc_info=OperationalError(said, {"password": "s3cret-word"}, OSError("s3cret-word")))
    assert len(stderr.events()) >= 7
    basic = b64encode(b"anna:s3cret-word").decode()
    assert not any(part in stderr.getvalue() for part in ("s3cret", "AAE-test", basic))


async def test_a_postgresql_that_is_away_gives_no_password_away(stderr):
    begun(stderr, "debug,sqlalchemy=debug", secrets=("s3cret-word",))
    with pytest.raises(StoreError) as caught:
        await Store.open("postgresql://nobody-here:s3cret-word@127.0.0.1:1/otklik")
    structlog.get_logger("monitor.store").error("opened", exc_info=caught.value)
    assert "Traceback" in stderr.events()[-1]["exception"]
    assert "s3cret" not in stderr.getvalue() + str(caught.value)
