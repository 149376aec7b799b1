"""Files that people send: fetched within limits, and never with an address in an error, for the token is part of it."""

from __future__ import annotations

import asyncio

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.types import Document

from bot.refusals import says
from monitor.config.load import LARGEST
from monitor.errors import ConfigError

WITHIN = 40  # seconds; whoever sent it waits for the answer


async def fetched(bot: Bot, sent: Document) -> bytes:
    """What the file holds; raises ConfigError where it is too large, empty, or not to be had."""
    name = sent.file_name or "sources.yaml"
    if (sent.file_size or 0) > LARGEST:
        raise ConfigError("config.too_large", path=name)
    try:
        async with asyncio.timeout(WITHIN):
            data = await _downloaded(bot, sent.file_id)
    except AiogramError as error:
        large = says(error, "file is too big")
        raise ConfigError("config.too_large" if large else "config.not_fetched", path=name) from None
    except OSError:  # TimeoutError is one
        raise ConfigError("config.not_fetched", path=name) from None
    if len(data) > LARGEST:
        raise ConfigError("config.too_large", path=name)
    if not data.strip():
        raise ConfigError("config.empty_file", path=name)
    return data


async def _downloaded(bot: Bot, file: str) -> bytes:
    """Whatever size was told, no more is read than we take."""
    found = await bot.get_file(file)
    url = bot.session.api.file_url(bot.token, found.file_path or "")
    data = bytearray()
    async for part in bot.session.stream_content(url, timeout=WITHIN):
        data += part
        if len(data) > LARGEST:
            break
    return bytes(data)
