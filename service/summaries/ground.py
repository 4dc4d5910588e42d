"""Which source sentences a written sentence rests on, whether they bear it, and what stands in where they don't."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.entailment import EntailmentModel
from service.checks import check_sentence
from service.facts.hedges import find_hedges
from service.facts.negation import find_negations
from service.facts.words import content_words, tokens
from service.summaries.candidates import Candidate
from service.summaries.deletions import only_deletes, shortened
from service.summaries.lexicon import squeezed
from service.summaries.quality import quotes_balanced
from service.summaries.writing import Written, extract

#: Most source sentences one written sentence may rest on.
MOST_SOURCES = 3
#: A further source must bring at least this share of the written sentence's content words that the others lack.
LEAST_SHARE = 0.15
#: A written sentence that its best source shares less with is about something else: it has no source at all.
LEAST_KINSHIP = 0.3
#: From this share on a written sentence is a version of its best source, and of that alone.
VERSION = 0.75
#: From this share of its words in another sentence on, a sentence is told already.
TOLD = 0.8
#: What a shared figure or name counts beside a shared word.
FACT_WEIGHT = 2.0

#: How a whole sentence ends.
CLOSED = re.compile(r"[.!?][\"'”’)]*$")


def grounded(
    texts: Sequence[str], pool: Sequence[Candidate], entailment: EntailmentModel | None = None
) -> list[Written]:
    """The written sentences that their sources bear; the best source in place of each other one.

    A sentence that no source is akin to is dropped, and so is one whose source is already told.
    """
    kept: list[Written] = []
    for raw in texts:
        text = squeezed(raw)
        sources = align(text, pool)
        if not sources:
            continue
        if bears(text, sources, entailment):
            written = Written(text, tuple(sources))
        else:
            written = extract(sources[0], "what the model wrote failed a check")
        if not _told(written, kept):
            kept.append(written)
    return kept


def align(text: str, pool: Sequence[Candidate]) -> list[Candidate]:
    """The candidates a sentence rests on, strongest first; empty where none is akin to it."""
    missing = set(content_words(text, "en"))
    total = _weight(missing)
    found: list[Candidate] = []
    while missing and len(found) < MOST_SOURCES:
        shares = [_weight(missing.intersection(candidate.stems)) / total for candidate in pool]
        best = max(range(len(pool)), key=lambda i: (shares[i], pool[i].soundness, -i), default=-1)
        if best < 0 or shares[best] < (LEAST_SHARE if found else LEAST_KINSHIP):
            break
        found.append(pool[best])
        missing.difference_update(pool[best].stems)
        if len(found) == 1 and shares[best] >= VERSION:
            break
    return found


def bears(text: str, sources: Sequence[Candidate], entailment: EntailmentModel | None = None) -> bool:
    """Whether the sources say this: whole, no check warns, and names and figures stand in an order some source has."""
    if not CLOSED.search(text) or text[:1].islower() or not quotes_balanced(text):
        return False
    if not all(_same_order(text, source.text) for source in sources):
        return False
    if len(sources) == 1 and not _fair_version(text, sources[0].text):
        return False
    anchor = sources[0].published_at
    texts = [source.text for source in sources]
    return not any(flag.warns for flag in check_sentence(text, texts, anchor=anchor, entailment=entailment))


def _fair_version(text: str, source: str) -> bool:
    """Whether a sentence made from one source keeps its hedges and negations, and leaves out only what can go."""
    if text != source and only_deletes(source, text) and shortened(source, text) is None:
        return False
    kinds = {hedge.kind for hedge in find_hedges(source, "en")}
    if not kinds <= {hedge.kind for hedge in find_hedges(text, "en")}:
        return False
    return len(find_negations(source, "en")) == len(find_negations(text, "en"))


def _weight(stems: set[str]) -> float:
    return sum(FACT_WEIGHT if any(c.isdigit() for c in stem) else 1.0 for stem in sorted(stems))


def _same_order(text: str, source: str) -> bool:
    """Whether what text and source both name and count once stands in the same order: who did what to whom.

    A turn into the passive is refused with the swaps; the source sentence then says it instead.
    """
    ours, theirs = _facts(text), _facts(source)
    shared = [fact for fact in ours if ours.count(fact) == 1 and theirs.count(fact) == 1]
    return shared == [fact for fact in theirs if fact in shared]


def _facts(text: str) -> list[str]:
    return [t.removesuffix("'s").removesuffix("’s") for t in tokens(text) if t[:1].isupper() or t[:1].isdigit()]


def _told(written: Written, kept: Sequence[Written]) -> bool:
    """Whether another sentence says it already: from the same source, or in the same words."""
    if written.note is not None and any(other.sources[0] is written.sources[0] for other in kept):
        return True
    stems = set(content_words(written.text, "en"))
    return any(len(stems.intersection(content_words(other.text, "en"))) >= TOLD * len(stems) for other in kept)
