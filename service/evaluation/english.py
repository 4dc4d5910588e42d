"""Evaluation texts that are English already, as the rooms behind translation get them."""

from __future__ import annotations

import hashlib

from service.domain import Paragraph, ParagraphKind, Segment, Translation
from service.text.segmentation import segment

CODE = "en"


def sentences(text: str) -> list[str]:
    """The sentences of a text, a line a paragraph, without white space around them."""
    lines = (line.strip() for line in text.split("\n"))
    return [piece.strip() for line in lines if line for piece in segment(line, CODE)]


def english(
    document_id: str, text: str, *, title: str | None = None, outlet: str | None = None, published_at: str | None = None
) -> Translation:
    """A passed-through Translation: no cleaning, no detection, every line a paragraph of body text."""
    segments: list[Segment] = []
    paragraphs: list[Paragraph] = []
    for line in (line.strip() for line in text.split("\n")):
        pieces = [piece.strip() for piece in segment(line, CODE)] if line else []
        if not pieces:
            continue
        number = len(paragraphs) + 1
        ids = tuple(f"p{number}.s{i}" for i in range(1, len(pieces) + 1))
        segments += [Segment(i, piece, piece, CODE) for i, piece in zip(ids, pieces, strict=True)]
        paragraphs.append(Paragraph(f"p{number}", ParagraphKind.BODY, CODE, ids))
    return Translation(
        document_id=document_id,
        title=title,
        title_original=title,
        outlet=outlet,
        byline=None,
        dateline=None,
        url=None,
        published_at=published_at,
        updated_at=None,
        source_language_code=CODE,
        target_language_code=CODE,
        language_confidence=1.0,
        text=text,
        paragraphs=tuple(paragraphs),
        segments=tuple(segments),
        notices=(),
        dropped_lines=(),
        content_sha256=hashlib.sha256(text.encode()).hexdigest(),
        provenance=None,
    )
