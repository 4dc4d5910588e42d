"""Writing with a compressor (`summary_input` "sentence"): every chosen sentence shortened by itself, or left as it is."""

from __future__ import annotations

from collections.abc import Sequence

from models.base import DecodingOptions, Hypothesis
from models.entailment import EntailmentModel
from service.batching import Decoder
from service.checks import check_sentence
from service.summaries.candidates import Candidate
from service.summaries.deletions import shortened
from service.summaries.writing import Written, extract

#: A sentence of at most this many words has too little to lose.
LEAST_TO_SHORTEN = 20

#: How a compressor decodes: several tries a sentence, none of them much shorter than its source.
OPTIONS = DecodingOptions(beam_size=4, num_hypotheses=4, min_output_ratio=0.6)


def write_sentences(
    chosen: Sequence[Candidate], decoder: Decoder, entailment: EntailmentModel | None = None
) -> list[Written]:
    """The chosen sentences in their order, each with one source. One decode() call for all of them."""
    limit = decoder.engine.max_input_tokens
    long = [c for c in chosen if c.word_count > LEAST_TO_SHORTEN]
    counts = decoder.engine.count_tokens([c.text for c in long]) if long else []
    asked = [c for c, count in zip(long, counts, strict=True) if count <= limit]
    tried = dict(
        zip([id(c) for c in asked], decoder.decode([c.text for c in asked], OPTIONS) if asked else [], strict=True)
    )
    return [_written(candidate, tried.get(id(candidate)), entailment) for candidate in chosen]


def _written(
    candidate: Candidate, hypotheses: Sequence[Hypothesis] | None, entailment: EntailmentModel | None
) -> Written:
    if hypotheses is None:
        return extract(candidate, "the source sentence as it stands")
    for hypothesis in hypotheses:
        if hypothesis.hit_limit:
            continue
        text = shortened(candidate.text, hypothesis.text)
        if text is None:
            continue
        found = check_sentence(text, [candidate.text], anchor=candidate.published_at, entailment=entailment)
        if not any(flag.warns for flag in found):
            return Written(text, (candidate,))
    return extract(candidate, "the shorter version lost or changed something")
