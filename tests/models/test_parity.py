"""The two engines on the bundled checkpoints in float32: the same tokens, or a tie that this test shows to be one (DESIGN.md).

200 sentences a language, written for this test. transformers runs in two child processes with one torch thread each: a torch with
two threads takes many times as long on two cores that are not idle.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from models import ModelRepository, open_engine
from models.base import DecodingOptions, Engine, Hypothesis
from tests.models.conftest import PARITY_REPORT, sentences

LANGUAGES = {"nb": "tidings-mt-small", "nn": "tidings-mt-small", "de": "tidings-mt-small", "en": "tidings-sum-small"}
BEAMS = (1, 4)
TIE = 0.005
"""Two candidates whose log probabilities differ by less are a tie: either engine may take either."""

SAME_AT_BEAM_4 = 0.99

Reference = dict[int, list[tuple[Hypothesis, ...]]]


def reference(model_dir: str, language: str) -> Reference:
    """What transformers says; runs in a child process."""
    repository = ModelRepository(Path(model_dir))
    engine = open_engine(
        repository.spec(LANGUAGES[language]), repository, engine="transformers", threads=1, check=False
    )
    return {beam: engine.generate(sentences(language), DecodingOptions(beam_size=beam)) for beam in BEAMS}


@pytest.fixture(scope="module")
def references(repository: ModelRepository) -> Iterator[dict[str, Future[Reference]]]:
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield {code: pool.submit(reference, str(repository.model_dir), code) for code in LANGUAGES}


@dataclass(frozen=True)
class Difference:
    text: str
    ours: Hypothesis
    theirs: Hypothesis
    gap: float
    """Greedy: log probability between the two words where they part. Beam: mean log probability between the two outputs."""

    @property
    def tie(self) -> bool:
        return self.gap < TIE

    def lines(self) -> list[str]:
        return [
            f"  {self.text}",
            f"    ctranslate2  {self.ours.score:.4f}  {self.ours.text}",
            f"    transformers {self.theirs.score:.4f}  {self.theirs.text}",
            f"    apart by {self.gap:.4f}: {'a tie' if self.tie else 'NOT a tie'}",
        ]


def compare(engine: Engine, text: str, ours: Hypothesis, theirs: Hypothesis, beam: int) -> Difference:
    a, b = ours.tokens, theirs.tokens
    if beam == 1:
        first = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
        left, right = engine.token_scores([text] * 2, [a[: first + 1], b[: first + 1]])
        gap = abs(left[first] - right[first])
    else:
        left, right = engine.token_scores([text] * 2, [a, b])
        gap = abs(sum(left) / len(left) - sum(right) / len(right))
    return Difference(text, ours, theirs, gap)


@pytest.mark.parametrize("language", LANGUAGES)
def test_same_tokens(language: str, references: dict[str, Future[Reference]], open_cached: Callable[..., Engine]):
    engine = open_cached(LANGUAGES[language], "float32")
    texts = sentences(language)
    assert len(texts) == 200
    theirs = references[language].result(timeout=1200)
    for beam in BEAMS:
        ours = engine.generate(texts, DecodingOptions(beam_size=beam))
        differences = [
            compare(engine, text, left[0], right[0], beam)
            for text, left, right in zip(texts, ours, theirs[beam], strict=True)
            if left[0].tokens != right[0].tokens
        ]
        same = len(texts) - len(differences)
        listed = [line for difference in differences for line in difference.lines()]
        PARITY_REPORT.append(f"{language}, beam {beam}: {same} of {len(texts)} the same tokens")
        PARITY_REPORT.extend(listed)
        for left, right in zip(ours, theirs[beam], strict=True):
            if left[0].tokens == right[0].tokens:
                assert left[0].text == right[0].text
                assert left[0].hit_limit == right[0].hit_limit
                assert left[0].score == pytest.approx(right[0].score, abs=0.003)
        if beam == 1:
            assert all(difference.tie for difference in differences), "\n".join(listed)
        assert same >= SAME_AT_BEAM_4 * len(texts), "\n".join(listed)


def test_a_difference_that_is_no_tie_is_called_one(open_cached: Callable[..., Engine]):
    """The measure itself: outputs that the model holds far apart must not pass for a tie."""
    engine = open_cached("tidings-mt-small", "float32")
    text = sentences("nb")[0]
    best = engine.generate([text], DecodingOptions(beam_size=1))[0][0]
    other = engine.spell("Quarterly earnings fell.")
    wrong = Hypothesis("Quarterly earnings fell.", tuple(other), -9.0)
    for beam in BEAMS:
        assert not compare(engine, text, best, wrong, beam).tie
        assert "NOT a tie" in compare(engine, text, best, wrong, beam).lines()[-1]


def test_exact_decoding_does_not_depend_on_its_company(open_cached: Callable[..., Engine]):
    """float32: the same text alone, in batches, and shuffled. int8 cannot promise it (docs/models.md)."""
    engine = open_cached("tidings-mt-small", "float32")
    options = DecodingOptions()
    texts = sentences("nb", "nn", "de")[1::3]
    assert len(texts) == 200
    batched = [row[0] for row in engine.generate(texts, options)]
    with ThreadPoolExecutor(2) as pool:  # each call is one text; two callers keep both cores busy
        alone = list(pool.map(lambda text: engine.generate([text], options)[0][0], texts))
    order = sorted(range(len(texts)), key=lambda i: texts[i][::-1])  # an order that has nothing to do with length
    shuffled = engine.generate([texts[i] for i in order], options)
    assert [h.tokens for h in alone] == [h.tokens for h in batched]
    assert {i: row[0].tokens for i, row in zip(order, shuffled, strict=True)} == {
        i: h.tokens for i, h in enumerate(batched)
    }
