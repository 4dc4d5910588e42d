"""What the newsroom speaks of: documents, segments, translations, summaries, events.

Frozen dataclasses with no behaviour beyond what follows from their own fields; past 300 lines because they name each
other and make one schema. Field names and meanings are those of docs/schema.md;
`service.corpus.records` writes them as JSON. Imports nothing of Tidings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class FlagCode(StrEnum):
    """What a check can say of a segment or a summary sentence (docs/schema.md#flags)."""

    UNTRANSLATED = "UNTRANSLATED"
    ECHO = "ECHO"
    LOOP = "LOOP"
    TRUNCATED = "TRUNCATED"
    ADDED = "ADDED"
    NUMBER = "NUMBER"
    DATE = "DATE"
    UNIT = "UNIT"
    NAME = "NAME"
    NEGATION = "NEGATION"
    HEDGE = "HEDGE"
    QUOTE = "QUOTE"
    PROTECTED = "PROTECTED"
    GLOSSARY = "GLOSSARY"
    LOW_CONFIDENCE = "LOW_CONFIDENCE"
    REPAIRED = "REPAIRED"
    MEMORY = "MEMORY"
    EXTRACTIVE = "EXTRACTIVE"
    UNSUPPORTED = "UNSUPPORTED"
    PLANNED = "PLANNED"


#: Flags that inform; every other one warns.
INFORMING = frozenset({FlagCode.REPAIRED, FlagCode.MEMORY, FlagCode.EXTRACTIVE, FlagCode.PLANNED})


@dataclass(frozen=True, slots=True)
class Flag:
    """A code and, in a few words an editor understands, what it is about."""

    code: FlagCode
    detail: str = ""

    @property
    def warns(self) -> bool:
        """Whether an editor should look before trusting the text."""
        return self.code not in INFORMING


class ParagraphKind(StrEnum):
    """What a paragraph is in the article. Captions are kept but are not part of its text."""

    BODY = "body"
    HEADING = "heading"
    LIST_ITEM = "list_item"
    QUOTE = "quote"
    CAPTION = "caption"


class NoticeKind(StrEnum):
    """A disclosure the reader is owed: it leaves the body and is shown beside it."""

    AI_GENERATED = "AI_GENERATED"
    CORRECTION = "CORRECTION"
    SPONSORED = "SPONSORED"
    PRESS_RELEASE = "PRESS_RELEASE"
    SATIRE = "SATIRE"
    OTHER = "OTHER"


class EventStatus(StrEnum):
    """Whether the happening has happened, as far as its texts say."""

    HAPPENED = "happened"
    PLANNED = "planned"
    UNKNOWN = "unknown"


class ConflictKind(StrEnum):
    """What two outlets differ about."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    CLAIM = "claim"


@dataclass(frozen=True, slots=True)
class Document:
    """One article as it came in. One of `text` and `html` is set; what the sender knows is in the rest."""

    document_id: str
    text: str | None = None
    html: str | None = None
    title: str | None = None
    outlet: str | None = None
    byline: str | None = None
    url: str | None = None
    published_at: str | None = None
    language_code: str | None = None


@dataclass(frozen=True, slots=True)
class DroppedLine:
    """A line that cleaning took away, and the rule that did."""

    original: str
    rule: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A disclosure. `text` is English; equal to `original` until it has been translated. `flags` are the translation's."""

    kind: NoticeKind
    text: str
    original: str
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceParagraph:
    """A paragraph of the cleaned article, in its own language."""

    kind: ParagraphKind
    text: str


@dataclass(frozen=True, slots=True)
class CleanedDocument:
    """The article body and what was found on the way. Dates are EDTF, unknown values None."""

    document_id: str
    title: str | None
    outlet: str | None
    byline: str | None
    dateline: str | None
    url: str | None
    published_at: str | None
    updated_at: str | None
    language_code: str | None
    """What the sender declared, canonical BCP-47 (`no` stays `no`), or None."""
    paragraphs: tuple[SourceParagraph, ...]
    notices: tuple[Notice, ...]
    dropped_lines: tuple[DroppedLine, ...]
    content_sha256: str


@dataclass(frozen=True, slots=True)
class LanguageCandidate:
    """A language a text may be in: BCP-47 code (or `other`) and a share of confidence, 0..1."""

    language_code: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Segment:
    """What is translated at once, about a sentence. `score`: mean log probability a token, None if not decoded."""

    segment_id: str
    original: str
    text: str
    language_code: str
    score: float | None = None
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the translation, by the ids of its segments."""

    paragraph_id: str
    kind: ParagraphKind
    language_code: str
    segment_ids: tuple[str, ...]
    language_confidence: float = 0.0
    """0..1; 0 where there are no letters to go by."""
    runner_up: LanguageCandidate | None = None
    """The likeliest other language."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """What produced a text. `signature` names model, revision, decoding options and engine at once."""

    model_id: str
    model_revision: str
    engine: str
    compute_type: str
    signature: str


@dataclass(frozen=True, slots=True)
class Change:
    """A difference from the earlier version of the same document: `kind` is added, removed or changed."""

    kind: str
    segment_id: str


class TermKind(StrEnum):
    """A term with a translation of its own, or a span that stays as it is."""

    TERM = "term"
    PROTECTED = "protected"


@dataclass(frozen=True, slots=True)
class TermUse:
    """A glossary term or protected span at characters [start, end) of an original, and whether the English has it."""

    kind: TermKind
    source: str
    """As the original has it, inflected as it stands there."""
    start: int
    end: int
    target: str
    applied: bool
    text_start: int | None = None
    """First character of it in the English; None where it was not applied."""
    text_end: int | None = None


@dataclass(frozen=True, slots=True)
class TermOccurrence:
    """A term use in the segment `segment_id`; `title` for the headline."""

    segment_id: str
    use: TermUse


@dataclass(frozen=True, slots=True)
class Translation:
    """One article in English, aligned with its original segment by segment."""

    document_id: str
    title: str | None
    title_original: str | None
    outlet: str | None
    byline: str | None
    dateline: str | None
    url: str | None
    published_at: str | None
    updated_at: str | None
    source_language_code: str
    target_language_code: str
    language_confidence: float
    text: str
    paragraphs: tuple[Paragraph, ...]
    segments: tuple[Segment, ...]
    notices: tuple[Notice, ...]
    dropped_lines: tuple[DroppedLine, ...]
    content_sha256: str
    provenance: Provenance | None
    title_flags: tuple[Flag, ...] = ()
    terms: tuple[TermOccurrence, ...] = ()
    language_candidates: tuple[LanguageCandidate, ...] = ()
    """Languages by their share of the document's letters, the largest first, whatever was declared."""
    revision_of: str | None = None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A segment that a statement rests on, in English and as it was written."""

    document_id: str
    segment_id: str
    text: str
    original: str


@dataclass(frozen=True, slots=True)
class TranslatedQuotation:
    """Words between quotation marks, in English and as they were said."""

    text: str
    original: str


@dataclass(frozen=True, slots=True)
class SummarySentence:
    """A sentence of a summary with the segments it rests on, the strongest first; at least one.

    `quotations` are those of its quotations that were translated and whose originals are known for certain, in order.
    """

    text: str
    sources: tuple[Source, ...]
    flags: tuple[Flag, ...] = ()
    quotations: tuple[TranslatedQuotation, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """The summary of one article."""

    document_id: str
    title: str | None
    sentences: tuple[SummarySentence, ...]
    notices: tuple[Notice, ...]
    provenance: Provenance | None

    @property
    def text(self) -> str:
        """The sentences joined by a space."""
        return " ".join(sentence.text for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class When:
    """When an event happens: `edtf` as its texts say, `inferred_edtf` what only follows by reasoning (with `?`)."""

    edtf: str | None = None
    inferred_edtf: str | None = None
    basis: Source | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A person, organisation or place under its commonest spelling, with the others and the documents that name it."""

    name: str
    variants: tuple[str, ...]
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AgreedFact:
    """A statement that two or more outlets make, neither copying the other."""

    text: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class ConflictSide:
    """One value of a conflict, and who says it."""

    value: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Outlets differ: `about` what, and two or more sides."""

    kind: ConflictKind
    about: str
    sides: tuple[ConflictSide, ...]


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """Something with a date, in the order of the dates."""

    edtf: str
    text: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class EventSummary:
    """The summary of one event, from all its member articles."""

    sentences: tuple[SummarySentence, ...]
    provenance: Provenance | None

    @property
    def text(self) -> str:
        """The sentences joined by a space."""
        return " ".join(sentence.text for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class Event:
    """One real happening, as the articles about it tell it."""

    event_id: str
    title: str
    document_ids: tuple[str, ...]
    duplicates: tuple[tuple[str, ...], ...]
    status: EventStatus
    when: When
    where: tuple[Mention, ...]
    who: tuple[Mention, ...]
    first_reported_by: str | None
    outlets: tuple[str, ...]
    language_codes: tuple[str, ...]
    summary: EventSummary
    agreed_facts: tuple[AgreedFact, ...]
    conflicts: tuple[Conflict, ...]
    timeline: tuple[TimelineEntry, ...]

    @property
    def order(self) -> tuple[str, str]:
        """Sorts events by `when`, those of an unknown year or day last, then by id."""
        return (self.when.edtf or (self.when.inferred_edtf or "").rstrip("?") or "~", self.event_id)


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that has no record, with the stage that refused it and what would be good."""

    document_id: str
    stage: str
    reason: str
    message: str
    metadata: Mapping[str, str] = field(default_factory=dict)
