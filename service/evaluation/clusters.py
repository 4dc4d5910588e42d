"""How well groups match the true ones: B-cubed (Bagga and Baldwin 1998) and pairs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Agreement(NamedTuple):
    """Each 0..1; where nothing was claimed or wanted, that side is 1."""

    b_cubed_precision: float
    b_cubed_recall: float
    b_cubed_f1: float
    pairwise_f1: float


def agreement(groups: Iterable[Iterable[str]], truth: Mapping[str, str]) -> Agreement:
    """Compare `groups` of names with `truth` (name -> cluster). Every name of `truth` is in exactly one group.

    B-cubed precision is the mean over names of the share of the name's group that belongs to its cluster, recall of the
    share of its cluster that is in its group; pairwise F1 is over pairs of names in one group.
    """
    found = [list(group) for group in groups]
    group_of = {name: number for number, group in enumerate(found) for name in group}
    if sorted(group_of) != sorted(truth) or len(group_of) != sum(map(len, found)):
        raise ValueError("groups and truth hold different names")
    group_sizes = Counter(group_of.values())
    cluster_sizes = Counter(truth.values())
    together = Counter((group_of[name], truth[name]) for name in truth)
    precision = sum(together[group_of[n], truth[n]] / group_sizes[group_of[n]] for n in truth) / len(truth)
    recall = sum(together[group_of[n], truth[n]] / cluster_sizes[truth[n]] for n in truth) / len(truth)
    right, claimed, wanted = _pairs(together.values()), _pairs(group_sizes.values()), _pairs(cluster_sizes.values())
    pairwise = 2 * right / (claimed + wanted) if claimed + wanted else 1.0
    return Agreement(precision, recall, 2 * precision * recall / (precision + recall), pairwise)


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)
