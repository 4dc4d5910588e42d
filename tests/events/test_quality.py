"""Floors for grouping on the development sets; lower one only with a reason in the commit."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest

from service.domain import Translation
from service.events import group_documents
from tests.events.builders import article

FLOORS = {"ecbplus": (0.92, 0.88), "outlets": (0.98, 0.96)}
"""B-cubed F1 and pairwise F1 at the shipped setting, which is one for all sets."""


def _read(path: Path) -> tuple[list[Translation], dict[str, str]]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    translations = []
    for row in rows:
        lines = [line for line in row["text"].replace(". ", ".\n").split("\n") if line.strip()]
        text = "\n".join(line.replace("||", "|") for line in lines)
        translations.append(article(row["id"], text, title=row.get("title"), published_at=row.get("date")))
    return translations, {row["id"]: row["cluster"] for row in rows}


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall)


def scores(groups: list[set[str]], truth: dict[str, str]) -> tuple[float, float]:
    """B-cubed F1 and pairwise F1."""
    gold: defaultdict[str, set[str]] = defaultdict(set)
    for name, cluster in truth.items():
        gold[cluster].add(name)
    found = {name: group for group in groups for name in group}
    common = {name: len(found[name] & gold[truth[name]]) for name in truth}
    precision = sum(common[name] / len(found[name]) for name in truth) / len(truth)
    recall = sum(common[name] / len(gold[truth[name]]) for name in truth) / len(truth)
    right = sum(count - 1 for count in common.values())
    claimed = sum(len(found[name]) - 1 for name in truth)
    wanted = sum(len(gold[truth[name]]) - 1 for name in truth)
    return _f1(precision, recall), _f1(right / claimed, right / wanted)


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_grouping_stays_above_its_floor(name, eval_data):
    translations, truth = _read(eval_data / "events" / f"{name}.jsonl")
    groups = [{t.document_id for t in group} for group in group_documents(translations)]
    b_cubed, pairwise = scores(groups, truth)
    assert b_cubed >= FLOORS[name][0], (b_cubed, pairwise)
    assert pairwise >= FLOORS[name][1], (b_cubed, pairwise)


def test_scores_by_hand():
    truth = {"a": "1", "b": "1", "c": "2"}
    assert scores([{"a", "b"}, {"c"}], truth) == (1.0, 1.0)
    b_cubed, pairwise = scores([{"a", "b", "c"}], truth)
    assert b_cubed == pytest.approx(_f1((2 / 3 + 2 / 3 + 1 / 3) / 3, 1.0))
    assert pairwise == pytest.approx(_f1(1 / 3, 1.0))
