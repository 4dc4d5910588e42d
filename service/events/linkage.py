"""Average-linkage clustering of a similarity matrix, in quadratic time (nearest-neighbour chains)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
_GONE = -np.inf


def average_linkage(similarity: Matrix, threshold: float) -> list[list[int]]:
    """Clusters in which two parts are joined while their mean pairwise similarity is at least `threshold`.

    `similarity` is symmetric; its diagonal is not read. Clusters hold row numbers in ascending order and stand by
    their first. Equal similarities: the lower row number first, so the result depends on the order of the rows only
    where two means are equal to the last bit.
    """
    count = len(similarity)
    matrix = similarity.astype(np.float64, copy=True)
    np.fill_diagonal(matrix, _GONE)
    members = [[row] for row in range(count)]
    size = np.ones(count)
    alive = np.ones(count, dtype=bool)
    chain: list[int] = []
    finished = np.zeros(count, dtype=bool)
    while True:
        if not chain:
            start = np.flatnonzero(alive & ~finished)
            if len(start) == 0:
                break
            chain.append(int(start[0]))
        tip = chain[-1]
        nearest = int(np.argmax(matrix[tip]))
        best = matrix[tip, nearest]
        if len(chain) > 1 and matrix[tip, chain[-2]] >= best:
            nearest = chain[-2]
        if best < threshold:
            # Reducibility: no later merge can bring anything nearer to it than `best`.
            finished[tip] = True
            chain.pop()
            continue
        if len(chain) > 1 and nearest == chain[-2]:
            keep, drop = min(tip, nearest), max(tip, nearest)
            merged = (size[keep] * matrix[keep] + size[drop] * matrix[drop]) / (size[keep] + size[drop])
            merged[~alive] = _GONE
            merged[[keep, drop]] = _GONE
            matrix[keep], matrix[:, keep] = merged, merged
            matrix[drop], matrix[:, drop] = _GONE, _GONE
            alive[drop] = False
            size[keep] += size[drop]
            members[keep] += members[drop]
            del chain[-2:]
            continue
        chain.append(nearest)
    return [sorted(members[row]) for row in range(count) if alive[row]]
