"""A changed outcome (injured become killed) is flagged; a free but true translation is not."""

from __future__ import annotations

import pytest

from service.checks import SegmentPair, check_segment
from service.domain import FlagCode


def added(language: str, original: str, text: str) -> list[str]:
    flags = check_segment(SegmentPair(original, text, language))
    return [flag.detail for flag in flags if flag.code is FlagCode.ADDED]


@pytest.mark.parametrize(
    ("language", "original", "text", "detail"),
    [
        ("de", "Bei dem Unfall gab es 17 Verletzte.", "There were 17 killed in the accident.", "Verletzte -> killed"),
        ("nb", "Tre personer ble skadet.", "Three people were killed.", "skadet -> killed"),
        ("nb", "Stormen ødela en bro.", "The storm killed a bridge.", "ødela -> killed"),
        ("nn", "To personar er sakna.", "Two people are dead.", "sakna -> dead"),
        ("de", "Die Preise sind gestiegen.", "Prices have fallen.", "gestiegen -> fallen"),
        ("nb", "Selskapet solgte fabrikken.", "The company bought the factory.", "solgte -> bought"),
        ("nb", "Partiet vant valget.", "The party lost the election.", "vant -> lost"),
    ],
)
def test_another_outcome_is_named(language, original, text, detail):
    assert added(language, original, text) == [detail]


@pytest.mark.parametrize(
    ("language", "original", "text", "why"),
    [
        ("de", "17 Menschen wurden verletzt, zwei starben.", "Two died and 17 were hurt.", "both outcomes are there"),
        ("nb", "Tre personer ble skadet.", "Three people were taken to hospital.", "no other outcome is told"),
        ("nb", "Flere mistet livet da huset brant.", "Several died when the house burned.", "a phrase for it"),
        ("nb", "Han falt av sykkelen og døde.", "He fell off his bicycle and died.", "the same outcomes"),
        ("nb", "Kommunen bygger en skole.", "The municipality is building a school.", "no outcome at all"),
    ],
)
def test_what_is_only_said_in_other_words_is_not(language, original, text, why):
    assert added(language, original, text) == [], why
