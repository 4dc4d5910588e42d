"""LOW_CONFIDENCE: the model itself is less sure than where it is usually right."""

from __future__ import annotations

from service.checks.differences import flags
from service.checks.pair import SegmentPair
from service.domain import Flag, FlagCode


def check(pair: SegmentPair) -> tuple[Flag, ...]:
    """A flag where both score and floor are known and the score is below."""
    if pair.score is not None and pair.floor is not None and pair.score < pair.floor:
        return flags(FlagCode.LOW_CONFIDENCE, f"score {pair.score:.2f}, floor {pair.floor:.2f}")
    return ()
