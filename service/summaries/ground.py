"""Which source sentences a written sentence rests on, whether they bear it, and what stands in where they don't."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.checks import check_sentence
from service.facts.words import content_words, tokens
from service.summaries.candidates import Candidate
from service.summaries.lexicon import squeezed
from service.summaries.quality import quotes_balanced
from service.summaries.writing import Written, extract

#: Most source sentences one written sentence may rest on.
MOST_SOURCES = 3
#: A further source must bring at least this share of the written sentence's content words that the others lack.
LEAST_SHARE = 0.15
#: A written sentence that its best source shares less with is about something else: it has no source at all.
LEAST_KINSHIP = 0.3
#: What a shared figure or name counts beside a shared word.
FACT_WEIGHT = 2.0

#: How a whole sentence ends.
CLOSED = re.compile(r"[.!?][\"'”’)]*$")


def grounded(texts: Sequence[str], pool: Sequence[Candidate]) -> list[Written]:
    """The written sentences that their sources bear; the best source in place of each other one.

    A sentence that no source is akin to is dropped, and so is one whose source is already told.
    """
    kept: list[Written] = []
    for raw in texts:
        text = squeezed(raw)
        sources = align(text, pool)
        if not sources:
            continue
        if bears(text, sources):
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
    return found


def bears(text: str, sources: Sequence[Candidate]) -> bool:
    """Whether the sources say this: whole, no check warns, and names and figures stand in an order some source has."""
    if not CLOSED.search(text) or text[:1].islower() or not quotes_balanced(text):
        return False
    if not all(_same_order(text, source.text) for source in sources):
        return False
    anchor = sources[0].published_at
    return not any(flag.warns for flag in check_sentence(text, [source.text for source in sources], anchor=anchor))


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
    """Whether another sentence says it already."""
    stems = set(content_words(written.text, "en"))
    return any(
        written.text == other.text
        or (stems and len(stems.intersection(content_words(other.text, "en"))) >= 0.8 * len(stems))
        for other in kept
    )
