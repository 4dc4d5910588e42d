"""The language model of detection: letter groups and words -> log odds of the nine languages and of those around them.

Two tables, 16 MB, read as they lie on the disk. How common each word is in each of the nine (naive Bayes); and multinomial
logistic regression over hashed features, each word with its letter groups of two to five (`<` and `>` mark its ends), summed
over a text (the features of Joulin et al., "Bag of Tricks for Efficient Text Classification", 2017, without the hidden layer).
The nine languages stand first; the others are there to be told from them. `models/training/detection` makes the tables; no
text is in them.
"""

from __future__ import annotations

import math
import operator
import zlib
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache, reduce
from importlib import resources
from typing import TYPE_CHECKING, Any

from service.languages import data_table
from service.text.detection_codes import known_codes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SHORTEST, _LONGEST = 2, 5
_ALL_COUNT = 3
_WHOLE = 30
"""Letters of a longer word that are looked at: no word of the nine is longer than a few compounds are."""


def letter_groups(word: str) -> Iterator[str]:
    """The features of one lower-case word: its letter groups and itself (`=word`)."""
    framed = f"<{word[:_WHOLE]}>"
    for size in range(1 if len(framed) <= 3 else _SHORTEST, _LONGEST + 1):
        for start in range(len(framed) - size + 1):
            yield framed[start : start + size]
    yield f"={word[:_WHOLE]}"


@cache
def languages() -> tuple[str, ...]:
    """The codes of the weights' columns, the nine first."""
    return tuple(data_table("detection")["model"]["languages"])


@cache
def _table(name: str) -> NDArray[Any]:
    import numpy as np  # a command that detects nothing need not pay for it

    with resources.as_file(resources.files("service.text") / f"detection_{name}.npy") as path:
        found: NDArray[Any] = np.load(path, mmap_mode="r")
    return found


@lru_cache(maxsize=8192)
def _word(word: str) -> NDArray[np.float64]:
    """What one lower-case word says of each of `languages`, in nats; then of the nine once more, by letters alone."""
    import numpy as np

    weights, keys = _table("weights"), _table("word_keys")
    model = data_table("detection")["model"]
    rows = [zlib.crc32(group.encode()) & (len(weights) - 1) for group in letter_groups(word)]
    found: NDArray[np.float64] = weights[rows].sum(axis=0, dtype=np.int64) * float(model["scale"])
    nine = len(known_codes())
    found = np.concatenate([found, found[:nine]])
    key = zlib.crc32(word[:_WHOLE].encode())
    at = int(np.searchsorted(keys, np.uint32(key)))
    if at < len(keys) and int(keys[at]) == key:
        found[:nine] += _table("word_shares")[at] * float(model["word_step"])
    return found


def word_scores(word: str) -> dict[str, float]:
    """What one lower-case word says of each of `languages`, in nats; only differences between the nine mean anything."""
    return dict(zip(languages(), (float(value) for value in _word(word)), strict=False))


def log_odds(words: Sequence[str]) -> tuple[dict[str, float], dict[str, float]]:
    """(log-probability of each of the nine if it is one of them; log odds of each outsider against the nine together).

    `words` are lower case; with none of them all are alike. Words of one text repeat each other: from the fourth on they
    count for less than their number (`damping`).
    """
    model = data_table("detection")["model"]
    nine = len(known_codes())
    biases = [float(bias) for bias in model["biases"]]
    total = [0.0] * (len(biases) + nine)
    if words:
        weight = (max(len(words), _ALL_COUNT) / _ALL_COUNT) ** -float(model["damping"])
        total = [float(value) * weight for value in reduce(operator.add, map(_word, words))]
    scores = [value + bias for value, bias in zip(total, [*biases, *biases[:nine]], strict=True)]
    sharpness = float(model["sharpness"])
    inside = _normal([sharpness * score for score in scores[:nine]])
    by_letters = log_sum(scores[-nine:])
    outside = [score - by_letters for score in scores[nine:-nine]]
    return dict(zip(languages()[:nine], inside, strict=True)), dict(zip(languages()[nine:], outside, strict=True))


def log_sum(scores: Sequence[float]) -> float:
    """log of the sum of exp(score), at least one of them."""
    best = max(scores)
    return best + math.log(math.fsum(math.exp(score - best) for score in scores))


def _normal(scores: Sequence[float]) -> list[float]:
    total = log_sum(scores)
    return [score - total for score in scores]
