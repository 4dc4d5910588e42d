"""From texts to hypotheses, through the cache: the one place where an engine is called.

int8 output of a segment changes with its batch-mates (padding changes the quantisation scale), so by default what is
decoded together is cached together: the texts of one call, in their order, cut every `UNIT` texts. A corpus run
then gives the same bytes whatever the cache holds. With `exact` (float32, where batch-mates change nothing) each
text is an entry of its own.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from typing import Protocol

from models.base import DecodingOptions, Engine, Hypothesis, Link
from models.errors import ModelError
from service.domain import Provenance
from service.errors import EngineError
from service.store import cache_key

#: Segments of one document decoded as one engine batch: enough to fill it, few enough for deadlines to be seen between.
UNIT = 96

#: Called before each engine batch; raises where the caller has gone or its deadline has passed.
checkpoint: ContextVar[Callable[[], None]] = ContextVar("checkpoint", default=lambda: None)

#: Counts of the one request that is being served, where a server asks for them.
request_meter: ContextVar[Meter | None] = ContextVar("request_meter", default=None)


class HypothesisCache(Protocol):
    """What a Decoder asks of a cache: bytes by key."""

    def get_many(self, keys: Sequence[str]) -> Mapping[str, bytes]:
        """The values there are, by key."""

    def put_many(self, items: Mapping[str, bytes]) -> None:
        """Keep all of `items`."""


class Meter:
    """Counts what was computed and what was found. Safe from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.model_calls = 0
        self.cache_hits = 0
        self.cache_misses = 0

    def add(self, *, model_calls: int = 0, cache_hits: int = 0, cache_misses: int = 0) -> None:
        """Add to the counts, and to those of the request that this thread works for."""
        of_request = request_meter.get()
        if of_request is not None and of_request is not self:
            of_request.add(model_calls=model_calls, cache_hits=cache_hits, cache_misses=cache_misses)
        with self._lock:
            self.model_calls += model_calls
            self.cache_hits += cache_hits
            self.cache_misses += cache_misses


class Decoder:
    """An engine behind the cache."""

    def __init__(self, engine: Engine, cache: HypothesisCache | None, meter: Meter, *, exact: bool = False) -> None:
        self.engine = engine
        self._cache = cache
        self._meter = meter
        self._exact = exact

    def provenance(self, options: DecodingOptions) -> Provenance:
        """What `decode` with these options is produced by."""
        spec = self.engine.spec
        return Provenance(
            model_id=spec.id,
            model_revision=spec.revision,
            engine=self.engine.name,
            compute_type=self.engine.compute_type,
            signature=self.engine.signature(options),
        )

    def decode(
        self, texts: Sequence[str], options: DecodingOptions, *, target_language_code: str = "en"
    ) -> list[tuple[Hypothesis, ...]]:
        """Hypotheses of each text, best first. Raises EngineError (MODEL_FAILED) naming what the engine said."""
        units = (
            [(text,) for text in texts]
            if self._exact
            else [tuple(texts[i : i + UNIT]) for i in range(0, len(texts), UNIT)]
        )
        signature = self.engine.signature(options)
        keys = [
            cache_key({"texts": unit, "target": target_language_code, "signature": signature, "format": 1})
            for unit in units
        ]
        found = {key: _loads(value) for key, value in self._cache.get_many(keys).items()} if self._cache else {}
        missing = {key: unit for key, unit in zip(keys, units, strict=True) if key not in found}
        self._meter.add(cache_hits=len(keys) - len([k for k in keys if k in missing]), cache_misses=len(missing))
        for batch in self._batches(list(missing.items())):
            checkpoint.get()()
            flat = [text for _, unit in batch for text in unit]
            try:
                out = iter(self.engine.generate(flat, options, target_language_code=target_language_code))
            except ModelError as error:
                raise EngineError("MODEL_FAILED", error.message, metadata=error.metadata) from error
            self._meter.add(model_calls=1)
            made = {key: [next(out) for _ in unit] for key, unit in batch}
            found.update(made)
            if self._cache:
                self._cache.put_many({key: _dumps(value) for key, value in made.items()})
        return [hypotheses for key in keys for hypotheses in found[key]]

    def align(self, sources: Sequence[str], targets: Sequence[str]) -> list[tuple[Link, ...]]:
        """Word links of each pair (models.base.Engine.align), kept in the cache as `decode` keeps hypotheses.

        Raises EngineError (MODEL_FAILED) naming what the engine said.
        """
        pairs = list(zip(sources, targets, strict=True))
        step = 1 if self._exact else UNIT
        units = [tuple(pairs[i : i + step]) for i in range(0, len(pairs), step)]
        signature = self.engine.signature(DecodingOptions(beam_size=1))
        keys = [cache_key({"aligned": unit, "signature": signature, "format": 1}) for unit in units]
        found = {key: _links(value) for key, value in self._cache.get_many(keys).items()} if self._cache else {}
        missing = {key: unit for key, unit in zip(keys, units, strict=True) if key not in found}
        self._meter.add(cache_hits=len(keys) - len([k for k in keys if k in missing]), cache_misses=len(missing))
        todo = list(missing.items())
        for batch in (todo[i : i + UNIT // step] for i in range(0, len(todo), UNIT // step)):
            checkpoint.get()()
            flat = [pair for _, unit in batch for pair in unit]
            try:
                out = iter(self.engine.align([source for source, _ in flat], [target for _, target in flat]))
            except ModelError as error:
                raise EngineError("MODEL_FAILED", error.message, metadata=error.metadata) from error
            self._meter.add(model_calls=1)
            made = {key: [next(out) for _ in unit] for key, unit in batch}
            found.update(made)
            if self._cache:
                self._cache.put_many({key: json.dumps(rows).encode() for key, rows in made.items()})
        return [links for key in keys for links in found[key]]

    def _batches(self, missing: list[tuple[str, tuple[str, ...]]]) -> list[list[tuple[str, tuple[str, ...]]]]:
        step = UNIT if self._exact else 1
        return [missing[i : i + step] for i in range(0, len(missing), step)]


def _dumps(unit: Sequence[tuple[Hypothesis, ...]]) -> bytes:
    rows = [[[h.text, list(h.tokens), h.score, h.hit_limit] for h in hypotheses] for hypotheses in unit]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()


def _loads(value: bytes) -> list[tuple[Hypothesis, ...]]:
    return [
        tuple(Hypothesis(text, tuple(tokens), score, hit_limit) for text, tokens, score, hit_limit in hypotheses)
        for hypotheses in json.loads(value)
    ]


def _links(value: bytes) -> list[tuple[Link, ...]]:
    return [tuple(Link(*link) for link in links) for links in json.loads(value)]
