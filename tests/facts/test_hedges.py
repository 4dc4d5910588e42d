"""Hedges: who says so, what is doubted, what is planned."""

from __future__ import annotations

import pytest

from service.facts.hedges import find_hedges, find_meanings, may_hedge, quoted, tells_done
from service.facts.hedges_status import find_rungs, find_status


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
        (
            "skal ha reports, a relative clause between",
            "nb",
            "Mannen skal, ifølge vitner, ha tent på.",
            ["doubt", "attribution"],
        ),
        ("skal ha with an object has", "nb", "Vi skal ha mat til alle.", ["planned"]),
        ("skal ha møte is a plan", "nb", "De skal ha møte i morgen.", ["planned"]),
        ("skal møte og ha is a plan", "nb", "Hun skal møte ham og ha noe bestemt klart.", ["planned"]),
        ("skulle ha may report", "nb", "Han skulle ha kranglet med en vakt.", ["planned"]),
        ("subordinate soll", "de", "Der Mann, der ihn bedroht haben soll, schweigt.", ["doubt"]),
        ("soll ... worden sein", "de", "Das Bild soll gestohlen worden sein.", ["doubt"]),
        ("Frieden is no participle", "de", "Er will Frieden haben.", ["planned"]),
        ("state passive may announce", "de", "Die Straße soll bis Mai gesperrt sein.", ["planned"]),
        ("laut is loud", "de", "Die Musik war laut und schrill.", []),
        ("wohl is well", "de", "Er fühlt sich hier wohl.", []),
        ("as if", "de", "Er tat, als habe er nichts gehört.", []),
        ("a source after etter det", "nb", "Etter det Havneposten erfarer, går hun av.", ["attribution"]),
        ("etter det is after that", "nb", "Etter det dro de hjem.", []),
        ("the month of May", "en", "The bridge opened in May.", []),
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
    assert may_hedge("It may rain.", "en", "likely")
    assert not may_hedge("It rains.", "en", "likely", "reported")


@pytest.mark.parametrize(
    ("reason", "code", "text", "rungs"),
    [
        ("charged", "nb", "Den siktede mannen er løslatt.", ["charged"]),
        ("aimed", "nb", "Han siktet mot elgen.", []),
        ("indicted, then sentenced", "nb", "Den tiltalte ble dømt.", ["indicted", "convicted"]),
        ("an anchor is no appeal", "nb", "De kastet anker.", []),
        ("accused", "de", "Der Beschuldigte schweigt.", ["accused"]),
        ("defendant", "de", "Die Angeklagte schweigt.", ["indicted"]),
        ("acquitted", "de", "Er wurde freigesprochen.", ["acquitted"]),
        ("charged", "en", "She was charged with fraud.", ["charged"]),
    ],
)
def test_status(reason: str, code: str, text: str, rungs: list[str]) -> None:
    assert list(find_status(text, code)) == rungs, reason


def test_a_rung_needs_its_own_word() -> None:
    assert list(find_rungs("He was convicted of fraud.", "en")) == ["convicted"]
    assert not find_rungs("He went to prison to visit a friend.", "en")


def test_words_that_hedge_nothing() -> None:
    assert list(find_meanings("Hun spurte om det kunne vente.", "nb")) == ["can", "ask"]
    assert not find_meanings("Huset brant.", "nb")


def test_quoted() -> None:
    text = '"We think so," she said.'
    assert quoted(text, text.index("think"))
    assert not quoted(text, text.index("said"))
    assert quoted("„Wir glauben das“, sagte sie.", 5)
    assert not quoted("„Wir glauben das“, sagte sie.", 20)


def test_a_thing_done() -> None:
    assert tells_done("The bridge was opened.", "en")
    assert not tells_done("The bridge is to open.", "en")
