"""What a changed sources.yaml changes is said in words, and no secret with them."""

from __future__ import annotations

from typing import Any

import pytest

from monitor.config.difference import difference
from monitor.config.plan import Plan
from monitor.logs import Redaction
from monitor.texts import LANGUAGES, Texts

FEED = {"id": "news", "kind": "feed", "url": "https://news.example/rss"}
BASE: dict[str, Any] = {
    "language": "ru",
    "brands": [{"id": "zubr", "name": "Зубр", "aliases": ["Zubr"]}],
    "sources": [FEED],
    "team": {"chats": [{"id": -100500}], "users": [{"id": 1, "name": "Анна"}]},
    "lexicon": {"сбой": -1, "крах": -2},
}


def told(changes: dict[str, Any], language: str = "ru", base: dict[str, Any] = BASE) -> tuple[str, ...]:
    before, after = Plan.model_validate(base), Plan.model_validate(base | changes)
    return difference(before, after, Texts(language), Redaction(["s3cret-word"]).text)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"alerts": {"negative_below": -0.4}}, "порог негатива: −0.25 → −0.4"),
        ({"alerts": {"quiet_hours": "22:00-08:00"}}, "тихие часы: нет → 22:00-08:00"),
        ({"alerts": {"answer_within": {"p1": "2h"}}}, "срок ответа, «Срочно»: 4h → 2h"),
        ({"alerts": {"days_off": ["2026-12-25"]}}, "выходные дни: + 2026-12-25"),
        ({"alerts": {"days_off": ["1-8 января", "8 Mar"]}}, "выходные дни: + 1 jan - 8 jan, 8 mar"),
        ({"digest": {"when": "fri 18:00"}}, "когда приходит дайджест: mon 09:00 → fri 18:00"),
        ({"timezone": "Europe/Minsk"}, "часовой пояс: UTC → Europe/Minsk"),
        ({"sources": []}, "Убраны источники (1): news"),
        ({"sources": [FEED | {"every": "1h"}]}, "Источник news – every: 15m → 1h"),
        ({"sources": [FEED | {"answer_within": {"p2": "4h"}}]}, "Источник news – срок ответа, «Важно»: нет → 4h"),
        ({"sources": [FEED | {"enabled": False}]}, "Источник news – включено (enabled): true → false"),
        (
            {"brands": [{"id": "zubr", "name": "Зубр", "aliases": ["ЗубрСофт"]}]},
            "Бренд Зубр – написания: + ЗубрСофт; − Zubr",
        ),
        (
            {"brands": [{"id": "zubr", "name": "Зубр", "aliases": ["Zubr", "ЗубрСофт"]}]},
            "Бренд Зубр – написания: + ЗубрСофт",
        ),
        (
            {"sources": [FEED | {"url": "https://news.example/feed?page=1"}]},
            "Источник news – url: https://news.example/rss → https://news.example/feed?…",
        ),
        ({"team": BASE["team"] | {"chats": []}}, "Тревоги больше не пойдут в чаты (1): -100500"),
        ({"team": BASE["team"] | {"chats": [{"id": -100500, "brands": ["zubr"]}]}}, "Чат -100500 – brands: нет → zubr"),
        ({"team": BASE["team"] | {"users": [{"id": 1, "name": "Аня"}]}}, "Анна (1) – имя: Анна → Аня"),
        ({"team": BASE["team"] | {"users": [{"id": 1, "name": "Анна"}, 5]}}, "Новые люди в команде (1): 5"),
        ({"team": BASE["team"] | {"admins": [1, 2]}}, "администраторы: + Анна (1), 2"),
        ({"alerts": {"duty": [1]}}, "дежурные: + Анна (1)"),
        ({"team": BASE["team"] | {"ops": -100900}}, "чат о неполадках (ops): нет → -100900"),
        (
            {"team": BASE["team"] | {"client_search": "https://crm.example/?q={author}"}},
            "где искать клиентов (client_search): нет → https://crm.example/?q={author}",
        ),
        ({"checklists": {"reviews": ["Ответить"]}}, "Изменены чек-листы (1): reviews"),
        ({"replies": {"default": "Здравствуйте"}}, "Изменены черновики ответов (1): default"),
        ({"lexicon": {"сбой": -2, "отвал": -3}}, "Слова и их вес (3): сбой −1 → −2, − крах, + отвал −3"),
        ({"forbidden": ["bad.example"]}, "Запрещённые места: добавлено 1, убрано 0"),
        ({"http": {"timeout": "1m"}}, "время на запрос: 30s → 1m"),
        (
            {"http": {"max_bytes": 12_345_678}},
            "наибольший ответ, байт: 10\u202f000\u202f000 → 12\u202f345\u202f678",
        ),
    ],
)
def test_each_change_is_a_sentence(changes: dict[str, Any], said: str) -> None:
    assert told(changes) == (said,)


@pytest.mark.parametrize("change", [1, -1])
def test_what_has_keys_of_its_own_is_not_told_as_code(change: int) -> None:
    page = {"id": "page", "kind": "reviews", "url": "https://otzyv.example/zubr"}
    before, after = [page, page | {"select": {"item": ".review", "text": ".text"}}][::change]
    assert told({"sources": [after]}, base=BASE | {"sources": [before]}) == ("Источник page – select: теперь иначе",)


def test_new_sources_are_counted_and_a_long_list_is_shortened() -> None:
    many = [FEED, *(FEED | {"id": f"n{n}"} for n in range(25))]
    (line,) = told({"sources": many})
    assert line.startswith("Новые источники (25): n0, n1")
    assert line.endswith("n9, …ещё 15")


def test_of_many_changed_sources_the_rest_is_named() -> None:
    many = [FEED | {"id": f"n{n}"} for n in range(20)]
    lines = told({"sources": [one | {"every": "1h"} for one in many]}, base=BASE | {"sources": many})
    assert len(lines) == 16
    assert lines[-1].startswith("Изменены и другие (5): n15")


def test_so_is_that_of_many_people_and_of_many_brands_by_the_names_people_know() -> None:
    people = [{"id": n, "name": f"Анна {n}"} for n in range(1, 18)]
    brands = [{"id": f"b{n}", "name": f"Зубр {n}"} for n in range(1, 18)]
    base = BASE | {"team": {"users": people}, "brands": brands}
    signed = [one | {"signature": "Анна, Зубр"} for one in people]
    lines = told({"team": {"users": signed}, "brands": [one | {"context": ["склад"]} for one in brands]}, base=base)
    rest = [one for one in lines if one.startswith("Изменены и другие")]
    assert rest == ["Изменены и другие (2): Зубр 16, Зубр 17", "Изменены и другие (2): Анна 16 (16), Анна 17 (17)"]


@pytest.mark.parametrize(
    "entry",
    [
        FEED | {"url": "https://news.example/rss?token=s3cret-word"},
        FEED | {"url": "https://robot:s3cret-word@news.example/rss"},
        FEED | {"url": "https://news.example/s3cret-word/rss"},
        FEED | {"headers": {"Authorization": "s3cret-word"}},
        FEED | {"params": {"key": "s3cret-word"}},
        FEED | {"proxy": "http://u:s3cret-word@proxy.example:1"},
    ],
)
def test_no_secret_is_repeated(entry: dict[str, Any]) -> None:
    (line,) = told({"sources": [entry]})
    assert line.startswith("Источник news – ")
    assert "s3cret" not in line


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_that_says_the_same_is_said_so(language: str) -> None:
    assert told({}, language) == (Texts(language)("changed.nothing"),)
