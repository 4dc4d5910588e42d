"""An engine behind the cache.

int8 output of a segment changes with its batch-mates (padding changes the quantisation scale), so by default what is
decoded together is cached together: the texts of one call, in their order, cut every `UNIT` texts. A corpus run
then gives the same bytes whatever the cache holds. With `exact` (float32, where batch-mates change nothing) each
text is an entry of its own. With a scheduler each is too, whatever its batch-mates were, and the signature says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from models.base import DecodingOptions, Engine, Hypothesis, Link
from models.errors import ModelError
from service.batching.codec import dump_links, dumps, load_links, loads
from service.batching.context import Meter, checkpoint
from service.batching.scheduler import Scheduler, failed
from service.domain import Provenance
from service.spans import spanned
from service.store import cache_key

#: Segments of one document decoded as one engine batch: enough to fill it, few enough for deadlines to be seen between.
UNIT = 96

#: At the end of a signature: a text's batch-mates were any caller's, and in int8 they may change its words.
SHARED = "|batches:shared"


class HypothesisCache(Protocol):
    """What a Decoder asks of a cache: bytes by key."""

    def get_many(self, keys: Sequence[str]) -> Mapping[str, bytes]:
        """The values there are, by key."""

    def put_many(self, items: Mapping[str, bytes]) -> None:
        """Keep all of `items`."""


class Decoder:
    """An engine behind the cache; with `scheduler`, which must be of the same engine, sharing its batches with all callers."""

    def __init__(
        self,
        engine: Engine,
        cache: HypothesisCache | None,
        meter: Meter,
        *,
        exact: bool = False,
        scheduler: Scheduler | None = None,
    ) -> None:
        self.engine = engine
        self._cache = cache
        self._meter = meter
        self._exact = exact
        self._scheduler = scheduler

    def provenance(self, options: DecodingOptions) -> Provenance:
        """What `decode` with these options is produced by."""
        spec = self.engine.spec
        return Provenance(
            model_id=spec.id,
            model_revision=spec.revision,
            engine=self.engine.name,
            compute_type=self.engine.compute_type,
            signature=self._signature(options),
        )

    @spanned("decode")
    def decode(
        self, texts: Sequence[str], options: DecodingOptions, *, target_language_code: str = "en"
    ) -> list[tuple[Hypothesis, ...]]:
        """Hypotheses of each text, best first. Raises EngineError (MODEL_FAILED) naming what the engine said."""
        if self._scheduler:
            return self._shared(self._scheduler, texts, options, target_language_code)
        units = (
            [(text,) for text in texts]
            if self._exact
            else [tuple(texts[i : i + UNIT]) for i in range(0, len(texts), UNIT)]
        )
        keys = self._keys(units, options, target_language_code)
        found = {key: loads(value) for key, value in self._cache.get_many(keys).items()} if self._cache else {}
        missing = {key: unit for key, unit in zip(keys, units, strict=True) if key not in found}
        self._meter.add(cache_hits=len(keys) - len([k for k in keys if k in missing]), cache_misses=len(missing))
        for batch in self._batches(list(missing.items())):
            checkpoint.get()()
            flat = [text for _, unit in batch for text in unit]
            try:
                out = iter(self.engine.generate(flat, options, target_language_code=target_language_code))
            except ModelError as error:
                raise failed(error) from error
            self._meter.add(model_calls=1)
            made = {key: [next(out) for _ in unit] for key, unit in batch}
            found.update(made)
            if self._cache:
                self._cache.put_many({key: dumps(value) for key, value in made.items()})
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
        found = {key: load_links(value) for key, value in self._cache.get_many(keys).items()} if self._cache else {}
        missing = {key: unit for key, unit in zip(keys, units, strict=True) if key not in found}
        self._meter.add(cache_hits=len(keys) - len([k for k in keys if k in missing]), cache_misses=len(missing))
        todo = list(missing.items())
        for batch in (todo[i : i + UNIT // step] for i in range(0, len(todo), UNIT // step)):
            checkpoint.get()()
            flat = [pair for _, unit in batch for pair in unit]
            try:
                out = iter(self.engine.align([source for source, _ in flat], [target for _, target in flat]))
            except ModelError as error:
                raise failed(error) from error
            self._meter.add(model_calls=1)
            made = {key: [next(out) for _ in unit] for key, unit in batch}
            found.update(made)
            if self._cache:
                self._cache.put_many({key: dump_links(rows) for key, rows in made.items()})
        return [links for key in keys for links in found[key]]

    def _signature(self, options: DecodingOptions) -> str:
        return self.engine.signature(options) + (SHARED if self._scheduler and not self._exact else "")

    def _keys(self, units: Sequence[tuple[str, ...]], options: DecodingOptions, target: str) -> list[str]:
        signature = self._signature(options)
        return [cache_key({"texts": unit, "target": target, "signature": signature, "format": 1}) for unit in units]

    def _shared(
        self, scheduler: Scheduler, texts: Sequence[str], options: DecodingOptions, target: str
    ) -> list[tuple[Hypothesis, ...]]:
        keys = self._keys([(text,) for text in texts], options, target)
        found = (
            {key: loads(value)[0] for key, value in self._cache.get_many(keys).items()} if self._cache and keys else {}
        )
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in found}
        self._meter.add(cache_hits=sum(key in found for key in keys), cache_misses=len(missing))
        if missing:
            made, batches = scheduler.decode(missing, options, target_language_code=target)
            self._meter.add(model_calls=batches)
            found.update(made)
        return [found[key] for key in keys]

    def _batches(self, missing: list[tuple[str, tuple[str, ...]]]) -> list[list[tuple[str, tuple[str, ...]]]]:
        step = UNIT if self._exact else 1
        return [missing[i : i + step] for i in range(0, len(missing), step)]
