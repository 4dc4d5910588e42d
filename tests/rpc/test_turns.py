"""Worker threads go round between callers, and no caller holds them all."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from service.batching import caller_id
from service.rpc.queue import WorkQueue
from service.rpc.turns import Turns


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def taking(turns, caller, log):
    async def take():
        await turns.take(caller)
        log.append(caller)

    return asyncio.create_task(take())


def test_one_caller_holds_three_quarters_and_newcomers_find_a_place():
    async def play():
        turns, log = Turns(32), []
        tasks = [taking(turns, "greedy", log) for _ in range(100)]
        await settle()
        assert len(log) == 24
        tasks += [taking(turns, "second", log) for _ in range(100)]
        await settle()
        assert log.count("second") == 6
        tasks.append(taking(turns, "desk", log))
        await settle()
        assert log[-1] == "desk"
        for task in tasks:
            task.cancel()

    asyncio.run(play())


def test_a_place_goes_to_who_has_the_fewest_then_to_who_waited_longest():
    async def play():
        turns, log = Turns(2), []
        tasks = [taking(turns, "a", log) for _ in range(4)]
        await settle()
        tasks += [taking(turns, name, log) for name in "bcb"]
        await settle()
        assert log == ["a", "a"]
        for caller in ("a", "a", "b", "c", "b"):
            turns.give(caller)
            await settle()
        assert log == ["a", "a", "b", "a", "c", "b", "a"]
        for task in tasks:
            task.cancel()

    asyncio.run(play())


def test_who_stops_waiting_gives_its_turn_back():
    async def play():
        turns, log = Turns(1), []
        first = taking(turns, "a", log)
        second, third = taking(turns, "b", log), taking(turns, "c", log)
        await settle()
        second.cancel()
        await settle()
        turns.give("a")
        await settle()
        assert log == ["a", "c"]
        # cancelled in the very moment its turn came
        fourth, fifth = taking(turns, "d", log), taking(turns, "e", log)
        await settle()
        turns.give("c")
        fourth.cancel()
        await settle()
        assert log == ["a", "c", "e"]
        for task in (first, third, fifth):
            await task

    asyncio.run(play())


def test_a_thread_is_free_only_when_its_work_has_ended_though_the_caller_has_gone():
    release = threading.Event()

    async def play():
        queue = WorkQueue(1, 10)
        work = asyncio.create_task(queue.run(lambda: release.wait(10)))
        await asyncio.sleep(0.05)
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work
        assert queue.depth == 0
        next_one = asyncio.create_task(queue.run(time.monotonic))
        await asyncio.sleep(0.05)
        assert not next_one.done()
        released = time.monotonic()
        release.set()
        assert (await next_one).value >= released
        queue.close()

    asyncio.run(play())


def test_streams_leave_room_in_the_queue_for_calls_that_can_not_wait():
    release = threading.Event()

    async def play():
        queue = WorkQueue(4, 12)

        def stream(number):
            caller_id.set(f"stream {number}")
            return asyncio.create_task(queue.run(lambda: release.wait(10), wait=True))

        tasks = []
        for number in (1, 2):
            tasks += [stream(number) for _ in range(50)]
            await asyncio.sleep(0.05)
        assert queue.depth == 15
        caller_id.set("desk")
        tasks.append(asyncio.create_task(queue.run(lambda: True)))
        await settle()
        assert queue.depth == 16
        release.set()
        assert [served.value for served in await asyncio.gather(*tasks)] == [True] * 101
        assert queue.depth == 0
        queue.close()

    asyncio.run(play())
