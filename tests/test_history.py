"""`otklik history`: the whole of one mention, to people and to programs, with no address of a chat in it."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from hashlib import sha256

import pytest
from render_values import MINSK, record
from store_values import ANNA, CHAT, NOW, TEXTS, bring, deliver, item
from typer.testing import CliRunner

from monitor.__main__ import app
from monitor.config.plan import Plan
from monitor.desk import Press
from monitor.domain import Action, Alert
from monitor.render.dates import Calendar
from monitor.render.history import TEXT, WHOLE, history_document
from monitor.store import Store
from monitor.store.asking import NEUTRAL, SKIPPED, TAKEN_BACK
from monitor.store.mentions import FOUND
from monitor.store.praising import ASKED
from monitor.texts import LANGUAGES, Texts

pytestmark = pytest.mark.one_database

PLAN = Plan.model_validate({
    "brands": [{"id": "zubr", "name": "Зубр-Софт"}],
    "sources": [{"id": "jobs", "kind": "feed", "url": "https://jobs.example/rss", "audience": "hr"}],
})  # fmt: skip
RU = Calendar(Texts("ru"), MINSK, NOW)
LATER = NOW + timedelta(hours=5)
WORSE = item(text="Зубр-Софт так и не ответил <b>, уходим к другим.", rating=0.0, rating_text="1/5")
ANSWER = "https://reviews.example/1#reply"


@pytest.fixture
def otklik(tmp_path, monkeypatch):
    """Runs the command over a database in which one mention has a life behind it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sources.yaml").write_text(
        "language: ru\nbrands: [{id: zubr, name: Зубр-Софт}]\n"
        "sources: [{id: reviews, kind: feed, url: https://reviews.example/rss}]\n",
        encoding="utf-8",
    )
    asyncio.run(lived(f"sqlite:///{tmp_path}/otklik.db"))
    return lambda *words: CliRunner().invoke(app, ["history", *words], catch_exceptions=False)


async def lived(url):
    store = await Store.open(url)
    try:
        await bring(store, item(rating=0.25, rating_text="2/5"))
        await deliver(store)
        await store.act(1, Press(Action.TAKE, ANNA, NOW))
        await store.act(1, Press(Action.TICK, ANNA, NOW, step=1))
        await bring(store, WORSE, at=LATER)
        await store.act(1, Press(Action.ANSWER, ANNA, LATER))
        await store.act(1, Press(Action.LINK, ANNA, LATER, text=ANSWER))
    finally:
        await store.close()


def test_all_that_happened_is_told_in_order(otklik):
    told = otklik("m-1").stdout
    steps = [
        "найдено: reviews",
        "сообщено",
        "Анна: взято",
        "Анна: сделано: Ответить",
        "изменил",
        "Анна: отвечено",
        "ссылка",
    ]
    places = [told.index(step) for step in steps]
    assert places == sorted(places)
    assert told.index("1 из 5") < told.index("уходим к другим") < places[0]
    assert places[-1] < told.index("2 из 5") < told.index(TEXTS[0][:20])
    assert CHAT not in told


def test_a_program_gets_the_export_and_what_happened(otklik):
    told = json.loads(otklik("1", "--format", "json").stdout)
    assert (told["id"], told["status"], told["reply_url"]) == ("m-1", "answered", ANSWER)
    assert [event["kind"] for event in told["events"]][:4] == ["found", "alerted", "take", "tick"]
    assert told["earlier"] == [
        {"at": LATER.isoformat(), "title": told["title"], "text": TEXTS[0], "rating_text": "2/5"}
    ]
    assert [step["done"] for step in told["steps"]] == [False, True]


def test_a_page_holds_the_texts_as_texts_and_leads_to_the_answer(otklik):
    page = otklik("М-1", "--format", "html").stdout  # the number with a Russian letter
    assert "<title>Отклик m-1</title>" in page
    assert "&lt;b&gt;" in page
    assert f'href="{ANSWER}"' in page


def test_what_is_told_serves_as_evidence_by_its_moments_and_a_print_that_anybody_can_take_again(otklik):
    told, said = " ".join(otklik("m-1").stdout.split()), json.loads(otklik("m-1", "--format", "json").stdout)
    assert "Опубликовано 2026-11-24 09:00 UTC, найдено 2026-11-24 09:00 UTC, эта страница составлена" in told
    assert sha256(f"{said['title']}\n{said['text']}".encode()).hexdigest() in told
    assert "👤 Ирина" in told


def test_a_page_holds_the_whole_text_and_a_screen_its_beginning() -> None:
    long = record(text="Зубр-Софт молчит. " * 500)
    whole, screen = (history_document(Alert(long), [], [], PLAN, RU, most=n) for n in (WHOLE, TEXT))
    assert len(screen.text) < 3_000
    assert len(whole.text) > 9_000


def test_of_an_employee_no_name_is_told() -> None:
    told = [history_document(Alert(record(source=one)), [], [], PLAN, RU).text for one in ("reviews", "jobs")]
    assert [record().author in one for one in told] == [True, False]


@pytest.mark.parametrize(("asked", "code", "said"), [("m-77", 1, "m-77"), ("https://x.example", 2, "m-1042")])
def test_a_wrong_number_is_told_what_to_do(otklik, asked, code, said):
    result = otklik(asked)
    assert (result.exit_code, said in result.output, "Traceback" in result.output) == (code, True, False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_action_of_a_person_has_words(language):
    texts = Texts(language)
    assert all(texts.has(f"history.{kind}") for kind in (*Action, FOUND, NEUTRAL, SKIPPED, TAKEN_BACK, ASKED))
