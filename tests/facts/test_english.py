"""What is English, what is made from English, and what is neither."""

from __future__ import annotations

import pytest

from service.facts.english import is_english


@pytest.mark.parametrize(
    "word",
    ["house", "ran", "municipality's", "colour", "café", "Bundestag", "kroner", "canvasses", "unarmed", "homewear"],
)
def test_english(word):
    assert is_english(word)
    assert is_english(word.upper())


@pytest.mark.parametrize(
    "word", ["gotiating", "caswoman", "Ultimature", "ventiles", "noteed", "carrys", "needtates", "aminus", "partitor"]
)
def test_not_english(word):
    assert not is_english(word)
