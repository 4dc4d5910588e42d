"""A glossary through the translator with a fake engine: what is decoded, what comes out, what is flagged."""

from __future__ import annotations

import re

import pytest

from models.base import DecodingOptions
from service.batching import Decoder, Meter
from service.domain import FlagCode, TermKind
from service.store import MemoryCache
from service.translation.drafts import Draft, Setting
from service.translation.glossary import Glossary, Term
from service.translation.masking import MaskSpan, mask, unmask
from service.translation.segments import SegmentTranslator
from tests.fakes import FakeEngine

TINGRETT = Term("tingrett", "district court", "nb", "noun.masculine")
NB = "Tingretten dømte mannen onsdag."


def translated(text, engine, glossary, *, code="nb", repair=False) -> Draft:
    decoder = Decoder(engine, MemoryCache(), Meter())
    return SegmentTranslator(DecodingOptions(), repair=repair).translate([text], code, decoder, glossary)[0]


def asked(engine):
    return [text for batch in engine.calls for text in batch]


def words(**by_source):
    """An engine that answers by the first key it finds in the source."""
    return FakeEngine(lambda text: next((v for k, v in by_source.items() if re.search(rf"\b{k}\b", text)), "?"))


def test_a_term_that_came_out_by_itself_costs_no_second_decoding():
    engine = words(Tingretten="The district court sentenced the man on Wednesday.")
    out = translated(NB, engine, Glossary.of([TINGRETT]))
    assert asked(engine) == [NB]
    (use,) = out.terms
    assert (use.source, use.start, use.end, use.target, use.applied) == ("Tingretten", 0, 10, "district court", True)
    assert out.text[use.text_start : use.text_end] == "district court"
    assert out.flags == ()


def test_a_missed_term_is_decoded_again_behind_a_stand_in():
    engine = words(Tingretten="The tribunal sentenced the man on Wednesday.", X1="X1 sentenced the man on Wednesday.")
    out = translated(NB, engine, Glossary.of([TINGRETT]))
    assert out.text == "The district court sentenced the man on Wednesday."
    assert asked(engine) == [NB, "X1 dømte mannen onsdag."]
    assert out.flags == (), "placing a term is no repair"
    assert out.text[out.terms[0].text_start : out.terms[0].text_end] == "district court"


def test_only_what_was_missed_gets_a_stand_in():
    glossary = Glossary.of([TINGRETT, Term("mann", "male person", "nb", "noun.masculine")])
    engine = words(Tingretten="The district court sentenced the man.", X1="?")
    translated("Tingretten dømte mannen.", engine, glossary)
    assert "Tingretten dømte X1." in asked(engine)


def test_where_the_stand_in_is_lost_the_source_says_it_in_english():
    engine = words(Tingretten="The tribunal sat.", court="The district court sat.", X1="It sat.")
    out = translated("Tingretten var samlet.", engine, Glossary.of([TINGRETT]))
    assert out.text == "The district court sat."
    assert asked(engine)[-1] == "district court var samlet."


def test_what_can_not_be_applied_is_flagged_and_stays_readable():
    engine = words(Tingretten="The tribunal sat.", X1="It sat.", court="It was seated.")
    out = translated("Tingretten var samlet.", engine, Glossary.of([TINGRETT]), repair=True)
    assert [(f.code, f.detail) for f in out.flags] == [(FlagCode.GLOSSARY, "Tingretten -> district court: not applied")]
    assert out.text == "The tribunal sat."
    assert out.doubt > 0


def test_a_protected_text_never_reaches_the_translator_and_keeps_its_bytes():
    engine = FakeEngine(lambda text: text.replace("Det sto i", "It was in").replace("sin sak", "own case"))
    out = translated("Det sto i «Sak & Dom»s sin sak.", engine, Glossary.of((), ["«Sak & Dom»"]))
    assert asked(engine) == ["Det sto i X1 sin sak."]
    assert "«Sak & Dom»'s" in out.text
    assert (out.terms[0].kind, out.terms[0].applied) == (TermKind.PROTECTED, True)


def test_a_protected_text_that_is_lost_is_flagged():
    out = translated("Han leser Kystavisen.", FakeEngine(lambda _: "He reads."), Glossary.of((), ["Kystavisen"]))
    assert [(f.code, f.detail) for f in out.flags] == [(FlagCode.PROTECTED, "Kystavisen: changed")]


def test_a_reader_never_sees_a_stand_in():
    out = translated(
        "Han leser Kystavisen.", FakeEngine(lambda _: "He reads X1 and X1."), Glossary.of((), ["Kystavisen"])
    )
    assert out.text == "He reads Kystavisen and Kystavisen."
    assert FlagCode.PROTECTED in {f.code for f in out.flags}, "it came out wrong all the same"


def test_an_address_and_a_protected_text_make_one_flag():
    text = "Han leser Kystavisen på https://kyst.example/a nå."
    out = translated(text, FakeEngine(lambda _: "He reads it there now and then."), Glossary.of((), ["Kystavisen"]))
    (flag,) = [f for f in out.flags if f.code is FlagCode.PROTECTED]
    assert flag.detail == "missing: https://kyst.example/a; Kystavisen: changed"


def test_a_name_that_the_glossary_replaces_is_not_lost():
    term = Term("Økokrim", "Norway's economic crime unit", "nb", "name")
    engine = words(Økokrim="Norway's economic crime unit accuses Kari Nordmann of fraud.")
    out = translated("Økokrim anklager Kari Nordmann for svindel.", engine, Glossary.of([term]))
    assert [f.code for f in out.flags] == []


def test_a_name_beside_the_term_is_still_missed():
    term = Term("Økokrim", "Norway's economic crime unit", "nb", "name")
    engine = words(Økokrim="Norway's economic crime unit accuses the woman of fraud.")
    out = translated("Økokrim anklager Kari Nordmann for svindel.", engine, Glossary.of([term]))
    assert [f.code for f in out.flags] == [FlagCode.NAME]


def test_repair_of_another_fault_does_not_lose_the_term():
    def answer(text):
        if "312" not in text:
            return "The tribunal sent X2 letters." if "X2" in text else "It sent X1 letters."
        return "The district court sent 3 letters."

    text = "Tingretten sendte 4 312 brev."
    out = translated(text, FakeEngine(answer), Glossary.of([TINGRETT]), repair=True)
    assert "district court" in out.text
    assert FlagCode.NUMBER in {f.code for f in out.flags}


def test_repair_masks_terms_with_the_rest():
    engine = FakeEngine(lambda text: "X1 sent X2 letters." if "X2" in text else "The district court sent 3 letters.")
    out = translated("Tingretten sendte 4 312 brev.", engine, Glossary.of([TINGRETT]), repair=True)
    assert out.text == "The district court sent 4,312 letters."
    assert [(f.code, f.detail) for f in out.flags] == [(FlagCode.REPAIRED, "was: NUMBER")]


def test_a_looped_output_that_has_the_term_is_not_kept():
    setting = Setting(Decoder(FakeEngine(), None, Meter()), DecodingOptions(), None, Glossary.of([TINGRETT]))
    (hypotheses,) = FakeEngine().generate(["x"], DecodingOptions())
    loop = setting.draft(NB, "nb", "The district court " + "sat and sat and sat and " * 8 + "sat.", hypotheses[0])
    plain = setting.draft(NB, "nb", "The tribunal sentenced the man on Wednesday.", hypotheses[0])
    assert FlagCode.LOOP in {f.code for f in loop.flags}
    assert plain.betters(loop)
    assert not loop.betters(plain)


def test_without_a_glossary_nothing_is_masked_and_nothing_is_listed():
    engine = FakeEngine()
    assert translated(NB, engine, Glossary()).terms == translated(NB, engine, None).terms == ()
    assert asked(engine) == [NB, NB]


def test_a_line_in_capitals_and_speech_under_a_dash():
    engine = FakeEngine(lambda text: text)
    translated("TINGRETTEN DØMTE MANNEN", engine, Glossary.of([TINGRETT]))
    assert asked(engine)[1].startswith("X1 d")
    engine = FakeEngine(lambda text: "He said nothing at all." if "X1" not in text else '"X1 is calm," he said.')
    out = translated("– Tingretten er rolig, sa han.", engine, Glossary.of([TINGRETT]))
    assert out.text == '"The district court is calm," he said.'
    assert out.terms[0].start == 2
    assert out.without_lead("Tingretten er rolig, sa han.").terms[0].start == 0


@pytest.mark.parametrize(
    ("source", "decoded", "english"),
    [
        ("Tingretten møtes.", "X1 meets.", "The district court meets."),
        ("Han gikk til tingretten.", "He went to X1.", "He went to the district court."),
        ("Den nye tingretten møtes.", "The new X1 meets.", "The new district court meets."),
        ("Oslos tingrett møtes.", "Oslo's X1 meets.", "Oslo's district court meets."),
        ("Dommen i tingretten falt.", "The ruling of the X1 fell.", "The ruling of the district court fell."),
        ("Tingrettens dom falt.", "X1 ruling fell.", "The district court's ruling fell."),
        ("Tingrettens dom falt.", "X1's ruling fell.", "The district court's ruling fell."),
        ("Tingrettenes dommer falt.", "X1 rulings fell.", "The district courts' rulings fell."),
        ("Tingrettene har møtt.", "X1 has met.", "The district courts have met."),
        ("Lederen for tingrettene har møtt.", "The head of X1 has met.", "The head of the district courts has met."),
        ("To tingretter har møtt.", "A X1 was met.", "District courts were met."),
        ("En tingrett møtes.", "An X1 meets.", "A district court meets."),
        ("Det sa Lagting- og tingretts-dommere.", "So said X1-judges.", "So said district court-judges."),
    ],
)
def test_articles_and_genitives_of_a_placed_term(source, decoded, english):
    out = translated(source, FakeEngine(lambda text: decoded if "X1" in text else "?"), Glossary.of([TINGRETT]))
    assert out.text == english


def test_an_before_a_vowel_and_a_before_yu():
    appeal = mask("en ankedomstol", [MaskSpan(3, 13, "appeals court", common=True)])
    assert unmask("a X1", appeal) == "an appeals court"
    union = mask("en fagforening", [MaskSpan(3, 14, "union", common=True)])
    assert unmask("an X1", union) == "a union"
