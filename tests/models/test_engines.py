"""Both engines, on the bundled checkpoints and on tiny random ones of the other families."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from models import ENGINES, ModelRepository, open_engine
from models.base import DecodingOptions, Engine
from models.errors import InputTooLongError, KnownAnswerError, UnsupportedModelError
from models.spec import KnownAnswer
from tests.models.conftest import copy_of, local_spec, sentences

MT, SUM = "tidings-mt-small", "tidings-sum-small"
GREEDY = DecodingOptions(beam_size=1)
Open = Callable[..., Engine]


@pytest.fixture(params=list(ENGINES))
def translator(request: pytest.FixtureRequest, open_cached: Open) -> Engine:
    return open_cached(MT, "float32" if request.param == "ctranslate2" else "default", request.param)


def test_meets_the_protocol(translator: Engine):
    assert isinstance(translator, Engine)
    assert translator.spec.id == MT
    assert translator.compute_type == "float32"
    assert translator.max_input_tokens == 512


def test_order_count_and_scores(translator: Engine):
    texts = sentences("de")[:12]
    options = DecodingOptions(beam_size=4, num_hypotheses=3)
    results = translator.generate(texts, options)
    assert [len(row) for row in results] == [3] * 12
    backwards = translator.generate(texts[::-1], options)[::-1]
    assert [[h.tokens for h in row] for row in backwards] == [[h.tokens for h in row] for row in results]
    for row in results:
        assert [hypothesis.score for hypothesis in row] == sorted((h.score for h in row), reverse=True)
        assert len({hypothesis.tokens for hypothesis in row}) == 3
        assert all(hypothesis.score < 0 and not hypothesis.hit_limit and hypothesis.text for hypothesis in row)


@pytest.mark.parametrize("length_penalty", [0.0, 1.0, 2.0])
@pytest.mark.parametrize("beam_size", [1, 4])
def test_score_is_the_mean_log_probability_a_token(translator: Engine, beam_size: int, length_penalty: float):
    texts = sentences("nb")[:6]
    options = DecodingOptions(beam_size=beam_size, length_penalty=length_penalty)
    best = [row[0] for row in translator.generate(texts, options)]
    for hypothesis, scores in zip(best, translator.token_scores(texts, [h.tokens for h in best]), strict=True):
        assert len(scores) == len(hypothesis.tokens) + 1  # the end of sentence
        assert hypothesis.score == pytest.approx(
            sum(scores) / len(scores), abs=0.003
        )  # <unk>'s share is spread when decoding


def test_hit_limit(translator: Engine):
    text = sentences("nb")[1]
    for beam_size in (1, 4):
        cut = translator.generate([text], DecodingOptions(beam_size=beam_size, max_output_tokens=4))[0][0]
        assert (len(cut.tokens), cut.hit_limit) == (4, True)
        free = translator.generate([text], DecodingOptions(beam_size=beam_size))[0][0]
        assert not free.hit_limit
        exact = DecodingOptions(beam_size=beam_size, max_output_tokens=len(free.tokens) + 1)
        assert translator.generate([text], exact)[0][0] == free  # the end of sentence still fits


def test_shortest_output_is_each_texts_own(translator: Engine):
    texts = sentences("nb")[:8]
    options = DecodingOptions(min_output_ratio=1.0)
    lengths = translator.count_tokens(texts)
    results = translator.generate(texts, options)
    assert all(len(row[0].tokens) >= length for row, length in zip(results, lengths, strict=True))
    alone = [translator.generate([text], options)[0][0].text for text in texts]
    assert [row[0].text for row in results] == alone


def test_repetition_options(translator: Engine):
    text = "Ja, ja, ja, ja, ja, ja, ja, ja, ja, ja, ja, ja."
    tokens = translator.generate([text], DecodingOptions(no_repeat_ngram_size=2))[0][0].tokens
    pairs = list(pairwise(tokens))
    assert len(pairs) == len(set(pairs))
    free = translator.generate([text], GREEDY)[0][0].tokens
    punished = translator.generate([text], replace(GREEDY, repetition_penalty=3.0))[0][0].tokens
    assert len(set(punished)) / len(punished) > len(set(free)) / len(free)


def test_never_cuts_an_input(translator: Engine):
    longest = "og " * 511
    assert translator.count_tokens([longest]) == [512]
    translator.generate([longest], replace(GREEDY, max_output_tokens=2))
    with pytest.raises(
        InputTooLongError, match="513 tokens is more than the 512 that tidings-mt-small reads; split"
    ) as caught:
        translator.generate(["kort", longest + "og"], GREEDY)
    assert (caught.value.tokens, caught.value.limit, caught.value.reason) == (513, 512, "TOO_LONG")


def test_empty_and_odd_texts(translator: Engine):
    assert translator.generate([], GREEDY) == []
    assert translator.count_tokens([]) == []
    results = translator.generate(["", " \n ", "Takk.", "🙂", "עברית"], DecodingOptions(num_hypotheses=2))
    assert [row[0].text for row in results[:2]] == ["", ""]
    assert all(len(row) == 2 for row in results)
    assert results[2][0].text


def test_unknown_and_padding_are_never_said(translator: Engine):
    texts = ["☃ ☄ ★", "汉字 汉字", "Ωμέγα"]
    for row in translator.generate(texts, DecodingOptions(beam_size=4, num_hypotheses=4)):
        assert not any({"<unk>", "<pad>", "</s>"} & set(hypothesis.tokens) for hypothesis in row)


def test_other_targets_are_refused_by_name(translator: Engine):
    with pytest.raises(UnsupportedModelError, match="tidings-mt-small does not write 'fr'; it writes en"):
        translator.generate(["Hei."], GREEDY, target_language_code="fr")


def test_several_threads(open_cached: Open):
    engine = open_cached(MT, "float32")
    texts = sentences("nn")[:24]
    expected = [row[0].text for row in engine.generate(texts, GREEDY)]
    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(lambda text: engine.generate([text], GREEDY)[0][0].text, texts)) == expected


def test_signature_tells_what_matters_apart(open_cached: Open):
    engine = open_cached(MT, "float32")
    options = DecodingOptions()
    line = engine.signature(options)
    assert line.startswith(f"{MT}@{engine.spec.revision}|ctranslate2:")
    assert "|float32|beam:4#" in line
    others = [
        engine.signature(replace(options, beam_size=5)),
        engine.signature(replace(options, min_output_ratio=0.5)),
        open_cached(MT).signature(options),
        open_cached(MT, "default", "transformers").signature(options),
        open_cached(SUM).signature(options),
    ]
    assert len({line, *others}) == 6
    assert engine.signature(DecodingOptions()) == line


def test_default_compute_type_is_int8_on_a_cpu_that_has_it(open_cached: Open):
    ctranslate2 = pytest.importorskip("ctranslate2")
    if ctranslate2.get_cuda_device_count():
        pytest.skip("a GPU is here: the default is float16")
    expected = "int8" if "int8" in ctranslate2.get_supported_compute_types("cpu") else "float32"
    assert open_cached(MT).compute_type == expected


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"engine": "onnx"}, "no engine 'onnx'; there are ctranslate2, transformers"),
        ({"compute_type": "int3"}, "compute type 'int3' is not supported on this cpu; there are default, .*float32"),
        ({"device": "tpu"}, "no device 'tpu'; there are auto, cpu, cuda"),
        (
            {"engine": "transformers", "compute_type": "int8"},
            "'int8': engine 'transformers' has default, float32, bfloat16",
        ),
        ({"engine": "transformers", "device": "tpu"}, "no device 'tpu'"),
        ({"engine": "transformers", "replicas": 4}, "replicas 4: engine 'transformers' decodes one batch at a time"),
    ],
)
def test_what_is_not_there_is_refused_with_what_is(arguments, message, repository: ModelRepository):
    with pytest.raises(UnsupportedModelError, match=message):
        open_engine(repository.spec(MT), repository, **{"device": "cpu", **arguments})


def test_no_torch_where_the_conversion_is_there(repository: ModelRepository, open_cached: Open):
    open_cached(MT)  # converted now at the latest
    code = f"""
import sys, time
from pathlib import Path
started = time.perf_counter()
from models import ModelRepository, open_engine
from models.base import DecodingOptions
repository = ModelRepository(Path({str(repository.model_dir)!r}))
engine = open_engine(repository.spec({MT!r}), repository)
print(engine.generate(["Takk for maten."], DecodingOptions())[0][0].text, file=sys.stderr)
print(sorted({{"torch", "transformers", "numpy.testing"}} & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]
    )
    assert done.stdout.strip() == "[]"
    assert done.stderr.strip()


@pytest.mark.parametrize("compute_type", ["float32", "int8"])
def test_a_model_that_says_something_else_is_refused(compute_type: str, repository: ModelRepository):
    spec = repository.spec(MT)
    wrong = KnownAnswer(spec.known_answers[0].input, "Quarterly earnings beat forecasts at both banks.", "nb")
    with pytest.raises(KnownAnswerError, match=r"tidings-mt-small is not what was tested .* earnings beat forecasts"):
        open_engine(replace(spec, known_answers=(wrong,)), repository, compute_type=compute_type)
    open_engine(replace(spec, known_answers=(wrong,)), repository, compute_type=compute_type, check=False)


@pytest.mark.parametrize("model_id", [MT, SUM])
def test_transformers_says_exactly_the_known_answers(model_id: str, open_cached: Open):
    engine = open_cached(model_id, "default", "transformers")
    answers = engine.spec.known_answers
    assert answers
    results = engine.generate(
        [answer.input for answer in answers], DecodingOptions(beam_size=engine.spec.known_answers_beam)
    )
    assert [row[0].text for row in results] == [answer.output for answer in answers]


@pytest.mark.parametrize("family", ["tiny_marian", "tiny_bart", "tiny_pegasus"])
@pytest.mark.parametrize("beam_size", [1, 3])
def test_other_families_are_the_same_in_both_engines(
    family: str, beam_size: int, request: pytest.FixtureRequest, tmp_path: Path
):
    folder: Path = request.getfixturevalue(family)
    repository = ModelRepository(request.getfixturevalue("tmp_path_factory").getbasetemp() / "families")
    spec = local_spec(repository, folder)
    ours = open_engine(spec, repository, compute_type="float32")
    theirs = open_engine(spec, repository, engine="transformers", threads=1)
    texts = [text for text in sentences("en")[:30] if theirs.count_tokens([text])[0] <= ours.max_input_tokens]
    assert ours.count_tokens(texts) == theirs.count_tokens(texts)
    options = DecodingOptions(beam_size=beam_size, max_output_tokens=20)
    a, b = ours.generate(texts, options), theirs.generate(texts, options)
    assert len(texts) >= 10
    outputs = [row[0].tokens for row in a]
    for left, right in zip(ours.token_scores(texts, outputs), theirs.token_scores(texts, outputs), strict=True):
        assert left == pytest.approx(right, abs=0.002)
    same = [(x[0], y[0]) for x, y in zip(a, b, strict=True) if x[0].tokens == y[0].tokens]
    assert len(same) >= 0.9 * len(texts)  # random weights have ties
    for left, right in same:
        assert (left.text, left.hit_limit) == (right.text, right.hit_limit)
        assert left.score == pytest.approx(right.score, abs=0.02)


def test_transformers_opens_a_model_ctranslate2_refuses(tiny_marian: Path, tmp_path: Path):
    import numpy as np
    from safetensors.numpy import load_file, save_file

    folder = copy_of(tiny_marian, tmp_path / "nonzero")
    weights = load_file(folder / "model.safetensors")
    weights["model.shared.weight"] = np.array(weights["model.shared.weight"])
    weights["model.shared.weight"][-1] = 1.0
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    repository = ModelRepository(tmp_path / "models")
    spec = repository.spec(str(folder))
    with pytest.raises(UnsupportedModelError, match="use engine 'transformers'"):
        open_engine(spec, repository)
    assert open_engine(spec, repository, engine="transformers").generate(["Hallo."], GREEDY)[0]
