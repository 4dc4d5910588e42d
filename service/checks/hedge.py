"""HEDGE: what somebody said, or what is only thought or planned, became fact."""

from __future__ import annotations

from collections.abc import Sequence

from service.checks.differences import flags
from service.checks.overlap import near_words, nearest
from service.checks.pair import TARGET, SegmentPair
from service.domain import Flag, FlagCode
from service.facts.hedges import Hedge, find_hedges, may_hedge
from service.facts.spans import Span
from service.facts.words import content_words

#: A source sentence this close to the summary sentence (share of its content words) is what it was made from.
MADE_FROM = 0.5


def _kept(hedge: Hedge, text: str) -> bool:
    if hedge.kind == "attribution":
        return may_hedge(text, TARGET, "attribution") or may_hedge(text, TARGET, "doubt")
    return may_hedge(text, TARGET, hedge.kind)


def check(pair: SegmentPair) -> tuple[Flag, ...]:
    """At most one HEDGE flag: an attribution or a doubt of the source that nothing in the output can carry."""
    for hedge in find_hedges(pair.original, pair.language_code):
        if hedge.kind != "planned" and not _kept(hedge, pair.text):
            return flags(FlagCode.HEDGE, f"{hedge.kind} lost: {hedge.text}")
    return ()


def check_sentence(text: str, sources: Sequence[str]) -> tuple[Flag, ...]:
    """HEDGE where an English sentence states what its source reports, doubts or announces."""
    source = nearest(text, sources, at_least=MADE_FROM)
    if source is None:
        return ()
    kept = frozenset(content_words(text, TARGET))
    for hedge in find_hedges(source, TARGET):
        if _kept(hedge, text):
            continue
        around = near_words(source, Span(hedge.text, hedge.start, hedge.end))
        if hedge.kind == "attribution" or (around and len(around & kept) * 2 >= len(around)):
            return flags(FlagCode.HEDGE, f"{hedge.kind} lost: {hedge.text}")
    return ()
