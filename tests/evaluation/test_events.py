"""Agreement of groups by hand, and the three systems on a few articles."""

from __future__ import annotations

import pytest

from service.errors import ConfigurationError
from service.evaluation import evaluate
from service.evaluation.clusters import agreement
from service.evaluation.events import date_groups
from service.evaluation.tfidf import similarities
from tests.evaluation.conftest import value

FIRE = "A warehouse burned down in Bodø on Friday. Twelve people were injured in the warehouse fire, police said."
FIRE_TOO = "Police said twelve people were injured on Friday when a warehouse in Bodø burned down."
VOTE = "The Storting voted to raise support for public transport. The minister of transport welcomed the vote."


@pytest.mark.parametrize(
    ("why", "groups", "precision", "recall", "pairwise"),
    [
        ("as it is", [["a", "b"], ["c"]], 1, 1, 1),
        ("all together", [["a", "b", "c"]], 5 / 9, 1, 0.5),
        ("each alone", [["a"], ["b"], ["c"]], 1, 2 / 3, 0),
        ("the wrong two", [["a", "c"], ["b"]], 2 / 3, 2 / 3, 0),
    ],
)
def test_agreement_by_hand(why, groups, precision, recall, pairwise):
    found = agreement(groups, {"a": "1", "b": "1", "c": "2"})
    assert found.b_cubed_precision == pytest.approx(precision), why
    assert found.b_cubed_recall == pytest.approx(recall), why
    assert found.b_cubed_f1 == pytest.approx(2 * precision * recall / (precision + recall)), why
    assert found.pairwise_f1 == pytest.approx(pairwise), why


def test_no_pairs_claimed_and_none_wanted_is_right():
    assert agreement([["a"], ["b"]], {"a": "1", "b": "2"}).pairwise_f1 == 1


@pytest.mark.parametrize("groups", [[["a"]], [["a", "b"], ["b"]], [["a", "b", "x"]]])
def test_a_lost_or_doubled_article_is_no_grouping(groups):
    with pytest.raises(ValueError, match="different names"):
        agreement(groups, {"a": "1", "b": "1"})


def test_cosines_lie_between_nothing_shared_and_the_same():
    matrix = similarities([FIRE, FIRE_TOO, VOTE, FIRE, ""], pairs=True)
    assert matrix[0, 3] == pytest.approx(1)
    assert 0.2 < matrix[0, 1] < 1
    assert matrix[0, 2] < 0.1
    assert list(matrix[4]) == [0] * 5
    assert (matrix == matrix.T).all()


def test_three_systems_on_one_happening_told_twice(jsonl, context):
    data = jsonl(
        "small.jsonl",
        {"id": "a", "cluster": "fire", "text": FIRE, "date": "2026-03-06"},
        {"id": "b", "cluster": "fire", "text": FIRE_TOO, "date": "2026-03-06T10:00:00Z"},
        {"id": "c", "cluster": "vote", "text": VOTE, "date": "2026-03-06"},
    )
    report = evaluate("events", context(data))
    for system in ("tidings", "tfidf"):
        assert value(report, "b_cubed_f1", system) == 1, system
        assert value(report, "pairwise_f1", system) == 1, system
    assert value(report, "b_cubed_precision", "date") == pytest.approx(5 / 9), "one day, one group"
    assert {(row.set, row.language_code, row.n) for row in report.rows} == {("small", None, 3)}
    assert all("best on this set" in row.signature for row in report.rows if row.system == "tfidf")


def test_a_set_without_dates_has_no_date_baseline(jsonl, context):
    rows = [{"id": i, "cluster": "x", "text": FIRE} for i in ("a", "b")]
    assert {row.system for row in evaluate("events", context(jsonl("x.jsonl", *rows))).rows} == {"tidings", "tfidf"}


def test_articles_without_a_date_are_alone():
    assert date_groups([{"id": "a", "date": None}, {"id": "b"}, {"id": "c", "date": "2026"}]) == [["a"], ["b"], ["c"]]


def test_an_id_twice_is_refused(jsonl, context):
    rows = [{"id": "a", "cluster": "x", "text": FIRE}] * 2
    with pytest.raises(ConfigurationError, match=r"x.jsonl has the same id twice"):
        evaluate("events", context(jsonl("x.jsonl", *rows)))
