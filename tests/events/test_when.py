"""When an event happens, and whether it has."""

from __future__ import annotations

import pytest

from service.domain import EventStatus
from service.events.duplicates import find_duplicates, voices
from service.events.status import event_status
from service.events.when import find_when
from tests.events.builders import article, read


def when(*translations):
    members = read(*translations)
    found = find_when(members, voices(members, find_duplicates(members)))
    return found, event_status(members, found.edtf)


CASES = [
    (
        "a weekday and the day of publication",
        "The ferry sank on Friday.\nNobody was on board the boat.",
        "2024-10-11",
        "2024-10-11",
        None,
        "happened",
    ),
    (
        "a weekday without anything to count from",
        "The ferry sank on Friday.\nNobody was on board the boat.",
        None,
        None,
        None,
        "happened",
    ),
    (
        "a day without a year, published later",
        "The ferry sank on 11 October.\nNobody was on board the boat.",
        "2024-11-23",
        "2024-10-11",
        None,
        "happened",
    ),
    (
        "a day without a year",
        "The ferry sank on 11 October.\nNobody was on board the boat.",
        None,
        "XXXX-10-11",
        None,
        "happened",
    ),
    ("a full date", "The ferry sank on 11 October 2024.\nNobody was on board.", None, "2024-10-11", None, "happened"),
    ("a month", "The ferry sank in March 2023.\nNobody was on board the boat.", None, "2023-03", None, "happened"),
    ("nothing", "The ferry sank.\nNobody was on board the boat.", "2024-10-11", None, None, "happened"),
    (
        "a plan whose year follows from the past it mentions",
        "The minister will open the tunnel on 17 January.\nThe tunnel was to be ready "
        "in October last year.\nIn April 2024, the drilling stopped for two weeks.",
        None,
        "XXXX-01-17",
        "2025-01-17?",
        "planned",
    ),
    (
        "a past day whose year follows",
        "The choir sang for the king on 3 May.\nIn October 2022 the "
        "choir lost its hall in a fire.\nThe new one was begun last year.",
        None,
        "XXXX-05-03",
        "2023-05-03?",
        "happened",
    ),
    (
        "a past date alone says nothing of how long ago it is",
        "The choir sang for the king on 3 May.\nIn October 2022 the choir lost its hall in a fire.",
        None,
        "XXXX-05-03",
        None,
        "happened",
    ),
    (
        "a bare year is too little to reason from",
        "The choir sang for the king on 3 May.\nThe war began in 2022.",
        None,
        "XXXX-05-03",
        None,
        "happened",
    ),
    (
        "a weekday beside the date makes a bare year enough",
        "The minister will open the tunnel on Friday, 17 January.\nThe drilling began in 2024.",
        None,
        "XXXX-01-17",
        "2025-01-17?",
        "planned",
    ),
    (
        "a plan for a day after publication",
        "The minister will open the tunnel on Friday.\nIt was closed for a year.",
        "2025-01-14",
        "2025-01-17",
        None,
        "planned",
    ),
    (
        "background deep in the text is not the event's date",
        "The council closed the library.\nReaders protested.\nThe mayor was not there.\n"
        "She had a cold.\nThe building was repaired.\nThe library opened on 5 May 1987.",
        None,
        None,
        None,
        "happened",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_when(case):
    _, text, published, edtf, inferred, status = case
    found, said = when(article("d", text, published_at=published))
    assert (found.edtf, found.inferred_edtf, said.value) == (edtf, inferred, status)
    assert (found.basis is None) == (edtf is None and inferred is None)


def test_the_date_comes_from_the_original_where_the_translation_lost_it():
    found, _ = when(
        article(
            "d",
            "Fergen sank 11. oktober 2024. || The ferry sank.\nIngen var om bord. || Nobody was aboard.",
            language_code="nb",
        )
    )
    assert found.edtf == "2024-10-11"
    assert found.basis is not None and found.basis.original.startswith("Fergen")


def test_one_member_gives_the_day_another_the_year():
    one = article("a", "The tunnel under Langfjorden opened on 17 January.\nThe minister cut the ribbon.", outlet="A")
    two = article("b", "The minister opened the tunnel under Langfjorden on 17 January 2025.", outlet="B")
    found, _ = when(one, two)
    assert (found.edtf, found.inferred_edtf) == ("2025-01-17", None)


def test_copies_of_one_text_have_one_vote():
    wrong = (
        "The tunnel under Langfjorden opened on 18 January 2025 after nine years of drilling "
        "through hard rock.\nThe minister cut the ribbon and drove the first car through it."
    )
    right = "The tunnel under Langfjorden opened on 17 January 2025, with the minister at the wheel of the first car."
    also = "On 17 January 2025 the minister cut the ribbon of the Langfjorden tunnel."
    found, _ = when(
        article("a1", wrong, outlet="A"),
        article("a2", wrong, outlet="B"),
        article("a3", wrong, outlet="C"),
        article("b", right, outlet="D"),
        article("c", also, outlet="E"),
    )
    assert found.edtf == "2025-01-17"


def test_a_report_outweighs_the_announcements_before_it():
    plans = [article(f"p{n}", "The tunnel will open on 17 January 2025.", published_at="2025-01-10") for n in range(2)]
    report = article("r", "The tunnel opened on Friday.", published_at="2025-01-17")
    assert when(*plans, report)[1] is EventStatus.HAPPENED
    assert when(*plans)[1] is EventStatus.PLANNED


def test_status_is_unknown_where_no_opening_tells():
    assert when(article("d", "A tunnel under the fjord: long, dark and expensive."))[1] is EventStatus.UNKNOWN
