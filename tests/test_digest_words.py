"""How a digest reads: the first screen, every figure in words, nothing empty, nothing invented."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from digest_values import BROKEN, END, LONG, NORTH, asking, bad, first_page, full, good, nothing, said, small
from hypothesis import given, settings
from hypothesis import strategies as st
from render_values import MINSK

from monitor.digest import (
    BrandWeek,
    Buyers,
    Complaint,
    Counts,
    Digest,
    Flip,
    Load,
    Place,
    PlaceWork,
    Quality,
    Rating,
    Speed,
    Stories,
    Watched,
    Work,
    actions,
    pictured,
)
from monitor.digest.actions import (
    AnswerOldest,
    AnswerRatings,
    AskToQuote,
    ClearBacklog,
    Mute,
    Refresh,
    Repair,
    TakeUrgent,
    TellResponsible,
)
from monitor.domain import Flag, Health, Label, Record, Severity, SourceState, Status
from monitor.render.dates import Calendar
from monitor.render.digest import MESSAGE, digest_document
from monitor.render.document import Document, Kind, sections
from monitor.render.plain import plain
from monitor.texts import Texts

RU, EN = Texts("ru"), Texts("en")
BOTH = pytest.mark.parametrize("texts", [RU, EN], ids=["ru", "en"])


def document(digest: Digest, texts: Texts = RU, limit: int | None = None) -> Document:
    return digest_document(digest, Calendar(texts, MINSK, digest.end), limit)


def told(digest: Digest, texts: Texts = RU, limit: int | None = None) -> str:
    return document(digest, texts, limit).text


def section(digest: Digest, key: str, texts: Texts = RU) -> str:
    """The words of the section with this heading; empty where it is left out."""
    found = [part.text for part in sections(document(digest, texts)) if part.lines[0].text == texts(f"digest.{key}")]
    return found[0].strip() if found else ""


# ---------------------------------------------------------------- the first screen


def some_record(dice: Random) -> Record:
    words = dice.choice(["долго ", "ужас", "\u202e", "😀", "<b>", "W"])
    return bad(
        dice.randint(1, 10**9),
        title=words * dice.randint(1, 200),
        url=f"https://{'a' * dice.randint(1, 200)}.example/",
        brand=f"b{dice.randint(0, 59)}",
        severity=dice.choice([Severity.P1, Severity.P2, Severity.P3]),
        status=dice.choice([Status.NEW, Status.TAKEN, Status.ANSWERED]),
        assignee="Ж" * dice.randint(0, 200),
        rating_text="Ё" * dice.randint(0, 200),
    )


def some_week(dice: Random) -> Digest:
    """With names of any length, up to 40 broken sources, and up to 60 brands."""
    alarming = tuple(some_record(dice) for _ in range(dice.choice([1, 2, 5, 12, 40])))
    brands = [Watched(f"b{n}", "Щ" * dice.randint(1, 200)) for n in range(dice.choice([1, 2, 60]))]
    blind = [
        SourceState("s" * dice.randint(1, 200), state="failed", health=Health.FAILED, error="x" * 900)
        for _ in range(dice.choice([0, 5, 6, 40]))
    ]
    stories = Stories(
        mentions=dice.randint(1, 10**6),
        alarming=alarming,
        alarming_count=len(alarming) + dice.choice([0, 1, 10**6]),
        waiting=dice.randint(0, 10**6),
        untaken=dice.randint(0, 10**6),
        oldest=dice.choice([None, alarming[0]]),
        backlog=dice.randint(0, 10**6),
        backlog_oldest=dice.choice([None, alarming[-1]]),
    )
    counts = Counts(*(dice.randint(1, 50) for _ in range(4)))
    weeks = tuple(BrandWeek(brand, counts, Counts(9, 1, 4, 4), 1, None, 0, 0) for brand in brands)
    return replace(
        nothing(), brands=weeks, stories=stories, sources=tuple(blind), unwatched=timedelta(days=6, hours=23)
    )


@pytest.mark.long
@given(st.integers(0, 2**32), st.sampled_from([RU, EN]))
@settings(max_examples=60, deadline=None)
def test_the_first_screen_has_at_most_1200_characters_whatever_happened(seed: int, texts: Texts) -> None:
    digest = some_week(Random(seed))  # noqa: S311  # no secret
    text = told(digest, texts)
    screen = text[: text.index(f"\n\n{texts('digest.figures')}\n")]
    assert len(screen) <= 1200
    assert "👁" in screen
    shown = screen.count("\n• ")
    hidden = re.search(re.escape(texts("digest.more", n=7)).replace("7", r"(\d+)") + r"\n", screen)
    assert shown >= 1
    assert shown + (int(hidden[1]) if hidden else 0) == digest.stories.alarming_count


def test_titles_give_way_where_that_shows_more_of_what_is_negative() -> None:
    many = tuple(
        bad(n, title=f"Жалоба {n}, рассказанная длинно, подробно и со всеми обстоятельствами") for n in range(11)
    )
    digest = replace(full(), stories=replace(full().stories, alarming=many, alarming_count=11))
    assert told(digest).split("\n\n")[1].count("\n• ") == 11


def test_what_the_first_screen_has_no_room_for_stands_below() -> None:
    many = tuple(bad(n, title=f"Жалоба {n} с подробностями") for n in range(40))
    text = told(replace(full(), stories=replace(full().stories, alarming=many, alarming_count=57)))
    assert text.split("\n\n")[1].endswith("…ещё 42")
    assert all(re.search(rf"m-{n}\n", text) for n in range(40))
    assert "…и ещё 17, они в /mentions и в выгрузке" in text


# ---------------------------------------------------------------- all of it

SECOND = BrandWeek(
    Watched("sklad", "Северный Склад"),
    *(Counts(9, 2, 4, 3), Counts(4, 1, 2, 1), 8, -0.2, 3, 84, Work(due=5, answered=2, timed=4, in_time=1)),
    ratings=(Rating("reviews", 0.5, 3, unanswered=1),),
)
TABLES = """\
О чём | За неделю | Неделей раньше | Разница
поддержка | 8 | 3 | +5
Бренд | Отвечено | Первый ответ | В срок
Зубр-Софт | 21 из 25 (84\xa0%) | 3 ч 50 мин | 18 из 24 (75\xa0%)
Площадка | Оценка | С поправкой | Новых | Ждут ответа
Зубр-Софт, reviews | 3,2 (−0,4) | 3,4 | 14 | 3
Бренд | Всего | Негатив | Доля голоса
Зубр-Софт | 47 | 12 | 31 из 84 (37\xa0%)
Страница | Место | Было | Что это
Зубр-Софт: учёт для склада, zubr.example | 1 | 1 | ваша страница
Бренд | Всего | Негатив | Нейтр. | Позитив | Баланс
Зубр-Софт | 47 (+11) | 12 (+5) | 20 (+2) | 15 (+4) | 0,11
День | Всего | Негатив | Нейтр. | Позитив
16 ноября | 5 | 1 | 2 | 2
Неделя | Всего | Негатив | Первый ответ | В 9 из 10
2–8 ноября | 41 | 9 | 10 ч | 33 ч"""


def test_every_figure_of_a_table_stands_under_its_name() -> None:
    whole = document(replace(full(), brands=(full().brands[0], SECOND, full().brands[1])))
    lines = [one for one in whole.lines if one.cells]
    first = [pair for pair in pairwise(lines) if pair[0].kind is Kind.COLUMNS]
    shown = [" | ".join("".join(span.text for span in cell) for cell in one.cells) for pair in first for one in pair]
    assert shown == TABLES.splitlines()


def test_a_second_brand_is_told_of_by_itself_and_nothing_of_it_that_is_not_known() -> None:
    text = told(replace(full(), brands=(full().brands[0], SECOND, full().brands[1])))
    assert "\n• Северный Склад: отвечено 2 из 5, в срок 1 из 4\n" in text
    assert "\n• Северный Склад, reviews – 3, новых отзывов: 3, ждут ответа: 1\n" in text
    assert "\n• Северный Склад: упоминаний 9, негатив 2, доля голоса 3 из 84 (4\xa0%)\n" in text


def test_places_are_told_apart_by_how_they_are_answered() -> None:
    chat, reviews = Work(9, 9, Speed(25, 40, 9), timed=9, in_time=8), Work(4, 1, timed=4, in_time=1)
    text = told(replace(full(), places=(PlaceWork("chat", chat), PlaceWork("reviews", reviews))))
    assert "\n• chat: отвечено 9 из 9, первый ответ обычно через 25 мин, в срок 8 из 9\n" in text
    assert "\n• reviews: отвечено 1 из 4, в срок 1 из 4\n" in text


def test_of_many_that_were_answered_one_that_was_not_is_seen() -> None:
    text = told(replace(full(), work=Work(300, 299, timed=300, in_time=1)))
    assert "Отвечено на негатив: 299 из 300 (99\xa0%)." in text
    assert "В срок: 1 из 300 (1\xa0%)." in text


def test_one_place_that_brought_all_of_it_says_nothing_new() -> None:
    assert "по площадкам" not in told(replace(full(), places=(PlaceWork("reviews", full().work),)))


def test_of_many_places_those_are_told_that_brought_most() -> None:
    places = tuple(PlaceWork(f"chat-{n}", Work(3, 1)) for n in range(14))
    text = told(replace(full(), places=places))
    assert "chat-9:" in text
    assert "chat-10:" not in text
    assert "\n…ещё 4\n" in text


def numbers(digest: Digest) -> Iterator[str]:
    """Every count of a full week, as both languages write it."""
    own, rival = digest.brands
    for counts in (own.counts, *(day.counts for day in digest.days), *(week.counts for week in digest.past)):
        yield from (str(counts.mentions), str(counts.negative))
    yield from map(str, (rival.counts.mentions, rival.counts.negative, own.voice, own.voices, rival.voice, own.stories))
    yield from map(str, (digest.good, digest.due, digest.stories.backlog))
    work, quality, load = digest.work, digest.quality, digest.quality.load
    yield from map(str, (work.due, work.answered, work.timed, work.in_time, work.settled, work.raised))
    yield from map(str, (quality.flagged, quality.right, quality.alerts_sent, load.raised, load.dismissed))
    yield from map(str, quality.dismissed.values())
    yield from map(str, (quality.asked.answered, quality.asked.negative, quality.brands[0].taught.lessons))
    yield from (str(number) for one in digest.complaints for number in (one.count, one.previous) if number)
    yield from (str(rating.count) for rating in own.ratings)
    yield from (str(place.position) for page in digest.first_pages for place in page.places)


@BOTH
def test_every_figure_stands_in_the_words(texts: Texts) -> None:
    text = told(full(), texts).replace(",", ".")
    assert not [number for number in numbers(full()) if not re.search(rf"(?<![\d.]){number}(?!\d)", text)]
    for shown in (
        "3.2",
        "3.6",
        "3.4",
        "−0.4",
        "0.37",
        "0.22",
        "0.11",
        "+11",
        "+5",
        *(texts("pictures.percent", n=share) for share in (84, 37)),
    ):
        assert shown in text
    for lasting in (
        "3 ч 50 мин",
        "25 ч",
        "6 ч 40 мин",
        "29 ч",
        "13 мин",
        "1 ч 35 мин",
        "10 ч",
        "5 ч 40 мин",
        "2 ч 15 мин",
    ):
        assert (
            lasting.replace("ч", texts("date.hours", n="").strip()).replace("мин", texts("date.minutes", n="").strip())
            in text
        )


@BOTH
def test_no_count_below_twenty_is_told_as_a_percentage(texts: Texts) -> None:
    parts = re.findall(r"(\d+) (?:из|of) (\d+)( \(\d+\u00a0?%\))?", told(full(), texts))
    assert {bool(share) for _, whole, share in parts if int(whole) < 20} == {False}
    assert told(full(), texts).count("%") == sum(bool(share) for *_, share in parts) == 4


def test_an_empty_part_is_left_out_with_its_heading() -> None:
    headings = [part.lines[0].text for part in sections(document(small()))][1:]
    assert headings == [
        "Негатив и риски",
        "Неделя в цифрах",
        "Остальные упоминания",
        "Как мы отвечали",
    ]


def test_a_small_week_lists_all_that_was_said_without_pictures_and_percentages() -> None:
    voices = replace(full().brands[1], voice=53, voices=84)
    mentions = tuple(said(n) for n in range(1, 10))
    week = replace(full(), stories=Stories(9, mentions), brands=(full().brands[0], voices))
    shown = document(week)
    assert not pictured(week)
    assert not [one for one in shown.lines if one.picture]
    assert "%" not in shown.text
    assert section(week, "all").count("\n• ") == 9


def test_a_week_in_which_only_others_were_spoken_of_says_so() -> None:
    rival = BrandWeek(NORTH, Counts(3, 0, 3, 0), Counts(), 3, None, 0, 0)
    text = told(replace(nothing(), brands=(*nothing().brands, rival)))
    assert "🟢 Спокойно. О нас ничего не сказали." in text
    assert "Негатива нет" not in text


def test_who_looks_for_something_in_place_of_a_competitor_is_told_of() -> None:
    newest = tuple(asking(n, title=f"Чем заменить их {n}") for n in (3, 2, 1))
    week = replace(full(), buyers=Buyers(5, newest))
    text = section(week, "buyers")
    assert "⚪ Чем заменить их 3 · Северный код · forum.example · 17 ноября · m-3\n" in text
    assert text.count("\n• ") == 3
    assert "…и ещё 2, они в /mentions и в выгрузке" in text
    assert Texts("ru")("digest.buyers") not in told(replace(full(), buyers=Buyers()))


def test_a_chat_that_hears_only_of_competitors_is_told_so_and_nothing_of_us() -> None:
    rival = BrandWeek(NORTH, Counts(3, 0, 3, 0), Counts(), 3, None, 0, 0)
    text = told(replace(nothing(), brands=(rival,)))
    assert "🟢 Спокойно. Этот чат узнаёт только о конкурентах." in text
    assert "О нас ничего не сказали" not in text


def test_a_week_in_which_nothing_was_checked_is_not_called_calm() -> None:
    text = told(replace(nothing(), good=0, due=0, stories=Stories(1, (said(1),)), brands=full().brands[:1]))
    assert "🟠 Внимание. Что о нас писали, известно не всё." in text
    assert "Проверок за неделю не было." in text
    assert "Негатива нет" not in text


def test_a_quiet_week_is_one_line_and_still_says_what_waits() -> None:
    text = told(replace(nothing(), stories=Stories(backlog=2, backlog_oldest=bad(7))))
    assert text == (
        "Дайджест, 16–22 ноября: упоминаний не было. С прошлых недель без ответа: 2. "
        "Старше всех m-7 – с 17 ноября. Удачных проверок: 100 из 100."
    )


def test_a_rating_its_difference_and_the_one_before_add_up() -> None:
    [ours, *_] = full().brands
    week = replace(ours, ratings=(Rating("reviews", 0.51, 40, previous=0.515),))  # 3.04 stars after 3.06
    assert "reviews – 3 (−0,1), неделей раньше 3,1, новых отзывов: 40" in told(replace(full(), brands=(week,)))


@pytest.mark.parametrize("digest", [nothing(), full()])
def test_a_week_that_is_not_over_says_so(digest: Digest) -> None:
    friday, monday = [digest_document(digest, Calendar(RU, MINSK, END + timedelta(days=days))).text for days in (-2, 0)]
    assert "Неделя ещё не кончилась. Удачных проверок:" in friday
    assert "не кончилась" not in monday


def test_a_quiet_week_still_shows_the_first_page_of_a_search() -> None:
    text = told(replace(nothing(), first_pages=(first_page(),)))
    first, rest = text.split("\n", 1)
    assert first == "Дайджест, 16–22 ноября: упоминаний не было. Удачных проверок: 100 из 100."
    assert rest.strip() == section(full(), "search")


def test_each_picture_stands_in_the_section_whose_words_say_the_same() -> None:
    where = {
        one.picture: part.lines[0].text for part in sections(document(full())) for one in part.lines if one.picture
    }
    assert where == {
        "tone": "Неделя в цифрах",
        "response": "Как мы отвечали",
        "ratings": "Новые оценки, из 5",
        "voice": "Конкуренты",
        "search-0": "Первая страница поиска",
    }
    assert tuple(where) == tuple(sorted(pictured(full()), key=list(where).index))


def test_only_the_first_screen_the_figures_and_what_to_do_are_open() -> None:
    parts = sections(document(full()))
    opened = [part.lines[0].text for part in parts if part.lines[0].kind is not Kind.FOLDED]
    assert opened == ["Дайджест: 16–22 ноября", "Негатив и риски", "Неделя в цифрах", "Что сделать"]
    assert len(parts) - len(opened) == 11


def test_a_message_keeps_the_sections_that_fit_and_says_how_many_do_not() -> None:
    broken = tuple(replace(BROKEN, id=f"source-{n}") for n in range(30))
    short = told(replace(full(), sources=broken, buyers=Buyers()), limit=MESSAGE)
    assert len(short) <= MESSAGE
    assert short.endswith("…ещё разделов: 3")
    assert "Качество тревог" in short


def test_several_brands_have_a_line_each_and_their_answers_too() -> None:
    other = replace(full().brands[0], brand=Watched("les", "Лес-Сервис"))
    week = replace(full(), brands=(*full().brands, other))
    assert "• Лес-Сервис: всего 47 (+11), негатив 12 (+5), нейтрально 20 (+2), позитив 15 (+4), баланс 0,11" in told(
        week
    )
    assert "• Лес-Сервис: отвечено 21 из 25 (84\u00a0%), первый ответ обычно через 3 ч 50 мин" in told(week)
    assert "• Лес-Сервис, reviews – 3,2 (−0,4)" in told(week)


def test_praise_is_quoted_only_in_words_of_its_own() -> None:
    words = section(full(), "good_news")
    assert f"«{LONG}»" in words
    assert words.count("«") == 1
    asks = good(1, flag=Flag.QUESTION, text="Ищем замену вашей программе, посоветуйте хорошую.")
    assert not section(replace(full(), stories=replace(full().stories, positive=(asks,))), "good_news")


HOSTILE = '=HYPERLINK("https://x.example") <b>жирно</b> \u202eзадом наперёд\u200f ' + "😀" * 500


def test_hostile_titles_stay_words_in_one_line() -> None:
    week = full()
    nasty = bad(1, title=HOSTILE, text=HOSTILE, url="javascript:alert(1)", assignee=HOSTILE, status=Status.TAKEN)
    page = replace(first_page(), places=(Place(1, "https://x.example/", HOSTILE, label=Label.NEGATIVE),))
    stories = replace(
        week.stories, alarming=(nasty,), alarming_count=1, positive=(good(2, title=HOSTILE, text=HOSTILE),)
    )
    shown = document(replace(week, stories=stories, first_pages=(page,)))
    assert "=HYPERLINK" in shown.text
    assert "<b>жирно</b>" in shown.text
    assert not re.search("[\u202e\u200f]", shown.text)
    assert not any(span.url.startswith("javascript") for one in shown.lines for span in one.spans)
    assert max(len(one.text) for one in shown.lines) < 400


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_whole_week_reads_as_people_speak(language: str) -> None:
    golden = Path(__file__).parent / "digests" / f"week.{language}.txt"
    assert told(full(), Texts(language)) + "\n" == golden.read_text(encoding="utf-8")


# ---------------------------------------------------------------- the first page of search


@BOTH
def test_an_engine_is_called_as_it_calls_itself_as_on_the_picture(texts: Texts) -> None:
    page = replace(first_page(), engine="searxng")
    assert "SearXNG, " in section(replace(full(), first_pages=(page,)), "search", texts)


def test_the_first_page_says_what_a_buyer_sees_and_what_to_refresh() -> None:
    words = section(full(), "search")
    assert "Яндекс, «зубр-софт отзывы», 21 ноября" in words
    assert "Негатив на первой странице: 2 (2-е и 5-е место)." in words
    assert "• Новое на 5-м месте: «Покупатель подал в суд» (негатив, судя по отрывку)" in words
    assert "• Ушло с 4-го места: «Старый каталог программ» (нейтрально)" in words
    assert (
        "• Под негативом на 2-м месте стоит ваша страница «Наши клиенты» (3-е место, обновлена 3 мая): обновите её"
        in words
    )
    assert "• 4. Северный код · было 2-е · страница конкурента" in words
    assert "%" not in words


@BOTH
def test_how_often_people_search_stands_above_what_they_see(texts: Texts) -> None:
    told = [
        section(
            replace(full(), first_pages=(replace(first_page(), demand=24000, previous_demand=before),)), "search", texts
        )
        for before in (None, 1100)
    ]
    said = {
        "ru": ("Спрос, запросов за 30 дней: 24\u202f000.", "Спрос, запросов за 30 дней: 24\u202f000, раньше 1100."),
        "en": ("Demand, searches in 30 days: 24\u202f000.", "Demand, searches in 30 days: 24\u202f000, before 1100."),
    }[texts.language]
    assert [line in words for line, words in zip(said, told, strict=True)] == [True, True]
    assert said[0].partition(":")[0] not in section(full(), "search", texts)


def test_the_first_look_at_a_page_calls_nothing_new() -> None:
    first = replace(first_page(), before=None, left=(), weeks=first_page().weeks[1:], previous_share=None)
    words = section(replace(full(), first_pages=(first,)), "search", EN)
    assert "New at" not in words
    assert "before" not in words
    assert "• 2. Отзывы о Зубр-Софте · negative" in words


def test_a_page_that_speaks_well_of_us_is_to_be_linked_to_not_refreshed() -> None:
    page = first_page()
    flip = Flip(page.places[4], page.places[5])
    assert "Сошлитесь на неё" in section(replace(full(), first_pages=(replace(page, flips=(flip,)),)), "search")


# ---------------------------------------------------------------- what to do


def kinds(digest: Digest) -> list[type]:
    return [type(action) for action in actions(digest)]


def alone(**changes: object) -> Digest:
    """A week with nothing to do but this."""
    return replace(small(), **changes)


def test_there_are_at_most_three_things_to_do_and_the_dangerous_comes_first() -> None:
    assert kinds(full()) == [TakeUrgent, AnswerOldest, AnswerRatings]


def test_nothing_is_to_be_done_where_there_is_nothing_to_do() -> None:
    assert actions(small()) == ()
    assert not section(small(), "actions")


def heavy(dismissed: int = 9) -> Quality:
    return replace(small().quality, load=Load(60, 5, "forum", 30, dismissed))


OURS = replace(small().brands[0], previous=Counts(3, 1, 2, 0))
STEPS = [
    (alone(stories=full().stories), TakeUrgent, "Взять срочное, оно пока ничьё: m-101"),
    (alone(stories=replace(full().stories, untaken=2)), TakeUrgent, "Всего таких 2, начать с m-101"),
    (alone(stories=Stories(1, oldest=bad(1, status=Status.TAKEN))), AnswerOldest, "m-1, ждёт с 17 ноября: «Запись 1»"),
    (
        alone(brands=(replace(OURS, ratings=(Rating("reviews", 0.2, 3, unanswered=2),)),)),
        AnswerRatings,
        "низкие оценки из reviews. Без ответа: 2.",
    ),
    (
        alone(brands=(replace(OURS, ratings=(Rating("a", 0, 9, unanswered=3), Rating("z", 0, 9, unanswered=1))),)),
        AnswerRatings,
        "низкие оценки из a. Без ответа: 3.",
    ),
    (alone(sources=(BROKEN,)), Repair, "Починить источник catalog: сервер отвечает ошибкой 503."),
    (
        alone(brands=(OURS,), complaints=(Complaint("money", 4, 1),)),
        TellResponsible,
        "жалоб стало больше: деньги, за неделю 4, неделей раньше 1.",
    ),
    (alone(first_pages=(first_page(),)), Refresh, "она на 3-м месте, сразу под негативом на 2-м: «Наши клиенты»"),
    (
        alone(stories=Stories(1, backlog=3, backlog_oldest=bad(1))),
        ClearBacklog,
        "Без ответа 3, старше всех m-1 – с 17 ноября: «Запись 1»",
    ),
    (alone(quality=heavy()), Mute, "снимали тревоги из источника forum: 9 из 30."),
    (alone(quality=heavy(0)), Mute, "Больше всего тревог из источника forum: 30."),
    (alone(stories=Stories(1, positive=(good(1),))), AskToQuote, "процитировать m-1: «Запись 1»"),
]


@pytest.mark.parametrize(("digest", "kind", "said"), STEPS, ids=[kind.__name__ for _, kind, _ in STEPS])
@BOTH
def test_each_thing_to_do_follows_from_the_week_and_can_be_said(
    digest: Digest, kind: type, said: str, texts: Texts
) -> None:
    assert kinds(digest)[0] is kind
    first = section(digest, "actions", texts).split("\n")[1]
    assert first.startswith("1. ")
    assert said in first or texts.language != "ru"


UNSEEN = alone(sources=(BROKEN,), unwatched=timedelta(days=2))


@pytest.mark.parametrize(
    ("digest", "why"),
    [
        (small(), "🟢 Спокойно. Весь негатив разобран: 1."),
        (alone(sources=(BROKEN,)), "🟠 Внимание. Весь негатив разобран: 1. Не читаются источники: 1."),
        (
            alone(unwatched=timedelta(days=2)),
            "🟠 Внимание. Весь негатив разобран: 1. Что о нас писали, известно не всё.",
        ),
        (
            alone(brands=(replace(OURS, counts=Counts(12, 9, 3, 0)),)),
            "🟠 Внимание. Всплеск: негативных 9, неделей раньше 1. Весь негатив разобран: 1.",
        ),
        (replace(UNSEEN, stories=replace(small().stories, waiting=2)), "🟠 Внимание. Ждут ответа: 2."),
    ],
)
def test_the_verdict_on_a_week_says_why(digest: Digest, why: str) -> None:
    assert document(digest, RU).text.splitlines()[1] == why


@pytest.mark.parametrize(
    "digest",
    [
        alone(stories=Stories(1, oldest=bad(1, severity=Severity.P1))),
        alone(brands=(replace(OURS, ratings=(Rating("reviews", 0.2, 3),)),)),
        alone(complaints=(Complaint("money", 4, 1),)),
        alone(brands=(OURS,), complaints=(Complaint("money", 4, 4), Complaint("price", 1, 0))),
        alone(first_pages=(replace(first_page(), flips=(Flip(first_page().places[4], first_page().places[5]),)),)),
        alone(sources=(SourceState("off", state="skipped", health=Health.SKIPPED),)),
        alone(quality=replace(heavy(), load=Load(25, 5, "forum", 20, 9))),
        alone(stories=Stories(1, positive=(good(1, text="Спасибо!"), good(2, url=""), good(3, rating=0.5)))),
    ],
)
def test_what_is_no_reason_to_act_is_not_made_one(digest: Digest) -> None:
    assert actions(digest) == ()


def test_what_to_do_names_the_number_and_leads_to_the_page() -> None:
    words = plain(document(full()))
    assert (
        "1. Взять срочное, оно пока ничьё: m-101, «Покупатель подал в суд на Зубр-Софт»: https://forum.example/101"
        in words
    )
    assert "3. Ответить на низкие оценки из reviews. Без ответа: 3." in words


def test_of_two_brands_that_are_rated_on_one_place_each_has_its_own_weeks() -> None:
    """Зубр-Софт was rated worse than Лес-Сервис all the time: nothing has fallen."""
    [ours, *_] = full().brands
    places = "Зубр-Софт, reviews", "Лес-Сервис, reviews"
    weeks = [dict(zip(places, means, strict=True)) for means in ((0.25, 1.0), (0.25, 1.0))]
    week = replace(
        full(),
        brands=tuple(
            replace(ours, brand=brand, ratings=(Rating("reviews", mean, 9, previous=mean),))
            for brand, mean in ((ours.brand, 0.25), (Watched("les", "Лес-Сервис"), 1.0))
        ),
        past=tuple(replace(one, ratings=means) for one, means in zip(full().past[-2:], weeks, strict=True)),
    )
    assert "\nЗубр-Софт, reviews по неделям: 2; 2\nЛес-Сервис, reviews по неделям: 5; 5\n" in told(week)
