"""Terms: their forms, where they stand in a text, what they become, and whether the English has them."""

from __future__ import annotations

import pytest

from service.domain import FlagCode, TermKind
from service.errors import InvalidInputError
from service.translation.glossary import Glossary, Term
from service.translation.glossary.english import restored
from service.translation.glossary.inflection import by_rules, english_forms, inflected

GERICHT = Term("Gericht", "court", "de", "noun.neuter")
TINGRETT = Term("tingrett", "district court", "no", "noun.masculine")


def found(text, code, *terms, protected=()):
    return [f.text for f in Glossary.of(terms, protected).find(text, code)]


def placed(text, code, term):
    (only,) = Glossary.of([term]).find(text, code)
    return term.placed(only.readings)


@pytest.mark.parametrize(
    ("code", "inflection", "base", "forms"),
    [
        ("de", "noun.neuter", "Gericht", "Gerichts Gerichtes Gerichte Gerichten"),
        ("de", "noun.masculine", "Staatsanwalt", "Staatsanwalts Staatsanwaltes"),
        ("de", "noun.masculine", "Richter", "Richters Richtern"),
        ("de", "noun.weak", "Präsident", "Präsidenten"),
        ("de", "noun.weak", "Schöffe", "Schöffen"),
        ("de", "noun.feminine", "Behörde", "Behörden"),
        ("de", "noun.feminine", "Richterin", "Richterinnen"),
        ("de", "noun.adjective", "Angeklagter", "Angeklagte Angeklagten Angeklagtem Angeklagtes"),
        ("de", "name", "Merkel", "Merkels"),
        ("de", "name", "Scholz", "Scholz’"),
        ("de", "adjective", "mutmaßlich", "mutmaßliche mutmaßlichen mutmaßlicher mutmaßliches mutmaßlichem"),
        ("de", "verb", "beschuldigen", "beschuldigt beschuldigte beschuldigten"),
        ("de", "", "Gericht", "Gerichts Gerichte Gerichten"),
        ("nb", "noun.masculine", "tingrett", "tingretten tingretter tingrettene tingrettens tingretters"),
        ("nb", "noun.masculine", "dommer", "dommeren dommere dommerne dommernes"),
        ("nb", "noun.masculine", "måte", "måten måter måtene"),
        ("nb", "noun.feminine", "jente", "jenta jenten jenter jentene jentas"),
        ("nb", "noun.neuter", "vedtak", "vedtaket vedtakene vedtakets"),
        ("nb", "noun.neuter", "museum", "museet museer museene"),
        ("nb", "noun.neuter", "program", "programmet programmene"),
        ("nb", "name", "Oslo", "Oslos"),
        ("nb", "verb", "sikte", "sikter siktet siktes"),
        ("nn", "noun.masculine", "domstol", "domstolen domstolar domstolane domstolens"),
        ("nn", "noun.feminine", "jente", "jenta jenter jentene"),
        ("nn", "noun.neuter", "vedtak", "vedtaket vedtaka"),
        ("da", "noun", "dommer", "dommeren dommere dommerne"),
        ("sv", "noun", "domstol", "domstolen domstolar domstolarna"),
    ],
)
def test_forms(code, inflection, base, forms):
    made = inflected(base, code, inflection)
    assert set(forms.split()) <= set(made), set(forms.split()) - set(made)


def test_the_longest_ending_rules_out_the_shorter():
    assert by_rules("dommer", ["er", "e>er", "er>ere"]) == ["dommere"]
    assert by_rules("tingrett", ["er", "e>er", "er>ere"]) == ["tingretter"]


def test_the_words_before_the_noun_have_forms_too():
    term = Term("Europäischer Gerichtshof", "European Court of Justice", "de", "noun.masculine")
    text = "Urteil des Europäischen Gerichtshofes und beim Europäischen Gerichtshof"
    assert found(text, "de", term) == ["Europäischen Gerichtshofes", "Europäischen Gerichtshof"]


@pytest.mark.parametrize(
    ("text", "code", "terms", "expected", "why"),
    [
        ("Das Gericht tagt.", "de", [GERICHT], ["Gericht"], "base form"),
        ("Landgericht, Gerichtssaal, Gerichte", "de", [GERICHT], ["Gerichte"], "never within a compound"),
        ("Ein Gerichts-Sprecher", "de", [GERICHT], ["Gerichts"], "a part before a hyphen"),
        ("DAS GERICHT TAGT", "de", [GERICHT], ["GERICHT"], "capitals don't matter"),
        ("Das Gericht", "nb", [GERICHT], [], "another language"),
        ("Oslo tingrett", "nn", [TINGRETT], ["tingrett"], "no counts for nynorsk"),
        ("Oslo tingrett", "nb", [TINGRETT], ["tingrett"], "no counts for bokmål"),
        ("Oslo tingrett", "no", [Term("tingrett", "x", "nb")], ["tingrett"], "a text that is `no` takes nb's"),
        ("Die Grünen und grüne Felder", "de", [Term("Grüne", "Greens", "de", "", True)], ["Grünen"], "case-sensitive"),
        ("Gericht  Halle", "de", [Term("Gericht Halle", "x", "de")], ["Gericht  Halle"], "any space between the words"),
        ("Deutsche Bank-Chef", "de", [Term("Deutsche Bank", "x", "de"), Term("Bank", "y")], ["Deutsche Bank"], "the longest"),
        ("NRKs sak", "nb", [Term("NRK", "Norwegian broadcaster", "nb", "name")], ["NRKs"], "genitive of a name"),
        ("EU-Kommission", "de", [Term("EU", "European Union", inflection="name")], ["EU"], "a term of every language"),
        ("Landräten", "de", [Term("Landrat", "x", "de", "noun.masculine", forms=(("plural", "Landräte"),))], ["Landräten"],
         "the dative of a plural that is given"),
    ],
)  # fmt: skip
def test_where_terms_stand(text, code, terms, expected, why):
    assert found(text, code, *terms) == expected, why


@pytest.mark.parametrize(
    ("text", "protected", "expected"),
    [
        pytest.param("Se Dagsrevyen nå", ["Dagsrevyen"], ["Dagsrevyen"], id="a word"),
        pytest.param("Hydros tall", ["Hydro"], ["Hydro"], id="less the genitive"),
        pytest.param("hydro og Hydrogen", ["Hydro"], [], id="capitals and whole words"),
        pytest.param("skrevet i C++ av", ["C++"], ["C++"], id="ends in a mark"),
        pytest.param("«Sak & Dom» kommer", ['"Sak & Dom"'], ["«Sak & Dom»"], id="any quotation marks"),
        pytest.param("pris ★★★ nå", ["★★★"], ["★★★"], id="no letter at all"),
        pytest.param("se https://hydro.no/Hydro og #Hydro", ["Hydro"], [], id="not within an address or a hashtag"),
    ],
)
def test_where_protected_spans_stand(text, protected, expected):
    assert found(text, "nb", protected=protected) == expected


def test_a_protected_span_wins_over_a_term_and_over_a_longer_one():
    term = Term("Oslo tingrett", "Oslo District Court")
    assert [f.term for f in Glossary.of([term], ["Oslo"]).find("Oslo tingrett", "nb")] == [None]


@pytest.mark.parametrize(
    ("text", "code", "term", "english"),
    [
        ("ved tingretten", "nb", TINGRETT, "district court"),
        ("ved tingrettene", "nb", TINGRETT, "district courts"),
        ("Die Gerichte", "de", GERICHT, "courts"),
        ("die Präsidenten", "de", Term("Präsident", "president", "de", "noun.weak"), "presidents"),
        ("die neuen Präsidenten", "de", Term("Präsident", "president", "de", "noun.weak"), "presidents"),
        ("dem Präsidenten", "de", Term("Präsident", "president", "de", "noun.weak"), "president"),
        ("wegen Präsidenten", "de", Term("Präsident", "president", "de", "noun.weak"), "president"),
        ("tre vedtak", "nb", Term("vedtak", "decision", "nb", "noun.neuter"), "decisions"),
        ("et vedtak", "nb", Term("vedtak", "decision", "nb", "noun.neuter"), "decision"),
        (
            "Gerichte",
            "de",
            Term("Gericht", "court", "de", "noun.neuter", targets=(("plural", "the courts"),)),
            "the courts",
        ),
        ("Leiter", "de", Term("Leiter", "head of department", "de", "noun.masculine"), "head of department"),
        ("zwei Leiter", "de", Term("Leiter", "head of department", "de", "noun.masculine"), "heads of department"),
        ("er siktet", "nb", Term("sikte", "charge", "nb", "verb"), "charged"),
        ("de sikter", "nb", Term("sikte", "charge", "nb", "verb"), "charges"),
        ("Gerichte", "de", Term("Gericht", "court", "de"), "court"),
    ],
)
def test_what_a_form_becomes(text, code, term, english):
    assert placed(text, code, term) == english


def test_regular_english():
    assert english_forms("city", "noun")["plural"] == ("cities",)
    assert english_forms("spokesman", "noun")["plural"] == ("spokesmen",)
    assert english_forms("German", "noun")["plural"] == ("Germans",)
    assert english_forms("leader of the house", "noun")["plural"] == ("leaders of the house",)
    assert english_forms("hold in custody", "verb")["past"] == ("held in custody",)
    assert english_forms("Storting", "name") == {}


@pytest.mark.parametrize(
    ("english", "applied", "why"),
    [
        ("The court sat.", True, "as it is"),
        ("Court reporters", True, "a capital first"),
        ("The courts sat.", True, "in the plural"),
        ("The court’s ruling", True, "a genitive"),
        ("COURT RULES", True, "in capitals"),
        ("The courtroom", False, "within another word"),
        ("The tribunal sat.", False, "another word"),
    ],
)
def test_applied(english, applied, why):
    (use,) = Glossary.of([GERICHT]).uses("Das Gericht tagt.", "de", english)
    assert use.applied is applied, why
    assert (use.kind, use.source, use.start, use.end) == (TermKind.TERM, "Gericht", 4, 11)
    if applied:
        assert "court" in english[use.text_start : use.text_end].lower()
    else:
        assert (use.text_start, use.text_end) == (None, None)


def test_a_capital_of_the_target_must_be_there():
    glossary = Glossary.of([Term("Rat", "Council of State", "nb")])
    assert [u.applied for u in glossary.uses("Rat", "nb", "council of state")] == [False]
    assert [u.applied for u in glossary.uses("Rat", "nb", "The Council of State")] == [True]


def test_a_place_in_the_english_answers_one_occurrence():
    uses = Glossary.of([GERICHT]).uses("Das Gericht verwies ans Gericht.", "de", "The court referred it back.")
    assert [u.applied for u in uses] == [True, False]


def test_the_longer_target_takes_its_place_first():
    terms = [GERICHT, Term("Landgericht", "regional court", "de", "noun.neuter")]
    uses = Glossary.of(terms).uses("Gericht und Landgericht", "de", "The regional court and the court")
    assert [(u.target, u.text_start) for u in uses] == [("court", 27), ("regional court", 4)]


def test_flags_name_each_term_once_and_each_span():
    glossary = Glossary.of([GERICHT], ["Kystavisen"])
    flags = glossary.flags(glossary.uses("Gericht, Gericht, Kystavisen", "de", "It, it, the coast paper"))
    assert [(f.code, f.detail) for f in flags] == [
        (FlagCode.GLOSSARY, "Gericht -> court: not applied"),
        (FlagCode.PROTECTED, "Kystavisen: changed"),
    ]


def test_a_protected_span_gets_its_own_bytes_back():
    glossary = Glossary.of((), ["«Sak & Dom»", "iMorgen"])
    spans = glossary.find("iMorgen heter «Sak & Dom».", "nb")
    assert restored("IMorgen is called “Sak & Dom”.", spans) == "iMorgen is called «Sak & Dom»."


@pytest.mark.parametrize(
    ("fields", "field", "part"),
    [
        ({"source": " "}, "source", "empty"),
        ({"target": "x" * 201}, "target", "at most 200"),
        ({"source": "a\tb"}, "source", "control character"),
        ({"language_code": "xx"}, "language_code", "'xx' is not known; there are no,"),
        ({"inflection": "noun.strong"}, "inflection", "noun.neuter"),
        ({"language_code": "nb", "inflection": "noun.weak"}, "inflection", "nb has adjective"),
        ({"forms": (("dual", "x"),)}, "forms", "there are singular, plural"),
    ],
)
def test_a_bad_term_is_refused_by_field_and_value(fields, field, part):
    with pytest.raises(InvalidInputError) as caught:
        Term(**{"source": "Gericht", "target": "court", **fields})
    assert (caught.value.reason, caught.value.field) == ("INVALID_GLOSSARY", field)
    assert part in caught.value.message


def test_duplicates_are_refused():
    with pytest.raises(InvalidInputError, match="given twice"):
        Glossary.of([GERICHT, Term("gericht", "tribunal", "de")])
    with pytest.raises(InvalidInputError, match="given twice"):
        Glossary.of((), ["NRK", "NRK"])
    assert len(Glossary.of([GERICHT, Term("Gericht", "dish", "nb")]).terms) == 2


def test_merged_the_first_wins():
    both = Glossary.of([GERICHT], ["A"]).merged(Glossary.of([Term("Gericht", "tribunal", "de"), TINGRETT], ["A", "B"]))
    assert [t.target for t in both.terms] == ["court", "district court"]
    assert both.protected == ("A", "B")


def test_the_signature_tells_contents_apart_and_is_empty_for_nothing():
    assert Glossary().signature == ""
    one, other = Glossary.of([GERICHT]), Glossary.of([Term("Gericht", "tribunal", "de", "noun.neuter")])
    assert one.signature == Glossary.of([Term("Gericht", "court", "de", "noun.neuter")]).signature
    assert len({one.signature, other.signature, Glossary.of([GERICHT], ["A"]).signature}) == 3
