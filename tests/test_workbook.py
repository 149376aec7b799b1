"""Tables of mentions: typed, linked, filtered; and whatever people wrote, no cell of them calculates."""

from __future__ import annotations

import csv
import errno
import gc
import io
import sys
import tempfile
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from render_values import MINSK, record

from monitor.domain import Cue, Flag, Label, Reason, Record, Severity, Status
from monitor.export import FIELDS, SHEET, as_jsonl, csv_head, csv_rows, xlsx_row
from monitor.texts import Texts
from monitor.weekly.sheet import week_rows, week_sheet
from monitor.workbook import Column, Sheet, WorkbookError, filling, workbook, written

NOW, HOUR = datetime(2026, 11, 27, 6, tzinfo=UTC), timedelta(hours=1)
HOSTILE = (
    '=HYPERLINK("https://evil.example","x")',
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "{=1+1}",
    "<b>жирно</b> & <f>1</f>",
    "😀" * 500,
    "a\u202eтекст\u200f",
    "\x00\x01\x0b\x1f",
    "_x000D_",
    "half \ud83d",
    "x" * 40_000,
    "😀" * 20_000,
)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
NAMES = {"zubr": "Зубр-Софт"}


def parts(book: bytes) -> dict[str, str]:
    """The XML inside; every part of it has to be well formed."""
    with zipfile.ZipFile(io.BytesIO(book)) as whole:
        found = {name: whole.read(name).decode() for name in whole.namelist()}
    for xml in found.values():
        ET.fromstring(xml)  # noqa: S314  # we wrote it
    return found


def calculates(book: bytes) -> bool:
    """Whether any cell of the sheet is a formula."""
    sheet = ET.fromstring(parts(book)["xl/worksheets/sheet1.xml"])  # noqa: S314  # we wrote it
    return next(sheet.iter(f"{MAIN}f"), None) is not None


def read(book: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()


def of_export(*records: Record) -> bytes:
    return workbook(SHEET, map(xlsx_row, records))


def of_week(*records: Record, left_out: int = 0) -> bytes:
    texts = Texts("ru")
    sheet = week_sheet("2026-W47", texts=texts, zone=MINSK, left_out=left_out)
    return workbook(sheet, week_rows(records, texts=texts, brands=NAMES, now=NOW))


def hostile(said: str) -> Record:
    """Everything that people can write, written so."""
    words = {"title": said, "text": said, "author": said, "url": said, "rating_text": said, "reply_url": said}
    return record(**words, words=(Cue(said, -1.0),), assignee=said)


@pytest.mark.parametrize("said", HOSTILE)
def test_nothing_that_people_write_calculates_or_breaks_a_workbook(said: str) -> None:
    for book in (of_export(hostile(said)), of_week(hostile(said))):
        assert not calculates(book)
        assert len(read(book)) == 2


def test_a_formula_would_be_noticed() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet().write_formula(0, 0, "=1+1")
    assert calculates(out.getvalue())


@pytest.mark.parametrize("said", [one for one in HOSTILE if len(one) < 1000 and one.isprintable()])
def test_what_people_write_arrives_in_a_workbook_as_it_is(said: str) -> None:
    row = dict(zip(FIELDS, read(of_export(hostile(said)))[1], strict=True))
    assert (row["title"], row["author"]) == (said, said)


@pytest.mark.parametrize("said", HOSTILE)
def test_nothing_that_people_write_calculates_in_a_table_of_words(said: str) -> None:
    written_out = f"{csv_head()}{csv_rows([hostile(said)])}".encode("utf-8", "replace").decode("utf-8-sig")
    [_, row] = csv.reader(io.StringIO(written_out, newline=""))
    cells = dict(zip(FIELDS, row, strict=True))
    assert not any(
        value.startswith(("=", "+", "-", "@", "\t", "\r")) for name, value in cells.items() if name != "score"
    )
    assert cells["title"].removeprefix("'") == said.encode("utf-8", "replace").decode()
    assert as_jsonl([hostile(said)]).count("\n") == 1


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(), max_size=40))
def test_whatever_is_written_the_file_can_be_opened(said: str) -> None:
    assert not calculates(of_export(hostile(said), hostile(f"={said}")))


def test_dates_are_dates_in_the_teams_time_and_the_head_says_whose() -> None:
    late = record(at=datetime(2026, 11, 17, 22, 30, tzinfo=UTC))
    head, row = read(of_week(late))
    assert (head[1], row[1].isoformat()) == ("Когда (Europe/Minsk)", "2026-11-18T01:30:00")
    assert read(of_export(late))[1][FIELDS.index("at")].isoformat() == "2026-11-17T22:30:00"


def test_a_date_that_excel_has_none_for_is_words() -> None:
    old = [record(published=datetime(*day, 12, tzinfo=UTC)) for day in ((1850, 1, 2), (1900, 1, 1), (1900, 3, 1))]
    _, *rows = read(of_week(*old))
    assert [row[14] for row in rows] == ["1850-01-02 13:50", "1900-01-01 13:50", datetime(1900, 3, 1, 13, 50)]  # noqa: DTZ001


def test_a_row_says_in_the_teams_words_what_was_said_where_and_how_it_stands() -> None:
    told = record(severity=Severity.P1, reasons=("support", "money"), status=Status.TAKEN, assignee="Анна")
    [head, row] = read(of_week(told))
    found = dict(zip(head, row, strict=True))
    assert [found[name] for name in ("№", "Бренд", "Площадка", "Тон", "Важность", "Состояние")] == [
        "m-1042",
        "Зубр-Софт",
        "отзывчик.рф",
        "негатив",
        "Срочно",
        "в работе",
    ]
    assert (found["На что жалуются"], found["Решающие слова"]) == ("поддержка, деньги", "хамит, сбои")
    assert "Анна" not in row  # people are not measured


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"label": Label.POSITIVE, "flag": None}, ""),
        ({"flag": None}, "новое"),
        ({"label": Label.NEUTRAL, "flag": Flag.QUESTION}, "новое"),
        ({"label": Label.POSITIVE, "flag": None, "status": Status.ANSWERED}, "отвечено"),
        ({"status": Status.DISMISSED, "reason": Reason.NO_REPLY}, "без ответа"),
    ],
)
def test_only_what_asks_for_work_has_a_state(changes: Any, state: str) -> None:
    [head, row] = read(of_week(record(**changes)))
    assert dict(zip(head, row, strict=True))["Состояние"] == state


def test_addresses_are_links_and_what_is_no_address_is_words() -> None:
    links = (
        "https://otzyv.example/1?a=b&c=d",
        "javascript:alert(1)",
        "https://otzyv.example/a b",
        "file:///etc/passwd",
    )
    book = workbook(Sheet("links", (Column("url", links=True),), UTC), [[one] for one in links])
    assert parts(book)["xl/worksheets/sheet1.xml"].count("<hyperlink ") == 1
    assert 'Target="https://otzyv.example/1?a=b&amp;c=d"' in parts(book)["xl/worksheets/_rels/sheet1.xml.rels"]
    assert [row[0] for row in read(book)[1:]] == [*links]


def test_a_link_longer_than_excel_takes_is_words() -> None:
    long = "https://otzyv.example/" + "a" * 3000
    assert read(workbook(Sheet("links", (Column("url", links=True),), UTC), [[long]]))[1] == [long]


def test_more_links_than_excel_takes_are_words() -> None:
    rows = [[f"https://otzyv.example/{n}"] for n in range(5)]
    book = workbook(Sheet("links", (Column("url", links=True),), UTC, links=2), rows)
    assert parts(book)["xl/worksheets/sheet1.xml"].count("<hyperlink ") == 2
    assert len(read(book)) == 6


def test_the_head_stays_while_one_scrolls_and_every_column_can_be_filtered() -> None:
    sheet = parts(of_week(record(), record()))["xl/worksheets/sheet1.xml"]
    assert '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' in sheet
    assert '<autoFilter ref="A1:S3"/>' in sheet


def test_a_table_that_does_not_hold_everything_says_so_below() -> None:
    rows = read(of_week(record(), left_out=7))
    assert [row[0] for row in rows] == [
        "№",
        "m-1042",
        "",
        "Здесь самые новые упоминания. Ещё за эту неделю: 7. Все выгрузит otklik mentions --format xlsx.",
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"status": Status.ANSWERED, "answered": NOW - 2 * HOUR}, "да"),
        ({"status": Status.ANSWERED, "answered": NOW}, "нет"),
        ({"status": Status.TAKEN}, "нет"),
        ({"status": Status.TAKEN, "deadline": NOW + HOUR}, ""),
        ({"status": Status.DISMISSED}, ""),
        ({"status": Status.NEW, "deadline": None}, ""),
    ],
)
def test_a_row_says_whether_the_answer_came_in_time(changes: dict[str, Any], said: str) -> None:
    rows = read(of_week(record(**{"deadline": NOW - HOUR, **changes})))
    assert rows[1][rows[0].index("В срок")] == said


@pytest.mark.long
async def test_a_process_of_its_own_writes_the_same_table() -> None:
    records = [record(number=number) for number in range(450)]
    texts = Texts("ru")
    sheet = week_sheet("2026-W47", texts=texts, zone=MINSK)
    book = await written(sheet, week_rows(records, texts=texts, brands=NAMES, now=NOW))
    assert read(book) == read(of_week(*records))


async def test_a_process_that_fails_says_so_and_leaves_nothing_behind() -> None:
    with pytest.raises(WorkbookError):
        await written(Sheet("a name that is longer than Excel takes", (Column("a"),), UTC), [["b"]] * 999)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_a_full_disk_says_so_and_nothing_else_when_the_file_is_cleaned_away(monkeypatch):
    complaints: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", complaints.append)

    def fill() -> int | None:
        with Path("/dev/full").open("wb", buffering=0) as file:
            try:
                with filling(file, SHEET) as row:
                    row(xlsx_row(record()))
            except OSError as error:
                return error.errno
        return None

    assert fill() == errno.ENOSPC
    gc.collect()
    assert complaints == []


def test_rows_wait_beside_the_file_and_need_no_room_elsewhere(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "full"))
    with (tmp_path / "m.xlsx.part").open("wb") as file, filling(file, SHEET) as row:
        row(xlsx_row(record()))
    assert [one.name for one in tmp_path.iterdir()] == ["m.xlsx.part"]
    assert CalamineWorkbook.from_path(str(tmp_path / "m.xlsx.part")).sheet_names == [SHEET.name]
