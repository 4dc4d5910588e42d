"""Lone names that only the rest of a document tells to be names."""

from __future__ import annotations

import pytest

from service.checks import SegmentPair
from service.checks.name import check
from service.facts.names_document import document_names, known_in, names_in

DE = ("Ministerpräsident Karl Rottmann war am Montag in Kiel.", "Rottmann hatte das Vorhaben gestoppt.")


@pytest.mark.parametrize(
    ("reason", "code", "texts", "names"),
    [
        ("a family name", "de", DE, {"Rottmann"}),
        ("a family name in Norwegian", "nb", ["Ordfører Nina Storhaug smilte.", "Storhaug gikk."], {"Storhaug"}),
        ("a given name met alone", "nb", ["I hagen satt Emil og leste.", "Emil er ni år."], {"Emil"}),
        ("a place nobody knows", "nb", ["Bilen sto ved Storlia i går.", "Storlia ligger langt nord."], {"Storlia"}),
        ("not what opens sentences", "nb", ["Opposisjonen, sier hun, er svak.", "Opposisjonen sier nei."], set()),
        ("not a German noun", "de", ["Der Vorgang ist selten.", "Vorgang und Folgen sind klar."], set()),
        ("not what the tables know", "de", ["Er war in Berlin.", "Berlin ist groß."], set()),
        ("none", "de", ["Es regnet.", "Der Bach steigt."], set()),
    ],
)
def test_what_a_document_knows(reason, code, texts, names):
    assert {word for word, _ in document_names(texts, code)} == names, reason


@pytest.mark.parametrize(
    ("reason", "code", "texts", "text", "names"),
    [
        ("opens a sentence", "de", DE, DE[1], ["Rottmann"]),
        ("a genitive", "de", DE, "Gestern wurde Rottmanns Auto gefunden.", ["Rottmann"]),
        ("a common word with its article", "de", ["Peter Richter kam."], "Der Richter sprach ihn frei.", []),
        ("a common word that opens", "nb", ["Han møtte Kari Hage i går."], "Hage og hus er solgt.", []),
        ("another word", "de", DE, "Der Rottweiler bellte.", []),
    ],
)
def test_where_they_stand(reason, code, texts, text, names):
    found = names_in(text, code, known_in(text, document_names(texts, code)))
    assert [text[name.start : name.end] for name in found] == names, reason


def test_a_lone_name_that_changed_is_doubted_only_where_the_document_knows_it():
    wrong = SegmentPair(DE[1], "Redtmann had stopped the plan.", "de")
    assert check(wrong) == ()
    known = SegmentPair(wrong.original, wrong.text, "de", names=document_names(DE, "de"))
    assert [flag.detail for flag in check(known)] == ["missing: Rottmann"]
    right = SegmentPair(DE[1], "Rottmann had stopped the plan.", "de", names=known.names)
    assert check(right) == ()
