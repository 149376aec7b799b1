"""Three cards of an invented company in each language, made by the real route; the pages about cards show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from live_values import live_of

from monitor.config.plan import Plan
from monitor.desk import Press
from monitor.domain import Action, Health, Identified, Item, Person, SourceState
from monitor.store import Store, Visit
from monitor.telling.channel import Letter
from monitor.telling.letters import Letters
from monitor.understanding import Understanding

MORNING = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)
CHAT = "telegram:-100500"
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Scene:
    """A company, two people, and what was written about it."""

    plan: Mapping[str, Any]
    people: tuple[Person, Person]
    said: tuple[Item, ...]
    promise: str


def _plan(language: str, brand: str, name: str, zone: str, names: tuple[str, str]) -> dict[str, Any]:
    return {
        "language": language,
        "timezone": zone,
        "brands": [{"id": brand, "name": name}],
        "sources": [{"id": "reviews", "kind": "reviews", "url": "https://reviews.example/x", "brand": brand}],
        "team": {"chats": [{"id": -100500}], "users": [{"id": 1, "name": names[0]}, {"id": 2, "name": names[1]}]},
    }


def _item(number: int, title: str, text: str, *, author: str, stars: int, host: str) -> Item:
    return Item(
        "reviews",
        f"https://{host}/reviews/{number}",
        title=title,
        text=text,
        author=author,
        published=MORNING - timedelta(minutes=14 * number),
        rating=(stars - 1) / 4,
        rating_text=f"{stars}/5",
    )


SCENES = {
    "ru": Scene(
        _plan("ru", "zubr", "Зубр-Софт", "Europe/Minsk", ("Анна", "Борис")),
        (Person(1, "Анна"), Person(2, "Борис")),
        (
            _item(
                1,
                "Обманули с переносом данных",
                "Внедряли Зубр-Софт с марта. Данные клиентов утекли в открытый доступ, поддержка врёт, что всё в "
                "порядке, и третью неделю не отвечает. Деньги за модуль не вернули. Ужасный сервис, юристы готовят "
                "иск.",
                author="Алексей М.",
                stars=1,
                host="otzyv.example",
            ),
            _item(
                2,
                "Три недели без ответа",
                "Заявка в Зубр-Софт висит три недели, поддержка не отвечает, сроки сорвали. Отчёты за квартал собирали "
                "руками.",
                author="Ирина Савчук",
                stars=2,
                host="otzyv.example",
            ),
            _item(
                3,
                "Долго внедряют",
                "С внедрением Зубр-Софта тянули два месяца, поддержка отвечает через раз.",
                author="ООО «Полесье»",
                stars=2,
                host="catalog.example",
            ),
        ),
        "пришлём план внедрения до 30.11",
    ),
    "en": Scene(
        _plan("en", "kestrel", "Kestrel Cloud", "Europe/London", ("Anna", "Ben")),
        (Person(1, "Anna"), Person(2, "Ben")),
        (
            _item(
                1,
                "Our data leaked, and support is silent",
                "We moved two hundred seats to Kestrel Cloud in spring. Customer data leaked, support lies to us and "
                "stopped answering, and nobody gave the money back. Terrible service, our lawyers prepare a lawsuit.",
                author="Alex M.",
                stars=1,
                host="reviews.example",
            ),
            _item(
                2,
                "Three weeks without an answer",
                "Our ticket with Kestrel Cloud has been open for three weeks. Support never answers and the deadline "
                "was missed.",
                author="Irene S.",
                stars=2,
                host="reviews.example",
            ),
            _item(
                3,
                "Slow onboarding",
                "Onboarding with Kestrel Cloud took two months, and support ignores every second ticket.",
                author="Polesye Ltd",
                stars=2,
                host="catalog.example",
            ),
        ),
        "we send the onboarding plan by 30 November",
    ),
}


async def played(store: Store, language: str) -> list[Letter]:
    """The letters of the three cards: new, being worked on, answered and rated anew."""
    scene = SCENES[language]
    plan = Plan.model_validate(scene.plan)
    live = live_of(plan)
    understanding, letters = live.understanding, Letters(store, live)
    for said in scene.said:
        await _keep(store, understanding, said, MORNING)
    for place, owed in enumerate(await store.owed(CHAT, MORNING)):
        await store.claim(owed.id)
        await store.sent(owed.id, MORNING, 100 + place, owed.version)
    await _work(store, scene, understanding)
    cards = [await store.card_at(CHAT, 100 + place) for place in range(3)]
    by_number = sorted((owed for owed in cards if owed), key=lambda owed: owed.mention or 0)
    seen = (MORNING, MORNING + 2 * HOUR, MORNING + 30 * HOUR)
    return [await letters(owed, now) for owed, now in zip(by_number, seen, strict=True)]


async def _work(store: Store, scene: Scene, understanding: Understanding) -> None:
    anna, ben = scene.people
    await store.act(2, Press(Action.TAKE, anna, MORNING + HOUR))
    for step in (0, 1):
        await store.act(2, Press(Action.TICK, anna, MORNING + HOUR, step=step))
    promised = datetime(2026, 11, 30, 6, 0, tzinfo=UTC)
    await store.act(2, Press(Action.PROMISE, anna, MORNING + HOUR, text=scene.promise, until=promised))
    await store.act(3, Press(Action.TAKE, ben, MORNING + HOUR))
    await store.act(3, Press(Action.ANSWER, ben, MORNING + 3 * HOUR))
    await store.act(3, Press(Action.LINK, ben, MORNING + 3 * HOUR, text="https://catalog.example/reviews/3#reply"))
    await store.act(3, Press(Action.FOLLOW_UP, ben, MORNING + 3 * HOUR, until=MORNING + timedelta(days=7)))
    better = replace(scene.said[2], rating=0.75, rating_text="4/5")
    await _keep(store, understanding, better, MORNING + 29 * HOUR)


async def _keep(store: Store, understanding: Understanding, said: Item, now: datetime) -> None:
    source = understanding.plan.sources[0]
    changes = await store.compare("reviews", [Identified(said, (f"u:{said.url}",))])
    about = understanding.about(said, source)
    judged = tuple(understanding.mention(said, source, brand, about, now=now, history=False) for brand in about)
    pairs = [(change, judged) for change in changes]
    state = SourceState("reviews", "ok", first_success=now, last_success=now, health=Health.OK)
    brand = understanding.plan.own[0].id
    await store.keep(Visit("reviews", now, pairs, {brand: (CHAT,)}, False, state, growth=understanding.growth))
