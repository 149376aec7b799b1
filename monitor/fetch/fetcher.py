"""The only door to the web: one page at a time, within limits and with manners."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import aclosing, suppress
from dataclasses import replace
from datetime import UTC, timedelta, tzinfo
from typing import Self

import httpx
from aiohttp.abc import AbstractResolver

from monitor.domain import Hold, Request, Validators
from monitor.errors import Cause, FetchError, ForbiddenError
from monitor.fetch import body, challenge, outgoing, robots
from monitor.fetch.address import host, place, site, spot
from monitor.fetch.answer import UNCHANGED, Answer, Fetched, clean, elsewhere, fetched, readable, target
from monitor.fetch.clock import Clock
from monitor.fetch.guard import local_name, refused
from monitor.fetch.mail import MailDoor, is_mail
from monitor.fetch.manners import Manners
from monitor.fetch.outgoing import Ask
from monitor.fetch.pacing import Pacing, Turns
from monitor.fetch.patience import BLOCKED, Keep, Patience, asked_to_wait
from monitor.fetch.posting import ping, post
from monitor.fetch.refusals import TROUBLE, blocked, by_status, by_trouble
from monitor.fetch.unhidden import unhidden
from monitor.fetch.wire import Way, Wire
from monitor.places.hosts import literal
from monitor.sources.base import SourceBase

_REDIRECTS = 10
_DOWNLOADS = 10  # in flight together: so many times `max_bytes` is the most memory they take
_BUSY = frozenset({429, 503})

Read = Callable[[Ask, httpx.Response], Awaitable[bytes]]


class Fetcher:
    """Asks the web for pages; one for the life of the process.

    `resolver` and `refuses` stand in for the name server and the guard in tests; `holds` are sites that are left alone
    since before the start, and `keep` is told of every new one; `zone` is the one that sentences tell the time in;
    `forbids` knows the places that are never asked; `keys` are those of services; `hide` takes what is secret out of an
    address before anybody sees it; `pacing` is shared by processes that ask the same hosts.
    """

    def __init__(
        self,
        http: Manners,
        *,
        resolver: AbstractResolver | None = None,
        refuses: Callable[[str], bool] = refused,
        clock: Clock | None = None,
        zone: tzinfo = UTC,
        forbids: Callable[[str], bool] = lambda _: False,
        holds: Mapping[str, Hold] | None = None,
        keep: Keep | None = None,
        keys: Mapping[str, str] | None = None,
        hide: Callable[[str], str] = str,
        pacing: Turns | None = None,
    ) -> None:
        self._http = http
        self._refuses = refuses
        self._clock = clock or Clock()
        self._zone = zone
        self._forbids = forbids
        self._keys = keys or {}
        self._wire = Wire(refuses=refuses, resolver=resolver)
        self._mail = MailDoor(self._clock, refuses=refuses, resolver=resolver)
        self._pacing = pacing or Pacing(self._clock)
        self._hide = hide
        self._patience = Patience(holds, keep)
        self._robots = robots.Robots(self._ask_robots, self._clock)
        self._downloads = asyncio.Semaphore(_DOWNLOADS)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Closes every connection."""
        await self._patience.kept()
        await self._mail.close()
        await self._wire.close()

    def adopt(self, http: Manners, *, zone: tzinfo = UTC, forbids: Callable[[str], bool] = lambda _: False) -> None:
        """From now on with these settings: sources.yaml has changed."""
        self._http = http
        self._zone = zone
        self._forbids = forbids
        self._robots.forget()  # our name may be another

    def holds(self) -> Mapping[str, Hold]:
        """Sites that are left alone, and until when."""
        return self._patience.all()

    def learn(self, holds: Mapping[str, Hold]) -> None:
        """What other processes were asked to leave alone."""
        self._patience.learn(holds)

    async def get(
        self, request: Request, *, validators: Validators | None, source: SourceBase, fresh: bool = False
    ) -> Fetched:
        """The page of a request, or that it has not changed; `fresh` wants it whole in any case."""
        asked = replace(request, url=unhidden(request.url, source, self._hide))
        try:
            found = await self._followed(asked, validators=validators, source=source, fresh=fresh)
        except FetchError as error:
            clean(error, self._hide)
            raise
        if found.page is None:
            return found
        return replace(found, page=replace(found.page, url=readable(found.page.url, self._hide)))

    async def post(self, address: str, body: bytes) -> None:
        """Hands JSON to a service of the team's; raises DeliveryError unless it is accepted."""
        way = Way(self._http.allow_private_network, self._http.proxy)
        await post(self._wire, address, body, way=way, http=self._http, allowed=self._allowed)

    async def ping(self, address: str) -> None:
        """Lets a service of the team's know that we are there; raises DeliveryError unless it is accepted."""
        way = Way(self._http.allow_private_network, self._http.proxy)
        await ping(self._wire, address, way=way, http=self._http, allowed=self._allowed)

    async def _followed(
        self, request: Request, *, validators: Validators | None, source: SourceBase, fresh: bool
    ) -> Fetched:
        """Through its redirects."""
        known = validators if validators and not fresh else Validators()
        if is_mail(request):
            if self._forbids(request.url):
                raise ForbiddenError("fetch.forbidden_address", skipped=True, source=source.id)
            return Fetched(*await self._mail.get(request, known, source, self._way(source), self._http), None)
        ask = outgoing.first(
            request,
            source,
            known,
            user_agent=self._http.user_agent,
            way=self._way(source),
            seconds=self._http.timeout.total_seconds(),
            keys=self._keys,
        )
        asked = ask.url
        if self._forbids(ask.address):
            raise ForbiddenError("fetch.forbidden_address", skipped=True, source=source.id)
        for hop in range(_REDIRECTS + 1):
            try:
                answer, seconds = await self._paced(ask)
                if answer.to is None:
                    return fetched(request, ask.url, answer, known)
            except FetchError as error:
                if hop:
                    raise elsewhere(place(asked), error) from error
                raise source.explained(error) from error
            ask = ask.moved(answer.to, seconds=seconds, headers=answer.headers)
        raise FetchError("fetch.redirects", url=place(asked), count=_REDIRECTS)

    def _way(self, source: SourceBase) -> Way:
        own = source.allow_private_network
        private = self._http.allow_private_network if own is None else own
        return Way(private, source.proxy or self._http.proxy)

    async def _paced(self, ask: Ask) -> tuple[Answer, float]:
        """One request in its host's turn, and the seconds that are left; waiting for the turn takes none of them."""
        self._allowed(ask.url, ask.address, ask.way)
        async with self._pacing.turn(host(ask.url)) as turn:
            self._welcome(ask.url)
            await turn.pause(await self._gap(ask))
            async with self._downloads:
                begun = self._clock.monotonic()
                turn.started()
                answer = await self._exchange(ask, self._read_page, turn.started)
            left = ask.seconds - (self._clock.monotonic() - begun)
        return answer, left

    def _allowed(self, url: httpx.URL, address: str, way: Way) -> None:
        """Refuses what is forbidden, and what is private by its very spelling; names are judged when connected."""
        if self._forbids(address):
            raise ForbiddenError("fetch.forbidden_place", skipped=True)
        if way.private:
            return
        meant = literal(url.host)
        if local_name(url.host) or (meant is not None and self._refuses(meant)):
            raise FetchError("fetch.private", url=place(url))

    def _welcome(self, url: httpx.URL) -> None:
        """Refuses to ask a page, or a site, before its time."""
        if not self._patience:
            return
        now = self._clock.now()
        hold = self._patience.held(site(url), now=now) or self._patience.held(spot(url), now=now)
        if hold is not None:
            key = "fetch.wait_blocked" if hold.cause is Cause.BLOCKED else "fetch.wait"
            told = hold.until.astimezone(self._zone).strftime("%Y-%m-%d %H:%M")
            wait = hold.until - now
            raise FetchError(key, skipped=True, retry_after=wait, cause=hold.cause, url=place(url), until=told)

    async def _gap(self, ask: Ask) -> float:
        """The pause this host wants, where its robots.txt lets us in at all."""
        gap = self._http.per_host.gap.total_seconds()
        if not self._http.respect_robots:
            return gap
        try:
            return max(gap, await self._robots.delay(ask.url, ask.way, self._http.user_agent))
        except ForbiddenError:
            raise
        except FetchError as error:  # told of the page that is wanted, for nobody asked for robots.txt
            raise error.retold(error.key, **error.blanks | {"url": place(ask.url)}) from error

    async def _ask_robots(self, url: httpx.URL, way: Way) -> robots.Answer:
        """Fetches /robots.txt with the same guard and limits as a page, but outside of the pauses."""
        seconds = self._http.timeout.total_seconds()
        ask = Ask(url, str(url), way, seconds, {"user-agent": self._http.user_agent, "accept": "text/plain, */*"}, {})
        for _ in range(robots.REDIRECTS + 1):
            self._allowed(ask.url, ask.address, way)
            async with self._downloads:
                answer = await self._exchange(ask, _read_robots, lambda: None)
            if answer.to is None:
                return robots.Answer(answer.status, answer.body)
            ask = ask.moved(answer.to, seconds=seconds, headers=answer.headers)
        return robots.Answer(robots.UNAVAILABLE)  # the RFC lets us stop looking

    async def _exchange(self, ask: Ask, read: Read, began: Callable[[], None]) -> Answer:
        """Sends a request and reads the answer; who wants to be left alone is remembered before anybody hears of it."""
        try:
            return await self._asked(ask, read, began)
        except FetchError as error:
            if error.cause is Cause.BLOCKED:
                self._hold(ask.url, BLOCKED, Cause.BLOCKED)
            raise
        finally:
            await self._patience.kept()

    async def _asked(self, ask: Ask, read: Read, began: Callable[[], None]) -> Answer:
        """All within the time that is left."""
        try:
            async with asyncio.timeout(ask.seconds):
                response = await self._wire.send(ask.method, ask.address, ask.headers, ask.body, ask.way)
                async with aclosing(response):
                    began()
                    self._remember(ask.url, response)
                    to = target(ask.url, response)
                    if to is not None and challenge.sent_to_challenge(ask.url, to):
                        raise blocked(response.status_code, url=place(ask.url))
                    content = b"" if to is not None else await read(ask, response)
                    return Answer(response.status_code, response.headers, content, to)
        except TimeoutError as error:
            seconds = f"{self._http.timeout.total_seconds():g}"
            raise FetchError("fetch.timeout", url=place(ask.url), seconds=seconds) from error
        except body.BodyError as error:
            megabytes = f"{self._http.max_bytes / 1_000_000:g}"
            raise FetchError(error.key, url=place(ask.url), megabytes=megabytes) from error
        except TROUBLE as error:
            raise by_trouble(error, url=place(ask.url)) from error

    async def _read_page(self, ask: Ask, response: httpx.Response) -> bytes:
        if response.is_success:
            content = await body.whole(response, self._http.max_bytes)
            if challenge.disguised(response.headers, content):
                raise blocked(response.status_code, url=place(ask.url))
            return content
        if response.status_code == UNCHANGED and ask.conditional:
            return b""
        seen = b""
        if response.status_code in challenge.STATUSES:
            with suppress(body.BodyError):
                seen = await body.beginning(response, challenge.SIZE)
        wait = self._wait(response)
        raise by_status(response.status_code, response.headers, seen, url=place(ask.url), retry_after=wait)

    def _remember(self, url: httpx.URL, response: httpx.Response) -> None:
        wait = self._wait(response)
        if wait is not None:
            self._hold(url, wait, Cause.WAIT)

    def _hold(self, url: httpx.URL, wait: timedelta, cause: Cause) -> None:
        """What is said to robots.txt is meant for the whole site, else for that page: others may well be open."""
        now, meant = self._clock.now(), site(url) if url.path == robots.PATH else spot(url)
        self._patience.hold(meant, Hold(now + wait, cause), now=now)

    def _wait(self, response: httpx.Response) -> timedelta | None:
        if response.status_code not in _BUSY:
            return None
        return asked_to_wait(response.headers.get("retry-after"), self._clock.now())


async def _read_robots(_: Ask, response: httpx.Response) -> bytes:
    return await body.beginning(response, robots.SIZE) if response.is_success else b""
