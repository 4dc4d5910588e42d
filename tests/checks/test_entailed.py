"""An entailment model beside the checks: it adds doubts, takes none away, and is not asked what needs no asking."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from models.entailment import Verdict
from models.spec import ModelSpec
from service.checks import check_sentence
from service.checks.entailed import LEAST_ENTAILMENT, entailment_of
from service.domain import Flag, FlagCode
from tests.fakes import fake_spec

SOURCES = ("The council in Ottersund rejected the plan for a new harbour.", "Fishermen from Vikna feared dredging.")
BORNE = "The council rejected the plan for a harbour."


class FakeEntailment:
    """The same probability for every pair; keeps what it was asked."""

    def __init__(self, entailment: float) -> None:
        self.spec: ModelSpec = fake_spec("entailment", ("en",), id="org/nli")
        self.signature = "org/nli@1|fake:1|float32#000000000000"
        self.entailment = entailment
        self.asked: list[tuple[str, str]] = []

    def entail(self, premises: Sequence[str], hypotheses: Sequence[str]) -> list[Verdict]:
        self.asked += zip(premises, hypotheses, strict=True)
        return [Verdict(self.entailment, 1 - self.entailment, 0.0) for _ in premises]


def test_what_the_model_does_not_find_in_the_sources_is_unsupported():
    model = FakeEntailment(0.12)
    (flag,) = check_sentence(BORNE, SOURCES, entailment=model)
    assert flag == Flag(FlagCode.UNSUPPORTED, "entailment 0.12 by org/nli")
    assert flag.warns
    assert model.asked == [(" ".join(SOURCES), BORNE)]


@pytest.mark.parametrize("share", [LEAST_ENTAILMENT, 0.98])
def test_what_it_finds_stands(share: float):
    assert check_sentence(BORNE, SOURCES, entailment=FakeEntailment(share)) == ()


def test_it_takes_no_doubt_away_and_is_not_asked_where_there_is_one():
    model = FakeEntailment(0.99)
    text = "The council in Ottersund rejected the plan for 14 harbours."
    assert check_sentence(text, SOURCES, entailment=model) == check_sentence(text, SOURCES) != ()
    assert model.asked == []


def test_a_source_word_for_word_needs_no_model():
    model = FakeEntailment(0.0)
    text = SOURCES[1].replace(" Vikna", "\u00a0Vikna")
    assert check_sentence(text, SOURCES, entailment=model) == ()
    assert entailment_of(text, SOURCES, model) == 1.0
    assert model.asked == []


def test_without_a_model_nothing_changes():
    assert check_sentence(BORNE, SOURCES) == ()
