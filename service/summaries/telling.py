"""In which order chosen sentences are told: the happening first, then as the articles have them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from service.facts.names import find_names
from service.facts.words import tokens
from service.summaries.candidates import Candidate, in_order

OPENING_MARKS = frozenset("\"“”„«»'‘’–-")

#: The share of the headline's words that a sentence must have to open a summary before one that stands earlier, and how many
#: more of them than that one: what comes first in an article is its news, unless its own headline clearly says otherwise.
HEADLINE_SHARE = 0.4
HEADLINE_LEAD = 3

_DAY = len("YYYY-MM-DD")


def in_article(title_stems: Collection[str]) -> Callable[[Sequence[Candidate]], list[Candidate]]:
    """An order for the sentences of one article, which come best first: the happening opens, the rest as they stand.

    The happening is the earliest sentence, unless another has far more of the headline: the background that an article
    may begin with comes second then. No sentence is moved that leans, opens with a quotation, or calls by the family
    name alone somebody whom an earlier one introduces.
    """

    def order(chosen: Sequence[Candidate]) -> list[Candidate]:
        ordered = in_order(chosen)
        if len(ordered) < 2 or not title_stems:
            return ordered
        shared = [sum(stem in title_stems for stem in c.stems) for c in ordered]
        least = max(HEADLINE_SHARE * len(title_stems), shared[0] + HEADLINE_LEAD)
        movable = [i for i in range(1, len(ordered)) if shared[i] >= least and _may_open(ordered[i], ordered[:i])]
        if not movable:
            return ordered
        top = max(movable, key=lambda i: (shared[i], -i))
        last = top + 1
        while last < len(ordered) and ordered[last].leaning < 1.0:
            last += 1  # what leans on it goes with it
        return [*ordered[top:last], *ordered[:top], *ordered[last:]]

    return order


def in_time(chosen: Sequence[Candidate]) -> list[Candidate]:
    """The best (`chosen` comes best first) that opens with no quotation, then by day of publication, leads before details.

    A sentence that leans on the one before it stays behind it.
    """
    present = {(c.document_index, c.position): c for c in chosen}

    def head(candidate: Candidate) -> Candidate:
        while candidate.leaning < 1.0 and not candidate.after_break:
            before = present.get((candidate.document_index, candidate.position - 1))
            if before is None:
                break
            candidate = before
        return candidate

    standing = [c for c in chosen if c.text[0] not in OPENING_MARKS]
    opening = next((c for c in standing if head(c).leaning == 1.0), next(iter(standing), None))
    top = head(opening) if opening else None

    def key(candidate: Candidate) -> tuple[bool, str, int, int, int]:
        first = head(candidate)
        return first is not top, _day(first), first.position, first.document_index, candidate.position

    return sorted(chosen, key=key)


def _day(candidate: Candidate) -> str:
    """The day of publication, after every other where it is not known."""
    return (candidate.published_at or "~")[:_DAY]


def _may_open(candidate: Candidate, earlier: Sequence[Candidate]) -> bool:
    if candidate.leaning < 1.0 or candidate.text[0] in OPENING_MARKS:
        return False
    told = set(tokens(candidate.text))
    full = [name.text.split() for other in earlier for name in find_names(other.text, "en") if name.kind == "person"]
    return not any(name[-1] in told and name[0] not in told for name in full)
