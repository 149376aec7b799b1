"""The figures of a week, each as docs/figures.md defines it, and the digest that is read on Monday."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from digest_reference import build
from digest_values import BROKEN, TUESDAY, WELL, bad, said
from hypothesis import given
from hypothesis import strategies as st
from render_values import MINSK

from monitor.digest import Digest, Mood, Watched, last_complete_week, named_week, to_json, week_bounds, week_of
from monitor.domain import Flag, Health, Label, Reason, Record, Role, Severity, SourceState, Status, Taught, Why
from monitor.errors import ConfigError
from monitor.render.dates import Calendar
from monitor.render.digest import SCREEN, digest_document
from monitor.render.document import Kind
from monitor.texts import Texts

RU, EN = Texts("ru"), Texts("en")
WEEK = "2026-W47"  # 16 to 22 November
BRANDS = (Watched("zubr", "Зубр-Софт"), Watched("sklad", "Северный Склад", Role.COMPETITOR))


def week(*mentions: Record, **changes: Any) -> Digest:
    usual: dict[str, Any] = {
        "zone": MINSK,
        "brands": BRANDS,
        "sources": [WELL],
        "alike": {"news"},
        "coverage": (100, 100),
        "alerts_sent": 0,
    }
    return build(WEEK, mentions=mentions, **{**usual, **changes})


def told(digest: Digest, texts: Texts = RU, limit: int | None = 4000) -> str:
    return digest_document(digest, Calendar(texts, MINSK, digest.end), limit).text


# ---------------------------------------------------------------- weeks


def test_a_week_is_monday_to_sunday_where_the_team_lives() -> None:
    start, end = week_bounds(WEEK, MINSK)
    assert start == datetime(2026, 11, 15, 21, tzinfo=UTC)
    assert end == datetime(2026, 11, 22, 21, tzinfo=UTC)


@pytest.mark.parametrize(("name", "hours"), [("2026-W13", 167), ("2026-W43", 169), ("2026-W20", 168)])
def test_a_week_is_an_hour_shorter_or_longer_when_the_clocks_change(name: str, hours: int) -> None:
    start, end = week_bounds(name, ZoneInfo("Europe/Berlin"))
    assert end - start == timedelta(hours=hours)


def test_the_last_week_of_a_year_reaches_into_the_next() -> None:
    assert week_of(datetime(2027, 1, 3, 20, 59, tzinfo=UTC), MINSK) == "2026-W53"
    assert week_of(datetime(2027, 1, 3, 21, tzinfo=UTC), MINSK) == "2027-W01"
    assert last_complete_week(datetime(2027, 1, 6, tzinfo=UTC), MINSK) == "2026-W53"


@pytest.mark.parametrize(
    ("said", "week"),
    [
        ("", "2026-W47"),
        ("2026-W49", "2026-W49"),
        ("20 ноября", "2026-W47"),
        ("16–22 ноября", "2026-W47"),
        ("16-22 November", "2026-W47"),
        ("22.11", "2026-W47"),
        ("2026-11-23", "2026-W48"),
        ("вчера", "2026-W48"),
        ("30 декабря", "2026-W01"),
        ("неделя 47", "2026-W47"),
        ("эта неделя", "2026-W48"),
        ("на этой неделе", "2026-W48"),
        ("this week", "2026-W48"),
        ("47 неделя", "2026-W47"),
        ("week 53", "2020-W53"),
        ("w49", "2025-W49"),
    ],
)
def test_a_week_is_named_by_any_day_of_it(said: str, week: str) -> None:
    assert named_week(said, datetime(2026, 11, 28, 6, tzinfo=UTC), MINSK) == week


def test_on_monday_morning_the_last_complete_week_ended_at_midnight() -> None:
    assert last_complete_week(datetime(2026, 11, 22, 21, tzinfo=UTC), MINSK) == WEEK
    assert last_complete_week(datetime(2026, 11, 22, 20, 59, tzinfo=UTC), MINSK) == "2026-W46"


@given(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)).map(lambda at: at.replace(tzinfo=UTC)))  # noqa: DTZ001  # bounds of a range that is made aware
def test_every_moment_is_in_the_week_that_is_said_to_hold_it(at: datetime) -> None:
    for zone in (UTC, MINSK, ZoneInfo("America/Sao_Paulo"), ZoneInfo("Pacific/Apia")):
        start, end = week_bounds(week_of(at, zone), zone)
        assert start <= at < end


@pytest.mark.parametrize("name", ["2026-W54", "2026-W00", "неделя", "", "2026-11-16", "9999-W53", "0000-W01"])
def test_what_is_no_week_is_refused_with_an_example(name: str) -> None:
    with pytest.raises(ConfigError) as refused:
        week_bounds(name, MINSK)
    assert "2026-W47" in RU.error(refused.value)
    assert "2026-W47" in EN.error(refused.value)


# ---------------------------------------------------------------- figures


def test_the_json_has_exactly_the_promised_shape() -> None:
    mentions = bad(1, rating=0.25), said(2, brand="sklad")
    digest = week(*mentions, sources=[WELL, BROKEN], coverage=(96, 100), alerts_sent=14)
    shape = to_json(digest)
    assert list(shape) == [
        "week",
        "period",
        "from",
        "to",
        "timezone",
        "coverage",
        "unwatched_minutes",
        "mood",
        "brands",
        "top_negative",
        "top_positive",
        "buyers",
        "waiting",
        "backlog",
        "places",
        "detection_minutes",
        "reasons",
        "sources",
        "search",
        "search_pages",
        "quality",
    ]
    brands = shape["brands"]
    assert isinstance(brands, list)
    assert brands[0] == {
        "id": "zubr",
        "role": "own",
        "mentions": 1,
        "stories": 1,
        "negative": 1,
        "neutral": 0,
        "positive": 0,
        "previous": {"mentions": 0, "negative": 0, "neutral": 0, "positive": 0},
        "net_sentiment": None,
        "share_of_voice": None,
        "due": 1,
        "answered": 0,
        "response_rate": 0.0,
        "first_response_minutes": None,
        "first_response_from_publication_minutes": None,
        "in_time": {"answered": 0, "of": 0},
        "settled": 0,
        "ratings_raised": 0,
        "ratings": [
            {"source": "reviews", "mean": 0.25, "count": 1, "previous": None, "smoothed": 0.25, "unanswered": 1}
        ],
    }
    assert shape["sources"] == [
        {"id": "reviews", "state": "ok", "last_success": TUESDAY.isoformat()},
        {"id": "catalog", "state": "failed", "last_success": TUESDAY.isoformat()},
    ]
    assert shape["quality"] == {
        "corrections": 0,
        "precision": 1.0,
        "alerts_per_day": 2.0,
        "dismissed": {"not_negative": 0, "not_about_us": 0, "no_reply": 0},
        "dismissed_low_rated": {"not_negative": 0, "not_about_us": 0, "no_reply": 0},
        "questions": {"answered": 0, "negative": 0},
        "brands": [
            {"id": "zubr", "flagged": 1, "precision": 1.0, "lessons": 0, "sifted": 0, "learning": "copies"},
        ],
    }
    assert (shape["week"], shape["timezone"], shape["coverage"]) == (WEEK, "Europe/Minsk", 0.96)
    assert json.loads(json.dumps(shape)) == shape


def test_a_mention_belongs_to_the_week_of_its_date_in_the_teams_zone() -> None:
    moments = [datetime(2026, 11, 15, 20, 59, tzinfo=UTC), datetime(2026, 11, 15, 21, tzinfo=UTC)]
    moments += [datetime(2026, 11, 22, 20, 59, tzinfo=UTC), datetime(2026, 11, 22, 21, tzinfo=UTC)]
    brand = week(*(said(number, at=at) for number, at in enumerate(moments))).brands[0]
    assert (brand.counts.mentions, brand.previous.mentions) == (2, 1)


def test_the_week_before_is_exactly_one_week_also_across_a_clock_change() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    start, _ = week_bounds("2026-W12", berlin)
    moments = [start - timedelta(minutes=1), start, start + timedelta(days=7, minutes=-1)]
    digest = build(
        "2026-W13",
        zone=berlin,
        brands=BRANDS,
        mentions=[said(number, at=at) for number, at in enumerate(moments)],
        sources=(),
        alike=(),
        coverage=(0, 0),
        alerts_sent=0,
    )
    assert digest.brands[0].previous.mentions == 2


def test_not_about_us_is_left_out_of_all_but_the_count_of_dismissals() -> None:
    digest = week(bad(1), bad(2, status=Status.DISMISSED, reason=Reason.NOT_ABOUT_US))
    brand = digest.brands[0]
    assert (brand.counts.mentions, brand.stories, brand.counts.negative, brand.work.due) == (1, 1, 1, 1)
    assert [record.number for record in digest.stories.negative] == [1]
    assert digest.quality.flagged == 1
    assert digest.quality.dismissed[Reason.NOT_ABOUT_US] == 1


def test_history_counts_as_mentions_but_wants_no_answer_until_someone_takes_it() -> None:
    untouched = week(bad(1, history=True)).brands[0]
    assert (untouched.counts.negative, untouched.work.due, untouched.work.response_rate) == (1, 0, None)
    taken = week(bad(1, history=True, status=Status.TAKEN)).brands[0]
    assert (taken.work.due, taken.work.response_rate) == (1, 0.0)


def test_answered_is_what_is_answered_by_now_of_the_weeks_negatives() -> None:
    answers = [
        bad(1, status=Status.ANSWERED, answered=TUESDAY + timedelta(hours=1)),
        bad(2, status=Status.ANSWERED, answered=TUESDAY + timedelta(days=30)),
        bad(3, status=Status.DISMISSED, reason=Reason.NO_REPLY),
        bad(4),
        said(5, Label.POSITIVE, status=Status.ANSWERED, answered=TUESDAY),
    ]
    brand = week(*answers).brands[0]
    assert (brand.work.answered, brand.work.response_rate) == (2, 0.5)


def test_the_first_answer_is_measured_from_the_date_a_mention_counts_by() -> None:
    hours = [1, 2, 3, 4, 10]
    answers = [
        bad(n, status=Status.ANSWERED, answered=TUESDAY + timedelta(hours=n), found=TUESDAY + timedelta(minutes=30))
        for n in hours
    ]
    speed = week(*answers).brands[0].work.speed
    assert speed is not None
    assert speed.median == 180
    assert speed.p90 == pytest.approx(456)


def test_the_balance_of_tone_needs_five_toned_mentions() -> None:
    toned = [said(n, Label.POSITIVE) for n in range(3)] + [said(9, Label.NEGATIVE), said(10)]
    assert week(*toned).brands[0].net_sentiment is None
    assert week(*toned, said(11, Label.POSITIVE)).brands[0].net_sentiment == pytest.approx(0.6)


def test_share_of_voice_counts_stories_on_sources_that_watch_all_brands_alike() -> None:
    mentions = [
        said(1, source="news", story=1),
        said(2, source="news", story=1),
        said(3, source="news", brand="sklad", story=3),
        said(4, source="news", brand="sklad", story=4),
        said(5, source="reviews", story=5),
        said(6, source="reviews", also=("news",), story=6),
    ]
    own, rival = week(*mentions).brands
    assert (own.share_of_voice, rival.share_of_voice) == (0.5, 0.5)
    assert own.stories == 3
    assert week(*mentions, alike=()).brands[0].share_of_voice is None


def test_precision_is_flagged_and_not_corrected_of_all_flagged() -> None:
    wrong = said(5, flag=Flag.NEGATIVE, corrected=True, status=Status.DISMISSED, reason=Reason.NOT_NEGATIVE)
    quality = week(bad(1), bad(2), bad(3), wrong, said(6)).quality
    assert (quality.precision, quality.corrections) == (0.75, 1)
    assert week(said(1)).quality.precision is None


def test_the_digest_says_for_each_brand_how_often_we_were_right_and_what_we_learn() -> None:
    two = [Watched("zubr", "Зубр-Софт"), Watched("kestrel", "Kestrel")]
    wrong = said(2, flag=Flag.NEGATIVE, corrected=True, status=Status.DISMISSED, reason=Reason.NOT_NEGATIVE)
    quiet = bad(3, severity=None, why=Why.CORRECTION)
    digest = week(bad(1), wrong, quiet, bad(4, brand="kestrel"), brands=two, taught={"zubr": Taught(25, 9)})
    assert [(one.flagged, one.right, one.sifted) for one in digest.quality.brands] == [(3, 2, 1), (1, 1, 0)]
    shown = told(digest)
    assert "Зубр-Софт. Отмечено: 3, из них верно: 2. Учимся на ваших нажатиях: учтено 34, отсеяно за неделю 1." in shown
    assert "Kestrel. Отмечено: 1, из них верно: 1.\n" in f"{shown}\n"
    assert "Learning from your presses: 34 counted, 1 sifted out this week." in told(digest, EN)


def test_how_often_we_were_right_is_told_of_what_somebody_saw() -> None:
    assert "из них верно" not in told(week(bad(1, history=True)))
    assert "Отмечено: 1, из них верно: 1." in told(week(bad(1), alerts_sent=1))


@pytest.mark.parametrize("texts", [RU, EN])
def test_the_digest_says_what_is_missing_before_more_is_sifted_out(texts: Texts) -> None:
    few, unconfirmed, asked = Taught(3), Taught(30, 4), Taught(3, asked=50, overlooked=5)
    shown = [told(week(bad(1), taught={"zubr": one}), texts).splitlines()[-1] for one in (few, unconfirmed, asked)]
    assert ("20" in shown[0], "5" in shown[1], "/mentions" in shown[2]) == (True, True, True)
    assert len(set(shown)) == 3


def test_what_was_sifted_out_stands_in_the_digest_and_says_so() -> None:
    quiet = bad(3, severity=None, why=Why.CORRECTION, title="Журнал отказов")
    assert "команда такое снимала" in next(one for one in told(week(quiet)).splitlines() if "Журнал отказов" in one)


def test_the_worst_stories_come_first_and_each_once() -> None:
    mentions = [
        bad(1, score=-0.5),
        bad(2, score=-0.9),
        bad(3, score=-0.4, severity=Severity.P1),
        bad(4, score=-0.9, at=TUESDAY + timedelta(hours=1)),
        bad(5, score=-0.95, story=2),
        bad(6, score=-0.99, brand="sklad"),
    ]
    assert to_json(week(*mentions))["top_negative"] == ["m-3", "m-4", "m-2"]  # which has the card of its story


def test_coverage_is_unknown_where_nothing_was_due() -> None:
    assert week(coverage=(0, 0)).coverage is None


# ---------------------------------------------------------------- what people read

RUSSIAN_DIGEST = """\
Дайджест: 16–22 ноября
🔴 Кризис. Срочное, которое никто не взял: 1. Ждут ответа: 2.

Негатив и риски
• 🔴 Зубр-Софт судится с клиентом · forum.example · новое · m-1
• 🟠 Три недели без ответа · forum.example, 2 из 5 · в работе: Анна · m-2
• 🟠 Не работает третий день · forum.example · отвечено · m-3

⏳ Дольше всех ждёт m-1 – с 17 ноября. С прошлых недель без ответа: 1. Старше всех m-40 – с 10 ноября.
👁 Удачных проверок: 96 из 100. Не видим: catalog.

Неделя в цифрах
Упоминаний 10 (+9), сюжетов 10. Негатив 3 (+2), нейтрально 0 (=), позитив 7 (+7).
Баланс тона: 0,4 (от −1 до 1).
В скобках – разница с неделей раньше.

Что сделать
1. Взять срочное, оно пока ничьё: m-1, «Зубр-Софт судится с клиентом»
2. Ответить на низкие оценки из reviews. Без ответа: 1.
3. Починить источник catalog: сервер отвечает ошибкой 503.

Как мы отвечали
Отвечено на негатив: 1 из 3.
Первый ответ после обнаружения: обычно через 4 ч.
Первый ответ после публикации: обычно через 1 мин.

Новые оценки, из 5
• reviews – 2, новых отзывов: 1, ждут ответа: 1

Хорошее
• 🟢 Спасибо поддержке 16 · forum.example · позитив · m-16
• 🟢 Спасибо поддержке 15 · forum.example · позитив · m-15
• 🟢 Спасибо поддержке 14 · forum.example · позитив · m-14

Конкуренты
• Зубр-Софт: упоминаний 10, негатив 3, доля голоса 0 из 1
• Северный Склад: упоминаний 1, негатив 0, доля голоса 1 из 1
Доля голоса – сюжеты на источниках, где следим за всеми одинаково.

Качество тревог
Отмечено: 3, из них верно: 3.
Тревог за неделю: 3, в среднем в день: 0,4.

Источники
Читаются: 1 из 2.
• catalog – сервер отвечает ошибкой 503 (последний раз прочитан 17.11, 12:00)

По дням
• 17 ноября: всего 10, негатив 3, нейтрально 0, позитив 7

По неделям
• 9–15 ноября: упоминаний 1, негатив 1
• 16–22 ноября: упоминаний 10, негатив 3, первый ответ обычно через 4 ч"""

ENGLISH_DIGEST = """\
Digest: 16–22 November
🟢 Calm. Everything negative is dealt with: 1.

Negative and risky
• 🟠 Record 1 · forum.example · answered · m-1

👁 Good checks: 100 of 100.

The week in figures
Mentions 2, stories 2. Negative 1, neutral 1, positive 0.
The week before had no mentions.

Other mentions
• ⚪ Record 2 · forum.example · neutral · m-2

How we answered
Negative mentions answered: 1 of 1.
First answer after detection: usually in 2 h.
First answer after publication: usually in 1 min."""


def hard_week() -> Digest:
    mentions = [
        bad(1, severity=Severity.P1, flag=Flag.RISK, score=-0.9, title="Зубр-Софт судится с клиентом"),
        bad(2, status=Status.TAKEN, assignee="Анна", rating=0.25, rating_text="2/5", title="Три недели без ответа"),
        bad(
            3,
            status=Status.ANSWERED,
            answered=TUESDAY + timedelta(hours=4),
            score=-0.5,
            title="Не работает третий день",
        ),
        *(said(n, Label.POSITIVE, score=n / 100, title=f"Спасибо поддержке {n}") for n in range(10, 17)),
        said(30, brand="sklad", source="news"),
        bad(40, at=TUESDAY - timedelta(days=7)),
    ]
    return week(*mentions, sources=[WELL, BROKEN], coverage=(96, 100), alerts_sent=3)


def test_a_hard_week_in_russian() -> None:
    assert told(hard_week()).replace("\u00a0", " ") == RUSSIAN_DIGEST


def test_a_small_quiet_week_in_english_lists_every_mention() -> None:
    answer = {"status": Status.ANSWERED, "answered": TUESDAY + timedelta(hours=2)}
    digest = week(bad(1, title="Record 1", **answer), said(2, title="Record 2"))
    assert told(digest, EN) == ENGLISH_DIGEST


def test_a_week_in_which_nothing_was_said_is_one_honest_line() -> None:
    assert told(week(sources=[WELL, BROKEN], coverage=(96, 100))) == (
        "Дайджест, 16–22 ноября: упоминаний не было. Удачных проверок: 96 из 100. Не видим: catalog."
    )
    assert told(week(coverage=(0, 0)), EN) == (
        "Digest, 16–22 November: no mentions. Nothing was checked during the week."
    )


@pytest.mark.parametrize(
    ("mentions", "sources", "mood"),
    [
        ([said(1)], [WELL], Mood.CALM),
        ([bad(1, status=Status.ANSWERED, answered=TUESDAY)], [WELL], Mood.CALM),
        ([bad(1, history=True)], [WELL], Mood.CALM),
        ([bad(1)], [WELL], Mood.ATTENTION),
        ([said(1)], [WELL, BROKEN], Mood.ATTENTION),
        ([bad(1, severity=Severity.P1)], [WELL], Mood.CRISIS),
        ([bad(1, severity=Severity.P1, status=Status.TAKEN)], [WELL], Mood.ATTENTION),
        (
            [bad(0, severity=Severity.P1, status=Status.TAKEN), said(99, at=TUESDAY - timedelta(days=7))]
            + [bad(n) for n in range(1, 9)],
            [WELL],
            Mood.CRISIS,
        ),
    ],
)
def test_the_verdict_follows_from_what_waits_and_what_was_not_seen(
    mentions: Sequence[Record], sources: Sequence[SourceState], mood: Mood
) -> None:
    assert week(*mentions, sources=sources).mood is mood


@pytest.mark.parametrize(
    "missed", [{"unwatched": timedelta(days=2, hours=7)}, {"good": 40, "due": 100}, {"good": 0, "due": 0}]
)
def test_a_week_of_which_much_was_not_seen_is_not_called_calm(missed: dict[str, Any]) -> None:
    digest = replace(week(said(1), sources=[WELL]), **missed)
    assert digest.mood is Mood.ATTENTION
    assert "Что о нас писали, известно не всё." in told(digest)
    assert "Not everything said about us is known." in told(digest, EN)


def test_a_night_without_watching_leaves_a_week_calm() -> None:
    digest = replace(week(said(1), sources=[WELL]), unwatched=timedelta(hours=9))
    assert digest.mood is Mood.CALM
    assert "известно не всё" not in told(digest)


def test_what_follows_a_week_that_was_not_watched_is_no_wave_and_the_difference_says_so() -> None:
    wave = [bad(n, status=Status.ANSWERED, answered=TUESDAY) for n in range(6)]
    digest = week(*wave, bad(20, at=TUESDAY - timedelta(days=7)))
    assert "Но неделей раньше" not in told(digest)
    missed = replace(digest, unwatched_before=timedelta(days=3, hours=2))
    assert not missed.spike
    assert "Но неделей раньше 3 дн. 2 ч не смотрели: о том времени известно не всё." in told(missed)
    assert "But the week before, nobody was watching for 3 d 2 h: not everything said then is known." in told(
        missed, EN
    )


def test_the_first_week_says_that_nobody_watched_before() -> None:
    digest = week(said(1), said(2, at=TUESDAY - timedelta(days=7)))
    first = told(replace(digest, unwatched_before=timedelta(days=7)))
    assert "Неделей раньше никто не следил, и о том времени известно не всё." in first
    assert "Но неделей раньше" not in first


def test_a_wave_of_negatives_is_called_one_only_against_a_week_before() -> None:
    wave = [bad(n, status=Status.ANSWERED, answered=TUESDAY) for n in range(6)]
    assert not week(*wave).spike
    assert week(*wave, bad(20, at=TUESDAY - timedelta(days=7))).spike
    assert not week(*wave, *(bad(20 + n, at=TUESDAY - timedelta(days=7)) for n in range(4))).spike


def test_the_first_screen_holds_whatever_happened() -> None:
    many = [bad(n, title=f"Очень длинная жалоба номер {n}, в которой подробно рассказано обо всём") for n in range(80)]
    broken = [SourceState(f"source-{n}" * 6, state="failed", health=Health.FAILED, error="x" * 900) for n in range(40)]
    text = told(week(*many, sources=broken), limit=None)
    screen = text[: text.index("\n\nНеделя в цифрах")]
    assert len(screen) <= SCREEN
    assert "…ещё " in screen
    assert "👁" in screen


def test_a_digest_too_long_for_a_message_loses_whole_sections_and_says_how_many() -> None:
    broken = [
        SourceState(f"source-{n}", state="failed", health=Health.FAILED, error="причина " * 90) for n in range(40)
    ]
    digest = week(*(bad(n) for n in range(30)), sources=broken, alerts_sent=30)
    short = told(digest)
    assert len(short) <= 4000
    assert short.endswith("…ещё разделов: 1")
    assert "Качество тревог" in short
    assert "\nИсточники\n" not in short
    assert "\nИсточники\n" in told(digest, limit=None)


def test_percentages_are_said_only_of_enough() -> None:
    few = week(*(bad(n) for n in range(19)))
    many = week(*(bad(n, status=Status.ANSWERED, answered=TUESDAY) for n in range(20)))
    assert "%" not in told(few)
    assert "20 из 20 (100\u00a0%)" in told(many)


def test_a_digest_of_two_brands_says_whose_mention_each_is() -> None:
    both = (Watched("zubr", "Зубр-Софт"), Watched("les", "Лес-Сервис"))
    assert "Запись 1 · Лес-Сервис · forum.example" in told(week(bad(1, brand="les"), brands=both))


def test_a_digest_of_an_old_week_says_the_year() -> None:
    shown = digest_document(week(said(1)), Calendar(RU, MINSK, datetime(2028, 1, 9, tzinfo=UTC)))
    assert shown.lines[0].text == "Дайджест: 16–22 ноября 2026"
    assert shown.lines[0].kind is Kind.TITLE


def test_what_is_complained_about_is_counted_once_a_mention_and_compared():
    digest = week(
        bad(1, reasons=("support", "deadlines")),
        bad(2, reasons=("support",)),
        said(3, Label.POSITIVE, reasons=("price",)),
        bad(4, brand="sklad", reasons=("fraud",)),
        bad(5, at=TUESDAY - timedelta(days=7), reasons=("deadlines", "money")),
    )
    assert to_json(digest)["reasons"] == [
        {"reason": "support", "count": 2, "previous": 0},
        {"reason": "deadlines", "count": 1, "previous": 1},
        {"reason": "money", "count": 0, "previous": 1},
    ]


def test_the_digest_says_what_people_complain_about():
    two = (bad(1, reasons=("support", "deadlines")), bad(2, reasons=("support",)))
    before = bad(3, at=TUESDAY - timedelta(days=7), reasons=("deadlines",))
    assert "На что жалуются\n• поддержка – 2\n• сроки – 1\n" in told(week(*two))
    assert "На что жалуются\n• поддержка – 2 (+2)\n• сроки – 1 (=)\n" in told(week(*two, before))
    assert "What people complain about\n• support – 2\n• deadlines – 1\n" in told(week(*two), EN)
    assert "На что жалуются" not in told(week(said(1)))
