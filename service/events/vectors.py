"""Articles as sparse vectors whose dot product is their similarity in words, names and opening."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from service.events.background import MOST
from service.events.features import Features

SHARES = {"words": 0.7, "names": 0.1, "lead": 0.2}
"""Parts of the similarity that are all words', the names' and the opening's (fitted, docs/events.md)."""
PRIOR_ARTICLES = 1000
"""The background counts as so many articles beside those at hand: a few say nothing of what is common, many do."""


def vectors(features: Sequence[Features]) -> list[dict[str, float]]:
    """One vector an article, of at most unit length; keys are `words:`, `names:` or `lead:` and a term.

    A term's weight is minus the log of the share of articles that have it, those at hand and the background's together.
    """
    have = {part: Counter(t for f in features for t in f.counts[part]) for part in ("words", "names")}
    total = len(features) + PRIOR_ARTICLES
    out = []
    for feature in features:
        vector: dict[str, float] = {}
        for part, share in SHARES.items():
            holders = have["names" if part == "names" else "words"]
            values = {}
            for term, count in feature.counts[part].items():
                expected = PRIOR_ARTICLES * math.exp(-feature.rarities[term])
                weight = min(MOST, -math.log((holders[term] + expected) / total))
                values[f"{part}:{term}"] = (1 + math.log(count)) * weight
            length = math.sqrt(sum(value * value for value in values.values()))
            scale = math.sqrt(share) / length if length else 0.0
            vector.update((term, value * scale) for term, value in values.items())
        out.append(vector)
    return out
