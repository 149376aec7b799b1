"""A life of the product that may end anywhere: crawls, alerts, presses of each kind, reminders, a storm, a digest."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from dying import Mortal, World, name_of
from live_values import live_of
from sqlalchemy import select
from store_values import ANNA, BORIS, CHAT, NOW, OTHER, identified, item, mention, visit

from monitor.config.plan import Plan
from monitor.desk import Press, Raised
from monitor.domain import (
    Action,
    DigestDue,
    DigestFile,
    Gathered,
    Item,
    Label,
    Owed,
    Questions,
    Said,
    Sentiment,
    Severity,
    Verdict,
)
from monitor.errors import DeliveryError
from monitor.render.document import Document, line
from monitor.schedule import Schedule
from monitor.store import Query, Store
from monitor.store.tables import OUTBOX
from monitor.team.pacing import gate
from monitor.team.routes import Routes
from monitor.telling.channel import Letter
from monitor.telling.outbox import Outbox
from monitor.telling.reminders import Reminders
from monitor.telling.summary import Found, Summary

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
TARGETS = (CHAT, OTHER)
RAISED = Raised(TARGETS, Severity.P2, ("Ответить",), NOW + timedelta(days=9))
PLAN = Plan.model_validate(
    {
        "language": "ru",
        "timezone": "Europe/Minsk",
        "brands": [{"id": "zubr", "name": "Зубр-Софт"}],
        "sources": [
            {"id": "reviews", "kind": "reviews", "url": "https://otzyv.example/zubr", "brand": "zubr"},
            {"id": "forum", "kind": "feed", "url": "https://forum.example/rss"},
        ],
        "team": {"chats": [{"id": -100500}, {"id": -100600, "topic": 7}], "users": [{"id": 11, "name": "Анна"}, 22]},
    }
)
ROUTES = Routes(PLAN, telegram=True)


async def lead(world: World, store: Store, database: Mortal) -> None:
    """A life: goes on with the step in which the last one ended."""
    process = Process(world, store, database)
    while world.step < min(world.until, len(STORY)):
        at, step = STORY[world.step]
        world.now = NOW + at
        await step(process)
        world.step += 1


class Process:
    """What lives and dies together; it is also the channel."""

    def __init__(self, world: World, store: Store, database: Mortal) -> None:
        self.world = world
        self.store = store
        self.database = database
        live = live_of(PLAN)
        self.outbox = Outbox(store, {"telegram": self}, self._compose, world.clock, lambda at: gate(PLAN, at))
        self.schedule = Schedule(None, store, live, world.clock, wake=self.outbox.wake)  # type: ignore[arg-type]  # it visits nothing
        self.reminders = Reminders(store, live, world.clock)

    async def _compose(self, owed: Owed, _: datetime) -> Letter:
        beside = (DigestFile(owed.notice.week),) if isinstance(owed.notice, DigestDue) else ()
        return Letter(owed, Document((line(await self._said(owed)),)), beside=beside)

    async def _said(self, owed: Owed) -> str:
        if isinstance(owed.notice, Gathered):
            return "batch " + "|".join(sorted(name_of(one) for one in (await self.store.batch(owed.id)).records))
        if owed.notice is not None:
            week = getattr(owed.notice, "week", "")
            kind = getattr(owed.notice, "nudge", "")
            numbers = owed.mention, *getattr(owed.notice, "also", ())
            about = [await self._title(number) for number in numbers]
            told = [" ".join(filter(None, (type(owed.notice).__name__, week, kind, title))) for title in about]
            return told[0] if len(told) == 1 else f"batch {'|'.join(told)}"
        return await self._title(owed.mention)

    async def _title(self, number: int | None) -> str:
        record = await self.store.record(number) if number else None
        return name_of(record) if record else ""

    async def send(self, letter: Letter) -> int:
        """Every fifth message is refused, of every seventh the answer gets lost."""
        self.database.live()
        world, owed = self.world, letter.owed
        if len(world.sent) % 5 == 4 and not owed.attempts:
            raise DeliveryError("telegram.busy", retry_after=MINUTE, seconds=60)
        world.sent.append((owed.target, owed.id, letter.document.text))
        world.edits.pop(owed.id, None)
        if len(world.sent) % 7 == 0 and not owed.unsure:
            world.doubts[owed.target, letter.document.text] += 1
            raise DeliveryError("telegram.no_answer", unsure=True, reason="ConnectionReset")
        return len(world.sent)

    async def edit(self, letter: Letter) -> None:
        """The message says this now."""
        self.database.live()
        self.world.edits[letter.owed.id] = letter.document.text

    async def turn(self, target: str) -> None:
        """Always."""

    async def alive(self, target: str) -> bool:
        """Always."""
        return True

    async def crawl(self, source: str, *said: Item, score: float = -0.6, **judged: Any) -> None:
        """A visit, as the pipeline makes it; what a source held when first seen is history."""
        history = (await self.store.source(source)).first_success is None
        found = [identified(one) for one in said]
        changes = [
            (change, (mention(change.found.item, score=score, **judged),))
            for change in await self.store.compare(source, found)
        ]
        async with Summary(self.store, TARGETS, self.world.clock) as summary:
            share = summary.share(dict.fromkeys(TARGETS, Found(source, len(said), len(said), 0))) if history else None
            how: dict[str, Any] = {"source": source, "history": history, "before_us": share, "targets": TARGETS}
            await self.store.keep(visit(changes, at=self.world.now, **how))

    async def press(self, name: str, title: str, action: Action, **how: Any) -> None:
        """Confirmed to the messenger when it was answered; else it comes again."""
        if name in self.world.confirmed:
            return
        number = next(one.number for one in await self.store.mentions(Query()) if name_of(one) == title)
        if action is Action.NEGATIVE:
            await self.store.raise_missed(number, ANNA, self.world.now, RAISED)
        else:
            await self.store.act(number, Press(action, ANNA, self.world.now, id=name, **how))
        self.world.confirmed.add(name)


def _item(name: str, source: str = "reviews", *, text: str = "") -> Item:
    words = text or " ".join(f"{name}{word}слово" for word in range(12))
    url = f"https://{source}.example/{name}"
    return item(0, source=source, url=url, title=name, text=words, author=f"Автор {name}", guid=name)


async def _first_crawl(process: Process) -> None:
    await process.crawl("reviews", _item("история"), _item("быль"))
    await process.crawl("forum", _item("предание", "forum"))


async def _second_crawl(process: Process) -> None:
    await process.crawl("reviews", *(_item(name) for name in ("история", "быль", *"абвгд")))
    await process.crawl("reviews", *(_item(name) for name in ("похвала", "мимо")), score=0.6)
    await process.crawl("forum", _item("копия", "forum", text=_item("а").text))


async def _edited(process: Process) -> None:
    await process.crawl("reviews", _item("похвала", text="Прошёл месяц, и всё сломалось, никто не отвечает."))


async def _near(process: Process) -> None:
    quiet = {"sentiment": Sentiment(Label.NEUTRAL, -0.2), "verdict": Verdict(), "steps": ()}
    await process.crawl("forum", *(_item(f"вопрос{n}", "forum") for n in range(5)), **quiet)


async def _storm(process: Process) -> None:
    await process.crawl("reviews", *(_item(f"буря{n}") for n in range(8)))


async def _presses(process: Process) -> None:
    later = process.world.now + HOUR
    presses: tuple[tuple[str, Action, dict[str, Any]], ...] = (
        ("а", Action.TAKE, {}),
        ("а", Action.TICK, {"step": 0}),
        ("а", Action.ANSWER, {}),
        ("а", Action.LINK, {"text": "https://otzyv.example/answer"}),
        ("а", Action.FOLLOW_UP, {"until": later}),
        ("а", Action.COMPLAIN, {}),
        ("а", Action.SETTLE, {}),
        ("б", Action.NOT_NEGATIVE, {}),
        ("в", Action.NOT_ABOUT_US, {}),
        ("в", Action.UNDO, {}),
        ("в", Action.SNOOZE, {"until": later}),
        ("г", Action.NO_REPLY, {}),
        ("д", Action.HAND_OVER, {"to": BORIS}),
        ("д", Action.PROMISE, {"text": "перезвоним", "until": later}),
        ("мимо", Action.NEGATIVE, {}),
    )
    for n, (title, action, how) in enumerate(presses):
        await process.press(f"press-{n}", title, action, **how)


async def _reminded(process: Process) -> None:
    await process.reminders.look()
    await _delivered(process)


async def _take_all(process: Process) -> None:
    async with process.store._database.reading() as connection:
        ours = select(OUTBOX.c.id).where(OUTBOX.c.kind == Gathered.__name__, OUTBOX.c.target == CHAT)
        messages = (await connection.execute(ours)).scalars().all()
    for message in messages:
        await process.store.take_all(message, BORIS, process.world.now)


async def _week(process: Process) -> None:
    await process.schedule.owe_digest()
    await _delivered(process)


async def _answers(process: Process) -> None:
    async with process.store._database.reading() as connection:
        ours = select(OUTBOX.c.id).where(OUTBOX.c.kind == Questions.__name__).order_by(OUTBOX.c.id)
        message = (await connection.execute(ours)).scalars().first()
    assert message is not None
    for place, said in enumerate((Said.NEGATIVE, Said.NEUTRAL, Said.SKIPPED)):
        raised = RAISED if said is Said.NEGATIVE else None
        how: dict[str, Any] = {"who": ANNA, "now": process.world.now, "raised": raised}
        await process.store.answer_question(message, place, said, **how)


async def _delivered(process: Process) -> None:
    """All that is due, and what was refused once more a little later."""
    for _ in range(30):
        await process.outbox.deliver_all()
        if not await process.store.owed_count():
            return
        process.world.now += 2 * MINUTE
    raise AssertionError(f"it does not end: {process.world.sent[-3:]}")


Step = Callable[[Process], Awaitable[None]]
STORY: tuple[tuple[timedelta, Step], ...] = (
    (timedelta(0), _first_crawl),
    (MINUTE, _delivered),
    (HOUR, _second_crawl),
    (HOUR, _delivered),
    (3 * HOUR, _edited),
    (3 * HOUR, _delivered),
    (4 * HOUR, _presses),
    (4 * HOUR, _delivered),
    (30 * HOUR, _reminded),
    (31 * HOUR, _near),
    (50 * HOUR, _storm),
    (50 * HOUR, _delivered),
    (51 * HOUR, _take_all),
    (51 * HOUR, _delivered),
    (142 * HOUR, _week),
    (143 * HOUR, _answers),
    (143 * HOUR, _delivered),
)
