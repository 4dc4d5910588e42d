"""CleanedDocument -> Translation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from service.domain import (
    CleanedDocument,
    LanguageCandidate,
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
from service.translation.drafts import Draft
from service.translation.glossary import EMPTY, Glossary
from service.translation.pieces import Piece, PieceTranslator, bcp47
from service.translation.route import TARGET, Router
from service.translation.segments import SegmentTranslator

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
        self._options = segments.options
        self._pieces = PieceTranslator(router, detector, segments, memory)

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
            _credit(p, code) or _credited(p, self._pieces.cut(p.text, code))
            for p, code in zip(document.paragraphs, language.paragraph_codes, strict=True)
        ]
        title = self._pieces.cut(document.title, main, short=True) if document.title else []
        notices = [self._notice(n, main) for n in document.notices]
        # One flat list, decoded a language at a time: the unit of the cache, the same in every run.
        groups = [title, *pieces, *notices]
        drafts = self._pieces.drafts([piece for group in groups for piece in group], glossary)
        at = iter(drafts)
        done = [[next(at) for _ in group] for group in groups]
        title_drafts, body, said = done[0], done[1 : 1 + len(pieces)], done[1 + len(pieces) :]

        segments: list[Segment] = []
        paragraphs: list[Paragraph] = []
        english: list[str] = []
        rows = zip(document.paragraphs, language.paragraphs, pieces, body, strict=True)
        for number, (paragraph, spoken, parts, made) in enumerate(rows, start=1):
            ids = [f"p{number}.s{i}" for i in range(1, len(made) + 1)]
            segments += [
                Segment(i, d.original, d.text, bcp47(d.language_code), d.score, d.flags)
                for i, d in zip(ids, made, strict=True)
            ]
            paragraphs.append(
                Paragraph(
                    f"p{number}",
                    paragraph.kind,
                    bcp47(spoken.language_code),
                    tuple(ids),
                    spoken.confidence,
                    _candidate(spoken.runner_up) if spoken.runner_up else None,
                )
            )
            if paragraph.kind is not ParagraphKind.CAPTION:
                english.append(_assembled(parts, made))
        named = [("title", d) for d in title_drafts] + [
            (segment.segment_id, d) for segment, d in zip(segments, (d for made in body for d in made), strict=True)
        ]
        decoder = self._pieces.main_decoder(main, segments)
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
            language_candidates=tuple(map(_candidate, language.candidates)),
            text="\n\n".join(english),
            paragraphs=tuple(paragraphs),
            segments=tuple(segments),
            notices=tuple(
                replace(notice, text=_assembled(parts, made), flags=tuple(flag for d in made for flag in d.flags))
                for notice, parts, made in zip(document.notices, notices, said, strict=True)
            ),
            dropped_lines=document.dropped_lines,
            content_sha256=document.content_sha256,
            provenance=with_glossary(decoder.provenance(self._options), glossary) if decoder else None,
            title_flags=tuple(flag for d in title_drafts for flag in d.flags),
            terms=tuple(TermOccurrence(segment_id, use) for segment_id, d in named for use in d.terms),
        )

    def _notice(self, notice: Notice, main: str) -> list[Piece]:
        """A label ("Annonsørinnhold", "Rettelse:") by its English name, what follows it as any text."""
        label, colon, rest = notice.original.partition(":")
        if len(label.split()) > LABEL_WORDS or main == TARGET or not (colon or label == notice.original):
            return self._pieces.cut(notice.original, main)
        english = NOTICE_LABELS[notice.kind] + colon
        behind = rest[: len(rest) - len(rest.lstrip())]
        return [
            Piece(f"{label}{colon}", behind, main, english),
            *(self._pieces.cut(rest.strip(), main) if rest.strip() else []),
        ]


def with_glossary(provenance: Provenance, glossary: Glossary) -> Provenance:
    """The provenance of a text that was made with the terms of `glossary`."""
    if not glossary:
        return provenance
    return replace(provenance, signature=f"{provenance.signature}|glossary:{glossary.signature}")


def _credit(paragraph: SourceParagraph, code: str) -> list[Piece]:
    """The one piece of a caption that is just a credit; empty for any other paragraph."""
    whom = credited(paragraph.text) if paragraph.kind is ParagraphKind.CAPTION else None
    return [Piece(paragraph.text, "", code, f"Photo: {whom}")] if whom else []


def _credited(paragraph: SourceParagraph, pieces: list[Piece]) -> list[Piece]:
    """The pieces of a paragraph; the credit at the end of a caption has names in it, and no more to translate."""
    if paragraph.kind is not ParagraphKind.CAPTION or len(pieces) < 2:
        return pieces
    last = pieces[-1]
    whom = credited(last.text)
    english = f"Photo: {whom}" if whom else last.text if last.text.startswith("©") else None
    return [*pieces[:-1], replace(last, english=english)]


def _candidate(candidate: LanguageCandidate) -> LanguageCandidate:
    return replace(candidate, language_code=bcp47(candidate.language_code))


def _assembled(pieces: Sequence[Piece], drafts: Sequence[Draft]) -> str:
    """The segments of one paragraph as one text, with the source's own space between them.

    Speech of several sentences opens and closes once; each segment by itself has its own marks.
    """
    parts = []
    texts = [d.text for d in drafts]
    for i, piece in enumerate(pieces):
        if i and piece.spoken and texts[i - 1].endswith('"') and texts[i].startswith('"'):
            texts[i - 1], texts[i] = texts[i - 1][:-1], texts[i][1:]
    for piece, text in zip(pieces, texts, strict=True):
        behind = next((mark for mark in "\n\t" if mark in piece.behind), " ")
        parts += [text, behind]
    return "".join(parts).strip()
