"""Threads of this process. The engines release the GIL, so a few threads keep the cores busy."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

In = TypeVar("In")
Out = TypeVar("Out")

_MOST_THREADS = 8
_AHEAD = 4


class LocalExecutor:
    """`workers` threads (0: as many as cores, at most eight), each holding at most a few items ahead of the reader."""

    def __init__(self, workers: int = 0) -> None:
        self.workers = workers or min(_MOST_THREADS, os.cpu_count() or 1)

    def map(self, function: Callable[[In], Out], items: Iterable[In]) -> Iterator[Out]:
        """`function` of each item, in the order of the items, whichever is done first.

        `items` is read only so far ahead as keeps the threads busy. What `function` raises is raised here, at its
        item's turn. When the iterator is closed or an exception passes through it, what has not begun is dropped
        and what has is waited for.
        """
        pool = ThreadPoolExecutor(self.workers, thread_name_prefix="tidings")
        waiting: deque[Future[Out]] = deque()
        try:
            for item in items:
                waiting.append(pool.submit(function, item))
                if len(waiting) >= self.workers * _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
