"""`otklik check --online`: reaches each source, the database and Telegram."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from itertools import count
from typing import Literal, TextIO

from monitor.commands.asked import Written
from monitor.commands.check import Found, as_object, tell
from monitor.commands.database import opened_store
from monitor.commands.looking import Look, looking
from monitor.commands.telegram import connected
from monitor.commands.waiting import waiting
from monitor.errors import MonitorError
from monitor.live import Live
from monitor.render.screen import say
from monitor.sources import AnySource
from monitor.telling.mailing import greet


@dataclass(frozen=True, slots=True)
class Answer:
    """What was asked, and whether it answers."""

    what: Literal["source", "database", "telegram", "mail"]
    good: bool
    said: str
    id: str | None = None


async def check_online(found: Found, written: Written, out: TextIO, *, as_json: bool) -> int:
    """1 where something did not answer."""
    if not as_json:
        tell(found, out, as_json=False)
    live = Live(written.loaded, telegram=written.settings.token is not None)
    answers = [*await _sources(written, live, unseen=as_json), await _database(written, live)]
    answers += [Answer("telegram", good, said) for good, said in await telegram_answers(written, live)]
    answers += await _mail(written, live)
    if as_json:
        told = [{"what": one.what, "id": one.id, "ok": one.good, "message": one.said} for one in answers]
        out.write(json.dumps({**as_object(found), "online": told}, ensure_ascii=False) + "\n")
    else:
        say((one.said for one in answers), out)
    return int(not all(one.good for one in answers))


async def _sources(written: Written, live: Live, *, unseen: bool) -> list[Answer]:
    wanted = [source for source in live.plan.sources if _read(source, live)]
    with waiting(live.texts("cli.waiting.check"), unseen=unseen) as told:
        async with looking(written, live) as look:
            done = count(1)

            async def reached(source: AnySource) -> Answer:
                answer = await _reached(source, look)
                told(next(done), len(wanted))
                return answer

            return await asyncio.gather(*map(reached, wanted))


def _read(source: AnySource, live: Live) -> bool:
    """Whether it is visited at all; of a forbidden one the warning has told already."""
    return source.enabled and not live.understanding.forbids(source)


async def _reached(source: AnySource, look: Look) -> Answer:
    found, texts = await look.gather(source), look.live.texts
    if found.error is None:
        return Answer("source", True, texts("check.source_ok", source=source.id), source.id)
    return Answer("source", False, texts("check.source_bad", source=source.id, error=found.error), source.id)


async def _database(written: Written, live: Live) -> Answer:
    try:
        async with opened_store(written):
            return Answer("database", True, live.texts("check.database_ok"))
    except MonitorError as error:
        return Answer("database", False, live.texts.error(error))


async def _mail(written: Written, live: Live) -> list[Answer]:
    """A login that sends nothing, where somebody is to get mails."""
    plan, url = live.plan, written.settings.smtp_url
    fallback = plan.alerts.fallback
    if url is None or not (plan.digest.email or (fallback and fallback.email)):
        return []
    try:
        await greet(url)
    except MonitorError as error:
        return [Answer("mail", False, live.texts.error(error))]
    return [Answer("mail", True, live.texts("check.mail_ok"))]


async def telegram_answers(written: Written, live: Live) -> list[tuple[bool, str]]:
    """Whether Telegram knows the token, and lets the bot into its chats; nothing where there is none."""
    if written.settings.token is None:
        return []
    try:
        telegram = await connected(written.settings, lambda: live.plan)
    except MonitorError as error:
        return [(False, live.texts.error(error))]
    try:
        trouble = await telegram.app.introduce(telegram.bot)
        if trouble is not None:
            return [(False, live.texts.error(trouble))]
        refused = await telegram.app.unreached(telegram.bot, live.plan.team)
        return [(True, live.texts("check.telegram_ok")), *((False, live.texts.error(one)) for one in refused)]
    except MonitorError as error:
        return [(False, live.texts.error(error))]
    finally:
        await telegram.close()
