"""What `otklik run` looks at again and again beside its visits, and every how many seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from monitor import serp
from monitor.commands.asked import now
from monitor.commands.opening import Opened, first_pages
from monitor.commands.pairing import OFTEN, Pairing
from monitor.commands.recovery import Recovery
from monitor.render.screen import console
from monitor.retention import Retention
from monitor.schedule import Job
from monitor.telling.alarms import Alarms
from monitor.telling.chats import Chats
from monitor.telling.daily import DailyLine
from monitor.telling.database_watch import DatabaseWatch
from monitor.telling.fallback import Fallback
from monitor.telling.mailboxes import Mailboxes
from monitor.telling.outbox import Outbox
from monitor.telling.reminders import EVERY, Reminders
from monitor.vitals.dead_man import DeadMan

AWAKE, MINUTE = 5, 60  # seconds

Jobs = Iterator[tuple[Job, int]]


def by_the_clock(house: Opened, beat: Callable[[], datetime | None]) -> Jobs:
    """What needs no messenger: what comes of it is owed, and the outbox looks for what is owed each second."""
    store, live = house.store, house.live
    yield DeadMan(store, live, now, beat=beat, ping=house.fetcher.ping).look, MINUTE
    yield DailyLine(store, live, now).look, MINUTE
    yield Reminders(store, live, now).look, EVERY
    yield Alarms(store, live, now).look, 10 * MINUTE
    yield first_pages(house).look, serp.EVERY
    yield Retention(store, live, now).look, MINUTE


def at_the_outbox(house: Opened, outbox: Outbox, chats: Chats) -> Jobs:
    """What goes with the ways to people: who cannot be reached by them, and how else; who is still to come in."""
    store, live, settings = house.store, house.live, house.written.settings
    post, smtp_url = house.fetcher.post, settings.smtp_url
    by_other_ways = Fallback(store, live, now, letters=house.letters, post=post, smtp_url=smtp_url, gate=live.gate)
    yield chats.look, MINUTE
    yield Mailboxes(store, live, now).look, MINUTE
    yield by_other_ways.look, MINUTE
    yield Recovery(house, running=True, ours=outbox.courier.in_the_air).look, AWAKE
    yield DatabaseWatch(store, live, now, outbox.channels).look, MINUTE
    if settings.token is not None:  # only whoever has a bot can pair it with a chat
        yield Pairing(store, live, now, say=console().print, wake=outbox.wake).look, OFTEN
