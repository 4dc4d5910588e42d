"""Lines that repeat across a corpus: an outlet's own furniture, whatever its language and wording.

A wire story carried by three outlets repeats too. Documents that share prose are therefore counted as one, and only
short or link-like lines can be furniture at all.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable

from service.text.cleaning.lines import Line, split_lines
from service.text.cleaning.phrases import URL, furniture_key

MIN_DOCUMENTS = 3
MIN_SHARE = 0.02
"""Of the corpus, counted without copies: in ten thousand articles a line must stand in two hundred."""
MAX_WORDS = 14


def find_furniture(texts: Iterable[str]) -> frozenset[str]:
    """The keys (`phrases.furniture_key`) of lines that repeat across `texts`, for `clean(..., furniture=...)`.

    A line must stand in at least three texts that are not copies of each other and in 2% of all, and be short or
    link-like. The order of `texts` does not matter.
    """
    short: list[set[str]] = []
    prose: list[set[int]] = []
    for text in texts:
        lines = split_lines(text)
        short.append({furniture_key(line.text) for line in lines if line.key and _can_be_furniture(line)})
        prose.append({_digest(line.folded) for line in lines if line.prose and line.words >= 15})
    groups = _copies(prose)
    counts: Counter[str] = Counter()
    seen: dict[str, set[int]] = defaultdict(set)
    for group, keys in zip(groups, short, strict=True):
        for key in keys:
            if group not in seen[key]:
                seen[key].add(group)
                counts[key] += 1
    needed = max(MIN_DOCUMENTS, MIN_SHARE * len(set(groups)))
    return frozenset(key for key, count in counts.items() if count >= needed)


def _can_be_furniture(line: Line) -> bool:
    if line.text.startswith(("–", "—", "- ")):
        return False  # people say the same short things in many articles
    linked = URL.search(line.text) is not None and line.words <= 2 * MAX_WORDS
    # A whole sentence of the article's own kind may stand in three papers: a wire story in short paragraphs.
    told = line.terminal and not line.text.endswith("!")  # appeals end so
    return linked or (line.words <= MAX_WORDS and not told and not (line.terminal and line.words < 4))


def _digest(text: str) -> int:
    """Eight bytes for a paragraph: a corpus of a million articles has to fit in memory."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")


def _copies(prose: list[set[int]]) -> list[int]:
    """A group number for each document; two that share a paragraph, and not only one of many, are in one group."""
    group = list(range(len(prose)))

    def root(index: int) -> int:
        while group[index] != index:
            group[index] = group[group[index]]
            index = group[index]
        return index

    holders: dict[int, list[int]] = defaultdict(list)
    for index, paragraphs in enumerate(prose):
        for paragraph in sorted(paragraphs):
            holders[paragraph].append(index)
    for paragraph in sorted(holders):
        first, *others = holders[paragraph]
        for other in others:
            shared = len(prose[first] & prose[other])
            if shared >= 2 or shared >= 0.5 * min(len(prose[first]), len(prose[other])):
                a, b = root(first), root(other)
                group[max(a, b)] = min(a, b)
    return [root(index) for index in range(len(prose))]
