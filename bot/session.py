"""The wire to Telegram: knows whether a request that failed may have arrived, and never says too much at once."""

from __future__ import annotations

from asyncio import IncompleteReadError
from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING, Any

from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
from aiogram.exceptions import ClientDecodeError, TelegramAPIError, TelegramNetworkError, TelegramRetryAfter
from aiogram.methods import Response, SendMediaGroup, TelegramMethod
from aiogram.methods.base import TelegramType
from aiohttp import (
    ClientConnectorCertificateError,
    ClientConnectorDNSError,
    ClientConnectorError,
    ClientConnectorSSLError,
    ClientError,
    ClientTimeout,
    ConnectionTimeoutError,
    InvalidURL,
)
from aiohttp_socks import ProxyConnectionError, ProxyError, ProxyTimeoutError

from bot.pace import Pace
from monitor.fetch.trust import authorities

if TYPE_CHECKING:
    from aiogram.client.bot import Bot

PATIENCE = 15.0  # seconds for a whole request; the library's own 60 would hold up a chat for a minute
CONNECT = 8.0  # of them, to get through to Telegram or the proxy
LONGEST_WAIT = 86_400  # seconds that we are silent for at most, whatever we are asked for: then we see whether it lasts

_UNSENT = (
    ClientConnectorError,
    ConnectionTimeoutError,
    InvalidURL,
    ProxyConnectionError,
    ProxyError,
    ProxyTimeoutError,
    IncompleteReadError,  # a SOCKS proxy hung up in the middle of a word
)
_WHY = {  # the first that fits; a name of the texts (`because`)
    TimeoutError: "slow",
    ProxyTimeoutError: "slow",
    ProxyConnectionError: "proxy",
    ProxyError: "proxy",
    IncompleteReadError: "proxy",
    InvalidURL: "bad_address",
    ClientConnectorDNSError: "no_name",
    ClientConnectorCertificateError: "certificate",
    ClientConnectorSSLError: "unsafe",
    ClientConnectorError: "nobody",
}
_CUT = "cut"
REASONS = frozenset((*_WHY.values(), _CUT))


class UnsentError(TelegramNetworkError):
    """No connection came about: the request certainly did not arrive."""


class Session(AiohttpSession):
    """aiogram's session, with errors that carry no address: the token is part of it."""

    def __init__(self, api: TelegramAPIServer = PRODUCTION, proxy: str | None = None) -> None:
        super().__init__(proxy=proxy, api=api, timeout=PATIENCE)
        self._connector_init["ssl"] = authorities()  # aiogram's own knows none of a company

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109  # aiogram's signature
    ) -> TelegramType:
        """Sends one request and reads its answer."""
        session = await self.create_session()
        limit = ClientTimeout(total=timeout or self.timeout, connect=CONNECT)
        url = self.api.api_url(token=bot.token, method=method.__api_method__)
        try:
            async with session.post(url, data=self.build_form_data(bot=bot, method=method), timeout=limit) as answer:
                body = await answer.read()
        except _UNSENT as error:
            raise UnsentError(method=method, message=_why(error)) from None
        except (ClientError, OSError) as error:  # TimeoutError is an OSError
            raise TelegramNetworkError(method=method, message=_why(error)) from None
        try:
            response = self.check_response(bot, method, answer.status, body.decode(errors="replace"))
        except TelegramRetryAfter as error:
            error.retry_after = min(max(error.retry_after, 0), LONGEST_WAIT)
            raise
        except (TelegramAPIError, TypeError) as error:  # the second: aiogram looks into words that are not there
            if getattr(error, "message", None):
                raise
            raise ClientDecodeError("no description", error, None) from None  # Telegram always says why
        if response.result is None:
            raise ClientDecodeError("no result", ValueError(), {"ok": True})
        return response.result

    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,
        timeout: int = 30,  # noqa: ASYNC109  # aiogram's signature
        chunk_size: int = 65536,
        raise_for_status: bool = True,  # noqa: FBT001, FBT002  # aiogram's signature
    ) -> AsyncGenerator[bytes, None]:
        """A file, part by part; raises OSError without the address, for the token is part of that too."""
        session = await self.create_session()
        limit = ClientTimeout(total=timeout, connect=CONNECT)
        try:
            async with session.get(url, headers=headers, timeout=limit, raise_for_status=raise_for_status) as answer:
                async for part in answer.content.iter_chunked(chunk_size):
                    yield part
        except (ClientError, IncompleteReadError, OSError) as error:
            raise OSError(type(error).__name__) from None

    async def close(self) -> None:
        """Closes the connections, without the quarter of a second that aiohttp no longer needs."""
        if self._session is not None:
            await self._session.close()


class Manners(BaseRequestMiddleware):
    """Every message and every edit waits for its turn; a chat that asked for silence gets it."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        """Paces one request."""
        chat = getattr(method, "chat_id", None)
        if not isinstance(chat, int) or not method.__api_method__.startswith(("send", "edit")):
            return await make_request(bot, method)
        await self._pace.take(chat, len(method.media) if isinstance(method, SendMediaGroup) else 1)
        try:
            return await make_request(bot, method)
        except TelegramRetryAfter as error:
            self._pace.silence(chat, error.retry_after)
            raise


def _why(error: Exception) -> str:
    return next((why for kind, why in _WHY.items() if isinstance(error, kind)), _CUT)
