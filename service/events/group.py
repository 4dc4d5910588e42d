"""Articles -> groups, one a happening; the same groups whatever the order of arrival."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from service.domain import Translation
from service.events.features import Features, read_features
from service.events.linkage import average_linkage
from service.events.similarity import MOST_FACTOR, dot_rows, similarity_matrix
from service.events.split import split
from service.events.vectors import vectors

THRESHOLD = 0.2
"""Mean similarity that two parts of one happening have at least (fitted, docs/events.md)."""
CUT = 0.88
"""Normalised cut below which a group is two look-alike happenings (fitted, docs/events.md)."""
EXACT_UP_TO = 3000
"""Articles up to which every pair is looked at; above, pairs that share a term rarer than 1 in 20 articles."""
RARE_SHARE = 0.7
"""Share of a similarity that rare terms alone make up, where common ones are passed over."""
LARGEST_BLOCK = 2500
"""Articles that are clustered at once; a larger connected block is cut at rising similarities until it is not."""


def group_documents(translations: Sequence[Translation]) -> tuple[tuple[Translation, ...], ...]:
    """One tuple a happening, members in order of publication, then id; groups in order of their smallest id."""
    features = [read_features(t) for t in sorted(translations, key=lambda t: (t.document_id, t.content_sha256))]
    sparse = vectors(features)
    groups = []
    for block in _blocks(sparse, THRESHOLD / MOST_FACTOR):
        groups += _cluster([features[row] for row in block], [sparse[row] for row in block])
    groups = _with_copies(groups)
    groups.sort(key=lambda group: min(feature.article.document_id for feature in group))
    return tuple(
        tuple(feature.article.translation for feature in sorted(group, key=lambda feature: feature.article.order))
        for group in groups
    )


def _with_copies(groups: Sequence[Sequence[Features]]) -> list[list[Features]]:
    """Groups that hold the same text as one: a copy without a date is about the same happening as the dated one."""
    home: dict[str, int] = {}
    out: list[list[Features]] = []
    for group in sorted(groups, key=lambda group: min(f.article.document_id for f in group)):
        texts = {" ".join(s.original for s in f.article.sentences) for f in group} - {""}
        into = min((home[text] for text in texts if text in home), default=len(out))
        if into == len(out):
            out.append([])
        out[into] += group
        home.update((text, home.get(text, into)) for text in sorted(texts))
    return out


def _cluster(features: Sequence[Features], sparse: Sequence[Mapping[str, float]]) -> list[list[Features]]:
    if len(features) == 1:
        return [list(features)]
    weights = {row: feature.contrast for row, feature in enumerate(features)}
    return [
        [features[row] for row in part]
        for cluster in average_linkage(similarity_matrix(features, sparse), THRESHOLD)
        for part in split(cluster, weights, CUT)
    ]


def _blocks(sparse: Sequence[Mapping[str, float]], floor: float) -> list[list[int]]:
    """Rows that a chain of pairs at least `floor` alike connects: no group can reach from one block to another."""
    count = len(sparse)
    most = None
    if count > EXACT_UP_TO:
        most, floor = max(50, count // 20), floor * RARE_SHARE
    near: list[list[tuple[int, float]]] = [[] for _ in range(count)]
    for row, dots in enumerate(dot_rows(sparse, most_postings=most)):
        for other in np.flatnonzero(dots[:row] >= floor):
            near[row].append((int(other), float(dots[other])))
    return _connected(list(range(count)), near, floor)


def _connected(rows: list[int], near: Sequence[Sequence[tuple[int, float]]], floor: float) -> list[list[int]]:
    parent = {row: row for row in rows}

    def find(row: int) -> int:
        while parent[row] != row:
            parent[row] = parent[parent[row]]
            row = parent[row]
        return row

    for row in rows:
        for other, value in near[row]:
            if value >= floor and other in parent:
                one, two = find(row), find(other)
                parent[max(one, two)] = min(one, two)
    blocks: dict[int, list[int]] = {}
    for row in rows:
        blocks.setdefault(find(row), []).append(row)
    out = []
    for block in blocks.values():
        out += [block] if len(block) <= LARGEST_BLOCK else _connected(block, near, floor + 0.02)
    return out
