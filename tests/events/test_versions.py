"""One page under two document ids: one voice, and its latest text; both stay members."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.domain import EventSummary, Translation
from service.events import describe_event
from tests.events.builders import article

PAGE = "https://www.nordposten.example/innenriks/ferry-1"
TEXT = """
The ferry Skagerak hit the pier in Lundvik on Friday morning with ninety people on board.
{count} passengers were injured, the police in Lundvik said.
The quay was closed while divers looked at the hull and at the damaged pier.
A spokesman for the ferry company said that the captain had reported trouble with the engine.
"""


def told(document_id: str, count: str, url: str | None, at: str, outlet: str = "Nordposten") -> Translation:
    made = article(
        document_id, TEXT.format(count=count), title=f"{count} injured", outlet=outlet, published_at=f"2025-05-02T{at}"
    )
    return replace(made, url=url)


MORNING = told("b/morning", "12", PAGE, "08:00")
EVENING = told("a/evening", "17", "http://nordposten.example/innenriks/ferry-1/?utm_source=feed#top", "19:00")


def described(*members: Translation):
    asked: list[list[str]] = []

    def summarize(spoken, duplicates):
        asked.append([translation.document_id for translation in spoken])
        return EventSummary((), None)

    return describe_event(members, summarize), asked[0]


@pytest.mark.parametrize("members", [(MORNING, EVENING), (EVENING, MORNING)])
def test_the_latest_text_speaks_and_the_earlier_stays_a_member(members):
    event, spoke = described(*members)
    assert spoke == ["a/evening"]
    assert event.document_ids == ("b/morning", "a/evening")
    assert event.duplicates == (("a/evening", "b/morning"),)
    assert event.title == "17 injured"
    assert event.conflicts == () and event.agreed_facts == ()


def test_another_outlet_agrees_with_the_latest_text_and_not_with_the_earlier():
    other = article(
        "c/kyst",
        "17 passengers were injured when the ferry Skagerak hit the pier in Lundvik on Friday.",
        outlet="Kystbladet",
        published_at="2025-05-02T20:00",
    )
    event, _ = described(MORNING, EVENING, other)
    assert event.conflicts == ()
    said = [source.document_id for fact in event.agreed_facts for source in fact.sources]
    assert "b/morning" not in said


@pytest.mark.parametrize("url", [None, "https://www.nordposten.example/innenriks/ferry-2", "not an address"])
def test_other_addresses_are_other_articles(url):
    event, spoke = described(replace(MORNING, url=url), EVENING)
    assert spoke == ["b/morning", "a/evening"]
    assert event.duplicates == ()


def test_another_text_at_the_same_address_is_another_article():
    other = article(
        "d/live",
        "The council of Vestmark rejected the budget after a long debate about school closures in Hollen.",
        outlet="Nordposten",
        published_at="2025-05-02T21:00",
    )
    event, spoke = described(MORNING, replace(other, url=PAGE))
    assert sorted(spoke) == ["b/morning", "d/live"]
    assert event.duplicates == ()


def test_an_update_counts_before_a_publication():
    later = replace(MORNING, updated_at="2025-05-03T07:00")
    assert described(later, EVENING)[1] == ["b/morning"]
