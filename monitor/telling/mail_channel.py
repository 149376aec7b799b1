"""Mail as a channel: the digest as a page with its pictures, the same in plain words, and the week as a workbook."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import blake2b

import structlog

from monitor.config.plan import Plan
from monitor.domain import Owed
from monitor.domain.recent import is_recent
from monitor.domain.targets import parts
from monitor.errors import DeliveryError, StoreError
from monitor.live import Live
from monitor.render.document import Document
from monitor.render.html import html
from monitor.render.plain import plain
from monitor.telling.channel import Letter
from monitor.telling.mailing import Mail, address_of, greet, submit

SOON, LATEST = timedelta(minutes=1), timedelta(hours=1)  # pauses between tries; a server that is busy says no quickly
LASTING = 4  # tries after which a trouble has lasted for a quarter of an hour and is no mere greylisting
AT_ONCE = 3  # connections: to the server we are one customer, however many addresses there are

Note = Callable[[str, str, datetime], Awaitable[None]]

log = structlog.get_logger(__name__)


class MailChannel:
    """Sends through the team's own mail server. `note` keeps for `status` what is wrong with an address, or ""."""

    def __init__(self, url: str | None, live: Live, clock: Callable[[], datetime], *, note: Note) -> None:
        self._url = url
        self._live = live
        self._clock = clock
        self._note = note
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._asked: dict[str, datetime] = {}  # when a server that did not answer was asked last

    async def send(self, letter: Letter) -> int | None:
        """One message to one address, so that one's trouble is nobody else's; nothing sent can be edited."""
        to, plan = parts(letter.owed.target).place, self._live.plan
        if to not in plan.digest.email:
            raise DeliveryError("mail.left", to=to, final=True)
        try:
            async with self._turns:
                await self._post(letter, to, plan)
        except DeliveryError as error:
            await self._trouble(to, error, letter.owed.attempts)
            raise
        await self._noted(to, "")
        return None

    async def edit(self, _letter: Letter) -> None:
        """Never asked for: a message without a number is never stale."""

    async def turn(self, _target: str) -> None:
        """There is always room."""

    async def alive(self, target: str) -> bool:
        """Whether the server lets us in; one that did not is left alone for a while."""
        now = self._clock()
        if is_recent(self._asked.get(target), now, within=SOON):
            return False
        try:
            await greet(self._server())
        except DeliveryError as error:
            log.warning("mail server not reached", target=target, error=error)
            self._asked[target] = now
            return False
        self._asked.pop(target, None)
        return True

    async def _post(self, letter: Letter, to: str, plan: Plan) -> None:
        subject = letter.subject or _first_words(letter.document)
        mail = Mail(
            to=to,
            subject=subject,
            text=plain(letter.document),
            html=_page(letter, subject, plan),
            at=self._clock(),
            pictures=letter.pictures,
            file=letter.file,
            mark=_mark(letter.owed),
        )
        await submit(self._server(), mail)

    def _server(self) -> str:
        """What was owed while there was one is not lost when it is taken away."""
        if self._url is None:
            raise DeliveryError("mail.no_server", away=True)
        return self._url

    async def _trouble(self, to: str, error: DeliveryError, tries: int) -> None:
        """Asked ever more slowly; a person is told of what does not pass by itself."""
        if not error.final and not error.away:
            error.retry_after = min(SOON * 2**tries, LATEST) if tries < LASTING else LATEST
        if error.final or error.away or tries >= LASTING:
            await self._noted(to, self._live.texts.error(error))

    async def _noted(self, to: str, said: str) -> None:
        """A comfort: a database that takes no note must not hide from the outbox what the server answered."""
        with suppress(StoreError):
            await self._note(to, said, self._clock())


def _page(letter: Letter, subject: str, plan: Plan) -> str:
    """With the pictures that come with it."""
    addresses = {one.name: address_of(one.name) for one in letter.pictures}
    said = {one.name: one.said for one in letter.pictures}
    return html(letter.document, title=subject, language=plan.language, pictures=addresses, said=said)


def _mark(owed: Owed) -> str:
    """The same for each try of a row: a repeat after a lost answer is recognised by mail programs."""
    who = blake2b(f"{owed.target} {owed.notice}".encode(), digest_size=8).hexdigest()
    return f"{owed.id}.{who}"


def _first_words(document: Document) -> str:
    return next((one.text for one in document.spoken if one.spans), "")
