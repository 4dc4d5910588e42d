"""LOW_CONFIDENCE: the model is less sure than where it is usually right, or wrote what is no English word."""

from __future__ import annotations

from service.checks import echo
from service.checks.differences import flags
from service.checks.made_up import made_up_words
from service.checks.pair import SegmentPair
from service.domain import Flag, FlagCode


def check(pair: SegmentPair) -> tuple[Flag, ...]:
    """At most one flag: the score where it and the floor are known and it is below; the words that are no English."""
    doubts = []
    if pair.score is not None and pair.floor is not None and pair.score < pair.floor:
        doubts.append(f"score {pair.score:.2f}, floor {pair.floor:.2f}")
    unknown = made_up_words(pair)
    if unknown and not echo.is_whole(pair):
        doubts.append(f"no English: {', '.join(unknown)}")
    return flags(FlagCode.LOW_CONFIDENCE, "; ".join(doubts))
