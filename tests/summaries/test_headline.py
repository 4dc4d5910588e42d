"""The shortest summary reads as a headline where the article's own can be trusted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.domain import Flag, FlagCode
from service.summaries.article import ArticleSummarizer
from service.summaries.length import SummaryLength
from tests.summaries.articles import codes, translated

SENTENCES = (
    "The council of Vardnes voted on Monday to close the Nordlys cannery in May, after a debate of nine hours.",
    "About 340 workers lose their jobs, said the mayor Olga Stray.",
)
TITLE = "Council of Vardnes votes to close cannery in May"


def headline(title, sentences=SENTENCES, *, flags=(), length=SummaryLength.HEADLINE):
    article = replace(translated(sentences, title=title), title_flags=flags)
    (sentence,) = ArticleSummarizer(None, length=length).summarize(article).sentences
    return sentence


def test_the_articles_own_headline_rests_on_the_sentence_it_tells():
    sentence = headline(TITLE)
    assert sentence.text == TITLE
    assert sentence.sources[0].segment_id == "p1.s1"
    assert FlagCode.EXTRACTIVE not in codes(sentence.flags)


@pytest.mark.parametrize(
    "title",
    [
        pytest.param(None, id="no headline"),
        pytest.param("Why does Vardnes close its cannery in May?", id="a question"),
        pytest.param("A sad day", id="too short"),
        pytest.param("Council of Vardnes votes to close " + "the old " * 12 + "cannery in May", id="too long"),
        pytest.param("Council of Vardnes votes to close 3 canneries in May", id="a figure that the text lacks"),
        pytest.param("Council of Harstad votes to close cannery in May", id="a name that the text lacks"),
        pytest.param("Council of Vardnes votes not to close cannery in May", id="a negation that the text lacks"),
        pytest.param("Wind, weather and a little luck for the fleet", id="about something else"),
    ],
)
def test_else_the_best_sentence_is_told(title):
    sentence = headline(title)
    assert sentence.text in SENTENCES
    assert FlagCode.EXTRACTIVE in codes(sentence.flags)


def test_a_doubted_translation_is_no_headline():
    assert headline(TITLE, flags=(Flag(FlagCode.NAME, "Vardnes"),)).text in SENTENCES


def test_longer_summaries_are_made_of_sentences():
    assert headline(TITLE, length=SummaryLength.SENTENCE).text == SENTENCES[0]


def test_of_sentences_nearly_as_good_the_one_that_fits_is_told():
    long = (
        "The council of Vardnes voted to close the cannery, "
        + "after a long debate about jobs and money, " * 3
        + "on Monday."
    )
    short = "The council of Vardnes voted on Monday to close the Nordlys cannery in May."
    assert headline(None, (long, short)).text == short
