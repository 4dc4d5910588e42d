"""Domain -> messages."""

from __future__ import annotations

from collections.abc import Iterable

from service.domain import (
    AgreedFact,
    Conflict,
    Event,
    Flag,
    LanguageCandidate,
    Mention,
    Notice,
    Provenance,
    Segment,
    Source,
    Summary,
    SummarySentence,
    TermOccurrence,
    Translation,
)
from tidings.v1 import newsroom_pb2 as pb


def _flags(flags: Iterable[Flag]) -> list[pb.Flag]:
    return [pb.Flag(code=pb.Flag.Code.Value(f"CODE_{flag.code.value}"), detail=flag.detail) for flag in flags]


def provenance_message(provenance: Provenance | None) -> pb.Provenance | None:
    """What produced a text; None stays unset."""
    if provenance is None:
        return None
    return pb.Provenance(
        model_id=provenance.model_id,
        model_revision=provenance.model_revision,
        engine=provenance.engine,
        compute_type=provenance.compute_type,
        signature=provenance.signature,
    )


def _notices(notices: Iterable[Notice]) -> list[pb.Notice]:
    return [
        pb.Notice(
            kind=pb.Notice.Kind.Value(f"KIND_{n.kind.value}"), text=n.text, original=n.original, flags=_flags(n.flags)
        )
        for n in notices
    ]


def _source(source: Source) -> pb.Source:
    return pb.Source(
        document_id=source.document_id, segment_id=source.segment_id, text=source.text, original=source.original
    )


def _sources(sources: Iterable[Source]) -> list[pb.Source]:
    return [_source(source) for source in sources]


def sentence_messages(sentences: Iterable[SummarySentence]) -> list[pb.SummarySentence]:
    """Sentences of a summary with their sources."""
    return [
        pb.SummarySentence(
            text=s.text,
            sources=_sources(s.sources),
            flags=_flags(s.flags),
            quotations=[pb.TranslatedQuotation(text=q.text, original=q.original) for q in s.quotations],
        )
        for s in sentences
    ]


def _mentions(mentions: Iterable[Mention]) -> list[pb.Mention]:
    return [pb.Mention(name=m.name, variants=m.variants, document_ids=m.documents) for m in mentions]


def candidate_message(candidate: LanguageCandidate) -> pb.LanguageCandidate:
    """A language that a text may be in."""
    return pb.LanguageCandidate(language_code=candidate.language_code, confidence=candidate.confidence)


def term_messages(terms: Iterable[TermOccurrence]) -> list[pb.TermOccurrence]:
    """Glossary terms and protected spans, with where they stand."""
    return [
        pb.TermOccurrence(
            segment_id=t.segment_id,
            kind=pb.TermOccurrence.Kind.Value(f"KIND_{t.use.kind.value.upper()}"),
            source=t.use.source,
            start=t.use.start,
            end=t.use.end,
            target=t.use.target,
            applied=t.use.applied,
            text_start=t.use.text_start,
            text_end=t.use.text_end,
        )
        for t in terms
    ]


def segment_messages(segments: Iterable[Segment]) -> list[pb.Segment]:
    """Segments, in order."""
    return [
        pb.Segment(
            segment_id=s.segment_id,
            original=s.original,
            text=s.text,
            language_code=s.language_code,
            score=s.score,
            flags=_flags(s.flags),
        )
        for s in segments
    ]


def translation_message(translation: Translation) -> pb.Translation:
    """A translation as a message; unknown values stay unset."""
    return pb.Translation(
        document_id=translation.document_id,
        title=translation.title,
        title_original=translation.title_original,
        outlet=translation.outlet,
        byline=translation.byline,
        dateline=translation.dateline,
        url=translation.url,
        published_at=translation.published_at,
        updated_at=translation.updated_at,
        source_language_code=translation.source_language_code,
        target_language_code=translation.target_language_code,
        language_confidence=translation.language_confidence,
        text=translation.text,
        paragraphs=[
            pb.Paragraph(
                paragraph_id=p.paragraph_id,
                kind=pb.Paragraph.Kind.Value(f"KIND_{p.kind.value.upper()}"),
                language_code=p.language_code,
                segment_ids=p.segment_ids,
                language_confidence=p.language_confidence,
                runner_up=candidate_message(p.runner_up) if p.runner_up else None,
            )
            for p in translation.paragraphs
        ],
        segments=segment_messages(translation.segments),
        notices=_notices(translation.notices),
        dropped_lines=[pb.DroppedLine(original=d.original, rule=d.rule) for d in translation.dropped_lines],
        content_sha256=translation.content_sha256,
        provenance=provenance_message(translation.provenance),
        title_flags=_flags(translation.title_flags),
        terms=term_messages(translation.terms),
        language_candidates=map(candidate_message, translation.language_candidates),
    )


def summary_message(summary: Summary) -> pb.Summary:
    """A summary as a message."""
    return pb.Summary(
        document_id=summary.document_id,
        title=summary.title,
        text=summary.text,
        sentences=sentence_messages(summary.sentences),
        notices=_notices(summary.notices),
        provenance=provenance_message(summary.provenance),
    )


def fact_messages(facts: Iterable[AgreedFact]) -> list[pb.AgreedFact]:
    """What outlets agree on."""
    return [pb.AgreedFact(text=f.text, sources=_sources(f.sources)) for f in facts]


def conflict_messages(conflicts: Iterable[Conflict]) -> list[pb.Conflict]:
    """Where outlets differ."""
    return [
        pb.Conflict(
            kind=pb.Conflict.Kind.Value(f"KIND_{c.kind.value.upper()}"),
            about=c.about,
            sides=[pb.Conflict.Side(value=s.value, sources=_sources(s.sources)) for s in c.sides],
        )
        for c in conflicts
    ]


def event_message(event: Event) -> pb.Event:
    """An event as a message."""
    return pb.Event(
        event_id=event.event_id,
        title=event.title,
        document_ids=event.document_ids,
        duplicates=[pb.Event.Duplicates(document_ids=ids) for ids in event.duplicates],
        status=pb.Event.Status.Value(f"STATUS_{event.status.value.upper()}"),
        when=pb.When(
            edtf=event.when.edtf,
            inferred_edtf=event.when.inferred_edtf,
            basis=_source(event.when.basis) if event.when.basis else None,
        ),
        where=_mentions(event.where),
        who=_mentions(event.who),
        first_reported_by=event.first_reported_by,
        outlets=event.outlets,
        language_codes=event.language_codes,
        summary_text=event.summary.text,
        summary_sentences=sentence_messages(event.summary.sentences),
        agreed_facts=fact_messages(event.agreed_facts),
        conflicts=conflict_messages(event.conflicts),
        timeline=[pb.TimelineEntry(edtf=t.edtf, text=t.text, sources=_sources(t.sources)) for t in event.timeline],
        provenance=provenance_message(event.summary.provenance),
    )
