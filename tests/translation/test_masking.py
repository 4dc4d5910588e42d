"""What is masked comes back whole, or not at all."""

from __future__ import annotations

import pytest

from service.translation.masking import MaskSpan, mask, protected_spans, unmask, without_protected


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        pytest.param("Se https://a.no/b?c=1&d=2.", ["https://a.no/b?c=1&d=2"], id="URL less the full stop"),
        pytest.param("(www.a.no/b)", ["www.a.no/b"], id="URL in brackets"),
        pytest.param("Skriv til tips@a-b.no, da.", ["tips@a-b.no"], id="address"),
        pytest.param("@ola_n og #valg2025!", ["@ola_n", "#valg2025"], id="handle and hashtag"),
        pytest.param("#blåbær", ["#blåbær"], id="hashtag with letters of the language"),
        pytest.param("Pris: 3 @ 4 # 5", [], id="marks alone are nothing"),
        pytest.param("C# og a.b", [], id="no URL in these"),
        pytest.param("Hei 😀🔥, sa 🇳🇴", ["😀🔥", "🇳🇴"], id="emoji"),
        pytest.param("Det betyr Добрый день på norsk", ["Добрый день"], id="another script"),
    ],
)
def test_protected_spans(text, spans):
    assert [text[s.start : s.end] for s in protected_spans(text)] == spans


def test_masked_and_back():
    masked = mask(
        "Ola møtte Kari i Bergen.", [MaskSpan(0, 3, "Ola"), MaskSpan(10, 14, "Kari"), MaskSpan(17, 23, "Bergen")]
    )
    assert masked.text == "X1 møtte X2 i X3."
    assert unmask("In X3, X1 met X2.", masked) == "In Bergen, Ola met Kari."


@pytest.mark.parametrize(
    ("decoded", "why"),
    [
        pytest.param("X1 met.", "one is missing"),
        pytest.param("X1 met X2 and X2.", "one is doubled"),
        pytest.param("X12 met X2.", "another number is not it"),
    ],
)
def test_a_lost_stand_in_makes_the_output_unusable(decoded, why):
    assert unmask(decoded, mask("A møtte B.", [MaskSpan(0, 1, "A"), MaskSpan(8, 9, "B")])) is None, why


def test_a_genitive_is_not_doubled():
    masked = mask("Putins reise", [MaskSpan(0, 6, "Putin's")])
    assert unmask("X1's journey", masked) == "Putin's journey"
    assert unmask("X1 journey", masked) == "Putin's journey"


def test_ten_stand_ins_are_told_apart():
    text = " ".join("abcdefghijkl")
    masked = mask(text, [MaskSpan(i * 2, i * 2 + 1, c.upper()) for i, c in enumerate("abcdefghijkl")])
    assert unmask(masked.text, masked) == text.upper()


def test_a_text_that_uses_the_stand_in_itself_gets_another_letter():
    assert mask("X1 er en bil fra BMW", [MaskSpan(17, 20, "BMW")]).text == "X1 er en bil fra Q1"


def test_overlapping_spans_are_masked_once():
    assert mask("11. oktober 2024", [MaskSpan(0, 16, "October 11, 2024"), MaskSpan(12, 16, "2024")]).text == "X1"


def test_what_is_left_without_protected_spans():
    assert without_protected("Se https://a.no nå") == "Se  nå"


@pytest.mark.parametrize(
    ("decoded", "text"),
    [
        ("He believes that X1 was right.", "He believes that the Storting was right."),
        ("X1 was right.", "The Storting was right."),
        ("He left the X1.", "He left the Storting."),
    ],
)
def test_a_body_has_its_article_after_a_conjunction_too(decoded, text):
    masked = mask("Stortinget", [MaskSpan(0, 10, "Storting", common=True, definite=True)])
    assert unmask(decoded, masked) == text
