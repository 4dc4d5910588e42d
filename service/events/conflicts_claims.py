"""Claims that exclude each other: one denies what another says, opposites, and different causes of one thing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from service.domain import Conflict, ConflictKind, ConflictSide
from service.events.agreement import contradicting
from service.events.conflicts_numbers import topic
from service.events.conflicts_sides import sources
from service.events.lexis import terms
from service.events.statements import Statement, beside, candidate_pairs
from service.facts.dates import compatible
from service.facts.negation import find_negations
from service.facts.quotations import find_quotations
from service.facts.words import tokens
from service.languages import data_table

SAME_CLAIM, SAME_DENIAL, SAME_OPPOSITE = 0.6, 0.65, 0.5
"""Share of the lighter sentence's weight, beside opposites, that sentences with opposites, and with a denial, have in
common; and their likeness."""
LEAST_TERMS, LEAST_WEIGHT = 2, 6.0
"""Weight (nats) that two sentences must share to be compared."""
_PASSED_OVER = frozenset(data_table("events")["words"]["after_not"])
_MAY = r"(?:(?:has|have|had|was|were|is|been|probably|likely|apparently) )*"
_BY = r"(?:caused by|triggered by|started by|because of|due to|blamed on|the result of)"
_CAUSE = (
    re.compile(rf"(?P<cause>[^,;:.]+?) {_MAY}(?:caused|triggered) (?!by\b)(?P<effect>[^,;:.]+)"),
    re.compile(rf"(?P<effect>[^,;:.]+?) {_MAY}{_BY} (?P<cause>[^,;:.]+)"),
    re.compile(r"(?P<cause>[^,;:.]+?) (?:was|is|were) the (?:likely |probable )?cause(?: of (?P<effect>[^,;:.]+))?"),
)


def claim_conflicts(statements: Sequence[Statement]) -> list[Conflict]:
    """The conflicts of claims, each sentence in one of them only."""
    found: list[Conflict] = []
    used: set[tuple[str, str]] = set()
    pairs = [(a, b, _about(a, b)) for a, b in candidate_pairs(statements, LEAST_WEIGHT, LEAST_TERMS) if _opposed(a, b)]
    pairs += [(a, b, "cause") for a, b in _different_causes(statements)]
    for a, b, about in pairs:
        keys = {(s.sentence.document_id, s.sentence.segment_id) for s in (a, b)}
        if keys & used:
            continue
        used |= keys
        sides = tuple(ConflictSide(s.sentence.text, sources([s])) for s in (a, b))
        found.append(Conflict(ConflictKind.CLAIM, about, sides))
    return found


def _about(a: Statement, b: Statement) -> str:
    return topic(a.sentence.text, frozenset(t for t in a.terms.keys() & b.terms.keys() if t[0] not in "=@")) or "claim"


def _opposed(a: Statement, b: Statement) -> bool:
    """Whether two sentences in which most is alike say the opposite; "did not fall" and "rose" agree."""
    if _quoted(a) or _quoted(b):
        return False  # one speech, cut differently
    opposed = contradicting(a, b)
    if a.negated == b.negated and not opposed:
        return False
    if a.negated != b.negated and opposed:
        return False
    if not opposed and not _denies(*((a, b) if a.negated else (b, a))):
        return False
    share, alike = beside(a, b, opposed)
    if share < (SAME_CLAIM if opposed else SAME_DENIAL) or alike < SAME_OPPOSITE or a.planned != b.planned:
        return False
    return not (a.dates and b.dates and not any(compatible(x, y) for x in a.dates for y in b.dates))


def _denies(denial: Statement, claim: Statement) -> bool:
    """Whether what the one negates is what the other says: the word after `not` is in both."""
    shared = denial.terms.keys() & claim.terms.keys()
    for negation in find_negations(denial.sentence.text, "en"):
        for token in tokens(denial.sentence.text[negation.end :])[:3]:
            if token.lower() in _PASSED_OVER:
                continue
            if (set(terms(token)) | set(terms(f"x {token}"))) & shared:
                return True
            break
    return False


def _quoted(statement: Statement) -> bool:
    return bool(find_quotations(statement.sentence.text, "en")) or any(
        mark in statement.sentence.text for mark in '"“”«»'
    )


def _different_causes(statements: Sequence[Statement]) -> Iterator[tuple[Statement, Statement]]:
    """Pairs of voices that give causes of different classes, or other causes of what they call by one word."""
    read = [(s, _classes(s), dict(_causes(s))) for s in statements if not s.negated]
    read = [item for item in read if item[1] or item[2]]
    for number, (a, classes_a, causes_a) in enumerate(read):
        for b, classes_b, causes_b in read[number + 1 :]:
            if a.voice == b.voice:
                continue
            if classes_a and classes_b:
                if not classes_a & classes_b:
                    yield a, b
                continue
            for effect in sorted(causes_a.keys() & causes_b.keys()):
                if not causes_a[effect] & causes_b[effect]:
                    yield a, b
                    break


@cache
def _cause_words() -> list[tuple[str, re.Pattern[str]]]:
    table = data_table("events")["causes"]
    return [(name, re.compile(r"\b(?:" + "|".join(words) + r")\b", re.IGNORECASE)) for name, words in table.items()]


def _classes(statement: Statement) -> frozenset[str]:
    """The classes of causes a sentence names; none where it rules them out or asks."""
    text = statement.sentence.text
    if any(word in text.lower() for word in data_table("events")["words"]["ruled_out"]) or _quoted(statement):
        return frozenset()
    return frozenset(name for name, pattern in _cause_words() if pattern.search(text))


def _causes(statement: Statement) -> Iterator[tuple[str, frozenset[str]]]:
    """(term of the effect, terms of its cause) of what a sentence says was caused by something."""
    for pattern in _CAUSE:
        for match in pattern.finditer(statement.sentence.text):
            cause = frozenset(terms(match["cause"]))
            for effect in terms(match["effect"] or ""):
                if cause and effect not in cause:
                    yield effect, cause
