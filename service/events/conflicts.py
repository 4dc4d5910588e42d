"""Where voices differ about the same thing: numbers, dates, names, and claims that exclude each other.

Precision first: a conflict that is none costs an editor more than one that is missed. Rounding, bounds, other units,
other spellings, time zones, parts of a count and updates that call themselves so are no conflicts.
"""

from __future__ import annotations

from collections.abc import Sequence

from service.domain import Conflict
from service.events.article import Article
from service.events.conflicts_ages import age_conflicts
from service.events.conflicts_claims import claim_conflicts
from service.events.conflicts_dates import date_conflicts
from service.events.conflicts_names import name_conflicts
from service.events.conflicts_numbers import number_conflicts
from service.events.conflicts_results import result_conflicts
from service.events.conflicts_times import time_conflicts
from service.events.statements import Statement


def find_conflicts(
    articles: Sequence[Article], statements: Sequence[Statement], day: str | None
) -> tuple[Conflict, ...]:
    """All conflicts: numbers, dates, names, claims. `day` is the event's EDTF date, for leaving out earlier happenings."""
    return (
        *number_conflicts(statements, day),
        *result_conflicts(statements),
        *age_conflicts(statements),
        *date_conflicts(articles, statements),
        *time_conflicts(statements),
        *name_conflicts(statements),
        *claim_conflicts(statements),
    )
