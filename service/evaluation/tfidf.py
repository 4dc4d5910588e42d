"""TF-IDF similarity of English texts, the plain baseline of grouping and of LexRank."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from service.facts.words import content_words


def similarities(texts: Sequence[str], *, pairs: bool = False) -> NDArray[np.float64]:
    """Cosine of each two texts, n × n, 0..1: stems without stop words, weight (1 + ln tf) · (ln((1 + n) / (1 + df)) + 1).

    With `pairs`, two stems in a row are a term too. A text without terms is like none, itself included.
    """
    counts = [_terms(text, pairs=pairs) for text in texts]
    frequency = Counter(term for count in counts for term in count)
    weights = [
        {
            term: (1 + math.log(times)) * (math.log((1 + len(texts)) / (1 + frequency[term])) + 1)
            for term, times in c.items()
        }
        for c in counts
    ]
    # A term of one text adds to its length alone, and most terms are of one text.
    columns = {term: column for column, term in enumerate(sorted(t for t, n in frequency.items() if n > 1))}
    matrix = np.zeros((len(texts), len(columns)))
    for row, weight in enumerate(weights):
        length = math.sqrt(math.fsum(value * value for value in weight.values())) or 1.0
        for term, value in weight.items():
            if term in columns:
                matrix[row, columns[term]] = value / length
    product: NDArray[np.float64] = matrix @ matrix.T
    np.fill_diagonal(product, [1.0 if weight else 0.0 for weight in weights])
    return product


def _terms(text: str, *, pairs: bool) -> Counter[str]:
    stems = content_words(text, "en")
    count = Counter(stems)
    if pairs:
        count.update(f"{a} {b}" for a, b in pairwise(stems))
    return count
