"""Work off the event loop, a bounded number waiting, deadlines and cancellation seen between batches."""

from __future__ import annotations

import asyncio
import contextvars
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Generic, TypeVar

from service.batching import Meter, checkpoint, request_meter
from service.errors import DeadlineError, OverloadedError, TidingsError

T = TypeVar("T")


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
    """`workers` threads and at most `size` requests waiting for them."""

    def __init__(self, workers: int, size: int) -> None:
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="tidings")
        self._workers = workers
        self._size = size
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
        if wait:
            async with self._left:
                await self._left.wait_for(lambda: self._inside < self._workers + self._size)
        elif self._inside >= self._workers + self._size:
            raise OverloadedError(
                f"{self._inside} requests are in the queue, which holds {self._size} and works on {self._workers}",
                retry_seconds=max(0.1, self._mean_seconds * self._inside / self._workers),
            )
        self._inside += 1
        gone = threading.Event()
        entered, deadline = time.monotonic(), None if timeout is None else time.monotonic() + timeout
        try:
            context = contextvars.copy_context()
            loop = asyncio.get_running_loop()
            task = loop.run_in_executor(self._pool, context.run, _guarded, work, gone, entered, deadline)
            served = await task
            self._mean_seconds += 0.1 * (served.inference_seconds - self._mean_seconds)
            return served
        finally:
            gone.set()
            self._inside -= 1
            async with self._left:
                self._left.notify()

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
