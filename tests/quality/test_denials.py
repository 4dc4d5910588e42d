"""Denials: forty sentences of our own a language, with a translation that keeps what is denied and one that turns it round.

The first twenty of a language deny; of the others, those with a bad translation have there a denial that nobody made.
Written after the word lists of `facts.denial` were begun and before they were mended, so they are no unseen text.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from service.checks import SegmentPair
from service.checks.negation import check

_ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "hedges" / "denials.tsv").read_text(encoding="utf-8").splitlines()
]


def _rows(code: str) -> list[tuple[str, str, str]]:
    return [(original, good, bad) for language, original, good, bad in _ROWS if language == code]


@pytest.mark.parametrize("code", ["nb", "nn", "de"])
def test_there_are_forty_sentences_and_most_can_be_turned_round(code: str) -> None:
    rows = _rows(code)
    assert len({original for original, _, _ in rows}) == len(rows) == 40
    assert sum(bool(bad) for _, _, bad in rows) >= 30


@pytest.mark.parametrize("code", ["nb", "nn", "de"])
def test_what_was_denied_or_not_is_told(code: str) -> None:
    missed = [
        f"{original} | {bad}" for original, _, bad in _rows(code) if bad and not check(SegmentPair(original, bad, code))
    ]
    assert not missed


@pytest.mark.parametrize("code", ["nb", "nn", "de"])
def test_a_denial_that_is_kept_raises_nothing(code: str) -> None:
    alarms = [
        f"{flag.detail}: {original} | {good}"
        for original, good, _ in _rows(code)
        for flag in check(SegmentPair(original, good, code))
    ]
    assert not alarms
