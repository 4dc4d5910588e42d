"""Domain objects as the JSON records of docs/schema.md, and back.

The only module that knows the records' shape. `*_record` gives plain values for `dumps`; `*_from_record` reads them
again (resume), so that `x_record(x_from_record(r)) == r`. Figures are rounded to what they mean, so that a
last bit never changes a file. Past 300 lines because a record is made of others: a source, a sentence and a flag are the same
in a translation, a summary and an event.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from service.domain import (
    AgreedFact,
    Change,
    Conflict,
    ConflictKind,
    ConflictSide,
    DroppedLine,
    Event,
    EventStatus,
    EventSummary,
    Failure,
    Flag,
    FlagCode,
    LanguageCandidate,
    Mention,
    Notice,
    NoticeKind,
    Paragraph,
    ParagraphKind,
    Provenance,
    Segment,
    Source,
    Summary,
    SummarySentence,
    TermKind,
    TermOccurrence,
    TermUse,
    TimelineEntry,
    TranslatedQuotation,
    Translation,
    When,
)

Record = dict[str, Any]
"""One JSON object."""

_DIGITS = 4

_PLAIN = (
    "document_id",
    "title",
    "title_original",
    "outlet",
    "byline",
    "dateline",
    "url",
    "published_at",
    "updated_at",
    "source_language_code",
    "target_language_code",
    "text",
    "revision_of",
    "content_sha256",
)
"""Fields of a translation that are the same word for word in its record."""


def dumps(record: Mapping[str, object]) -> str:
    """One line of a record file, without its newline: sorted keys, no ASCII escapes."""
    return json.dumps(record, ensure_ascii=False, sort_keys=True)


def _flags(flags: Sequence[Flag]) -> list[Record]:
    return [{"code": str(flag.code), "detail": flag.detail} for flag in flags]


def _flags_from(records: Sequence[Record]) -> tuple[Flag, ...]:
    return tuple(Flag(FlagCode(r["code"]), r["detail"]) for r in records)


def _notices(notices: Sequence[Notice]) -> list[Record]:
    return [{"kind": str(n.kind), "text": n.text, "original": n.original, "flags": _flags(n.flags)} for n in notices]


def _notices_from(records: Sequence[Record]) -> tuple[Notice, ...]:
    return tuple(
        Notice(NoticeKind(r["kind"]), r["text"], r["original"], _flags_from(r.get("flags", ()))) for r in records
    )


def provenance_record(provenance: Provenance | None) -> Record | None:
    """What produced a text; None for one that nothing did."""
    if provenance is None:
        return None
    return {
        "model_id": provenance.model_id,
        "model_revision": provenance.model_revision,
        "engine": provenance.engine,
        "compute_type": provenance.compute_type,
        "signature": provenance.signature,
    }


def _provenance_from(record: Record | None) -> Provenance | None:
    return None if record is None else Provenance(**record)


def _source(source: Source) -> Record:
    return {
        "document_id": source.document_id,
        "segment_id": source.segment_id,
        "text": source.text,
        "original": source.original,
    }


def _sources(sources: Sequence[Source]) -> list[Record]:
    return [_source(source) for source in sources]


def _sources_from(records: Sequence[Record]) -> tuple[Source, ...]:
    return tuple(Source(**r) for r in records)


def _sentences(sentences: Sequence[SummarySentence]) -> list[Record]:
    return [
        {
            "text": s.text,
            "flags": _flags(s.flags),
            "sources": _sources(s.sources),
            "quotations": [{"text": q.text, "original": q.original} for q in s.quotations],
        }
        for s in sentences
    ]


def _sentences_from(records: Sequence[Record]) -> tuple[SummarySentence, ...]:
    return tuple(
        SummarySentence(
            text=r["text"],
            sources=_sources_from(r["sources"]),
            flags=_flags_from(r["flags"]),
            # a record kept by an earlier version has none
            quotations=tuple(TranslatedQuotation(**q) for q in r.get("quotations", ())),
        )
        for r in records
    )


def _candidate(candidate: LanguageCandidate) -> Record:
    return {"language_code": candidate.language_code, "confidence": round(candidate.confidence, _DIGITS)}


_TERM = ("source", "start", "end", "target", "applied", "text_start", "text_end")


def term_record(term: TermOccurrence) -> Record:
    """A glossary term or protected span, with where it stands."""
    fields = {name: getattr(term.use, name) for name in _TERM}
    return {"segment_id": term.segment_id, "kind": str(term.use.kind), **fields}


def _term_from(record: Record) -> TermOccurrence:
    use = TermUse(kind=TermKind(record["kind"]), **{name: record[name] for name in _TERM})
    return TermOccurrence(record["segment_id"], use)


def segment_record(segment: Segment) -> Record:
    """A segment with its flags."""
    return {
        "segment_id": segment.segment_id,
        "original": segment.original,
        "text": segment.text,
        "language_code": segment.language_code,
        "score": None if segment.score is None else round(segment.score, _DIGITS),
        "flags": _flags(segment.flags),
    }


def translation_record(translation: Translation) -> Record:
    """A line of translations.jsonl."""
    return {
        **{name: getattr(translation, name) for name in _PLAIN},
        "language_confidence": round(translation.language_confidence, _DIGITS),
        "title_flags": _flags(translation.title_flags),
        "terms": [term_record(t) for t in translation.terms],
        "language_candidates": [_candidate(c) for c in translation.language_candidates],
        "paragraphs": [
            {
                "paragraph_id": p.paragraph_id,
                "kind": str(p.kind),
                "language_code": p.language_code,
                "language_confidence": round(p.language_confidence, _DIGITS),
                "runner_up": _candidate(p.runner_up) if p.runner_up else None,
                "segment_ids": list(p.segment_ids),
            }
            for p in translation.paragraphs
        ],
        "segments": [segment_record(s) for s in translation.segments],
        "notices": _notices(translation.notices),
        "dropped_lines": [{"original": d.original, "rule": d.rule} for d in translation.dropped_lines],
        "changes": (
            None
            if translation.revision_of is None
            else [{"kind": c.kind, "segment_id": c.segment_id} for c in translation.changes]
        ),
        "provenance": provenance_record(translation.provenance),
    }


def translation_from_record(record: Record) -> Translation:
    """What `translation_record` wrote."""
    return Translation(
        **{name: record[name] for name in _PLAIN},
        language_confidence=record["language_confidence"],
        title_flags=_flags_from(record["title_flags"]),
        terms=tuple(_term_from(r) for r in record["terms"]),
        language_candidates=tuple(LanguageCandidate(**r) for r in record["language_candidates"]),
        paragraphs=tuple(
            Paragraph(
                p["paragraph_id"],
                ParagraphKind(p["kind"]),
                p["language_code"],
                tuple(p["segment_ids"]),
                p["language_confidence"],
                LanguageCandidate(**p["runner_up"]) if p["runner_up"] else None,
            )
            for p in record["paragraphs"]
        ),
        segments=tuple(
            Segment(s["segment_id"], s["original"], s["text"], s["language_code"], s["score"], _flags_from(s["flags"]))
            for s in record["segments"]
        ),
        notices=_notices_from(record["notices"]),
        dropped_lines=tuple(DroppedLine(d["original"], d["rule"]) for d in record["dropped_lines"]),
        changes=tuple(Change(c["kind"], c["segment_id"]) for c in record["changes"] or ()),
        provenance=_provenance_from(record["provenance"]),
    )


def summary_record(summary: Summary) -> Record:
    """A line of summaries.jsonl."""
    return {
        "document_id": summary.document_id,
        "title": summary.title,
        "text": summary.text,
        "sentences": _sentences(summary.sentences),
        "notices": _notices(summary.notices),
        "provenance": provenance_record(summary.provenance),
    }


def summary_from_record(record: Record) -> Summary:
    """What `summary_record` wrote."""
    return Summary(
        document_id=record["document_id"],
        title=record["title"],
        sentences=_sentences_from(record["sentences"]),
        notices=_notices_from(record["notices"]),
        provenance=_provenance_from(record["provenance"]),
    )


def _mentions(mentions: Sequence[Mention]) -> list[Record]:
    return [{"name": m.name, "variants": list(m.variants), "documents": list(m.documents)} for m in mentions]


def _mentions_from(records: Sequence[Record]) -> tuple[Mention, ...]:
    return tuple(Mention(r["name"], tuple(r["variants"]), tuple(r["documents"])) for r in records)


def event_record(event: Event) -> Record:
    """A line of events.jsonl."""
    return {
        "event_id": event.event_id,
        "title": event.title,
        "document_ids": list(event.document_ids),
        "duplicates": [list(ids) for ids in event.duplicates],
        "status": str(event.status),
        "when": {
            "edtf": event.when.edtf,
            "inferred_edtf": event.when.inferred_edtf,
            "basis": None if event.when.basis is None else _source(event.when.basis),
        },
        "where": _mentions(event.where),
        "who": _mentions(event.who),
        "first_reported_by": event.first_reported_by,
        "outlets": list(event.outlets),
        "language_codes": list(event.language_codes),
        "summary": {"text": event.summary.text, "sentences": _sentences(event.summary.sentences)},
        "agreed_facts": [{"text": f.text, "sources": _sources(f.sources)} for f in event.agreed_facts],
        "conflicts": [
            {
                "kind": str(c.kind),
                "about": c.about,
                "sides": [{"value": side.value, "sources": _sources(side.sources)} for side in c.sides],
            }
            for c in event.conflicts
        ],
        "timeline": [{"edtf": t.edtf, "text": t.text, "sources": _sources(t.sources)} for t in event.timeline],
        "provenance": provenance_record(event.summary.provenance),
    }


def event_from_record(record: Record) -> Event:
    """What `event_record` wrote."""
    when, basis = record["when"], record["when"]["basis"]
    return Event(
        event_id=record["event_id"],
        title=record["title"],
        document_ids=tuple(record["document_ids"]),
        duplicates=tuple(tuple(ids) for ids in record["duplicates"]),
        status=EventStatus(record["status"]),
        when=When(when["edtf"], when["inferred_edtf"], None if basis is None else Source(**basis)),
        where=_mentions_from(record["where"]),
        who=_mentions_from(record["who"]),
        first_reported_by=record["first_reported_by"],
        outlets=tuple(record["outlets"]),
        language_codes=tuple(record["language_codes"]),
        summary=EventSummary(_sentences_from(record["summary"]["sentences"]), _provenance_from(record["provenance"])),
        agreed_facts=tuple(AgreedFact(f["text"], _sources_from(f["sources"])) for f in record["agreed_facts"]),
        conflicts=tuple(
            Conflict(
                ConflictKind(c["kind"]),
                c["about"],
                tuple(ConflictSide(side["value"], _sources_from(side["sources"])) for side in c["sides"]),
            )
            for c in record["conflicts"]
        ),
        timeline=tuple(TimelineEntry(t["edtf"], t["text"], _sources_from(t["sources"])) for t in record["timeline"]),
    )


def failure_record(failure: Failure) -> Record:
    """A line of failures.jsonl."""
    return {
        "document_id": failure.document_id,
        "stage": failure.stage,
        "reason": failure.reason,
        "message": failure.message,
        "metadata": dict(failure.metadata),
    }
