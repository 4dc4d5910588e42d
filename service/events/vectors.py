"""Articles as sparse vectors whose dot product is their similarity in words, names and opening."""

from __future__ import annotations

import math
import sys

from service.events.features import Features

SHARES = {"words": 0.7, "names": 0.1, "lead": 0.2}
"""Parts of the similarity that are all words', the names' and the opening's (fitted, docs/events.md)."""

Vector = dict[str, float]
"""Keys are `words:`, `names:` or `lead:` and a term; of at most unit length."""


def vector_of(feature: Features) -> Vector:
    """The vector of one article: sublinear term frequency times the term's rarity in English at large.

    It depends on nothing but the article, so two articles are as alike today as after a hundred thousand more have
    arrived. That is what makes events independent of the order of arrival (docs/events.md has what it costs: nothing).
    """
    vector: Vector = {}
    for part, share in SHARES.items():
        values = {
            # One string for all articles that have the term: a large corpus is mostly such keys.
            sys.intern(f"{part}:{term}"): (1 + math.log(count)) * feature.rarities[term]
            for term, count in feature.counts[part].items()
        }
        length = math.sqrt(sum(value * value for value in values.values()))
        scale = math.sqrt(share) / length if length else 0.0
        vector.update((term, value * scale) for term, value in values.items())
    return vector
