"""An engine behind the cache.

int8 output of a segment changes with its batch-mates (padding changes the quantisation scale), so by default what is
decoded together is cached together: the texts of one call, in their order, cut every `UNIT` texts. A corpus run
then gives the same bytes whatever the cache holds. With `exact` (float32, where batch-mates change nothing) each
text is an entry of its own. With a scheduler each is too, whatever its batch-mates were, and the signature says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Protocol, TypeVar

from models.base import DecodingOptions, Engine, Hypothesis, Link
from models.errors import ModelError
from service.batching.codec import dump_links, dumps, load_links, loads
from service.batching.context import Meter, checkpoint
from service.batching.scheduler import Scheduler, failed
from service.domain import Provenance
from service.spans import spanned
from service.store import cache_key

In = TypeVar("In")
Out = TypeVar("Out")

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
        units = self._units(texts)
        return self._kept(
            self._keys(units, options, target_language_code),
            units,
            partial(self.engine.generate, options=options, target_language_code=target_language_code),
            (dumps, loads),
        )

    def align(self, sources: Sequence[str], targets: Sequence[str]) -> list[tuple[Link, ...]]:
        """Word links of each pair (models.base.Engine.align), kept in the cache as `decode` keeps hypotheses.

        Raises EngineError (MODEL_FAILED) naming what the engine said.
        """
        units = self._units(list(zip(sources, targets, strict=True)))
        signature = self.engine.signature(DecodingOptions(beam_size=1))
        keys = [cache_key({"aligned": unit, "signature": signature, "format": 1}) for unit in units]
        return self._kept(keys, units, self._links, (dump_links, load_links))

    def _links(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[Link, ...]]:
        return self.engine.align([source for source, _ in pairs], [target for _, target in pairs])

    def _units(self, items: Sequence[In]) -> list[tuple[In, ...]]:
        """What is computed, and kept, as one."""
        step = 1 if self._exact else UNIT
        return [tuple(items[i : i + step]) for i in range(0, len(items), step)]

    def _kept(
        self,
        keys: Sequence[str],
        units: Sequence[tuple[In, ...]],
        compute: Callable[[Sequence[In]], Sequence[Out]],
        codec: tuple[Callable[[Sequence[Out]], bytes], Callable[[bytes], list[Out]]],
    ) -> list[Out]:
        """What `compute` makes of each item, in order: of each unit from the cache where it is there."""
        to_bytes, from_bytes = codec
        found = {key: from_bytes(value) for key, value in self._cache.get_many(keys).items()} if self._cache else {}
        missing = {key: unit for key, unit in zip(keys, units, strict=True) if key not in found}
        self._meter.add(cache_hits=sum(key not in missing for key in keys), cache_misses=len(missing))
        todo = list(missing.items())
        step = UNIT if self._exact else 1
        for batch in (todo[i : i + step] for i in range(0, len(todo), step)):
            checkpoint.get()()
            try:
                out = iter(compute([item for _, unit in batch for item in unit]))
            except ModelError as error:
                raise failed(error) from error
            self._meter.add(model_calls=1)
            made = {key: [next(out) for _ in unit] for key, unit in batch}
            found.update(made)
            if self._cache:
                self._cache.put_many({key: to_bytes(rows) for key, rows in made.items()})
        return [row for key in keys for row in found[key]]

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
