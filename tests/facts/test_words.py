"""Tokens, stop words, stems."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from service.facts.words import content_words, is_stopword, stem, tokens
from service.languages import language


def test_tokens() -> None:
    assert tokens("The U.S. didn’t pay 1,200.50 for «twenty-two» G7 flags.") == (
        "The", "U.S.", "didn’t", "pay", "1,200.50", "for", "twenty", "two", "G7", "flags",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("en", "The ministers' boats were sinking in Oslo", ("minist", "boat", "sink", "oslo")),
        ("nb", "Båtene og båten var på vei", ("båt", "båt", "vei")),
        ("nn", "Båtane og båten var på veg", ("båt", "båt", "veg")),
        ("de", "Die Boote und das Boot waren nicht neu", ("boot", "boot", "neu")),
        ("xx", "Words of an unknown language", ("words", "of", "an", "unknown", "language")),
    ],
)
def test_content_words_keep_order_and_repeats(code: str, text: str, expected: tuple[str, ...]) -> None:
    assert content_words(text, code) == expected


def test_the_country_is_no_pronoun() -> None:
    assert is_stopword("us", "en")
    assert content_words("U.S. ships", "en") == ("us", "ship")


def test_no_is_bokmal() -> None:
    assert is_stopword("ikke", "no")
    assert stem("båtene", "no") == "båt"


@pytest.mark.parametrize(("one", "other"), [("sank", "sink"), ("won", "winning"), ("men", "man"), ("Left", "leaves")])
def test_irregular_forms(one: str, other: str) -> None:
    assert stem(one, "en") == stem(other, "en")


def test_genitive() -> None:
    assert stem("Oslo’s", "en") == stem("Oslo", "en")


@pytest.mark.parametrize("code", ["nb", "nn", "de", "en", "da", "sv", "nl", "fr", "is"])
def test_every_language_has_stop_words(code: str) -> None:
    words = language(code).string("facts.words.stopwords").split()
    assert len(words) >= 60
    assert all(word == word.lower() for word in words)


def test_stems_are_the_same_from_many_threads() -> None:
    words = [
        f"{head}{tail}" for head in ("boat", "minist", "sink", "report") for tail in ("s", "ing", "ed", "ers")
    ] * 50
    alone = [stem(word, "en") for word in words]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda word: stem(word, "en"), words)) == alone
