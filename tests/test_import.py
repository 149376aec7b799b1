"""`otklik import`: what people have in files becomes mentions, each once, and says what could not be taken."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from typer.testing import CliRunner, Result
from web_site import Reply, Site

from monitor.__main__ import app

Run = Callable[..., Result]

PLAN = """
language: ru
timezone: Europe/Minsk
brands:
  - {id: zubr, name: Зубр-Софт}
  - {id: other, name: Кестрел, role: competitor}
sources:
  - {id: reviews, kind: reviews, url: "https://otzyv.example/zubr", brand: zubr}
  - {id: jobs, kind: reviews, url: "https://jobs.example/zubr", brand: zubr, audience: company}
"""
BAD = "Ужасная поддержка Зубр-Софта хамит и не отвечает, обманули с оплатой."
NASTY = (
    '=HYPERLINK("http://evil.example") о Зубр-Софте',
    "'=уже с апострофом, Зубр-Софт",
    '-5 баллов Зубр-Софту, «кавычки» и "кавычки"; точка, запятая',
    "@zubr Зубр-Софт 👍🏽 <b>не тег</b> &amp; не сущность",
    "Зубр-Софт\tи\nперенос\r\nстроки",
    "Зубр-Софт c нулём\x00внутри",
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a file of sources, and an environment that says nothing."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sources.yaml").write_text(PLAN, encoding="utf-8")
    return tmp_path


@pytest.fixture
def otklik(home: Path) -> Run:
    """Runs a command in this process."""

    def run(*words: str) -> Result:
        return CliRunner().invoke(app, list(words), catch_exceptions=False)

    return run


def imported(run: Run, *words: str) -> dict[str, Any]:
    """What `import --json` answers."""
    result = run("import", *words, "--json")
    assert result.exit_code in {0, 1}, result.stderr
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def listed(run: Run, *words: str) -> list[dict[str, Any]]:
    """Everything that is stored."""
    lines = run("mentions", "--format", "jsonl", *words).stdout.splitlines()
    return [json.loads(line) for line in lines]


def table(home: Path, text: str, *, encoding: str = "utf-8", name: str = "reviews.csv") -> str:
    (home / name).write_bytes(text.encode(encoding))
    return name


def jsonl(home: Path, *rows: object, name: str = "reviews.jsonl") -> str:
    return table(home, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), name=name)


def test_a_table_of_excel_in_russian_is_read_as_it_is_saved(otklik: Run, home: Path) -> None:
    text = (
        "Дата;Автор;Отзыв;Оценка;Ссылка\r\n"
        '20.11.2026 10:15;Ирина;"Зубр-Софт сорвал сроки;\nподдержка молчит";2;https://otzyv.example/1?utm_source=x\r\n'
        "21 ноября 2026;Пётр;Зубр-Софт помог, спасибо;5;otzyv.example/2\r\n"
    )
    answer = imported(otklik, table(home, text, encoding="cp1251"))
    assert answer == {"rows": 2, "new": 2, "known": 0, "rejected": []}
    good, bad = listed(otklik)
    assert bad["text"] == "Зубр-Софт сорвал сроки; поддержка молчит"
    assert (bad["author"], bad["rating"], bad["rating_text"]) == ("Ирина", 0.25, "2/5")
    assert (bad["published"], bad["at"]) == ("2026-11-20T07:15:00+00:00",) * 2
    assert (bad["url"], good["url"]) == ("https://otzyv.example/1", "https://otzyv.example/2")
    assert (bad["label"], bad["flag"], bad["severity"], bad["source"]) == ("negative", "negative", None, "import")
    assert good["label"] != "negative"


def test_a_workbook_brings_typed_dates_from_its_first_sheet_with_a_header(otklik: Run, home: Path) -> None:
    book = xlsxwriter.Workbook(str(home / "reviews.xlsx"))
    moment, day = (book.add_format({"num_format": form}) for form in ("dd.mm.yyyy hh:mm", "dd.mm.yyyy"))
    book.add_worksheet("Обложка").write(0, 0, "Отчёт")
    sheet = book.add_worksheet("Отзывы")
    sheet.write(0, 0, "Отзывы за ноябрь")
    sheet.write_row(3, 0, ["Дата отзыва", "Отзыв", "Рейтинг"])
    sheet.write_datetime(4, 0, datetime(2026, 11, 20, 10, 15), moment)  # noqa: DTZ001  # a cell knows no zone
    sheet.write_row(4, 1, [BAD, 1])
    sheet.write_datetime(6, 0, date(2026, 11, 21), day)
    sheet.write_row(6, 1, ["Зубр-Софт хорош", 5])
    sheet.write_row(7, 1, ["", ""])
    sheet.write_row(8, 0, [46345.5, "Зубр-Софт: число вместо даты", 3])
    sheet.write_row(9, 0, ["завтра", "Зубр-Софт: не дата", 3])
    book.close()
    answer = imported(otklik, "reviews.xlsx")
    assert (answer["rows"], answer["new"]) == (4, 3)
    assert [one["row"] for one in answer["rejected"]] == [10]
    assert "завтра" in answer["rejected"][0]["error"]
    assert sorted(one["published"] for one in listed(otklik)) == [
        "2026-11-19T09:00:00+00:00",
        "2026-11-20T07:15:00+00:00",
        "2026-11-20T21:00:00+00:00",
    ]


def test_json_lines_that_cannot_be_read_are_named_and_the_others_taken(otklik: Run, home: Path) -> None:
    lines = [
        json.dumps({"text": BAD, "brand": "zubr", "published": "2026-11-20T10:00:00Z"}),
        "{broken",
        json.dumps(["no object"]),
        json.dumps({"text": "О ком-то", "brand": "nobody"}),
        json.dumps({"text": "", "author": "Анна"}),
        json.dumps({"text": {"a": 1}}),
        json.dumps({"text": "Зубр-Софт", "published": "32.13.2025"}),
        json.dumps({"text": "Погода", "author": "Анна"}),
    ]
    answer = imported(otklik, table(home, "\n".join(lines), name="reviews.jsonl"))
    assert {name: answer[name] for name in ("rows", "new", "known")} == {"rows": 8, "new": 1, "known": 0}
    assert [one["row"] for one in answer["rejected"]] == [2, 3, 4, 5, 6, 7]
    assert all(one["error"].strip() for one in answer["rejected"])


def test_a_json_list_is_a_table_too(otklik: Run, home: Path) -> None:
    text = json.dumps([{"Отзыв": BAD, "Оценка": "4 из 5"}, {"Отзыв": "Зубр-Софт"}], indent=2)
    assert imported(otklik, table(home, text, name="reviews.json"))["new"] == 2
    assert {one["rating_text"] for one in listed(otklik)} == {"4/5", None}


@pytest.mark.long
@pytest.mark.parametrize("style", ["jsonl", "csv", "xlsx"])
def test_what_we_export_comes_back_as_it_was(otklik: Run, home: Path, style: str) -> None:
    rows = [
        {"text": text, "title": f"+{n}", "author": "=Анна", "published": f"2026-11-{n + 10}T10:15:3{n}.123000Z"}
        for n, text in enumerate(NASTY)
    ]
    rows += [
        {"text": "Зубр-Софт хуже, чем Кестрел: обманули и хамят", "url": "https://a.example/1", "rating": "2/5"},
        {"text": "Зубр-Софт вполне", "source": "reviews", "author": "Олег", "rating": "5/5"},
    ]
    assert imported(otklik, jsonl(home, *rows))["rejected"] == []
    before = listed(otklik)
    assert len(before) == len(rows) + 1
    otklik("mentions", "--format", style, "-o", f"out.{style}")
    (home / "otklik.db").unlink()
    answer = imported(otklik, f"out.{style}")
    assert answer == {"rows": len(before), "new": len(before), "known": 0, "rejected": []}
    ours = {"id", "story", "found", "at"}
    after = sorted(({**one, **dict.fromkeys(ours)} for one in listed(otklik)), key=str)
    assert after == sorted(({**one, **dict.fromkeys(ours)} for one in before), key=str)
    again = imported(otklik, f"out.{style}")
    assert (again["new"], again["known"]) == (0, len(before))


def test_an_empty_record_is_a_row_and_an_empty_row_of_a_table_is_none(otklik: Run, home: Path) -> None:
    answer = imported(otklik, jsonl(home, {"text": BAD}, {}, {"text": " "}))
    assert (answer["rows"], [one["row"] for one in answer["rejected"]]) == (3, [2, 3])
    answer = imported(otklik, table(home, "Отзыв;Автор\n\nЗубр-Софт хорош;Анна\n;\n"))
    assert (answer["rows"], answer["new"], answer["rejected"]) == (1, 1, [])


def test_columns_with_names_of_their_own_are_mapped(otklik: Run, home: Path) -> None:
    name = table(home, "Мнение;Звёзды;Оценка\nЗубр-Софт подвёл;1;не важно\n")
    answer = imported(otklik, name, "--map", "Мнение=text", "--map", "Звёзды=rating", "--map", "Оценка=-")
    assert answer["new"] == 1
    assert listed(otklik)[0]["rating_text"] == "1/5"


@pytest.mark.parametrize(
    ("text", "words", "said"),
    [
        ("Дата;Кто\n1;2\n", (), "Дата, Кто"),
        ("Мнение;Звезды\nа;1\n", ("--map", "Мнения=text"), "Мнение"),
        ("Мнение;Звезды\nа;1\n", ("--map", "Мнение=txt"), "text"),
        ("Мнение;Звезды\nа;1\n", ("--map", "Мнение"), "--map"),
        ("Отзыв;Дата\nа;1\n", ("--source", "плохое имя"), "плохое имя"),
        ("<html><table><tr><td>Отзыв</td></tr></table></html>", (), "XLSX"),
        ("", (), "пуст"),
        ("PK\x03\x04broken", (), "книга"),
        ("[1, 2]", (), "JSON"),
    ],
)
def test_what_cannot_be_imported_is_said_and_what_to_do(
    otklik: Run, home: Path, text: str, words: tuple[str, ...], said: str
) -> None:
    result = otklik("import", table(home, text), *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


@pytest.mark.parametrize("name", ["nowhere.csv", "."])
def test_a_file_that_is_not_there_is_said_to_be_missing(otklik: Run, home: Path, name: str) -> None:
    result = otklik("import", name)
    assert result.exit_code == 2
    assert result.stderr.startswith(name)


def test_a_row_whose_quotes_do_not_fit_swallows_no_other(otklik: Run, home: Path) -> None:
    name = table(home, 'Отзыв,Автор\n"Зубр-Софт "супер" и всё",А\nЗубр-Софт хорош,Б\n"Зубр-Софт не закрыт,В\n')
    answer = imported(otklik, name)
    assert [one["row"] for one in answer["rejected"]] == [2, 4]
    assert [one["author"] for one in listed(otklik)] == ["Б"]


def test_people_see_counts_and_the_first_rejected_rows(otklik: Run, home: Path) -> None:
    rows = "".join(f"Зубр-Софт {n};32.13.2026\n" for n in range(30))
    result = otklik("import", table(home, "Отзыв;Дата\n" + rows))
    assert result.exit_code == 1
    assert "Строк: 30. Новых упоминаний: 0, уже известно: 0, отклонено: 30." in result.stdout
    assert "Строка 2:" in result.stdout
    assert "Строка 22:" not in result.stdout
    assert "показанного: 10" in result.stdout


def test_rows_that_name_no_brand_are_counted_and_it_is_said_what_to_do(otklik: Run, home: Path) -> None:
    (home / "reviews.csv").write_text(
        "Мнение,Звёзды\nТретью неделю никто не отвечает,1\nЗубр-Софт молчит,1\nВсё хорошо,5\n", encoding="utf-8"
    )
    told = otklik("import", "reviews.csv").stdout
    assert "Новых упоминаний: 1" in told
    assert "Ни один ваш бренд не назван: 2." in told
    assert "--source" in told
    again = json.loads(otklik("import", "reviews.csv", "--json").stdout)
    assert (again["rows"], again["known"], again.get("unnamed")) == (3, 3, None)


def test_a_source_of_the_file_lends_its_brand_and_audience(otklik: Run, home: Path) -> None:
    name = jsonl(home, {"text": "Ужасно, обманули и хамят, деньги не вернули", "author": "Анна"})
    assert imported(otklik, name, "--source", "jobs", "--alert")["new"] == 1
    (one,) = listed(otklik)
    assert (one["brand"], one["source"], one["label"], one["flag"]) == ("zubr", "jobs", "negative", None)


def test_a_brand_of_the_row_wins_over_what_the_text_names(otklik: Run, home: Path) -> None:
    name = table(home, "brand;Отзыв\nкестрел;Зубр-Софт лучше\nzubr;Отличный сервис\n")
    assert imported(otklik, name)["new"] == 2
    assert {one["text"]: one["brand"] for one in listed(otklik)} == {
        "Зубр-Софт лучше": "other",
        "Отличный сервис": "zubr",
    }


def test_an_import_is_quiet_unless_alerts_are_asked_for(otklik: Run, home: Path) -> None:
    today = datetime.now(UTC)
    fresh, old = today - timedelta(days=1), today - timedelta(days=90)
    rows = [
        {"text": f"{BAD} Вчера", "published": fresh.isoformat()},
        {"text": "Зубр-Софт сорвал внедрение, обман и хамство", "published": old.isoformat()},
    ]
    imported(otklik, jsonl(home, *rows))
    assert [one["severity"] for one in listed(otklik)] == [None, None]
    assert BAD not in otklik("crawl", "reviews", "--send").stdout
    (home / "otklik.db").unlink()
    imported(otklik, jsonl(home, *rows), "--alert")
    now, then = listed(otklik)
    assert (now["severity"] is None, then["severity"]) == (False, None)
    assert then["at"] == then["published"]
    assert now["at"] == now["found"]


@pytest.mark.long
def test_rows_that_only_look_alike_are_kept_apart_over_a_long_file(otklik: Run, home: Path) -> None:
    rows = [
        {"text": f"Зубр-Софт, отзыв {n} из очень длинного списка", "author": "Аноним", "published": "2026-11-20"}
        | {"url": "https://otzyv.example/all"}
        for n in range(1_200)
    ]
    assert imported(otklik, jsonl(home, *rows))["new"] == 1_200
    again = imported(otklik, jsonl(home, *rows[:600]))
    assert (again["new"], again["known"]) == (0, 600)


def test_a_second_import_brings_edits_and_keeps_the_earlier_text(otklik: Run, home: Path) -> None:
    row = {"author": "Ирина", "published": "2026-11-20T10:15:30Z", "url": "https://otzyv.example/1"}
    imported(otklik, jsonl(home, row | {"text": "Зубр-Софт хорош"}))
    answer = imported(otklik, jsonl(home, row | {"text": BAD}))
    assert (answer["new"], answer["known"]) == (0, 1)
    (one,) = listed(otklik)
    assert (one["text"], one["label"], one["severity"]) == (BAD, "negative", None)


FEED = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>Форум</title>
<item><title>Зубр-Софт</title><guid>1</guid><link>http://www.forum.example/1/?utm_source=rss</link>
<description>{BAD}</description></item></channel></rss>"""


@pytest.mark.parametrize("first", ["import", "crawl"])
async def test_the_same_review_is_known_whichever_way_it_comes_first(otklik: Run, home: Path, first: str) -> None:
    async with Site() as site:
        site.serve("/robots.txt", Reply(404))
        site.serve("/rss", Reply(body=FEED.encode(), headers={"Content-Type": "application/rss+xml"}))
        (home / "sources.yaml").write_text(
            "brands: [{id: zubr, name: Зубр-Софт}]\n"
            f'sources: [{{id: forum, kind: feed, url: "{site.url("/rss")}"}}]\n'
            "http: {allow_private_network: true, per_host: 50 per 1s}\n",
            encoding="utf-8",
        )
        name = jsonl(home, {"text": BAD, "title": "Зубр-Софт", "url": "https://forum.example/1"})
        ways = {"import": ("import", name, "--json"), "crawl": ("crawl", "--json")}
        order = ["import", "crawl"] if first == "import" else ["crawl", "import"]
        answers = [json.loads((await asyncio.to_thread(otklik, *ways[way])).stdout) for way in order]
        if first == "crawl":
            assert (answers[1]["new"], answers[1]["known"]) == (0, 1)
        (one,) = await asyncio.to_thread(listed, otklik)
        assert [one["source"], *one["also"]] == (["import", "forum"] if first == "import" else ["forum", "import"])


def test_what_leads_to_a_forbidden_place_is_left_out_and_told(otklik: Run, home: Path) -> None:
    (home / "sources.yaml").write_text(PLAN + "\nforbidden: [bad.example]\n", encoding="utf-8")
    rows = [{"text": f"{BAD} Подробнее: https://bad.example/1"}, {"text": BAD, "url": "https://otzyv.example/2"}]
    answer = imported(otklik, jsonl(home, *rows))
    assert answer == {"rows": 2, "new": 1, "known": 0, "forbidden": 1, "rejected": []}
    assert [one["url"] for one in listed(otklik)] == ["https://otzyv.example/2"]


def test_a_rejected_row_of_several_sheets_names_its_sheet(otklik: Run, home: Path) -> None:
    with xlsxwriter.Workbook(str(home / "reviews.xlsx")) as book:
        for month, day in (("Октябрь", "20.10.2026"), ("Ноябрь", "32.11.2026")):
            sheet = book.add_worksheet(month)
            sheet.write_row(0, 0, ["Отзыв", "Дата"])
            sheet.write_row(1, 0, [f"Зубр-Софт молчит, {month}", day])
    assert "Лист «Ноябрь», строка 2: " in otklik("import", "reviews.xlsx").stdout
    assert imported(otklik, "reviews.xlsx")["rejected"][0]["sheet"] == "Ноябрь"
