"""`otklik check --online`: reaches each source, the database and Telegram."""

from __future__ import annotations

import asyncio
from typing import TextIO

from monitor.commands.asked import Written, now
from monitor.commands.database import opened_store
from monitor.commands.opening import opened_web
from monitor.commands.telegram import connected
from monitor.errors import MonitorError
from monitor.fetch import Fetcher
from monitor.harvest import gather
from monitor.live import Live
from monitor.mailing import greet
from monitor.reading import Reader
from monitor.render.screen import say
from monitor.sources import AnySource


async def check_online(written: Written, out: TextIO) -> int:
    """1 where something did not answer."""
    live = Live(written.loaded, telegram=written.settings.token is not None)
    async with opened_web(written, live) as fetcher, Reader() as reader:
        wanted = [source for source in live.plan.sources if _read(source, live)]
        answers = await asyncio.gather(*(_reached(source, fetcher, live, reader) for source in wanted))
    answers += [await _database(written, live), *await telegram_answers(written, live), *await _mail(written, live)]
    say((line for _, line in answers), out)
    return int(not all(good for good, _ in answers))


def _read(source: AnySource, live: Live) -> bool:
    """Whether it is visited at all; of a forbidden one the warning has told already."""
    return source.enabled and not live.understanding.forbids(source)


async def _reached(source: AnySource, fetcher: Fetcher, live: Live, reader: Reader) -> tuple[bool, str]:
    names = live.understanding.names(source)
    found = await gather(source, fetcher, names=names, now=now(), zone=live.plan.zone, reader=reader)
    if found.error is None:
        return True, live.texts("check.source_ok", source=source.id)
    return False, live.texts("check.source_bad", source=source.id, error=found.error)


async def _database(written: Written, live: Live) -> tuple[bool, str]:
    try:
        async with opened_store(written):
            return True, live.texts("check.database_ok")
    except MonitorError as error:
        return False, live.texts.error(error)


async def _mail(written: Written, live: Live) -> list[tuple[bool, str]]:
    """A login that sends nothing, where somebody is to get mails."""
    plan, url = live.plan, written.settings.smtp_url
    fallback = plan.alerts.fallback
    if url is None or not (plan.digest.email or (fallback and fallback.email)):
        return []
    try:
        await greet(url)
    except MonitorError as error:
        return [(False, live.texts.error(error))]
    return [(True, live.texts("check.mail_ok"))]


async def telegram_answers(written: Written, live: Live) -> list[tuple[bool, str]]:
    """Whether Telegram knows the token, and what that means; nothing where there is none."""
    if written.settings.token is None:
        return []
    try:
        telegram = await connected(written.settings, lambda: live.plan)
    except MonitorError as error:
        return [(False, live.texts.error(error))]
    try:
        trouble = await telegram.app.introduce(telegram.bot)
        return [(trouble is None, live.texts.error(trouble) if trouble else live.texts("check.telegram_ok"))]
    except MonitorError as error:
        return [(False, live.texts.error(error))]
    finally:
        await telegram.close()
