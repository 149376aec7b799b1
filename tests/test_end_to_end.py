"""From a served feed to a pressed button: the real program in its own process, a real site, a real wire to Telegram."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from store_values import bring, deliver, item
from telegram_server import GROUP, TelegramServer
from web_site import Reply, Site

from monitor.domain import Flag, Severity, Verdict
from monitor.store import Query, Store

pytestmark = pytest.mark.timeout(400)

ANNA = {"id": 11111111, "is_bot": False, "first_name": "Anna"}
PATIENCE = 120  # seconds; the program alone takes several to start on a slow machine

REVIEW = {
    "@type": "Review",
    "author": {"@type": "Person", "name": "Ирина"},
    "datePublished": "2026-11-20T10:00:00+03:00",
    "name": "Всё хорошо",
    "reviewBody": "Внедрили за месяц, поддержка отвечает быстро.",
    "reviewRating": {"ratingValue": 5},
}
COMPLAINT = {
    **REVIEW,
    "author": {"@type": "Person", "name": "Дмитрий"},
    "datePublished": "2026-11-23T10:00:00+03:00",
    "name": "Деньги не вернули",
    "reviewBody": "Поддержка Зубр-Софта хамит, три недели ни одного ответа, деньги не вернули. Обман.",
    "reviewRating": {"ratingValue": 1},
}


def page(*reviews):
    company = {"@context": "https://schema.org", "@type": "Organization", "name": "Зубр-Софт", "review": reviews}
    script = json.dumps(company, ensure_ascii=False)
    html = f'<html><head><meta charset="utf-8"><script type="application/ld+json">{script}</script></head></html>'
    return Reply(body=html.encode(), headers={"Content-Type": "text/html; charset=utf-8"})


@pytest.fixture
async def site():
    async with Site() as site:
        site.serve("/robots.txt", Reply(404))
        site.serve("/zubr", page(REVIEW))
        yield site


@pytest.fixture
async def telegram():
    async with TelegramServer() as server:
        yield server


@pytest.fixture
def folder(tmp_path, site):
    (tmp_path / "sources.yaml").write_text(
        f"""
language: ru
timezone: Europe/Minsk
brands: [{{id: zubr, name: Зубр-Софт}}]
sources:
  - {{id: reviews, kind: reviews, url: "{site.url("/zubr")}", brand: zubr, every: 1s, max_age: 3650d}}
team: {{chats: [{{id: {GROUP}}}], users: [{{id: 11111111, name: Анна}}]}}
http: {{allow_private_network: true, per_host: 20 per 1s}}
""",
        encoding="utf-8",
    )
    return tmp_path


def environment(telegram):
    names = {"PATH", "HOME", "LANG", "SYSTEMROOT", "PYTHONPATH"}
    kept = {name: value for name, value in os.environ.items() if name in names}
    token = {"TELEGRAM_BOT_TOKEN": telegram.token, "TELEGRAM_API_URL": telegram.url} if telegram else {}
    beside_us = str(Path(__file__).parent.parent)
    return {**kept, **token, "PYTHONUTF8": "1", "PYTHONPATH": beside_us}


@asynccontextmanager
async def running(folder, telegram):
    """`otklik run`, killed at the end if it still runs."""
    with (folder / "log").open("wb") as log:
        program = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "monitor", "run", cwd=folder, env=environment(telegram), stderr=log
        )
    try:
        yield program
    finally:
        with suppress(ProcessLookupError):
            program.kill()
        await program.wait()


async def otklik(folder, *words, telegram=None):
    """One command to its end; answers with what it printed."""
    program = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "monitor", *words),
        cwd=folder,
        env=environment(telegram),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await program.communicate()
    assert program.returncode == 0, err.decode()
    return out.decode()


def told(telegram, words):
    return [message for message in telegram.messages(GROUP) if words in message.text]


async def test_from_a_review_to_a_pressed_button_and_what_is_stored_of_it(site, telegram, folder):
    async with running(folder, telegram) as program:
        await telegram.wait(lambda: telegram.messages(GROUP), PATIENCE)  # the quiet first crawl, summed up
        site.serve("/zubr", page(COMPLAINT, REVIEW))
        await telegram.wait(lambda: told(telegram, "Деньги не вернули"), PATIENCE)
        (card,) = told(telegram, "Деньги не вернули")
        assert "Срочно" in card.text
        assert "обман" in card.text.lower()
        await telegram.press(card, "Беру", user=ANNA)
        await telegram.wait(lambda: "Анна" in card.text, PATIENCE)
        await telegram.press(card, "Чек-лист", user=ANNA)
        await telegram.wait(lambda: "☐" in str(card.buttons), PATIENCE)
        await telegram.press(card, "☐", user=ANNA)
        await telegram.wait(lambda: "☑" in str(card.buttons), PATIENCE)
        program.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(program.wait(), 60) == 0
    log = [json.loads(line) for line in (folder / "log").read_text(encoding="utf-8").splitlines()]
    assert (log[0]["event"], log[0]["database"], log[0]["place"]) == ("started", "sqlite", "otklik.db")
    assert (log[-1]["event"], log[-1]["why"], log[-1]["owed"]) == ("stopped", "signal", 0)
    assert {"visited", "sent", "edited"} <= {one["event"] for one in log}
    assert "Поддержка" not in str(log)
    (row,) = map(
        json.loads, (await otklik(folder, "mentions", "--label", "negative", "--format", "jsonl")).splitlines()
    )
    assert (row["status"], row["assignee"], row["rating_text"], row["severity"]) == ("taken", "Анна", "1/5", "p1")
    assert len(told(telegram, "Деньги не вернули")) == 1


@pytest.mark.long
async def test_what_was_stored_and_not_sent_before_a_kill_arrives_once(site, telegram, folder):
    await otklik(folder, "crawl", telegram=telegram)
    site.serve("/zubr", page(COMPLAINT, REVIEW))
    stored = json.loads(await otklik(folder, "crawl", "--json", telegram=telegram))
    assert (stored["new"], stored["negative"]) == (1, 1)
    telegram.arm("hang", "sendMessage", times=99)
    async with running(folder, telegram) as program:
        await telegram.wait(lambda: telegram.called("sendMessage"), PATIENCE)
        program.kill()  # a message is in the air, and was not accepted
    telegram.calm()
    async with running(folder, telegram) as program:
        both = {"Деньги не вернули", "Первый обход"}
        await telegram.wait(lambda: all(told(telegram, words) for words in both), PATIENCE)
        program.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(program.wait(), 60) == 0
    assert len(told(telegram, "Деньги не вернули")) == 1
    store = await Store.open(f"sqlite:///{folder / 'otklik.db'}")
    assert await store.owed_count() == 0  # so that a next start says nothing again
    await store.close()


@pytest.mark.long
async def test_what_fell_due_while_nothing_ran_is_done_and_told_as_soon_as_it_runs(site, telegram, folder):
    now, chat, director = datetime.now(UTC), f"telegram:{GROUP}", "director@example.com"
    with (folder / "sources.yaml").open("a", encoding="utf-8") as plan:
        plan.write(f"digest: {{email: [{director}]}}\n")
    (folder / ".env").write_text("SMTP_URL=smtp://127.0.0.1:1\n", encoding="utf-8")
    store = await Store.open(f"sqlite:///{folder / 'otklik.db'}")
    await bring(store, item(1), at=now - timedelta(days=800), targets=())
    urgent = {"verdict": Verdict(Flag.NEGATIVE, Severity.P1), "deadline": now + timedelta(hours=2)}
    await bring(store, item(2), at=now - timedelta(hours=2), targets=(chat,), judged=urgent)
    await deliver(store, target=chat, at=now - timedelta(hours=2))
    await store.note_mail(director, "mail.refused", now - timedelta(hours=3))
    await store.ended(now - timedelta(hours=3))
    await store.close()
    async with running(folder, telegram) as program:
        due = {"m-2: никто не взял", director, "Отклик не работал"}
        await telegram.wait(lambda: all(told(telegram, words) for words in due), PATIENCE)
        program.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(program.wait(), 60) == 0
    store = await Store.open(f"sqlite:///{folder / 'otklik.db'}")
    assert {record.number for record in await store.mentions(Query())} == {2, 3}
    assert await store.aged() is not None
    await store.close()
