"""Writing with a model that reads whole articles (`summary_input` "document").

An article that fits is read whole; a longer one by section, and the verified sentences of the sections are then
read together and fused. Every sentence of either round is held against the article's own segments, never against
what the model wrote before.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from models.base import DecodingOptions
from models.entailment import EntailmentModel
from service.batching import Decoder
from service.summaries.candidates import Candidate, in_order
from service.summaries.ground import CLOSED, grounded
from service.summaries.length import SummaryLength
from service.summaries.lexicon import squeezed
from service.summaries.select import choose
from service.summaries.writing import Written
from service.text.segmentation import segment

#: Sections read of one text; of what is longer, the most salient sentences of all its parts are read.
MOST_SECTIONS = 16
#: Output tokens allowed a word of the length asked for.
TOKENS_PER_WORD = 2


def options(length: SummaryLength) -> DecodingOptions:
    """How a document model decodes: no phrase of three tokens twice, and no more than the length asked for needs."""
    return DecodingOptions(
        beam_size=4, max_output_tokens=max(48, TOKENS_PER_WORD * length.words), no_repeat_ngram_size=3
    )


def write_document(
    pool: Sequence[Candidate],
    decoder: Decoder,
    length: SummaryLength,
    title_stems: Collection[str] = (),
    entailment: EntailmentModel | None = None,
) -> list[Written]:
    """Sentences about the pool, each with its sources; empty where nothing the model wrote has one.

    One decode() call a round: all sections together, then their fusion.
    """
    readable = _fitting(pool, decoder)
    sections = _sections(readable, decoder)
    if len(sections) > MOST_SECTIONS:
        room = MOST_SECTIONS * decoder.engine.max_input_tokens
        ranked = choose(readable, SummaryLength(room // TOKENS_PER_WORD), title_stems=title_stems)
        sections = _sections(in_order(ranked), decoder)[:MOST_SECTIONS]
    told = _written([_text(s) for s in sections], sections, decoder, length, entailment)
    heard = [written for part in told for written in part]
    if len(sections) > 1 and heard:
        in_view = in_order({id(c): c for written in heard for c in written.sources}.values())
        kept = _room_for(heard, decoder, title_stems)
        fused = _written([" ".join(w.text for w in kept)], [in_view], decoder, length, entailment)[0]
        heard = fused or heard
    return _within(heard, length)


def _text(section: Sequence[Candidate]) -> str:
    return " ".join(candidate.text for candidate in section)


def _fitting(pool: Sequence[Candidate], decoder: Decoder) -> list[Candidate]:
    """Without the sentence that alone is too long for the model; extraction can still tell it."""
    counts = decoder.engine.count_tokens([c.text for c in pool]) if pool else []
    return [c for c, count in zip(pool, counts, strict=True) if count <= decoder.engine.max_input_tokens]


def _sections(pool: Sequence[Candidate], decoder: Decoder) -> list[list[Candidate]]:
    """Runs of sentences that fit the model together; counts are summed a sentence, specials included, so never too low."""
    counts = decoder.engine.count_tokens([c.text for c in pool]) if pool else []
    sections: list[list[Candidate]] = []
    used = 0
    for candidate, count in zip(pool, counts, strict=True):
        if not sections or used + count > decoder.engine.max_input_tokens:
            sections.append([])
            used = 0
        sections[-1].append(candidate)
        used += count
    return sections


def _room_for(heard: Sequence[Written], decoder: Decoder, title_stems: Collection[str]) -> list[Written]:
    """What of the sections' sentences the model can read at once: all, or the most salient, in their order."""
    counts = decoder.engine.count_tokens([written.text for written in heard])
    room = decoder.engine.max_input_tokens
    if sum(counts) <= room:
        return list(heard)
    primary = [written.sources[0] for written in heard]
    ranked = choose(primary, SummaryLength(room), title_stems=title_stems)
    rank = {id(candidate): place for place, candidate in reversed(list(enumerate(ranked)))}
    order = sorted(range(len(heard)), key=lambda i: (rank.get(id(primary[i]), len(ranked)), i))
    taken: list[int] = []
    for i in order:
        if counts[i] <= room:
            taken.append(i)
            room -= counts[i]
    return [heard[i] for i in sorted(taken)]


def _written(
    texts: Sequence[str],
    pools: Sequence[Sequence[Candidate]],
    decoder: Decoder,
    length: SummaryLength,
    entailment: EntailmentModel | None,
) -> list[list[Written]]:
    if not texts:
        return []
    outputs = decoder.decode(texts, options(length))
    return [
        grounded(_sentences(best.text, best.hit_limit), pool, entailment)
        for (best, *_), pool in zip(outputs, pools, strict=True)
    ]


def _sentences(text: str, hit_limit: bool) -> list[str]:
    """The sentences of an output; without the last where the decoder stopped in the middle of it."""
    pieces = [squeezed(piece) for piece in segment(text, "en") if piece.strip()]
    if hit_limit and pieces and not CLOSED.search(pieces[-1]):
        pieces.pop()
    return pieces


def _within(heard: Sequence[Written], length: SummaryLength) -> list[Written]:
    """The first sentences that the length allows, at least one where there is any."""
    kept: list[Written] = []
    used = 0
    for written in heard:
        count = len(written.text.split())
        full = length.sentences is not None and len(kept) >= length.sentences
        if kept and (full or count > length.room(used)):
            break
        kept.append(written)
        used += count
    return kept
