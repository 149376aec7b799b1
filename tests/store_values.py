"""What people said about invented companies, and visits that bring it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from monitor.domain import (
    Change,
    Flag,
    Health,
    Identified,
    Item,
    Label,
    Mention,
    Notice,
    Person,
    Sentiment,
    Severity,
    SourceState,
    Verdict,
)
from monitor.store import Extent, Kept, Store, Visit
from monitor.store.cards import mention_row
from monitor.store.teaching import note_asked

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
CHAT, OTHER = "telegram:-100500", "telegram:-100600:7"
ANNA, BORIS = Person(11, "Анна"), Person(22, "Борис")
TEXTS = (
    "Внедрение Зубр-Софта тянется третий месяц, поддержка молчит и не отвечает на письма.",
    "После обновления у Зубр-Софта пропали отчёты за квартал, деньги за модуль никто не вернул.",
    "Менеджер Зубр-Софта обещал скидку на лицензии, а счёт выставил по старой цене и пропал.",
    "Третий день не открывается личный кабинет Зубр-Софта, бухгалтерия стоит, все ждут ответа.",
    "Зубр-Софт потерял нашу заявку на обучение, группа из десяти человек приехала зря.",
    "Интеграция Зубр-Софта со складом удваивает накладные, исправляем руками каждое утро.",
)


def item(number: int = 0, *, source: str = "reviews", **changes: Any) -> Item:
    """Something said, changed where a test cares."""
    url = f"https://otzyv.example/zubr/{number}"
    said = Item(source, url, "Отзыв клиента", TEXTS[number % len(TEXTS)], "Ирина", f"guid-{number}", NOW)
    return replace(said, **changes)


def identified(said: Item, *keys: str) -> Identified:
    """With its address as the key, unless a test has others."""
    return Identified(said, keys or (f"u:{said.url}",))


def mention(said: Item, brand: str = "zubr", *, score: float = -0.6, **changes: Any) -> Mention:
    """Judged as its score says."""
    bad = score <= -0.25
    tone = Sentiment(Label.NEGATIVE if bad else Label.POSITIVE, score)
    verdict = Verdict(Flag.NEGATIVE, Severity.P2) if bad else Verdict()
    judged = Mention(
        said, brand, "ru", tone, verdict, steps=("Проверить", "Ответить"), deadline=NOW + timedelta(days=1)
    )
    return replace(judged, **changes)


def visit(
    changes: Sequence[tuple[Change, tuple[Mention, ...]]] = (),
    *,
    source: str = "reviews",
    at: datetime = NOW,
    history: bool = False,
    targets: Sequence[str] = (CHAT,),
    notices: tuple[tuple[str, Notice], ...] = (),
    **changed: Any,
) -> Visit:
    """A visit that brought this."""
    state = SourceState(source, "ok", first_success=at, last_success=at, health=Health.OK)
    told: Mapping[str, tuple[str, ...]] = {"zubr": tuple(targets), "kestrel": tuple(targets)}
    whole = Visit(source, at, changes, told, history, state, notices=notices)
    return replace(whole, **changed)


async def bring(
    store: Store,
    *said: Item | Identified,
    brands: Sequence[str] = ("zubr",),
    score: float = -0.6,
    judged: Mapping[str, Any] | None = None,
    **how: Any,
) -> Kept:
    """Compares and keeps, as the pipeline does."""
    found = [one if isinstance(one, Identified) else identified(one) for one in said]
    source = how.get("source", "reviews")
    changes = await store.compare(source, found)
    pairs = [
        (change, tuple(mention(change.found.item, brand, score=score, **(judged or {})) for brand in brands))
        for change in changes
    ]
    return await store.keep(visit(pairs, **how))


async def deliver(store: Store, *, target: str = CHAT, at: datetime = NOW, message: int = 100) -> list[int]:
    """Sends everything that is owed to a target; answers with the mentions, in order."""
    told = []
    for place, owed in enumerate(await store.owed(target, at)):
        assert await store.claim(owed.id)
        await store.sent(owed.id, at, message + place, owed.version)
        told.append(owed.mention or 0)
    return told


async def alerted(store: Store, since: datetime, until: datetime) -> int:
    """How many mentions were alerted in a time."""
    told, _ = await store.alerts_of(Extent(("zubr", "kestrel"), since, until))
    return told


async def answered(store: Store, number: int, *, negative: bool) -> None:
    """The team answered one of our questions about this mention."""
    async with store._database.writing() as connection:
        row = await mention_row(connection, number)
        assert row is not None
        await note_asked(connection, row, negative=negative, at=NOW)
