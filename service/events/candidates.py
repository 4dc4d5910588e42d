"""Which pairs of many articles are alike enough to matter, without looking at all pairs.

An inverted index over rare terms gives each pair's similarity but for what common words add, and that is at most the
product of the lengths of the common parts (Cauchy and Schwarz); only pairs that this bound leaves in doubt are compared
in full. Passed over is nothing but a pair that shares no rare term: common words alone would have to make it alike.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from service.events.profile import Profile
from service.events.similarity import MOST_FACTOR, similarity

WINDOW_DAYS = 14
"""Articles published further apart are not brought together by themselves; a chain of others still can."""

_SLACK = 1e-5
"""What the index' short floats may be off by."""
Pair = tuple[int, int, float]
"""Two row numbers, the lower first, and how alike the articles are."""


def may_be_alike(shared: float, a: float, b: float, threshold: float) -> bool:
    """Whether rare terms that make up `shared`, beside common parts of lengths `a` and `b`, can reach `threshold`."""
    return shared > 0 and shared + a * b >= threshold / MOST_FACTOR - _SLACK


def similar_pairs(profiles: Sequence[Profile], threshold: float) -> Iterator[Pair]:
    """Pairs in one window with a similarity of at least `threshold`, settings included."""
    # In order of time, so that a window is one stretch of every posting list; the undated come last and meet all.
    order = sorted(range(len(profiles)), key=lambda row: (profiles[row].day is None, profiles[row].day or 0, row))
    days = [profile.day for profile in (profiles[row] for row in order) if profile.day is not None]
    common = np.array([profiles[row].common for row in order])
    index = _Index()
    for place, row in enumerate(order):
        profile = profiles[row]
        start = 0 if profile.day is None else bisect_left(days, profile.day - WINDOW_DAYS)
        shared = index.shared(profile, start, place)
        bound = shared + common[start:place] * profile.common
        in_doubt = (shared > 0) & (bound >= threshold / MOST_FACTOR - _SLACK)
        for found in np.flatnonzero(in_doubt):
            other = order[start + int(found)]
            value = similarity(profiles[other], profile)
            if value >= threshold:
                yield min(row, other), max(row, other), value
        index.add(profile, place)


class _Index:
    """Posting lists: the places, ascending, of the articles that have a term, and the term's value in each."""

    def __init__(self) -> None:
        self._places: dict[str, array[int]] = {}
        self._values: dict[str, array[float]] = {}

    def add(self, profile: Profile, place: int) -> None:
        for term in profile.rare:
            if term not in self._places:
                self._places[term], self._values[term] = array("i"), array("f")
            self._places[term].append(place)
            self._values[term].append(profile.vector[term])

    def shared(self, profile: Profile, start: int, end: int) -> NDArray[np.float64]:
        """What rare terms make of the similarity to each article from place `start` up to `end`."""
        places, products = [], []
        for term in profile.rare:
            holders = self._places.get(term)
            if holders is None or holders[-1] < start:
                continue
            first = bisect_left(holders, start)
            # Copied at once: an array can't grow while numpy looks into it.
            places.append(np.frombuffer(holders, dtype=np.int32)[first:].copy())
            products.append(np.frombuffer(self._values[term], dtype=np.float32)[first:] * profile.vector[term])
        if not places:
            return np.zeros(end - start)
        found = np.bincount(np.concatenate(places) - start, np.concatenate(products), minlength=end - start)
        return found.astype(np.float64, copy=False)
