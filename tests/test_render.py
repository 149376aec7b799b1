"""One document, many faces: plain text, a terminal of 80 columns, a page; and words of others stay in their place."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from io import BytesIO, StringIO, TextIOWrapper

import pytest
from hypothesis import given
from hypothesis import strategies as st
from render_values import MINSK, NOW, alert, record
from rich.cells import cell_len
from rich.console import Console
from web_page import WebPage

from monitor.config.plan import Plan
from monitor.domain import (
    Batch,
    FirstCrawl,
    Gathered,
    Nudge,
    Paired,
    PlanChanged,
    RatingChanged,
    Reminder,
    Report,
    SourceBroken,
    SourceRecovered,
    SourcesBroken,
    SourcesRecovered,
    StoryGrew,
    VisitStatus,
)
from monitor.errors import ConfigError
from monitor.render.card import card
from monitor.render.dates import Calendar
from monitor.render.display import clean, place
from monitor.render.document import (
    Document,
    Kind,
    Line,
    Span,
    Style,
    bold,
    cells,
    columns,
    cut,
    document,
    line,
    link,
    sections,
    shorten,
)
from monitor.render.gathered import gathered_document
from monitor.render.html import html
from monitor.render.notice import News, growth_document, notice_document
from monitor.render.plain import plain
from monitor.render.screen import WIDTH, console
from monitor.render.terminal import mentions_table, page, panel, reports_table, tried_table
from monitor.texts import Texts

RU, EN = Texts("ru"), Texts("en")

spans = st.builds(Span, st.text(max_size=60), st.sampled_from([Style.PLAIN, Style.BOLD, Style.BOLD | Style.MARK]))
documents = st.lists(st.builds(Line, st.lists(spans, max_size=4).map(tuple), st.sampled_from(Kind)), max_size=8).map(
    lambda lines: Document(tuple(lines))
)


# ---------------------------------------------------------------- the document


@pytest.mark.long
@given(documents, st.integers(1, 300))
def test_a_cut_document_is_never_longer_than_its_limit(whole: Document, limit: int) -> None:
    assert cut(whole, limit).size <= max(limit, 0)


@given(documents)
def test_what_fits_is_not_touched(whole: Document) -> None:
    assert cut(whole, whole.size) is whole


def test_a_cut_falls_between_words_and_says_that_more_was_there() -> None:
    whole = document([line("Три ", bold("недели без ответа"), ", и деньги не вернули"), line("дальше")])
    assert cut(whole, 20).text == "Три недели без…"
    assert cut(whole, 20).lines[0].spans[1].style is Style.BOLD


@given(st.text(max_size=80), st.integers(0, 90))
def test_a_shortened_text_fits_and_is_a_beginning(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short) <= limit
    assert text.startswith(short.removesuffix("…"))


def test_sections_begin_at_headings() -> None:
    whole = document([line("вступление"), line("А", kind=Kind.HEADING), line("а"), line("Б", kind=Kind.HEADING)])
    assert [part.text for part in sections(whole)] == ["вступление", "А\nа", "Б"]
    assert [part.text for part in sections(document([line("А", kind=Kind.HEADING), line("а")]))] == ["А\nа"]
    assert sections(Document()) == ()


# ---------------------------------------------------------------- what is shown of others' words


@given(st.text())
def test_clean_text_has_no_controls_and_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert not re.search(r"[\x00-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", once)


def test_cleaning_leaves_families_of_emoji_and_accents_alone() -> None:
    for text in ("👨‍👩‍👧", "❤️", "й", "é", "5 %"):
        assert clean(text) == text


def test_letters_that_climb_are_held_down() -> None:
    assert clean("а" + "\u0301" * 60) == "а" + "\u0301" * 3


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://www.otzyvy.example/a", "otzyvy.example"),
        ("https://xn--b1ajeiqy1b4a.xn--p1ai/", "отзывчик.рф"),
        ("https://xn--zzzzzzzzz.example/", "xn--zzzzzzzzz.example"),
        ("https://user:pw@host.example:8080/", "host.example"),
        ("http://[::1", "reviews"),
        ("not an address", "reviews"),
    ],
)
def test_a_place_is_shown_as_people_write_it(url: str, shown: str) -> None:
    assert place(url, "reviews") == shown


# ---------------------------------------------------------------- dates


@pytest.mark.parametrize(
    ("texts", "moment", "stamp"),
    [(RU, "23 ноября, 10:18", "23.11, 10:18"), (EN, "23 November, 10:18", "23 Nov, 10:18")],
)
def test_a_moment_is_said_in_the_teams_zone_and_language(texts: Texts, moment: str, stamp: str) -> None:
    calendar = Calendar(texts, MINSK, NOW)
    at = datetime(2026, 11, 23, 7, 18, tzinfo=UTC)
    assert (calendar.moment(at), calendar.stamp(at)) == (moment, stamp)


def test_another_year_is_said() -> None:
    at = datetime(2025, 12, 31, 21, 5, tzinfo=UTC)
    assert Calendar(RU, MINSK, NOW).moment(at) == "1 января, 00:05"
    assert Calendar(RU, MINSK, NOW).moment(at - timedelta(hours=1)) == "31 декабря 2025, 23:05"
    assert Calendar(EN, MINSK, NOW).stamp(at - timedelta(hours=1)) == "31 Dec 2025, 23:05"


@pytest.mark.parametrize(
    ("start", "days", "told"),
    [
        (datetime(2026, 11, 15, 21, tzinfo=UTC), 7, "16–22 ноября"),
        (datetime(2026, 11, 29, 21, tzinfo=UTC), 7, "30 ноября – 6 декабря"),
        (datetime(2026, 12, 27, 21, tzinfo=UTC), 7, "28 декабря 2026 – 3 января 2027"),
        (datetime(2025, 11, 9, 21, tzinfo=UTC), 7, "10–16 ноября 2025"),
        (datetime(2025, 9, 28, 21, tzinfo=UTC), 7, "29 сентября – 5 октября 2025"),
    ],
)
def test_a_week_is_named_by_its_days(start: datetime, days: int, told: str) -> None:
    assert Calendar(RU, MINSK, NOW).period(start, start + timedelta(days=days)) == told


@pytest.mark.parametrize(
    ("minutes", "told"),
    [
        (0, "1 мин"),
        (12, "12 мин"),
        (60, "1 ч"),
        (230, "3 ч 50 мин"),
        (1690, "28 ч"),
        (2880, "2 дн."),
        (3000, "2 дн. 2 ч"),
    ],
)
def test_a_span_of_time_is_as_exact_as_it_matters(minutes: int, told: str) -> None:
    assert Calendar(RU, MINSK, NOW).lasting(timedelta(minutes=minutes)) == told


# ---------------------------------------------------------------- plain text and terminal


def example() -> Document:
    return card(alert(), brand="Зубр-Софт", calendar=Calendar(RU, MINSK, NOW))


def test_plain_text_writes_addresses_out() -> None:
    assert plain(example()).endswith("m-1042 · Открыть: https://www.xn--b1ajeiqy1b4a.xn--p1ai/zubr?id=7")
    assert "\n> Выбирали систему" in plain(example())


def drawn(*shown: object, colour: bool = False) -> str:
    file = StringIO()
    screen = Console(file=file, width=WIDTH, force_terminal=True, color_system="truecolor") if colour else console(file)
    for one in shown:
        screen.print(one)
    return file.getvalue()


TERMINAL_CARD = """\
╭──────────────────────────────────────────────────────────────────────────────╮
│ 🔌 Источник catalog не читается                                              │
│ Причина: https://catalog.example: ошибка 503                                 │
│ Неудач подряд: 3. Пробуем дальше, всё реже, и напишем, когда заработает.     │
╰──────────────────────────────────────────────────────────────────────────────╯
"""


def test_a_notice_in_a_terminal_has_a_frame() -> None:
    broken = SourceBroken("catalog", "https://catalog.example: ошибка 503", 3)
    assert drawn(panel(notice_document(broken, texts=RU))) == TERMINAL_CARD


@pytest.mark.parametrize("text", ["😀" * 500, "ы" * 20_000, "[bold]не разметка[/bold] :smile: " * 20, "漢字" * 300])
def test_a_frame_is_never_broken_by_what_is_in_it(text: str) -> None:
    nasty = card(alert(title=text, text=text, author=text), brand="Зубр-Софт", calendar=Calendar(RU, MINSK, NOW))
    rows = drawn(panel(nasty)).splitlines()
    assert {cell_len(row) for row in rows} == {WIDTH}
    assert {row[0] + row[-1] for row in rows[1:-1]} == {"││"}


def test_a_quote_in_a_terminal_has_a_bar_along_its_whole_side() -> None:
    rows = drawn(panel(example())).splitlines()
    quoted = [row for row in rows if row.startswith("│  │ ")]
    assert len(quoted) >= 4


def test_words_of_others_are_no_markup_of_the_terminal() -> None:
    assert "[red]не красное[/red] :smile:" in drawn(page(document([line("[red]не красное[/red] :smile:")])))


def test_without_a_terminal_there_is_no_colour_and_with_one_there_is() -> None:
    assert "\x1b[" not in drawn(panel(example()))
    assert "\x1b[1m" in drawn(panel(example()), colour=True)


def test_a_terminal_that_knows_no_emoji_still_shows_the_card() -> None:
    buffer = BytesIO()
    file = TextIOWrapper(buffer, encoding="cp1251")
    console(file).print(panel(example()))
    file.flush()
    assert "Важно · Зубр-Софт" in buffer.getvalue().decode("cp1251")


def test_mentions_are_listed_in_two_lines_each() -> None:
    plan = Plan.model_validate({"brands": [{"id": "zubr", "name": "Зубр"}], "sources": []})
    listed = [record(), record(number=7, title="[b]Ещё[/b]", history=True)]
    table = mentions_table(listed, plan, Calendar(RU, MINSK, NOW))
    rows = [row.rstrip() for row in drawn(table).splitlines() if "m-" in row or "Зубр" in row]
    assert rows == [
        " m-1042   23.11, 10:30   🟠 Три недели без ответа, и деньги не вернули",
        "                         Зубр · отзывчик.рф, 2 из 5 · негатив −0,8 · новое",
        " m-7      23.11, 10:30   🟠 [b]Ещё[/b]",
        "                         Зубр · отзывчик.рф, 2 из 5 · негатив −0,8 · из истории",
    ]


def test_of_thousands_that_had_nothing_new_only_the_number_is_told():
    same = [Report(f"same-{number}", VisitStatus.UNCHANGED) for number in range(600)]
    shown = drawn(reports_table([*same, Report("news", VisitStatus.OK, 40, 3)], texts=RU))
    assert "news" in shown
    assert "same" not in shown
    assert RU("cli.crawl.unchanged", n=600) in shown
    assert "same-0" in drawn(reports_table(same[:500], texts=RU))


def test_a_crawl_is_a_table_with_the_causes_in_full_under_it() -> None:
    failed = Report("catalog", VisitStatus.FAILED, error="https://catalog.example: сайт не отвечает", seconds=30.0)
    shown = drawn(reports_table([Report("news", VisitStatus.OK, 40, 3, 1, 1, None, 200, 1.24), failed], texts=RU))
    assert re.search(r"news +прочитан +40 +3 +1 +1,2", shown)
    assert "• catalog – https://catalog.example: сайт не отвечает" in shown
    assert max(map(cell_len, shown.splitlines())) <= WIDTH


def test_each_head_in_a_terminal_begins_a_table_and_stands_once_above_its_rows() -> None:
    rows = [columns("место", "оценка"), cells("otzyv", "4,5", said=()), columns("день", "всего")]
    shown = drawn(panel(Document((*rows, cells("пн", "3", said=()), cells("вт", "12", said=())))))
    words = [row.split() for row in re.sub(r"[│╭╮╰╯─]", "", shown).splitlines()]
    assert list(filter(None, words)) == [
        ["место", "оценка"],
        ["otzyv", "4,5"],
        ["день", "всего"],
        ["пн", "3"],
        ["вт", "12"],
    ]


TRIED = """\
news (feed): прочитан. Записей: 1
1 Три недели без ответа
  Внедряли Зубр-Софт с марта
  Алексей М. · 23.11, 10:18 · 2 из 5 · ru · zubr · негатив −0,8
  https://otzyvy.example/1
"""


def test_a_source_that_is_tried_shows_each_item_with_what_was_found_in_it() -> None:
    item = {
        "url": "https://otzyvy.example/1",
        "title": "Три недели без ответа",
        "text": "Внедряли Зубр-Софт с марта",
        "author": "Алексей М.",
        "published": "2026-11-23T07:18:00+00:00",
        "rating": 0.25,
        "rating_text": "2/5",
        "lang": "ru",
        "brands": ["zubr"],
        "label": "negative",
        "unsure": "sarcasm",
        "score": -0.82,
    }
    told = {"id": "news", "kind": "feed", "status": "ok", "items": [item]}
    shown = drawn(tried_table(told, {}, ConfigError("because.full"), Calendar(RU, MINSK, NOW)))
    assert "\n".join(row.rstrip() for row in shown.splitlines()[:-1]) == TRIED.rstrip()
    assert shown.splitlines()[-1].startswith("• на диске нет места")


# ---------------------------------------------------------------- the page


HOSTILE = "</title><script>alert(1)</script><img src=x onerror=alert(1)>\"'&{}"


def test_words_of_others_stay_words_on_the_page() -> None:
    whole = document([
        line(HOSTILE, kind=Kind.TITLE),
        line(link(HOSTILE, f"https://x.example/{HOSTILE}"), kind=Kind.BULLET),
        line(Span("плохо", url="javascript:alert(1)")),
    ])  # fmt: skip
    shown = WebPage(html(whole, title=HOSTILE, language="ru"))
    assert not shown.open
    assert not {"script", "img", "link", "iframe"} & {*shown.tags}
    assert (shown.links, shown.loaded) == ([f"https://x.example/{HOSTILE}"], [])
    assert shown.words.count("<script>alert(1)</script>") == 2


@given(documents)
def test_every_document_makes_a_whole_page_with_all_its_words(whole: Document) -> None:
    shown = WebPage(html(whole, title="Неделя", language="ru"))
    assert not shown.open
    squeezed = re.sub(r"\s", "", "".join(span.text for one in whole.lines for span in one.spans))
    assert squeezed == re.sub(r"\s", "", shown.words)


def test_the_page_loads_nothing_and_suits_a_phone_at_night() -> None:
    text = html(example(), title="Карточка", language="ru")
    assert 'lang="ru"' in text
    assert "default-src 'none'" in text
    assert "prefers-color-scheme: dark" in text
    assert "@media print" in text
    assert "width=device-width" in text
    assert "url(" not in text
    assert "@import" not in text


# ---------------------------------------------------------------- notices


@pytest.mark.parametrize(
    ("notice", "russian", "english"),
    [
        (
            FirstCrawl(("reviews", "news"), 214, 31, 6),
            "🔎 Первый обход: найдено 214, негативных 31, без ответа за 90 дней 6",
            "🔎 First crawl: found 214, negative 31, unanswered within 90 days 6",
        ),
        (SourceBroken("catalog", "x", 3), "🔌 Источник catalog не читается", "🔌 Source catalog cannot be read"),
        (
            SourcesBroken(("catalog", "forum"), ("ошибка 503", "нет ответа")),
            "🔌 Источники не читаются: 2",
            "🔌 Sources that cannot be read: 2",
        ),
        (
            SourcesRecovered(("catalog", "forum")),
            "✅ Источники снова читаются: 2",
            "✅ Sources that can be read again: 2",
        ),
        (SourceRecovered("catalog"), "✅ Источник catalog снова читается", "✅ Source catalog can be read again"),
        (PlanChanged("+2 источника"), "⚙ Файл sources.yaml", "⚙ The file sources.yaml"),
        (
            Paired(12, 3),
            "🤝 Чат подключён. За время ожидания найдено 12, негативных 3",
            "🤝 This chat is connected. Found while there was none: 12, negative 3",
        ),
    ],
)
def test_a_notice_says_first_what_happened(notice: News, russian: str, english: str) -> None:
    assert notice_document(notice, texts=RU).lines[0].text == russian
    assert notice_document(notice, texts=EN).lines[0].text == english


def test_the_first_summary_names_its_sources_and_says_that_history_is_quiet() -> None:
    told = notice_document(FirstCrawl(tuple(f"s{n}" for n in range(30)), 1, 0, 0), texts=RU).text
    assert "Источники: s0, s1, s2" in told
    assert "…ещё 10" in told
    assert "по ней тревог не будет" in told


NOTICES = """\
🔌 Источники не читаются: 3
• ошибка 503: catalog, forum
• нет ответа: news
Пробуем дальше, всё реже, и напишем, когда заработают.
Если не открывается ничего, проверьте интернет там, где работает Отклик.
✅ Источники снова читаются: 2
catalog, forum
🤝 Чат подключён. За время ожидания найдено 12, негативных 3
Теперь новое приходит сюда сразу.
⭐ m-12: автор изменил оценку, нет → 4 из 5
🔁 Перепечаток стало 3: m-1
Где: otzyv.example, vc.example, a.example
📰 Об этом уже пишет пресса: m-1
Перепечаток: 2"""


def test_a_notice_says_all_that_there_is_to_know_and_to_do() -> None:
    errors = "https://a.example/1: ошибка 503. Позже.", "https://b.example: ошибка 503. Потом", "нет ответа"
    notices: list[News] = [
        SourcesBroken(("catalog\u202e", "forum", "news"), errors),
        SourcesRecovered(("catalog\u202e", "forum")),
        Paired(12, 3),
        RatingChanged(12, None, "4/5"),
    ]
    places = ["otzyv.example", "", "otzyv.example", "vc.example\u202e", "a.example", "b.example"]
    told = [notice_document(one, texts=RU) for one in notices]
    told += [growth_document(StoryGrew(1, 3), places=places, texts=RU)]
    told += [growth_document(StoryGrew(1, 2, press=True), places=(), texts=RU)]
    assert "\n".join(one.text for one in told).replace("\u00a0", " ") == NOTICES


def test_a_broken_source_is_told_with_its_cause_and_what_to_do() -> None:
    told = notice_document(SourceBroken("catalog", "https://catalog.example: ошибка 503" + "!" * 9000, 3), texts=RU)
    assert "https://catalog.example: ошибка 503" in told.text
    missing = RU("errors.fetch.missing", url="https://catalog.example")
    told_what_to_do = notice_document(SourceBroken("catalog", missing, 3), texts=RU).text
    assert missing in told_what_to_do
    assert told_what_to_do.count("sources.yaml") == 1  # a cause says itself what to do
    assert told.size < 1200


def test_a_changed_file_is_told_line_by_line_and_within_bounds() -> None:
    told = notice_document(PlanChanged("+2 источника\n\nпорог −0,25 → −0,4\n" + "строка\n" * 500), texts=RU).text
    assert "+2 источника\nпорог −0,25 → −0,4\nстрока" in told
    assert told.endswith("…ещё 462")


def test_a_reminder_calls_people_by_name_and_says_which_card_it_is_about():
    told = notice_document(Reminder(12, Nudge.NOBODY, (11, 22), ("Анна", "Борис")), texts=RU)
    assert told.text == "🙋 Анна, Борис, m-12: никто не взял"
    assert [span.person for span in told.lines[0].spans if span.person] == [11, 22]


def test_a_reminder_that_urges_says_until_when_to_answer():
    until = Calendar(RU, MINSK, NOW).stamped(NOW)
    half, over = (notice_document(Reminder(12, one), texts=RU, until=until).text for one in (Nudge.HALF, Nudge.DUE))
    assert half == "⏳ m-12: прошла половина времени на ответ\nОтветить до 23.11, 10:33"
    assert over == "⏰ m-12: время на ответ вышло"
    handed = notice_document(Reminder(12, Nudge.HANDED, detail="Борис"), texts=RU, until=until).text
    assert handed == "👉 m-12: вам передаёт Борис\nОтветить до 23.11, 10:33"


def test_a_reminder_of_what_one_message_told_names_the_first_and_counts_the_rest():
    told = notice_document(Reminder(2, Nudge.NOBODY, (11,), ("Анна",), also=(3, 4)), texts=RU).text
    assert told == "🙋 Анна, m-2, m-3, m-4: никто не взял"
    told = notice_document(Reminder(2, Nudge.DUE, also=(3, 4, 5, 6)), texts=RU).text
    assert told == "⏰ m-2, m-3, m-4, m-5, m-6: время на ответ вышло"
    told = notice_document(Reminder(2, Nudge.DUE, also=tuple(range(3, 27))), texts=RU).text
    assert told == "⏰ m-2, m-3, m-4, m-5, m-6, …ещё 20: время на ответ вышло"


@pytest.mark.parametrize(
    ("urgent", "settled", "free", "view", "more"),
    [
        (0, 0, 7, "card", ["…ещё 7"]),
        (
            2,
            3,
            2,
            "asks",
            ["🔴 Срочных: 2, они в начале списка.", "✋ В работе или закрыто: 3 из 7", "❓ Взять все: 2?"],
        ),
        (0, 7, 0, "asks", ["✋ В работе или закрыто: 7 из 7", "…ещё 7"]),
    ],
)
def test_one_message_of_many_says_only_what_there_is(
    urgent: int, settled: int, free: int, view: str, more: list[str]
) -> None:
    batch = Batch(NOW, 7, urgent, settled, free, 0, ())
    told = gathered_document(Gathered(), batch, view=view, brands={}, calendar=Calendar(RU, MINSK, NOW)).text
    title, since, *others = filter(None, told.splitlines())
    assert title == "🌊 Волна упоминаний: 7"
    assert since.endswith("Здесь всё, что пришло сверх отдельных карточек.")
    assert [one[: len(wanted)] for one, wanted in zip(others, more, strict=True)] == more


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("nudge", list(Nudge))
def test_every_reminder_has_its_sentence(nudge, language):
    told = notice_document(Reminder(12, nudge, detail="Борис"), texts=Texts(language))
    assert "m-12" in told.text


def test_another_rating_after_our_answer_is_told():
    assert (
        notice_document(RatingChanged(12, "2/5", "4/5"), texts=RU).text
        == "⭐ m-12: автор изменил оценку, 2\u00a0из\u00a05 → 4\u00a0из\u00a05"
    )
