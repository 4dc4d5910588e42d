"""TRUNCATED: the output stops early, or is far shorter than such a source gives."""

from __future__ import annotations

from service.checks.differences import flags
from service.checks.lengths import letters, too_short
from service.checks.pair import SegmentPair
from service.domain import Flag, FlagCode


def check(pair: SegmentPair) -> tuple[Flag, ...]:
    """At most one TRUNCATED flag."""
    source, output = letters(pair.original), letters(pair.text)
    if source and not output:
        return flags(FlagCode.TRUNCATED, "nothing came out")
    if pair.hit_limit:
        return flags(FlagCode.TRUNCATED, "the decoder stopped at its length limit")
    return flags(FlagCode.TRUNCATED, f"{output} letters from {source}" if too_short(pair) else "")
