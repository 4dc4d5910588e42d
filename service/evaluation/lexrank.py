"""LexRank (Erkan and Radev 2004, continuous): the sentences that are most like the others are the most central."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from service.evaluation.tfidf import similarities

DAMPING = 0.85
_ROUNDS = 200
_CLOSE = 1e-9


def centrality(sentences: Sequence[str]) -> list[float]:
    """The share (summing to 1) of each sentence in a random walk over their TF-IDF similarities."""
    count = len(sentences)
    if not count:
        return []
    weights = similarities(sentences)
    totals = weights.sum(axis=1, keepdims=True)
    walk = np.where(totals > 0, weights / np.where(totals > 0, totals, 1), 1 / count)
    share = np.full(count, 1 / count)
    for _ in range(_ROUNDS):
        new = (1 - DAMPING) / count + DAMPING * (share @ walk)
        moved = float(np.abs(new - share).sum())
        share = new
        if moved < _CLOSE:
            break
    return [float(value) for value in share]


def lexrank(sentences: Sequence[str], words: int) -> list[str]:
    """The most central sentences, the best first, until `words` words are reached; a repeated one once."""
    shares = centrality(sentences)
    out: list[str] = []
    used = 0
    for i in sorted(range(len(sentences)), key=lambda i: (-shares[i], i)):
        if used >= words:
            break
        if sentences[i] not in out:
            out.append(sentences[i])
            used += len(sentences[i].split())
    return out
