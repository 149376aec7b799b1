"""What came of all the kills: everything told, nothing twice without an accident, the database whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from invariants import broken
from telegram_server import Call, TelegramServer
from world import CHATS, Web, arrived, chat_of, says, told

from monitor.domain import FirstCrawl
from monitor.store import Query, Store
from monitor.store import rows as readable
from monitor.store.tables import OUTBOX

Told = tuple[int, object, int]  # a chat, a complaint or a digest, and which of the digests


@dataclass
class Life:
    """From a start to a kill: which calls of Telegram are its."""

    mode: str
    first: int
    last: int = 0
    seconds: float = 0.0


@dataclass
class Verdict:
    """Over a run of kills; `weeks` says at which call each digest fell due, `pressed` which press was on what."""

    web: Web
    telegram: TelegramServer
    lives: Sequence[Life]
    weeks: Sequence[int]
    pressed: dict[str, int]

    def __post_init__(self) -> None:
        lost, killed = Counter[Told](self._lost()), Counter[Told](self._killed())
        self.allowed = Counter[Told](lost.keys()) + killed  # of lost answers one at most
        self.there = Counter(
            key for place, call in enumerate(self.telegram.calls) if arrived(call) for key in self._keys(place, call)
        )
        self.wanted = {one.number for one in self.web.said if one.bad and not one.history}

    def told(self) -> Iterator[str]:
        """What is wrong with what the chats were told."""
        for chat in CHATS:
            missing = sorted(number for number in self.wanted if not self.there[chat, number, 0])
            if missing:
                yield f"never told in {chat}: {missing}"
            yield from (
                f"no digest {n} in {chat}" for n, _ in enumerate(self.weeks, 1) if not self.there[chat, "digest", n]
            )
        for key, count in self.there.items():
            if isinstance(key[1], int) and key[1] not in self.wanted:
                yield f"history, or praise, was alerted: {key}"
            if count > 1 + self.allowed[key]:
                yield f"told {count} times with {self.allowed[key]} accidents: {key}"

    async def stored(self, url: str) -> list[str]:
        """What is wrong with what the database says."""
        store = await Store.open(url)
        wrong = await broken(store)
        records = {int(one.title.split()[-1]): one for one in await store.mentions(Query())}
        missing = [one.number for one in self.web.said if one.number not in records]
        wrong += [f"never stored: {missing}"] if missing else []
        owed = await store.owed_count()
        wrong += [f"still owed: {owed}"] if owed else []
        for press, number in self.pressed.items():
            taken = [event for event in await store.events(records[number].number) if event.kind == "take"]
            wrong += [] if len(taken) == 1 else [f"{press} on {number} is stored {len(taken)} times"]
        before = sum(one.history for one in self.web.said)
        for chat in CHATS:
            counted = await _summed_up(store, f"telegram:{chat}")
            wrong += [] if counted == before else [f"first crawls told {chat} of {counted}, there were {before}"]
        await store.close()
        return wrong

    def table(self) -> Iterator[str]:
        """The figures."""
        yield f"{'killed in':12}{'lives':>6}{'seconds':>9}{'messages':>10}"
        for mode in sorted({life.mode for life in self.lives}):
            ours = [life for life in self.lives if life.mode == mode]
            sent = sum(says(call) for life in ours for call in self.telegram.calls[life.first : life.last])
            yield f"{mode:12}{len(ours):>6}{sum(life.seconds for life in ours) / len(ours):>9.1f}{sent:>10}"
        lost = sum(call.status == "lost" for call in self.telegram.calls)
        doubles = sum(count - 1 for count in self.there.values() if count > 1)
        yield f"complaints {len(self.wanted)}, digests {len(self.weeks)}, presses {len(self.pressed)}"
        yield f"answers lost {lost}, told and in doubt {sum(self.allowed.values())}, told twice {doubles}"

    def _lost(self) -> Iterator[Told]:
        """Messages that Telegram took, and whose answers got lost while we lived."""
        dying = set(self._last_words())
        for place, call in enumerate(self.telegram.calls):
            if call.status == "lost" and place not in dying:
                yield from self._keys(place, call)

    def _killed(self) -> Iterator[Told]:
        """Messages that were in the air when we died, or not noted yet."""
        for place in self._last_words():
            yield from self._keys(place, self.telegram.calls[place])

    def _last_words(self) -> Iterator[int]:
        """The last message of each chat in each life."""
        calls = self.telegram.calls
        for life in self.lives:
            yield from {chat_of(calls[n]): n for n in range(life.first, life.last) if says(calls[n])}.values()

    def _keys(self, place: int, call: Call) -> Iterator[Told]:
        for what in told(call):
            yield chat_of(call), what, sum(first <= place for first in self.weeks) if what == "digest" else 0


async def _summed_up(store: Store, target: str) -> int:
    """How much was there before us, by the messages that say so."""
    ours = OUTBOX.select().where(OUTBOX.c.kind == FirstCrawl.__name__, OUTBOX.c.target == target)
    async with store._database.reading() as connection:
        found = [readable.notice(row.kind, row.notice) for row in await connection.execute(ours)]
    return sum(one.found for one in found if isinstance(one, FirstCrawl))
