"""Days that lie ahead, as people write them in a promise."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.dates.ahead import but_for_day, day_ahead
from monitor.dates.period import Misread, read_period

TODAY = date(2026, 11, 25)  # a Wednesday


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("перезвоним до 30.11", date(2026, 11, 30)),
        ("вернём деньги 8 января", date(2027, 1, 8)),
        ("до 1-го декабря", date(2026, 12, 1)),
        ("исправим завтра", date(2026, 11, 26)),
        ("послезавтра позвоним", date(2026, 11, 27)),
        ("ответим через 3 дня", date(2026, 11, 28)),
        ("через неделю", date(2026, 12, 2)),
        ("в пятницу", date(2026, 11, 27)),
        ("к среде", date(2026, 12, 2)),
        ("2026-12-24", date(2026, 12, 24)),
        ("до 05.01.27", date(2027, 1, 5)),
        ("by January 8", date(2027, 1, 8)),
        ("by 8 January 2027", date(2027, 1, 8)),
        ("the day after tomorrow", date(2026, 11, 27)),
        ("in 2 weeks", date(2026, 12, 9)),
        ("on Monday", date(2026, 11, 30)),
        ("до 24.11", date(2027, 11, 24)),
        ("в пятницу, не в понедельник", date(2026, 11, 27)),
        ("через два дня перезвоним", date(2026, 11, 27)),
        ("в течение трёх дней позвоним", date(2026, 11, 28)),
        ("через пару недель", date(2026, 12, 9)),
        ("через месяц", date(2026, 12, 25)),
        ("we call back in a week", date(2026, 12, 2)),
        ("within two weeks", date(2026, 12, 9)),
        ("in a month", date(2026, 12, 25)),
        ("вернём деньги до конца недели", date(2026, 11, 27)),
        ("к концу месяца", date(2026, 11, 30)),
        ("до конца квартала", date(2026, 12, 31)),
        ("до конца ноября", date(2026, 11, 30)),
        ("by the end of January", date(2027, 1, 31)),
        ("by the end of the week", date(2026, 11, 27)),
        ("завтра, до конца недели точно", date(2026, 11, 26)),
        ("в течение дня", None),
        ("до конца дня", None),
        ("в конце концов разберёмся", None),
        ("до конца следующей недели", None),
        ("через три рабочих дня", None),
        ("вернём деньги", None),
        ("вернём денежные средства", None),
        ("среди прочего угостим завтраком", None),
        ("вчера, 24.11.2026", None),
        ("до 31.02", None),
        ("версия 3.15.2", None),
        ("", None),
    ],
)
def test_the_day_of_a_promise_is_read(said: str, day: date | None) -> None:
    assert day_ahead(said, TODAY) == day


@pytest.mark.parametrize(
    ("said", "rest"),
    [
        ("в пятницу", "в"),
        ("January 8", ""),
        ("позвоним 5 клиентам", "позвоним 5 клиентам"),
        ("через два дня", ""),
        ("до конца месяца", "до"),
        ("доведём до конца", "доведём до конца"),
    ],
)
def test_what_is_promised_is_all_but_the_day(said: str, rest: str) -> None:
    assert but_for_day(said).strip() == rest


@given(st.text(max_size=80), st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_whatever_is_written_the_day_lies_ahead_or_there_is_none(said: str, today: date) -> None:
    day = day_ahead(said, today)
    assert day is None or day > today


@given(st.dates(date(2026, 11, 26), date(2027, 11, 24)))
def test_a_date_without_a_year_is_the_next_such_day(day: date) -> None:
    assert day_ahead(f"до {day.day}.{day.month:02}", TODAY) == day


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("завтра", "2026-11-26", "2026-11-26"),
        ("сегодня", "2026-11-25", "2026-11-25"),
        ("до пятницы", "2026-11-25", "2026-11-27"),
        ("с понедельника по среду", "2026-11-30", "2026-12-02"),
        ("с завтра по послезавтра", "2026-11-26", "2026-11-27"),
        ("с 5 по 7 декабря", "2026-12-05", "2026-12-07"),
        ("24 декабря – 8 января", "2026-12-24", "2027-01-08"),
        ("1-30 ноября", "2026-11-01", "2026-11-30"),
        ("Dec 5-7", "2026-12-05", "2026-12-07"),
        ("5th of December", "2026-12-05", "2026-12-05"),
        ("from tomorrow until Friday", "2026-11-26", "2026-11-27"),
        ("10-12 мая 2027", "2027-05-10", "2027-05-12"),
        ("2026-12-24 - 2027-01-08", "2026-12-24", "2027-01-08"),
        ("на неделю", "2026-11-25", "2026-12-01"),
        ("на две недели", "2026-11-25", "2026-12-08"),
        ("3 дня", "2026-11-25", "2026-11-27"),
        ("for a week", "2026-11-25", "2026-12-01"),
        ("на месяц", "2026-11-25", "2026-12-24"),
        ("до конца недели", "2026-11-25", "2026-11-29"),
        ("until the end of the month", "2026-11-25", "2026-11-30"),
        ("на следующей неделе", "2026-11-30", "2026-12-06"),
        ("next week", "2026-11-30", "2026-12-06"),
    ],
)
def test_days_are_read_as_people_say_them(said: str, first: str, last: str) -> None:
    assert read_period(said, date(2026, 11, 25)) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "said",
    [
        "",
        "#",
        "# - 5.12",
        "5-7",
        "5 маркетинга",
        "отпуск 5 декабря",
        "31 февраля",
        "1.2.3.4",
        "с 5 декабря",
        "from Friday",
        "на днях",
        "на 5 человек",
        "до конца",
        "до конца концов",
        "отпуск на неделю",
    ],
)
def test_what_names_no_day_is_not_guessed_at(said: str) -> None:
    assert read_period(said, date(2026, 11, 25)) is Misread.UNKNOWN


@pytest.mark.parametrize("said", ["25.12-24.12", "7-5 декабря", "до 24 ноября"])
def test_a_slip_of_the_pen_is_no_year_away(said: str) -> None:
    assert read_period(said, date(2026, 11, 25)) is Misread.ORDER


def test_yesterday_is_over() -> None:
    assert read_period("вчера", date(2026, 11, 25)) is Misread.PAST
