"""How long a summary may be."""

from __future__ import annotations

import pytest

from service.errors import InvalidInputError
from service.summaries import SummaryLength


@pytest.mark.parametrize(
    ("text", "words", "sentences"),
    [
        pytest.param("headline", 14, 1, id="a headline"),
        pytest.param(" Sentence ", 40, 1, id="spaces and capitals are forgiven"),
        pytest.param("paragraph", 80, 4, id="a paragraph"),
        pytest.param("120", 120, None, id="words, in as many sentences as it takes"),
    ],
)
def test_a_length_by_name_or_number(text, words, sentences):
    assert SummaryLength.parse(text) == SummaryLength(words, sentences)


@pytest.mark.parametrize("text", ["", "long", "9", "1001", "-50", "12.5", "٣٠"])
def test_a_bad_length_is_named_with_the_good_ones(text):
    with pytest.raises(InvalidInputError) as caught:
        SummaryLength.parse(text)
    assert caught.value.reason == "INVALID_LENGTH"
    assert repr(text) in caught.value.message
    assert "headline, sentence, paragraph, or 10 to 1000 words" in caught.value.message
