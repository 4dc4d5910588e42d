"""Planted conflicts and harmless differences: floors on both halves of the events (docs/events.md has the figures)."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from tests.quality.conflicts.data import HALVES, Change, planted, read
from tests.quality.conflicts.measure import Report, measure, shows

FLOORS = {"tuned": (0.86, 0.97), "kept": (0.64, 0.95), "fresh": (0.60, 0.97)}
"""Recall and precision. Rules were tuned on the one half; of the other only the figures were looked at."""


@cache
def report(half: str) -> Report:
    return measure(half)


def test_the_sets_are_whole():
    changes = [change for half in HALVES for change, _ in planted(half)]
    assert sum(bool(change.kind) for change in changes) >= 100
    assert sum(not change.kind for change in changes) >= 100
    assert len(set(changes)) == len(changes)
    assert all(2 <= len(happening.told) <= 4 for half in HALVES for happening in read(half))
    labels = {half: Counter(change.label for change, _ in planted(half) if change.kind) for half in HALVES}
    for half in HALVES:
        assert {"casualty", "amount", "age", "date", "time", "person", "place", "organisation", "cause"} <= set(
            labels[half]
        )


@pytest.mark.parametrize("half", HALVES)
def test_planted_conflicts_are_listed_and_nothing_else(half):
    found = report(half)
    recall, precision = FLOORS[half]
    assert found.recall >= recall, "\n".join([found.line(), *found.failures])
    assert found.precision >= precision, "\n".join([found.line(), *found.failures])
    assert found.harmless_quiet >= 0.95, "\n".join([found.line(), *found.failures])


@pytest.mark.parametrize("half", HALVES)
def test_no_agreed_fact_has_a_planted_value(half):
    assert not report(half).agreed_wrongly


def test_a_conflict_of_another_kind_or_on_one_side_is_not_the_planted_one():
    from service.domain import Conflict, ConflictKind, ConflictSide

    change = Change("e", "count", "number", "A", "12 boats", "19 boats", ("12", "19"))
    one, two = ConflictSide("12 boats", ()), ConflictSide("19 boats", ())
    assert shows(Conflict(ConflictKind.NUMBER, "boats", (one, two)), change)
    assert not shows(Conflict(ConflictKind.CLAIM, "boats", (one, two)), change)
    assert not shows(
        Conflict(ConflictKind.NUMBER, "boats", (ConflictSide("12 or 19", ()), ConflictSide("3", ()))), change
    )
