"""Which document is a later version of an earlier one, and what changed between the two, segment by segment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Generic, TypeVar

from service.domain import Change, Segment, Translation
from service.text.address import url_key

Kept = TypeVar("Kept")

TITLE = "title"
"""The headline's id among the changes."""

SAME_SENTENCE = 0.5
"""Share of characters in common from which two sentences are one that was changed (difflib's ratio, 0..1)."""

_MOST_PAIRS = 2500
"""Beyond so many comparisons in one rewritten stretch, sentences are taken pairwise in their order."""


class Versions(Generic[Kept]):
    """The latest version of each document met so far, by document_id and by address. `Kept` is whatever stands for one."""

    def __init__(self) -> None:
        self._latest: dict[tuple[str, str], Kept] = {}

    def replace(self, document_id: str, url: str | None, version: Kept) -> Kept | None:
        """Remember `version` as the latest; what it is a later version of, None for a first one.

        The same document_id counts before the same address.
        """
        names = [("id", document_id)]
        if (address := url_key(url)) is not None:
            names.append(("url", address))
        earlier = next((self._latest[name] for name in names if name in self._latest), None)
        self._latest.update(dict.fromkeys(names, version))
        return earlier


def revise(later: Translation, earlier: Translation | None) -> Translation:
    """`later`, as a revision of `earlier` if there is one and its text is another."""
    if earlier is None or earlier.content_sha256 == later.content_sha256:
        return later
    return as_revision(later, earlier)


def as_revision(later: Translation, earlier: Translation) -> Translation:
    """`later` with what it revises: `revision_of` the earlier text's digest, `changes` against it, the headline's first."""
    changes = compare(earlier.segments, later.segments)
    return replace(
        later,
        revision_of=earlier.content_sha256,
        changes=(*_title_change(earlier.title_original, later.title_original), *changes),
    )


def _title_change(earlier: str | None, later: str | None) -> tuple[Change, ...]:
    if earlier == later:
        return ()
    return (Change("added" if earlier is None else "removed" if later is None else "changed", TITLE),)


def compare(earlier: Sequence[Segment], later: Sequence[Segment]) -> tuple[Change, ...]:
    """Changes in the order of the text. A removed segment goes by its id in `earlier`, the others by theirs in `later`.

    Compares the originals, so a new model alone is no change; case and inner spaces count, outer spaces don't.
    """
    old, new = [s.original.strip() for s in earlier], [s.original.strip() for s in later]
    changes: list[Change] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        i, j = i1, j1
        # Between two pairs: what went, then what came.
        for new_index, old_index in [*_pairs(old[i1:i2], new[j1:j2]), (j2 - j1, i2 - i1)]:
            changes += [Change("removed", s.segment_id) for s in earlier[i : i1 + old_index]]
            changes += [Change("added", s.segment_id) for s in later[j : j1 + new_index]]
            if j1 + new_index < j2:
                changes.append(Change("changed", later[j1 + new_index].segment_id))
            i, j = i1 + old_index + 1, j1 + new_index + 1
    return tuple(changes)


def _pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Which new sentence (first) is a changed old one (second): the order-preserving pairing most alike in all."""
    if len(old) * len(new) > _MOST_PAIRS:
        return [(n, n) for n in range(min(len(old), len(new)))]
    # best[i][j]: the highest sum of likenesses that pairs old[i:] with new[j:].
    likeness = [[_likeness(a, b) for b in new] for a in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            together = likeness[i][j] + best[i + 1][j + 1] if likeness[i][j] else 0.0
            best[i][j] = max(together, best[i + 1][j], best[i][j + 1])
    pairs, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if likeness[i][j] and best[i][j] == likeness[i][j] + best[i + 1][j + 1]:
            pairs.append((j, i))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _likeness(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < SAME_SENTENCE or matcher.quick_ratio() < SAME_SENTENCE:
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= SAME_SENTENCE else 0.0
