"""A brand's chats hear of a spike and of a silence, with the figures, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from live_values import live_of
from sqlalchemy import text
from store_values import NOW, bring, item

from monitor.config.plan import Plan
from monitor.desk import Press
from monitor.domain import Action, Health, Person, Silence, SourceState, Spike
from monitor.errors import StoreError
from monitor.store import Query, Store
from monitor.telling.alarms import Alarms
from monitor.telling.letters import Letters

pytestmark = pytest.mark.one_database

ZUBR, ALL = "telegram:-1", "telegram:-2"
DAY, HOUR, WEEK = timedelta(days=1), timedelta(hours=1), timedelta(weeks=1)
WORDS = (
    "склад",
    "касса",
    "отчёт",
    "договор",
    "курьер",
    "сервер",
    "экран",
    "оплата",
    "поддержка",
    "лицензия",
    "склейка",
    "модуль",
    "урок",
    "налог",
)
PLAN = Plan.model_validate(
    {
        "language": "ru",
        "timezone": "Europe/Minsk",
        "brands": [{"id": "zubr", "name": "Зубр-Софт"}, {"id": "kestrel", "name": "Kestrel"}],
        "sources": [
            {"id": "reviews", "kind": "feed", "url": "https://otzyv.example/rss"},
            {"id": "forum", "kind": "feed", "url": "https://forum.example/rss"},
        ],
        "team": {"chats": [{"id": -1, "brands": ["zubr"]}, {"id": -2}, {"id": -3, "brands": ["kestrel"]}]},
    }
)


class Brand:
    """A brand that is spoken of; the clock is in the test's hands."""

    def __init__(self, store: Store) -> None:
        self.store, self.now, self.count = store, NOW, 0
        self.start()

    def start(self) -> None:
        """As a process begins."""
        self.alarms = Alarms(self.store, live_of(PLAN), lambda: self.now)

    async def said(self, times: int = 1, **how: Any) -> None:
        """So many different stories, found now."""
        for _ in range(times):
            self.count += 1
            n = self.count
            own = " ".join(f"{WORDS[(n * k + k * k) % len(WORDS)]}{n * k}" for k in range(1, 9))
            one = item(n, text=f"Зубр-Софт: {own}", author=f"Автор {n}", guid=f"g{n}", published=self.now)
            await bring(self.store, one, at=self.now, targets=(), **how)

    async def usual(self, weeks: int = 8) -> None:
        """One story each two days, for so many weeks."""
        await bring(self.store, at=self.now, source="forum")  # the first visit
        for _ in range(weeks * 7 // 2):
            self.now += 2 * DAY
            await self.said()

    async def told(self, target: str = ALL) -> list[Any]:
        """What a chat is told by now."""
        await self.alarms.look()
        return [one.notice for one in await self.store.owed(target, self.now) if one.notice]

    async def words(self) -> list[str]:
        """The last notice, in words."""
        letters = Letters(self.store, live_of(PLAN))
        owed = [one for one in await self.store.owed(ALL, self.now) if one.notice][-1]
        return [line.text for line in (await letters(owed, self.now)).document.lines]


async def wreck(store: Store, when: str | None) -> None:
    """From now on the database refuses this; None ends it."""
    async with store._database.writing() as connection:
        await connection.execute(text(f"CREATE TRIGGER wreck {when}" if when else "DROP TRIGGER wreck"))


@pytest.fixture
async def brand(store: Store) -> Brand:
    one = Brand(store)
    await one.usual()
    one.now += DAY + HOUR
    return one


@pytest.mark.long
async def test_a_spike_is_told_with_its_figures(brand: Brand) -> None:
    await brand.said(3)
    assert await brand.told() == []
    await brand.said(1, score=0.5)
    [spike] = await brand.told()
    assert spike == Spike("zubr", 4, 24, 0.5, 3, tone="negative", reasons=spike.reasons, places=("otzyv.example",))
    assert await brand.words() == [
        "📈 Всплеск: Зубр-Софт",
        "Новых сюжетов за 24 ч: 4, обычно 0,5. Из них негативных: 3.",
        "Тон чаще всего: негатив.",
        "Где: otzyv.example.",
    ]


@pytest.mark.long
async def test_a_spike_of_bad_reviews_in_the_same_words_under_different_names_is_told_as_such(brand: Brand) -> None:
    await brand.said(3)
    for number, author in ((901, "Ольга М."), (902, "Сергей К.")):
        said = "Зубр-Софт взял деньги и пропал, поддержка не отвечает третью неделю, обманут."
        one = item(number, text=said, title="", author=author, rating=0.0, published=brand.now)
        await bring(brand.store, one, at=brand.now, targets=())
    [spike] = await brand.told()
    assert (await brand.words())[-1].startswith("🎭 Почти теми же словами под разными именами: m-")
    assert len(spike.doubles) == 2


async def test_only_the_chats_of_the_brand_hear_of_it(brand: Brand) -> None:
    await brand.said(5)
    assert len(await brand.told(ZUBR)) == len(await brand.told(ALL)) == 1
    assert await brand.told("telegram:-3") == []


@pytest.mark.long
async def test_it_is_told_once_also_after_a_restart(brand: Brand) -> None:
    await brand.said(5)
    await brand.told()
    brand.start()
    for _ in range(30):
        brand.now += HOUR
        assert len(await brand.told()) == 1


@pytest.mark.sqlite_alone
async def test_a_database_that_breaks_off_between_two_chats_leaves_neither_without_it(brand: Brand) -> None:
    await brand.said(5)
    await wreck(brand.store, f"BEFORE INSERT ON outbox WHEN NEW.target = '{ALL}' BEGIN SELECT RAISE(ABORT, ''); END")
    with pytest.raises(StoreError):
        await brand.alarms.look()
    await wreck(brand.store, None)
    brand.start()
    assert len(await brand.told(ZUBR)) == len(await brand.told(ALL)) == 1


async def test_it_is_told_once_however_many_chats_hear_of_other_brands_meanwhile(brand: Brand) -> None:
    await brand.said(5)
    [spike] = await brand.told()
    others = [f"telegram:-{number}" for number in range(100, 160)]
    await brand.store.owe_all(others, replace(spike, brand="kestrel"), brand.now, "spike:kestrel")
    brand.now += HOUR
    assert await brand.told() == [spike]


async def test_after_half_a_day_what_came_since_is_told(brand: Brand) -> None:
    await brand.said(5)
    await brand.told()
    brand.now += 11 * HOUR
    await brand.said(5)
    assert len(await brand.told()) == 1
    brand.now += 2 * HOUR
    [_, more] = await brand.told()
    assert (more.count, more.hours) == (5, 13)


async def test_copies_history_and_what_is_not_about_us_do_not_count(brand: Brand) -> None:
    await brand.said(3)
    for site in range(5):
        copy = item(
            900 + site, text="Зубр-Софт: " + "один и тот же текст жалобы о договоре и сроках " * 3, published=brand.now
        )
        await bring(brand.store, copy, source=f"s{site}", at=brand.now, targets=(), history=site == 0)
    await brand.said(4, judged={"history": True})
    await brand.said(1)
    [last] = await brand.store.mentions(Query(limit=1))
    await brand.store.act(last.number, Press(Action.NOT_ABOUT_US, Person(1, "Анна"), brand.now))
    assert await brand.told() == []


async def test_with_less_than_two_weeks_there_is_no_usual(store: Store) -> None:
    brand = Brand(store)
    await brand.usual(weeks=1)
    await brand.said(9)
    assert await brand.told() == []


async def test_what_piled_up_while_we_were_away_is_no_spike(brand: Brand) -> None:
    await brand.store.note_gap(brand.now, brand.now + 6 * DAY, ())
    brand.now += 6 * DAY + HOUR
    await brand.said(4)
    assert await brand.told() == []


async def test_silence_is_told_once_with_what_to_check(brand: Brand) -> None:
    brand.now += 7 * DAY
    assert await brand.told() == []
    brand.now += 3 * DAY
    [silence] = await brand.told()
    assert silence == Silence("zubr", 11.0, pytest.approx(5.4, abs=0.2))
    assert (await brand.words())[0] == "🔇 Тишина: Зубр-Софт"
    brand.start()
    brand.now += 5 * DAY
    assert len(await brand.told()) == 1


async def test_silence_names_the_sources_that_cannot_be_read(brand: Brand) -> None:
    broken = SourceState("forum", "failed", first_success=NOW, failures=9, health=Health.FAILED)
    await bring(brand.store, at=brand.now, source="forum", state=broken)
    brand.now += 10 * DAY
    [silence] = await brand.told()
    assert silence.unread == ("forum",)


async def test_a_new_silence_is_told_anew(brand: Brand) -> None:
    brand.now += 11 * DAY
    await brand.told()
    await brand.said(1)
    brand.now += 30 * DAY
    assert [type(one) for one in await brand.told()] == [Silence, Silence]


async def test_time_in_which_we_were_away_is_no_silence(brand: Brand) -> None:
    await brand.store.note_gap(brand.now, brand.now + 9 * DAY, ())
    brand.now += 10 * DAY
    assert await brand.told() == []
