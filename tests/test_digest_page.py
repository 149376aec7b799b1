"""A digest as one HTML file, and in a terminal: tables, folded sections, pictures, and nothing from elsewhere."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from digest_values import bad, full, good
from render_values import MINSK
from web_page import WebPage

from monitor.digest import pictured
from monitor.domain import Status
from monitor.render.dates import Calendar
from monitor.render.digest import digest_document
from monitor.render.document import Document, Kind, Line, Picture, Span, cells, columns, line
from monitor.render.html import html, inline
from monitor.render.screen import console
from monitor.render.terminal import page
from monitor.texts import Texts

RU = Texts("ru")
PNG = b"\x89PNG\r\n\x1a\n"
LIGHT = [Picture(name, PNG + name.encode(), f"Что видно: {name}") for name in pictured(full())]
DARK = [Picture(one.name, b"dark" + one.png, one.said) for one in LIGHT]
WHOLE = digest_document(full(), Calendar(RU, MINSK, full().end), limit=None)


def shown(whole: Document = WHOLE) -> WebPage:
    said = {one.name: one.said for one in LIGHT}
    return WebPage(html(whole, title="W47", language="ru", pictures=inline(LIGHT), dark=inline(DARK), said=said))


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def in_terminal(whole: Document, width: int = 80) -> str:
    file = io.StringIO()
    out = console(file)
    out.width = width
    out.print(page(whole))
    return file.getvalue()


def test_the_page_is_whole_and_loads_nothing_from_elsewhere() -> None:
    told = shown()
    assert not told.open
    assert len(told.loaded) == 2 * len(LIGHT) == 10
    assert all(address.startswith("data:image/png;base64,") for address in told.loaded)
    assert not {"script", "link", "iframe", "object"} & set(told.tags)
    assert all(address.startswith("https://") for address in told.links)


def test_every_word_of_the_digest_stands_on_the_page() -> None:
    words = squeezed(shown().words)
    for one in WHOLE.lines:
        for group in one.cells or (one.spans,):
            assert squeezed("".join(span.text for span in group)) in words


def test_a_table_has_its_head_and_as_many_cells_in_every_row() -> None:
    rows = shown().rows
    start = rows.index(["О чём", "За неделю", "Неделей раньше", "Разница"])
    assert rows[start + 1] == ["поддержка", "8", "3", "+5"]
    assert len({len(row) for row in rows[start : start + 4]}) == 1


def test_a_folded_section_opens_at_a_press_and_in_print() -> None:
    text = html(WHOLE, title="W47", language="ru")
    assert text.count("<details>") == sum(one.kind is Kind.FOLDED for one in WHOLE.lines) == 11
    assert '<summary><h2 style="display: inline">Как мы отвечали</h2></summary>' in text
    assert "details::details-content" in text[text.index("@media print") :]
    assert "<details open" not in text


def test_a_picture_says_what_it_shows_and_has_a_dark_twin() -> None:
    told = shown()
    assert sorted(told.said) == sorted(one.said for one in LIGHT)
    text = html(WHOLE, title="W47", language="ru", pictures=inline(LIGHT), dark=inline(DARK[:1]))
    assert text.count("<source media=") == 1
    assert 'alt="Конкуренты"' in text


def test_without_its_pictures_the_page_is_complete() -> None:
    bare = WebPage(html(WHOLE, title="W47", language="ru"))
    assert not bare.loaded
    assert squeezed(bare.words) == squeezed(shown().words)


def test_pictures_and_tables_fit_where_a_mail_program_drops_the_style_sheet() -> None:
    text = re.sub(
        r"<style>.*?</style>", "", html(WHOLE, title="W47", language="ru", pictures=inline(LIGHT)), flags=re.DOTALL
    )
    assert text.count("<img ") == text.count('width="600" style="max-width: 100%; height: auto"') == 5
    assert text.count("<table ") == text.count("cellpadding=")


def test_pictures_of_a_mail_are_named_by_their_part() -> None:
    told = WebPage(html(WHOLE, title="W47", language="ru", pictures={"tone": "cid:tone@otklik"}))
    assert told.loaded == ["cid:tone@otklik"]


def test_hostile_words_stay_words_on_the_page() -> None:
    hostile = '=HYPERLINK("x") <script>alert(1)</script></td></table></details><b>\u202e' + "😀" * 500
    nasty = bad(1, title=hostile, url='https://x.example/"onload="alert(1)', assignee=hostile, status=Status.TAKEN)
    stories = replace(
        full().stories, alarming=(nasty,), alarming_count=1, positive=(good(2, title=hostile, text=hostile),)
    )
    places = (replace(full().first_pages[0].places[1], title=hostile),)
    pages = (replace(full().first_pages[0], places=places, left=places, query=hostile),)
    week = replace(full(), stories=stories, first_pages=pages)
    told = shown(digest_document(week, Calendar(RU, MINSK, week.end), limit=None))
    assert not told.open
    assert "script" not in told.tags
    assert "b" not in told.tags
    assert "\u202e" not in told.words
    assert told.words.count("<script>alert(1)</script>") > 3


def test_lines_that_name_a_picture_keep_their_words_where_it_is_missing() -> None:
    whole = Document((line("Неделя"), Line((Span("<тон>"),), Kind.SMALL, picture="tone")))
    assert "<small>&lt;тон&gt;</small>" in html(whole, title="", language="ru")
    shown = html(whole, title="", language="ru", pictures={"tone": "data:,"})
    assert '<img src="data:,"' in shown
    assert "<figcaption>&lt;тон&gt;</figcaption>" in shown


def test_each_head_begins_a_table_of_its_own() -> None:
    row = cells("а", "1", said=(Span("а 1"),))
    whole = Document((columns("б", "в"), row, columns("г", "д"), row, row))
    assert html(whole, title="", language="ru").count("<table ") == 2
    assert "а 1" not in html(whole, title="", language="ru")
    assert in_terminal(whole).count("─") > 0
    assert html(Document((row,)), title="", language="ru").count("<td>") == 2


@pytest.mark.parametrize("width", [40, 80, 100])
def test_a_terminal_shows_tables_and_no_line_is_too_long(width: int) -> None:
    text = in_terminal(WHOLE, width)
    assert max(map(len, text.splitlines())) <= width
    if width == 80:
        assert re.search(r"О чём +За неделю +Неделей раньше +Разница", text)
        assert re.search(r"поддержка +8 +3 +\+5", text)
        assert "поддержка – 8" not in text
