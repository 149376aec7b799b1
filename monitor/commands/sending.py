"""`otklik digest --send`: the digest once more to everybody, and whom it reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console

from monitor.commands.asked import Written, now
from monitor.commands.delivering import deliver
from monitor.commands.opening import Opened, opened
from monitor.domain.targets import HELD, MAIL, parts
from monitor.errors import ConfigError, DeliveryError, MonitorError
from monitor.render.phrase import target_name
from monitor.store import Reach
from monitor.telling.outbox import Outbox
from monitor.weekly.owed import owe_week


async def send_week(written: Written, week: str, out: Console) -> int:
    """Owed once more, whatever was sent before: a person asked for it. 1 where it did not reach everybody."""
    async with opened(written) as house:
        texts, targets = house.live.texts, await _owed(house, week)
        troubles, down = await _delivered(house, out)
        reached = await house.store.digest_of(week)
        if there := [target_name(one, texts) for one in targets if reached.get(one) is Reach.THERE]:
            out.print(texts("cli.sent.digest", week=week, list=", ".join(there)))
        missed = [one for one in targets if reached.get(one) is not Reach.THERE]
        for target in missed:
            error = troubles.get(target, down)
            cause = texts.error(error) if error else texts("cli.sent.waits")
            out.print(texts("cli.sent.not", name=target_name(target, texts), cause=cause))
    return int(bool(missed))


async def _owed(house: Opened, week: str) -> Sequence[str]:
    """To everybody; what still waits for somebody need not be owed once more, but it is tried now."""
    wanted = [target for target in house.live.routes.digest() if target != HELD]
    if not wanted:
        raise ConfigError("config.nobody_to_send_to")
    at, moved, before = now(), await house.store.moves(), await house.store.digest_of(week)
    for target in wanted:
        if before.get(moved.get(target, target)) is not Reach.WAITS:
            scope, again = house.live.routes.scope_of(target), f":{at.isoformat()}"
            await owe_week(house.store, house.live.plan, target, week, at, scope=scope, key_suffix=again)
        if parts(target).kind == MAIL:
            await house.store.returned(target, at)
    return [moved.get(target, target) for target in wanted]


async def _delivered(house: Opened, out: Console) -> tuple[Mapping[str, DeliveryError], MonitorError | None]:
    """What went wrong by target, or with Telegram as a whole; who has it by mail is told in either case."""
    try:
        return await deliver(house, out, Outbox.deliver_now), None
    except MonitorError as error:
        return {}, error
