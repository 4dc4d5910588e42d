"""Tells two look-alike happenings apart that average linkage has put into one group.

Articles about two elections in the same country are nearer to each other than the articles of many a single event
are, so no threshold on similarity parts them. What gives them away is the group's own structure: with the words that
all of them share set aside, they fall into two blocks. The normalised cut (Shi and Malik 2000) measures that, and is
cautious by itself where there are few articles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
LEAST = 4
"""Fewer articles are never split: a single one always looks cut off."""


def contrast(weights: Sequence[Mapping[str, float]]) -> Matrix:
    """Cosines of the articles over the terms that some, but not all, of them share."""
    seen = Counter(term for terms in weights for term in terms)
    column = {term: number for number, term in enumerate(sorted(t for t, n in seen.items() if 1 < n < len(weights)))}
    table = np.zeros((len(weights), max(1, len(column))))
    for row, terms in enumerate(weights):
        for term, weight in terms.items():
            if term in column:
                table[row, column[term]] = weight
    norms = np.linalg.norm(table, axis=1, keepdims=True)
    table /= np.where(norms == 0, 1, norms)
    return np.asarray(table @ table.T)


def best_cut(similarity: Matrix) -> tuple[float, NDArray[np.bool_]]:
    """The smallest normalised cut (0..2) found along the second eigenvector of the Laplacian, and one side of it."""
    graph = np.maximum(similarity, 0)
    np.fill_diagonal(graph, 0)
    degree = graph.sum(axis=1) + 1e-9
    laplacian = np.eye(len(graph)) - graph / np.sqrt(np.outer(degree, degree))
    _, vectors = np.linalg.eigh(laplacian)
    place = vectors[:, 1] / np.sqrt(degree)
    order = np.lexsort((np.arange(len(place)), np.round(place, 9)))
    best, side = np.inf, np.zeros(len(graph), dtype=bool)
    inside = np.zeros(len(graph), dtype=bool)
    for row in order[:-1]:
        inside[row] = True
        crossing = graph[np.ix_(inside, ~inside)].sum()
        value = crossing / degree[inside].sum() + crossing / degree[~inside].sum()
        if value < best:
            best, side = float(value), inside.copy()
    return best, side


def split(members: list[int], weights: Mapping[int, Mapping[str, float]], limit: float) -> list[list[int]]:
    """The group in parts, while a cut below `limit` is found; members and parts in ascending order."""
    if len(members) < LEAST:
        return [members]
    value, side = best_cut(contrast([weights[member] for member in members]))
    if value >= limit:
        return [members]
    halves = [[m for m, there in zip(members, side, strict=True) if bool(there) is wanted] for wanted in (True, False)]
    return sorted(part for half in halves for part in split(half, weights, limit))
