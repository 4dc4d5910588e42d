"""The summary of one event, from all its articles."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from service.domain import Flag, FlagCode
from service.summaries import EventSummarizer
from service.summaries.candidates import candidates
from service.summaries.setting import with_setting
from service.summaries.telling import in_time
from tests.summaries.articles import codes, decoder, translated
from tests.summaries.test_article import GARBLES

FIRE = translated(
    (
        "A fire destroyed the timber yard Nordtre in Vardnes early on Monday.",
        "Two workers were taken to hospital with smoke injuries, the police said.",
        "The yard supplied half of the county's building firms.",
    ),
    document_id="b/fire",
    published_at="2025-03-03T08:10",
)
BLAZE = translated(
    (
        "The timber yard Nordtre in Vardnes was destroyed by a fire on Monday morning.",
        "According to the police, two workers were in hospital with smoke injuries.",
        "Neighbours were told to keep their windows shut until noon.",
    ),
    document_id="a/blaze",
    published_at="2025-03-03T11:00",
)
ARREST = translated(
    (
        "The police have arrested a man of 34 after the fire at the timber yard Nordtre.",
        "He denies that he set fire to the yard.",
    ),
    document_id="c/arrest",
    published_at="2025-03-05",
)
MEMBERS = (FIRE, BLAZE, ARREST)


def told(summary):
    return [sentence.text for sentence in summary.sentences]


def test_any_order_of_members_gives_the_same_summary():
    made = {EventSummarizer(None).summarize(order, []) for order in itertools.permutations(MEMBERS)}
    assert len(made) == 1


def test_a_statement_of_two_outlets_is_told_once_with_both_as_sources():
    summary = EventSummarizer(None).summarize(MEMBERS, [])
    fires = [s for s in summary.sentences if "destroyed" in s.text]
    assert len(fires) == 1
    assert {source.document_id for source in fires[0].sources} >= {"a/blaze", "b/fire"}
    assert fires[0].text == fires[0].sources[0].text.strip()


def test_another_figure_is_no_source_for_this_one():
    three = translated(
        ("According to the police, three workers were in hospital with smoke injuries.",), document_id="d/three"
    )
    summary = EventSummarizer(None).summarize((FIRE, three), [])
    for sentence in summary.sentences:
        if "Two workers" in sentence.text:
            assert {s.document_id for s in sentence.sources} == {"b/fire"}
        if "three workers" in sentence.text:
            assert {s.document_id for s in sentence.sources} == {"d/three"}


def test_later_days_are_told_later():
    texts = told(EventSummarizer(None).summarize(MEMBERS, []))
    days = [3 if any(t == s.text.strip() for s in ARREST.segments) else 1 for t in texts]
    assert days == sorted(days)
    assert 3 in days


@pytest.mark.parametrize("group", [["z/copy", "b/fire"], ["b/fire", "z/copy", "not/here"]])
def test_a_wire_copy_counts_once_and_the_earliest_speaks_for_it(group):
    copy = translated([s.text.strip() for s in FIRE.segments], document_id="z/copy", published_at="2025-03-03T09:00")
    with_copy = EventSummarizer(None).summarize((copy, *MEMBERS), [group])
    assert with_copy == EventSummarizer(None).summarize(MEMBERS, [])


def test_the_outlet_without_a_doubt_speaks_for_both():
    doubted = translated(
        [s.text.strip() for s in FIRE.segments],
        document_id="b/fire",
        published_at=FIRE.published_at,
        flags={0: (Flag(FlagCode.NAME, "Nordtre -> Northtree"),)},
    )
    summary = EventSummarizer(None).summarize((doubted, BLAZE), [])
    fire = next(s for s in summary.sentences if "destroyed" in s.text)
    assert fire.sources[0].document_id == "a/blaze"
    assert FlagCode.NAME not in codes(fire.flags)


@pytest.mark.parametrize("garble", GARBLES.values(), ids=GARBLES.keys())
@pytest.mark.parametrize("reads", ["sentence", "document"])
def test_what_a_bad_model_writes_never_reaches_the_event(garble, reads):
    summary = EventSummarizer(decoder(lambda text: [garble(text)], reads=reads)).summarize(MEMBERS, [])
    sources = {(m.document_id, s.segment_id): s.text.strip() for m in MEMBERS for s in m.segments}
    assert summary.sentences
    for sentence in summary.sentences:
        assert sentence.sources
        assert all((s.document_id, s.segment_id) in sources for s in sentence.sources)
        assert sentence.text in sources.values()


def test_an_event_of_one_article_and_of_none():
    assert told(EventSummarizer(None).summarize((ARREST,), []))[0] == ARREST.segments[0].text.strip()
    assert EventSummarizer(None).summarize((), []).sentences == ()


SUMMIT = translated(
    (
        "The fisheries ministers of five countries met to talk about the cod quota.",
        "Minister Siri Moen said that the talks had been open and friendly.",
        "The ministers came to the town hall of Bodø on 11 October with 40 advisers.",
        "Minister Siri Moen also praised the weather and the coffee.",
        "The trawler owners protested outside with horns and banners.",
    ),
    document_id="e/summit",
    published_at="2024-10-12",
)
QUOTA = translated(
    (
        "The cod quota will be cut by a fifth, five fisheries ministers agreed on Friday.",
        "At the meeting in Bodø, the owners of trawlers shouted at the ministers.",
    ),
    document_id="f/quota",
    published_at="2024-10-12",
)


def test_an_events_summary_tells_the_day_and_the_place():
    text = EventSummarizer(None).summarize((SUMMIT, QUOTA), []).text
    assert "11 October" in text
    assert "Bodø" in text


@pytest.mark.parametrize(
    ("sentence", "marks"),
    [
        pytest.param(2, {"#when", "#where"}, id="the date and the town"),
        pytest.param(0, set(), id="neither"),
    ],
)
def test_day_and_place_are_marked_where_they_are_told(sentence, marks):
    pool = with_setting([*candidates(SUMMIT, 0), *candidates(QUOTA, 1)])
    assert {stem for stem in pool[sentence].stems if stem.startswith("#")} == marks
    on_friday, in_town = pool[5], pool[6]
    assert "#when" not in on_friday.stems  # the same day, but a reader needs the date
    assert "#where" in in_town.stems


def test_countries_are_too_wide_to_be_the_place():
    pool = with_setting(candidates(translated(["The ministers met in Norway.", "A man was hurt in France."])))
    assert not any("#where" in candidate.stems for candidate in pool)


def test_a_leaning_sentence_stays_behind_its_antecedent():
    pool = candidates(ARREST, 1)
    other = candidates(FIRE, 0)
    assert in_time([pool[0], other[2], pool[1]]) == [pool[0], pool[1], other[2]]
    assert in_time([other[2], pool[1], pool[0]]) == [other[2], pool[0], pool[1]]


def test_a_quotation_does_not_open_a_summary():
    said, told = candidates(translated(["“It burned all night,” said Ola Berg.", "A barn burned down in Norway."]), 0)
    assert in_time([said, told]) == [told, said]


def test_of_one_day_the_best_comes_first():
    fire, blaze = candidates(FIRE, 0), candidates(BLAZE, 1)
    assert in_time([blaze[2], fire[0], fire[1]])[0] is blaze[2]


def test_what_is_known_at_last_is_told():
    missing = translated(
        (
            "Two skiers are missing after the avalanche above Vardnes, the police said.",
            "Forty volunteers search the slope with dogs and helicopters near Vardnes.",
            "The avalanche took the ski lift and three cabins of the tourist association.",
            "The road to Vardnes and the tunnel below the slope stay closed for cars and buses.",
        ),
        document_id="a/missing",
        published_at="2025-03-12T07:15",
    )
    found = translated(
        (
            "The two skiers who were missing after the avalanche above Vardnes were found alive.",
            "The police thanked the volunteers for the search.",
        ),
        document_id="b/found",
        published_at="2025-03-13",
    )
    summary = EventSummarizer(None).summarize((missing, found), [])
    assert "found alive" in summary.text
    same_day = replace(found, published_at="2025-03-12T19:00")
    assert not any("#latest" in c.stems for c in with_setting([*candidates(missing, 0), *candidates(same_day, 1)]))
