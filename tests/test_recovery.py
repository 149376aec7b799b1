"""What somebody died over while sending it is owed again, also while `otklik run` goes on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from store_values import CHAT, bring, item

from monitor.commands.asked import Written, now
from monitor.commands.opening import Opened, opened
from monitor.commands.recovery import Recovery
from monitor.config.load import load
from monitor.config.settings import Settings
from monitor.render.document import Document
from monitor.store.connection.locks import only_one, sending
from monitor.telling.channel import Letter
from monitor.telling.outbox import Outbox

pytestmark = pytest.mark.one_database


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[Opened]:
    path = tmp_path / "sources.yaml"
    path.write_text("brands: [{id: zubr, name: Зубр-Софт}]\nsources: []\n", encoding="utf-8")
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'otklik.db'}")
    async with opened(Written(path, load(path, {}), settings)) as one:
        yield one


async def two_in_the_air(house: Opened) -> tuple[int, int]:
    """The first is sent by somebody else, the second by us."""
    await bring(house.store, item(0), item(1))
    theirs, ours = [owed.id for owed in await house.store.owed(CHAT, now())]
    for one in (theirs, ours):
        await house.store.claim(one)
    return theirs, ours


async def test_what_somebody_dies_over_beside_run_is_owed_again_and_nothing_that_we_send(house: Opened) -> None:
    url, ours = house.written.settings.database_url, set[int]()
    async with only_one(url, now(), str):
        recovery = Recovery(house, running=True, ours=ours)
        await recovery.look()
        async with sending(url):
            other, own = await two_in_the_air(house)
            ours.add(own)
            await recovery.look()
            assert await house.store.in_the_air() == (other, own)
        await recovery.look()
        assert await house.store.in_the_air() == (own,)
        assert [(one.id, one.unsure) for one in await house.store.owed(CHAT, now())] == [(other, 1)]


async def test_whoever_sends_beside_run_takes_nothing_over(house: Opened) -> None:
    flying = await two_in_the_air(house)
    async with only_one(house.written.settings.database_url, now(), str):
        await Recovery(house).look()
    assert await house.store.in_the_air() == flying
    await Recovery(house).look()
    assert await house.store.in_the_air() == ()


class Watched:
    """A channel that looks what is in the air while it sends."""

    outbox: Outbox

    def __init__(self) -> None:
        self.seen: list[set[int]] = []

    async def send(self, letter: Letter) -> int:
        """Arrives, but for the second."""
        self.seen.append({*self.outbox.courier.in_the_air})
        if len(self.seen) > 1:
            raise OverflowError
        return len(self.seen)

    async def edit(self, letter: Letter) -> None:
        """Nothing has changed."""

    async def turn(self, target: str) -> None:
        """At once."""

    async def alive(self, target: str) -> bool:
        """Whether it answers."""
        return True


async def test_an_outbox_knows_what_it_sends_at_this_moment(house: Opened) -> None:
    async def compose(owed, _):
        return Letter(owed, Document(()))

    await bring(house.store, item(0), item(1))
    rows = [owed.id for owed in await house.store.owed(CHAT, now())]
    channel = Watched()
    channel.outbox = Outbox(house.store, {"telegram": channel}, compose, now)
    await channel.outbox.deliver_all()
    assert channel.seen == [{row} for row in rows]
    assert channel.outbox.courier.in_the_air == set()
