"""An entailment model in the making of summaries: what it doubts is replaced by the source, and it signs."""

from __future__ import annotations

import pytest

from service.batching import Decoder, Meter
from service.evaluation.english import english
from service.summaries import ArticleSummarizer, EventSummarizer
from tests.checks.test_entailed import FakeEntailment
from tests.fakes import FakeEngine, fake_spec

SOURCE = (
    "The bridge in Ottersund, which carries most of the town's traffic, was closed by the county after engineers found "
    "deep cracks in its pillars."
)
WRITTEN = "The bridge in Ottersund was closed by the county after engineers found deep cracks in its pillars."


def decoder(kind: str) -> Decoder:
    spec = fake_spec("summarization", ("en",), summary_input=kind)
    return Decoder(FakeEngine(lambda _text: WRITTEN, spec=spec), None, Meter())


@pytest.mark.parametrize("kind", ["document", "sentence"])
def test_what_the_model_doubts_is_told_by_the_source(kind: str):
    article = english("a", SOURCE)
    trusted, doubted = (
        ArticleSummarizer(decoder(kind), entailment=model).summarize(article)
        for model in (FakeEntailment(0.9), FakeEntailment(0.1))
    )
    assert trusted.sentences[0].text == WRITTEN
    assert doubted.sentences[0].text == SOURCE
    assert "EXTRACTIVE" in [flag.code.value for flag in doubted.sentences[0].flags]


def test_the_signature_says_who_was_asked():
    for summarizer in (ArticleSummarizer, EventSummarizer):
        alone, asked = (summarizer(decoder("document"), entailment=m).provenance for m in (None, FakeEntailment(0.9)))
        assert asked.signature == f"{alone.signature}|entailment:org/nli@1|fake:1|float32#000000000000"
        assert summarizer(None, entailment=FakeEntailment(0.9)).provenance == summarizer(None).provenance
