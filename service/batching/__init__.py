"""From texts to hypotheses, through the cache: the one place where an engine is called.

Two ways. Document by document (`Decoder` alone): what is decoded together is cached together, so that a corpus run gives
the same bytes whatever the cache holds. Shared (`Decoder` with a `Scheduler`): the segments of all callers fill the
engine's batches, fairly, and each is cached for itself; what a server does. May import store and errors, and `models`.
"""

from __future__ import annotations

from service.batching.context import Meter, caller_id, checkpoint, request_meter
from service.batching.decoder import UNIT, Decoder, HypothesisCache
from service.batching.scheduler import BATCH_TOKENS, Scheduler, SchedulerClosedError
from service.batching.stats import BatchingSnapshot, BatchingStats, Histogram

__all__ = [
    "BATCH_TOKENS",
    "UNIT",
    "BatchingSnapshot",
    "BatchingStats",
    "Decoder",
    "Histogram",
    "HypothesisCache",
    "Meter",
    "Scheduler",
    "SchedulerClosedError",
    "caller_id",
    "checkpoint",
    "request_meter",
]
