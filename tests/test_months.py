"""A month or a quarter is told as a week is: the same figures, beside those of the month or the quarter before."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from digest_values import full
from render_values import MINSK
from test_weekly import plan
from week_values import dice, fill, invented

from monitor.commands.digest import page_with
from monitor.digest import Counts, Digest, named_period, period_bounds, pictured, to_json
from monitor.errors import ConfigError
from monitor.pictures.finding import finding
from monitor.render.dates import Calendar
from monitor.render.digest import digest_document
from monitor.store import Store
from monitor.store.tables import SOURCE
from monitor.texts import LANGUAGES, Texts
from monitor.weekly import weekly

BOTH = pytest.mark.parametrize("language", LANGUAGES)
BLANK = re.compile(r"\{(\w+)")
TONE = {"ru": "Негатив: 12, месяцем раньше 7", "en": "Negatives: 12, the month before 7"}
SUMMED = ("due", "answered", "timed", "in_time", "settled", "raised")


def october() -> Digest:
    """A month with everything in it."""
    start, end = period_bounds("2026-10", MINSK)
    past = [replace(week, week=name) for week, name in zip(full().past, ("2026-08", "2026-09", "2026-10"), strict=True)]
    return replace(full(), week="2026-10", start=start, end=end, past=tuple(past), days=(), first_pages=())


def told(digest: Digest, language: str, **changes: Any) -> str:
    return digest_document(replace(digest, **changes), Calendar(Texts(language), MINSK, digest.end), limit=None).text


async def test_the_months_of_a_quarter_add_up_to_it_also_where_the_clocks_change(store: Store) -> None:
    zone, said = ZoneInfo("Europe/Berlin"), plan("Europe/Berlin")
    start, end = period_bounds("2026-Q4", zone)
    moments = [start + timedelta(hours=6 * n) for n in range((end - start) // timedelta(hours=6))]
    await fill(
        store, invented(dice("quarter"), [*moments, *(period_bounds(f"2026-{n}", zone)[0] for n in (11, 12))], 600)
    )
    now = end + timedelta(days=1)
    whole = await weekly(store, said, "2026-Q4", now=now)
    months = [await weekly(store, said, f"2026-{n}", now=now) for n in (10, 11, 12)]
    for brand, *parts in zip(whole.brands, *(month.brands for month in months), strict=True):
        assert brand.counts.mentions == sum(part.counts.mentions for part in parts) > 0
        assert brand.counts.negative == sum(part.counts.negative for part in parts)
    for name in SUMMED:
        assert getattr(whole.work, name) == sum(getattr(month.work, name) for month in months)
    assert sum(one.work.due for one in whole.places) == whole.work.due
    assert [month.brands[0].previous for month in months[1:]] == [month.brands[0].counts for month in months[:2]]
    assert [week.week for week in months[0].past][-2:] == ["2026-09", "2026-10"]


@pytest.mark.one_database
async def test_a_month_says_how_much_of_it_was_before_our_first_start(store: Store) -> None:
    first = datetime(2026, 10, 20, 21, tzinfo=UTC)
    async with store._database.writing() as connection:
        row = {
            "id": "news",
            "state": "ok",
            "health": "ok",
            "failures": 0,
            "reported": False,
            "config": "",
            "counts": [],
            "first_success": first,
            "visited": first,
        }
        await connection.execute(SOURCE.insert(), row)
    now = datetime(2026, 12, 1, 9, tzinfo=UTC)
    begun, after = [await weekly(store, plan("Europe/Minsk"), f"2026-{n}", now=now) for n in (10, 11)]
    assert (begun.unwatched, begun.nobody_before) == (timedelta(days=20), True)
    assert (after.unwatched, after.unwatched_before, after.nobody_before) == (timedelta(0), timedelta(days=20), False)
    assert not after.comparable


@BOTH
@pytest.mark.parametrize(
    ("month", "said"),
    [
        ("2026-10", {"ru": "октябрь 2026", "en": "October 2026"}),
        ("2027-Q1", {"ru": "I квартал 2027", "en": "Q1 2027"}),
        ("2026-q4", {"ru": "IV квартал 2026", "en": "Q4 2026"}),
    ],
)
def test_a_month_is_named_in_words(language: str, month: str, said: dict[str, str]) -> None:
    start, end = period_bounds(month, MINSK)
    title, *_ = told(october(), language, week=month, start=start, end=end, past=()).splitlines()
    assert title.endswith(f": {said[language]}")


def test_a_page_that_is_printed_is_called_as_its_month_or_its_days() -> None:
    pages = [page_with(one, [], [], Calendar(Texts("ru"), MINSK, one.end)).decode() for one in (october(), full())]
    assert "<title>Отклик, октябрь 2026</title>" in pages[0]
    assert "<title>Отклик, 16–22 ноября" in pages[1]


@BOTH
def test_of_a_month_nothing_is_said_as_of_a_week(language: str) -> None:
    for unwatched in (timedelta(days=1), timedelta(days=31)):
        text = told(october(), language, unwatched=unwatched, unwatched_before=unwatched, whole=False, due=0, aged=True)
        pictures = [finding(name, october(), Texts(language), MINSK) for name in pictured(october())]
        assert [one.title for one in pictures][:1] == [TONE[language]]
        assert len(pictures) == 4
        words = "\n".join([text, *(f"{one.title}\n{one.subtitle}\n{one.said}" for one in pictures)])
        assert re.findall(r"(?i).*(?:недел|week).*", words.replace("Три недели без ответа", "")) == []


@BOTH
def test_what_is_said_otherwise_of_a_month_is_said_of_a_week_too_and_knows_no_more(language: str) -> None:
    texts = Texts(language)
    for span in ("month", "quarter"):
        keys = [key for key in sorted(texts.keys()) if key.startswith(f"{span}.")]
        assert len(keys) > 20
        for key in keys:
            usual = key.removeprefix(f"{span}.")
            assert set(BLANK.findall("".join(texts.lines(key)))) <= set(BLANK.findall("".join(texts.lines(usual))))


def test_a_month_that_grew_is_drawn_beside_those_before_it_and_one_alone_is_not() -> None:
    own, *others = october().brands
    grew = replace(
        october(), brands=(replace(own, counts=Counts(47, 40, 7, 0), previous=Counts(36, 7, 18, 11)), *others)
    )
    assert finding("tone", grew, Texts("ru"), MINSK).title == "Негатив вырос до 40, месяцем раньше 7"
    assert "tone" not in pictured(replace(grew, past=grew.past[-1:]))
    assert "По дням" not in told(grew, "ru")


def test_a_program_is_told_which_time_it_is_of() -> None:
    shape, usual = to_json(october()), to_json(full())
    assert (shape["period"], shape["week"]) == ("2026-10", None)
    assert (usual["period"], usual["week"]) == ("2026-W47", "2026-W47")
    assert shape["quality"]["alerts_per_day"] == pytest.approx(77 / 31)  # type: ignore[index]  # a mapping


def test_a_day_without_us_is_much_of_a_week_and_little_of_a_quarter() -> None:
    start, end = period_bounds("2026-Q4", MINSK)
    day = timedelta(days=1)
    assert replace(full(), unwatched=day).unseen
    assert not replace(october(), start=start, end=end, unwatched=day).unseen
    assert replace(october(), start=start, end=end, unwatched=13 * day).unseen


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("октябрь", "2026-10"),
        ("за  Октябрь 2025", "2025-10"),
        ("декабрь", "2025-12"),  # this year's has not begun
        ("October", "2026-10"),
        ("2026-q3", "2026-q3"),
        ("III квартал 2026", "2026-Q3"),
        ("4-й квартал", "2026-Q4"),
        ("Q1 2025", "2025-Q1"),
        ("прошлый месяц", "2026-10"),
        ("last quarter", "2026-Q3"),
        ("5 октября", "2026-W41"),
        ("неделя 47", "2026-W47"),
        ("", "2026-W47"),
    ],
)
def test_a_month_or_a_quarter_is_named_as_its_report_names_it(said: str, meant: str) -> None:
    assert named_period(said, datetime(2026, 11, 28, 6, tzinfo=UTC), ZoneInfo("Europe/Minsk")) == meant


@pytest.mark.parametrize("said", ["маркетинг", "неделя 99", "47"])
def test_what_is_neither_is_refused(said: str) -> None:
    with pytest.raises(ConfigError):
        named_period(said, datetime(2026, 11, 28, 6, tzinfo=UTC), ZoneInfo("Europe/Minsk"))
