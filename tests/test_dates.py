"""Dates as sites write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.dates import Dated, read_date

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)  # a Monday, 15:00 in Minsk
MINSK = ZoneInfo("Europe/Minsk")  # three hours ahead of UTC


def read(text: str) -> Dated:
    return read_date(text, zone=MINSK, now=NOW)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-05-25T10:20:30Z", "2026-05-25T10:20:30"),
        ("2026-05-25T10:20:30.123+02:00", "2026-05-25T08:20:30"),
        ("2026-05-25 10:20", "2026-05-25T07:20:00"),
        ("2026-05-25", "2026-05-24T21:00:00"),
        ("20260525T102030Z", "2026-05-25T10:20:30"),
        ("20260525102030", "2026-05-25T07:20:30"),
        ("20260525T1020", "2026-05-25T07:20:00"),
        ("Mon, 25 May 2026 10:20:30 GMT", "2026-05-25T10:20:30"),
        ("Mon, 25 May 2026 10:20:30 -0500", "2026-05-25T15:20:30"),
        ("Monday, 25-May-26 10:20:30 EST", "2026-05-25T15:20:30"),
        ("1779704430", "2026-05-25T10:20:30"),
        ("1779704430123", "2026-05-25T10:20:30"),
        ("1779704430123456", "2026-05-25T10:20:30"),
        ("1779704430123456789", "2026-05-25T10:20:30"),
        ("/Date(1779704430123+0300)/", "2026-05-25T10:20:30"),
        ("22 ноября 2025", "2025-11-21T21:00:00"),
        ("22 ноября 2025 г. в 14:05", "2025-11-22T11:05:00"),
        ("Отзыв от 22 нояб. 2025, 14:05 (МСК)", "2025-11-22T11:05:00"),
        ("Sun, 22 Nov 2026 19:05:00 YEKT", "2026-11-22T14:05:00"),
        ("Пт, 21 ноя 2025 14:05:00 +0500", "2025-11-21T09:05:00"),
        ("22.11.2025 14:05", "2025-11-22T11:05:00"),
        ("22.11.2025 14.05", "2025-11-22T11:05:00"),
        ("22.11.2025 14:05 (+30)", "2025-11-22T11:05:00"),  # so many find it useful
        ("22.11.2025 14:05-15:30", "2025-11-22T11:05:00"),
        ("03.04.2026", "2026-04-02T21:00:00"),
        ("3/4/26", "2026-04-02T21:00:00"),
        ("03/30/2026 4:20 pm", "2026-03-30T13:20:00"),
        ("May 25, 2026", "2026-05-24T21:00:00"),
        ("25th of May 2026 at 12:05 AM", "2026-05-24T21:05:00"),
        ("2026-05-25 10:20:30 America/New_York", "2026-05-25T14:20:30"),
        ("22 листопада 2025", "2025-11-21T21:00:00"),
        ("Sat Nov 22 14:05:00 MSK 2025", "2025-11-22T11:05:00"),
        ("Wed Oct 10 20:19:24 +0000 2018", "2018-10-10T20:19:24"),
        ("Nov 22, '25", "2025-11-21T21:00:00"),
        ("Знаток города 5 уровня 20 ноября", "2026-11-19T21:00:00"),
        ("12 ноября ’25", "2025-11-11T21:00:00"),
    ],
)
def test_absolute_dates_are_read(text: str, at: str) -> None:
    assert read(text) == Dated(datetime.fromisoformat(at).replace(tzinfo=UTC), absolute=True)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("22 ноября", "2026-11-21T21:00:00"),
        ("25 декабря в 10:00", "2025-12-25T07:00:00"),
        ("25.12 10:00", "2025-12-25T07:00:00"),
        ("Dec 25", "2025-12-24T21:00:00"),
        ("Nov 22 at 3pm", "2026-11-22T12:00:00"),
        ("29 февраля", "2024-02-28T21:00:00"),
        ("20 ноября (3 дня назад)", "2026-11-19T21:00:00"),
    ],
)
def test_without_a_year_the_latest_past_one_is_meant(text: str, at: str) -> None:
    assert read(text) == Dated(datetime.fromisoformat(at).replace(tzinfo=UTC), absolute=True)


@pytest.mark.parametrize("text", ["2026-05-25T24:00:00Z", "Mon, 25 May 2026 24:00:00 GMT", "26.05.2026 03:00"])
def test_a_day_ends_when_the_next_one_begins(text: str) -> None:
    assert read(text) == Dated(datetime(2026, 5, 26, tzinfo=UTC), absolute=True)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("только что", "2026-11-23T12:00:00"),
        ("сегодня в 9:15", "2026-11-23T06:15:00"),
        ("вчера в 14:30", "2026-11-22T11:30:00"),
        ("позавчера", "2026-11-21T12:00:00"),
        ("3 дня назад", "2026-11-20T12:00:00"),
        ("около часа назад", "2026-11-23T11:00:00"),
        ("Опубликовано две недели назад", "2026-11-09T12:00:00"),
        ("месяц назад", "2026-10-23T12:00:00"),
        ("полгода назад", "2026-05-23T12:00:00"),
        ("более года назад", "2025-11-23T12:00:00"),
        ("5 мин.", "2026-11-23T11:55:00"),
        ("в прошлом месяце", "2026-10-23T12:00:00"),
        ("2 weeks ago", "2026-11-09T12:00:00"),
        ("yesterday at 2:30 PM", "2026-11-22T11:30:00"),
        ("an hour ago", "2026-11-23T11:00:00"),
        ("3d", "2026-11-20T12:00:00"),
        ("last week", "2026-11-16T12:00:00"),
        ("в субботу", "2026-11-20T21:00:00"),
        ("вчера в 14.30", "2026-11-22T11:30:00"),
        ("вчера в 10.05", "2026-11-22T07:05:00"),
        ("трое суток назад", "2026-11-20T12:00:00"),
        ("3 дні тому", "2026-11-20T12:00:00"),
        ("учора", "2026-11-22T12:00:00"),
        ("14:05", "2026-11-23T11:05:00"),
        ("в 23:40", "2026-11-22T20:40:00"),
        ("yesterday at 3pm", "2026-11-22T12:00:00"),
        ("3 p.m. yesterday", "2026-11-22T12:00:00"),
        ("в прошлую пятницу", "2026-11-19T21:00:00"),
        ("прошлый вторник в 15:00", "2026-11-17T12:00:00"),
        ("2026-W47", "2026-11-15T21:00:00"),
    ],
)
def test_relative_dates_are_read_and_never_count_as_absolute(text: str, at: str) -> None:
    assert read(text) == Dated(datetime.fromisoformat(at).replace(tzinfo=UTC), absolute=False)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("Мария 5 дней назад", "2026-11-18T12:00:00"),
        ("Сергей 3 дня назад", "2026-11-20T12:00:00"),
        ("Mary 2 weeks ago", "2026-11-09T12:00:00"),
        ("Local Guide · 10 reviews · a year ago", "2025-11-23T12:00:00"),
        ("Отзыв №5, 3 дня назад", "2026-11-20T12:00:00"),
        ("Версия 2.5, вчера", "2026-11-22T12:00:00"),
        ("5 Мария, 3 дня назад", "2026-11-20T12:00:00"),
    ],
)
def test_what_stands_beside_a_relative_date_is_no_date(text: str, at: str) -> None:
    assert read(text) == Dated(datetime.fromisoformat(at).replace(tzinfo=UTC), absolute=False)


@pytest.mark.parametrize("text", ["Nov. 2025", "ноябрь 2025"])
def test_a_mere_month_is_too_vague_to_tell_an_item_again(text: str) -> None:
    assert read(text) == Dated(datetime(2025, 10, 31, 21, tzinfo=UTC), absolute=False)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "garbage",
        "5",
        "4/5",
        "30 февраля 2026",
        "2026-13-45",
        "2026-W60",
        "25:99",
        "2026-05-25T25:00:00Z",
        "Mon, 25 May 2026 24:01:00 GMT",
        "0001-01-01T00:00:00Z",
        "1970-01-01",
        "x" * 500,
    ],
)
def test_what_is_no_date_gives_none(text: str) -> None:
    assert read(text) == Dated(None, absolute=False)


@pytest.mark.parametrize("text", ["2027-01-05", "через полчаса", "через 2 дня", "in 2 days", "послезавтра"])
def test_nothing_is_published_in_the_future(text: str) -> None:
    assert read(text).at is None


def test_a_clock_that_is_a_little_ahead_is_forgiven() -> None:
    assert read("2026-11-23T14:00:00Z").at == NOW + timedelta(hours=2)


@given(st.text(max_size=80))
@settings(deadline=None, max_examples=200)
def test_no_text_breaks_the_reader(text: str) -> None:
    dated = read(text)
    assert dated.at is None or dated.at.tzinfo is UTC


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2026, 11, 1)))  # noqa: DTZ001  # zone is added below
@settings(deadline=None)
def test_what_python_writes_is_read_back(moment: datetime) -> None:
    at = moment.replace(microsecond=0, tzinfo=UTC)
    assert read(at.isoformat()).at == at
    assert read(at.strftime("%a, %d %b %Y %H:%M:%S +0000")).at == at
