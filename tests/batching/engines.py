"""An engine whose batches begin and end when the test says so."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from models.base import DecodingOptions, Hypothesis
from service.batching import caller_id, checkpoint
from tests.fakes import FakeEngine

WAIT = 10.0


class SteppedEngine(FakeEngine):
    """`step()` lets one batch end; `seen(n)` waits until n batches have begun. Safe from several threads."""

    def __init__(self, answer: Callable[[str], str] = lambda text: f"EN {text}", *, replicas: int = 1) -> None:
        super().__init__(answer, replicas=replicas)
        self._go = threading.Semaphore(0)
        self._begun = threading.Condition()
        self.free = False

    def generate(
        self, texts: Sequence[str], options: DecodingOptions, *, target_language_code: str = "en"
    ) -> list[tuple[Hypothesis, ...]]:
        with self._begun:
            self.calls.append(list(texts))
            self._begun.notify_all()
        if not self.free:
            assert self._go.acquire(timeout=WAIT), "the test never let this batch end"
        return [(Hypothesis(said := self.answer(text), tuple(said.split()), -0.5),) for text in texts]

    def step(self) -> None:
        self._go.release()

    def run_free(self) -> None:
        self.free = True
        for _ in range(100):
            self._go.release()

    def seen(self, batches: int) -> None:
        with self._begun:
            assert self._begun.wait_for(lambda: len(self.calls) >= batches, WAIT), self.calls


class Asking(threading.Thread):
    """A caller in a thread of its own; `answer()` is what it got, or raises what it raised."""

    def __init__(
        self, work: Callable[[], object], *, caller: str = "", check: Callable[[], None] | None = None
    ) -> None:
        super().__init__(daemon=True)
        self._work, self._caller, self._check = work, caller, check
        self._value: object = None
        self._error: Exception | None = None
        self.start()

    def run(self) -> None:
        caller_id.set(self._caller)
        if self._check:
            checkpoint.set(self._check)
        try:
            self._value = self._work()
        except Exception as error:
            self._error = error

    def answer(self) -> object:
        self.join(WAIT)
        assert not self.is_alive(), "the caller still waits"
        if self._error:
            raise self._error
        return self._value


@contextmanager
def opened(scheduler) -> Iterator:
    """The scheduler, closed at the end."""
    try:
        yield scheduler
    finally:
        scheduler.close()
