"""TRUNCATED: the output stops early, or is far shorter than such a source gives."""

from __future__ import annotations

from service.checks.differences import flags
from service.checks.pair import SegmentPair
from service.domain import Flag, FlagCode

#: English length over source length, in letters and digits, below which something is missing (human translations
#: of news: one in a thousand).
SHORTEST = 0.5
#: Sources shorter than this many letters and digits vary too much for a ratio.
FEWEST = 30
_ENDS = ".!?…"
#: An output without the source's closing mark needs this length to be whole.
SHORTEST_UNCLOSED = 0.65
_CLOSERS = "\"”“»«'’)]"


def letters(text: str) -> int:
    """Letters and digits of a text."""
    return sum(character.isalnum() for character in text)


def _closed(text: str) -> bool:
    return text.rstrip().rstrip(_CLOSERS)[-1:] in tuple(_ENDS)


def check(pair: SegmentPair) -> tuple[Flag, ...]:
    """At most one TRUNCATED flag."""
    source, output = letters(pair.original), letters(pair.text)
    if source and not output:
        return flags(FlagCode.TRUNCATED, "nothing came out")
    if pair.hit_limit:
        return flags(FlagCode.TRUNCATED, "the decoder stopped at its length limit")
    if source < FEWEST:
        return ()
    ratio = output / source
    if ratio < SHORTEST or (ratio < SHORTEST_UNCLOSED and _closed(pair.original) and not _closed(pair.text)):
        return flags(FlagCode.TRUNCATED, f"{output} letters from {source}")
    return ()
