"""What a failure is, and the list of all of them."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Pair:
    """A source and its good English; `language_code` is the source's."""

    source: str
    language_code: str
    english: str


@dataclass(frozen=True)
class Planted:
    """A failure: what the output is now, the untouched pair it came from, and which flags would be right."""

    kind: str
    variant: str
    good: Pair
    output: str
    right: frozenset[str]


#: Answers with the spoiled pair's source and English, or None where the pair has nothing to spoil that way.
Planter = Callable[[Pair, random.Random, "Others"], "Pair | str | None"]
#: Other sentences in English to borrow from.
Others = tuple[str, ...]


@dataclass(frozen=True)
class Variant:
    """One way for a kind of failure to happen."""

    kind: str
    name: str
    planter: Planter
    right: frozenset[str]


VARIANTS: list[Variant] = []


def variant(kind: str, name: str, *right: str) -> Callable[[Planter], Planter]:
    """Registers a planter; `right` are the codes that say it (the kind itself where none is given)."""

    def register(planter: Planter) -> Planter:
        VARIANTS.append(Variant(kind, name, planter, frozenset(right or (kind,))))
        return planter

    return register
