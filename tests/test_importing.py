"""Which column is what, and what bytes become a table."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter
from hypothesis import example, given
from hypothesis import strategies as st

from monitor.domain import Reply
from monitor.errors import ConfigError
from monitor.export import csv_head, is_formula
from monitor.importing import Brought, read_file
from monitor.importing.columns import columns_of, read_map
from monitor.importing.rows import written_in
from monitor.importing.tables import INFLATED, LARGEST
from monitor.texts import Texts

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def read(data: bytes, **mapping: str) -> Brought:
    return read_file(
        data,
        source=None,
        mapping=mapping,
        brands={"zubr": "zubr"},
        zone=ZoneInfo("Europe/Minsk"),
        now=NOW,
    )


def items(data: bytes, **mapping: str) -> list[Any]:
    return [one.found.item for handed in read(data, **mapping).handed.values() for one in handed]


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        (
            ["Review Title", "What do you like best?", "What do you dislike?", "Star Rating", "Reviewer Name", "Date"],
            {"title": 0, "text": (1, 2), "rating": 3, "author": 4, "published": 5},
        ),
        (
            ["Дата отзыва", "Имя пользователя", "Текст отзыва", "Оценка", "Ответ организации", "Ссылка на отзыв"],
            {"published": 0, "author": 1, "text": 2, "rating": 3, "reply": 4, "url": 5},
        ),
        (["Reviewer", "Review", "Rating", "Date"], {"author": 0, "text": 1, "rating": 2, "published": 3}),
        (["ДАТА:", "Автор*", "ОТЗЫВ", "Количество звёзд"], {"published": 0, "author": 1, "text": 2, "rating": 3}),
        (["Достоинства", "Недостатки", "Комментарий", "Рейтинг"], {"text": (0, 1, 2), "rating": 3}),
        (["text", "Отзыв", "Компания", "Продукт"], {"text": 0}),
        (["Отзыв", "Отзыв", "Плюсы"], {"text": (0, 2)}),
        ([None, 5, "Текст"], {"text": 2}),
        (
            ["Title", "What do you like best about Zubr?", "What do you dislike about Zubr?", "Submitted At"],
            {"title": 0, "text": (1, 2), "published": 3},
        ),
        (
            ["Review Submit Date and Time", "Star Rating", "Review Text", "Developer Reply Text", "Review Link"],
            {"published": 0, "rating": 1, "text": 2, "reply": 3, "url": 4},
        ),
        (
            ["Review Id", "Review Created (UTC)", "Review Content", "Review Stars", "Review Username"],
            {"guid": 0, "published": 1, "text": 2, "rating": 3, "author": 4},
        ),
        (
            ["Дата", "Время", "Текст", "Тональность", "URL", "Автор", "URL автора", "Место публикации", "Комментарии"],
            {"published": (0, 1), "text": 2, "url": 4, "author": 5},
        ),
        (
            ["Дата публикации", "Аккаунт", "Сообщение", "Ссылка на сообщение", "СМ Индекс"],
            {"published": 0, "author": 1, "text": 2, "url": 3},
        ),
        (["Date", "Hour", "Headline", "Hit Sentence", "URL"], {"published": (0, 1), "title": 2, "text": 3, "url": 4}),
    ],
)
def test_columns_of_usual_exports_are_recognised(header: list[Any], fields: dict[str, Any]) -> None:
    wanted = {field: place if isinstance(place, tuple) else (place,) for field, place in fields.items()}
    assert columns_of(header, {}).places == wanted


def test_what_a_person_says_of_a_column_counts_more_than_its_name() -> None:
    columns = columns_of(["Отзыв", "Мнение", "Плюсы"], {"мнение": "text", "Плюсы": "title"})
    assert columns.places == {"text": (1,), "title": (2,)}
    several = columns_of(["Чем хорош", "Чем плох"], {"Чем хорош": "text", "Чем плох": "text", "Тема": "title"})
    assert (several.places, several.missing) == ({"text": (0, 1)}, ("Тема",))


MAPPED = (
    "brand, source, url, title, text, author, published, rating, rating_text, reply, guid, "
    "query, position, snippet, engine, date, -"
)


@pytest.mark.parametrize(
    ("written", "key", "blank", "said"),
    [
        *((one, "map", "value", one) for one in ("Отзыв", "=text", " =text")),
        ("Отзыв=txt", "no_such_field_near", "near", "text"),
        ("Отзыв=слова", "no_such_field", "known", MAPPED),
    ],
)
def test_what_is_no_map_is_said_with_what_may_be_one(written: str, key: str, blank: str, said: str) -> None:
    with pytest.raises(ConfigError) as refused:
        read_map([written])
    assert (refused.value.key, refused.value.blanks[blank]) == (f"import.{key}", said)
    assert said in Texts("ru").error(refused.value)
    assert read_map(["Отзыв=-"]) == {"Отзыв": "-"}


@pytest.mark.parametrize(
    ("data", "mapping", "said"),
    [
        ("Отчёт\nКомпания;Продукт; \nа;б;\n", {}, "Компания, Продукт"),
        ('[{"": 1}]', {}, "-"),
        ("Мнение;Звёзды\nа;1\n", {"Мнения": "text"}, "Мнение"),
        ("Отзыв;Звёзды\nа;1\n", {"Комментарий": "text"}, "Отзыв, Звёзды"),
    ],
)
def test_a_table_without_the_columns_is_refused_with_those_it_has(data: str, mapping: Any, said: str) -> None:
    with pytest.raises(ConfigError) as refused:
        read(data.encode(), **mapping)
    assert said in {str(blank) for blank in refused.value.blanks.values()}


def test_whatever_a_row_says_of_a_mention_is_kept() -> None:
    row = {"text": "Вот: https://b.example/2", "title": "Тема", "guid": 7, "reply": "Спасибо", "source": "forum"}
    rows = [row | {"url": "https://a.example/1", "brand": "ZUBR"}, {"rating": 4, "source": "С карты", "published": " "}]
    handed = read(json.dumps(rows).encode()).handed
    (one,), (bare,) = handed["forum"], handed["import"]
    item = one.found.item
    assert (item.title, item.guid, item.replies, one.brands) == ("Тема", "7", (Reply("Спасибо"),), ("zubr",))
    assert item.links == ("https://a.example/1", "https://b.example/2")
    assert (bare.found.item.rating, bare.found.item.published, bare.brands) == (0.75, None, ())


@pytest.mark.parametrize("written", ["Отзыв\n'=А", '{\n "Отзыв":\n "=А"\n}'])
def test_one_column_or_one_record_is_a_table_too(written: str) -> None:
    assert [item.text for item in items(written.encode())] == ["=А"]


def test_advantages_and_drawbacks_are_one_text() -> None:
    (item,) = items("Достоинства,Недостатки\nБыстро,Дорого\n".encode())
    assert item.text == "Быстро Дорого"


@pytest.mark.parametrize("above", ["sep=;\n", "Отчёт\n\nПериод;ноябрь\n", "\n\n"])
def test_what_stands_above_the_header_is_passed_over(above: str) -> None:
    brought = read(f"{above}Отзыв;Оценка\nхорошо;5\nплохо;никак\n".encode())
    assert (brought.rows, [one.row for one in brought.rejected]) == (2, [above.count("\n") + 3])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_any_usual_delimiter_and_encoding_is_recognised(encoding: str, mark: str) -> None:
    out = io.StringIO()
    said = "Раз, два; три\nи «четыре», – сказали нам"
    csv.writer(out, delimiter=mark).writerows([["Текст отзыва", "Имя автора"], [said, "Анна"]])
    (item,) = items(out.getvalue().encode(encoding))
    assert (item.text, item.author) == (said.replace("\n", " "), "Анна")


@pytest.mark.parametrize(
    ("marks", "column", "shares"),
    [
        ([1, 1], "rating", [0.0, 0.0]),
        ([0, 1, 5], "rating", [None, 0.0, 1.0]),
        ([0, 10], "rating", [0.0, 1.0]),
        ([0.25, 1], "rating", [0.25, 1.0]),
        ([0, "1"], "Оценка", [0.0, 1.0]),
        (["2/5", "4 из 5"], "rating", [0.25, 0.75]),
        ([10, 5.5], "Оценка", [1.0, 0.5]),
        ([90, "50"], "Оценка", [0.9, 0.5]),
        (["★★☆☆☆", "нет"], "Оценка", [0.25, None]),
    ],
)
def test_a_rating_is_read_by_the_scale_of_its_column(marks: list[Any], column: str, shares: list[float | None]) -> None:
    rows = [{"text": f"Отзыв {n}", column: mark} for n, mark in enumerate(marks)]
    assert [item.rating for item in items(json.dumps(rows).encode())] == shares


@pytest.mark.parametrize(("share", "written", "said"), [(0.25, "", "25/100"), (0, None, "0/100"), (0.25, "2/5", "2/5")])
def test_a_share_is_said_out_of_a_hundred_where_no_text_stands_beside(share: float, written: Any, said: str) -> None:
    row = {"text": "Заказывали в апреле", "rating": share, "rating_text": written}
    (item,) = items(json.dumps(row).encode())
    assert (item.rating, item.rating_text) == (share, said)


@pytest.mark.parametrize("mark", ["11/5", "-2", "хорошо", "2026 год"])
def test_what_is_no_rating_is_said_and_the_column_can_be_left_out(mark: str) -> None:
    data = f"Отзыв;Оценка\nхорошо;5\nплохо;{mark}\n".encode()
    (rejected,) = read(data).rejected
    assert (rejected.row, rejected.error.blanks["value"]) == (3, mark)
    assert read(data, Оценка="-").rejected == ()


def test_american_dates_are_told_by_their_column() -> None:
    found = items(b"Review,Date\nSlow,11/05/2026\nFine,11/20/2026 10:15 AM\n")
    assert [item.published.date().isoformat() for item in found] == ["2026-11-04", "2026-11-20"]
    for others in ("", "So so,11/12/2025\n", "So so,11/25/2025\nFine,25/11/2025\n"):
        either = items(f"Review,Date\nSlow,11/05/2026\n{others}".encode())[0]
        assert either.published.date().isoformat() == "2026-05-10"


def test_one_broken_letter_does_not_make_another_encoding_of_a_file() -> None:
    (item,) = items("Отзыв\nДолго ждали, но дождались".encode() + b"\xff")
    assert item.text.startswith("Долго ждали")


@pytest.mark.long
def test_a_workbook_that_says_it_is_huge_is_not_unpacked() -> None:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book,
        book.open("xl/sheet1.xml", "w") as sheet,
    ):
        for _ in range(INFLATED // 10_000_000 + 1):
            sheet.write(bytes(10_000_000))
    with pytest.raises(ConfigError, match="larger than"):
        read(out.getvalue())


def test_a_file_that_is_too_large_is_not_read() -> None:
    with pytest.raises(ConfigError, match="larger than"):
        read(bytes(LARGEST + 1))


@given(st.binary(max_size=300))
@example(b'"')
@example(b'a,"b\n')
@example(b"\x00" * 99)
@example(b"{")
@example(b"[[[")
@example(b"[" * 99_999)
@example(b'{"text": NaN, "rating": Infinity}')
@example(b"\xff\xfe")
@example(b"\xd0\xcf\x11\xe0zz")
def test_any_bytes_are_a_table_or_a_sentence(data: bytes) -> None:
    with suppress(ConfigError):
        brought = read(data)
        assert brought.rows >= len(brought.rejected)


@given(st.text(alphabet="'=+-@a\t", max_size=6))
def test_an_escape_of_ours_is_undone_and_nothing_else(text: str) -> None:
    escaped = f"'{text}" if is_formula(text) else text
    assert written_in(escaped, escaped=True) == text


def test_records_are_told_apart_over_the_whole_file() -> None:
    rows = [{"text": f"Отзыв {n}", "url": "https://a.example/all", "author": "Аноним"} for n in range(3)]
    found = [one.found for one in read(json.dumps(rows).encode()).handed["import"]]
    assert not any(key.startswith("u:") for one in found for key in one.keys)


def test_our_own_header_alone_is_an_empty_table() -> None:
    assert read(csv_head().encode()).rows == 0


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("Отзыв\nУжасно, деньги не вернули, молчат\n", "Ужасно, деньги не вернули, молчат"),
        ("Дата,Автор,Отзыв\n20.11.2026,Анна,Ужасно, деньги не вернули\n", "Ужасно, деньги не вернули"),
        ("Дата;Отзыв\n20.11.2026;Ужасно; деньги, и те не вернули;\n", "Ужасно; деньги, и те не вернули;"),
    ],
)
def test_a_text_in_the_last_column_needs_no_quotes(data: str, said: str) -> None:
    assert [one.text for one in items(data.encode())] == [said]


def test_a_row_whose_text_runs_into_other_columns_is_refused() -> None:
    brought = read("Отзыв,Автор,Дата\nУжасно, деньги,Анна,20.11.2026\nПлохо,Пётр,20.11.2026,,\n".encode())
    assert [(one.row, one.error.key) for one in brought.rejected] == [(2, "import.cells")]
    assert [one.found.item.text for handed in brought.handed.values() for one in handed] == ["Плохо"]


def workbook(*sheets: Sequence[Sequence[object]]) -> bytes:
    """A workbook of these sheets, their days and times typed."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        forms = {date: book.add_format({"num_format": "dd.mm.yyyy"}), time: book.add_format({"num_format": "hh:mm"})}
        for rows in map(enumerate, sheets):
            sheet = book.add_worksheet()
            for row, cells in rows:
                for column, cell in enumerate(cells):
                    sheet.write(row, column, cell, forms.get(type(cell)))
    return out.getvalue()


def test_a_cover_with_a_subject_is_not_taken_for_the_mentions() -> None:
    cover: list[list[object]] = [["Тема", "Зубр-Софт"], ["Период", "ноябрь"], ["Сообщений", 1]]
    assert [one.text for one in items(workbook(cover, [["Дата", "Текст"], ["20.11.2026", "Ужас"]]))] == ["Ужас"]


def test_sheets_that_are_laid_out_alike_are_all_read() -> None:
    head = ["Дата", "Отзыв", "Оценка"]
    one, other = ["20.11.2026", "Ужас", 1], ["21.11.2026", "Хорошо", 5]
    book = workbook([head, one], [["Площадка", "Отзыв"], ["Итого", "7"]], [head, other, ["когда-то", "Так себе", 3]])
    brought = read(book)
    assert (brought.rows, [(one.row, one.error.key) for one in brought.rejected]) == (3, [(3, "import.date")])
    assert [item.text for item in items(book)] == ["Ужас", "Хорошо"]
    assert [one.sheet for one in brought.rejected] == ["Sheet3"]
    assert [one.sheet for one in read(workbook([head, ["когда-то", "Так себе", 3]])).rejected] == [""]


def test_a_cell_that_leads_somewhere_is_a_link_whatever_stands_in_it() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet("О выгрузке").write(0, 0, "Brand Analytics")
        sheet = book.add_worksheet("Отзывы & упоминания")
        sheet.write_row(0, 0, ["Ссылка", "Автор", "Заголовок", "Текст"])
        for row, text in enumerate(("Ужас", "Плохо", "Так себе", "Хорошо"), 1):
            sheet.write_row(row, 1, ["Анна", "Отзыв", text])
            sheet.write_url(row, 1, f"https://site.example/people/{row}", string="Анна")
        sheet.write_url(1, 0, "https://site.example/review?id=1&utm_source=x", string="Открыть")
        sheet.write_formula(2, 0, '=HYPERLINK("https://site.example/review?id=2&a=b","Открыть")', value="Открыть")
        sheet.write_url(3, 2, "https://site.example/review?id=3", string="Отзыв")
        sheet.write_url(4, 0, "internal:'О выгрузке'!A1", string="Открыть")
    addresses = ["https://site.example/review?id=1", "https://site.example/review?id=2&a=b"]
    assert [item.url for item in items(out.getvalue())] == [*addresses, "https://site.example/review?id=3", ""]


@pytest.mark.parametrize("count", [12, "12"])
def test_how_many_comments_there_are_is_no_part_of_the_text(count: object) -> None:
    rows = [{"Text": "Down again", "Likes": count, "Comments": count}, {"Title": "So so", "Comments": "Too slow"}]
    assert [item.text for item in items(json.dumps(rows).encode())] == ["Down again", "Too slow"]
    assert [one.error.key for one in read(json.dumps([{"Likes": count, "Comments": count}]).encode()).rejected]


@pytest.mark.parametrize(
    ("day", "clock", "said"),
    [
        ("20.11.2026", "14:35:12", "2026-11-20T11:35:12"),
        (date(2026, 11, 20), time(14, 35), "2026-11-20T11:35:00"),
        ("2026-11-20 09:00", "14:35", "2026-11-20T06:00:00"),
        ("20.11.2026", "", "2026-11-19T21:00:00"),
        (46346, "14:35", "2026-11-19T21:00:00"),
    ],
)
def test_a_time_beside_its_day_is_read_with_it(day: object, clock: object, said: str) -> None:
    (item,) = items(workbook([["Дата", "Время", "Текст"], [day, clock, "Ужас"]]))
    assert item.published.isoformat() == f"{said}+00:00"


def test_an_american_time_is_read_beside_its_day() -> None:
    (item,) = items(b"Date,Time,Text\n11/20/2026,2:35 PM,Slow\n")
    assert item.published.isoformat() == "2026-11-20T11:35:00+00:00"


def test_a_column_that_says_so_holds_utc() -> None:
    (item,) = items(b"Review Created (UTC),Review Content\n2026-11-20 14:35:12,Slow\n")
    assert item.published.isoformat() == "2026-11-20T14:35:12+00:00"
