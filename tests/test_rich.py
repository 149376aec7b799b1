"""A document as a rich message: what it looks like, and that Telegram always takes it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from hypothesis import given, settings
from hypothesis import strategies as st
from render_values import MINSK
from telegram_rich import BLOCKS, CHARACTERS, COLUMNS, BrokenRichError, Reading, words
from test_digest import BRANDS, bad, week

from bot.rich import Size, rich_message, size_of
from monitor.digest import Watched
from monitor.domain import SourceState
from monitor.render.dates import Calendar
from monitor.render.digest import digest_document
from monitor.render.document import (
    Attachment,
    Document,
    Kind,
    Line,
    Picture,
    Span,
    Style,
    bold,
    cells,
    code,
    columns,
    dated,
    document,
    line,
    link,
    named,
)
from monitor.texts import Texts

PNG = b"\x89PNG"
AT = datetime(2026, 11, 17, 7, 5, tzinfo=UTC)


def rest(left_out: int) -> Line:
    return line(f"…ещё разделов: {left_out}", kind=Kind.SMALL)


def sent(lines: list[Line] | Document, *pictures: Picture, file: Attachment | None = None) -> Any:
    """What travels to Telegram, as JSON says it."""
    whole = lines if isinstance(lines, Document) else document(lines)
    message = rich_message(whole, pictures, file, rest=rest)
    return AiohttpSession().prepare_value(message, Bot("42:TEST"), {}, _dumps_json=False)


def blocks(*lines: Line, **known: Any) -> list[Any]:
    return sent([*lines], **known)["blocks"]


def read(message: Any) -> Reading:
    """Telegram's own look at it."""
    reading = Reading(lambda kind, name: name)
    reading.message(message)
    return reading


def row(*values: Any) -> Line:
    return cells(*values, said=(Span(" ".join(str(value) for value in values)),))


def test_titles_and_headings_are_headings_and_remarks_are_small() -> None:
    assert blocks(
        line("Дайджест", kind=Kind.TITLE), Line(), line("Негатив", kind=Kind.HEADING), line("…ещё 3", kind=Kind.SMALL)
    ) == [
        {"type": "heading", "text": "Дайджест", "size": 1},
        {"type": "heading", "text": "Негатив", "size": 3},
        {"type": "footer", "text": "…ещё 3"},
    ]


def test_entries_stand_in_one_list_and_those_with_a_mark_of_their_own_have_no_second_one() -> None:
    plain, marked = [line(text, kind=Kind.BULLET) for text in ("раз", "два")], line("🔴 три", kind=Kind.BULLET)
    [listed] = blocks(*plain)
    assert [item["blocks"][0]["text"] for item in listed["items"]] == ["раз", "два"]
    assert blocks(marked, marked) == [{"type": "paragraph", "text": "🔴 три"}] * 2
    assert blocks(line("1. четыре", kind=Kind.BULLET)) == [{"type": "paragraph", "text": "1. четыре"}]


def test_a_table_has_a_head_and_its_figures_stand_at_the_right() -> None:
    [table] = blocks(
        columns("Площадка", "Всего", "Оценка"), row("Хабр", bold("17"), "—"), row("2ГИС", "70 (+3)", "4,4")
    )
    assert table["is_compact"]
    assert [[cell["text"] for cell in line] for line in table["cells"]] == [
        ["Площадка", "Всего", "Оценка"],
        ["Хабр", {"type": "bold", "text": "17"}, "—"],
        ["2ГИС", "70 (+3)", "4,4"],
    ]
    assert [cell["align"] for cell in table["cells"][2]] == ["left", "right", "right"]
    assert [line[0].get("is_header", False) for line in table["cells"]] == [True, False, False]


def test_each_head_begins_a_table_of_its_own() -> None:
    found = blocks(columns("а", "б"), row("1", "2"), columns("в"), row("3"))
    assert [(one["type"], len(one["cells"])) for one in found] == [("table", 2), ("table", 2)]


def test_a_table_that_is_too_wide_is_told_in_words() -> None:
    wide = ["9"] * (COLUMNS + 1)
    [listed] = blocks(columns(*wide), row(*wide))
    assert listed["type"] == "list"
    assert words(listed).split() == wide
    assert blocks(columns(*wide[:10]), row(*wide[:10]))[0]["type"] == "table"


def test_a_table_that_a_phone_would_cut_is_told_in_words() -> None:
    said = ("Площадка", "Оценка", "С поправкой", "Новых", "Ждут ответа")
    [listed] = blocks(columns(*said), row("otzyv.example", "3,1", "3,4", "2", "1"))
    assert words(listed).strip() == "otzyv.example 3,1 3,4 2 1"
    assert blocks(columns(*said[:3]), row("otzyv.example", "3,1", "3,4"))[0]["type"] == "table"


def test_a_fold_holds_what_follows_up_to_the_next_heading() -> None:
    folded, heading = blocks(
        line("Хорошее", kind=Kind.FOLDED),
        line("Спасибо"),
        line("«Быстро»", kind=Kind.QUOTE),
        line("Источники", kind=Kind.HEADING),
    )
    assert (folded["type"], folded["summary"], folded.get("is_open")) == ("details", "Хорошее", None)
    assert [one["type"] for one in folded["blocks"]] == ["paragraph", "blockquote"]
    assert heading["text"] == "Источники"


def test_a_remark_at_the_end_stands_outside_of_the_last_fold() -> None:
    ends = [Line(), line("…ещё 3", kind=Kind.SMALL)]
    assert [one["type"] for one in blocks(line("Всё", kind=Kind.FOLDED), line("раз"), *ends)] == ["details", "footer"]
    assert len(blocks(line("Всё", kind=Kind.FOLDED), line("раз"), *ends[1:])) == 1


def test_a_fold_with_nothing_in_it_is_a_heading() -> None:
    assert blocks(line("Пусто", kind=Kind.FOLDED)) == [{"type": "heading", "text": "Пусто", "size": 3}]


def test_words_stand_out_lead_somewhere_call_somebody_and_name_a_moment() -> None:
    [said] = blocks(
        Line(
            (
                Span("a", Style.BOLD | Style.MARK),
                link("b", "https://otzyv.example/1"),
                link("c", "http://localhost/"),
                code("m-1"),
                named("Анна", 11),
                dated("вт", AT),
            )
        )
    )
    user = {"id": 11, "is_bot": False, "first_name": "Анна"}
    assert said["text"] == [
        {"type": "marked", "text": {"type": "bold", "text": "a"}},
        {"type": "url", "text": "b", "url": "https://otzyv.example/1"},
        "c",
        {"type": "code", "text": "m-1"},
        {"type": "text_mention", "text": {"type": "bold", "text": "Анна"}, "user": user},
        {"type": "date_time", "text": "вт", "unix_time": int(AT.timestamp()), "date_time_format": ""},
    ]


def test_pictures_stand_where_they_are_named_the_others_and_the_table_at_the_end() -> None:
    here = Line((Span("Негатива меньше"),), picture="tone")
    message = sent(
        [here, line("Всё")], Picture("tone", PNG, "x"), Picture("voice", PNG, "Голос"), file=Attachment("w.xlsx", b"1")
    )
    assert [one["type"] for one in message["blocks"]] == ["photo", "paragraph", "photo", "document"]
    assert [one["caption"]["text"] for one in message["blocks"] if "caption" in one] == ["Негатива меньше", "Голос"]
    assert all("attach://" in words_of for words_of in (message["blocks"][0]["photo"]["media"],))


def test_without_its_picture_a_line_says_the_same_in_words() -> None:
    assert blocks(Line((Span("Негатива меньше"),), picture="tone")) == [
        {"type": "paragraph", "text": "Негатива меньше"}
    ]


def test_what_people_wrote_leads_nowhere_by_itself() -> None:
    assert sent([line("@durov #tag /start")])["skip_entity_detection"]


@pytest.mark.parametrize(
    "title", ["=HYPERLINK(1)", "<b>", "😀" * 500, "a\u202eb", "[x](y)", "a\ud83d", "\ud83d\ude00", "\x00\x0b", "{}"]
)
def test_hostile_titles_arrive_as_they_are(title: str) -> None:
    message = sent([line(title), line("ещё", link(title, "https://otzyv.example/1"), kind=Kind.BULLET)])
    read(message)
    assert title.encode("utf-16", "surrogatepass").decode("utf-16", "replace") in words(message["blocks"][0])


def test_what_is_too_long_loses_whole_sections_from_its_end_and_says_how_many() -> None:
    whole = [one for number in range(9) for one in (line(f"{number}", kind=Kind.HEADING), line("я" * 5000))]
    shown = sent(whole)["blocks"]
    assert [one["text"] for one in shown if one["type"] == "heading"] == ["0", "1", "2", "3", "4", "5"]
    assert shown[-1] == {"type": "footer", "text": "…ещё разделов: 3"}


def test_of_a_section_that_alone_is_too_long_its_beginning_is_shown() -> None:
    shown = sent([line(f"{number} " + "я" * 98, kind=Kind.BULLET) for number in range(900)])["blocks"]
    assert len(shown[0]["items"]) == (BLOCKS - 2) // 2
    assert read(sent([line("я" * 99_999)])).characters == CHARACTERS


def test_the_longest_names_and_forty_sources_are_taken() -> None:
    long = "Очень длинное название " * 9
    blind = [
        SourceState(f"{long}{n}", state="failed", failures=4, error=f"https://{n}.example/: {long * 9}")
        for n in range(40)
    ]
    brands = [Watched(one.id, long, one.role) for one in BRANDS]
    shown = week(*(bad(n, title=long, source=f"{long}{n}") for n in range(60)), sources=blind, brands=brands)
    message = sent(digest_document(shown, Calendar(Texts("ru"), MINSK, shown.end), limit=None))
    assert read(message).characters > 1000


def test_telegram_counts_what_we_count_and_one_more_is_refused() -> None:
    full = [line("я", kind=Kind.BULLET)] * ((BLOCKS - 1) // 2) + [line("я", kind=Kind.QUOTE)]
    one_more = sent(full[:-1])
    one_more["blocks"].append({"type": "paragraph", "text": "я"})
    one_more["blocks"].append({"type": "paragraph", "text": "я"})
    with pytest.raises(BrokenRichError, match="BLOCKS_TOO_MUCH"):
        read(one_more)
    assert read(sent(full[:-1])).blocks == BLOCKS - 1


TEXT = st.text(st.characters(), max_size=9) | st.sampled_from(["", " ", "17", "я" * 7000, "😀" * 500, "\ud800"])
STYLES = [Style.PLAIN, Style.BOLD, Style.ITALIC | Style.MARK, Style.BOLD | Style.ITALIC | Style.MARK | Style.CODE]
LINKS = st.sampled_from(["", "https://otzyv.example/1", "javascript:1", "https://a b"])
SPANS = st.builds(Span, TEXT, st.sampled_from(STYLES), LINKS, st.sampled_from([None, AT]), st.sampled_from([None, 11]))
CELLS = st.lists(SPANS, max_size=2).map(tuple)
LINES = st.builds(
    Line,
    st.lists(SPANS, max_size=2).map(tuple),
    st.sampled_from(Kind),
    st.just(())
    | st.lists(CELLS, max_size=2).map(lambda few: tuple(few) * 3)
    | st.lists(CELLS, min_size=21, max_size=21).map(tuple),
    st.sampled_from(["", "", "tone", "unknown"]),
)


@pytest.mark.long
@settings(max_examples=20, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=5), st.sampled_from([1, 5, 40]), st.sampled_from([0, 2, 60]))
def test_telegram_takes_every_document(lines: list[Line], times: int, drawn: int) -> None:
    whole = Document(tuple(lines * times))
    pictures = [Picture(name, PNG, "что видно") for name in ("tone", *map(str, range(drawn)))][:drawn]
    message = rich_message(whole, pictures, Attachment("w.xlsx", b"1"), rest=rest)
    reading = read(sent(whole, *pictures, file=Attachment("w.xlsx", b"1")))
    assert Size(reading.characters, reading.blocks, reading.media) == size_of(message.blocks)
