"""What opens a summary, and what follows what."""

from __future__ import annotations

import pytest

from service.facts.words import content_words
from service.summaries.article import ArticleSummarizer
from service.summaries.candidates import candidates
from service.summaries.telling import in_article
from tests.summaries.articles import translated

TITLE = "Mayor Olga Stray opens the new market hall in Vardnes"
BACKGROUND = "Vardnes has been criticised for its empty shops and dark streets."
HAPPENING = "The mayor Olga Stray opened the new market hall in Vardnes on Monday with 300 guests."
DETAIL = "The bakery Nordlys moves in next week."


def ordered(sentences, title=TITLE):
    pool = candidates(translated(sentences))
    return [c.text for c in in_article(frozenset(content_words(title, "en")))(pool)]


@pytest.mark.parametrize(
    ("sentences", "title", "told"),
    [
        pytest.param([BACKGROUND, HAPPENING, DETAIL], TITLE, [1, 0, 2], id="background comes second"),
        pytest.param([HAPPENING, BACKGROUND, DETAIL], TITLE, [0, 1, 2], id="the happening stands first"),
        pytest.param([BACKGROUND, HAPPENING, DETAIL], "", [0, 1, 2], id="no headline to go by"),
        pytest.param([BACKGROUND, DETAIL], TITLE, [0, 1], id="nothing tells the headline"),
        pytest.param(
            [BACKGROUND, HAPPENING, "She also praised the bakers of the county.", DETAIL],
            TITLE,
            [1, 2, 0, 3],
            id="what leans on it goes along",
        ),
        pytest.param(
            [BACKGROUND, "“The new market hall of Vardnes opens,” said mayor Olga Stray.", DETAIL],
            TITLE,
            [0, 1, 2],
            id="no quotation opens",
        ),
        pytest.param(
            ["Olga Stray is mayor.", "Stray opened the new market hall in Vardnes on Monday.", DETAIL],
            "Stray opens the new market hall in Vardnes",
            [0, 1, 2],
            id="a family name alone does not open",
        ),
    ],
)
def test_the_happening_opens_and_the_rest_stands_as_it_stood(sentences, title, told):
    assert ordered(sentences, title) == [sentences[i] for i in told]


def test_an_articles_summary_opens_with_the_happening():
    article = translated([BACKGROUND, HAPPENING, DETAIL], title=TITLE)
    assert ArticleSummarizer(None).summarize(article).sentences[0].text == HAPPENING
