"""The record of one event."""

from __future__ import annotations

import hashlib

import pytest

from service.domain import EventStatus, Flag, FlagCode
from service.errors import InvalidInputError
from service.events import describe_event, event_id
from service.events.places import original_towns, places_of
from tests.events.builders import article, no_summary
from tests.events.stories import FIRE_EVENING, FIRE_GERMAN, FIRE_MORNING, MEETING_PLANNED

FIRE = (FIRE_GERMAN, FIRE_MORNING, FIRE_EVENING)


@pytest.fixture(scope="module")
def fire():
    return describe_event(FIRE, no_summary)


def test_id_is_of_the_smallest_founding_document():
    digest = hashlib.sha256(b"a/1").hexdigest()[:12]
    assert event_id(["b", "a/1", "a/2"]) == f"ev-{digest}"


def test_fields_of_the_fire(fire):
    assert fire.event_id == event_id(["fire/hafenkurier"])
    assert fire.document_ids == ("fire/nordposten", "fire/kystbladet", "fire/hafenkurier")
    assert fire.first_reported_by == "Nordposten"
    assert fire.outlets == ("Hafenkurier", "Kystbladet", "Nordposten")
    assert fire.language_codes == ("de", "en")
    assert fire.status is EventStatus.HAPPENED
    assert fire.when.edtf == "2025-03-04"
    assert fire.where[0].name == "Brattholm"
    assert fire.who[0].name == "Solveig Brekke"
    assert "Brattholm" in fire.title
    assert fire.duplicates == ()


def test_agreed_facts_have_sources_of_two_outlets_and_say_nothing_new(fire):
    texts = [fact.text for fact in fire.agreed_facts]
    assert any("six hours" in text for text in texts), texts
    bodies = {s.text for t in FIRE for s in t.segments}
    for fact in fire.agreed_facts:
        assert fact.text in bodies
        assert len({source.document_id for source in fact.sources}) >= 2


def test_order_of_members_does_not_matter(fire):
    assert describe_event(FIRE[::-1], no_summary) == fire
    assert describe_event((FIRE[1], FIRE[0], FIRE[2]), no_summary) == fire


def test_a_planned_event_alone():
    event = describe_event([MEETING_PLANNED], no_summary)
    assert event.status is EventStatus.PLANNED
    assert (event.when.edtf, event.when.inferred_edtf) == ("XXXX-09-09", None)
    assert event.where[0].name == "Warsaw"
    assert event.first_reported_by is None and event.agreed_facts == () and event.conflicts == ()


def test_summaries_get_members_in_order_and_the_duplicates():
    seen = {}

    def summarize(members, duplicates):
        seen["members"], seen["duplicates"] = [m.document_id for m in members], duplicates
        return no_summary(members, duplicates)

    copy = article(
        "fire/copy", "\n".join(s.text for s in FIRE_MORNING.segments), outlet="Kopi", published_at="2025-03-04T09:00"
    )
    describe_event([copy, FIRE_EVENING, FIRE_MORNING], summarize)
    assert seen["members"] == ["fire/nordposten", "fire/copy", "fire/kystbladet"]
    assert seen["duplicates"] == (("fire/copy", "fire/nordposten"),)


def test_sources_are_body_text_only():
    one = article(
        "a",
        "# The Halden bus crash closed the motorway for six hours\n\n> The "
        "Halden bus crash closed the motorway for six hours on 4 March 2025.\n\n"
        "The Halden bus crash happened in thick fog.\n\nBussulykken stengte motorveien. ||",
        outlet="A",
        language_code="nb",
    )
    two = article(
        "b",
        "The Halden bus crash closed the motorway for six hours.\n"
        "There was thick fog at Halden when the bus crash happened.",
        outlet="B",
    )
    event = describe_event([one, two], no_summary)
    allowed = {("a", "p3.s1"), ("b", "p1.s1"), ("b", "p1.s2")}
    used = [s for f in event.agreed_facts for s in f.sources]
    used += [s for t in event.timeline for s in t.sources] + [
        s for c in event.conflicts for side in c.sides for s in side.sources
    ]
    used += [event.when.basis] if event.when.basis else []
    assert {(s.document_id, s.segment_id) for s in used} <= allowed
    assert event.when.edtf is None


def test_spellings_of_one_name_are_one_entry():
    one = article("a", "President Massoud Peseschkian landed in Aschgabat.\nPeseschkian met farmers.", outlet="A")
    two = article("b", "Masoud Pezeshkian landed in Ashgabat, where Pezeshkian met farmers.", outlet="B")
    event = describe_event([one, two], no_summary)
    assert len(event.who) == 1
    assert "zeshk" in event.who[0].name or "seschk" in event.who[0].name
    assert {"Massoud Peseschkian", "Masoud Pezeshkian"} <= {event.who[0].name, *event.who[0].variants}
    assert event.who[0].documents == ("a", "b")
    assert [m.name for m in event.where] == ["Ashgabat"] and event.where[0].documents == ("a", "b")


def test_a_mangled_name_is_that_of_the_original():
    text = "Statsministeren landet i Asjkhabad på tirsdag. || The prime minister landed in Azhkobid on Tuesday."
    event = describe_event([article("a", text, language_code="nb")], no_summary)
    assert [m.name for m in event.where] == ["Ashgabat"]


def test_who_reported_it_is_not_who_was_in_it():
    text = "Mayor Anna Berg resigned, according to the news agency Nordtekst.\nBerg told Nordtekst that she was tired."
    assert [m.name for m in describe_event([article("a", text)], no_summary).who] == ["Anna Berg"]


def test_title_is_the_one_that_says_most_of_what_they_share():
    flagged = article("a", FIRE_MORNING.text, title="Mill blaze in Brathom hurts twelfe", outlet="A")
    flagged = type(flagged)(
        **{**{f: getattr(flagged, f) for f in flagged.__slots__}, "title_flags": (Flag(FlagCode.NAME, "x"),)}
    )
    vague = article(
        "b", FIRE_MORNING.text.replace("early", "very early"), title="What a week it has been for our coast", outlet="B"
    )
    event = describe_event([flagged, vague, FIRE_EVENING], no_summary)
    assert event.title == "Nineteen injured in Brattholm cannery fire"
    tidied = article("c", FIRE_MORNING.text, title="Fire at cannery in Brattholm | Nordposten", outlet="Nordposten")
    assert describe_event([tidied], no_summary).title == "Fire at cannery in Brattholm"


def test_an_event_has_a_title_even_without_one():
    assert describe_event([article("a", "The ferry sank.")], no_summary).title == "The ferry sank."
    assert describe_event([article("a", "> Only a caption.")], no_summary).title == "a"


def test_timeline_is_in_order_of_dates_and_merges_what_is_said_twice():
    one = article(
        "a",
        "The tunnel opened on 17 January 2025.\nDrilling began on 3 May 2021.\nThe first plans are from June 2015.",
        outlet="A",
    )
    two = article("b", "On 17 January 2025 the tunnel opened.\nTolls will be collected from 1 March 2025.", outlet="B")
    entries = describe_event([one, two], no_summary).timeline
    assert [entry.edtf for entry in entries] == ["2015-06", "2021-05-03", "2025-01-17", "2025-03-01"]
    assert [len(entry.sources) for entry in entries] == [1, 1, 2, 1]


def test_no_members_is_an_error_that_says_so():
    with pytest.raises(InvalidInputError, match="at least one document"):
        describe_event([], no_summary)


def test_a_town_that_the_translation_tears_from_its_preposition_is_a_place():
    one = article("a", "The ministers of Norway and Chile met on 3 June 2025 in Kazakhstan.", outlet="A")
    two = article(
        "b",
        "Statsrådene møttes i Kasakhstan 3. juni 2025. || The ministers met in Kazakhstan on 3 June 2025.\n"
        "Møtet ble holdt i Kasakhstans hovedstad Astana. || The meeting was held, Kazakhstan main part, Astana.",
        outlet="B", language_code="nb",
    )  # fmt: skip
    three = article(
        "c",
        "The ministers of Norway and Chile met on 3 June 2025 in Kazakhstan.\n"
        "They spoke about fish at length.\nThe talks in Astana lasted for two hours.",
        outlet="C",
    )
    where = describe_event([one, two, three], no_summary).where
    assert [mention.name for mention in where[:2]] == ["Astana", "Kazakhstan"]


def test_a_town_after_its_country_and_another_word_is_a_place_and_a_person_is_none():
    assert places_of("They met in Norway's financial hub Oslo.") == ("Norway", "Oslo")
    assert places_of("Anger grew in Norway's dispute with Oslo.") == ("Norway",)
    assert places_of("They met in Norway's foreign minister Eide.") == ("Norway",)


@pytest.mark.parametrize(
    ("text", "code", "towns"),
    [
        ("Møtet ble holdt i Kasakhstans hovedstad Astana.", "nb", ("Astana",)),
        ("Das Treffen fand in der kasachischen Hauptstadt Astana statt.", "de", ("Astana",)),
        ("Mötet hölls i Astana.", "sv", ("Astana",)),
        ("I talen mot Astana var han skarp.", "nb", ()),
        ("I samtaler Astana ledet ble det stille.", "nb", ()),
        ("Møtet ble holdt i Astana.", "xx", ()),
    ],
)
def test_towns_in_an_originals_own_locative(text, code, towns):
    assert original_towns(text, code, ["Astana"]) == towns


def test_two_announcements_of_one_day_are_one_entry_in_the_fuller_words():
    only = article(
        "a",
        "The palace also said that the visit would take place on 12 March.\n"
        "On 12 March, King Harald will visit Tromsø, where he will open a new bridge.",
    )
    entries = describe_event([only], no_summary).timeline
    assert [entry.edtf for entry in entries] == ["XXXX-03-12"]
    assert "open a new bridge" in entries[0].text and len(entries[0].sources) == 2
