"""The language model of detection: letter groups and words -> log odds of 63 languages. Eight megabytes, read as they are.

Multinomial logistic regression over hashed features: each word with its letter groups of two to five (`<` and `>` mark its
ends), summed over a text (as Joulin et al., "Bag of Tricks for Efficient Text Classification", 2017, without the hidden
layer). The nine languages Tidings knows stand first; the others are there to be told from them. `models/training/detection`
makes the weights; no text is in them.
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
def _weights() -> NDArray[np.int8]:
    import numpy as np  # a command that detects nothing need not pay for it

    with resources.as_file(resources.files("service.text") / "detection_weights.npy") as path:
        found: NDArray[Any] = np.load(path, mmap_mode="r")
    return found


@lru_cache(maxsize=8192)
def _word(word: str) -> NDArray[np.int64]:
    import numpy as np

    weights = _weights()
    mask = len(weights) - 1
    rows = [zlib.crc32(group.encode()) & mask for group in letter_groups(word)]
    found: NDArray[np.int64] = weights[rows].sum(axis=0, dtype=np.int64)
    return found


def word_scores(word: str) -> dict[str, float]:
    """What one lower-case word says of each of `languages`, in nats; only differences mean anything."""
    scale = float(data_table("detection")["model"]["scale"])
    return dict(zip(languages(), (scale * float(value) for value in _word(word)), strict=True))


def log_probabilities(words: Sequence[str]) -> dict[str, float]:
    """Log-probability of each of `languages` for lower-case words; equal ones for no word.

    Words of one text repeat each other: from the fourth on they count for less than their number (`damping`).
    """
    model = data_table("detection")["model"]
    if not words:
        return dict.fromkeys(languages(), -math.log(len(languages())))
    total = reduce(operator.add, map(_word, words))
    scale = float(model["scale"]) * (max(len(words), _ALL_COUNT) / _ALL_COUNT) ** -float(model["damping"])
    scores = [scale * float(value) + bias for value, bias in zip(total, model["biases"], strict=True)]
    best = max(scores)
    norm = best + math.log(math.fsum(math.exp(score - best) for score in scores))
    return {code: score - norm for code, score in zip(languages(), scores, strict=True)}
