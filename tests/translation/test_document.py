"""A document through the translator with a fake engine: routing, alignment, what is not decoded, repair."""

from __future__ import annotations

import pytest

from models.base import DecodingOptions
from service.batching import Decoder, Meter
from service.domain import Document, FlagCode, ParagraphKind
from service.errors import InvalidInputError
from service.store import MemoryCache
from service.text.cleaning import clean
from service.text.detection import LanguageDetector
from service.translation import DocumentTranslator, Router, SegmentTranslator
from tests.fakes import FakeEngine

DETECTOR = LanguageDetector()
NB = "Kommunestyret vedtok onsdag å bygge en ny skole ved elven. Arbeidet begynner etter sommeren, sier ordføreren."
EN = "The council decided on Wednesday to build a new school by the river, and work begins after the summer."
DE = "Der Gemeinderat hat am Mittwoch beschlossen, eine neue Schule am Fluss zu bauen."
PL = "Rząd ogłosił wczoraj nowy program pomocy dla rolników w całym kraju, powiedział minister."


def translator(engine: FakeEngine, *, repair: bool = False) -> DocumentTranslator:
    decoder = Decoder(engine, MemoryCache(), Meter())
    return DocumentTranslator(
        Router({"nb": decoder, "nn": decoder, "de": decoder}),
        DETECTOR,
        SegmentTranslator(DecodingOptions(), repair=repair),
    )


def translated(text: str, engine: FakeEngine | None = None, *, repair: bool = False, **fields: str):
    engine = engine or FakeEngine()
    return translator(engine, repair=repair).translate(clean(Document("d", text=text, **fields)))


def test_every_paragraph_keeps_its_place_and_every_segment_its_original():
    out = translated(f"{NB}\n\n{NB.replace('skole', 'bro')}")
    assert [p.paragraph_id for p in out.paragraphs] == ["p1", "p2"]
    assert [s.segment_id for s in out.segments] == ["p1.s1", "p1.s2", "p2.s1", "p2.s2"]
    assert " ".join(s.original for s in out.segments[:2]) == NB
    assert out.text.count("\n\n") == 1


def test_english_passes_through_word_for_word():
    engine = FakeEngine()
    out = translated(EN, engine)
    assert (out.text, out.provenance, engine.calls) == (EN, None, [])


def test_a_german_paragraph_in_an_english_article_is_translated():
    engine = FakeEngine()
    out = translated(f"{EN}\n\n{DE}\n\n{EN.replace('school', 'bridge')}", engine)
    assert out.source_language_code == "en"
    assert [p.language_code for p in out.paragraphs] == ["en", "de", "en"]
    assert [text for batch in engine.calls for text in batch] == [DE]
    assert out.provenance is not None


def test_a_document_in_a_language_nobody_routes_is_refused_by_name():
    with pytest.raises(InvalidInputError) as caught:
        translated(f"{PL}\n\n{PL}")
    assert (caught.value.reason, caught.value.stage) == ("UNSUPPORTED_LANGUAGE", "detect")
    assert "German (de)" in caught.value.message


def test_a_foreign_paragraph_is_kept_as_it_stands_and_flagged():
    out = translated(f"{NB}\n\n{PL}\n\n{NB.replace('skole', 'bro')}")
    kept = [s for s in out.segments if s.original == PL]
    assert [s.text for s in kept] == [PL]
    assert [f.code for f in kept[0].flags] == [FlagCode.UNTRANSLATED]


def test_addresses_never_reach_the_translator_and_come_back_whole():
    engine = FakeEngine()
    out = translated(f"{NB} Skriv til post@kommune.example innen fredag, sier hun.", engine)
    assert not any("@" in text for batch in engine.calls for text in batch)
    assert "post@kommune.example" in out.text


def test_an_over_long_sentence_is_split_and_nothing_is_lost():
    long = "Ordføreren sier at " + ", og at ".join(f"skole nummer {i} skal bygges ved elven" for i in range(60)) + "."
    engine = FakeEngine()
    out = translated(long, engine)
    assert len(out.segments) > 1
    assert "".join(s.original.replace(" ", "") for s in out.segments) == long.replace(" ", "")
    assert all(len(text.split()) < 128 for batch in engine.calls for text in batch)


def test_a_line_without_words_is_not_decoded():
    engine = FakeEngine()
    out = translated(f"{NB}\n\n* * *\n\n{NB.replace('skole', 'bro')}", engine)
    assert not any("* *" in text for batch in engine.calls for text in batch)
    assert out.segments


def test_a_lost_number_is_made_again_behind_a_stand_in():
    def forgetful(text: str) -> str:
        return "The municipality built X1 houses." if "X1" in text else "The municipality built some houses."

    out = translated("Kommunen bygde 4 312 hus.", FakeEngine(forgetful), repair=True, language_code="nb")
    assert out.segments[0].text == "The municipality built 4,312 houses."
    assert [f.code for f in out.segments[0].flags] == [FlagCode.REPAIRED]


def test_a_notice_keeps_the_doubts_about_its_translation():
    engine = FakeEngine(lambda text: "The case is up." if "oppdateres" in text else "The council met 17 times.")
    out = translated(f"{NB}\n\n{NB.replace('skole', 'bro')}\n\nSaken oppdateres 12. mai.", engine, language_code="nb")
    assert [[flag.code for flag in notice.flags] for notice in out.notices] == [[FlagCode.DATE]]


def test_speech_of_several_sentences_opens_and_closes_once():
    answers = {"Mannen": '"The man is stable.', "Tilstanden": '"His condition is serious," says Moe.'}

    def answer(text: str) -> str:
        return next((said for word, said in answers.items() if word in text), "The police came.") + (
            '"' if "Mannen" in text else ""
        )

    text = f"{NB}\n\n– Mannen er stabil. Tilstanden er alvorlig, sier Moe."
    out = translated(text, FakeEngine(answer), language_code="nb")
    assert [s.text for s in out.segments][-2:] == ['"The man is stable."', '"His condition is serious," says Moe.']
    assert out.text.endswith('"The man is stable. His condition is serious," says Moe.')


def test_a_lone_family_name_is_put_right_because_its_full_name_stands_elsewhere():
    def answer(text: str) -> str:
        if "Vorhaben" not in text:
            return "State premier Karl Rottmann spoke to farmers in Kiel."
        return "X1 had stopped the plan." if text.startswith("X1") else "Redtmann had stopped the plan."

    text = "Ministerpräsident Karl Rottmann sprach in Kiel mit Bauern.\n\nRottmann hatte das Vorhaben gestoppt."
    out = translated(text, FakeEngine(answer), repair=True, language_code="de")
    assert [s.text for s in out.segments][-1] == "Rottmann had stopped the plan."


def test_what_cannot_be_repaired_is_returned_with_its_flags():
    out = translated(
        "Kommunen bygde 4 312 hus.",
        FakeEngine(lambda _: "The municipality built 17 houses."),
        repair=True,
        language_code="nb",
    )
    assert FlagCode.NUMBER in {f.code for f in out.segments[0].flags}
    assert FlagCode.REPAIRED not in {f.code for f in out.segments[0].flags}


def test_the_title_is_translated_and_kept_apart():
    out = translated(NB, title="Ny skole ved elven")
    assert out.title_original == "Ny skole ved elven"
    assert out.title and out.title not in out.text


def test_speech_under_a_dash_is_in_quotation_marks_up_to_who_said_it():
    engine = FakeEngine()
    out = translated(f"{NB}\n\n– Vi er glade for skolen. Den blir fin, sa ordføreren. Byggingen tar ett år.", engine)
    asked = [text for batch in engine.calls for text in batch]
    assert '"Vi er glade for skolen."' in asked
    assert '"Den blir fin", sa ordføreren.' in asked
    assert "Byggingen tar ett år." in asked
    assert [s.original for s in out.segments[2:]] == [
        "– Vi er glade for skolen.",
        "Den blir fin, sa ordføreren.",
        "Byggingen tar ett år.",
    ]


def test_a_credit_is_names_and_is_not_decoded():
    engine = FakeEngine()
    out = translated(f"{NB}\n\nFoto: Kari Nordmann / Kystavisen\n\n{NB.replace('skole', 'bro')}", engine)
    credit = next(s for s in out.segments if "Nordmann" in s.original)
    assert (credit.text, credit.score) == ("Photo: Kari Nordmann / Kystavisen", None)
    assert not any("Nordmann" in text for batch in engine.calls for text in batch)


def test_a_caption_is_kept_but_is_not_text():
    text = f"{NB}\n\nOrdføreren ved den gamle skolen.\nFoto: Kari Nordmann\n\n{NB.replace('skole', 'bro')}"
    out = translated(text)
    captions = [p for p in out.paragraphs if p.kind is ParagraphKind.CAPTION]
    for paragraph in captions:
        for segment in out.segments:
            if segment.segment_id in paragraph.segment_ids:
                assert segment.text not in out.text
    assert "Foto" not in out.text
