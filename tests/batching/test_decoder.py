"""What is decoded together is cached together; with exact, each text for itself."""

from __future__ import annotations

import pytest

from models.base import DecodingOptions
from models.errors import InputTooLongError
from service.batching import UNIT, Decoder, Meter, checkpoint, request_meter
from service.errors import DeadlineError, EngineError
from service.store import MemoryCache
from tests.fakes import FakeEngine

OPTIONS = DecodingOptions()


def made(**more):
    engine, meter = FakeEngine(), Meter()
    return Decoder(engine, MemoryCache(), meter, **more), engine, meter


def test_a_unit_seen_before_runs_no_engine_and_gives_the_same_hypotheses():
    decoder, engine, meter = made()
    first = decoder.decode(["a", "b"], OPTIONS)
    assert decoder.decode(["a", "b"], OPTIONS) == first
    assert len(engine.calls) == 1
    assert (meter.model_calls, meter.cache_hits, meter.cache_misses) == (1, 1, 1)


@pytest.mark.parametrize(
    ("texts", "options"),
    [
        pytest.param(["b", "a"], OPTIONS, id="another order is another batch"),
        pytest.param(["a"], OPTIONS, id="a part is another batch"),
        pytest.param(["ab", ""], OPTIONS, id="joined texts do not collide"),
        pytest.param(["a", "b"], DecodingOptions(beam_size=2), id="another beam"),
    ],
)
def test_anything_else_is_decoded(texts, options):
    decoder, engine, _ = made()
    decoder.decode(["a", "b"], OPTIONS)
    decoder.decode(texts, options)
    assert engine.calls[1:] == [texts]


def test_exact_keeps_each_text_for_itself():
    decoder, engine, meter = made(exact=True)
    decoder.decode(["a", "b"], OPTIONS)
    out = decoder.decode(["c", "b", "a"], OPTIONS)
    assert engine.calls == [["a", "b"], ["c"]]
    assert [h[0].text for h in out] == ["EN c", "EN b", "EN a"]
    assert (meter.cache_hits, meter.cache_misses) == (2, 3)


def test_a_long_document_is_cut_into_units_with_a_look_at_the_deadline_between():
    decoder, engine, _ = made()
    seen: list[int] = []

    def check() -> None:
        seen.append(len(engine.calls))
        if len(engine.calls) == 2:
            raise DeadlineError("DEADLINE", "too late")

    token = checkpoint.set(check)
    try:
        with pytest.raises(DeadlineError):
            decoder.decode([str(i) for i in range(UNIT * 3)], OPTIONS)
    finally:
        checkpoint.reset(token)
    assert seen == [0, 1, 2]
    decoder.decode([str(i) for i in range(UNIT * 3)], OPTIONS)
    assert len(engine.calls) == 3, "the two units that were done are kept"


def test_an_error_is_never_cached_and_keeps_its_reason():
    decoder, engine, _ = made()
    good = engine.answer

    def refuse(text: str) -> str:
        raise InputTooLongError(600, 512, model_id="m", text="a")

    engine.answer = refuse
    with pytest.raises(EngineError) as caught:
        decoder.decode(["a"], OPTIONS)
    assert caught.value.reason == "MODEL_FAILED"
    assert "600 tokens" in caught.value.message
    engine.answer = good
    assert decoder.decode(["a"], OPTIONS)[0][0].text == "EN a"


def test_a_request_has_counts_of_its_own():
    decoder, _, meter = made()
    decoder.decode(["a"], OPTIONS)
    mine = Meter()
    token = request_meter.set(mine)
    try:
        decoder.decode(["b"], OPTIONS)
    finally:
        request_meter.reset(token)
    assert (mine.model_calls, meter.model_calls) == (1, 2)


def test_nothing_asked_nothing_done():
    decoder, engine, _ = made()
    assert decoder.decode([], OPTIONS) == []
    assert engine.calls == []
