"""What a team reads when something was said: whole cards, and what nasty input does to them."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from render_values import ENGLISH, MINSK, NOW, TEXT, alert, english, hit, record

from monitor.domain import (
    Alert,
    Audience,
    Cue,
    Doubt,
    Earlier,
    Flag,
    Hit,
    Label,
    Reason,
    Severity,
    Status,
    Why,
)
from monitor.render.card import card, checklist, place_of
from monitor.render.dates import Calendar
from monitor.render.document import Document, Kind, Style
from monitor.render.row import row
from monitor.texts import Texts
from monitor.understanding.checklists import MOST, steps

RU, EN = Texts("ru"), Texts("en")

RUSSIAN_CARD = """\
🟠 Важно · Зубр-Софт · отзывчик.рф · 2 из 5
Три недели без ответа, и деньги не вернули
Выбирали систему учёта полгода, сравнивали пять поставщиков, ездили на встречи и смотрели, как она работает у соседей \
по рынку. В итоге внедряли Зубр-Софт с марта: постоянные сбои, поддержка хамит, за три недели ни одного ответа по \
заявке. Деньги за второй модуль обещали вернуть до конца октября, но до сих пор тишина, менеджер трубку не берёт. …
Почему: оценка 2/5; «хамит» −2,8, «сбои» −1,9
👤 Алексей М. · 23 ноября, 10:18 · найдено через 12 мин
📣 То же самое: ещё 3
⏰ Ответить до 24.11, 14:33 (на 10:33 осталось 28 ч)
☑ Чек-лист: 2 из 6
m-1042 · Открыть"""

ENGLISH_CARD = """\
🔴 Urgent · Kestrel Cloud · reviews.example · 1 of 5
Broken every Monday
We moved two hundred seats to Kestrel Cloud in spring. Since September the sync is broken every Monday, support \
ignores our tickets, and the account manager stopped answering. We asked for a refund twice.
Why: danger words: “refund”; rating 1/5; “broken” −1.9, “ignores” −1.6
👤 Dana R. · 23 November, 10:18 · found 12 min later
⏰ Answer by 23 Nov, 14:33 (at 10:33, 4 h left)
m-7 · Open"""


def shown(alert: Alert, texts: Texts = RU, **more: Any) -> Document:
    return card(alert, brand="Зубр-Софт", calendar=Calendar(texts, MINSK, NOW), **more)


def line_with(document: Document, word: str) -> str:
    return next((one.text for one in document.lines if word in one.text), "")


def styled(document: Document, style: Style) -> list[str]:
    return [span.text for one in document.lines for span in one.spans if style in span.style]


def test_a_russian_card_says_all_that_a_colleague_needs() -> None:
    assert shown(replace(alert(), copies=3)).text.replace("\u00a0", " ") == RUSSIAN_CARD


def test_an_english_card_says_all_that_a_colleague_needs() -> None:
    urgent = Alert(
        replace(english(), deadline=NOW + timedelta(hours=4)),
        hits=(hit(ENGLISH, "Kestrel Cloud", "kestrel"),),
        risks=("refund",),
    )
    told = card(urgent, brand="Kestrel Cloud", calendar=Calendar(EN, MINSK, NOW)).text
    assert told.replace("\u00a0", " ") == ENGLISH_CARD


def test_the_brand_is_bold_and_the_reasons_are_underlined_where_they_stand() -> None:
    quote = next(one for one in shown(alert()).lines if one.kind is Kind.QUOTE)
    assert [(span.text, span.style) for span in quote.spans if span.style] == [
        ("Зубр-Софт", Style.BOLD),
        ("сбои", Style.MARK),
        ("хамит", Style.MARK),
    ]


def test_the_quote_is_taken_where_the_brand_is_named_and_not_from_the_page_start() -> None:
    text = "Погода стоит отличная. " * 100 + "А вот Зубр-Софт опять лежит. " + "Всё остальное хорошо. " * 100
    quote = next(one for one in shown(alert(text=text)).lines if one.kind is Kind.QUOTE).text
    assert "Зубр-Софт опять лежит" in quote
    assert 250 <= len(quote) <= 350
    assert quote[0] == quote[-1] == "…"


def test_of_several_places_the_one_with_the_complaint_is_quoted() -> None:
    text = "Зубр-Софт основан давно. " + "Это просто слова. " * 60 + "Зубр-Софт хамит клиентам."
    places = tuple(Hit("zubr", start, start + 9, "Зубр-Софт") for start in (0, text.rindex("Зубр-Софт")))
    assert "хамит клиентам" in shown(Alert(record(text=text), hits=places)).text


def test_without_the_brand_in_the_text_the_strongest_word_is_quoted() -> None:
    text = "Начало рассказа. " * 60 + "И тут нам хамит диспетчер."
    assert "хамит диспетчер" in shown(Alert(record(text=text))).text


def test_doubles_under_other_names_are_told_but_not_of_employees_whom_nobody_is_to_find_out() -> None:
    double = replace(alert(), doubles=tuple(range(2, 9)))
    told = "🎭 Почти теми же словами под другими именами: m-2, m-3, m-4, m-5, m-6, …ещё 2"
    assert told in shown(double).text.splitlines()
    assert "🎭" not in shown(double, audience=Audience.HR).text


def test_a_title_that_only_repeats_the_beginning_is_not_said_twice() -> None:
    text = "Зубр-Софт опять лежит. Третий час ждём ответа."
    for title in ("Зубр-Софт опять лежит", "Зубр-Софт опять лежит.", "зубр-софт опять ле…"):
        document = shown(Alert(record(title=title, text=text)))
        assert document.text.lower().count("зубр-софт опять") == 1
        assert "Третий час ждём ответа." in document.text


def test_a_title_that_is_the_whole_text_is_said_once_and_whole() -> None:
    text = " ".join(f"слово{place}" for place in range(30))
    document = shown(Alert(record(title=text, text=text)))
    assert all(document.text.count(word) == 1 for word in text.split()[3:])


def test_without_a_title_the_first_sentence_stands_for_it() -> None:
    document = shown(Alert(record(title="", text="Третью неделю ждём ответа. Деньги не вернули.")))
    assert document.lines[1].text == "Третью неделю ждём ответа."
    assert document.lines[2].text == "Деньги не вернули."
    assert document.lines[2].kind is Kind.QUOTE


def test_a_bare_headline_is_a_card_too() -> None:
    document = shown(
        Alert(record(title="Зубр-Софт проиграл суд", text=""), hits=(Hit("zubr", 0, 9, "Зубр-Софт", True),))
    )
    assert document.lines[1].text == "Зубр-Софт проиграл суд"
    assert not any(one.kind is Kind.QUOTE for one in document.lines)


def test_a_rating_without_words_says_so() -> None:
    assert shown(Alert(record(title="", text=""))).lines[1].text == "Без текста"


@pytest.mark.parametrize(
    ("severity", "russian", "english"),
    [
        (Severity.P1, "🔴 Срочно", "🔴 Urgent"),
        (Severity.P2, "🟠 Важно", "🟠 Important"),
        (Severity.P3, "🔵 К сведению", "🔵 For information"),
    ],
)
def test_urgency_is_said_in_words_and_not_by_colour_alone(severity: Severity, russian: str, english: str) -> None:
    assert shown(alert(severity=severity)).text.startswith(russian)
    assert shown(alert(severity=severity), EN).text.startswith(english)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"status": Status.TAKEN, "assignee": "Анна"}, "✋ В работе: Анна, 23.11, 10:33"),
        (
            {"status": Status.ANSWERED, "assignee": "Анна", "answered": NOW, "reply_url": "https://r.example/1"},
            "✅ Отвечено: Анна, 23.11, 10:33, наш ответ",
        ),
        (
            {"status": Status.DISMISSED, "assignee": "Анна", "reason": Reason.NOT_ABOUT_US},
            "➖ Снято: не о нас, Анна",
        ),
        ({"status": Status.ANSWERED}, "✅ Отвечено"),
    ],
)
def test_the_second_line_says_where_the_work_stands(changes: dict[str, Any], told: str) -> None:
    assert shown(replace(alert(**changes), taken_at=NOW)).lines[1].text == told


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"snoozed_until": NOW, "snoozed_by": "Анна\u202e"}, "💤 Отложено до 23.11, 10:33, Анна"),
        ({"snoozed_until": NOW}, "💤 Отложено до 23.11, 10:33"),
        ({"promise": "Вернуть\u202e деньги", "promised_for": NOW}, "🤝 Обещано к 23 ноября: Вернуть деньги"),
        ({"promise": "вернём деньги до 23.11", "promised_for": NOW}, "🤝 Обещано к 23 ноября: вернём деньги"),
        (
            {"complained": NOW, "settled": NOW},
            "📮 Жалоба площадке подана 23.11, 10:33 · Решено лично 23.11, 10:33",
        ),
        ({"settled": NOW}, "🕊 Решено лично 23.11, 10:33"),
        ({"asks_follow_up": True}, "🔁 Вернуться к этому?"),
        ({"follow_up": NOW + timedelta(days=3)}, "🔁 Вернёмся к этому 26 ноября"),
        ({"gone": NOW}, "🗑 С 23.11, 10:33 на странице этого больше не видно"),
        ({"fallen_back": NOW}, "📨 Пока Telegram не отвечал, отправлено другим путём: 23.11, 10:33"),
        ({"alike": 2, "alike_latest": (9, 7)}, "📊 Похожие жалобы за 30 дней (поддержка): m-9, m-7"),
        (
            {"alike": 12, "alike_latest": (9, 7, 4)},
            "📊 Похожие жалобы за 30 дней (поддержка): 12, последние m-9, m-7, m-4",
        ),
        ({"copies": 3}, "📣 То же самое: ещё 3"),
        ({"follow_up": NOW}, ""),  # it is here
    ],
)
def test_what_goes_on_beside_the_work_has_a_line_of_its_own(changes: dict[str, Any], told: str) -> None:
    usual = {"reasons": ("support", "money")}
    more = [one.text for one in shown(alert(**usual, **changes)).lines if one not in shown(alert(**usual)).lines]
    assert more == ([told] if told else [])


def test_words_of_risk_alone_say_the_reason_once() -> None:
    leak = {"words": (Cue("утечка данных", -3.0),), "reasons": ("security",), "rating_text": None}
    assert line_with(shown(replace(alert(**leak), risks=("утечка данных",))), "Почему") == (
        "Почему: слова риска: «утечка данных»"
    )


@pytest.mark.parametrize(
    ("title", "text", "quoted"),
    [
        ("Переработки", "Переработки не оплачивают, ужас.", "Переработки не оплачивают, ужас."),
        ("Переработки", "Переработки. Не оплачивают, ужас.", "Не оплачивают, ужас."),
        ("Переработки…", "Переработки не оплачивают, ужас.", "не оплачивают, ужас."),
    ],
)
def test_a_sentence_that_begins_with_its_title_is_quoted_whole(title: str, text: str, quoted: str) -> None:
    page = shown(alert(title=title, text=text, words=()))
    assert quoted in [one.text for one in page.lines]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("1С", "1С-Битрикс тормозит"),
        ("Зубр", "Зубр.by не открывается"),
        ("Kestrel", "Kestrel's support is awful"),
        ("Zubr", "Zubr/Kestrel compared"),
    ],
)
def test_a_title_that_is_the_beginning_of_a_word_takes_nothing_from_the_quote(title: str, text: str) -> None:
    assert text in [one.text for one in shown(alert(title=title, text=text)).lines]


def test_words_of_risk_that_say_the_same_are_told_once() -> None:
    court = replace(alert(words=(), rating_text=None), risks=("Суд взыскал", "суд", "взыскал", "суде", "иску"))
    assert line_with(shown(court), "Почему") == "Почему: слова риска: «Суд взыскал», «суде», «иску»"


def test_nothing_is_due_any_more_once_it_is_answered_or_dismissed() -> None:
    assert "⏰" in shown(alert(status=Status.TAKEN)).text
    for status in (Status.ANSWERED, Status.DISMISSED):
        assert "⏰" not in shown(alert(status=status)).text


def test_nothing_is_due_of_a_complaint_that_its_author_turned_into_praise() -> None:
    praise = shown(alert(status=Status.TAKEN, label=Label.POSITIVE, score=0.6, flag=None, severity=None))
    assert praise.text.startswith("🟢")
    assert "⏰" not in praise.text


def test_a_deadline_that_passed_is_said_as_passed() -> None:
    late = card(alert(), brand="Зубр-Софт", calendar=Calendar(RU, MINSK, NOW + timedelta(days=2)))
    assert line_with(late, "⏰") == "⏰ Срок ответа прошёл 24.11, 14:33"


def test_the_link_is_asked_for_on_the_card() -> None:
    asking = replace(alert(status=Status.ANSWERED), asks_link=True)
    assert line_with(shown(asking), "Без ссылки") == "🔗 Пришлите ссылку на ответ или нажмите «Без ссылки»"


def test_an_edit_shows_the_rating_and_the_words_that_were_there() -> None:
    edited = replace(alert(), earlier=Earlier(NOW, "Всё хорошо", "Довольны поддержкой", "4/5"))
    told = "📝 Оценка изменилась: 4 → 2 · Изменено 23.11, 10:33, было «Довольны поддержкой»"
    assert line_with(shown(edited), "📝") == told


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("2/5", "4/5", "Оценка изменилась: 2 → 4 · Изменено 23.11, 10:33"),
        ("3.5/5", "1/5", "Оценка изменилась: 3,5 → 1 · Изменено 23.11, 10:33"),
        ("2/5", "8/10", "Оценка изменилась: 2\u00a0из\u00a05 → 8\u00a0из\u00a010 · Изменено 23.11, 10:33"),
        ("2/5", None, "Оценка изменилась: 2\u00a0из\u00a05 → нет · Изменено 23.11, 10:33"),
    ],
)
def test_a_rating_that_changed_is_told_on_the_card(was: str, now: str | None, told: str) -> None:
    record = replace(alert().record, rating_text=now)
    edited = replace(alert(), record=record, earlier=Earlier(NOW, record.title, record.text, was))
    assert line_with(shown(edited), "📝") == f"📝 {told}"


@pytest.mark.parametrize(
    ("was", "told"),
    [
        ("Внедряли три месяца.", "добавлено «Сроки сорвали.»"),
        ("Внедряли три месяца. Сроки держали, не спорю.", "было «…месяца. Сроки держали, не спорю.»"),
    ],
)
def test_an_edit_shows_what_it_added_or_where_the_words_were_others(was: str, told: str) -> None:
    record = replace(alert().record, text="Внедряли три месяца. Сроки сорвали.")
    edited = replace(alert(), record=record, earlier=Earlier(NOW, record.title, was, "2/5"))
    assert line_with(shown(edited), "📝") == f"📝 Изменено 23.11, 10:33, {told}"


def test_an_edit_of_the_title_shows_the_title() -> None:
    edited = replace(alert(), earlier=Earlier(NOW, "Всё хорошо", alert().record.text, "2/5"))
    assert line_with(shown(edited), "📝") == "📝 Изменено 23.11, 10:33, было «Всё хорошо»"


def test_an_edit_of_the_words_alone_does_not_repeat_the_rating() -> None:
    edited = replace(alert(), earlier=Earlier(NOW, "Ждём", "Ждём ответа", "2/5"))
    assert line_with(shown(edited), "📝") == "📝 Изменено 23.11, 10:33, было «Ждём ответа»"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"why": Why.CORRECTION, "corrected": True, "words": (), "rating_text": None}, "Почему: так решила команда"),
        ({"why": Why.CORRECTION, "words": (), "rating_text": None}, "Почему: команда такое считала негативом"),
        (
            {"why": Why.CORRECTION, "severity": None, "words": (), "rating_text": None},
            "Почему: команда такое снимала",
        ),
        ({"why": Why.MODEL, "words": (), "rating_text": None}, "Почему: по словам и модели тон −0,82"),
        ({"why": Why.WORDS, "words": (), "rating_text": None}, "Почему: общий тон −0,82"),
        (
            {"flag": Flag.QUESTION, "words": (), "rating_text": None, "label": Label.NEUTRAL},
            "Почему: вопрос ждёт ответа",
        ),
        (
            {"rating": None, "rating_text": None, "severity": Severity.P1},
            "Почему: сюжет быстро растёт; «хамит» −2,8, «сбои» −1,9",
        ),
        (
            {"words": (Cue("сбои", -2.0), Cue("удобно", 1.5)), "rating_text": "2.5/5"},
            "Почему: оценка 2,5/5; «сбои» −2,0",
        ),
        (
            {"words": (Cue("молчат", -2.0),), "rating_text": None, "reasons": ("support", "deadlines")},
            "Почему: поддержка, сроки: «молчат» −2,0",
        ),
        (
            {"flag": Flag.RISK, "label": Label.NEUTRAL, "words": (), "lang": "be", "unsure": Doubt.LANGUAGE},
            "Почему: оценка 2/5; тон не определён: белорусский язык",
        ),
        (
            {"words": (Cue("ну спасибо", -2.4),), "rating_text": None, "unsure": Doubt.SARCASM},
            "Почему: «ну спасибо» −2,4; возможен сарказм",
        ),
    ],
)
def test_every_card_says_why_it_was_raised(changes: dict[str, Any], told: str) -> None:
    assert line_with(shown(Alert(record(**changes))), "Почему") == told


def test_a_bare_date_is_not_given_an_hour_that_nobody_said() -> None:
    midnight = datetime(2026, 11, 22, 21, tzinfo=UTC)
    assert line_with(shown(Alert(record(published=midnight))), "👤") == (
        "👤 Алексей М. · 23 ноября · найдено 23 ноября, 10:30"
    )


def test_an_unknown_date_and_author_are_simply_left_out() -> None:
    assert line_with(shown(Alert(record(published=None, author=""))), "🕒") == "🕒 найдено 23 ноября, 10:30"


def test_nobody_is_helped_to_find_out_which_employee_wrote() -> None:
    assert "Алексей" not in shown(alert(), audience=Audience.HR).text


def test_the_place_is_a_host_as_people_write_it_or_the_source() -> None:
    assert place_of(record(url="https://www.xn--b1ajeiqy1b4a.xn--p1ai/1"), RU) == "отзывчик.рф"
    assert place_of(record(url=""), RU) == "reviews"
    assert "Открыть" in shown(alert()).text
    assert "Открыть" not in shown(replace(alert(), record=record(url=""))).text
    assert place_of(record(url="http://[broken"), RU) == "reviews"


def test_no_link_leads_anywhere_but_to_the_web() -> None:
    document = shown(alert(url="javascript:alert(1)", reply_url="data:text/html,x", status=Status.ANSWERED))
    assert not [span.url for one in document.lines for span in one.spans if span.url]


def test_equal_alerts_make_equal_cards_so_that_an_edit_without_news_is_not_sent() -> None:
    assert shown(alert()) == shown(alert())
    assert len({shown(alert()), shown(alert()), shown(alert(title="Другое"))}) == 2


def test_the_open_checklist_shows_each_step_whole_and_who_did_it() -> None:
    document = checklist(alert(), brand="Зубр-Софт", calendar=Calendar(RU, MINSK, NOW))
    assert [one.text for one in document.lines][2:5] == ["☑ Шаг 1 · Анна", "☑ Шаг 2 · Анна", "☐ Шаг 3"]


NASTY = [
    "😀" * 500,
    "👨‍👩‍👧‍👦" * 200,
    "\u202e\u2066\u200f\u061c" * 300 + "кинерб",
    "ы" * 20_000,
    "а\u0301\u0302\u0303\u0304\u0305\u0306" * 500,
    "<b>&amp;</b><script>alert(1)</script>" * 50,
    "\x00\x07\x1b[31mкрасное\x1b[0m\r\n\t" * 60,
    "{n} {at} %s \\ {",
    "\ud83d одинокая половина",
    "",
]


EVENTFUL = {
    **dict.fromkeys(("snoozed_until", "promised_for", "complained", "settled", "gone", "fallen_back"), NOW),
    "snoozed_by": "Анна",
    "promise": "Вернуть деньги " * 20,
    "asks_link": True,
    "alike": 12,
}


@pytest.mark.parametrize("nasty", NASTY, ids=range(len(NASTY)))
@pytest.mark.parametrize("texts", [RU, EN], ids=["ru", "en"])
@pytest.mark.parametrize("more", [{}, EVENTFUL], ids=["new", "eventful"])
def test_whatever_a_page_holds_the_card_stays_short_and_clean(nasty: str, texts: Texts, more: dict[str, Any]) -> None:
    every = alert(
        title=nasty,
        text=nasty,
        author=nasty,
        rating_text=nasty,
        assignee=nasty,
        status=Status.TAKEN,
        words=(Cue(nasty or "нет", -3.0),) * 9,
        url=f"https://x.example/{nasty}",
        risks=(nasty,) * 9,
        earlier=Earlier(NOW, nasty, nasty + "!", "9/" + nasty),
        copies=10**9,
        taken_at=NOW,
        **more,
    )
    document = card(every, brand=nasty or "?", calendar=Calendar(texts, MINSK, NOW))
    assert 0 < document.size < 900
    assert is_clean(document.text)
    assert [one.text[:1] for one in document.lines[-3:]] == ["⏰", "☑", "m"]
    assert document.lines[-1].text == f"m-1042 · {texts('card.open')}"


@given(
    title=st.text(max_size=150),
    text=st.text(max_size=900),
    author=st.text(max_size=80),
    start=st.integers(0, 900),
    length=st.integers(1, 30),
)
def test_any_words_make_a_card(title: str, text: str, author: str, start: int, length: int) -> None:
    places = (Hit("zubr", start, start + length, text[start : start + length]),)
    document = shown(Alert(record(title=title, text=text, author=author), hits=places))
    assert document.size < 900
    assert is_clean(document.text)


@given(st.integers(0, len(TEXT) - 12), st.integers(1, 12))
def test_wherever_the_brand_is_named_the_quote_shows_it(start: int, length: int) -> None:
    place = Hit("zubr", start, start + length, TEXT[start : start + length])
    document = shown(Alert(record(words=()), hits=(place,)))
    quote = next(one for one in document.lines if one.kind is Kind.QUOTE)
    assert "".join(styled(Document((quote,)), Style.BOLD)) == TEXT[start : start + length]


def is_clean(text: str) -> bool:
    """No control but the line break, nothing that turns the direction, no half characters."""
    odd = {"Cc", "Cs"}
    return not any(
        (unicodedata.category(char) in odd and char != "\n") or unicodedata.bidirectional(char) in BIDI for char in text
    )


BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


# ---------------------------------------------------------------- checklists


def listed(url: str = "https://otzyvy.example/1", **changes: Any) -> tuple[str, ...]:
    asked = {
        "kind": "reviews",
        "audience": Audience.CLIENTS,
        "severity": Severity.P2,
        "own": {},
        "texts": RU,
        **changes,
    }
    return steps(**asked, url=url)


@pytest.mark.parametrize("texts", [RU, EN], ids=["ru", "en"])
@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("severity", Severity)
@pytest.mark.parametrize("host", ["otzyvy.example", "yandex.by", "ru.trustpilot.com"])
def test_built_in_steps_are_few_and_fit_a_button(
    texts: Texts, audience: Audience, severity: Severity, host: str
) -> None:
    chosen = listed(f"https://{host}/zubr", texts=texts, audience=audience, severity=severity)
    assert MOST <= len(chosen) <= 2 * MOST
    assert len(set(chosen)) == len(chosen)
    assert all(len(step) <= 34 for step in chosen)  # with the box before it, as much as a phone shows on a button


def test_the_first_step_reminds_who_reads_the_answer() -> None:
    assert listed()[0] == "Помнить: это прочтут все клиенты"
    assert listed(texts=EN)[0] == "Remember: every client reads it"


def test_on_yandex_the_contact_goes_into_the_reply_for_the_author_cannot_answer() -> None:
    for host in ("yandex.ru", "maps.yandex.by", "market.yandex.ru"):
        assert "Контакт – в сам текст ответа" in listed(f"https://{host}/1")[:MOST]
    assert "Контакт – в сам текст ответа" not in listed("https://notyandex.ru/1")


def test_on_trustpilot_nobody_is_asked_to_change_a_review() -> None:
    for severity in Severity:
        chosen = listed("https://ru.trustpilot.com/review/zubr.by", severity=severity)
        assert "Не просить изменить отзыв" in chosen[:MOST]
        assert RU("checklist.later") not in chosen
        assert RU("checklist.later") in listed("https://otzyvy.example/zubr", severity=severity)


def test_an_emergency_is_agreed_on_before_it_is_answered() -> None:
    agreed = "Согласовать: руководитель, юрист"
    assert agreed in listed(severity=Severity.P1)
    assert agreed not in listed(severity=Severity.P2)


def test_in_a_crisis_planned_posts_stop_and_one_person_speaks_before_anybody_answers() -> None:
    first = listed(severity=Severity.P1)[:MOST]
    assert {"Остановить посты и рекламу", "Назначить одного, кто говорит"} <= set(first)
    assert "Предупредить продажи и поддержку" in listed(severity=Severity.P1)
    assert "Остановить посты и рекламу" not in listed(severity=Severity.P2)


@pytest.mark.parametrize("audience", [Audience.CLIENTS, Audience.HR, Audience.PRESS])
@pytest.mark.parametrize("severity", Severity)
def test_where_it_is_about_law_or_security_the_lawyer_comes_now(audience: Audience, severity: Severity) -> None:
    for reason in ("legal", "security"):
        chosen = listed(audience=audience, severity=severity, reasons=("support", reason))
        assert "Юрист – сейчас, до любых слов" in chosen[:MOST]
    assert "Юрист – сейчас, до любых слов" not in listed(audience=audience, severity=severity, reasons=("support",))


@pytest.mark.parametrize("audience", [Audience.CLIENTS, Audience.HR, Audience.PRESS])
def test_a_danger_calls_the_lawyer_whatever_else_is_complained_about_more(audience: Audience) -> None:
    chosen = listed(audience=audience, severity=Severity.P1, reasons=("fraud", "quality", "money"), flag=Flag.RISK)
    assert "Юрист – сейчас, до любых слов" in chosen[:MOST]


@pytest.mark.parametrize(("texts", "sorry"), [(RU, "извиниться"), (EN, "apologise")], ids=["ru", "en"])
def test_whoever_asks_a_question_gets_an_answer_and_no_apology(texts: Texts, sorry: str) -> None:
    for host in ("otzyvy.example", "yandex.by", "ru.trustpilot.com", "www.g2.com"):
        asked = listed(f"https://{host}/1", texts=texts, severity=Severity.P3, flag=Flag.QUESTION)
        assert not any(sorry in step for step in asked)
        assert MOST <= len(asked) <= 2 * MOST
        assert all(len(step) <= 34 for step in asked)
    assert any(sorry in step for step in listed(texts=texts, severity=Severity.P3, flag=Flag.NEGATIVE))


def test_where_authors_are_verified_nobody_claims_that_they_are_no_clients() -> None:
    for host in ("www.g2.com", "clutch.co"):
        assert "Не писать «вы не наш клиент»" in listed(f"https://{host}/x")[:MOST]


def test_for_an_employee_review_the_first_step_is_not_to_search_for_the_author() -> None:
    assert listed(audience=Audience.HR)[0] == "Не выясняем, кто написал"


def test_who_asks_where_employees_write_gets_an_answer_and_nothing_to_admit() -> None:
    asked = listed(audience=Audience.HR, severity=Severity.P3, flag=Flag.QUESTION)
    assert asked[0] == "Не выясняем, кто написал"
    assert "Ответить прямо, без рекламы" in asked[:MOST]
    assert not {"Признать, что верно, не спорить", "Рассказать там же, что изменилось"} & set(asked)


def test_the_teams_own_steps_come_before_ours_and_those_for_a_kind_before_the_rest() -> None:
    own = {"default": ("Позвонить",), "reviews": ("Проверить заказ", "Ответить")}
    assert listed(own=own) == ("Проверить заказ", "Ответить")
    assert listed(own=own, kind="feed") == ("Позвонить",)


def test_a_tone_that_was_not_told_is_not_called_neutral() -> None:
    unsure = record(label=Label.NEUTRAL, flag=None, severity=None, unsure=Doubt.LANGUAGE)
    assert "тон не определён" in row(unsure, calendar=Calendar(RU, MINSK, NOW)).text
    assert "тон не определён" in shown(Alert(unsure)).lines[0].text
