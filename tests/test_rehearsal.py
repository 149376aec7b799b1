"""Another sources.yaml is tried on the mentions that are there: what it would lose, and of what it would tell."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from render_values import record
from store_values import ANNA, NOW, bring, item

from monitor.config.plan import Plan
from monitor.desk import Press
from monitor.domain import Action, Label, Reason, Rehearsed
from monitor.rehearsal import BACK, MOST, rehearsed
from monitor.render.proposal import rehearsed_lines
from monitor.store import Store
from monitor.team.routes import Routes
from monitor.texts import Texts
from monitor.understanding import Understanding

PLAN: dict[str, Any] = {
    "language": "ru",
    "brands": [{"id": "zubr", "name": "Зубр", "aliases": ["Zubr Soft"]}, {"id": "kestrel", "name": "Kestrel"}],
    "sources": [
        {"id": "reviews", "kind": "reviews", "url": "https://otzyv.example/zubr", "brand": "zubr"},
        {"id": "forum", "kind": "feed", "url": "https://forum.example/rss"},
        {"id": "news", "kind": "feed", "url": "https://news.example/rss"},
    ],
    "team": {"chats": [{"id": -100500}]},
}
RATED = {2: 0.25, 4: 0.0}  # the third and the fifth
SAID = (
    ("forum", "Зубр европейский вышел к людям с телёнком."),
    ("forum", "Зубр европейский сломал забор, ужасно, кошмар, негодяй."),
    ("forum", "Поддержка Зубра не отвечает третью неделю, ужас."),
    ("news", "Zubr Soft открыл офис в Гродно."),
    ("reviews", "Сорвали сроки, поддержка хамит, ужас."),
    ("forum", "Кто работал с Зубром? Стоит ли брать?"),
)

Try = Callable[..., Awaitable[Rehearsed | None]]


@pytest.fixture
async def told(store: Store) -> Store:
    """A store with a few mentions, the oldest first."""
    for number, (source, text) in enumerate(SAID):
        said = item(number, source=source, text=text, title="", published=NOW, rating=RATED.get(number))
        await bring(store, said, source=source, at=NOW + timedelta(minutes=number))
    return store


@pytest.fixture
def tried(told: Store) -> Try:
    """What a plan that is changed so would have made of them."""

    async def trying(**changes: Any) -> Rehearsed | None:
        now = Understanding(Plan.model_validate(PLAN), Routes(Plan.model_validate(PLAN), telegram=True))
        return await rehearsed(told, now, Plan.model_validate(PLAN | changes), NOW + timedelta(hours=1))

    return trying


def brand(**changes: Any) -> list[dict[str, Any]]:
    return [PLAN["brands"][0] | changes, PLAN["brands"][1]]


def without(name: str) -> list[dict[str, Any]]:
    return [one for one in PLAN["sources"] if one["id"] != name]


def numbers(records: tuple[Any, ...]) -> list[int]:
    return sorted(one.number for one in records)


async def test_an_exclusion_is_told_with_what_it_would_hide(tried: Try) -> None:
    would = await tried(brands=brand(exclude=["зубр европейский"]))
    assert would is not None
    assert (would.tried, numbers(would.unfound)) == (6, [1, 2])
    assert (would.silent, would.alarming) == ((), ())


async def test_a_spelling_that_is_taken_out_and_words_that_must_stand_near_hide_too(tried: Try) -> None:
    fewer = await tried(brands=brand(aliases=[]))
    near = await tried(brands=brand(context=["поддержка"]))
    assert fewer is not None
    assert numbers(fewer.unfound) == [4]
    assert near is not None
    assert numbers(near.unfound) == [1, 2, 4, 6]


@pytest.mark.parametrize(
    "changes",
    [
        {"sources": without("news")},
        {"sources": [*without("news"), PLAN["sources"][2] | {"enabled": False}]},
        {"forbidden": ["otzyv.example/zubr/3"]},
    ],
)
async def test_what_a_source_brought_is_told_when_it_goes(tried: Try, changes: dict[str, Any]) -> None:
    would = await tried(**changes)
    assert would is not None
    assert numbers(would.unfound) == [4]


async def test_a_threshold_is_told_with_the_alerts_that_it_takes_away_and_brings(tried: Try) -> None:
    fewer = await tried(alerts={"negative_below": -0.99})
    more = await tried(lexicon={"офис": -4.0})
    assert fewer is not None
    assert numbers(fewer.silent) == [2, 3, 5]
    assert more is not None
    assert (numbers(more.alarming), more.unfound, more.silent) == ([4], (), ())


async def test_news_that_is_read_as_such_and_a_chat_that_wants_others_raise_no_alert(tried: Try) -> None:
    press = await tried(sources=[*PLAN["sources"][:1], PLAN["sources"][1] | {"audience": "press"}, PLAN["sources"][2]])
    elsewhere = await tried(team={"chats": [{"id": -100500, "brands": ["kestrel"]}]})
    assert press is not None
    assert numbers(press.silent) == [2, 3, 6]
    assert elsewhere is not None
    assert numbers(elsewhere.silent) == [2, 3, 5, 6]


async def test_a_brand_that_is_a_competitors_from_now_on_raises_no_alert(tried: Try) -> None:
    would = await tried(brands=brand(role="competitor"))
    assert would is not None
    assert (numbers(would.silent), would.unfound) == ([2, 3, 5, 6], ())


async def test_what_becomes_urgent_or_no_longer_is_is_told(tried: Try) -> None:
    more = await tried(alerts={"severity": {"lowest_rating": 0.25}})
    fewer = await tried(alerts={"severity": {"strong_below": -1}})
    assert more is not None
    assert (numbers(more.urgent), more.calmer, more.silent, more.alarming) == ([3], (), (), ())
    assert fewer is not None
    assert (fewer.urgent, numbers(fewer.calmer), fewer.silent, fewer.alarming) == ((), [5], (), ())


@pytest.mark.parametrize(
    "changes",
    [
        {"language": "en"},
        {"digest": {"when": "tue 10:00"}},
        {"sources": [*PLAN["sources"], {"id": "blog", "kind": "feed", "url": "https://blog.example/rss"}]},
        {"alerts": {"quiet_hours": "22:00-08:00"}},
    ],
)
async def test_what_has_nothing_to_do_with_finding_and_telling_is_not_tried(
    tried: Try, changes: dict[str, Any]
) -> None:
    assert await tried(**changes) is None


async def test_a_brand_that_left_the_file_is_not_tried_for_that_is_said_as_it_is(tried: Try) -> None:
    assert await tried(brands=PLAN["brands"][1:], sources=PLAN["sources"][1:]) is None


async def test_a_database_in_trouble_keeps_nobody_from_changing_the_file(told: Store, tried: Try) -> None:
    await told.close()
    assert await tried(brands=brand(exclude=["зубр европейский"])) is None


async def test_what_is_old_is_not_tried(told: Store) -> None:
    now = Understanding(Plan.model_validate(PLAN), Routes(Plan.model_validate(PLAN), telegram=True))
    other = Plan.model_validate(PLAN | {"brands": brand(aliases=[])})
    assert await rehearsed(told, now, other, NOW + BACK + timedelta(hours=1)) is None


@pytest.mark.long
async def test_only_the_newest_are_tried_and_no_more_letters_than_take_a_few_seconds(store: Store) -> None:
    now = Understanding(Plan.model_validate(PLAN), Routes(Plan.model_validate(PLAN), telegram=True))
    other = Plan.model_validate(PLAN | {"brands": brand(aliases=[])})
    many = [item(n, source="forum", text=f"Зубр, запись {n} о разном", title="", guid="") for n in range(MOST + 30)]
    await bring(store, *many, source="forum")
    would = await rehearsed(store, now, other, NOW + timedelta(hours=1))
    assert would is not None
    assert would.tried == MOST
    long = [item(n + 500, source="forum", text=f"Зубр {n}. " + f"слово{n} " * 9_000, title="") for n in range(30)]
    await bring(store, *long, source="forum", at=NOW + timedelta(minutes=1))
    would = await rehearsed(store, now, other, NOW + timedelta(hours=1))
    assert would is not None
    assert would.tried < len(long)


async def test_what_the_team_did_not_want_itself_is_counted_apart_and_not_named(told: Store, tried: Try) -> None:
    await told.act(1, Press(Action.NOT_ABOUT_US, ANNA, NOW + timedelta(minutes=30), id="1"))
    would = await tried(brands=brand(exclude=["зубр европейский"]))
    assert rehearsed_lines(would, Texts("ru")) == (
        "На последних упоминаниях было бы так (проверено: 6):",
        "Не нашлись бы: 2 («Не о нас» и «Не негатив» вы отметили сами: 1; других негативных: 1, m-2)",
    )


def test_of_many_the_first_are_named_and_the_rest_counted() -> None:
    many = tuple(replace(record(), number=number, label=Label.NEGATIVE) for number in range(1, 9))
    good = tuple(replace(one, label=Label.POSITIVE, flag=None) for one in many)
    english = Texts("en")
    assert rehearsed_lines(Rehearsed(9, unfound=good, silent=many), english)[1:] == (
        "Not found: 8 (none of them negative)",
        "No alert any more: 8 (m-1, m-2, m-3, m-4, m-5, …3 more)",
    )
    unwanted = tuple(replace(one, reason=Reason.NOT_NEGATIVE) for one in many)
    assert (
        "8 (dismissed by you as not about us or not negative: 8)"
        in rehearsed_lines(Rehearsed(9, alarming=unwanted), english)[1]
    )


def test_where_nothing_would_be_otherwise_that_is_said_and_where_nothing_was_tried_nothing() -> None:
    assert rehearsed_lines(Rehearsed(7), Texts("ru")) == (
        "На последних упоминаниях было бы так (проверено: 7):",
        "Разницы нет: нашлось бы то же самое, и тревоги были бы те же.",
    )
    assert rehearsed_lines(None, Texts("ru")) == ()
