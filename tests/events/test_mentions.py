"""Who and where: what the cards of an event name, in one form each."""

from __future__ import annotations

import pytest

from service.events import describe_event
from service.events.whose import Seen, tidied
from tests.events.builders import article, no_summary


def names(*given: tuple[str, str]) -> list[str]:
    return [one.name for one in tidied([Seen(name, name, kind, "a", early=True) for name, kind in given])]


@pytest.mark.parametrize(
    ("given", "kind", "tidy"),
    [
        ("F.B.I", "organization", ["FBI"]),
        ("N.H", "organization", []),
        ("U.N", "organization", ["UN"]),
        ("R-Ariz", "organization", []),
        ("HB2046", "organization", []),
        ("Sheriff Karin Moe", "person", ["Karin Moe"]),
        ("Bergen Sheriff Karin Moe", "person", ["Karin Moe"]),
        ("Agent Moe", "person", ["Moe"]),
        ("Loudest Sheriff", "person", []),
        ("Paul Moe Jr", "person", ["Paul Moe"]),
        ("Hafenkurier", "organization", ["Hafenkurier"]),
    ],
)
def test_one_form_of_a_name(given, kind, tidy):
    assert names((given, kind)) == tidy


def test_an_acronym_is_the_body_that_is_named_in_full():
    assert (
        names(("NFA", "unknown"), ("Northern Fishing Association", "organization"))
        == ["Northern Fishing Association"] * 2
    )


def test_a_given_name_whose_full_name_is_there_is_left_out():
    assert names(("Karin", "person"), ("Karin Moe", "person")) == ["Karin Moe"]
    assert names(("Karin", "person"), ("Karin Moe", "person"), ("Per Karin", "person"))[0] == "Karin"


def event(*texts: str):
    return describe_event(
        [article(f"d{n}", text, outlet=f"O{n}", published_at="2025-03-04") for n, text in enumerate(texts)], no_summary
    )


def test_a_firm_that_is_mostly_named_as_a_firm_is_no_place():
    found = event(
        "Clerks of Varemart struck on Tuesday.\nVaremart offered them more pay.\nWorking in Varemart is hard.",
        "Varemart's clerks struck on Tuesday.\nThe union spoke to Varemart.\nFew stay in Varemart for long.",
    )
    assert "Varemart" not in [mention.name for mention in found.where]


def test_a_village_that_no_table_has_is_a_place():
    found = event(
        "A barn burnt down in Lillevik on Tuesday.\nNobody was hurt in Lillevik.",
        "Fire took a barn in Lillevik on Tuesday night.\nThe owner was away.",
    )
    assert [mention.name for mention in found.where] == ["Lillevik"]


def test_a_medium_on_which_somebody_spoke_was_not_in_it():
    found = event(
        "Karin Moe resigned as mayor on Tuesday.\nShe said so on Twitter.\nShe thanked voters on Twitter.",
        "Mayor Karin Moe stepped down on Tuesday.\nOn Twitter she wrote a long letter.",
    )
    assert [mention.name for mention in found.who] == ["Karin Moe"]
