"""`otklik import` of places in search: rows of another service become first pages, not mentions."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import xlsxwriter
from first_page_values import plan_of
from typer.testing import CliRunner, Result

from monitor.__main__ import app
from monitor.digest import FirstPage, last_complete_week, week_of
from monitor.errors import ConfigError
from monitor.importing import read_places, tells_places
from monitor.serp.first_pages import first_pages_of
from monitor.store import Query, Store
from monitor.texts import Texts

Run = Callable[..., Result]
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
PLAN = """
language: ru
timezone: Europe/Minsk
brands: [{id: zubr, name: Зубр-Софт, sites: [zubr.example, otzyv.example, vesti.example, a.example, b.example]}]
sources:
  - {id: first-page, kind: search, engine: yandex, query: "{brand} отзывы"}
  - {id: reviews, kind: reviews, url: "https://reviews.example/zubr", brand: zubr}
"""
TOPVISOR = """Проект;Зубр-Софт
Запрос;Позиция;URL;Заголовок;Поисковик;Дата проверки
Зубр-Софт отзывы;1;https://otzyv.example/zubr?utm_source=x;Отзывы о Зубр-Софте;Яндекс;20.11.2026
Зубр-Софт отзывы;2;zubr.example;Зубр-Софт;Яндекс;20.11.2026
Зубр-Софт отзывы;1;https://zubr.example;Зубр-Софт;yandex.ru;13.11.2026
Зубр-Софт отзывы;--;https://vesti.example;Вести;Яндекс;13.11.2026
"""


@pytest.fixture
def otklik(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in this process, in a folder with a file of sources."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sources.yaml").write_text(PLAN, encoding="utf-8")

    def run(*words: str) -> Result:
        return CliRunner().invoke(app, list(words), catch_exceptions=False)

    return run


def places(text: str, **more: object) -> list[tuple[str, str, int, str]]:
    how = {"source": "first-page", "engine": "yandex", "mapping": {}, "quiet": True, **more}
    placed = read_places(text.encode(), zone=plan_of().zone, now=NOW, **how)  # type: ignore[arg-type]  # names of it
    return [(page.query, f"{page.at:%m-%d}", one.position, one.url) for page in placed.listings for one in page.results]


def test_a_table_of_places_is_told_by_its_header_wherever_that_stands() -> None:
    assert places(TOPVISOR) == [
        ("Зубр-Софт отзывы", "11-13", 1, "https://zubr.example"),
        ("Зубр-Софт отзывы", "11-20", 1, "https://otzyv.example/zubr"),
        ("Зубр-Софт отзывы", "11-20", 2, "https://zubr.example"),
    ]


def test_columns_of_other_names_are_mapped() -> None:
    table = "Фраза,Топ,Сайт\nЗубр,3,https://a.example/\n"
    assert places(table, mapping={"Фраза": "query", "Топ": "position", "Сайт": "url"}) == [
        ("Зубр", "11-24", 3, "https://a.example/")
    ]


@pytest.mark.parametrize(
    ("row", "key"),
    [
        ("q,0,https://a.example,,", "position"),
        ("q,1.5,https://a.example,,", "position"),
        ("q,1001,https://a.example,,", "position"),
        ('q,"1" ,https://a.example,,', "quotes"),
        ("q,,https://a.example,,", "position"),
        ("q,1,,,", "no_address"),
        ("q,1,javascript:alert(1),,", "no_address"),
        (",1,https://a.example,,", "no_query"),
        ("q,1,https://a.example,Google,", "engine"),
        ("q,1,https://a.example,,soon", "date"),
        ("q,1,https://a.example,,2030-01-01", "date"),
    ],
)
def test_a_bad_row_is_refused_with_its_number(row: str, key: str) -> None:
    table = f"query,position,url,engine,date\nq,2,https://b.example,,\n{row}\n"
    placed = read_places(
        table.encode(), source="s", engine="yandex", mapping={}, zone=plan_of().zone, now=NOW, quiet=True
    )
    assert [(one.row, one.error.key) for one in placed.rejected] == [(3, f"import.{key}")]
    assert all(Texts("ru").error(one.error) for one in placed.rejected)
    assert len(placed.listings) == 1


def test_one_page_stands_at_one_place() -> None:
    table = "query,position,url\nq,1,https://a.example\nq,1,https://b.example\nq,1,https://a.example\n"
    placed = read_places(
        table.encode(), source="s", engine="yandex", mapping={}, zone=plan_of().zone, now=NOW, quiet=True
    )
    assert [(one.row, one.error.key) for one in placed.rejected] == [(3, "import.place_taken")]
    assert "1" in Texts("ru").error(placed.rejected[0].error)


def test_places_are_in_their_order_and_their_dates_as_their_column_is_written() -> None:
    table = "query,position,url,date\nq,1000,https://b.example,11/13/2026\nq,1,https://a.example,11/13/2026\n"
    assert places(table + "q,2,https://c.example,11/05/2026\nq,3,https://d.example, \n") == [
        ("q", "11-05", 2, "https://c.example"),
        ("q", "11-13", 1, "https://a.example"),
        ("q", "11-13", 1000, "https://b.example"),
        ("q", "11-24", 3, "https://d.example"),
    ]
    assert places('[{"query": "q", "position": 1, "url": "a.example"}]') == [("q", "11-24", 1, "https://a.example")]


def test_a_searxng_may_stand_for_any_engine() -> None:
    assert len(places("query,position,url,engine\nq,1,https://a.example,Google\n", engine="searxng")) == 1


def test_a_table_that_lacks_a_column_says_which_there_are() -> None:
    with pytest.raises(ConfigError) as refused:
        places("Запрос,Поз-я,URL\nq,1,https://a.example\n")
    assert (refused.value.key, refused.value.blanks["found"]) == ("import.no_places", "Запрос, Поз-я, URL")


def test_what_people_said_is_no_table_of_places() -> None:
    assert tells_places(b"query,position,url,title\nq,1,https://a.example,A\n", {})
    assert tells_places(b"query,position\nq,1\n", {})
    assert not tells_places(b"query,position,text\nq,chief,awful\n", {})
    assert not tells_places(b"query,position,url,review text,author\nq,1,https://a.example,awful,Anna\n", {})
    assert not tells_places(b"query,text\nq,awful\n", {})
    assert not tells_places(b"query,position,url,title\nq,1,https://a.example,A\n", {"position": "-"})


def stored(tmp_path: Path, week: str) -> tuple[tuple[FirstPage, ...], int]:
    async def look() -> tuple[tuple[FirstPage, ...], int]:
        store = await Store.open(f"sqlite:///{tmp_path / 'otklik.db'}")
        try:
            plan = plan_of(timezone="Europe/Minsk")
            return await first_pages_of(store, plan, week), len(await store.mentions(Query()))
        finally:
            await store.close()

    return asyncio.run(look())


def test_places_become_first_pages_and_no_mentions(otklik: Run, tmp_path: Path) -> None:
    zone, today = plan_of().zone, datetime.now(UTC)
    (tmp_path / "places.csv").write_text(TOPVISOR.replace("20.11.2026", f"{today:%d.%m.%Y}"), encoding="cp1251")
    result = otklik("import", "places.csv", "--source", "first-page", "--json")
    summary = json.loads(result.stdout)
    assert [summary[name] for name in ("rows", "new", "known")] == [4, 3, 0]
    assert [one["row"] for one in summary["rejected"]] == [6]
    assert json.loads(otklik("import", "places.csv", "--source", "first-page", "--json").stdout)["known"] == 3
    (page,), mentions = stored(tmp_path, week_of(today, zone))
    assert [place.position for place in page.places] == [1, 2]
    assert (page.engine, mentions) == ("yandex", 0)


def test_a_workbook_of_places_is_read_too(otklik: Run, tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "places.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Запрос", "Место", "Ссылка"])
        sheet.write_row(1, 0, ["Зубр-Софт отзывы", 4, "https://otzyv.example/zubr"])
    result = otklik("import", "places.xlsx", "--source", "first-page", "--json")
    assert json.loads(result.stdout)["new"] == 1


@pytest.mark.parametrize("source", [(), ("--source", "reviews"), ("--source", "unknown")])
def test_places_without_a_search_are_refused_with_what_to_do(otklik: Run, tmp_path: Path, source: tuple[str]) -> None:
    (tmp_path / "places.csv").write_text(TOPVISOR, encoding="utf-8")
    result = otklik("import", "places.csv", *source)
    assert result.exit_code == 2
    assert "first-page" in result.output
    assert not (tmp_path / "otklik.db").exists()


def test_mentions_of_a_search_are_still_mentions(otklik: Run, tmp_path: Path) -> None:
    (tmp_path / "said.csv").write_text("text,url\nЗубр-Софт обманул,https://otzyv.example/1\n", encoding="utf-8")
    assert json.loads(otklik("import", "said.csv", "--source", "first-page", "--json").stdout)["new"] == 1


def test_all_rows_refused_is_a_failure(otklik: Run, tmp_path: Path) -> None:
    (tmp_path / "places.csv").write_text("query,position,url\nq,x,https://a.example\n", encoding="utf-8")
    assert otklik("import", "places.csv", "--source", "first-page").exit_code == 1
    assert stored(tmp_path, last_complete_week(datetime.now(UTC), plan_of().zone)) == ((), 0)
