"""Bad reviews at one place in nearly the same words under different names are told on each of their cards."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from render_values import record
from store_values import ANNA, CHAT, NOW, bring, deliver, item

from monitor.desk import Press
from monitor.domain import Action, Item, Label, Record
from monitor.doubles import doubled, doubles_of
from monitor.store import Store

COMPLAINT = "Деньги взяли и пропали, поддержка Зубр-Софта не отвечает третью неделю. Не связывайтесь с ними, обманут."
LONG = (
    f"{COMPLAINT} Договор подписали за день, а потом начались отговорки: то нет специалиста, то сервер переезжает, то "
    "менеджер в отпуске. Акты так и не закрыли, деньги за внедрение никто не вернул."
)
OTHER = "Внедрение Зубр-Софта сорвали, менеджер хамит и не перезванивает, отчёты в конце квартала не сходятся."


def review(number: int, text: str = COMPLAINT, author: str = "Ольга М.", **changes: Any) -> Record:
    same = {"url": f"https://otzyv.example/{number}", "rating": 0.0, "label": Label.NEGATIVE, "title": ""}
    return replace(record(), **same | {"number": number, "text": text, "author": author} | changes)


def found(first: Record, *others: Record) -> list[int]:
    return [one.number for one in doubles_of(first, others)]


@pytest.mark.parametrize(
    "text",
    [
        COMPLAINT,
        COMPLAINT.upper(),
        COMPLAINT.replace("третью", "вторую"),
        f"{COMPLAINT} Никому не советую!",
        COMPLAINT.replace("Не связывайтесь с ними, обманут", "Обманут, не связывайтесь с ними"),
    ],
)
def test_a_bad_review_in_nearly_the_same_words_under_another_name_is_a_double(text: str) -> None:
    assert found(review(1), review(2, text, "Сергей К.")) == [2]


@pytest.mark.parametrize(
    "other",
    [
        review(2, OTHER, "Сергей К."),
        review(2, author="Ольга М."),
        review(2, author="Ольга Михайлова"),
        review(2, author="Гость"),
        review(2, author=""),
        review(2, author="Сергей К.", rating=None),
        review(2, author="Сергей К.", label=Label.POSITIVE),
        review(2, author="Сергей К.", url="https://catalog.example/2"),
        review(2, author="Сергей К.", brand="kestrel"),
        review(2, "Ужас, не советую никому", "Сергей К."),
    ],
)
def test_other_words_the_same_person_nobody_praise_and_another_place_make_none(other: Record) -> None:
    assert found(review(1), other) == []


def test_a_few_words_that_many_say_make_none() -> None:
    short = "Ужасная поддержка, не советую никому"
    assert found(review(1, short), review(2, short, "Сергей К.")) == []


def test_of_many_those_are_told_that_have_a_double_among_them() -> None:
    many = [review(1), review(2, author="Сергей К."), review(3, OTHER, "Виктор"), review(4, OTHER, "Виктор")]
    assert [one.number for one in doubled(many)] == [1, 2]


def said(number: int, text: str, author: str, **changes: Any) -> Item:
    return item(number, text=text, author=author, title="", **{"rating": 0.0, "rating_text": "1/5"} | changes)


async def brought(store: Store, number: int, text: str, author: str, *, at: datetime = NOW, **changes: Any) -> None:
    await bring(store, said(number, text, author, **changes), at=at)


async def doubles(store: Store, number: int) -> tuple[int, ...]:
    return (await store.alert(number)).doubles


async def test_each_card_names_the_others_also_those_that_came_later(store: Store) -> None:
    await brought(store, 1, COMPLAINT, "Ольга М.")
    assert await deliver(store) == [1]
    assert await doubles(store, 1) == ()
    await brought(store, 2, OTHER, "Алла", at=NOW + timedelta(hours=1))
    await brought(store, 3, COMPLAINT.replace("третью", "вторую"), "Сергей К.", at=NOW + timedelta(hours=2))
    assert await doubles(store, 1) == (3,)
    assert await doubles(store, 2) == ()
    assert await doubles(store, 3) == (1,)
    assert [owed.mention for owed in await store.stale(CHAT)] == [1], "its card is to be edited"


async def test_a_double_that_has_no_card_of_its_own_stands_on_that_of_its_story(store: Store) -> None:
    await brought(store, 1, LONG, "Ольга М.")
    await brought(store, 2, LONG, "Сергей К.", at=NOW + timedelta(hours=1))
    alert = await store.alert(1)
    assert (alert.copies, alert.doubles) == (1, (2,))


async def test_after_a_month_and_what_is_not_about_us_does_not_count(store: Store) -> None:
    await brought(store, 1, COMPLAINT, "Ольга М.")
    await brought(store, 2, COMPLAINT, "Сергей К.", at=NOW + timedelta(hours=1))
    await brought(store, 3, COMPLAINT, "Виктор", at=NOW + timedelta(days=31))
    assert await doubles(store, 1) == (2,)
    assert await doubles(store, 3) == ()
    await store.act(2, Press(Action.NOT_ABOUT_US, ANNA, NOW + timedelta(days=31), id="1"))
    assert await doubles(store, 1) == ()


async def test_what_nobody_rated_is_passed_on_and_doubles_nothing(store: Store) -> None:
    await brought(store, 1, COMPLAINT, "Ольга М.", rating=None)
    await brought(store, 2, COMPLAINT, "Сергей К.", rating=None)
    assert await doubles(store, 1) == ()
