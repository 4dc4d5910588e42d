"""What a sentence takes from those before it."""

from __future__ import annotations

import pytest

from service.domain import Segment
from service.summaries.candidates import candidates
from service.summaries.context import UNVOICED, carried, voices
from service.summaries.length import SummaryLength
from service.summaries.select import choose
from tests.summaries.articles import translated


@pytest.mark.parametrize(
    ("paragraph", "unvoiced"),
    [
        pytest.param(
            ["“The ferry is safe.", "It sails again,” said Ola Vik.", "The sea was calm."],
            {0, 1},
            id="one quotation over two",
        ),
        pytest.param(["“The ferry is safe,” said Ola Vik.", "“It sails on Monday.”"], {1}, id="no speaker beside it"),
        pytest.param(
            ["'With luck we got a point.", "The keeper was great,' said Ola Vik after it."], {0, 1}, id="single marks"
        ),
        pytest.param(['"There is no question in my mind.', "The council met on Monday."], {0}, id="never closed"),
        pytest.param(
            ["Ola Vik said that “nobody asked” the town.", "The town’s ferry sailed."], set(), id="a part is quoted"
        ),
        pytest.param(
            ["'Tis late, said nobody.", "The ferry's captain wasn't hurt."],
            {0},
            id="apostrophes open nothing further on",
        ),
        pytest.param(["The mayor spoke.", "The council listened to her."], set(), id="no quotation"),
    ],
)
def test_words_without_their_speaker_are_told_only_where_nothing_else_is(paragraph, unvoiced):
    assert {i for i, factor in enumerate(voices(paragraph)) if factor == UNVOICED} == unvoiced


def test_a_quotation_that_goes_on_counts_less_even_with_its_speaker():
    first, second = voices(["Ola Vik said: “The ferry is safe.", "It sails on Monday.”"])
    assert UNVOICED == second < first < 1


def segment(text: str, original: str = "", language_code: str = "en") -> Segment:
    return Segment("p1.s1", original or text, text, language_code)


@pytest.mark.parametrize(
    ("before", "text", "rests"),
    [
        pytest.param(
            "The mayor said that the ferry is dear.", "In particular, the fuel costs a lot.", True, id="in particular"
        ),
        pytest.param("The mayor said that the ferry is dear.", "It also needs a crew of nine.", True, id="also"),
        pytest.param(
            "The mayor said that the ferry is dear.",
            "The crew also wants more, Marte Lien said.",
            False,
            id="a speaker of its own",
        ),
        pytest.param(
            "The mayor said that the ferry is dear.", "The ferry was built in 1998.", False, id="a fact of its own"
        ),
        pytest.param("The ferry is dear.", "In particular, the fuel costs a lot.", False, id="nobody spoke"),
        pytest.param(None, "In particular, the fuel costs a lot.", False, id="nothing before"),
    ],
)
def test_what_goes_on_with_somebodys_words_rests_on_the_sentence_before(before, text, rests):
    assert (carried(segment(text), before) < 1) is rests


def test_a_german_subjunctive_is_somebodys_words():
    assert carried(segment("The ferry is safe.", "Die Fähre sei sicher.", "de"), None) < 1
    assert carried(segment("The ferry is safe.", "Die Fähre ist sicher.", "de"), None) == 1
    assert carried(segment("The ferry is safe, he said.", "Die Fähre sei sicher, sagte er.", "de"), None) == 1


def test_the_sentence_that_it_leans_on_is_told_with_it():
    lead = "The mayor Olga Stray opened a market hall in Vardnes on Monday."
    antecedent = "The bakery Nordlys is moving to the hall."
    leaning = (
        "It will employ 40 people, pay 12 million kroner and bake bread for the county's 19 hospitals and schools."
    )
    sentences = [lead, antecedent, leaning]
    pool = candidates(translated(sentences))
    told = [c.text for c in choose(pool, SummaryLength(60, 2))]
    assert leaning not in told or antecedent in told
    assert set(sentences) == {c.text for c in choose(pool, SummaryLength(60, 3))}
