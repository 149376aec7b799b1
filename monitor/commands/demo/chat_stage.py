"""A chat as the stage of the demonstration: what is told stands between the cards, which change under the eyes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console

from monitor.commands.asked import now
from monitor.commands.demo.story import STEPS
from monitor.commands.opening import Opened
from monitor.digest import week_of
from monitor.domain import Owed, Record, Report
from monitor.domain.targets import TELEGRAM
from monitor.errors import ConfigError, DeliveryError
from monitor.render.document import Document, bold, line, sentence
from monitor.telling.channel import Letter, MovedError
from monitor.telling.courier import LATER
from monitor.telling.outbox import Outbox
from monitor.weekly.owed import owe_week

SETTLING = 0.05  # seconds between looks whether all has arrived
_NO_CHAT = {"telegram.no_chat", "telegram.not_started"}
_ON_TERMINAL = frozenset({"card", "crawled", "begins"})  # remarks that would only be in the way in a chat


@dataclass(frozen=True, slots=True)
class Tempo:
    """How long people have to read and to press, in seconds."""

    scene: float
    change: float
    idle: float  # without a press, after which the demonstration ends by itself


ENOUGH = Tempo(scene=4, change=3, idle=600)


class ChatStage:
    """Delivers through the outbox, and waits until all has arrived before the story goes on."""

    def __init__(self, house: Opened, out: Console, tempo: Tempo) -> None:
        self.house = house
        self.out = out
        self.tempo = tempo
        self.outbox = Outbox(house.store, {}, house.letters, now)
        self._texts = house.live.texts
        self._target = ""
        self._told = ""  # the trouble that the terminal knows of

    @property
    def connected(self) -> bool:
        """Whether anything can be said."""
        return TELEGRAM in self.outbox.channels

    async def enter(self, **blanks: object) -> None:
        """There is a chat."""
        self._target = self.house.live.routes.everyone()[0]
        self.print("playing")
        await self.post("enter", **blanks)

    async def scene(self, name: str, /, **blanks: object) -> None:
        """A message with the step's name, and some sentences."""
        await asyncio.sleep(self.tempo.scene)
        title = self._texts(f"cli.demo.{name}.title")
        head = self._texts("cli.demo.step", n=STEPS.index(name) + 1, of=len(STEPS), title=title)
        self.out.print(head)
        await self._send(Document((line(bold(head)), line(self._texts(f"cli.demo.{name}.text", **blanks)))))

    async def remark(self, name: str, /, under: Record | None = None, **blanks: object) -> None:
        """In reply to its card, where there is one."""
        if name in _ON_TERMINAL:
            return
        await self._send(sentence(self._texts(f"cli.demo.{name}", **blanks)), under)
        await asyncio.sleep(self.tempo.change)

    async def crawl(self) -> Sequence[Report]:
        """Reads all places once."""
        return await self.house.pipeline.round(self.house.live.plan.sources)

    async def arrive(self) -> None:
        """All messages are there, and show what is true."""
        self.outbox.wake()
        while await self._owed():
            trouble = self.outbox.courier.troubles.get(self._target)
            if trouble is not None:
                self.consider(trouble)
            await asyncio.sleep(SETTLING)

    async def changed(self, record: Record, view: str = "card") -> None:
        """The card changes where it stands, as after a press."""
        number = await self.house.store.message_about(record.number, self._target)
        if number is not None:
            await self.house.store.show(self._target, number, view)
        await self.arrive()
        await asyncio.sleep(self.tempo.change)

    async def week(self) -> None:
        """The digest as `run` sends it, rich or plain, with pictures and the table."""
        plan, at = self.house.live.plan, now()
        week, scope = week_of(at, plan.zone), self.house.live.routes.scope_of(self._target)
        await owe_week(self.house.store, plan, self._target, week, at, scope=scope)
        await self.arrive()

    async def post(self, name: str, /, **blanks: object) -> None:
        """A word of the demonstration itself."""
        if self._target:
            await self._send(sentence(self._texts(f"cli.demo.chat.{name}", **blanks)))

    def print(self, name: str, /, **blanks: object) -> None:
        """For whoever started it."""
        self.out.print(self._texts(f"cli.demo.chat.{name}", **blanks))

    async def _owed(self) -> bool:
        """Whether anything has not arrived yet, in whichever chat it is to arrive by now."""
        moves = await self.house.store.moves()
        self._target = moves.get(self._target, self._target)
        return await self.house.store.owed_count() > 0 or bool(await self.house.store.stale(self._target, 1, now()))

    async def _send(self, document: Document, under: Record | None = None) -> None:
        """Until Telegram has taken it."""
        channel = self.outbox.channels[TELEGRAM]
        above = None if under is None else await self.house.store.message_about(under.number, self._target)
        while True:
            try:
                await channel.turn(self._target)
                await channel.send(Letter(Owed(0, self._target, None, None), document, under=above))
            except MovedError as error:
                self._target, above = error.target, None
            except DeliveryError as error:
                self.consider(error)
                await asyncio.sleep((error.retry_after or LATER).total_seconds())
            else:
                return

    def consider(self, error: DeliveryError) -> None:
        """What passes is waited for, and said once; a chat that we cannot write to ends the demonstration."""
        if error.key in _NO_CHAT:
            raise ConfigError("demo.no_chat", **error.blanks) from error
        if error.final or error.away:
            raise error
        if error.key != self._told:
            self.out.print(self._texts.error(error))
            self._told = error.key
