"""Accuracy by kind and language, Tidings beside lingua alone."""

from __future__ import annotations

import pytest

from service.evaluation import evaluate
from tests.evaluation.conftest import value

NB = "Statsministeren reiste til Bergen for å snakke med dem som ikke fikk hjelp."
DE = "Die Bundesregierung wollte sich am Freitag nicht zu den Vorwürfen äußern."


def test_accuracy_is_a_share_a_language_and_its_mean_over_languages(jsonl, context):
    data = jsonl(
        "x.jsonl",
        {"lang": "nb", "kind": "sentences", "text": NB},
        {"lang": "de", "kind": "sentences", "text": DE},
        {"lang": "de", "kind": "sentences", "text": NB},
        {"lang": "de", "kind": "sentences", "text": "12345"},
    )
    report = evaluate("detection", context(data))
    assert {row.system for row in report.rows} == {"tidings", "lingua"}
    for system in ("tidings", "lingua"):
        assert value(report, "accuracy", system, language_code="nb", set="sentences") == 1.0
        assert value(report, "accuracy", system, language_code="de") == pytest.approx(1 / 3), "no answer is a wrong one"
        assert value(report, "accuracy", system, language_code="all") == pytest.approx(2 / 3)


def test_kinds_are_sets_and_the_limit_is_for_each_kind_and_language(jsonl, context):
    rows = [{"lang": code, "kind": kind, "text": NB} for kind in ("a", "b") for code in ("nb", "de") for _ in range(3)]
    report = evaluate("detection", context(jsonl("x.jsonl", *rows), limit=2))
    assert {(row.set, row.language_code, row.n) for row in report.rows} == {
        (kind, code, n) for kind in ("a", "b") for code, n in (("nb", 2), ("de", 2), ("all", 4))
    }
