"""A denial lost or gained: `weist … zurück` that became "backs", a `denied` that nobody said. Part of NEGATION."""

from __future__ import annotations

from service.checks.pair import TARGET, SegmentPair
from service.facts.denials import find_denials, may_deny
from service.facts.negation import find_negations


def changed_denial(pair: SegmentPair) -> str:
    """What became of a denial, in an editor's words, or nothing.

    A denial is kept where anything in the other text may stand for one, or where that text negates more than this one:
    `bestreitet die Tat`, "says he did not do it".
    """
    source, output = find_denials(pair.original, pair.language_code), find_denials(pair.text, TARGET)
    if not source and not output:
        return ""
    more = len(find_negations(pair.text, TARGET)) - len(find_negations(pair.original, pair.language_code))
    if source and more <= 0 and not may_deny(pair.text, TARGET):
        return f"denial lost: {source[0].text}"
    if output and more >= 0 and not may_deny(pair.original, pair.language_code):
        return f"denial gained: {output[0].text}"
    return ""


def denies_otherwise(pair: SegmentPair) -> bool:
    """Whether the original has a denial that nothing but a negation of the output can stand for: `benektet at`, "said not"."""
    return bool(find_denials(pair.original, pair.language_code)) and not may_deny(pair.text, TARGET)
