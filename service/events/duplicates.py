"""Members that carry the same wire text, whatever headline, byline or shortening the outlets gave it.

Compared by shingles (runs of words), which survive a changed opening and a trimmed tail. Articles in the same other
language are compared in that language: a translator may put the same sentence differently twice.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from service.events.article import Article
from service.events.versions import same_page
from service.facts.words import tokens

_FIGURES = re.compile(r"\d+(?:[.,\s]\d+)*")
SHINGLE_WORDS = 4
CONTAINED = 0.6
"""Share of the shorter text's shingles that the longer one has."""
LEAST_SHINGLES = 25
"""Shorter texts are only duplicates if nearly all of theirs is shared."""
SHORT_CONTAINED = 0.9


def find_duplicates(articles: Sequence[Article]) -> tuple[tuple[str, ...], ...]:
    """Groups of two or more document ids with the same wire text, each in ascending order, groups by their first."""
    prints = {article.document_id: shingles(article) for article in articles}
    language = {article.document_id: _language(article) for article in articles}
    holders: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for document_id in sorted(prints):
        for shingle in prints[document_id]:
            holders[shingle].append(document_id)
    shared: defaultdict[tuple[str, str], int] = defaultdict(int)
    for ids in holders.values():
        for pair in combinations(ids, 2):
            shared[pair] += 1
    parent = {document_id: document_id for document_id in prints}
    by_id = {article.document_id: article for article in articles}

    def updated(one: str, two: str) -> bool:
        # Of one page, two texts with other figures are still one voice's: the later corrects the earlier.
        return not same_page(by_id[one], by_id[two]) and _other_figures(by_id[one], by_id[two])

    def root(document_id: str) -> str:
        while parent[document_id] != document_id:
            document_id = parent[document_id]
        return document_id

    for (one, two), count in sorted(shared.items()):
        shorter = min(len(prints[one]), len(prints[two]))
        needed = CONTAINED if shorter >= LEAST_SHINGLES else SHORT_CONTAINED
        if language[one] == language[two] and shorter > 0 and count / shorter >= needed and not updated(one, two):
            first, second = sorted((root(one), root(two)))
            parent[second] = first
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for document_id in sorted(prints):
        groups[root(document_id)].append(document_id)
    return tuple(tuple(group) for _, group in sorted(groups.items()) if len(group) > 1)


def _other_figures(one: Article, two: Article) -> bool:
    """Whether a sentence of one stands in the other with another number: an update, not a copy."""
    theirs: dict[str, set[str]] = defaultdict(set)
    for sentence in two.sentences:
        theirs[_FIGURES.sub("#", sentence.original.lower())].add(sentence.original.lower())
    return any(
        "#" in (form := _FIGURES.sub("#", sentence.original.lower()))
        and form in theirs
        and sentence.original.lower() not in theirs[form]
        for sentence in one.sentences
    )


def shingles(article: Article) -> frozenset[tuple[str, ...]]:
    """Runs of SHINGLE_WORDS words inside the article's original sentences, lower case."""
    found: set[tuple[str, ...]] = set()
    for sentence in article.sentences:
        words = [token.lower() for token in tokens(sentence.original)]
        found.update(tuple(words[at : at + SHINGLE_WORDS]) for at in range(len(words) - SHINGLE_WORDS + 1))
    return frozenset(found)


def same_words(a: str, b: str) -> bool:
    """Whether two sentences are one sentence carried twice: nearly all of the shorter one's runs are in the longer."""
    runs = []
    for text in (a, b):
        words = [token.lower() for token in tokens(text)]
        runs.append({tuple(words[at : at + 3]) for at in range(len(words) - 2)} or {tuple(words)})
    return len(runs[0] & runs[1]) >= 0.8 * min(len(runs[0]), len(runs[1]))


def voices(articles: Sequence[Article], duplicates: Sequence[Sequence[str]]) -> dict[str, str]:
    """document id -> who speaks in it: its outlet, and one and the same for all that carry the same text."""
    out = {article.document_id: article.voice for article in articles}
    for group in duplicates:
        out.update(dict.fromkeys(group, out[group[0]]))
    return out


def _language(article: Article) -> str:
    return article.translation.source_language_code
