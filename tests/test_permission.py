"""Asking an author to let us quote: whom, in which words, and what must be minded."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from render_values import MINSK, NOW, record
from store_values import NOW as MONDAY
from store_values import bring, item

from monitor.config.plan import Plan
from monitor.digest import actions, week_of
from monitor.digest.actions import AskToQuote
from monitor.domain import Alert, Audience, Cue, Event, Flag, Hit, Label, Reason, Record, Verdict
from monitor.render.dates import Calendar
from monitor.replies.drafts import Desk
from monitor.replies.permission import QUOTED, quotable, quoted, request_page, request_to_quote
from monitor.store import Store
from monitor.texts import Texts
from monitor.weekly import weekly
from monitor.words.quoting import CLOSES, OPENS

YANDEX, PLAY = "https://yandex.ru/maps/org/zubr/1", "https://play.google.com/store/apps/details?id=by.zubr"
SAID = "Перешли на Зубр-Софт весной, внедрили за месяц, поддержка отвечает за десять минут."
CONSENT = (
    "Если согласны, напишите, как вас подписать: имя, должность и компания, только имя или вовсе без имени. Цитату"
    " можно поправить. Если не хочется, так и скажите: без вашего согласия ничего не опубликуем."
)
PLAN = Plan.model_validate(
    {
        "brands": [
            {"id": "zubr", "name": "Зубр-Софт", "sites": ["zubr.example"], "replies": {"author": "Зубр-Софт"}},
            {"id": "rival", "name": "Rival", "role": "competitor"},
        ],
        "sources": [
            {"id": "reviews", "kind": "reviews", "url": "https://otzyv.example/zubr", "brand": "zubr"},
            {"id": "jobs", "kind": "feed", "url": "https://jobs.example/rss", "audience": "hr"},
            {"id": "news", "kind": "feed", "url": "https://news.example/rss", "audience": "press"},
        ],
    }
)


def praise(**changes: Any) -> Record:
    """A client who is content."""
    told = {
        "brand": "zubr",
        "title": "",
        "text": SAID,
        "label": Label.POSITIVE,
        "score": 0.7,
        "flag": None,
        "words": (),
    }
    return record(**told | {"author": "Ирина Петрова", "lang": "ru", "url": "https://otzyv.example/1"} | changes)


def desk(**changes: Any) -> Desk:
    known: dict[str, Any] = {"brand": "Зубр-Софт", "signature": "Анна, отдел маркетинга", "kind": "reviews"}
    return Desk(**known | {"audience": Audience.CLIENTS, "own": {}, "language": "ru"} | changes)


def words(own: Any = "", *, signature: str = "Анна, отдел маркетинга", **changes: Any) -> str:
    return request_to_quote(Alert(praise(**changes)), desk(own={"permission": own}, signature=signature)).text


def page(before: Event | None = None, **changes: Any) -> str:
    one = praise(**changes)
    request = request_to_quote(Alert(one), desk())
    return request_page(one, request, before, Calendar(Texts("ru"), MINSK, NOW)).text


def test_an_author_is_asked_by_name_about_their_own_words() -> None:
    assert words().split("\n\n") == [
        "Здравствуйте, Ирина!",
        "Пишем вам из компании Зубр-Софт. Спасибо за добрые слова о нас на otzyv.example!",
        "Можно ли процитировать вас [ВПИШИТЕ: где, например на нашем сайте]? Вот эти слова:",
        f"«{SAID}»",
        CONSENT,
        "Анна, отдел маркетинга",
    ]


def test_the_words_are_in_the_language_of_the_author_and_what_to_mind_in_that_of_the_team() -> None:
    said = page(lang="en", author="John Smith", text="Kestrel Cloud saved our spring.")
    assert "Hello John," in said
    assert "“Kestrel Cloud saved our spring.”" in said
    assert "Сначала согласие, потом цитата" in said


def test_what_is_not_known_is_to_be_filled_in() -> None:
    assert words(author="user123", url="").startswith("Здравствуйте!\n")
    assert "на [ВПИШИТЕ: площадка]" in words(url="")
    assert words(signature="").endswith("\n\nЗубр-Софт")


def test_quotes_within_the_quote_are_the_inner_ones_of_its_language() -> None:
    said = "Спасибо «Зубр-Софту»: наш «Склад №1» работает."
    assert "«Спасибо „Зубр-Софту“: наш „Склад №1“ работает.»" in words(text=said)
    assert said in words("{quote}", text=said)  # the team's own words bring quotes of their own


def test_the_team_may_write_its_own_words() -> None:
    own = {"ru": "{author}, можно сослаться на ваши слова «{quote}»? {url} {place} {signature}"}
    assert words(own, text="Отлично.") == (
        "Ирина, можно сослаться на ваши слова «Отлично.»? https://otzyv.example/1 otzyv.example Анна, отдел маркетинга"
    )
    assert words(own, lang="en", author="John").startswith("Hello John,")
    assert words("{quote}", text="{author} – отлично") == "{author} – отлично"


@pytest.mark.parametrize(
    ("url", "minded"),
    [
        (YANDEX, "автор не сможет вам ответить"),
        (PLAY, "ваш ответ увидят все"),
        (PLAY, "Ответ здесь короче, знаков: 350"),
        ("https://t.me/otrasl/42", "владельцу канала"),
        ("https://otzyv.example/1", "спросите под отзывом"),
    ],
)
def test_each_place_has_its_own_way_to_the_author(url: str, minded: str) -> None:
    said = page(url=url)
    assert minded in said
    assert ("Ответ здесь короче" in said) == (url == PLAY)
    assert "Сохраните его ответ" in said


def test_words_that_a_place_has_room_for_are_not_called_long() -> None:
    one = praise(url=PLAY)
    request = request_to_quote(Alert(one), desk(own={"permission": "Можно вас процитировать?"}))
    assert "Ответ здесь короче" not in request_page(one, request, None, Calendar(Texts("ru"), MINSK, NOW)).text


def test_whoever_asks_again_reads_who_asked_before() -> None:
    assert "Уже спрашивали" not in page()
    before = Event(NOW - timedelta(days=1), "asked_permission", "Анна")
    assert "Уже спрашивали: Анна, 22.11" in page(before)


@pytest.mark.parametrize(
    "changes",
    [
        {"label": Label.NEUTRAL},
        {"flag": Flag.RISK},
        {"words": (Cue("тянули", -2.2), Cue("удобно", 0.9))},  # four stars above a complaint
        {"reason": Reason.NOT_ABOUT_US},
        {"brand": "rival"},
        {"source": "jobs"},
        {"source": "news"},
        {"url": "https://zubr.example/about"},
        {"author": "«Зубр-Софт» (официально)"},
    ],
)
def test_only_clients_who_praise_us_are_asked(changes: dict[str, Any]) -> None:
    assert quotable([praise(), praise(**changes)], PLAN) == (praise(),)


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("changes", "asked"),
    [({}, True), ({"source": "jobs"}, False), ({"source": "news"}, False), ({"url": "https://zubr.example/1"}, False)],
)
async def test_a_digest_proposes_to_ask_clients_alone(store: Store, changes: dict[str, Any], *, asked: bool) -> None:
    said = item(0, **{"text": SAID, "published": MONDAY, "source": "reviews"} | changes)
    await bring(store, said, source=said.source, at=MONDAY, score=0.7, judged={"verdict": Verdict()})
    digest = await weekly(store, PLAN, week_of(MONDAY, UTC), now=MONDAY)
    assert [one.number for one in digest.stories.positive] == [1]
    assert [type(one) for one in actions(digest)].count(AskToQuote) == asked


WORDS = st.lists(st.sampled_from(("Зубр-Софт", "отлично", "и", "поддержка.", "да!", "ш" * 60, "х" * 250)), max_size=60)


@given(WORDS, WORDS, st.integers(0, 60))
def test_whatever_was_said_a_quote_is_short_and_its_own_words(text: list[str], title: list[str], name: int) -> None:
    said, start = " ".join(text), len(" ".join(text[:name]))
    hit = Hit("zubr", start, start + 9, said[start : start + 9])
    found = quoted(Alert(praise(text=said, title=" ".join(title)), hits=(hit,)))
    assert len(found) <= QUOTED
    assert bool(found) == bool(text or title)
    for piece in found.split("…"):
        assert piece.strip() in said or piece.strip() in " ".join(title)


def test_an_author_is_not_asked_about_the_words_of_another() -> None:
    for said in ("Неправда, Зубр-Софт отвечает за час.", "Неправда, отвечают за час. " * 20):
        found = quoted(Alert(praise(text=f"{OPENS}Зубр-Софт обманул.{CLOSES} {said}")))
        assert found.startswith("Неправда")
        assert "обманул" not in found


def test_a_long_text_is_quoted_round_the_name_in_whole_words() -> None:
    long = "Работаем давно. " * 30 + SAID + " Всем советуем." * 30
    start = long.index("Зубр-Софт")
    found = quoted(Alert(praise(text=long), hits=(Hit("zubr", start, start + 9, "Зубр-Софт"),)))
    assert "Перешли на Зубр-Софт весной" in found
    assert found.startswith("…")
    assert len(found) <= QUOTED
