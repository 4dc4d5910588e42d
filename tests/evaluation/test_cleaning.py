"""Snippets kept and dropped."""

from __future__ import annotations

import pytest

from service.evaluation import evaluate
from service.evaluation.cleaning import SYSTEMS
from tests.evaluation.conftest import value

PAGE = """Brann i Bodø
Del på Facebook
Tolv personer ble skadd da en lagerhall brant ned i Bodø natt til fredag, opplyser politiet.
Brannen startet i andre etasje og spredte seg raskt, sier innsatsleder Kari Lund til avisen.
Les også: Ti tips til hagen
Personvern"""


def test_recall_counts_snippets_over_all_pages(jsonl, context):
    data = jsonl(
        "pages.v1.jsonl",
        {
            "text_with_boilerplate": PAGE,
            "must_keep": ["Tolv  personer\nble skadd", "spredte seg raskt"],
            "must_drop": ["Del på", "Ti tips"],
        },
        {"text_with_boilerplate": PAGE, "must_keep": ["not there"], "must_drop": []},
    )
    report = evaluate("cleaning", context(data))
    assert value(report, "kept_recall", set="pages") == pytest.approx(2 / 3), "white space is collapsed"
    assert value(report, "dropped_recall") == 1.0
    assert value(report, "kept_recall", "everything") == pytest.approx(2 / 3)
    assert value(report, "dropped_recall", "everything") == 0.0
    assert value(report, "dropped_recall", "long-lines") == 1.0
    assert {(row.metric, row.n) for row in report.rows} == {("kept_recall", 3), ("dropped_recall", 2)}
    assert {row.language_code for row in report.rows} == {None}


def test_a_page_without_an_article_keeps_nothing():
    assert SYSTEMS["tidings"]("") == ""


def test_title_counts_as_kept():
    assert "Brann i Bodø" in SYSTEMS["tidings"](PAGE)
