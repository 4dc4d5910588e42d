"""From sentences that may be told to sentences that are: with the model's kind of writing, or without a model."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from models.base import DecodingOptions
from models.entailment import EntailmentModel
from models.spec import ModelSpec
from service.batching import Decoder
from service.domain import Provenance
from service.summaries import abstract, compress
from service.summaries.candidates import Candidate
from service.summaries.length import SummaryLength
from service.summaries.select import choose
from service.summaries.writing import Written, extract, extractive_provenance

#: Puts chosen sentences, which come best first, into the order they are told in.
Order = Callable[[Sequence[Candidate]], list[Candidate]]


def compose(
    pool: Sequence[Candidate],
    decoder: Decoder | None,
    length: SummaryLength,
    *,
    order: Order,
    title_stems: Collection[str] = (),
    entailment: EntailmentModel | None = None,
) -> list[Written]:
    """The sentences of a summary, each with at least one source; empty only where the pool is.

    The pool is in the order in which a document model reads it; `order` is that of sentences chosen one by one.
    `entailment` is asked about every sentence that the model wrote and no check doubts.
    """
    if decoder is not None and decoder.engine.spec.summary_input == "document":
        written = abstract.write_document(pool, decoder, length, title_stems, entailment)
        if written:
            return written
    chosen = order(choose(pool, length, title_stems=title_stems))
    if decoder is not None and decoder.engine.spec.summary_input == "sentence":
        return compress.write_sentences(chosen, decoder, entailment)
    note = "no summariser is installed" if decoder is None else "nothing the model wrote had a source"
    return [extract(candidate, note) for candidate in chosen]


def summary_options(spec: ModelSpec, length: SummaryLength) -> DecodingOptions:
    """How summaries of this length are decoded by this model; part of their signature."""
    return compress.OPTIONS if spec.summary_input == "sentence" else abstract.options(length)


def provenance(decoder: Decoder | None, length: SummaryLength, entailment: EntailmentModel | None = None) -> Provenance:
    """What a summary of this length is produced by: the model that writes, and the one that was asked about it."""
    if decoder is None:
        return extractive_provenance()
    written = decoder.provenance(summary_options(decoder.engine.spec, length))
    if entailment is None:
        return written
    return replace(written, signature=f"{written.signature}|entailment:{entailment.signature}")
