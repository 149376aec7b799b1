"""A spike is more than chance explains, a silence less; at the volumes of B2B neither cries wolf."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.digest.spikes import (
    BASE,
    COOL,
    LEAST,
    WINDOW,
    Usual,
    base,
    is_silence,
    is_spike,
    reach,
    tail,
    watched,
    window,
)

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def plain_tail(count: int, usual: Fraction) -> Fraction:
    """The same in exact figures, by the definition; e to the minus usual by its series."""
    term, series = Fraction(1), Fraction(0)
    for n in range(80):
        series += term
        term = term * usual / (n + 1)
    term, below = Fraction(1), Fraction(0)
    for n in range(count):
        below += term
        term = term * usual / (n + 1)
    return 1 - below / series


@given(st.integers(0, 40), st.integers(1, 200))
def test_the_tail_is_that_of_the_definition(count: int, tenths: int) -> None:
    assert tail(count, tenths / 10) == pytest.approx(float(plain_tail(count, Fraction(tenths, 10))), abs=1e-9)


@given(st.floats(0, 5000), st.integers(0, 6000))
def test_the_tail_is_a_probability_whatever_the_volume(usual: float, count: int) -> None:
    assert 0 <= tail(count, usual) <= 1
    assert tail(count + 1, usual) <= tail(count, usual) + 1e-9


@pytest.mark.parametrize(
    ("count", "usual", "spike"),
    [
        (2, 0.5, False),  # where mean and spread would cry
        (3, 0.01, False),
        (4, 0.5, True),
        (4, 0.0, True),
        (4, 0.7, False),
        (9, 1.3, True),
        (9, 3.0, True),
        (8, 3.0, False),
        (1300, 1000, True),
        (1060, 1000, False),
    ],
)
def test_a_spike_is_rare_and_not_small(count: int, usual: float, *, spike: bool) -> None:
    assert is_spike(count, usual) is spike


def test_silence_is_news_where_almost_five_were_to_be_expected() -> None:
    assert [is_silence(usual) for usual in (0.5, 4.6, 4.61, 20)] == [False, False, True, True]


def test_what_was_told_counts_no_second_time() -> None:
    assert window(NOW, None) == NOW - WINDOW
    assert window(NOW, NOW - COOL + HOUR) is None
    assert window(NOW, NOW - 15 * HOUR) == NOW - 15 * HOUR
    assert window(NOW, NOW - 3 * DAY) == NOW - WINDOW


def test_eight_weeks_say_what_is_usual_and_two_are_the_least() -> None:
    assert base(NOW, NOW - 100 * DAY) == (NOW - BASE, BASE)
    assert base(NOW, NOW - 10 * DAY) == (NOW - 10 * DAY, 10 * DAY)
    assert not Usual(5, 13 * DAY).known
    assert Usual(5, LEAST).known
    assert Usual(28, BASE).within(DAY) == 0.5


def test_whoever_has_just_begun_to_watch_knows_nothing_of_what_is_usual() -> None:
    usual = Usual(3, base(NOW, NOW + HOUR)[1])
    assert (usual.known, usual.within(DAY)) == (False, 0.0)


def test_what_piled_up_in_a_gap_of_ours_is_no_spike() -> None:
    gap = (NOW - 4 * DAY, NOW - HOUR)
    assert reach(NOW - DAY, NOW, [gap]) == 4 * DAY
    assert reach(NOW - DAY, NOW, [(NOW - 9 * DAY, NOW - 8 * DAY)]) == DAY
    assert watched(NOW - 5 * DAY, NOW, [gap]) == DAY + HOUR


def told_in(years: int, *, a_day: float, seed: int) -> tuple[int, int, int]:
    """What a brand with a steady, random trickle would be told: by days, at every mention, and of silences."""
    days = years * 365
    moments = list(_trickle(random.Random(seed), a_day, days))  # noqa: S311  # no secret: the same years each time
    by_day = sum(is_spike(count, a_day) for count in _counts(moments, days))
    rolling, silences = 0, 0
    last: float | None = None
    begin = 0
    for n, at in enumerate(moments):
        while moments[begin] <= at - 1:
            begin += 1
        usual = sum(1 for one in moments[max(0, begin - 80) : begin] if one > at - 1 - 56) / 56
        since = at - 1 if last is None else max(at - 1, last)
        if at > 70 and (last is None or at - last >= 0.5):
            count = sum(one > since for one in moments[begin : n + 1])
            if is_spike(count, usual * (at - since)):
                rolling, last = rolling + 1, at
        quiet = moments[n + 1] - at if n + 1 < len(moments) else 0.0
        before = sum(1 for one in moments[max(0, n - 80) : n] if one > at - 56) / 56
        silences += at > 70 and quiet >= 3 and is_silence(before * quiet)
    return by_day, rolling, silences


def _trickle(chance: random.Random, a_day: float, days: int) -> Iterator[float]:
    at = chance.expovariate(a_day)
    while at < days:
        yield at
        at += chance.expovariate(a_day)


def _counts(moments: Sequence[float], days: int) -> list[int]:
    counts = [0] * days
    for at in moments:
        counts[int(at)] += 1
    return counts


def test_at_half_a_mention_a_day_false_alarms_are_rare() -> None:
    """Mean and two spreads would cry every eleven days. Over these sixty years, a day that is looked at once cries
    every 534 (571 to be expected), the window that moves with every mention every 180, a silence every 165."""
    years = 60
    by_day, rolling, silences = told_in(years, a_day=0.5, seed=20261124)
    days = years * 365
    assert 450 < days / by_day < 700
    assert 150 < days / rolling < 220
    assert 140 < days / silences < 220
