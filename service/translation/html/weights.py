"""How much of each English word a stretch of the source accounts for: attention, and what needs no model to be seen.

Equal numbers, names and addresses belong together whatever attention says, and so do the two sides of a glossary term.
Where there are no links at all (a text that is too long for the model) words are taken by their place in the sentence.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from models.alignment import WORD, Link
from service.domain import TermUse

Span = tuple[int, int]
#: Letters from which a word that two languages share is the same word (kroner, million), and not `fast` or `war`.
_LONG = 5


@dataclass(frozen=True, slots=True)
class Pair:
    """A segment and its English with their words (marks among them), and weights[target word][source word]."""

    original: str
    text: str
    source_words: tuple[Span, ...]
    target_words: tuple[Span, ...]
    weights: tuple[tuple[float, ...], ...]

    def mass(self, start: int, end: int) -> list[float]:
        """For each English word the share (0..1) of it that characters [start, end) of the original account for."""
        covered = [_share(span, start, end) for span in self.source_words]
        return [sum(w * c for w, c in zip(row, covered, strict=True) if c) for row in self.weights]

    def strongest(self, word: int) -> int | None:
        """The English word that owes most to a source word; None where none owes it anything."""
        column = [row[word] for row in self.weights]
        best = max(range(len(column)), key=lambda i: column[i], default=0)
        return best if column and column[best] > 0 else None


def pair_up(
    original: str, text: str, links: Sequence[Link], terms: Sequence[TermUse] = (), cuts: Sequence[int] = ()
) -> Pair:
    """Weights of a segment pair. `cuts` are places inside words of the original where an element begins or ends."""
    source_words, target_words = _words(original), _words(text)
    rows = [[0.0] * len(source_words) for _ in target_words]
    of_source = {span: j for j, span in enumerate(source_words)}
    of_target = {span: i for i, span in enumerate(target_words)}
    for link in links:
        i, j = of_target.get((link[2], link[3])), of_source.get((link[0], link[1]))
        if i is not None and j is not None:
            rows[i][j] = link.weight
    if not links:
        _by_place(rows)
    for i, j in _equal(original, text, source_words, target_words):
        _bind(rows, [i], [j])
    for use in terms:
        if use.applied and use.text_start is not None and use.text_end is not None:
            there = _within(target_words, use.text_start, use.text_end)
            _bind(rows, there, _within(source_words, use.start, use.end))
    pair = Pair(original, text, tuple(source_words), tuple(target_words), tuple(map(tuple, rows)))
    return _cut(pair, sorted(set(cuts)))


def identical(text: str, cuts: Sequence[int] = ()) -> Pair:
    """A segment that is English already: each word is its own."""
    words = tuple(_words(text))
    rows = tuple(tuple(float(i == j) for j in range(len(words))) for i in range(len(words)))
    return _cut(Pair(text, text, words, words, rows), sorted(set(cuts)))


def _words(text: str) -> list[Span]:
    return [match.span() for match in WORD.finditer(text)]


def _share(span: Span, start: int, end: int) -> float:
    return max(0, min(span[1], end) - max(span[0], start)) / (span[1] - span[0])


def _within(words: Sequence[Span], start: int, end: int) -> list[int]:
    return [i for i, (a, b) in enumerate(words) if a >= start and b <= end]


def _by_place(rows: list[list[float]]) -> None:
    """The diagonal."""
    for i, row in enumerate(rows):
        if row:
            row[round(i * (len(row) - 1) / max(1, len(rows) - 1))] = 1.0


def _key(word: str) -> str | None:
    """What makes two words one: the digits of a number; a name, an address or a long word as it stands; None for others."""
    digits = re.sub(r"\D", "", word)
    if digits and not any(c.isalpha() for c in word):
        return digits
    if not word[:1].isalnum() and word[:1] not in "@#":
        return None
    shared = word[:1].isupper() and len(word) > 2
    return word.removesuffix("'s").removesuffix("’s") if shared or len(word) >= _LONG or not word.isalpha() else None


def _equal(original: str, text: str, source: Sequence[Span], target: Sequence[Span]) -> list[tuple[int, int]]:
    """(English word, source word) that are equal and stand once on each side."""
    there = [_key(original[a:b]) for a, b in source]
    here = [_key(text[a:b]) for a, b in target]
    once_there, once_here = Counter(there), Counter(here)
    return [(i, there.index(key)) for i, key in enumerate(here) if key and once_here[key] == 1 and once_there[key] == 1]


def _bind(rows: list[list[float]], targets: Sequence[int], sources: Sequence[int]) -> None:
    """These words belong to each other and to no other."""
    if not targets or not sources:
        return
    for i, row in enumerate(rows):
        for j in range(len(row)):
            if i in targets:
                row[j] = 1 / len(sources) if j in sources else 0.0
            elif j in sources:
                row[j] = 0.0


def _cut(pair: Pair, cuts: Sequence[int]) -> Pair:
    """Words that an element divides are divided in English too where they are the same there (CO2, m2, a URL)."""
    inside = {j: [c for c in cuts if a < c < b] for j, (a, b) in enumerate(pair.source_words)}
    for j, places in reversed(list(inside.items())):
        i = pair.strongest(j)
        if not places or i is None:
            continue
        (a, b), (c, d) = pair.source_words[j], pair.target_words[i]
        if pair.original[a:b] != pair.text[c:d]:
            continue
        edges = [a, *places, b]
        parts = list(itertools.pairwise(edges))
        shifted = [(x - a + c, y - a + c) for x, y in parts]
        n = len(parts)
        rows = [[*row[:j], *[row[j] / n] * n, *row[j + 1 :]] for row in pair.weights]
        own = [
            [0.0] * j + [float(k == m) for m in range(n)] + [0.0] * (len(pair.source_words) - j - 1) for k in range(n)
        ]
        pair = Pair(
            pair.original,
            pair.text,
            (*pair.source_words[:j], *parts, *pair.source_words[j + 1 :]),
            (*pair.target_words[:i], *shifted, *pair.target_words[i + 1 :]),
            tuple(map(tuple, [*rows[:i], *own, *rows[i + 1 :]])),
        )
    return pair
