"""Counts and measures that voices give differently for the same thing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from service.domain import Conflict, ConflictKind, ConflictSide
from service.events.agreement import contradicting
from service.events.conflicts_sides import Said, same_groups, sources, split_sides
from service.events.measures import agree, comparable, near, same_clause, same_noun
from service.events.quantities import Quantity
from service.events.statements import Statement, contained, likeness
from service.facts.dates import compatible, edtf_bounds
from service.facts.words import stem, tokens
from service.languages import data_table

SAME_MEASURE, SAME_MEASURE_LIKENESS = 0.5, 0.35
"""Shares of the lighter sentence's weight, and of both, that sentences with figures of one thing have in common."""
EARLY, SAME_TOLL = 4, 0.3
"""Openings give the toll of the happening; later sentences must share so much of their weight to give the same one."""
REPORTING_DAYS = 30
"""So long after a happening a date in a sentence is that of the report ("police said on Wednesday")."""
SAME_COUNT, MOST_TIMES = 0.35, 3
"""The first for two sentences with the only counts of one noun, of which one is not more than so many times the other."""
ALIKE = 0.6
"""Share that is enough where the clauses around the figures are alike too."""
LEAST_AROUND = 2
"""Words beside the figure that sentences with one measure each share."""
_SPEEDS = frozenset({"km/h", "mph", "m/s", "knot"})
LONGEST_TOPIC = 6
"""Words of the sentence that may stand as what a conflict is about."""
_UPDATE = re.compile(
    r"\b(?:" + "|".join(map(re.escape, data_table("events")["updates"]["words"])) + r")\b", re.IGNORECASE
)


def number_conflicts(statements: Sequence[Statement], day: str | None) -> list[Conflict]:
    """The conflicts of numbers. `day` is the event's EDTF date: other times' figures are only compared with their like."""
    counted = [(q, s) for s in statements for q in s.quantities]
    other = {id(s) for s in statements if _elsewhen(s, day)}
    alone = _stated_once(counted)

    def same(a: Said[Quantity], b: Said[Quantity]) -> bool:
        if (id(a[1]) in other or id(b[1]) in other) and not _same_time(a[1], b[1]):
            return False
        return _same_thing(a, b, alone)

    return [c for group in same_groups(counted, same) if (c := _conflict(_current(group)))]


def is_update(text: str) -> bool:
    """Whether a sentence says that a figure is a new one ("the death toll rose to four")."""
    return _UPDATE.search(text) is not None


def _stated_once(counted: Sequence[Said[Quantity]]) -> frozenset[tuple[str, str]]:
    """(document, noun) of the nouns that a document counts once, or always alike."""
    values: dict[tuple[str, str], list[Quantity]] = {}
    for quantity, statement in counted:
        for head in quantity.nouns:
            values.setdefault((statement.sentence.document_id, head), []).append(quantity)
    return frozenset(key for key, own in values.items() if all(agree(own[0], other) for other in own))


def _same_thing(a: Said[Quantity], b: Said[Quantity], alone: frozenset[tuple[str, str]]) -> bool:
    """Whether two quantities are of one thing; what has no class (dead, injured) must be said in like sentences, or be
    the only count of that noun in both articles."""
    (one, first), (two, second) = a, b
    if not comparable(one, two) or _other_subjects(a, b) or (not one.kinds and _unlike(a, b)):
        return False
    if first is second:
        return bool(one.kinds) or same_clause(one, two)
    if one.kinds:
        early = max(first.sentence.position, second.sentence.position) < EARLY
        return early or contained(first, second) >= SAME_TOLL
    if _same_measure(a, b) if one.unit else _same_count(a, b, alone):
        return True
    if not same_clause(one, two) or (one.unit and first.planned != second.planned):
        return False
    return contained(first, second) >= SAME_MEASURE and likeness(first, second) >= SAME_MEASURE_LIKENESS


def _other_subjects(a: Said[Quantity], b: Said[Quantity]) -> bool:
    """Whether the values are of different names ("Dahl had 12, Berg 14")."""
    (one, first), (two, second) = a, b
    return bool(one.subject and two.subject) and one.subject not in second.terms and two.subject not in first.terms


def _unlike(a: Said[Quantity], b: Said[Quantity]) -> bool:
    """Whether one is told of the old tunnel and the other of the new one, or the sentences say opposites."""
    only_a, only_b = a[0].sentence - b[0].sentence, b[0].sentence - a[0].sentence
    return bool(contradicting(a[1], b[1])) or any(
        (x in only_a and y in only_b) or (y in only_a and x in only_b) for x, y in _unlike_pairs()
    )


@cache
def _unlike_pairs() -> list[tuple[str, str]]:
    return [(stem(one, "en"), stem(two, "en")) for one, two in data_table("events")["unlike"]["pairs"]]


def _same_count(a: Said[Quantity], b: Said[Quantity], alone: frozenset[tuple[str, str]]) -> bool:
    """Whether both articles count that noun only here, in sentences that have something in common."""
    (one, first), (two, second) = a, b
    ids = first.sentence.document_id, second.sentence.document_id
    nouns = any((ids[0], noun) in alone and (ids[1], noun) in alone for noun in same_noun(one, two))
    return nouns and contained(first, second) >= SAME_COUNT and _sides_fit(one, two)


def _same_measure(a: Said[Quantity], b: Said[Quantity]) -> bool:
    """Whether like sentences have one figure in that unit each; what it was to cost is not what it did cost."""
    (one, first), (two, second) = a, b
    if first.planned != second.planned:
        return False
    if one.unit in _SPEEDS and near(one, two) and contained(first, second) >= SAME_TOLL:
        return True
    if not _only(one, first) or not _only(two, second) or contained(first, second) < SAME_MEASURE:
        return False
    if near(one, two) and contained(first, second) >= ALIKE:
        return True
    return len(one.sentence & two.sentence) >= LEAST_AROUND


def _sides_fit(a: Quantity, b: Quantity) -> bool:
    """Whether one value is not more than MOST_TIMES the other."""
    small, large = sorted((a.value, b.value))
    return large <= MOST_TIMES * small


def _only(quantity: Quantity, statement: Statement) -> bool:
    """Whether the sentence has no other quantity in that unit."""
    return sum(other.unit == quantity.unit for other in statement.quantities) == 1


def _current(group: Sequence[Said[Quantity]]) -> list[Said[Quantity]]:
    """The group without new figures that say themselves that they go beyond what the others had."""
    out = []
    for quantity, statement in group:
        rest = [q for q, s in group if s.voice != statement.voice]
        newer = (
            not quantity.unit
            and is_update(statement.sentence.text)
            and rest
            and all(q.value <= quantity.value for q in rest)
        )
        if not newer:
            out.append((quantity, statement))
    return out


def _conflict(group: Sequence[Said[Quantity]]) -> Conflict | None:
    sides = split_sides(group, agree)
    if len(sides) < 2:
        return None
    built = sorted((_side(side) for side in sides), key=lambda side: (side[0], side[1].value))
    return Conflict(ConflictKind.NUMBER, _about(group), tuple(side for _, side in built))


def _side(side: Sequence[Said[Quantity]]) -> tuple[float, ConflictSide]:
    first = min(
        side, key=lambda item: (item[1].sentence.position, item[0].bound != "exact", item[1].sentence.document_id)
    )
    return float(first[0].value), ConflictSide(first[0].text, sources(s for _, s in side))


def _about(group: Sequence[Said[Quantity]]) -> str:
    quantity, statement = group[0]
    if quantity.kinds:
        return f"number {' '.join(sorted(quantity.kinds))}"
    shared = frozenset.intersection(*(q.context for q, _ in group))
    words = [word for word in quantity.text.split() if not any(c.isdigit() for c in word)]
    return topic(statement.sentence.text, shared) or " ".join(words) or "number"


def topic(text: str, stems: frozenset[str]) -> str:
    """What of the sentence the stems stand in, as written where that is short: `passengers taken to hospital`."""
    written = list(tokens(text))
    at = [number for number, token in enumerate(written) if stem(token, "en") in stems]
    if not at:
        return ""
    span = written[at[0] : at[-1] + 1]
    if len(span) <= LONGEST_TOPIC and not any(token[0].isdigit() for token in span):
        return " ".join(span)
    return ", ".join(dict.fromkeys(written[number].lower() for number in at[:3]))


def _same_time(a: Statement, b: Statement) -> bool:
    return any(compatible(x, y) for x in a.dates for y in b.dates)


def _elsewhen(statement: Statement, day: str | None) -> bool:
    """Whether the sentence is about another time than the event's; the days of reporting after it are the same time."""
    if day is None or not statement.dates or any(compatible(date, day) for date in statement.dates):
        return False
    start, _ = edtf_bounds(day)
    if start is None:
        return True
    firsts = [edtf_bounds(date)[0] for date in statement.dates]
    return not any(first and 0 <= (first - start).days <= REPORTING_DAYS for first in firsts)
