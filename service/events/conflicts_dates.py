"""Days that voices give differently for the event."""

from __future__ import annotations

from collections.abc import Sequence

from service.domain import Conflict, ConflictKind, ConflictSide
from service.events.agreement import contradicting
from service.events.article import Article
from service.events.conflicts_numbers import is_update
from service.events.conflicts_sides import sources
from service.events.statements import Statement, candidate_pairs, contained, likeness
from service.events.when import main_date
from service.facts.dates import compatible, edtf_key
from service.languages import data_table

SAME_SUBJECT = 0.4
"""Likeness of two sentences that speak of the same thing where they differ in a date."""
LIKE = 0.75
"""Share of the lighter sentence that two sentences about one thing have in common where only they give its date."""
LEAST_WEIGHT = 8.0
_LOCAL = tuple(data_table("events")["words"]["local_time"])


def date_conflicts(articles: Sequence[Article], statements: Sequence[Statement]) -> list[Conflict]:
    """The conflict over the day of the event, or else that of a sentence that two voices have."""
    return _of_event(articles, statements) or _of_sentence(statements)


def _of_sentence(statements: Sequence[Statement]) -> list[Conflict]:
    """Like sentences with one day each that the other article never names."""
    named: dict[str, set[str]] = {}
    for s in statements:
        named.setdefault(s.sentence.document_id, set()).update(s.dates)
    for a, b in candidate_pairs([s for s in statements if len(s.dates) == 1], LEAST_WEIGHT):
        (one,), (two,) = a.dates, b.dates
        if contained(a, b) < LIKE or min(len(one), len(two)) < len("2024-10-11") or is_update(a.sentence.text):
            continue
        others = named[b.sentence.document_id], named[a.sentence.document_id]
        if any(compatible(day, other) for day, known in zip((one, two), others, strict=True) for other in known):
            continue
        if _differ((one, a), (two, b)):
            built = sorted(((one, a), (two, b)), key=lambda side: edtf_key(side[0]))
            sides = tuple(ConflictSide(day, sources([s])) for day, s in built)
            return [Conflict(ConflictKind.DATE, "date", sides)]
    return []


def _of_event(articles: Sequence[Article], statements: Sequence[Statement]) -> list[Conflict]:
    by_segment = {(s.sentence.document_id, s.sentence.segment_id): s for s in statements}
    said: list[tuple[str, Statement]] = []
    for article in articles:
        vote = main_date(article)
        if vote and not vote.fact.inferred and len(vote.fact.edtf) == 10 and not is_update(vote.sentence.text):
            statement = by_segment.get((article.document_id, vote.sentence.segment_id))
            if statement is not None:
                said.append((vote.fact.edtf, statement))
    sides: list[list[tuple[str, Statement]]] = []
    for date, statement in said:
        home = next((side for side in sides if any(compatible(date, other) for other, _ in side)), None)
        if home is None:
            sides.append([(date, statement)])
        else:
            home.append((date, statement))
    kept = [
        side
        for side in sides
        if any(_differ(one, other) for one in side for rest in sides if rest is not side for other in rest)
    ]
    if len(kept) < 2:
        return []
    kept.sort(key=lambda side: edtf_key(side[0][0]))
    built = tuple(ConflictSide(min((d for d, _ in side), key=edtf_key), sources(s for _, s in side)) for side in kept)
    return [Conflict(ConflictKind.DATE, "date of the event", built)]


def _differ(a: tuple[str, Statement], b: tuple[str, Statement]) -> bool:
    """Whether two voices date the same thing differently, and no time zone explains it."""
    (one, first), (two, second) = a, b
    if first.voice == second.voice or compatible(one, two) or first.planned != second.planned:
        return False
    if likeness(first, second) < SAME_SUBJECT or contradicting(first, second):
        return False
    texts = f"{first.sentence.text} {second.sentence.text}".lower()
    return not any(word in texts for word in _LOCAL)
