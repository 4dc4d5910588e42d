"""Cross-attention -> which words of a text each word of its translation stands for.

What attention gives is a weight for each pair of tokens; here it becomes a weight for each pair of words. The last layer's
attention at the step that writes a token says what the decoder is about to read; earlier layers at the step after, where the
token is already the input, often say better what it was written for (Chen et al. 2020, "Accurate Word Alignment Induction
from Neural Machine Translation", EMNLP). Which is best for a checkpoint is measured: models.alignment_choice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

SPACE = "▁"
"""SentencePiece's sign for a space: these tokens are located in a text by their letters."""
WINDOW = 40
"""Characters in which a token is looked for after one that could not be found."""
LEAST_WEIGHT = 0.02
"""Links below this share of a word are noise."""
WORD = re.compile(
    r"(?:https?://|www\.)[^\s<>\"»“”]*[^\s<>\"»“”.,;:!?)\]]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|[@#]?\w+(?:[-–.,:'’/]\w+)*|[^\w\s]"
)


class Link(NamedTuple):
    """A word of the source at characters [source_start, source_end) and one of the target that stands for it.

    `weight` (0..1) is the share of the target word that this source word accounts for; a target word's weights sum to
    at most 1. Words are many to many, and one without a counterpart has no link.
    """

    source_start: int
    source_end: int
    target_start: int
    target_end: int
    weight: float


def word_spans(text: str) -> list[tuple[int, int]]:
    """Characters [start, end) of each word and each mark of `text`; a URL, an address, a handle is one word."""
    return [match.span() for match in WORD.finditer(text)]


def locate(tokens: Sequence[str], text: str) -> list[tuple[int, int]]:
    """Characters [start, end) that each SentencePiece token spells; empty where it spells none, or other ones (`<unk>`)."""
    out = []
    place = 0
    lost = False
    for token in tokens:
        letters = token.replace(SPACE, " ").strip()
        while place < len(text) and text[place].isspace():
            place += 1
        found = text.find(letters, place, place + len(letters) + (WINDOW if lost else 0)) if letters else -1
        lost = bool(letters) and found < 0
        if found < 0:
            out.append((place, place))
        else:
            place = found + len(letters)
            out.append((found, place))
    return out


def word_links(
    source: str,
    target: str,
    source_tokens: Sequence[str],
    target_tokens: Sequence[str],
    attention: Sequence[Sequence[float]],
) -> tuple[Link, ...]:
    """Links of a sentence pair, in the order of the target's words, then the source's.

    `attention` has a row for each of `target_tokens` and a column for each of `source_tokens`.
    """
    source_words, target_words = word_spans(source), word_spans(target)
    if not source_words or not target_words:
        return ()
    weights = _sharpened(_by_word(attention, _cover(source_tokens, source), _cover(target_tokens, target)))
    return tuple(
        Link(*source_words[j], *target_words[i], round(float(weights[i, j]), 4))
        for i in range(len(target_words))
        for j in range(len(source_words))
        if weights[i, j] >= LEAST_WEIGHT
    )


def _cover(tokens: Sequence[str], text: str) -> Matrix:
    """Share of each token (row) that lies in each word (column)."""
    import numpy as np

    words = word_spans(text)
    out = np.zeros((len(tokens), len(words)))
    for i, (start, end) in enumerate(locate(tokens, text)):
        for j, (first, last) in enumerate(words):
            if (common := min(end, last) - max(start, first)) > 0:
                out[i, j] = common / (end - start)
    return out


def _by_word(attention: Any, of_source: Matrix, of_target: Matrix) -> Matrix:
    """Target words x source words: a source word has the sum of its tokens, a target word the mean of its own."""
    import numpy as np

    share = of_target / np.maximum(of_target.sum(axis=0, keepdims=True), 1e-9)
    out: Matrix = share.T @ np.asarray(attention, dtype=np.float64) @ of_source
    return out


def _sharpened(weights: Matrix) -> Matrix:
    """What a target word says of the source words times what these say of it; each row sums to 1, or is empty."""
    import numpy as np

    rows = weights / np.maximum(weights.sum(axis=1, keepdims=True), 1e-9)
    both = rows * (rows / np.maximum(rows.sum(axis=0, keepdims=True), 1e-9))
    out: Matrix = both / np.maximum(both.sum(axis=1, keepdims=True), 1e-9)
    return out
