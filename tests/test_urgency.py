"""What a person waits for goes before what crawls, and nobody loses a turn."""

import asyncio

from monitor.urgency import Turns, somebody_waits


async def _soon() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_who_is_waited_for_goes_first_each_in_the_order_of_asking() -> None:
    turns, order, go = Turns(), list[str](), asyncio.Event()

    async def work(name: str) -> None:
        async with turns:
            order.append(name)
            await go.wait()

    tasks = [asyncio.create_task(work(name)) for name in ("crawl 1", "crawl 2", "crawl 3")]
    await _soon()
    with somebody_waits():
        tasks += [asyncio.create_task(work(name)) for name in ("press 1", "press 2")]
    await _soon()
    go.set()
    await asyncio.gather(*tasks)

    assert order == ["crawl 1", "press 1", "press 2", "crawl 2", "crawl 3"]


async def test_only_one_at_a_time_whatever_is_cancelled() -> None:
    turns, inside, most, done = Turns(), 0, 0, 0

    async def work() -> None:
        nonlocal inside, most, done
        async with turns:
            inside += 1
            most = max(most, inside)
            try:
                await asyncio.sleep(0)
            finally:
                inside -= 1
            done += 1

    tasks = [asyncio.create_task(work()) for _ in range(60)]
    for number, task in enumerate(tasks):  # before it waits, while it waits, when it has just got its turn, inside
        if number % 3 == 0:
            await asyncio.sleep(0)
            task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)

    assert most == 1
    assert done == sum(not task.cancelled() for task in tasks) >= 40
    async with asyncio.timeout(1), turns:
        assert inside == 0


async def test_a_turn_that_is_given_to_somebody_who_leaves_goes_on() -> None:
    turns = Turns()
    await turns.__aenter__()
    first, second = (asyncio.create_task(turns.__aenter__()) for _ in range(2))
    await _soon()

    await turns.__aexit__()
    first.cancel()
    await _soon()

    assert first.cancelled()
    assert second.done()


async def test_what_begins_later_is_not_waited_for_any_more() -> None:
    turns, order = Turns(), list[str]()

    async def work(name: str) -> None:
        async with turns:
            order.append(name)
            await _soon()

    with somebody_waits():
        pass
    tasks = [asyncio.create_task(work("first")), asyncio.create_task(work("second"))]
    await asyncio.gather(*tasks)

    assert order == ["first", "second"]
