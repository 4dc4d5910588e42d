"""NEGATION: the source denies what the output states, or the other way round."""

from __future__ import annotations

from collections.abc import Sequence

from service.checks.differences import flags
from service.checks.overlap import nearest, near_words
from service.checks.pair import TARGET, SegmentPair
from service.domain import Flag, FlagCode
from service.facts.negation import find_negations, may_negate
from service.facts.words import content_words

#: A source sentence this close to the summary sentence (share of its content words) is what it was made from.
MADE_FROM = 0.5


def check(pair: SegmentPair) -> tuple[Flag, ...]:
    """At most one NEGATION flag: a negation lost, or gained. `did not win` and `failed to win` are the same."""
    source = find_negations(pair.original, pair.language_code)
    output = find_negations(pair.text, TARGET)
    if source and not may_negate(pair.text, TARGET):
        return flags(FlagCode.NEGATION, f"lost: {source[0].text}")
    if output and not may_negate(pair.original, pair.language_code):
        return flags(FlagCode.NEGATION, f"gained: {output[0].text}")
    return ()


def check_sentence(text: str, sources: Sequence[str]) -> tuple[Flag, ...]:
    """NEGATION where an English sentence and the source it was made from differ in a negation around the same words."""
    source = nearest(text, sources, at_least=MADE_FROM)
    if source is None:
        return ()
    kept = frozenset(content_words(text, TARGET))
    denied = find_negations(source, TARGET)
    gained = find_negations(text, TARGET)
    if gained and not denied and not may_negate(source, TARGET):
        around = near_words(text, gained[0])
        if around & frozenset(content_words(source, TARGET)):
            return flags(FlagCode.NEGATION, f"gained: {gained[0].text}")
    if denied and not may_negate(text, TARGET):
        for span in denied:
            around = near_words(source, span)
            if around and len(around & kept) * 2 >= len(around):
                return flags(FlagCode.NEGATION, f"lost: {span.text}")
    return ()
