"""CleanedDocument -> Translation."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.batching import Decoder
from service.domain import (
    CleanedDocument,
    Flag,
    FlagCode,
    Notice,
    NoticeKind,
    Paragraph,
    ParagraphKind,
    Provenance,
    Segment,
    SourceParagraph,
    TermOccurrence,
    Translation,
)
from service.store import TranslationMemory
from service.text.cleaning.captions import credited
from service.text.detection import LanguageDetector
from service.text.segmentation import segment, split_long
from service.translation.glossary import EMPTY, Glossary
from service.translation.masking import without_protected
from service.translation.memory import remembered
from service.translation.repair import Draft
from service.translation.route import TARGET, Router, language_name
from service.translation.segments import SegmentTranslator
from service.translation.style import has_dialogue_dash, names_speaker

#: Longer segments are split at clauses before decoding, whatever the model's positions: it was trained on sentences.
MAX_SEGMENT_TOKENS = 128


#: A notice's first words, up to so many, are its label: a fixed phrase, which small translators get wrong.
LABEL_WORDS = 3
NOTICE_LABELS = {
    NoticeKind.AI_GENERATED: "Made with AI",
    NoticeKind.CORRECTION: "Correction",
    NoticeKind.SPONSORED: "Sponsored content",
    NoticeKind.PRESS_RELEASE: "Press release",
    NoticeKind.SATIRE: "Satire",
    NoticeKind.OTHER: "Notice",
}


@dataclass(frozen=True, slots=True)
class _Piece:
    """A segment before decoding, and the space that stood behind it."""

    text: str
    behind: str
    language_code: str
    english: str | None = None
    """Its English where that is known without decoding: a picture's credit is names."""
    spoken: bool = False
    """Whether it goes on with speech that a dash opened in a segment before it."""

    @property
    def source(self) -> str:
        """What is decoded and checked: speech with the dash that it stands under."""
        return f"– {self.text}" if self.spoken else self.text


class DocumentTranslator:
    """Detects, segments, decodes, checks, repairs and assembles one document at a time. Safe from several threads."""

    def __init__(
        self,
        router: Router,
        detector: LanguageDetector,
        segments: SegmentTranslator,
        *,
        memory: TranslationMemory | None = None,
    ) -> None:
        self._router = router
        self._detector = detector
        self._segments = segments
        self._memory = memory

    def translate(self, document: CleanedDocument, glossary: Glossary = EMPTY) -> Translation:
        """Translate into English, paragraph for paragraph, with the terms of `glossary`.

        Raises InvalidInputError (UNSUPPORTED_LANGUAGE, stage `detect`) for a document in a language that no installed
        model routes, EngineError (MODEL_FAILED, stage `translate`) where a model fails.
        """
        texts = [p.text for p in document.paragraphs]
        language = self._detector.detect_document(texts, document.language_code)
        main = language.language_code
        self._router.require(main, guess=language.guess)
        pieces = [
            _credit(p, code) or self._pieces(p.text, code)
            for p, code in zip(document.paragraphs, language.paragraph_codes, strict=True)
        ]
        title = self._pieces(document.title, main, short=True) if document.title else []
        notices = [self._notice(n, main) for n in document.notices]
        # One flat list, decoded a language at a time: the unit of the cache, the same in every run.
        groups = [title, *pieces, *notices]
        drafts = self._drafts([piece for group in groups for piece in group], glossary)
        at = iter(drafts)
        done = [[next(at) for _ in group] for group in groups]
        title_drafts, body, said = done[0], done[1 : 1 + len(pieces)], done[1 + len(pieces) :]

        segments: list[Segment] = []
        paragraphs: list[Paragraph] = []
        english: list[str] = []
        rows = zip(document.paragraphs, language.paragraph_codes, pieces, body, strict=True)
        for number, (paragraph, code, parts, made) in enumerate(rows, start=1):
            ids = [f"p{number}.s{i}" for i in range(1, len(made) + 1)]
            segments += [
                Segment(i, d.original, d.text, _bcp47(d.language_code), d.score, d.flags)
                for i, d in zip(ids, made, strict=True)
            ]
            paragraphs.append(Paragraph(f"p{number}", paragraph.kind, _bcp47(code), tuple(ids)))
            if paragraph.kind is not ParagraphKind.CAPTION:
                english.append(_assembled(parts, made))
        named = [("title", d) for d in title_drafts] + [
            (segment.segment_id, d) for segment, d in zip(segments, (d for made in body for d in made), strict=True)
        ]
        decoder = self._main_decoder(main, segments)
        return Translation(
            document_id=document.document_id,
            title=_assembled(title, title_drafts) or None,
            title_original=document.title,
            outlet=document.outlet,
            byline=document.byline,
            dateline=document.dateline,
            url=document.url,
            published_at=document.published_at,
            updated_at=document.updated_at,
            source_language_code=main,
            target_language_code=TARGET,
            language_confidence=language.confidence,
            text="\n\n".join(english),
            paragraphs=tuple(paragraphs),
            segments=tuple(segments),
            notices=tuple(
                replace(notice, text=_assembled(parts, made))
                for notice, parts, made in zip(document.notices, notices, said, strict=True)
            ),
            dropped_lines=document.dropped_lines,
            content_sha256=document.content_sha256,
            provenance=with_glossary(decoder.provenance(self._segments.options), glossary) if decoder else None,
            title_flags=tuple(flag for d in title_drafts for flag in d.flags),
            terms=tuple(TermOccurrence(segment_id, use) for segment_id, d in named for use in d.terms),
        )

    def _notice(self, notice: Notice, main: str) -> list[_Piece]:
        """A label ("Annonsørinnhold", "Rettelse:") by its English name, what follows it as any text."""
        label, colon, rest = notice.original.partition(":")
        if len(label.split()) > LABEL_WORDS or main == TARGET or not (colon or label == notice.original):
            return self._pieces(notice.original, main)
        english = NOTICE_LABELS[notice.kind] + colon
        behind = rest[: len(rest) - len(rest.lstrip())]
        return [
            _Piece(f"{label}{colon}", behind, main, english),
            *(self._pieces(rest.strip(), main) if rest.strip() else []),
        ]

    def _main_decoder(self, main: str, segments: Sequence[Segment]) -> Decoder | None:
        """The decoder named in the provenance: of the document's language, else of the first segment that needed one."""
        codes = [main, *(s.language_code for s in segments if s.score is not None)]
        return next((d for d in map(self._router.decoder, codes) if d), None)

    def _pieces(self, text: str, paragraph_code: str, *, short: bool = False) -> list[_Piece]:
        out = []
        for piece in segment(text, paragraph_code):
            code = paragraph_code if short else self._detector.detect_segment(piece, paragraph_code)
            for part in self._fitting(piece, code):
                bare = part.strip()
                if bare:
                    behind = part[len(part.rstrip()) :]
                    out.append(_Piece(bare, behind, code))
        return _with_speech(out)

    def _fitting(self, piece: str, code: str) -> list[str]:
        decoder = self._router.decoder(code)
        if not decoder:
            return [piece]
        engine = decoder.engine
        limit = min(MAX_SEGMENT_TOKENS, engine.max_input_tokens)
        return split_long(piece, code, lambda text: engine.count_tokens([text])[0] <= limit)

    def _drafts(self, pieces: Sequence[_Piece], glossary: Glossary) -> list[Draft]:
        out: list[Draft | None] = [_known(p) for p in pieces]
        approved = self._approved(pieces)
        for code in sorted({p.language_code for p in pieces}):
            here = [i for i, p in enumerate(pieces) if p.language_code == code and out[i] is None]
            decoder = self._router.decoder(code)
            if all(approved[i] for i in here):
                continue
            if code == TARGET:
                made = [Draft(pieces[i].text, code, pieces[i].text, None, ()) for i in here]
            elif decoder is None:
                made = [_untranslated(pieces[i].text, code) for i in here]
            else:
                decoded = self._segments.translate([pieces[i].source for i in here], code, decoder, glossary)
                made = [d.without_lead(pieces[i].text) for i, d in zip(here, decoded, strict=True)]
            for i, d in zip(here, made, strict=True):
                out[i] = d
        return [d for d in (a or o for a, o in zip(approved, out, strict=True)) if d is not None]

    def _approved(self, pieces: Sequence[_Piece]) -> list[Draft | None]:
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


def with_glossary(provenance: Provenance, glossary: Glossary) -> Provenance:
    """The provenance of a text that was made with the terms of `glossary`."""
    if not glossary:
        return provenance
    return replace(provenance, signature=f"{provenance.signature}|glossary:{glossary.signature}")


def _with_speech(pieces: Sequence[_Piece]) -> list[_Piece]:
    """A paragraph that a dash opens is speech up to the words that say who spoke, or to its end."""
    out = list(pieces)
    if not out or not has_dialogue_dash(out[0].text):
        return out
    for i in range(len(out) - 1):
        if names_speaker(out[i].source, out[i].language_code) or has_dialogue_dash(out[i + 1].text):
            break
        out[i + 1] = replace(out[i + 1], spoken=True)
    return out


def _credit(paragraph: SourceParagraph, code: str) -> list[_Piece]:
    """The one piece of a caption that is just a credit; empty for any other paragraph."""
    whom = credited(paragraph.text) if paragraph.kind is ParagraphKind.CAPTION else None
    return [_Piece(paragraph.text, "", code, f"Photo: {whom}")] if whom else []


def _bcp47(code: str) -> str:
    """The code as a record has it: `und` (RFC 5646) where the language is none that the detector knows."""
    return "und" if code == "other" else code


def _known(piece: _Piece) -> Draft | None:
    """What needs no decoding: a credit, and what has no words that a translator can read."""
    if piece.english is not None and piece.language_code != TARGET:
        return Draft(piece.text, piece.language_code, piece.english, None, ())
    return None if _has_words(piece.text) else _kept(piece.text, piece.language_code)


def _has_words(text: str) -> bool:
    """Whether there is anything a translator can read beside URLs, handles, figures and marks."""
    return any(c.isalpha() for c in without_protected(text))


def _kept(text: str, code: str) -> Draft:
    """A segment without words that a translator can read: as it stands, flagged where it has words of another script."""
    foreign = any(c.isalpha() and not unicodedata.name(c, "").startswith("LATIN") for c in text)
    return _untranslated(text, "other") if foreign else Draft(text, code, text, None, ())


def _untranslated(text: str, code: str) -> Draft:
    flag = Flag(FlagCode.UNTRANSLATED, f"{language_name(code)}: no installed model translates it")
    return Draft(text, code, text, None, (flag,))


def _assembled(pieces: Sequence[_Piece], drafts: Sequence[Draft]) -> str:
    """The segments of one paragraph as one text, with the source's own space between them."""
    parts = []
    for piece, d in zip(pieces, drafts, strict=True):
        behind = "\n" if "\n" in piece.behind else " "
        parts += [d.text, behind]
    return "".join(parts).strip()
