"""Sends what is owed now, for whoever does not wait for `run`: the ways to people, and what kept something back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from rich.console import Console

from monitor.commands.asked import now
from monitor.commands.opening import Opened
from monitor.commands.recovery import Recovery
from monitor.commands.telegram import connected
from monitor.domain.targets import MAIL, TELEGRAM, TERMINAL
from monitor.errors import DeliveryError, MonitorError
from monitor.store.connection.locks import sending
from monitor.telling.channel import Channel
from monitor.telling.mail_channel import MailChannel
from monitor.telling.outbox import Outbox
from monitor.telling.terminal import TerminalChannel


def channels_of(house: Opened, out: Console) -> dict[str, Channel]:
    """Those that need no bot."""
    url = house.written.settings.smtp_url
    mail = MailChannel(url, house.live, now, note=house.store.note_mail)
    return {TERMINAL: TerminalChannel(out), MAIL: mail}


async def deliver(
    house: Opened, out: Console, work: Callable[[Outbox], Awaitable[int]] = Outbox.deliver_all
) -> Mapping[str, DeliveryError]:
    """Lets an outbox work, with Telegram where there is a token; answers with what went wrong, by target.

    Where Telegram cannot be reached at all the other ways are used all the same, and then that is said.
    """
    await Recovery(house).look()
    async with sending(house.written.settings.database_url):
        return await _delivered(house, out, work)


async def _delivered(
    house: Opened, out: Console, work: Callable[[Outbox], Awaitable[int]]
) -> Mapping[str, DeliveryError]:
    channels = channels_of(house, out)
    if house.written.settings.token is None:
        outbox = Outbox(house.store, channels, house.letters, now)
        await work(outbox)
        return outbox.courier.troubles
    outbox = Outbox(house.store, channels, house.letters, now, house.live.gate)
    try:
        telegram = await connected(house.written.settings, lambda: house.live.plan)
    except MonitorError:
        await work(outbox)
        raise
    try:
        trouble: MonitorError | None = await telegram.app.introduce(telegram.bot)
        if trouble is None:
            await house.store.spoken_by(telegram.bot.id)
            channels[TELEGRAM] = telegram.channel
        await work(outbox)
    finally:
        await telegram.close()
    if trouble is not None:
        raise trouble
    return outbox.courier.troubles
