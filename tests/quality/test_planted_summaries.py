"""The gate on faithfulness: one planted edit in what ships is seen, and what is harmless is let through.

The generator (tests/quality/planted/edits.py) knows nothing of the checks. Own articles always; the 300 summaries of
`../shared/eval/summaries` where they are there.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from random import Random

import pytest

from service.domain import SummarySentence
from tests.quality.planted.edits import KINDS
from tests.quality.planted.measure import doubted, false_alarms, plant, recalls, shipped

HERE = Path(__file__).parent / "planted"
SHARED = Path(__file__).parents[2].parent / "shared" / "eval" / "summaries" / "events.jsonl"
RECALL, HARMLESS = 0.9, 0.1
"""At least this share of edits of a kind is seen; at most this share of harmless rewordings is doubted."""
EACH = 15


@cache
def own() -> tuple[tuple[SummarySentence, ...], ...]:
    texts = (HERE / "articles.txt").read_text(encoding="utf-8").strip().split("\n\n")
    return tuple(tuple(s) for s in shipped({"text": text, "summary": "-"} for text in texts))


@cache
def own_edits():
    return plant(own() * len(KINDS), EACH)


def test_there_is_something_to_see():
    assert len(own()) >= 30
    assert {kind: made for kind, (_, made) in recalls(own_edits()).items()} == dict.fromkeys(KINDS, EACH)


@pytest.mark.parametrize("kind", KINDS)
def test_edits_in_own_summaries_are_seen(kind):
    missed = [(p.true, p.wrong) for p in own_edits() if p.kind == kind and not doubted(p.wrong, p.sources)]
    assert len(missed) <= (1 - RECALL) * EACH, missed


def test_own_summaries_ship_without_a_doubt():
    doubts, sentences = false_alarms(own())
    assert sentences >= 60
    assert doubts == 0


def test_harmless_rewordings_pass():
    rows = [line.split("\t") for line in (HERE / "harmless.tsv").read_text(encoding="utf-8").splitlines()]
    wrongly = [(source, text) for source, text in rows if doubted(text, [source])]
    assert len(rows) >= 30
    assert len(wrongly) <= HARMLESS * len(rows), wrongly


@pytest.mark.skipif(not SHARED.exists(), reason=f"{SHARED} is not here")
def test_a_sample_of_shipped_event_summaries():
    lines = SHARED.read_text(encoding="utf-8").splitlines()[::5]
    summaries = list(shipped(json.loads(line) for line in lines))
    for kind, (seen, made) in recalls(plant(summaries, 12)).items():
        assert seen >= RECALL * made, kind
    doubts, sentences = false_alarms(summaries)
    assert doubts <= 0.02 * sentences


@pytest.mark.parametrize(
    ("kind", "text", "wrong"),
    [
        ("negation", "It has not rained.", "It has rained."),
        ("negation", "It has rained.", "It has not rained."),
        ("attribution", "The big old bridge was closed, police said.", "The big old bridge was closed."),
        ("attribution", "Police said that the big old bridge was closed.", "The big old bridge was closed."),
        ("planned", "The school will open in May.", "The school opened in May."),
        ("planned", "The town plans to carry on.", "The town carried on."),
        ("planned", "Nothing happened.", None),
        ("number", "Nothing happened on 3 May.", None),
        ("date", "Nothing happened.", None),
        ("name", "It rained.", None),
    ],
)
def test_edits(kind, text, wrong):
    assert KINDS[kind](text, Random(1)) == wrong


@pytest.mark.parametrize(
    ("kind", "text"),
    [("number", "All 84 got off."), ("date", "It rained on Monday."), ("name", "It rained on Mayor Solli.")],
)
def test_values_change(kind, text):
    wrong = KINDS[kind](text, Random(1))
    assert wrong is not None
    assert wrong != text
    assert len(wrong.split()) == len(text.split())
