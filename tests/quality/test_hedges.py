"""The hedge sets: sentences of our own, what English must keep of each, translations that keep it and that lose it.

`keeps` says what the original hedges (a class such as `claim`, `charged`, `mood`), empty where a flag would be a false
alarm. Floors are what the check reaches on these sentences; they were at hand while its word lists were written, so
they say that nothing has been lost since, not how it does on sentences it has not seen (docs/quality.md has those).
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from service.checks import SegmentPair
from service.checks.hedge import check, check_sentence

_HERE = Path(__file__).parent / "hedges"


def _records(code: str) -> list[dict[str, list[str]]]:
    lines = (_HERE / f"{code}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _flagged(code: str, original: str, text: str) -> bool:
    return bool(check(SegmentPair(original, text, code)))


def _class(record: dict[str, list[str]]) -> str:
    return (record["keeps"] or ["none"])[0]


@pytest.mark.parametrize(("code", "fewest"), [("nb", 170), ("nn", 40), ("de", 190)])
def test_the_sets_are_whole(code: str, fewest: int) -> None:
    records = _records(code)
    assert len({str(record["original"]) for record in records}) == len(records) >= fewest
    assert all(record["good"] for record in records)
    assert sum(not record["keeps"] for record in records) * 20 >= len(records), "sentences that hedge nothing"
    assert len({_class(record) for record in records}) >= 10


@pytest.mark.parametrize(("code", "floor"), [("nb", 0.97), ("nn", 0.97), ("de", 0.97)])
def test_a_lost_hedge_is_flagged(code: str, floor: float) -> None:
    seen: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    sentences = []
    for record in _records(code):
        for text in record["bad"]:
            seen[_class(record)] += 1
            if not _flagged(code, str(record["original"]), text):
                missed[_class(record)] += 1
                sentences.append(f"{_class(record)}: {record['original']} | {text}")
    recall = 1 - missed.total() / seen.total()
    assert recall >= floor, "\n".join([f"recall {recall:.3f}; missed by class {dict(missed)}", *sentences])


@pytest.mark.parametrize(("code", "most"), [("nb", 0.01), ("nn", 0.01), ("de", 0.01)])
def test_a_kept_hedge_is_not(code: str, most: float) -> None:
    alarms: Counter[str] = Counter()
    sentences = []
    pairs = [(record, text) for record in _records(code) for text in record["good"]]
    for record, text in pairs:
        if _flagged(code, str(record["original"]), text):
            alarms[_class(record)] += 1
            sentences.append(f"{_class(record)}: {record['original']} | {text}")
    share = alarms.total() / len(pairs)
    assert share <= most, "\n".join([f"false alarms {share:.3f} by class {dict(alarms)}", *sentences])


@pytest.mark.parametrize(
    ("reason", "source", "text", "flagged"),
    [
        ("said to", "The man is said to have stolen three bikes.", "The man stole three bikes.", True),
        ("reportedly", "The minister reportedly resigned on Monday.", "The minister resigned on Monday.", True),
        ("allegedly", "The firm allegedly dumped waste in the river.", "The firm dumped waste in the river.", True),
        ("according to", "According to police, the car was stolen.", "The car was stolen.", True),
        ("suspected", "Two suspected burglars were arrested in Kiel.", "Two burglars were arrested in Kiel.", True),
        ("charged", "He was charged with murder in Oslo.", "He was convicted of murder in Oslo.", True),
        ("on trial", "The manager is on trial for bribery.", "The manager was sentenced for bribery.", True),
        ("acquitted", "She was acquitted of fraud in Hamar.", "She was convicted of fraud in Hamar.", True),
        ("suspected, then charged", "She is suspected of theft in Bonn.", "She is charged with theft in Bonn.", True),
        ("probably", "The fire probably started in the hotel.", "The fire started in the hotel.", True),
        ("a plan", "The bridge is due to open in May.", "The bridge opened in May.", True),
        (
            "another word of the source carries none",
            "The boss, who asked for a review, allegedly knew of the leak.",
            "The boss, who asked for a review, knew of the leak.",
            True,
        ),
        ("in other words", "The man is said to have stolen a bike.", "The man reportedly stole a bike.", False),
        ("who said so", "Police said that the car was stolen.", "The car was stolen, according to police.", False),
        ("accused is charged", "He was charged with murder in Oslo.", "He is accused of murder in Oslo.", False),
        ("a conviction", "He was convicted of fraud and jailed.", "He was sentenced for fraud.", False),
        ("may have", "The fire probably started in the hotel.", "The fire may have started in the hotel.", False),
        ("will", "The bridge is due to open in May.", "The bridge will open in May.", False),
    ],
)
def test_a_summary_sentence_keeps_it_too(reason: str, source: str, text: str, flagged: bool) -> None:
    assert bool(check_sentence(text, [source])) is flagged, reason
