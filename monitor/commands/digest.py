"""`otklik digest`: the week, for any week; shown, written, or sent."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console

from monitor.commands.asked import Written, now
from monitor.commands.delivering import deliver
from monitor.commands.opening import Opened, opened, opened_store
from monitor.commands.output import write
from monitor.digest import Digest, last_complete_week, to_json
from monitor.digest_owed import owe_week
from monitor.errors import ConfigError, DeliveryError, MonitorError
from monitor.letters import weekly
from monitor.outbox import Outbox
from monitor.render.digest import digest_document
from monitor.render.html import html
from monitor.render.plain import plain
from monitor.render.terminal import console, page
from monitor.routes import HELD, MAIL
from monitor.store import Reach
from monitor.texts import Texts


async def digest(written: Written, week: str | None, *, style: str, output: Path | None, send: bool) -> int:
    """Without a week the last complete one."""
    plan = written.loaded.plan
    week = week or last_complete_week(now(), plan.zone)
    async with opened_store(written) as store:
        figures = await weekly(store, plan, week)
    if send:
        return await _send(written, figures.week)
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


async def _send(written: Written, week: str) -> int:
    """Owed once more, whatever was sent before: a person asked for it. 1 where it did not reach everybody."""
    async with opened(written) as house:
        out, texts, targets = console(), house.live.texts, await _owed(house, week)
        troubles, down = await _delivered(house, out)
        reached = await house.store.digest_of(week)
        if there := [_named(one, texts) for one in targets if reached.get(one) is Reach.THERE]:
            out.print(texts("cli.sent.digest", week=week, list=", ".join(there)))
        missed = [one for one in targets if reached.get(one) is not Reach.THERE]
        for target in missed:
            error = troubles.get(target, down)
            cause = texts.error(error) if error else texts("cli.sent.waits")
            out.print(texts("cli.sent.not", name=_named(target, texts), cause=cause))
    return int(bool(missed))


async def _owed(house: Opened, week: str) -> Sequence[str]:
    """To everybody; what still waits for somebody need not be owed once more, but it is tried now."""
    wanted = [target for target in house.live.routes.digest() if target != HELD]
    if not wanted:
        raise ConfigError("config.nobody_to_send_to")
    at, moved, before = now(), await house.store.moves(), await house.store.digest_of(week)
    for target in wanted:
        if before.get(moved.get(target, target)) is not Reach.WAITS:
            await owe_week(house.store, house.live.plan, target, week, at, key_suffix=f":{at.isoformat()}")
        if target.startswith(f"{MAIL}:"):
            await house.store.returned(target, at)
    return [moved.get(target, target) for target in wanted]


async def _delivered(house: Opened, out: Console) -> tuple[Mapping[str, DeliveryError], MonitorError | None]:
    """What went wrong by target, or with Telegram as a whole; who has it by mail is told in either case."""
    try:
        return await deliver(house, out, Outbox.deliver_now), None
    except MonitorError as error:
        return {}, error


def _named(target: str, texts: Texts) -> str:
    """A target as its people know it."""
    kind, _, rest = target.partition(":")
    chat, _, topic = rest.partition(":")
    match kind:
        case "mail":
            return rest
        case "telegram" if topic:
            return texts("cli.sent.topic", chat=chat, topic=topic)
        case "telegram":
            return texts("cli.sent.chat", chat=chat)
    return texts("cli.sent.terminal")
