"""Segments of one language -> drafts: glossary, decoding, checks and repair, in this order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from models.base import DecodingOptions
from service.batching import Decoder
from service.facts.names_document import document_names
from service.translation.drafts import Draft, Setting
from service.translation.glossary import EMPTY, Glossary
from service.translation.masking import Masked, filled, unmask
from service.translation.repair import place_terms, repair


class SegmentTranslator:
    """What the document and the HTML path share. Safe from several threads."""

    def __init__(self, options: DecodingOptions, *, repair: bool = True) -> None:
        self.options = options
        self._repair = repair

    def translate(
        self, texts: Sequence[str], language_code: str, decoder: Decoder, glossary: Glossary | None = None
    ) -> list[Draft]:
        """One draft a text, in order. The texts are one document's, and tell of each other's names.

        Raises EngineError (MODEL_FAILED) where the model fails.

        Terms of the glossary are decoded freely at first, so that a changed glossary decodes again only what it changes;
        those that were missed are placed, with or without repair.
        """
        names = document_names(texts, language_code)
        setting = Setting(decoder, self.options, decoder.engine.spec.score_floor, glossary or EMPTY, names)
        masked = [setting.masked(text, language_code, facts=False) for text in texts]
        first = []
        for text, m, hypotheses in zip(
            texts, masked, decoder.decode([m.text for m in masked], self.options), strict=True
        ):
            best = hypotheses[0]
            # A lost stand-in is put right by `repair`; until then the check sees it as it came.
            first.append(setting.draft(text, language_code, unmask(best.text, m) or best.text, best))
        made = place_terms(first, setting)
        if self._repair:
            made = repair(made, setting, first)
        return [_readable(d, m, setting.glossary) for d, m in zip(made, masked, strict=True)]


def _readable(d: Draft, masked: Masked, glossary: Glossary) -> Draft:
    """The draft without stand-ins that nothing could put right; its flags go on telling that something was lost."""
    text = filled(d.text, masked)
    return d if text == d.text else replace(d, text=text, terms=glossary.uses(d.original, d.language_code, text))
