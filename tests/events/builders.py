"""Builds English Translations for tests: a line is a segment, an empty line ends a paragraph."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from service.domain import EventSummary, Flag, FlagCode, Paragraph, ParagraphKind, Segment, Translation
from service.events.article import Article, read_article

KINDS = {"# ": ParagraphKind.HEADING, "> ": ParagraphKind.CAPTION, "* ": ParagraphKind.LIST_ITEM}


def article(
    document_id: str,
    text: str,
    *,
    title: str | None = None,
    outlet: str | None = None,
    published_at: str | None = None,
    updated_at: str | None = None,
    language_code: str = "en",
    dateline: str | None = None,
) -> Translation:
    """A paragraph that starts with `# ` is a heading, with `> ` a caption. `original || English` is a translated line.

    A line `original ||` stays untranslated.
    """
    paragraphs: list[Paragraph] = []
    segments: list[Segment] = []
    for number, block in enumerate((b for b in text.strip().split("\n\n") if b.strip()), 1):
        kind = KINDS.get(block.strip()[:2], ParagraphKind.BODY)
        lines = [
            line.strip() for line in block.strip().removeprefix(block.strip()[:2] if kind != "body" else "").split("\n")
        ]
        ids = []
        for at, line in enumerate(lines, 1):
            original, bar, english = (part.strip() for part in line.partition("||"))
            code = language_code if bar else "en"
            flags = (Flag(FlagCode.UNTRANSLATED),) if bar and not english else ()
            segments.append(Segment(f"p{number}.s{at}", original, english or original, code, None, flags))
            ids.append(f"p{number}.s{at}")
        paragraphs.append(Paragraph(f"p{number}", kind, language_code, tuple(ids)))
    return Translation(
        document_id=document_id,
        title=title,
        title_original=title,
        outlet=outlet,
        byline=None,
        dateline=dateline,
        url=None,
        published_at=published_at,
        updated_at=updated_at,
        source_language_code=language_code,
        target_language_code="en",
        language_confidence=1.0,
        text=text,
        paragraphs=tuple(paragraphs),
        segments=tuple(segments),
        notices=(),
        dropped_lines=(),
        content_sha256=hashlib.sha256(text.encode()).hexdigest(),
        provenance=None,
    )


def read(*translations: Translation) -> list[Article]:
    """As events see them, in order of publication."""
    return sorted((read_article(t) for t in translations), key=lambda a: a.order)


def ids(groups: Sequence[Sequence[Translation]]) -> list[list[str]]:
    """Document ids of groups, in ascending order."""
    return sorted(sorted(t.document_id for t in group) for group in groups)


def no_summary(members: Sequence[Translation], duplicates: Sequence[Sequence[str]]) -> EventSummary:
    """Stands for service/summaries."""
    return EventSummary((), None)
