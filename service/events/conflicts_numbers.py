"""Counts and measures that voices give differently for the same thing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.domain import Conflict, ConflictKind, ConflictSide
from service.events.conflicts_sides import Said, same_groups, sources, split_sides
from service.events.conflicts_told import Told
from service.events.measures import agree
from service.events.quantities import Quantity
from service.events.statements import Statement
from service.facts.dates import compatible, edtf_bounds
from service.facts.words import stem, tokens
from service.languages import data_table

REPORTING_DAYS = 30
"""So long after a happening a date in a sentence is that of the report ("police said on Wednesday")."""
LONGEST_TOPIC = 6
"""Words of the sentence that may stand as what a conflict is about."""
_UPDATE = re.compile(
    r"\b(?:" + "|".join(map(re.escape, data_table("events")["updates"]["words"])) + r")\b", re.IGNORECASE
)


def number_conflicts(statements: Sequence[Statement], day: str | None) -> list[Conflict]:
    """The conflicts of numbers. `day` is the event's EDTF date: other times' figures are only compared with their like."""
    counted = [(q, s) for s in statements for q in s.quantities]
    other = {id(s) for s in statements if _elsewhen(s, day)}
    told = Told(counted)

    def same(a: Said[Quantity], b: Said[Quantity]) -> bool:
        if not told.may_be_one(a, b):
            return False
        if (id(a[1]) in other or id(b[1]) in other) and not _same_time(a[1], b[1]):
            return False
        return told.same_thing(a, b)

    return [c for group in same_groups(counted, same) if (c := _conflict(_current(group)))]


def is_update(text: str) -> bool:
    """Whether a sentence says that a figure is a new one ("the death toll rose to four")."""
    return _UPDATE.search(text) is not None


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
    built = sorted(
        (_side(side, [q for other in sides if other is not side for q, _ in other]) for side in sides),
        key=lambda side: (side[0], side[1].value),
    )
    return Conflict(ConflictKind.NUMBER, _about(group), tuple(side for _, side in built))


def _side(side: Sequence[Said[Quantity]], others: Sequence[Quantity]) -> tuple[float, ConflictSide]:
    """A side under the value with which the fewest of the others' agree."""
    first = min(
        side,
        key=lambda item: (
            sum(agree(item[0], other) for other in others),
            item[1].sentence.position,
            item[0].bound != "exact",
            item[1].sentence.document_id,
        ),
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
