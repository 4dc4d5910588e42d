"""What belongs to the request that a thread works for: who asks, whether it is still wanted, what it cost."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable
from contextvars import ContextVar

from service.domain import Flag

#: Raises where the caller has gone or its deadline has passed. Called before each engine batch, while waiting for one,
#: and by a scheduler's own threads: it must be quick and safe from any thread.
checkpoint: ContextVar[Callable[[], None]] = ContextVar("checkpoint", default=lambda: None)

#: Who asks: an API key's id, a peer's address. Callers share the engine equally, however much each of them asks for.
caller_id: ContextVar[str] = ContextVar("caller_id", default="")

#: Counts of the one request that is being served, where a server asks for them.
request_meter: ContextVar[Meter | None] = ContextVar("request_meter", default=None)


class Meter:
    """Counts what was computed and what was found. Safe from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.model_calls = 0
        self.cache_hits = 0
        self.cache_misses = 0
        self._flags: Counter[str] = Counter()

    def flagged(self, flags: Iterable[Flag]) -> None:
        """Count what the checks said of a text."""
        codes = [flag.code.value for flag in flags]
        if codes:
            with self._lock:
                self._flags.update(codes)

    def flags(self) -> dict[str, int]:
        """Flag code -> how often it was said."""
        with self._lock:
            return dict(self._flags)

    def add(self, *, model_calls: int = 0, cache_hits: int = 0, cache_misses: int = 0) -> None:
        """Add to the counts, and to those of the request that this thread works for."""
        of_request = request_meter.get()
        if of_request is not None and of_request is not self:
            of_request.add(model_calls=model_calls, cache_hits=cache_hits, cache_misses=cache_misses)
        with self._lock:
            self.model_calls += model_calls
            self.cache_hits += cache_hits
            self.cache_misses += cache_misses
