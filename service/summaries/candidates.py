"""Which sentences of an article a summary may be made of, and what selection needs to know of each.

Body text, list items and quotes, in English: never a caption, a heading, a notice, or a segment kept in its original.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from service.domain import FlagCode, ParagraphKind, Segment, Source, Translation
from service.facts.words import content_words, tokens
from service.summaries.context import carried, voices
from service.summaries.lexicon import squeezed
from service.summaries.quality import leaning, soundness

TOLD_KINDS = frozenset({ParagraphKind.BODY, ParagraphKind.LIST_ITEM, ParagraphKind.QUOTE})

_FACT = re.compile(r"(?<=[a-z,;:] )[A-Z]\w+|\d[\d.,:]*")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be told.

    `document_index` counts the documents given, `position` the candidates of its document, both from 0. `stems` are
    its distinct content words, sorted. `facts` is how many names and figures it has. `soundness` and `leaning` are
    factors, see service.summaries.quality. `after_break` is true where the candidate does not follow directly on the
    one before it (a caption or an untranslated segment lies between).
    """

    document_id: str
    document_index: int
    position: int
    segment: Segment
    text: str
    stems: tuple[str, ...]
    word_count: int
    facts: int
    soundness: float
    leaning: float
    after_break: bool = False
    published_at: str | None = None

    @property
    def source(self) -> Source:
        """This segment as the source of a statement."""
        return Source(self.document_id, self.segment.segment_id, self.segment.text, self.segment.original)


def candidates(translation: Translation, document_index: int = 0) -> tuple[Candidate, ...]:
    """The sentences of one article in its order; empty where nothing of it is English text."""
    segments = {segment.segment_id: segment for segment in translation.segments}
    found: list[Candidate] = []
    broken = False
    for paragraph in translation.paragraphs:
        if paragraph.kind not in TOLD_KINDS:
            continue
        own = [segments[segment_id] for segment_id in paragraph.segment_ids]
        texts = [squeezed(segment.text) for segment in own]
        for index, (segment, text, voice) in enumerate(zip(own, texts, voices(texts), strict=True)):
            words = tokens(text)
            if not words or any(flag.code is FlagCode.UNTRANSLATED for flag in segment.flags):
                broken = True
                continue
            found.append(
                Candidate(
                    document_id=translation.document_id,
                    document_index=document_index,
                    position=len(found),
                    segment=segment,
                    text=text,
                    stems=tuple(sorted(set(content_words(text, "en")))),
                    word_count=len(text.split()),
                    facts=len(_FACT.findall(text)),
                    soundness=soundness(text, segment.flags) * voice,
                    leaning=min(leaning(text), carried(segment, texts[index - 1] if index else None)),
                    after_break=broken,
                    published_at=translation.published_at,
                )
            )
            broken = False
    return tuple(found)


def in_order(chosen: Iterable[Candidate]) -> list[Candidate]:
    """In the order of the documents, then of their sentences."""
    return sorted(chosen, key=lambda c: (c.document_index, c.position))
