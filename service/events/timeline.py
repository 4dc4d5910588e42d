"""What the members date, in the order of the dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from service.domain import TimelineEntry
from service.events.duplicates import same_words
from service.events.setting import sentence_dates
from service.events.statements import Statement, contained
from service.events.tense import tense_of
from service.facts.dates import DateFact, compatible, edtf_bounds, edtf_key

ALIKE = 0.5
"""Share of the lighter sentence's weight that makes two entries of one date one."""
ALIKE_PLANNED = 0.2
"""The same where both announce something for that date."""
DAYS_BACK = 3
"""A weekday that was so many days before publication is nearer as a coming one."""
FINEST_WITHOUT = len("2024")
"""A bare year, or less, is no date for a timeline."""


def build_timeline(statements: Sequence[Statement], anchors: Mapping[str, str | None]) -> tuple[TimelineEntry, ...]:
    """Dated statements, those of one date that say the same as one entry. `anchors`: document id -> its day."""
    dated: list[tuple[str, Statement]] = []
    for statement in statements:
        for fact in sentence_dates(statement.sentence, anchors[statement.sentence.document_id]):
            anchor = anchors[statement.sentence.document_id]
            if len(fact.edtf) > FINEST_WITHOUT and not fact.inferred and not _may_be_next(fact, anchor, statement):
                dated.append((fact.edtf, statement))
    dated = _one_each(dated)
    dated.sort(key=lambda entry: (edtf_key(entry[0]), entry[1].sentence.flagged, entry[1].sentence.position))
    entries: list[tuple[str, list[Statement]]] = []
    for edtf, statement in dated:
        for number, (other, group) in enumerate(entries):
            if _same_date(edtf, other) and any(_same(statement, member) for member in group):
                if statement.sentence not in [member.sentence for member in group]:
                    group.append(statement)
                entries[number] = (min(edtf, other, key=lambda date: (date.startswith("X"), -len(date))), group)
                break
        else:
            entries.append((edtf, [statement]))
    entries.sort(
        key=lambda entry: (edtf_key(entry[0]), entry[1][0].sentence.position, entry[1][0].sentence.document_id)
    )
    return tuple(
        TimelineEntry(edtf, _telling(group).sentence.text, tuple(member.sentence.source for member in group))
        for edtf, group in entries
    )


def _telling(group: Sequence[Statement]) -> Statement:
    """The first, in order, that is no mere mention: of at least half the weight of the fullest."""
    fullest = max(member.weight for member in group if member.sentence.flagged == group[0].sentence.flagged)
    return next(member for member in group if member.weight >= fullest / 2)


def _one_each(dated: Sequence[tuple[str, Statement]]) -> list[tuple[str, Statement]]:
    """Each sentence under one date: the first of its most exact ones, which is the happening it tells."""
    best: dict[tuple[str, str], tuple[str, Statement]] = {}
    for edtf, statement in dated:
        key = (statement.sentence.document_id, statement.sentence.segment_id)
        if key not in best or len(edtf.replace("X", "")) > len(best[key][0].replace("X", "")):
            best[key] = (edtf, statement)
    return list(best.values())


def _may_be_next(fact: DateFact, anchor: str | None, statement: Statement) -> bool:
    """Whether a weekday taken for a past one may be the coming one: days back, in a sentence that tells of nothing done."""
    day, published = edtf_bounds(fact.edtf)[0], edtf_bounds(anchor)[0] if anchor else None
    if not fact.relative or day is None or published is None:
        return False
    return (published - day).days >= DAYS_BACK and tense_of(statement.sentence.text) != "happened"


def _same_date(a: str, b: str) -> bool:
    return a == b or (("X" in a or "X" in b) and len(a) == len(b) and compatible(a, b))


def _same(a: Statement, b: Statement) -> bool:
    if a.sentence == b.sentence:
        return True
    least = ALIKE_PLANNED if a.planned and b.planned else ALIKE
    return same_words(a.sentence.text, b.sentence.text) or contained(a, b) >= least
