"""Work off the event loop, a bounded number waiting, in fair turns; deadlines and cancellation are seen between batches."""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import os
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Generic, TypeVar

from service.batching import Meter, caller_id, checkpoint, request_meter
from service.config import Settings
from service.errors import DeadlineError, OverloadedError, TidingsError
from service.rpc.turns import Turns, may_take_one

T = TypeVar("T")

SHARED_WORKERS = 32
"""Documents in work at once where they share batches: enough to fill those, as a thread waits for the engine most of its time."""


def worker_threads(settings: Settings) -> int:
    """Threads of a server: the setting, else many where batches are shared, else one a core."""
    if settings.workers:
        return settings.workers
    return SHARED_WORKERS if settings.batching == "shared" else os.cpu_count() or 1


class CancelledByClientError(TidingsError):
    """The caller has gone; nobody reads the answer."""

    status = "CANCELLED"


@dataclass(frozen=True)
class Served(Generic[T]):
    """A result and how it was come by. Times are seconds."""

    value: T
    queue_seconds: float
    inference_seconds: float
    meter: Meter


class WorkQueue:
    """`workers` threads and at most `size` requests waiting for them, taken in turns between callers (batching.caller_id)."""

    def __init__(self, workers: int, size: int) -> None:
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="tidings")
        self._workers = workers
        self._size = size
        self._turns = Turns(workers)
        self._held: Counter[str] = Counter()
        self._inside = 0
        self._left = asyncio.Condition()
        self._mean_seconds = 1.0

    @property
    def workers(self) -> int:
        """Requests in work at once."""
        return self._workers

    @property
    def depth(self) -> int:
        """Requests in work or waiting."""
        return self._inside

    async def run(self, work: Callable[[], T], *, timeout: float | None = None, wait: bool = False) -> Served[T]:
        """Do `work` in a worker thread.

        `timeout` is the caller's, in seconds: DeadlineError before the first batch that would start after it. A full queue
        raises OverloadedError, or is waited for with `wait`. Cancelling the caller frees the slot at once where the work
        has not begun, before the next batch where it has.
        """
        caller = caller_id.get()
        if wait:
            async with self._left:
                await self._left.wait_for(lambda: self._room_for(caller))
        elif self._inside >= self._workers + self._size:
            raise OverloadedError(
                f"{self._inside} requests are in the queue, which holds {self._size} and works on {self._workers}",
                retry_seconds=max(0.1, self._mean_seconds * self._inside / self._workers),
            )
        self._inside += 1
        gone = threading.Event()
        entered, deadline = time.monotonic(), None if timeout is None else time.monotonic() + timeout
        self._held[caller] += 1
        try:
            await self._turns.take(caller)
            context = contextvars.copy_context()
            loop = asyncio.get_running_loop()
            task = self._pool.submit(context.run, _guarded, work, gone, entered, deadline)
            task.add_done_callback(lambda _: self._ended(loop, caller))
            served = await asyncio.wrap_future(task)
            self._mean_seconds += 0.1 * (served.inference_seconds - self._mean_seconds)
            return served
        finally:
            gone.set()
            self._inside -= 1
            self._held[caller] -= 1
            if not self._held[caller]:
                del self._held[caller]
            async with self._left:
                self._left.notify_all()

    def _room_for(self, caller: str) -> bool:
        """Whether a stream may bring one more: it leaves a quarter of what is free to calls that can't wait."""
        free = self._workers + self._size - self._inside
        return free > 0 and may_take_one(self._held[caller], free)

    def _ended(self, loop: asyncio.AbstractEventLoop, caller: str) -> None:
        """In the worker thread, once it is free: not before, though the caller may long have gone."""
        with contextlib.suppress(
            RuntimeError
        ):  # the loop is closed: the server has stopped, and nobody waits for a turn
            loop.call_soon_threadsafe(self._turns.give, caller)

    def close(self) -> None:
        """Wait for what is in work, then let the threads go."""
        self._pool.shutdown(wait=True, cancel_futures=True)


def _guarded(work: Callable[[], T], gone: threading.Event, entered: float, deadline: float | None) -> Served[T]:
    """Run `work` with its checkpoint and its meter set, in the worker thread."""

    def check() -> None:
        if gone.is_set():
            raise CancelledByClientError("CANCELLED", "the caller has gone")
        if deadline is not None and time.monotonic() >= deadline:
            raise DeadlineError(
                "DEADLINE", f"the deadline passed {time.monotonic() - entered:.3f} s after the request came in"
            )

    meter = Meter()
    request_meter.set(meter)
    checkpoint.set(check)
    check()
    began = time.monotonic()
    value = work()
    return Served(value, began - entered, time.monotonic() - began, meter)
