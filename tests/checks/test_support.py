"""How well sources bear a sentence: what is weighed, and in which order."""

from __future__ import annotations

import pytest

from service.checks.support import BORNE, support
from service.checks.support_meaning import may_stand_for
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
        ("another name", "Fishermen from Vikna and Leka feared dredging.", "invented"),
        ("words of two statements joined", "The council feared Vikna oyster Ottersund beds.", "elsewhere"),
        ("words of the whole text", "The council gave the ferry company an answer.", "scattered"),
        ("the opposite", "The council in Ottersund approved the plan for a new harbour.", "turned"),
        ("a negation", "Mayor Ingrid Solli had not hoped to build it before 2030.", "turned"),
        ("one word for another", "The council in Ottersund rejected the scheme for a new harbour.", "reworded"),
        ("a word that stands for none", "The council in Ottersund rejected the plan for a new airport.", "invented"),
        ("a doubt", "The council in Ottersund reportedly rejected the plan.", "gained"),
    ],
)
def test_each_signal_sees_its_kind(reason: str, text: str, signal: str) -> None:
    assert signals(text, SOURCES)[signal] > signals(SOURCES[0], SOURCES)[signal] == 0, reason


def test_a_value_in_the_place_of_another_is_seen_though_the_source_has_both() -> None:
    found = signals(
        "Twelve people were hurt in the fire and three died.", ["Three people were hurt in the fire and twelve died."]
    )
    assert found["value"] == 1


def test_a_capital_lost_is_no_other_name() -> None:
    assert signals("The Bishop of vikna feared dredging.", ["The Bishop of Vikna feared dredging."])["value"] == 0


def test_a_turned_statement_beside_a_negation_elsewhere_in_its_source() -> None:
    source = "The council, which had not met since May, approved the plan for a new harbour."
    assert (
        signals("The council, which had met since May, approved the plan for a new harbour.", [source])["turned"] == 1
    )


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


@pytest.mark.parametrize(
    ("form", "others", "answer"),
    [
        ("purchased", ["bought"], True),  # the same sense, two forms
        ("tumbled", ["dropped"], True),
        ("behemoth", ["pizza", "giant"], True),
        ("doctor", ["surgeon"], True),  # more general
        ("tricycle", ["car"], False),  # another of its kind
        ("astronomer", ["chemist"], False),
        ("forced", ["staff"], False),  # their stems would meet
        ("rejected", [], False),
        ("zzyzx", ["zzyzx"], False),  # not in the table
    ],
)
def test_what_may_stand_for_what(form: str, others: list[str], answer: bool) -> None:
    assert may_stand_for(form, others) is answer
