"""Whom we believe that a server is who it says: whoever this system trusts, for Telegram as for every site."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer
from aiohttp import web
from certificate import CERTIFICATE, secure

from bot.session import Session, UnsentError
from monitor.fetch import trust

TOKEN = "123456789:AAE-test-token-0123456789abcdefghij"  # nobody's


@pytest.fixture
async def company() -> AsyncIterator[str]:
    """A Bot API server in a company, whose certificate the company has made itself."""

    async def answer(_: web.Request) -> web.Response:
        return web.json_response({"ok": True, "result": {"id": 1, "is_bot": True, "first_name": "Отклик"}})

    app = web.Application()
    app.router.add_post("/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=secure())
    await site.start()
    yield f"https://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def name_of_the_bot(url: str) -> str:
    """As a server tells it."""
    async with Bot(TOKEN, session=Session(TelegramAPIServer.from_base(url))) as bot:
        return (await bot.get_me()).first_name


async def test_a_server_whose_certificate_the_system_trusts_is_telegram_to_us(company, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    monkeypatch.setattr("bot.session.authorities", trust._authorities.__wrapped__)
    assert await name_of_the_bot(company) == "Отклик"


async def test_one_that_it_does_not_trust_is_told_as_such(company):
    with pytest.raises(UnsentError, match="certificate"):
        await name_of_the_bot(company)
