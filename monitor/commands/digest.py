"""`otklik digest`: the week, for any week; shown, written, or sent."""

from __future__ import annotations

import json
from pathlib import Path

from monitor.commands.asked import Written, now
from monitor.commands.opening import opened_store
from monitor.commands.output import write
from monitor.commands.sending import send_week
from monitor.digest import Digest, last_complete_week, to_json
from monitor.letters import weekly
from monitor.render.digest import digest_document
from monitor.render.html import html
from monitor.render.plain import plain
from monitor.render.terminal import console, page
from monitor.texts import Texts


async def digest(written: Written, week: str | None, *, style: str, output: Path | None, send: bool) -> int:
    """Without a week the last complete one."""
    plan = written.loaded.plan
    week = week or last_complete_week(now(), plan.zone)
    async with opened_store(written) as store:
        figures = await weekly(store, plan, week)
    if send:
        return await send_week(written, figures.week)
    texts = Texts(plan.language)
    if style == "text" and output is None:
        console().print(page(digest_document(figures, texts=texts, zone=plan.zone, now=now(), limit=None)))
        return 0
    write(_formatted(figures, style, texts, written), output)
    return 0


def _formatted(figures: Digest, style: str, texts: Texts, written: Written) -> bytes:
    if style == "json":
        return (json.dumps(to_json(figures), ensure_ascii=False) + "\n").encode()
    document = digest_document(figures, texts=texts, zone=written.loaded.plan.zone, now=now(), limit=None)
    if style == "html":
        return html(document, title=f"Otklik {figures.week}", language=texts.language).encode()
    return (plain(document) + "\n").encode()
