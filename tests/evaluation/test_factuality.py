"""Doubts against labels, whole files and by kind of edit."""

from __future__ import annotations

import pytest

from service.errors import ConfigurationError
from service.evaluation import evaluate, factuality
from service.evaluation.factuality import balanced_accuracy, precision, recall, unknown_share
from tests.checks.test_entailed import FakeEntailment
from tests.evaluation.conftest import value

TEXT = "Twelve people were injured in a fire in Bodø on Friday. Nobody died, police said."
GOOD, NUMBER, NAME = (
    "Twelve people were injured.",
    "Thirty people were injured.",
    "Twelve people were injured in Harstad.",
)


@pytest.mark.parametrize(
    ("doubts", "consistent", "balanced", "precise", "recalled"),
    [
        ([True, False], [False, True], 1, 1, 1),
        ([True, True], [False, True], 0.5, 0.5, 1),
        ([False, False], [False, True], 0.5, 0, 0),
        ([False, False, True, True], [True, True, True, False], (2 / 3 + 1) / 2, 0.5, 1),
        ([False], [True], 1, 0, 1),
    ],
)
def test_measures_by_hand(doubts, consistent, balanced, precise, recalled):
    assert balanced_accuracy(doubts, consistent) == pytest.approx(balanced)
    assert precision(doubts, consistent) == pytest.approx(precise)
    assert recall(doubts, consistent) == pytest.approx(recalled)


def test_files_and_edit_types_are_sets(jsonl, context):
    data = jsonl(
        "edits.jsonl",
        {"text": TEXT, "summary": GOOD, "label": 1, "edit_types": []},
        {"text": TEXT, "summary": NUMBER, "label": 0, "edit_types": ["number"]},
        {"text": TEXT, "summary": NAME, "label": 0, "edit_types": ["name"]},
        {"text": TEXT, "summary": "People were injured.", "label": 0, "edit_types": ["omission", "name"]},
    )
    report = evaluate("factuality", context(data))
    assert value(report, "balanced_accuracy", set="edits") == pytest.approx((1 + 2 / 3) / 2)
    assert value(report, "balanced_accuracy", set="edits/number") == 1
    assert value(report, "balanced_accuracy", set="edits/omission") == 0.5, "what is only left out is not doubted"
    assert value(report, "recall", set="edits/name") == 0.5
    assert {row.set: row.n for row in report.rows} == {
        "edits": 4,
        "edits/number": 2,
        "edits/name": 3,
        "edits/omission": 2,
    }
    # the words of three summaries are all in the text or all but one; "Harstad" and "Thirty" are not
    assert value(report, "balanced_accuracy", "bag-of-words", set="edits") == pytest.approx((1 + 2 / 3) / 2)


def test_unknown_share_counts_words_by_stem():
    assert unknown_share("Fires injured thirty.", TEXT) == pytest.approx(1 / 3)
    assert unknown_share("", TEXT) == 0


def test_a_label_that_is_none_is_refused(jsonl, context):
    with pytest.raises(ConfigurationError, match=r"x.jsonl, record 1: label is 'yes'"):
        evaluate("factuality", context(jsonl("x.jsonl", {"text": "A", "summary": "A", "label": "yes"})))


def test_an_entailment_model_is_a_system_where_one_is_installed(jsonl, context, monkeypatch):
    """It is asked about each sentence beside the whole text."""
    model = FakeEntailment(0.2)
    monkeypatch.setattr(factuality, "installed_entailment", lambda _settings: model)
    data = jsonl(
        "x.jsonl",
        {"text": TEXT, "summary": TEXT.partition(". ")[0] + ".", "label": 1},
        {"text": TEXT, "summary": NAME, "label": 0},
    )
    report = evaluate("factuality", context(data))
    assert value(report, "balanced_accuracy", "entailment", set="x") == 1
    assert model.asked == [(TEXT, NAME)], "what stands there word for word needs no model"
    (signature,) = {row.signature for row in report.rows if row.system == "entailment" and row.metric == "recall"}
    assert signature == "recall|org/nli@1|fake:1|float32#000000000000|entailment < 0.5"


def test_without_one_it_is_said(jsonl, context, said):
    data = jsonl("x.jsonl", {"text": TEXT, "summary": GOOD, "label": 1})
    report = evaluate("factuality", context(data))
    assert "entailment" not in {row.system for row in report.rows}
    assert any("no entailment model is installed" in sentence for sentence in said)
