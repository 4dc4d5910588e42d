"""Articles of odd shapes come back whole and aligned: nothing cut, nothing dropped, every segment with its original."""

from __future__ import annotations

import re

import pytest

from models.base import DecodingOptions
from service.batching import Decoder, Meter
from service.domain import Document, ParagraphKind, Translation
from service.store import MemoryCache
from service.text.cleaning import clean
from service.text.detection import LanguageDetector
from service.translation import DocumentTranslator, Router, SegmentTranslator
from tests.fakes import FakeEngine

PLACES = ("elven", "skogen", "havnen", "torget", "skolen", "fjellet", "veien", "kirken")
NB = "Ordføreren sa {day} at arbeidet ved {place} skulle koste {cost} kroner, og at ingen måtte flytte."
NN = "Ordføraren sa {day} at arbeidet ved {place} skulle koste {cost} kroner, og at ingen måtte flytte."
DE = "Der Bürgermeister sagte am Montag, die Arbeiten am Rathaus würden {cost} Euro kosten und niemand müsse umziehen."
EN = "The mayor said on Monday that the work at the town hall would cost {cost} euros and that nobody had to move."
DAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag")


def sentence(i: int, template: str = NB) -> str:
    return template.format(day=DAYS[i % 5], place=PLACES[i % 8], cost=f"{i + 1} 000")


@pytest.fixture(scope="module")
def translator() -> DocumentTranslator:
    decoder = Decoder(FakeEngine(), MemoryCache(), Meter())
    router = Router(dict.fromkeys(("nb", "nn", "de", "da", "sv"), decoder))
    return DocumentTranslator(router, LanguageDetector(), SegmentTranslator(DecodingOptions(), repair=False))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def whole(translator: DocumentTranslator, text: str, **fields: str) -> Translation:
    """The translation, after asserting that every character of the source is in it, in order, and has its English."""
    out = translator.translate(clean(Document("d", text=text, **fields)))
    found = [out.title_original] if out.title_original and "title" not in fields else []
    kept = [*found, *(s.original for s in out.segments)]
    assert squeezed("".join(kept)) == squeezed(text)
    assert [s.segment_id for s in out.segments] == [i for p in out.paragraphs for i in p.segment_ids]
    assert all(s.text.strip() for s in out.segments)
    shown = [p for p in out.paragraphs if p.kind is not ParagraphKind.CAPTION]
    assert len(out.text.split("\n\n")) == len(shown)
    return out


def test_ten_thousand_words(translator):
    paragraphs = [" ".join(sentence(5 * i + j) for j in range(5)) for i in range(120)]
    text = "\n\n".join(paragraphs)
    assert len(text.split()) > 10_000
    out = whole(translator, text, title="Hva arbeidet koster")
    assert len(out.paragraphs) == 120
    assert len(out.segments) == 600


def test_a_sentence_longer_than_any_model_takes(translator):
    text = "Kommunen bygger " + ", ".join(f"en bro ved {PLACES[i % 8]} nummer {i}" for i in range(400)) + "."
    out = whole(translator, text)
    assert len(out.segments) > 10
    assert all(len(s.original.split()) <= 130 for s in out.segments)


def test_a_headline_of_one_word(translator):
    assert [s.original for s in whole(translator, "Streik", language_code="nb").segments] == ["Streik"]


def test_a_line_in_capitals(translator):
    out = whole(translator, f"{sentence(0)}\n\nSTREIKEN ER OVER, SIER ORDFØREREN\n\n{sentence(1)} {sentence(2)}")
    assert {s.language_code for s in out.segments} == {"nb"}


def test_a_table_pasted_as_text(translator):
    rows = ["Kommune\tInnbyggere\tEndring"] + [
        f"{p.title()}\t{1000 + i}\t{i},{i} prosent" for i, p in enumerate(PLACES)
    ]
    out = whole(translator, f"{sentence(1)}\n\n" + "\n".join(rows) + f"\n\n{sentence(2)}", title="Tall")
    for i, place in enumerate(PLACES):
        assert any(
            f"{place.title()}\t{1000 + i}\t{i}.{i}" in paragraph.replace("EN ", "").replace(",", "")
            for paragraph in out.text.split("\n\n")
        )


def test_a_live_blog_of_two_hundred_entries(translator):
    entries = [f"{8 + i // 60:02}.{i % 60:02}: {sentence(i)}" for i in range(200)]
    out = whole(translator, "\n\n".join(entries), title="Direkte")
    assert len(out.paragraphs) == 200
    assert all(p.segment_ids for p in out.paragraphs)


def test_an_article_that_changes_its_language_twice(translator):
    blocks = [" ".join(sentence(i + j, template) for j in range(2)) for template in (NB, DE, EN) for i in range(3)]
    out = whole(translator, "\n\n".join(blocks), title="Tre språk")
    assert [p.language_code for p in out.paragraphs] == ["nb"] * 3 + ["de"] * 3 + ["en"] * 3
    english = [s for s in out.segments if s.language_code == "en"]
    assert english
    assert all(s.text == s.original and s.score is None for s in english)
