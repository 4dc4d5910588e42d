"""Draws failures: so many of a kind, spread evenly over its variants and as widely over the pairs as they allow."""

from __future__ import annotations

import random
from collections.abc import Sequence

from tests.quality.injection import calendar, marks, names, quantities, stance, text  # noqa: F401 - they register
from tests.quality.injection.kinds import VARIANTS, Pair, Planted, Variant


def kinds() -> tuple[str, ...]:
    """The kinds of failure, in the order they were registered."""
    return tuple(dict.fromkeys(variant.kind for variant in VARIANTS))


def plant(pairs: Sequence[Pair], kind: str, count: int, seed: int = 4) -> list[Planted]:
    """Up to `count` failures of the kind, the same for equal input. Fewer where the pairs have no more to spoil."""
    draw = random.Random(f"{seed} {kind}")
    others = tuple(pair.english for pair in pairs)
    queues = [_queue(variant, pairs, others, draw) for variant in VARIANTS if variant.kind == kind]
    planted: list[Planted] = []
    while len(planted) < count and any(queues):
        for queue in queues:
            if queue and len(planted) < count:
                planted.append(queue.pop())
    return planted


def _queue(variant: Variant, pairs: Sequence[Pair], others: tuple[str, ...], draw: random.Random) -> list[Planted]:
    """All failures of one variant that the pairs allow, in random order."""
    found = []
    for pair in draw.sample(list(pairs), len(pairs)):
        made = variant.planter(pair, draw, others)
        if made is None:
            continue
        good = pair
        if isinstance(made, Pair):  # something was added to both sides, and spoiled in the English
            good = Pair(made.source, pair.language_code, f"{pair.english}{made.source[len(pair.source) :]}")
            made = made.english
        if made.split() != good.english.split():
            found.append(Planted(variant.kind, variant.name, good, made, variant.right))
    return found
