"""The gate on glossaries: our own terms in our own sentences, through the bundled model."""

from __future__ import annotations

from functools import cache

import pytest

from models.base import DecodingOptions
from service.batching import Decoder, Meter
from service.config import Settings
from service.domain import TermKind
from service.installed import Installed
from service.translation.glossary import Glossary
from service.translation.segments import SegmentTranslator
from tests.quality.floors import HERE
from tests.quality.test_translation import MODEL, rows

LANGUAGES = ("nb", "de")
#: Share of term occurrences that must be in the English; int8 rounds differently from processor to processor.
FLOOR = 0.95
#: Names that the bundled model garbles now and then.
PROTECTED = ["Vadsø", "Lise Moe", "Moskenes", "Anne Bakke", "Per Dahl", "Andøya", "Goslar", "Kassel", "Trier", "Ulm"]


def glossary(code: str) -> Glossary:
    return Glossary.load(HERE / "glossary" / f"{code}.tsv").merged(Glossary.of((), PROTECTED))


@cache
def drafts(code: str, *, with_terms: bool):
    engine = Installed.open(Settings(translators={"*": MODEL})).translators[code]
    known = glossary(code)
    sources = [source for _, source, _ in rows(code) if known.find(source, code)]
    made = SegmentTranslator(DecodingOptions(), repair=False).translate(
        sources, code, Decoder(engine, None, Meter()), known if with_terms else None
    )
    return [(source, d, known.uses(source, code, d.text)) for source, d in zip(sources, made, strict=True)]


@pytest.mark.parametrize("code", LANGUAGES)
def test_terms_are_applied(code):
    uses = [use for *_, found in drafts(code, with_terms=True) for use in found if use.kind is TermKind.TERM]
    assert len(uses) >= 30
    missed = [f"{use.source} -> {use.target}" for use in uses if not use.applied]
    assert 1 - len(missed) / len(uses) >= FLOOR, missed


@pytest.mark.parametrize("code", LANGUAGES)
def test_protected_names_keep_their_bytes(code):
    uses = [use for *_, found in drafts(code, with_terms=True) for use in found if use.kind is TermKind.PROTECTED]
    assert uses
    assert [use.source for use in uses if not use.applied] == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_without_the_glossary_the_model_says_it_otherwise(code):
    uses = [use for *_, found in drafts(code, with_terms=False) for use in found if use.kind is TermKind.TERM]
    assert sum(use.applied for use in uses) / len(uses) < 0.75, "then these terms measure nothing"


@pytest.mark.parametrize("code", LANGUAGES)
def test_places_and_flags_agree_with_the_text(code):
    for source, d, _ in drafts(code, with_terms=True):
        for use in d.terms:
            assert source[use.start : use.end] == use.source
            if use.applied:
                assert use.text_start is not None and use.text_end is not None
                assert d.text[use.text_start : use.text_end].strip()
        assert any(not use.applied for use in d.terms) == any(
            f.code.value in ("GLOSSARY", "PROTECTED") for f in d.flags
        )
