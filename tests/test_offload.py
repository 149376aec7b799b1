"""Long work of the mind keeps the loop waiting for moments only."""

from __future__ import annotations

import asyncio
import gc
import threading

import pytest

from monitor.process.garbage import starting
from monitor.process.offload import offload


async def test_one_thing_is_thought_of_at_a_time_and_never_in_the_thread_of_the_loop():
    busy = threading.Lock()

    def work(number: int, *, twice: bool) -> tuple[int, int]:
        assert busy.acquire(blocking=False)
        sum(range(20_000))
        busy.release()
        return number * (2 if twice else 1), threading.get_ident()

    found = await asyncio.gather(*(offload(work, number, twice=True) for number in range(20)))
    assert [number for number, _ in found] == list(range(0, 40, 2))
    assert threading.get_ident() not in {thread for _, thread in found}


async def test_what_goes_wrong_in_a_thought_is_told_to_whoever_waits_for_it():
    with pytest.raises(ValueError, match="wrong"):
        await offload(int, "wrong")


def test_the_collector_rests_while_modules_are_loaded_and_never_looks_through_them_again():
    before = gc.get_freeze_count()
    with starting():
        assert not gc.isenabled()
        loaded = [[] for _ in range(1_000)]
    assert gc.isenabled()
    assert gc.get_freeze_count() >= before + len(loaded)
