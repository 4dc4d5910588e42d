"""Pieces: what is decoded at once, cut from a text, and its English, whoever has that: memory, model, or nobody.

What the document and the HTML path share.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.batching import Decoder
from service.domain import Flag, FlagCode, Segment
from service.store import TranslationMemory
from service.text.detection import LanguageDetector
from service.text.segmentation import segment, split_long
from service.translation.drafts import Draft
from service.translation.glossary import EMPTY, Glossary
from service.translation.masking import without_protected
from service.translation.memory import remembered
from service.translation.numerals import english_figures
from service.translation.route import TARGET, Router, language_name
from service.translation.segments import SegmentTranslator
from service.translation.style import has_dialogue_dash, names_speaker

#: Longer segments are split at clauses before decoding, whatever the model's positions: it was trained on sentences.
MAX_SEGMENT_TOKENS = 128
_CELL = re.compile(r"[^\t]*\t+|[^\t]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A segment before decoding, and the space that stood behind it."""

    text: str
    behind: str
    language_code: str
    english: str | None = None
    """Its English where that is known without decoding: a picture's credit is names."""
    spoken: bool = False
    """Whether it goes on with speech that a dash opened in a segment before it."""
    start: int = 0
    """Its first character in the text that it was cut from."""
    protected: tuple[str, ...] = ()
    """Spans of it that should come through as they are, beside those of the glossary."""

    @property
    def source(self) -> str:
        """What is decoded and checked: speech with the dash that it stands under."""
        return f"– {self.text}" if self.spoken else self.text


class PieceTranslator:
    """Cuts texts into pieces, and finds their English. Safe from several threads."""

    def __init__(
        self,
        router: Router,
        detector: LanguageDetector,
        segments: SegmentTranslator,
        memory: TranslationMemory | None = None,
    ) -> None:
        self._router = router
        self._detector = detector
        self._segments = segments
        self._memory = memory

    def cut(self, text: str, paragraph_code: str, *, short: bool = False) -> list[Piece]:
        """The pieces of a paragraph; a `short` one is in one language. The cells of a table's row are pieces."""
        out = []
        place = 0
        for piece in (p for cell in _CELL.findall(text) for p in segment(cell, paragraph_code)):
            code = paragraph_code if short else self._detector.detect_segment(piece, paragraph_code)
            for part in self._fitting(piece, code):
                bare = part.strip()
                if bare:
                    start = place + len(part) - len(part.lstrip())
                    out.append(Piece(bare, part[len(part.rstrip()) :], code, start=start))
                place += len(part)
        return _with_speech(out)

    def _fitting(self, piece: str, code: str) -> list[str]:
        decoder = self._router.decoder(code)
        if not decoder:
            return [piece]
        engine = decoder.engine
        limit = min(MAX_SEGMENT_TOKENS, engine.max_input_tokens)
        return split_long(piece, code, lambda text: engine.count_tokens([text])[0] <= limit)

    def drafts(self, pieces: Sequence[Piece], glossary: Glossary = EMPTY) -> list[Draft]:
        """One a piece, in order: decoded a language at a time, the unit of the cache, the same in every run.

        Raises EngineError (MODEL_FAILED) where a model fails, StorageError where the memory can't be read.
        """
        out: list[Draft | None] = [_known(p) for p in pieces]
        approved = self._approved(pieces)
        for code, protected in sorted({(p.language_code, p.protected) for p in pieces}):
            here = [
                i
                for i, p in enumerate(pieces)
                if (p.language_code, p.protected) == (code, protected) and out[i] is None
            ]
            decoder = self._router.decoder(code)
            if all(approved[i] for i in here):
                continue
            if code == TARGET:
                made = [Draft(pieces[i].text, code, pieces[i].text, None, ()) for i in here]
            elif decoder is None:
                made = [_untranslated(pieces[i].text, code) for i in here]
            else:
                terms = glossary.merged(Glossary(protected=protected)) if protected else glossary
                decoded = self._segments.translate([pieces[i].source for i in here], code, decoder, terms)
                made = [d.without_lead(pieces[i].text) for i, d in zip(here, decoded, strict=True)]
            for i, d in zip(here, made, strict=True):
                out[i] = d
        return [d for d in (a or o for a, o in zip(approved, out, strict=True)) if d is not None]

    def _approved(self, pieces: Sequence[Piece]) -> list[Draft | None]:
        """What the translation memory has, English originals aside.

        The model reads those segments all the same: with them gone from its batch, int8 could word their neighbours
        anew, and one approved sentence must change no other.
        """
        out: list[Draft | None] = [None] * len(pieces)
        for code in sorted({p.language_code for p in pieces} - {TARGET}):
            here = [i for i, p in enumerate(pieces) if p.language_code == code]
            for i, d in zip(here, remembered([pieces[i].text for i in here], code, self._memory), strict=True):
                out[i] = d
        return out

    def main_decoder(self, main: str, segments: Sequence[Segment]) -> Decoder | None:
        """The decoder named in the provenance: of the document's language, else of the first segment that needed one."""
        codes = [main, *(s.language_code for s in segments if s.score is not None)]
        return next((d for d in map(self._router.decoder, codes) if d), None)


def bcp47(code: str) -> str:
    """The code as a record has it: `und` (RFC 5646) where the language is none that the detector knows."""
    return "und" if code == "other" else code


def _with_speech(pieces: Sequence[Piece]) -> list[Piece]:
    """A paragraph that a dash opens is speech up to the words that say who spoke, or to its end."""
    out = list(pieces)
    if not out or not has_dialogue_dash(out[0].text):
        return out
    for i in range(len(out) - 1):
        if names_speaker(out[i].source, out[i].language_code) or has_dialogue_dash(out[i + 1].text):
            break
        out[i + 1] = replace(out[i + 1], spoken=True)
    return out


def _known(piece: Piece) -> Draft | None:
    """What needs no decoding: a credit, and what has no words that a translator can read."""
    if piece.english is not None and piece.language_code != TARGET:
        return Draft(piece.text, piece.language_code, piece.english, None, ())
    return None if _has_words(piece.text) else _kept(piece.text, piece.language_code)


def _has_words(text: str) -> bool:
    """Whether there is anything a translator can read beside URLs, handles, figures and marks."""
    return any(c.isalpha() for c in without_protected(text))


def _kept(text: str, code: str) -> Draft:
    """A segment without words that a translator can read: its figures in English, a flag where it has another script's words."""
    foreign = any(c.isalpha() and not unicodedata.name(c, "").startswith("LATIN") for c in text)
    if foreign:
        return _untranslated(text, "other")
    return Draft(text, code, text if code == TARGET else english_figures(text, text, code), None, ())


def _untranslated(text: str, code: str) -> Draft:
    flag = Flag(FlagCode.UNTRANSLATED, f"{language_name(code)}: no installed model translates it")
    return Draft(text, code, text, None, (flag,))
