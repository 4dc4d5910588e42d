"""Sentence compression by deletion: what a shorter version took away from its source, and whether it may be gone.

A compression is accepted only as a source with stretches left out, put together again from the source's own
characters: no word, mark or space in it is the model's. A stretch may go where grammar lets it go whole (an aside
between commas, an opening or closing adjunct, a lone adverb) and where nothing of it is a name, a figure, a
negation, a quotation, who said it, or a word that bounds the claim.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from service.facts.hedges import find_hedges
from service.facts.names import find_names
from service.facts.negation import find_negations
from service.facts.numbers import find_numbers
from service.facts.quotations import find_quotations
from service.facts.words import tokens
from service.summaries.lexicon import folded, words
from service.summaries.quality import has_verb

#: A compression keeps at least this share of the source's words, and this many.
LEAST_SHARE = 0.4
LEAST_WORDS = 8

_OPENS = re.compile(r"\s*(?:,|[–—]|\s-)\s*$")
_CLOSES = re.compile(r"^\s*(?:,|[–—]|-\s)\s*")
_ENDS = re.compile(r"^[.!?…]+$")
_TIED = frozenset({"and", "or", "but", "nor"})


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: [start, end) are its characters there."""

    text: str
    start: int
    end: int


def shortened(source: str, output: str) -> str | None:
    """The source without what `output` leaves out; None where that is no safe deletion, or nothing is left out."""
    have = _placed(source)
    kept = _aligned([folded(token.text) for token in have], [folded(token) for token in tokens(output)])
    if kept is None or len(kept) == len(have) or len(kept) < max(LEAST_WORDS, LEAST_SHARE * len(have)):
        return None
    facts, bounds = _facts(source), _bounds(have)
    cuts: list[tuple[int, int]] = []
    for first, last in _runs(kept, len(have)):
        # a relative clause or a concession bounds nothing outside itself: its own "most" and "only" may go with it
        bounding = [] if folded(have[first].text) in words("relatives") | words("concessions") else bounds
        cut = _cut(source, have, first, last)
        if cut is None or any(
            token.start < end and start < token.end
            for token in have[first : last + 1]
            for start, end in (*facts, *bounding)
        ):
            return None
        cuts.append(cut)
    return _rebuilt(source, cuts)


def only_deletes(source: str, output: str) -> bool:
    """Whether the output is the source with words left out, or all of it."""
    return (
        _aligned([folded(token) for token in tokens(source)], [folded(token) for token in tokens(output)]) is not None
    )


def _placed(text: str) -> list[Token]:
    found, at = [], 0
    for token in tokens(text):
        start = text.index(token, at)
        at = start + len(token)
        found.append(Token(token, start, at))
    return found


def _aligned(have: Sequence[str], said: Sequence[str]) -> list[int] | None:
    """Indices of `have` that spell `said`, with the fewest gaps; None where `said` is no subsequence of it."""
    rows, columns = len(said), len(have)
    if rows > columns or not rows:
        return None
    unreachable = columns + 1
    # gaps[r][c]: fewest gaps with said[r] at have[c]; back[r][c]: where said[r - 1] stands then
    gaps = [[unreachable] * columns for _ in range(rows)]
    back = [[-1] * columns for _ in range(rows)]
    for r, word in enumerate(said):
        best, best_at = unreachable, -1
        for c, there in enumerate(have):
            if r and c >= 2 and gaps[r - 1][c - 2] < best:
                best, best_at = gaps[r - 1][c - 2], c - 2
            if there != word:
                continue
            if r == 0:
                gaps[r][c] = 0 if c == 0 else 1
                continue
            if best < unreachable:
                gaps[r][c], back[r][c] = best + 1, best_at
            if c and gaps[r - 1][c - 1] <= min(gaps[r][c], unreachable - 1):
                gaps[r][c], back[r][c] = gaps[r - 1][c - 1], c - 1
    end = min(range(columns), key=lambda c: (gaps[-1][c] + (c < columns - 1), -c))
    if gaps[-1][end] >= unreachable:
        return None
    path = [end]
    for r in range(rows - 1, 0, -1):
        path.append(back[r][path[-1]])
    return path[::-1]


def _runs(kept: Sequence[int], count: int) -> list[tuple[int, int]]:
    """First and last index of every stretch of tokens that is not kept."""
    bounds = [-1, *kept, count]
    return [(a + 1, b - 1) for a, b in pairwise(bounds) if b - a > 1]


def _facts(source: str) -> list[tuple[int, int]]:
    """Characters that no compression may lose: figures, names, negations, quotations, hedges."""
    spans = [(number.start, number.end) for number in find_numbers(source, "en")]
    spans += [(name.start, name.end) for name in find_names(source, "en")]
    spans += [(negation.start, negation.end) for negation in find_negations(source, "en")]
    spans += [(quotation.start, quotation.end) for quotation in find_quotations(source, "en")]
    spans += [(hedge.start, hedge.end) for hedge in find_hedges(source, "en")]
    for index, token in enumerate(_placed(source)):
        if any(c.isdigit() for c in token.text) or (index and token.text[:1].isupper()):
            spans.append((token.start, token.end))
    return spans


def _bounds(have: Sequence[Token]) -> list[tuple[int, int]]:
    """Words that say how far the claim goes: conditions, doubts, how exact a quantity is."""
    return [(token.start, token.end) for token in have if folded(token.text) in words("protected")]


def _cut(source: str, have: Sequence[Token], first: int, last: int) -> tuple[int, int] | None:
    """The characters to take out with tokens first..last, or None where they can't go whole."""
    start = have[first - 1].end if first else 0
    end = have[last + 1].start if last + 1 < len(have) else len(source)
    if any(mark in source[start:end] for mark in "()[]"):
        return None
    before, after = source[start : have[first].start], source[have[last].end : end]
    opener = folded(have[first].text)
    if first == 0:
        opens = opener in words("adjuncts") or opener in words("droppable")
        return (0, end) if opens and last + 1 < len(have) and _CLOSES.match(after) else None
    if first == last and opener in words("droppable") and not before.strip() and not after.strip():
        return have[first].start, end
    aside = bool(_OPENS.match(before))
    if _ENDS.match(after.strip()):
        return (start, have[last].end) if _may_end(opener, aside) else None
    follower = folded(have[last + 1].text) if last + 1 < len(have) else ""
    run = source[have[first].start : have[last].end]
    return (start, end) if aside and _CLOSES.match(after) and _is_aside(run, opener, follower) else None


def _may_end(opener: str, aside: bool) -> bool:
    """Whether what opens so, and ends the sentence, can go whole; `aside`: a comma or dash stands before it."""
    if opener in words("trailing_adjuncts"):
        return True
    return aside and (opener in words("relatives") or opener in words("adjuncts") or opener.endswith("ing"))


def _is_aside(run: str, opener: str, follower: str) -> bool:
    """Whether a run between two commas is an aside. An item of a list stands so too: an aside stands before a verb."""
    if opener in words("relatives"):
        return follower not in _TIED
    apposition = not has_verb(run) or opener.endswith("ing")
    return apposition and (follower in words("verbs") or follower.endswith("ed"))


def _rebuilt(source: str, cuts: Sequence[tuple[int, int]]) -> str | None:
    parts, at = [], 0
    for start, end in cuts:
        parts.append(source[at:start].rstrip() if start else "")
        at = end
    parts.append(source[at:])
    joined = " ".join(part for part in parts if part).strip()
    text = re.sub(r"\s+(?=[.!?…]+[\"'”’»)]*$)", "", joined)
    text = text[:1].upper() + text[1:]
    last = tokens(text)[-1:]
    return None if not last or folded(last[0]) in words("weak_endings") else text
