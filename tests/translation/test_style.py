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
        pytest.param("nb", "Haugum snudde: – Helt sykt", 'Haugum snudde: "Helt sykt"', id="said at a headline's end"),
        pytest.param("nb", "Hun sa: – Vi må vente.", 'Hun sa: "Vi må vente."', id="said at a sentence's end"),
        pytest.param("nb", "Ordføreren: – Nei – aldri", "Ordføreren: – Nei – aldri", id="who says what is not clear"),
        pytest.param("de", "Das Ziel: – 3 Grad", "Das Ziel: – 3 Grad", id="no dialogue dash in German"),
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
        pytest.param('"We wait,"she said.', "", '"We wait," she said.', id="a space behind a quotation"),
        pytest.param("They won 3–2 – again.", "", "They won 3-2 - again.", id="dashes of the wires"),
        pytest.param("Photo: Lena Moeck", "Foto: Lena Möck", "Photo: Lena Möck", id="a person's own spelling"),
    ],
)
def test_english_form(text, original, form):
    assert english_form(text, original, "nb") == form
