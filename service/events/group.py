"""Articles -> groups, one a happening; the same groups whatever the order of arrival."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from service.domain import Translation
from service.events.article import read_article
from service.events.candidates import Pair, similar_pairs
from service.events.linkage import average_linkage
from service.events.profile import Profile, read_profile
from service.events.similarity import similarity_matrix
from service.events.split import split

THRESHOLD = 0.2
"""Mean similarity that two parts of one happening have at least (fitted, docs/events.md)."""
CUT = 0.88
"""Normalised cut below which a group is two look-alike happenings (fitted, docs/events.md)."""
LARGEST_BLOCK = 2500
"""Articles that are clustered at once; a larger connected block is cut at rising similarities until it is not."""
_RISE = 0.02


def group_documents(translations: Sequence[Translation]) -> tuple[tuple[Translation, ...], ...]:
    """One tuple a happening, members in order of publication, then id; groups in order of their smallest id."""
    ordered = sorted(translations, key=lambda t: (t.document_id, t.content_sha256))
    profiles = [read_profile(translation) for translation in ordered]
    groups = partition(profiles, similar_pairs(profiles, THRESHOLD))
    return tuple(
        tuple(sorted((ordered[row] for row in group), key=lambda t: read_article(t).order)) for group in groups
    )


def partition(profiles: Sequence[Profile], pairs: Iterable[Pair]) -> list[list[int]]:
    """The groups of `profiles` (in order of document id) as row numbers, in order of their first; `pairs` are the alike.

    Two groups are joined only where some two articles of theirs are alike, so each block of articles that chains of
    pairs connect is clustered by itself, exactly. What no pair and no equal text connects never meets.
    """
    near: list[list[tuple[int, float]]] = [[] for _ in profiles]
    for low, high, value in pairs:
        near[high].append((low, value))
    groups = []
    for block in _connected(list(range(len(profiles))), near, THRESHOLD):
        groups += _cluster(block, profiles)
    return _with_copies(groups, profiles)


def _with_copies(groups: Iterable[list[int]], profiles: Sequence[Profile]) -> list[list[int]]:
    """Groups that hold the same text as one: a copy without a date is about the same happening as the dated one."""
    home: dict[str, int] = {}
    out: list[list[int]] = []
    for group in sorted(groups, key=min):
        texts = {profiles[row].text_key for row in group} - {""}
        into = min((home[text] for text in texts if text in home), default=len(out))
        if into == len(out):
            out.append([])
        out[into] += group
        home.update((text, home.get(text, into)) for text in texts)
    return sorted((sorted(group) for group in out), key=min)


def _cluster(block: Sequence[int], profiles: Sequence[Profile]) -> list[list[int]]:
    if len(block) == 1:
        return [list(block)]
    members = [profiles[row] for row in block]
    weights = {at: member.contrast for at, member in enumerate(members)}
    return [
        [block[at] for at in part]
        for cluster in average_linkage(similarity_matrix(members), THRESHOLD)
        for part in split(cluster, weights, CUT)
    ]


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
        out += [block] if len(block) <= LARGEST_BLOCK else _connected(block, near, floor + _RISE)
    return out
