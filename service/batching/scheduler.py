"""One engine for all callers: their segments share batches, as full as the moment allows, in fair turns.

As many threads as the engine has replicas each take a batch from the queue, decode it and hand it out; whichever is free
first takes the next, so the engine is refilled continuously. While
other replicas are busy, a batch that is not full waits a moment for more (as in Triton's dynamic batcher); on an idle
engine nothing waits.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence

from models.base import DecodingOptions, Engine, Hypothesis
from models.decoding import bounds
from models.errors import InputTooLongError, ModelError
from service.batching.codec import dumps
from service.batching.context import caller_id, checkpoint
from service.batching.fair import FairQueue
from service.batching.jobs import Group, Job, State, Ticket
from service.batching.stats import BatchingSnapshot, BatchingStats
from service.errors import EngineError, TidingsError

log = logging.getLogger(__name__)

BATCH_TOKENS = 640
"""Input tokens a batch, with padding. Measured: docs/benchmarks.md."""

WINDOW_SECONDS = 0.005
LEAST_SHARE = 4
"""Where several replicas are idle a queue is spread over them, in batches of at least this part of the budget."""

_LOOK_SECONDS = 0.2
"""How often a waiting caller looks whether it is still wanted."""

Outcome = tuple[Hypothesis, ...] | EngineError


class SchedulerClosedError(TidingsError):
    """The engine is being let go; nothing more is decoded (UNAVAILABLE)."""

    status = "UNAVAILABLE"


class Scheduler:
    """`engine` behind a shared queue. `keep` gets what was decoded, by key, once a batch is done: it should not raise.

    `replicas` is the batches the engine decodes at once, `batch_tokens` the most input tokens of a batch with padding,
    `window` the seconds a batch that is not full waits for more while the engine is busy, `ahead` the full batches that may be
    given to an engine whose replicas are all busy: no replica is then ever idle for a moment, but a headline waits for
    one batch more. Threads start with the first segment and end with `close`.
    """

    def __init__(
        self,
        engine: Engine,
        keep: Callable[[Mapping[str, bytes]], None] | None = None,
        *,
        replicas: int | None = None,
        batch_tokens: int = BATCH_TOKENS,
        window: float = WINDOW_SECONDS,
        ahead: int = 0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.engine = engine
        self._keep = keep
        self._replicas = replicas or engine.replicas
        self._budget = batch_tokens
        self._window = window
        self._workers = self._replicas + ahead
        self._clock = clock
        self._changed = threading.Condition()
        self._queue = FairQueue()
        self._jobs: dict[str, Job] = {}
        self._tickets: list[Ticket] = []
        self._threads: list[threading.Thread] = []
        self._running = self._number = 0
        self._closed = False
        self._stats = BatchingStats(self._replicas, batch_tokens)

    def stats(self) -> BatchingSnapshot:
        """What was counted so far."""
        return self._stats.snapshot(self._clock())

    def decode(
        self, texts: Mapping[str, str], options: DecodingOptions, *, target_language_code: str = "en"
    ) -> tuple[dict[str, tuple[Hypothesis, ...]], int]:
        """Hypotheses by key of the texts by key, and how many batches they were in.

        Equal keys are the same segment, whoever asks: what is queued or running already is not computed again. Waits until all
        are there; raises what the thread's `checkpoint` raises once it does, EngineError (MODEL_FAILED) where a segment
        fails, SchedulerClosedError after `close`.
        """
        checkpoint.get()()
        ticket = Ticket(caller_id.get(), checkpoint.get())
        self._submit(ticket, self._new_jobs(texts, options, target_language_code))
        while not ticket.done.wait(_LOOK_SECONDS):
            try:
                ticket.check()
            except Exception as error:
                with self._changed:
                    self._give_up(ticket, error)
        with self._changed:
            self._forget(ticket)
        failure = ticket.error or next((job.error for job in ticket.jobs if job.error), None)
        if failure:
            raise failure
        return {job.key: job.result for job in ticket.jobs}, len({job.batch for job in ticket.jobs})

    def close(self) -> None:
        """Finish the batches that run, refuse the rest. Safe to call twice."""
        with self._changed:
            self._closed = True
            for ticket in list(self._tickets):
                if any(job.state is State.QUEUED for job in ticket.jobs):
                    self._give_up(ticket, _closed())
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()

    def _new_jobs(self, texts: Mapping[str, str], options: DecodingOptions, target: str) -> list[Job]:
        """Jobs nobody knows of yet. Raises EngineError for a text that the model can't read whole."""
        positions = self.engine.max_input_tokens
        out = []
        now = self._clock()
        for (key, text), tokens in zip(texts.items(), self.engine.count_tokens(list(texts.values())), strict=True):
            if tokens > positions:
                raise failed(InputTooLongError(tokens, positions, model_id=self.engine.spec.id, text=text))
            out.append(Job(key, text, tokens, Group(target, options, bounds(tokens, options, positions)), now))
        return out

    def _submit(self, ticket: Ticket, jobs: Sequence[Job]) -> None:
        with self._changed:
            if self._closed:
                raise _closed()
            mine, new = [], []
            for job in jobs:
                known = self._jobs.get(job.key)
                if known is None:
                    self._jobs[job.key] = job
                    new.append(job)
                mine.append(known or job)
            ticket.add(mine)
            self._stats.joined(len(jobs) - len(new))
            self._tickets.append(ticket)
            self._queue.add(ticket, new)
            self._counted()
            while len(self._threads) < self._workers:
                thread = threading.Thread(target=self._work, name=f"batch-{len(self._threads)}", daemon=True)
                self._threads.append(thread)
                thread.start()
            self._changed.notify_all()

    def _work(self) -> None:
        while batch := self._next():
            outcomes = self._outcomes(batch)
            with self._changed:
                self._running -= 1
                self._hand_out(batch, outcomes)
                self._changed.notify_all()
            self._remember(batch)

    def _next(self) -> list[Job]:
        """The next batch, once it is time to start one; empty when closed."""
        until: float | None = None
        with self._changed:
            while not self._closed:
                wait: float | None = None
                full = self._queue.tokens >= self._budget
                if self._queue.segments and (full or self._running < self._replicas):
                    now = self._clock()
                    until = until or now + self._window
                    wait = 0.0 if full or not self._running else until - now
                    if wait <= 0 and (batch := self._take()):
                        return batch
                else:
                    until = None
                self._changed.wait(wait or None)
            return []

    def _take(self) -> list[Job]:
        """A batch of segments that somebody still wants."""
        for ticket in list(self._tickets):
            try:
                ticket.check()
            except Exception as error:
                self._give_up(ticket, error)
        batch = self._queue.take(self._share())
        self._counted()
        if batch:
            self._running += 1
            self._number += 1
            now = self._clock()
            for job in batch:
                job.batch = self._number
            self._stats.started([now - job.entered for job in batch], [job.tokens for job in batch], now)
        return batch

    def _share(self) -> int:
        """Tokens of the next batch: where several replicas are idle, each gets its part of a short queue."""
        idle = self._replicas - self._running
        if idle <= 1:
            return self._budget
        return min(self._budget, max(-(-self._queue.tokens // idle), self._budget // LEAST_SHARE))

    def _outcomes(self, batch: Sequence[Job]) -> list[Outcome]:
        """The result of each segment. A batch that fails is halved until the segments are found that fail by themselves."""
        group = batch[0].group
        texts = [job.text for job in batch]
        try:
            made = self.engine.generate(texts, group.options, target_language_code=group.target_language_code)
            if len(made) != len(batch):
                raise RuntimeError(f"{len(made)} results for {len(batch)} segments")
        except Exception as error:
            log.warning("a batch of %d segments failed: %s: %s", len(batch), type(error).__name__, error)
            if len(batch) == 1:
                return [failed(error)]
            half = len(batch) // 2
            return [*self._outcomes(batch[:half]), *self._outcomes(batch[half:])]
        return list(made)

    def _hand_out(self, batch: Sequence[Job], outcomes: Sequence[Outcome]) -> None:
        bad = tokens = 0
        for job, outcome in zip(batch, outcomes, strict=True):
            job.state = State.DONE
            if isinstance(outcome, EngineError):
                job.error = outcome
                bad += 1
            else:
                job.result = outcome
                tokens += sum(len(hypothesis.tokens) + 1 for hypothesis in outcome[:1])
            for ticket in job.tickets:
                ticket.resolved()
            job.tickets.clear()
        self._stats.ended(len(batch), bad, tokens, self._clock())

    def _remember(self, batch: Sequence[Job]) -> None:
        """Keep what was made; only then is it no longer in flight, so that nobody computes it between the two."""
        try:
            if self._keep:
                self._keep({job.key: dumps([job.result]) for job in batch if job.error is None})
        except Exception:
            log.exception("%d decoded segments could not be cached", len(batch))
        with self._changed:
            for job in batch:
                del self._jobs[job.key]

    def _give_up(self, ticket: Ticket, error: Exception) -> None:
        if ticket.done.is_set():
            return
        dropped = ticket.fail(error)
        for job in dropped:
            del self._jobs[job.key]
        self._queue.left(dropped)
        self._stats.dropped(len(dropped))
        self._forget(ticket)
        self._counted()

    def _forget(self, ticket: Ticket) -> None:
        self._queue.forget(ticket)
        if ticket in self._tickets:
            self._tickets.remove(ticket)

    def _counted(self) -> None:
        self._stats.queued(self._queue.segments, self._queue.tokens)


def failed(error: Exception) -> EngineError:
    """What an engine raised, as the error a caller gets."""
    made = (
        EngineError("MODEL_FAILED", error.message, metadata=error.metadata)
        if isinstance(error, ModelError)
        else EngineError("MODEL_FAILED", f"the model failed: {type(error).__name__}: {error}")
    )
    made.__cause__ = error
    return made


def _closed() -> SchedulerClosedError:
    return SchedulerClosedError("SHUTTING_DOWN", "Tidings is stopping and decodes nothing more")
