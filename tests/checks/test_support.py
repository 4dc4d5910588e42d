"""How well sources bear a sentence: what is weighed, and in which order."""

from __future__ import annotations

import pytest

from service.checks.support import BORNE, support
from service.checks.support_signals import NAMES, signals
from service.languages import data_table

SOURCES = (
    "The council in Ottersund rejected the plan for a new harbour on Tuesday.",
    "Mayor Ingrid Solli had hoped to build it before 2030.",
    "Fishermen from Vikna feared that dredging would destroy the oyster beds.",
    "The ferry company wants an answer this winter.",
)


@pytest.mark.parametrize(
    ("reason", "text", "signal"),
    [
        ("another year", "Mayor Ingrid Solli had hoped to build it before 2041.", "value"),
        ("another name", "Fishermen from Vikna and Leka feared dredging.", "unknown_name"),
        ("words of two statements joined", "The council feared Vikna oyster Ottersund beds.", "apart"),
        ("words of the whole text", "The council gave the ferry company an answer.", "scattered"),
        ("the opposite", "The council in Ottersund approved the plan for a new harbour.", "turned"),
        ("a negation", "Mayor Ingrid Solli had not hoped to build it before 2030.", "turned"),
        ("one word for another", "The council in Ottersund rejected the scheme for a new harbour.", "replaced"),
        ("a doubt", "The council in Ottersund reportedly rejected the plan.", "gained"),
    ],
)
def test_each_signal_sees_its_kind(reason: str, text: str, signal: str) -> None:
    assert signals(text, SOURCES)[signal] > signals(SOURCES[0], SOURCES)[signal] == 0, reason


def test_what_a_source_says_is_borne_whatever_its_white_space() -> None:
    assert support(SOURCES[1], SOURCES) == 1
    assert support(SOURCES[1].replace(" had", "\u00a0had"), SOURCES) == 1


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (
            "The council in Ottersund rejected the scheme for a harbour.",
            "The council in Ottersund approved the plan for a harbour.",
        ),
        ("Fishermen from Vikna feared dredging.", "Fishermen from Leka feared dredging in Ottersund before 2041."),
        ("Ingrid Solli hoped to build it before 2030.", "Solli destroyed the council before Tuesday in 2041."),
    ],
)
def test_an_error_has_less_support_than_a_rewording(better: str, worse: str) -> None:
    assert support(better, SOURCES) >= BORNE > support(worse, SOURCES)


def test_nothing_and_no_source() -> None:
    assert signals("It was so.", SOURCES) == dict.fromkeys(NAMES, 0.0)
    assert support("Fishermen from Vikna feared dredging.", ()) < BORNE


def test_antonyms_are_pairs_and_weights_are_those_of_the_signals() -> None:
    table = data_table("support")
    pairs = [pair.split() for pair in table["antonyms"].replace("\n", " ").split(";")]
    assert [pair for pair in pairs if len(pair) != 2 or pair[0] == pair[1]] == []
    assert list(table["weights"]) == list(NAMES)
