"""`digest --send`: once more to everybody, at whatever hour, and it says whom it reached."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from smtp_server import PostOffice
from store_values import CHAT, bring, item
from telegram_server import TelegramServer
from typer.testing import CliRunner, Result

from monitor.__main__ import app
from monitor.store import Store

pytestmark = pytest.mark.one_database

DIRECTOR, OWNER = "director@site.example", "owner@site.example"
FILE = """\
language: {language}
brands: [{{id: zubr, name: Зубр-Софт}}]
sources: []
{more}
digest: {{email: [{emails}]}}
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, blank_file: Path, office: PostOffice) -> Path:
    """A folder with an empty database, a file and a mail server."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SMTP_URL", office.url(login=""))
    (tmp_path / "otklik.db").write_bytes(blank_file.read_bytes())
    write(tmp_path)
    return tmp_path


def write(home: Path, *, language: str = "ru", emails: tuple[str, ...] = (DIRECTOR,), more: str = "") -> None:
    written = FILE.format(language=language, emails=", ".join(emails), more=more)
    (home / "sources.yaml").write_text(written, encoding="utf-8")


async def otklik(*words: str) -> Result:
    """In a thread of its own, so that the servers of the test can answer it."""
    run: Callable[..., Any] = CliRunner().invoke
    return await asyncio.to_thread(run, app, list(words), catch_exceptions=False)


def recipients(office: PostOffice) -> list[str]:
    return sorted(one.recipients[0] for one in office.taken)


@pytest.mark.long
async def test_it_goes_to_everybody_each_time_somebody_asks(home: Path, office: PostOffice) -> None:
    write(home, emails=(DIRECTOR, OWNER))
    for _ in range(2):
        result = await otklik("digest", "--week", "2026-W47", "--send")
        assert result.exit_code == 0, result.output
    said = " ".join(result.stdout.split())
    assert f"Дайджест за неделю 2026-W47 отправлен: терминал, {DIRECTOR}, {OWNER}." in said
    assert recipients(office) == [DIRECTOR, DIRECTOR, OWNER, OWNER]


@pytest.mark.long
async def test_a_file_that_is_named_too_is_written(home: Path, office: PostOffice) -> None:
    assert (await otklik("digest", "--send", "-o", "week.json")).exit_code == 0
    assert json.loads((home / "week.json").read_text())["week"]
    assert recipients(office) == [DIRECTOR]


@pytest.mark.long
async def test_a_form_that_is_named_too_is_all_that_stands_on_stdout(home: Path, office: PostOffice) -> None:
    result = await otklik("digest", "--send", "--format", "json")
    assert json.loads(result.stdout)["week"]
    assert DIRECTOR in result.stderr
    assert recipients(office) == [DIRECTOR]


@pytest.mark.parametrize(
    ("language", "said"), [("ru", f"Не отправлен: {DIRECTOR}."), ("en", f"Not sent to {DIRECTOR}.")]
)
async def test_whom_it_did_not_reach_is_said_with_the_cause(
    home: Path, office: PostOffice, language: str, said: str
) -> None:
    write(home, language=language, emails=(DIRECTOR, OWNER))
    office.refusals[DIRECTOR] = b"550 5.1.1 no such user"
    result = await otklik("digest", "--send")
    words = " ".join(result.stdout.split())
    assert result.exit_code == 1
    assert said in words
    assert "550 5.1.1 no such user" in words
    assert recipients(office) == [OWNER]


@pytest.mark.long
async def test_status_names_the_address_that_it_does_not_reach(home: Path, office: PostOffice) -> None:
    office.refusals[DIRECTOR] = b"550 5.1.1 no such user"
    await otklik("digest", "--send")
    result = await otklik("status")
    assert (result.exit_code, DIRECTOR in result.stdout) == (1, True)
    office.refusals.clear()
    await otklik("digest", "--send")
    result = await otklik("status", "--json")
    assert (result.exit_code, '"unmailed": []' in result.stdout) == (0, True)


@pytest.mark.long
async def test_what_still_waited_goes_at_once_and_only_once(home: Path, office: PostOffice) -> None:
    """Somebody has put right what kept it back."""
    office.refuse = b"451 later"
    assert (await otklik("digest", "--send")).exit_code == 1
    office.refuse = b""
    assert (await otklik("digest", "--send")).exit_code == 0
    assert recipients(office) == [DIRECTOR]


@pytest.mark.long
async def test_an_address_is_free_of_what_waited_once_it_has_left_the_file(
    home: Path, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.refuse = b"451 later"
    await otklik("digest", "--send")
    monkeypatch.delenv("SMTP_URL")
    result = await otklik("digest", "--send")
    assert (result.exit_code, DIRECTOR in result.stdout) == (0, False)
    write(home, emails=())
    store = await Store.open("sqlite:///otklik.db")
    await store.returned(f"mail:{DIRECTOR}", datetime.now(UTC))
    await otklik("crawl", "--send")
    assert await store.owed_count() == 0
    await store.close()


@pytest.mark.long
async def test_quiet_hours_hold_back_what_nobody_asked_for(
    home: Path, office: PostOffice, server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", server.token)
    monkeypatch.setenv("TELEGRAM_API_URL", server.url)
    now = datetime.now(UTC)
    night = f"{now - timedelta(hours=2):%H:%M}-{now + timedelta(hours=2):%H:%M}"
    write(home, more=f'team: {{chats: [{{id: -100500}}]}}\nalerts: {{quiet_hours: "{night}"}}')
    store = await Store.open("sqlite:///otklik.db")
    await bring(store, item(0), at=now - timedelta(minutes=1))
    result = await otklik("digest", "--send")
    assert result.exit_code == 0, result.output
    assert recipients(office) == [DIRECTOR]
    assert len(await store.owed(CHAT, datetime.now(UTC))) == 1  # the alert waits for the morning
    await store.close()


@pytest.mark.parametrize(
    ("language", "said"), [("ru", "Ушло не всё: чат -100500."), ("en", "Not everything has gone to chat -100500.")]
)
async def test_a_crawl_says_to_whom_it_could_not_send_what_is_owed(
    home: Path, server: TelegramServer, monkeypatch: pytest.MonkeyPatch, language: str, said: str
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", server.token)
    monkeypatch.setenv("TELEGRAM_API_URL", server.url)
    write(home, language=language, emails=(), more="team: {chats: [{id: -100500}]}")
    store = await Store.open("sqlite:///otklik.db")
    await bring(store, item(0), at=datetime.now(UTC) - timedelta(minutes=1))
    server.arm(502, "sendMessage")
    result = await otklik("crawl", "--send")
    assert (result.exit_code, await store.owed_count()) == (0, 1)
    assert said in " ".join(result.stderr.split())
    assert said not in " ".join(result.stdout.split())
    await store.close()


async def test_mail_goes_where_telegram_is_out(home: Path, office: PostOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "42:" + "a" * 35)
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:9")
    write(home, more="team: {chats: [{id: -100500}]}")
    result = await otklik("digest", "--send")
    words = " ".join(result.stdout.split())
    assert (result.exit_code, recipients(office)) == (1, [DIRECTOR])
    assert f"отправлен: {DIRECTOR}." in words
    assert "Не отправлен: чат -100500. Telegram" in words


async def test_with_nobody_to_send_to_it_says_what_to_do(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "42:" + "a" * 35)
    monkeypatch.delenv("SMTP_URL")
    result = await otklik("digest", "--send")
    assert result.exit_code == 2
    assert "отправить дайджест пока некому" in result.stderr
