"""What a sentence takes from those before it: a quotation that began there, or who says so.

Taken out of its place such a sentence loses its speaker, and a claim would read as a fact.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.domain import Segment
from service.facts.hedges import find_hedges, find_words, may_hedge
from service.facts.quotations import find_quotations
from service.facts.words import tokens
from service.summaries.lexicon import phrases, squeezed

#: What is left of the worth of words that somebody says and of whom the sentence does not tell: told only where nothing else is.
UNVOICED = 0.15
#: ... of a quotation that goes on in the next sentence, but whose speaker stands here.
HALF_QUOTED = 0.6
#: ... of a sentence that goes on with what the one before it has somebody say.
CARRIED_LEAN = 0.35
#: Fewer words outside the quotation marks name no speaker.
LEAST_NARRATED = 3

_OPENS = re.compile(r"[\"“„«'‘]\w")
_MARKS = re.compile(r"[\"“”„«»‘'‚‹›]")


def voices(paragraph: Sequence[str]) -> list[float]:
    """A factor in (0, 1] a sentence of the paragraph: 1 where all it quotes begins and ends in it, beside its speaker."""
    joined, starts = "", []
    for sentence in paragraph:
        starts.append(len(joined))
        joined += sentence + " "
    quotations = find_quotations(joined, "en") if _MARKS.search(joined) else ()
    factors = []
    for sentence, start in zip(paragraph, starts, strict=True):
        end = start + len(sentence)
        touching = [(q.start, q.end) for q in quotations if q.start < end and start < q.end]
        before = any(first < start for first, _ in touching)
        after = any(last > end for _, last in touching)
        outside, at = "", start
        for first, last in touching:
            outside += joined[at : max(at, first)] + " "
            at = max(at, last)
        narrated = len(tokens(outside + joined[min(at, end) : end]))
        unclosed = not touching and bool(_OPENS.match(sentence))
        if before or unclosed or (touching and narrated < LEAST_NARRATED):
            factors.append(UNVOICED)
        else:
            factors.append(HALF_QUOTED if after else 1.0)
    return factors


def carried(segment: Segment, before: str | None) -> float:
    """What is left of the sentence's worth where the one before it is not told; 1 where it says itself who says so.

    A sentence goes on with somebody's words where its original says so by its mood (a German subjunctive), or where the
    one before it says who speaks and this one opens as going on does (also, in particular, for example).
    """
    if may_hedge(segment.text, "en", "attribution"):
        return 1.0
    if any(hedge.sense == "mood" for hedge in find_hedges(segment.original, segment.language_code)):
        return CARRIED_LEAN
    if before is None or not find_words(before, "en", "facts.hedges.attribution"):
        return 1.0
    return CARRIED_LEAN if _goes_on(segment.text) else 1.0


def _goes_on(text: str) -> bool:
    """Whether the sentence opens with, or soon has, a word that adds to what was said."""
    opening = " ".join(token.lower() for token in tokens(squeezed(text))[:6])
    return any(re.search(rf"(?:^|\b){re.escape(phrase)}\b", opening) for phrase in phrases("going_on"))
