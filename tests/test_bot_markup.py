"""What a document looks like in Telegram, and which buttons stand under it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram_html import parse

from bot.markup import html, plain
from monitor.render.document import Document, Kind, Line, Span, Style, document, line, link
from monitor.texts import Texts

RU = Texts("ru")

spans = st.builds(
    Span,
    st.text(max_size=900),
    st.sampled_from([Style.PLAIN, Style.BOLD, Style.BOLD | Style.MARK, Style.CODE, Style.ITALIC]),
    st.sampled_from(["", "https://otzyv.example/a?b=1&c='2'", "javascript:alert(1)", 'https://x.example/"><b>']),
)
documents = st.lists(st.builds(Line, st.lists(spans, max_size=4).map(tuple), st.sampled_from(Kind)), max_size=9)


@pytest.mark.long
@given(documents.map(lambda lines: Document(tuple(lines))))
def test_whatever_is_said_telegram_can_parse_it_and_leads_only_to_the_web(document: Document) -> None:
    text, entities = parse(html(document))
    assert len(text) <= 4096
    assert all(entity["url"].startswith("https://otzyv.example/") for entity in entities if "url" in entity)


def test_outside_words_bring_no_markup_of_their_own() -> None:
    document = Document((Line((Span("<a href='https://evil.example'>нажмите</a> & <b>", Style.BOLD),)),))
    assert parse(html(document))[0] == "<a href='https://evil.example'>нажмите</a> & <b>"


def test_lines_of_a_quote_stand_in_one_block() -> None:
    document = Document((Line((Span("a"),), Kind.QUOTE), Line((Span("b"),), Kind.QUOTE), Line((Span("c"),))))
    assert html(document) == "<blockquote>a\nb</blockquote>\nc"


def test_plain_text_keeps_the_addresses_of_links() -> None:
    document = Document((Line((link("открыть", "https://otzyv.example/42"),)),))
    assert plain(document) == "открыть (https://otzyv.example/42)"


def test_a_folded_section_opens_at_a_press_and_a_remark_on_the_whole_stays_outside() -> None:
    whole = document(
        [
            line("Итог", kind=Kind.TITLE),
            Line(),
            line("Хорошее", kind=Kind.FOLDED),
            line("«Спасибо»", kind=Kind.QUOTE),
            line("m-7", kind=Kind.BULLET),
            Line(),
            line("…ещё разделов: 2", kind=Kind.SMALL),
        ]
    )
    assert html(whole) == (
        "<b>Итог</b>\n\n<b>Хорошее</b>\n<blockquote expandable>«Спасибо»\n• m-7</blockquote>\n\n<i>…ещё разделов: 2</i>"
    )
    assert parse(html(whole))[0] == whole.text


def test_a_line_of_ours_that_begins_with_an_arabic_name_is_still_laid_from_left_to_right() -> None:
    author, title, quote = line("👤 محمد علي · 2 ноября"), line("برنامج زوبر"), line("سيء Zubr", kind=Kind.QUOTE)
    left, *others = html(document([author, title, quote])).splitlines()
    assert left == "\u200e👤 محمد علي · 2 ноября"
    assert others == ["برنامج زوبر", "<blockquote>سيء Zubr</blockquote>"]  # words of others keep their own way
    long = html(document([line("محمد " + "Zubr " * 9)] * 200))
    assert len(parse(long)[0]) <= 4096
