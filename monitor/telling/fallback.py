"""When Telegram is out for an hour, what is urgent or important goes to the team by webhook or e-mail, once."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

import structlog

from monitor.domain import Alert
from monitor.domain.recent import is_recent
from monitor.errors import DeliveryError, GoneError, StoreError
from monitor.live import Live
from monitor.render.card import place_of
from monitor.render.document import Document
from monitor.render.fallback import fallback_document, fallback_mention, fallback_subject
from monitor.render.html import html
from monitor.render.plain import plain
from monitor.store import Store
from monitor.team.pacing import Gate, unpaced
from monitor.telling.letters import Letters
from monitor.telling.mailing import Mail, greet, submit

SOON, LATEST = timedelta(minutes=1), timedelta(hours=1)  # pauses between tries of a way that does not work
STALE = timedelta(days=1)  # what nobody has tried for so long says nothing of today
DOUBTS = 2  # answers that got lost, after which a mention counts as told: what is heard for ever is no help
MOST = 200  # mentions that are remembered for a way that does not work while another does

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Message:
    """What is told at once; `mark` is the same for each try."""

    mark: str
    subject: str
    document: Document
    mentions: list[dict[str, str | None]]


_Send = Callable[[_Message], Awaitable[None]]


class Fallback:
    """Looks every minute. What one way took is not offered to it again; a crash in between may repeat one message."""

    def __init__(
        self,
        store: Store,
        live: Live,
        clock: Callable[[], datetime],
        *,
        letters: Letters,
        post: Callable[[str, bytes], Awaitable[None]],
        smtp_url: str | None,
        gate: Callable[[datetime], Gate] = unpaced,
    ) -> None:
        self._store = store
        self._live = live
        self._letters = letters
        self._clock = clock
        self._post = post
        self._smtp_url = smtp_url
        self._gate = gate
        self._missed: defaultdict[str, list[int]] = defaultdict(list)  # by way: what another one took
        self._doubts: defaultdict[str, Counter[int]] = defaultdict(Counter)  # by way: answers that got lost
        self._rests: dict[str, tuple[datetime, timedelta]] = {}  # by way: until when it is left alone, and the pause
        self._troubles: dict[str, DeliveryError] = {}
        self._addresses: dict[str, str] = {}  # by way: where it leads
        self._unwritten: list[int] = []  # rows that were told, and the database does not know it yet
        self._noted: str | None = None  # what `status` tells

    async def look(self) -> None:
        """Tells what waits for Telegram for an hour, by every way that the team gave."""
        ways, now = self._ways(), self._clock()
        await self._write_down(now)
        stranded = await self._store.stranded(now, self._gate(now)) if ways else ()
        fresh = [one.mention for one in stranded]
        took = {name: await self._told(name, send, fresh, now) for name, send in ways.items()}
        known = set().union(*took.values())
        if known:
            self._unwritten += [row for one in stranded if one.mention in known for row in one.rows]
            for name, told in took.items():
                missed = dict.fromkeys((*self._missed[name], *(one for one in fresh if one in known)))
                self._missed[name] = [one for one in missed if one not in told][-MOST:]
            await self._write_down(now)
        await self._ask_again(ways, now)
        self._forget_stale(now)
        await self._note(ways)

    async def _ask_again(self, ways: Mapping[str, _Send], now: datetime) -> None:
        """With nothing left to tell, a mail server is asked whether it works again; a webhook would hear nothing."""
        until, pause = self._rests.get("email", (now, LATEST))
        troubled = self._troubles.get("email")
        if self._smtp_url is None or troubled is None or troubled.final or "email" not in ways:
            return
        if _rests(now, until, pause):
            return
        try:
            await greet(self._smtp_url)
        except DeliveryError as error:
            pause = min(pause * 2, LATEST)
            self._rests["email"] = now + pause, pause
            self._troubles["email"] = error
        else:
            del self._troubles["email"]

    def _forget_stale(self, now: datetime) -> None:
        """A way that nothing was left to tell by may work again: who does not know does not call for help for ever."""
        for name in [name for name in self._troubles if now >= self._rests[name][0] + STALE]:
            del self._troubles[name], self._rests[name]

    async def _write_down(self, now: datetime) -> None:
        """Before anything is told again: a database that takes nothing must not make us repeat ourselves."""
        if self._unwritten:
            await self._store.fell_back(self._unwritten, now)
            self._unwritten = []

    def _ways(self) -> Mapping[str, _Send]:
        given = self._live.plan.alerts.fallback
        ways: dict[str, _Send] = {}
        if given and (webhook := given.webhook):
            self._leads("webhook", webhook)
            ways["webhook"] = lambda message: self._posted(webhook, message)
        if given and self._smtp_url and (email := given.email):
            url = self._smtp_url
            self._leads("email", email)
            ways["email"] = lambda message: self._mailed(url, email, message)
        return ways

    def _leads(self, name: str, address: str) -> None:
        """What went wrong at the address of before is no trouble of this one."""
        if self._addresses.get(name) != address:
            self._addresses[name] = address
            for memory in (self._doubts, self._rests, self._troubles):
                memory.pop(name, None)

    async def _told(self, name: str, send: _Send, fresh: Iterable[int], now: datetime) -> Collection[int]:
        """By one way, with what it missed before; answers with what needs no telling any more."""
        numbers = list(dict.fromkeys((*self._missed[name], *fresh)))
        until, pause = self._rests.get(name, (now, SOON / 2))
        if not numbers or _rests(now, until, pause):
            return ()
        try:
            message = await self._message(numbers, now)
        except StoreError:  # it says itself what is wrong; until it knows better nothing of these was told
            return ()
        if not message.mentions:  # all of them were removed meanwhile
            return numbers
        try:
            await send(message)
        except DeliveryError as error:
            log.warning("fallback failed", way=name, mentions=len(numbers), error=error)
            pause = min(pause * 2, LATEST)
            self._rests[name] = now + pause, pause
            self._troubles[name] = error
            self._doubts[name].update(numbers if error.unsure else ())
            return [one for one in numbers if self._doubts[name][one] >= DOUBTS]
        log.info("told another way", way=name, mentions=len(numbers))
        for memory in (self._missed, self._doubts, self._rests, self._troubles):
            memory.pop(name, None)
        return numbers

    async def _message(self, numbers: Iterable[int], now: datetime) -> _Message:
        texts = self._live.texts
        alerts = [alert for number in numbers if (alert := await self._alert(number))]
        cards = [self._letters.card(alert, now) for alert in alerts]
        return _Message(
            _mark(alerts),
            fallback_subject(alerts, texts),
            fallback_document(alerts, cards, texts),
            [fallback_mention(alert, place=place_of(alert.record, texts), texts=texts) for alert in alerts],
        )

    async def _alert(self, number: int) -> Alert | None:
        try:
            return await self._store.alert(number)
        except GoneError:
            return None

    async def _posted(self, address: str, message: _Message) -> None:
        said = {"text": plain(message.document), "mentions": message.mentions}
        await self._post(address, json.dumps(said, ensure_ascii=False).encode())

    async def _mailed(self, url: str, to: str, message: _Message) -> None:
        page = html(message.document, title=message.subject, language=self._live.plan.language)
        words = plain(message.document)
        at, mark = self._clock(), message.mark
        await submit(url, Mail(to=to, subject=message.subject, text=words, html=page, at=at, mark=mark))

    async def _note(self, ways: Mapping[str, _Send]) -> None:
        """Trouble is told in `status` for as long as it lasts."""
        texts = self._live.texts
        said = "\n".join(texts.error(self._troubles[name]) for name in ways if name in self._troubles)
        if said != self._noted:
            await self._store.note_fallback(said)
            self._noted = said


def _rests(now: datetime, until: datetime, pause: timedelta) -> bool:
    """Whether a way is left alone; where the clock was set back it waits no longer than it was to."""
    return is_recent(until - pause, now, within=pause)


def _mark(alerts: Iterable[Alert]) -> str:
    """Mail programs show once what comes twice, as after an answer that got lost."""
    told = " ".join(f"{one.record.id} {one.record.found.isoformat()}" for one in alerts)
    return f"fallback.{blake2b(told.encode(), digest_size=12).hexdigest()}"
