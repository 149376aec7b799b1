"""Small values of sources.yaml: what people may write, and what they must not."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from monitor.config.scalars import (
    Burst,
    ClockTime,
    DayHours,
    Duration,
    Every,
    Hours,
    Moment,
    Pace,
    PerHost,
    Rhythm,
    Size,
    Storm,
    WeekHours,
    When,
    WorkingHours,
    read_duration,
    write_duration,
)


@pytest.mark.parametrize(
    ("kind", "written", "meant"),
    [
        (Duration, "1s", timedelta(seconds=1)),
        (Duration, "90m", timedelta(minutes=90)),
        (Duration, " 4h ", timedelta(hours=4)),
        (Duration, "3650d", timedelta(days=3650)),
        (Duration, "2592000s", timedelta(days=30)),
        (Every, "15m", Rhythm(timedelta(minutes=15), timedelta(minutes=15))),
        (Every, "15m - 4h", Rhythm(timedelta(minutes=15), timedelta(hours=4))),
        (PerHost, "1 per 2s", Pace(1, timedelta(seconds=2))),
        (PerHost, "50 per 1s", Pace(50, timedelta(seconds=1))),
        (Storm, "5 in 30m", Burst(5, timedelta(minutes=30))),
        (Size, "10MB", 10_000_000),
        (Size, "512 kb", 512_000),
        (Size, 4096, 4096),
        (ClockTime, "9:05", time(9, 5)),
        (Moment, "Sun 23:59", When(6, time(23, 59))),
        (DayHours, "22:00-08:00", Hours(time(22), time(8))),
        (WeekHours, "mon-fri 09:00-18:00", WorkingHours((0, 1, 2, 3, 4), Hours(time(9), time(18)))),
        (WeekHours, "sat 10:00 - 14:00", WorkingHours((5,), Hours(time(10), time(14)))),
        (WeekHours, "sun-thu 09:00-18:00", WorkingHours((6, 0, 1, 2, 3), Hours(time(9), time(18)))),
    ],
)
def test_what_people_write_is_understood(kind: Any, written: object, meant: object) -> None:
    assert TypeAdapter(kind).validate_python(written) == meant


@pytest.mark.parametrize(
    ("kind", "written", "refused"),
    [
        (Duration, "15 minutes", "otklik_duration"),
        (Duration, "1h30m", "otklik_duration"),
        (Duration, "0s", "otklik_duration"),
        (Duration, "-5m", "otklik_duration"),
        (Duration, "999999d", "otklik_duration"),
        (Duration, "9999999999d", "otklik_duration"),
        (Duration, 15, "otklik_duration"),
        (Duration, None, "otklik_duration"),
        (Every, "0s", "otklik_every"),
        (Every, "15m-", "otklik_every"),
        (Every, "4h-15m", "otklik_every"),
        (Every, "5m-1h-2h", "otklik_every"),
        (Every, 15, "otklik_every"),
        (PerHost, "1 in 2s", "otklik_pace"),
        (PerHost, "0 per 2s", "otklik_pace"),
        (PerHost, "1 per 0s", "otklik_pace"),
        (Storm, "5 per 30m", "otklik_storm"),
        (Size, "lots", "otklik_size"),
        (Size, 0, "otklik_size"),
        (Size, True, "otklik_size"),
        (ClockTime, "24:00", "otklik_clock"),
        (ClockTime, 600, "otklik_clock"),
        (Moment, "monday 09:00", "otklik_when"),
        (Moment, "xyz 09:00", "otklik_when"),
        (Moment, "mon 9", "otklik_when"),
        (DayHours, "22:00", "otklik_hours"),
        (DayHours, "22:00-25:00", "otklik_hours"),
        (WeekHours, "09:00-18:00", "otklik_working_hours"),
        (WeekHours, "mon-any 09:00-18:00", "otklik_working_hours"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_its_name(kind: Any, written: object, refused: str) -> None:
    with pytest.raises(ValidationError) as error:
        TypeAdapter(kind).validate_python(written)
    assert [one["type"] for one in error.value.errors()] == [refused]


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        (Duration, "4h"),
        (Every, "4h"),
        (Every, "15m-4h"),
        (PerHost, "1 per 2s"),
        (Storm, "5 in 30m"),
        (ClockTime, "10:00"),
        (Moment, "mon 09:00"),
        (DayHours, "22:00-08:00"),
        (WeekHours, "mon-fri 09:00-18:00"),
        (WeekHours, "sat 09:00-18:00"),
    ],
)
def test_a_value_is_written_as_people_write_it(kind: Any, written: str) -> None:
    adapter: TypeAdapter[Any] = TypeAdapter(kind)
    assert adapter.dump_python(adapter.validate_python(written)) == written


@given(st.integers(min_value=1, max_value=999_999).map(lambda seconds: timedelta(seconds=seconds)))
def test_a_written_duration_means_the_same_length(length: timedelta) -> None:
    assert read_duration(write_duration(length)) == length
