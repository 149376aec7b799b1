"""The terminal shows a code while there is no chat; as soon as there is one, it hears what was held."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from live_values import live_of, take_up
from store_values import NOW, bring, item

from monitor.commands.pairing import Pairing
from monitor.domain import DigestDue, Paired
from monitor.live import Live
from monitor.store import Store
from monitor.team.codes import LASTS, CodeKind, code_digest, code_in

PLAN = {"language": "ru", "brands": [{"id": "zubr", "name": "Зубр-Софт"}], "sources": []}
WITH_CHAT = PLAN | {"team": {"chats": [{"id": -100500}]}}


@dataclass
class Terminal:
    """What the program would show, and when."""

    store: Store
    live: Live = field(default_factory=lambda: live_of(PLAN))
    now: datetime = NOW
    said: list[str] = field(default_factory=list)
    woken: int = 0

    def __post_init__(self) -> None:
        self.pairing = Pairing(self.store, self.live, lambda: self.now, say=self.said.append, wake=self._wake)

    @property
    def codes(self) -> list[str]:
        """The codes that were shown."""
        return [code for line in self.said for word in line.split() if (code := code_in(word.strip(".,–:")))]

    async def good(self, code: str) -> bool:
        """Whether it opens something; uses it up."""
        return await self.store.use_code(code_digest(code), (CodeKind.PAIR,), self.now) is not None

    def _wake(self) -> None:
        self.woken += 1


@pytest.fixture
def terminal(store: Store) -> Terminal:
    return Terminal(store)


async def test_a_code_is_shown_at_the_start_and_then_at_most_every_quarter_of_an_hour(terminal: Terminal) -> None:
    for _ in range(5):
        await terminal.pairing.look()
    assert len(terminal.said) == 1
    assert f"/start {terminal.codes[0]}" in terminal.said[0]
    terminal.now += LASTS - timedelta(seconds=1)
    await terminal.pairing.look()
    assert len(terminal.said) == 1
    terminal.now += timedelta(seconds=1)
    await terminal.pairing.look()
    first, *_, last = terminal.codes
    assert len(terminal.said) == 2
    assert first != last
    assert not await terminal.good(first)
    assert await terminal.good(last)


async def test_a_code_is_not_shown_where_there_is_a_chat(terminal: Terminal) -> None:
    take_up(terminal.live, WITH_CHAT)
    await terminal.pairing.look()
    assert terminal.said == []


async def test_a_code_is_good_no_longer_once_somebody_wrote_a_chat_into_the_file(terminal: Terminal) -> None:
    await terminal.pairing.look()
    take_up(terminal.live, WITH_CHAT)
    await terminal.pairing.look()
    assert not await terminal.good(terminal.codes[0])


async def test_what_was_held_is_told_once_a_chat_is_there(terminal: Terminal) -> None:
    await bring(terminal.store, item(0), item(1), targets=("held",))
    await terminal.pairing.look()
    assert await terminal.store.owed("telegram:-100500", NOW) == ()
    take_up(terminal.live, WITH_CHAT)
    await terminal.pairing.look()
    await terminal.pairing.look()
    (owed,) = await terminal.store.owed("telegram:-100500", NOW)
    assert owed.notice == Paired(2, 2)
    assert terminal.woken == 1


async def test_nothing_is_owed_for_ever_where_no_mention_was_held(terminal: Terminal) -> None:
    await terminal.store.owe("held", DigestDue("2026-W47"), NOW, "digest")
    take_up(terminal.live, WITH_CHAT)
    await terminal.pairing.look()
    assert await terminal.store.late_count(NOW + timedelta(days=1)) == 0


async def test_what_a_visit_still_held_back_afterwards_is_told_too(terminal: Terminal) -> None:
    take_up(terminal.live, WITH_CHAT)
    await terminal.pairing.look()
    await bring(terminal.store, item(0), targets=("held",))
    await terminal.pairing.look()
    assert len(await terminal.store.owed("telegram:-100500", NOW)) == 1
