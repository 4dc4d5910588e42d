"""The pieces a queue holds: a segment to be decoded, and a caller's request for several of them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from models.base import DecodingOptions, Hypothesis
from models.decoding import Bounds


@dataclass(frozen=True, slots=True)
class Group:
    """What one batch has in common; segments of different groups never share one."""

    target_language_code: str
    options: DecodingOptions
    bounds: Bounds


class State(Enum):
    """Of a job: waits, is in a batch, has its result or error, or is wanted by nobody."""

    QUEUED = 1
    RUNNING = 2
    DONE = 3
    DROPPED = 4


class Job:
    """One segment, computed once for all the tickets that want it. `entered` is on the scheduler's clock, in seconds."""

    __slots__ = ("batch", "entered", "error", "group", "key", "result", "state", "text", "tickets", "tokens")

    def __init__(self, key: str, text: str, tokens: int, group: Group, entered: float) -> None:
        self.key, self.text, self.tokens, self.group, self.entered = key, text, tokens, group, entered
        self.state = State.QUEUED
        self.tickets: list[Ticket] = []
        self.result: tuple[Hypothesis, ...] = ()
        self.error: Exception | None = None
        self.batch = 0


def _tokens(job: Job) -> int:
    return job.tokens


class Ticket:
    """One call's segments. Everything but `done` is guarded by the scheduler's lock."""

    def __init__(self, caller: str, check: Callable[[], None]) -> None:
        self.caller = caller
        self.check = check
        self.jobs: list[Job] = []
        self.tokens = 0
        self.pending = 0
        self.error: Exception | None = None
        self.done = threading.Event()
        self._queued: dict[Group, list[Job]] = {}

    def add(self, jobs: Sequence[Job]) -> None:
        """Wait for `jobs`, each of them once."""
        for job in jobs:
            self.jobs.append(job)
            self.tokens += job.tokens
            if job.state is State.DONE:
                continue
            job.tickets.append(self)
            self.pending += 1
            if job.state is State.QUEUED:
                self._queued.setdefault(job.group, []).append(job)
        for waiting in self._queued.values():
            waiting.sort(key=_tokens)
        if not self.pending:
            self.done.set()

    def longest(self, group: Group) -> Job | None:
        """The longest queued segment of `group`; another ticket's turn may have taken some that stood here."""
        waiting = self._queued.get(group)
        while waiting:
            if waiting[-1].state is State.QUEUED:
                return waiting[-1]
            waiting.pop()
        self._queued.pop(group, None)
        return None

    def first(self) -> Job | None:
        """The longest queued segment of all: a long document's last batches are then its short ones, and end together."""
        heads = [head for group in list(self._queued) if (head := self.longest(group))]
        return max(heads, key=_tokens, default=None)

    def resolved(self) -> None:
        """One of the jobs has its result."""
        self.pending -= 1
        if not self.pending:
            self.done.set()

    def fail(self, error: Exception) -> list[Job]:
        """Give up waiting, with `error` for the caller; the queued jobs that nobody wants any more."""
        self.error = error
        dropped = []
        for job in self.jobs:
            if self in job.tickets:
                job.tickets.remove(self)
                if not job.tickets and job.state is State.QUEUED:
                    job.state = State.DROPPED
                    dropped.append(job)
        self._queued.clear()
        self.done.set()
        return dropped
