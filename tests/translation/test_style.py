"""Typography in and out."""

from __future__ import annotations

import pytest

from service.translation.style import english_form, source_form


@pytest.mark.parametrize(
    ("language", "text", "form"),
    [
        pytest.param("nb", "– Vi må vente, sa hun.", '"Vi må vente", sa hun.', id="dialogue dash and who said it"),
        pytest.param("nb", "– Vi må vente.", '"Vi må vente."', id="dialogue dash alone"),
        pytest.param("de", "„Wir müssen warten“, sagte sie.", '"Wir müssen warten", sagte sie.', id="low-high quotes"),
        pytest.param("nn", "«Vi må vente», sa ho.", '"Vi må vente", sa ho.', id="guillemets"),
        pytest.param(
            "nb", "To  mellomrom\tog linje\nskift", "To mellomrom og linje skift", id="one space between words"
        ),
        pytest.param("nb", "Oslo – Bergen tar seks timer.", "Oslo – Bergen tar seks timer.", id="a dash inside stays"),
    ],
)
def test_source_form(language, text, form):
    assert source_form(text, language) == form


@pytest.mark.parametrize(
    ("text", "original", "form"),
    [
        pytest.param("“We wait,” she said.", "", '"We wait," she said.', id="straight quotes"),
        pytest.param("It’s the state’s.", "", "It's the state's.", id="apostrophes"),
        pytest.param("around 40 came", "Rund 40 kamen", "Around 40 came", id="a capital where the source has one"),
        pytest.param("e-post kom", "e-post kom", "e-post kom", id="none where it has none"),
        pytest.param("He came .", "", "He came.", id="no space before a stop"),
    ],
)
def test_english_form(text, original, form):
    assert english_form(text, original, "nb") == form
