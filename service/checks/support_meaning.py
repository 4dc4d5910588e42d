"""Which English words may stand for each other: WordNet 3.0 as a table of word forms and their senses, 0.7 MB.

`service.evaluation.factuality_meaning` makes the table; WordNet's licence is in NOTICE. Every sense of a word counts,
whatever is meant, so the answer is generous: a word may stand for another, not that it does.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

TABLE = Path(__file__).with_name("support_meaning.npz")

_Numbers = NDArray[np.uint32]


class _Meaning:
    """The table in memory: forms by place, and rows of numbers, each row ending where the next begins."""

    def __init__(self, path: Path) -> None:
        with np.load(path, allow_pickle=False) as table:
            forms = table["words"].tobytes().decode().split("\n")
            self._place = {form: number for number, form in enumerate(forms)}
            self._senses: tuple[_Numbers, _Numbers] = table["senses"], table["sense_ends"]
            self._near: tuple[_Numbers, _Numbers] = table["near"], table["near_ends"]

    def senses(self, form: str) -> frozenset[int]:
        place = self._place.get(form)
        return frozenset() if place is None else _row(*self._senses, place)

    def near(self, sense: int) -> frozenset[int]:
        return _row(*self._near, sense)


def _row(values: _Numbers, ends: _Numbers, place: int) -> frozenset[int]:
    start = int(ends[place - 1]) if place else 0
    return frozenset(values[start : int(ends[place])].tolist())


@cache
def _table() -> _Meaning:
    return _Meaning(TABLE)


@lru_cache(maxsize=1 << 14)
def _senses(form: str) -> frozenset[int]:
    return _table().senses(form)


@lru_cache(maxsize=1 << 12)
def _around(form: str) -> frozenset[int]:
    own = _senses(form)
    return own.union(*map(_table().near, own))


def may_stand_for(form: str, others: Iterable[str]) -> bool:
    """Whether a sense of the word is one of another's, or next to it: more general, more special, similar, derived.

    Words are forms in lower case (`bought`). One that the table lacks stands for none.
    """
    around = _around(form)
    return bool(around) and any(not around.isdisjoint(_senses(other)) for other in others)
