"""What a document looks like in Telegram, and which buttons stand under it."""

from __future__ import annotations

import pytest
from bot_values import alert
from hypothesis import given
from hypothesis import strategies as st
from telegram_html import parse

from bot.callbacks import Press, Tick
from bot.markup import html, keyboard, plain, without_links
from monitor.domain import Alert, Status, Step
from monitor.render.document import Document, Kind, Line, Span, Style, link
from monitor.texts import Texts

pytestmark = pytest.mark.xdist_group("bot")

RU = Texts("ru")

spans = st.builds(
    Span,
    st.text(max_size=900),
    st.sampled_from([Style.PLAIN, Style.BOLD, Style.BOLD | Style.MARK, Style.CODE, Style.ITALIC]),
    st.sampled_from(["", "https://otzyv.example/a?b=1&c='2'", "javascript:alert(1)", 'https://x.example/"><b>']),
)
documents = st.lists(st.builds(Line, st.lists(spans, max_size=4).map(tuple), st.sampled_from(Kind)), max_size=9)


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


def words(card: Alert, view: str = "card") -> list[list[str]]:
    return [[button.text for button in row] for row in keyboard(card, view, RU).inline_keyboard]


def test_a_new_mention_can_be_taken() -> None:
    assert words(alert()) == [
        ["Беру", "Чек-лист"],
        ["Черновик", "Мы ответили"],
        ["Не негатив", "Не о нас", "Без ответа"],
        ["Открыть"],
    ]


def test_the_first_and_the_last_thing_to_do_stand_out() -> None:
    rows = keyboard(alert(), "card", RU).inline_keyboard
    assert {button.text for row in rows for button in row if button.style} == {"Беру", "Мы ответили"}


def test_a_taken_mention_can_be_given_back() -> None:
    assert words(alert(status=Status.TAKEN))[0] == ["Отдать", "Чек-лист"]


def test_an_answered_mention_can_do_without_a_link_while_it_is_asked_for() -> None:
    assert words(alert(status=Status.ANSWERED, asks_link=True)) == [["Без ссылки"], ["Вернуть", "Открыть"]]


@pytest.mark.parametrize("status", [Status.ANSWERED, Status.DISMISSED])
def test_a_closed_mention_can_be_brought_back(status: Status) -> None:
    assert words(alert(status=status), "checklist") == [["Вернуть", "Открыть"]]


def test_the_checklist_has_a_button_for_each_step() -> None:
    assert words(alert(), "checklist") == [["☑ Проверить, наш ли это клиент"], ["☐ Ответить публично"], ["Назад"]]


def test_a_step_carries_what_a_press_makes_of_it() -> None:
    first, second, _ = keyboard(alert(), "checklist", RU).inline_keyboard
    assert Tick.unpack(first[0].callback_data or "") == Tick(mention=42, step=0, done=False)
    assert Tick.unpack(second[0].callback_data or "") == Tick(mention=42, step=1, done=True)


def test_a_mention_without_steps_offers_no_checklist() -> None:
    assert words(alert(steps=()))[0] == ["Беру"]


def test_english_buttons_use_the_promised_words() -> None:
    rows = keyboard(alert(), "card", Texts("en")).inline_keyboard
    assert [button.text for row in rows for button in row] == [
        "Take", "Checklist", "Draft", "We answered", "Not negative", "Not about us", "No reply", "Open",
    ]  # fmt: skip


@pytest.mark.parametrize("url", ["javascript:alert(1)", "", "http://localhost/", "https://a b.example/", "https://["])
def test_only_an_address_that_telegram_takes_becomes_a_button(url: str) -> None:
    assert ["Открыть"] not in words(alert(url=url))


def test_buttons_that_lead_away_can_be_left_out() -> None:
    rows = without_links(keyboard(alert(), "card", RU)).inline_keyboard
    assert "Открыть" not in [button.text for row in rows for button in row]
    assert len(rows) == 3


def test_the_longest_button_fits_into_telegrams_limit() -> None:
    card = alert(number=10**12, steps=tuple(Step("шаг " * 50) for _ in range(12)))
    rows = keyboard(card, "checklist", RU).inline_keyboard + keyboard(card, "card", RU).inline_keyboard
    buttons = [button for row in rows for button in row if button.callback_data]
    assert all(len((button.callback_data or "").encode()) <= 64 for button in buttons)
    assert all(len(button.text) <= 60 for button in buttons)


def test_what_a_button_carries_can_be_read_again() -> None:
    packed = keyboard(alert(), "card", RU).inline_keyboard[0][0].callback_data or ""
    assert Press.unpack(packed).mention == 42
