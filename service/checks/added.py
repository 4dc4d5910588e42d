"""ADDED: the output is far longer than such a source gives."""

from __future__ import annotations

from service.checks.differences import flags
from service.checks.pair import SegmentPair
from service.checks.truncated import letters
from service.domain import Flag, FlagCode

#: English length over source length, in letters and digits, above which something was made up.
LONGEST = 1.6
#: What a short source may gain besides: abbreviations and compounds unfold.
ALLOWANCE = 15


def check(pair: SegmentPair) -> tuple[Flag, ...]:
    """At most one ADDED flag."""
    source, output = letters(pair.original), letters(pair.text)
    if output > source * LONGEST + ALLOWANCE:
        return flags(FlagCode.ADDED, f"{output} letters from {source}")
    return ()
