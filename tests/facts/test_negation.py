"""Negation."""

from __future__ import annotations

import pytest

from service.facts.negation import find_negations, may_negate


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("nb", "Han kom ikke, og ingen så henne.", ["ikke", "ingen"]),
        ("nb", "De dro uten bagasje.", ["uten"]),
        ("nb", "Ikke bare han, men alle kom.", []),
        ("nn", "Ho kom aldri, og ikkje han heller.", ["aldri", "ikkje"]),
        ("de", "Sie hat keine Zeit und kommt nie.", ["keine", "nie"]),
        ("de", "Weder er noch sie kam.", ["Weder"]),
        ("de", "Nicht nur er kam.", []),
        ("en", "He didn't come; she can’t; nobody could.", ["n't", "n’t", "nobody"]),
        ("en", "Not only he came, no later than Friday.", []),
        ("en", "A notable knot of another kind.", []),
        ("da", "Han kom ikke.", ["ikke"]),
        ("sv", "Han kom inte.", ["inte"]),
    ],
)
def test_negations(code: str, text: str, expected: list[str]) -> None:
    spans = find_negations(text, code)
    assert [span.text for span in spans] == expected
    assert all(text[span.start : span.end] == span.text for span in spans)


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("en", "She failed to win.", True),
        ("en", "It was an unhappy day.", True),
        ("en", "They were left homeless.", True),
        ("en", "She won.", False),
        ("de", "Er lehnte ab.", True),
        ("de", "Er sagte zu.", False),
        ("nb", "Han nektet.", True),
    ],
)
def test_softer_ways_to_deny(code: str, text: str, expected: bool) -> None:
    assert may_negate(text, code) is expected
