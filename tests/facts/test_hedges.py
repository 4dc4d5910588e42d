"""Hedges: who says so, what is doubted, what is planned."""

from __future__ import annotations

import pytest

from service.facts.hedges import find_hedges, may_hedge


@pytest.mark.parametrize(
    ("reason", "code", "text", "expected"),
    [
        ("source", "nb", "Ifølge politiet brant huset.", ["attribution"]),
        ("source", "nn", "I følgje politiet brann huset.", ["attribution"]),
        ("source", "de", "Laut Polizei brannte das Haus.", ["attribution"]),
        ("source", "de", "Nach Angaben der Polizei brannte das Haus.", ["attribution"]),
        ("source", "en", "According to police the house burned.", ["attribution"]),
        ("saying", "en", "The house burned, police said.", ["attribution"]),
        ("skal ha reports", "nb", "Mannen skal ha tent på huset.", ["doubt"]),
        ("skal ... ha reports, words between", "nb", "Mannen skal i går kveld ha tent på huset.", ["doubt"]),
        ("skal ha reports, nynorsk", "nn", "Mannen skal ha brent ned huset.", ["doubt"]),
        ("skal announces", "nb", "De skal møtes i morgen.", ["planned"]),
        ("soll ... haben reports", "de", "Er soll das Haus angezündet haben.", ["doubt"]),
        ("soll ... sein reports", "de", "Sie soll nach Wien gefahren sein.", ["doubt"]),
        ("will ... haben is his claim", "de", "Er will nichts gesehen haben.", ["doubt"]),
        ("soll announces", "de", "Die Brücke soll im Mai öffnen.", ["planned"]),
        ("subjunctive is somebody's claim", "de", "Der Mann sei geflohen.", ["attribution"]),
        ("ich habe is no subjunctive", "de", "Das ist das Boot, das ich gesehen habe.", []),
        ("es sei denn is none", "de", "Niemand geht, es sei denn, es regnet.", []),
        ("mutmaßlich", "de", "Der mutmaßliche Täter floh.", ["doubt"]),
        ("siktet", "nb", "Den siktede mannen er løslatt.", ["doubt"]),
        ("angivelig", "nb", "Han er angivelig syk.", ["doubt"]),
        ("reportedly", "en", "He is reportedly ill.", ["doubt"]),
        ("due to", "en", "The bridge is due to open in May.", ["planned"]),
        ("plain fact", "en", "The bridge opened in May.", []),
        ("plain fact", "nb", "Broen åpnet i mai.", []),
    ],
)
def test_hedges(reason: str, code: str, text: str, expected: list[str]) -> None:
    hedges = find_hedges(text, code)
    assert [hedge.kind for hedge in hedges] == expected, reason
    assert all(text[hedge.start : hedge.end] == hedge.text for hedge in hedges)


def test_kinder_reading() -> None:
    assert may_hedge("It may rain.", "en", "doubt")
    assert not may_hedge("It rains.", "en", "doubt")
