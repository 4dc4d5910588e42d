"""NEGATION: the source denies what the output states, or the other way round."""

from __future__ import annotations

from collections.abc import Sequence

from service.checks.differences import flags
from service.checks.overlap import near_words, nearest
from service.checks.pair import TARGET, SegmentPair
from service.domain import Flag, FlagCode
from service.facts.negation import denials, find_negations, may_negate
from service.facts.spans import Span
from service.facts.words import content_words

#: A source sentence this close to the summary sentence (share of its content words) is what it was made from.
MADE_FROM = 0.5


def _named(spans: Sequence[Span]) -> str:
    """The words; where there are several, one of them is meant, and only a reader can say which."""
    return " or ".join(dict.fromkeys(span.text for span in spans))


def check(pair: SegmentPair) -> tuple[Flag, ...]:
    """At most one NEGATION flag: a negation lost, or gained. `did not win` and `failed to win` are the same."""
    source = find_negations(pair.original, pair.language_code)
    output = find_negations(pair.text, TARGET)
    # a softer word answers for a negation only where it does not answer for a softer word
    softer = denials(pair.text, TARGET) - len(output) - (denials(pair.original, pair.language_code) - len(source))
    if len(source) - len(output) > max(0, softer):
        return flags(FlagCode.NEGATION, f"lost: {_named(source)}")
    if len(output) - len(source) > max(0, -softer):
        return flags(FlagCode.NEGATION, f"gained: {_named(output)}")
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
