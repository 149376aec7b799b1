"""The terminal as a channel: what cannot be shown there waits, and is not shown for every try."""

from __future__ import annotations

import io
import os
from datetime import timedelta

import pytest
from store_values import NOW, bring, item

from monitor.render.document import Document, line
from monitor.render.screen import console
from monitor.store import Store
from monitor.telling.channel import Letter
from monitor.telling.outbox import Outbox
from monitor.telling.terminal import TerminalChannel
from monitor.texts import LANGUAGES, Texts

pytestmark = pytest.mark.one_database


class Disk(io.RawIOBase):
    """Where the output is written to, with room or without."""

    def __init__(self) -> None:
        self.full = False
        self.written = b""

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, more) -> int:
        """As much as there is room for."""
        if self.full:
            raise OSError(28, "No space left on device")
        self.written += bytes(more)
        return len(more)


async def compose(owed, _) -> Letter:
    return Letter(owed, Document((line(f"m-{owed.mention}."),)))


async def test_what_a_full_disk_does_not_take_is_shown_when_there_is_room(store: Store) -> None:
    disk, now = Disk(), NOW
    channel = TerminalChannel(console(io.TextIOWrapper(io.BufferedWriter(disk), encoding="utf-8")))
    outbox = Outbox(store, {"terminal": channel}, compose, lambda: now)
    await bring(store, item(1), item(2), targets=("terminal",))
    disk.full = True
    for _ in range(20):
        assert await outbox.deliver_all() == 0
        now += timedelta(hours=1)
    assert (await store.owed_count(), disk.written) == (2, b"")
    disk.full = False
    assert await outbox.deliver_all() == 2
    assert 1 <= disk.written.count(b"m-1.") <= 2  # the system may have kept the first try
    assert disk.written.count(b"m-2.") == 1


async def test_what_nobody_reads_any_more_waits_and_says_why(store: Store) -> None:
    read, write = os.pipe()
    with open(write, "w", encoding="utf-8", closefd=False) as pipe:  # noqa: ASYNC230  # a number, not a path
        outbox = Outbox(store, {"terminal": TerminalChannel(console(pipe))}, compose, lambda: NOW)
        await bring(store, item(1), targets=("terminal",))
        os.close(read)
        await outbox.deliver_all()
        os.dup2(os.open(os.devnull, os.O_WRONLY), write)
    assert await store.owed_count() == 1
    why = outbox.courier.troubles["terminal"]
    assert {language: Texts(language).error(why).partition(")")[0] for language in LANGUAGES} == {
        "en": "stdout: what is to be told cannot be shown (nobody reads it any more",
        "ru": "stdout: вывод не показать (его больше никто не читает",
    }
    assert (why.final, why.unsure) == (False, False)
