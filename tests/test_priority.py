"""What a person waits for goes before what crawls, and nobody loses a turn."""

import asyncio

from monitor.process.priority import Turns, at_once, give_way, somebody_waits


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
    async with asyncio.timeout(60), turns:
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


async def test_who_crawls_begins_nothing_while_a_press_is_in_hand_even_where_it_waited_for_its_turn_before() -> None:
    turns, order, go, answered = Turns(), list[str](), asyncio.Event(), asyncio.Event()

    async def crawl(name: str) -> None:
        async with turns:
            order.append(name)
            await go.wait()

    async def press() -> None:
        with at_once(moment=60):
            await answered.wait()
            async with turns:
                order.append("press")

    tasks = [asyncio.create_task(crawl(name)) for name in ("crawl 1", "crawl 2")]
    await _soon()
    tasks.append(asyncio.create_task(press()))
    await _soon()
    tasks.append(asyncio.create_task(crawl("crawl 3")))
    go.set()
    await _soon()
    assert order == ["crawl 1"]

    answered.set()
    await asyncio.gather(*tasks)

    assert order == ["crawl 1", "press", "crawl 2", "crawl 3"]


async def test_what_takes_longer_than_a_moment_holds_nobody_up() -> None:
    turns, done = Turns(), asyncio.Event()

    async def slow() -> None:
        with at_once(moment=0):
            await done.wait()

    task = asyncio.create_task(slow())
    await _soon()
    async with asyncio.timeout(60):
        await give_way()
        async with turns:
            done.set()
    await task


async def test_whoever_gives_up_while_it_gives_way_has_taken_no_turn() -> None:
    turns, done = Turns(), asyncio.Event()

    async def answer() -> None:
        with at_once(moment=60):
            await done.wait()

    answering = asyncio.create_task(answer())
    await _soon()
    crawling = asyncio.create_task(turns.__aenter__())
    await _soon()
    crawling.cancel()
    await _soon()

    assert crawling.cancelled()
    with somebody_waits():
        async with asyncio.timeout(60), turns:
            done.set()
    await answering
