"""The bundled translator behind a scheduler: in float32 shared batches change no word, in int8 no more than other batches do."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from models import ModelRepository, open_engine
from models.base import DecodingOptions, Engine
from service.batching import Decoder, Meter, Scheduler, caller_id
from service.store import MemoryCache
from tests.batching.engines import opened
from tests.models.conftest import sentences

OPTIONS = DecodingOptions(beam_size=2)


@pytest.fixture(scope="module")
def repository(request: pytest.FixtureRequest) -> ModelRepository:
    return ModelRepository(request.config.cache.mkdir("tidings-models"))


def engine_of(repository: ModelRepository, compute_type: str) -> Engine:
    return open_engine(repository.spec("tidings-mt-small"), repository, compute_type=compute_type)


def shared(engine: Engine, documents: list[list[str]]) -> list[list[str]]:
    """The documents' English, all asked for at once."""
    cache = MemoryCache()
    with opened(Scheduler(engine, cache.put_many)) as scheduler:
        decoder = Decoder(engine, cache, Meter(), scheduler=scheduler)

        def work(number: int) -> list[str]:
            caller_id.set(str(number % 5))
            return [hypotheses[0].text for hypotheses in decoder.decode(documents[number], OPTIONS)]

        with ThreadPoolExecutor(len(documents)) as pool:
            return list(pool.map(work, range(len(documents))))


@pytest.fixture(scope="module")
def documents() -> list[list[str]]:
    lines = sentences("nb", "nn", "de")
    return [lines[start::40][:6] for start in range(8)]


def alone(engine: Engine, documents: list[list[str]]) -> list[list[str]]:
    return [[h[0].text for h in engine.generate(texts, OPTIONS)] for texts in documents]


def test_float32_says_the_same_whoever_is_beside_it(repository, documents):
    engine = engine_of(repository, "float32")
    assert shared(engine, documents) == alone(engine, documents)


def test_int8_says_nearly_the_same_and_mixes_nobody_up(repository, documents):
    engine = engine_of(repository, "default")
    pairs = [
        (mixed, unmixed)
        for texts in zip(shared(engine, documents), alone(engine, documents), strict=True)
        for mixed, unmixed in zip(*texts, strict=True)
    ]
    same = sum(mixed == unmixed for mixed, unmixed in pairs)
    assert same >= 0.8 * len(pairs)
    assert all(set(mixed.split()) & set(unmixed.split()) for mixed, unmixed in pairs)
