"""Words that are no English: told, and told from names, addresses and what is quoted."""

from __future__ import annotations

import pytest

from service.checks import SegmentPair, check_segment
from service.domain import FlagCode


@pytest.mark.parametrize(
    ("reason", "code", "original", "text", "words"),
    [
        ("made up", "de", "Die Verhandlungen dauern an.", "The gotiating goes on.", "gotiating"),
        ("made up, first", "de", "Das Ultimatum läuft ab.", "Ultimature is running out.", "Ultimature"),
        (
            "two",
            "nb",
            "Nødetatene rykket ut til lageret.",
            "The needtates went to the storhouse.",
            "needtates, storhouse",
        ),
        (
            "left in the original",
            "nb",
            "Boka om trollmenn er utsolgt.",
            "The book on trollmenn is sold out.",
            "trollmenn",
        ),
        ("a name", "nb", "Bjørnstjerne Aakrevik smilte.", "Bjørnstjerne Aakrevik smiled.", None),
        ("a name in another spelling", "nb", "Han møtte Peseschkian.", "He met Pezeshkian.", None),
        ("an address", "nb", "Skriv til post@tveitdalen.no i dag.", "Write to post@tveitdalen.no today.", None),
        ("a quoted word", "nb", "De kaller det «tuftepark».", 'They call it a "tuftepark".', None),
        ("an abbreviation", "de", "Die KfW und das BMWK zahlen.", "The KfW and the BMWK are paying.", None),
        (
            "English, put together",
            "de",
            "Der Trampelpfad ist gesperrt.",
            "The footpath is closed to skateboarders.",
            None,
        ),
    ],
)
def test_words_that_are_no_english(reason, code, original, text, words):
    found = [f.detail for f in check_segment(SegmentPair(original, text, code)) if f.code is FlagCode.LOW_CONFIDENCE]
    assert found == ([f"no English: {words}"] if words else []), reason


def test_the_score_and_the_words_are_one_flag():
    pair = SegmentPair("Das Ultimatum läuft ab.", "Ultimature is running out.", "de", score=-2.0, floor=-1.1)
    found = [f.detail for f in check_segment(pair) if f.code is FlagCode.LOW_CONFIDENCE]
    assert found == ["score -2.00, floor -1.10; no English: Ultimature"]
