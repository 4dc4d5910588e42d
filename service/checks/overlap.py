"""Which source a summary sentence was made from, and how closely it keeps to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from service.checks.pair import TARGET
from service.facts.spans import Span
from service.facts.words import content_words, tokens

#: Share of a compression's words that stand in the source in the same order.
COMPRESSION = 0.9
#: A source is read on past this many words of the sentence that it lacks before it is no compression of it.
_WINDOW = 3


@lru_cache(maxsize=4096)
def stems(text: str) -> frozenset[str]:
    """The stems of an English text's content words."""
    return frozenset(content_words(text, TARGET))


def overlap(text: str, source: str) -> float:
    """Share of the text's content words (stems) that the source has, 0..1; 0 for a text without any."""
    words = stems(text)
    return len(words & stems(source)) / len(words) if words else 0.0


def nearest(text: str, sources: Sequence[str], *, at_least: float = 0.0) -> str | None:
    """The source with most of the text's content words, of equals the one with least besides; None below `at_least`."""
    best, score = None, (0.0, 0.0)
    for source in sources:
        found = (overlap(text, source), overlap(source, text))
        if found > score:
            best, score = source, found
    return best if score[0] >= at_least else None


def near_words(text: str, span: Span, *, reach: int = _WINDOW) -> frozenset[str]:
    """Stems of the content words just after the span, in its clause: what a negation or hedge bears on."""
    after = re.split(r"[.;:!?,]", text[span.end :], maxsplit=1)[0]
    return frozenset(content_words(after, TARGET)[:reach])


def _common_in_order(left: Sequence[str], right: Sequence[str]) -> int:
    """Length of the longest common subsequence."""
    row = [0] * (len(right) + 1)
    for item in left:
        diagonal = 0
        for column, other in enumerate(right, start=1):
            above = row[column]
            row[column] = diagonal + 1 if item == other else max(above, row[column - 1])
            diagonal = above
    return row[-1]


def is_compression(text: str, source: str) -> bool:
    """Whether the text is the source with words left out: at least COMPRESSION of its words stand there in that order."""
    words = [token.lower() for token in tokens(text)]
    if not words:
        return False
    kept = _common_in_order(words, [token.lower() for token in tokens(source)])
    return kept / len(words) >= COMPRESSION
