"""What a scheduler counts, for metrics. Knows no metrics library: a server reads `snapshot()`."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

WAIT_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
FILL = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0)


@dataclass(frozen=True, slots=True)
class Histogram:
    """Counts of values at most each of `bounds` and above the last (not cumulative), one more than bounds; their sum."""

    bounds: tuple[float, ...]
    counts: tuple[int, ...]
    sum: float


@dataclass(frozen=True, slots=True)
class BatchingSnapshot:
    """A scheduler at one moment. Counts are since it was opened; tokens are the encoder's input tokens unless said otherwise.

    `wait` is the seconds from asking for a segment to its batch, `fill` the share of the token budget that a batch used,
    `engine_seconds` the seconds that replicas were busy, all together: over `replicas` and the time, how busy the engine is.
    """

    replicas: int
    budget_tokens: int
    queued_segments: int
    queued_tokens: int
    running_batches: int
    batches: int
    failed_batches: int
    segments: int
    failed_segments: int
    joined_segments: int
    """Asked for while the same segment was queued or running: computed once."""
    dropped_segments: int
    """Left the queue uncomputed, because whoever asked had gone or was out of time."""
    input_tokens: int
    padded_tokens: int
    """Input tokens with padding: at least `input_tokens`."""
    output_tokens: int
    """Tokens of each segment's best hypothesis, its end of sentence counted."""
    engine_seconds: float
    wait: Histogram
    fill: Histogram


class _Buckets:
    def __init__(self, bounds: Sequence[float]) -> None:
        self._bounds = tuple(bounds)
        self._counts = [0] * (len(bounds) + 1)
        self._sum = 0.0

    def add(self, value: float) -> None:
        self._counts[bisect_left(self._bounds, value)] += 1
        self._sum += value

    def frozen(self) -> Histogram:
        return Histogram(self._bounds, tuple(self._counts), self._sum)


class BatchingStats:
    """Plain counters, written by one scheduler. Safe from several threads."""

    def __init__(self, replicas: int, budget_tokens: int) -> None:
        self._lock = threading.Lock()
        self._replicas = replicas
        self._budget = budget_tokens
        self._queued_segments = self._queued_tokens = 0
        self._batches = self._failed_batches = 0
        self._segments = self._failed = self._joined = self._dropped = 0
        self._input = self._padded = self._output = 0
        self._running = 0
        self._busy, self._changed = 0.0, 0.0
        self._wait, self._fill = _Buckets(WAIT_SECONDS), _Buckets(FILL)

    def queued(self, segments: int, tokens: int) -> None:
        """What stands in the queue now."""
        with self._lock:
            self._queued_segments, self._queued_tokens = segments, tokens

    def joined(self, segments: int) -> None:
        """So many were asked for that somebody else waits for already."""
        with self._lock:
            self._joined += segments

    def dropped(self, segments: int) -> None:
        """So many left the queue because nobody wants them any more."""
        with self._lock:
            self._dropped += segments

    def started(self, waits: Sequence[float], tokens: Sequence[int], now: float) -> None:
        """A batch begins: how long each of its segments waited (seconds), and its tokens."""
        padded = max(tokens) * len(tokens)
        with self._lock:
            self._clock(now)
            self._running += 1
            self._batches += 1
            self._input += sum(tokens)
            self._padded += padded
            self._fill.add(padded / self._budget)
            for wait in waits:
                self._wait.add(wait)

    def ended(self, segments: int, failed: int, output_tokens: int, now: float) -> None:
        """It has ended; `failed` of its segments have an error for a result."""
        with self._lock:
            self._clock(now)
            self._running -= 1
            self._failed_batches += failed > 0
            self._segments += segments - failed
            self._failed += failed
            self._output += output_tokens

    def _clock(self, now: float) -> None:
        self._busy += min(self._running, self._replicas) * (now - self._changed)
        self._changed = now

    def snapshot(self, now: float) -> BatchingSnapshot:
        """All of it at once; `now` on the scheduler's clock, in seconds."""
        with self._lock:
            self._clock(now)
            return BatchingSnapshot(
                replicas=self._replicas,
                budget_tokens=self._budget,
                queued_segments=self._queued_segments,
                queued_tokens=self._queued_tokens,
                running_batches=self._running,
                batches=self._batches,
                failed_batches=self._failed_batches,
                segments=self._segments,
                failed_segments=self._failed,
                joined_segments=self._joined,
                dropped_segments=self._dropped,
                input_tokens=self._input,
                padded_tokens=self._padded,
                output_tokens=self._output,
                engine_seconds=self._busy,
                wait=self._wait.frozen(),
                fill=self._fill.frozen(),
            )
