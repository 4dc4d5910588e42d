"""A sentence that a model wrote, against what it may have been made from."""

from __future__ import annotations

import pytest

from service.summaries.candidates import candidates
from service.summaries.ground import align, bears, grounded
from tests.summaries.articles import FERRY, translated

POOL = candidates(translated(FERRY))


@pytest.mark.parametrize(
    ("text", "places"),
    [
        pytest.param("Ballstad sold its rescue boat in 2019.", [6], id="one source"),
        pytest.param("The captain left despite a storm warning, Nordkyst said.", [4], id="reworded"),
        pytest.param(
            "The ferry Solveig ran aground outside Ballstad and fishing boats took everybody ashore.",
            [0, 1],
            id="two fused",
        ),
        pytest.param("The museum in Paris bought a painting.", [], id="about something else"),
        pytest.param("", [], id="nothing"),
        pytest.param("It was so.", [], id="only function words"),
    ],
)
def test_a_sentence_finds_its_sources_strongest_first(text, places):
    assert [c.position for c in align(text, POOL)] == places


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Ballstad has been without a rescue boat since 2009.", id="another figure"),
        pytest.param("Ramberg has been without a rescue boat since 2019.", id="another place"),
        pytest.param("Ballstad has not been without a rescue boat since 2019.", id="a negation gained"),
        pytest.param(
            "The shipping company Nordkyst has explained why the captain left the harbour.", id="a negation lost"
        ),
        pytest.param(
            "The ferry Solveig ran aground outside Ballstad with 214 passengers on board.", id="who said so lost"
        ),
        pytest.param("The Maritime Authority published a first report in May.", id="planned became done"),
        pytest.param("The shipping company Nordkyst has not explained why the captain left the", id="cut off"),
        pytest.param("Marte Lien will question Inspector the crew on Thursday.", id="names in another order"),
        pytest.param("ballstad has been without a rescue boat since 2019.", id="capitals lost"),
        pytest.param("The “captain left the harbour despite a storm warning.", id="half a quotation"),
    ],
)
def test_what_the_sources_do_not_say_is_replaced_by_the_best_of_them(text):
    (written,) = grounded([text], POOL)
    assert written.note is not None
    assert written.text == written.sources[0].text
    assert written.text in FERRY


@pytest.mark.parametrize(
    "text",
    [
        "Ballstad has been without a rescue boat since 2019.",
        "The shipping company Nordkyst has not explained why the captain left the harbour.",
    ],
)
def test_what_the_sources_say_stands(text):
    (written,) = grounded([text], POOL)
    assert (written.text, written.note) == (text, None)
    assert bears(text, written.sources)


def test_a_sentence_without_a_source_is_never_returned():
    assert grounded(["The museum in Paris bought a painting by a young sculptor."], POOL) == []


def test_the_same_thing_written_twice_is_told_once():
    twice = [
        "Ballstad has been without a rescue boat since 2019.",
        "Ballstad has been without a rescue boat since 2009.",
    ]
    assert [w.text for w in grounded(twice, POOL)] == twice[:1]


def test_nothing_is_akin_to_an_empty_pool():
    assert align("Ballstad sold its rescue boat in 2019.", ()) == []
