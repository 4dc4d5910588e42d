"""Where voices differ about the same thing: numbers, dates, names, and claims that one makes and another denies.

Precision first: a conflict that is none costs an editor more than one that is missed. Rounding, bounds, other units,
other spellings, parts of a count and one article's own updates are no conflicts.
"""

from __future__ import annotations

from collections.abc import Sequence

from service.domain import Conflict, ConflictKind, ConflictSide, Source
from service.events.agreement import contradict
from service.events.article import Article
from service.events.lexis import terms
from service.events.measures import agree, comparable
from service.events.naming import role_names, same_person
from service.events.quantities import Quantity
from service.events.statements import Statement, candidate_pairs, contained, likeness
from service.events.when import main_date
from service.facts.dates import compatible, edtf_bounds, edtf_key
from service.facts.negation import find_negations
from service.facts.quotations import find_quotations
from service.facts.words import stem, tokens
from service.languages import data_table

SAME_SUBJECT = 0.45
"""Likeness of two sentences that speak of the same thing where they differ in a date or a name."""
SAME_MEASURE, SAME_MEASURE_LIKENESS = 0.5, 0.35
"""Shares of the lighter sentence's weight, and of both, that sentences with figures of one thing have in common."""
EARLY, SAME_TOLL = 4, 0.3
"""Openings give the toll of the happening; later sentences must share so much of their weight to give the same one."""
SAME_CLAIM = 0.7
"""Likeness of two sentences of which one denies what the other claims."""
LEAST_WEIGHT = 8.0
"""Weight (nats) that two sentences must share to be compared."""
REPORTING_DAYS = 30
"""So long after a happening a date in a sentence is that of the report ("police said on Wednesday")."""
_PASSED_OVER = frozenset(data_table("events")["words"]["after_not"])
_LOCAL = tuple(data_table("events")["words"]["local_time"])


def find_conflicts(
    articles: Sequence[Article], statements: Sequence[Statement], day: str | None
) -> tuple[Conflict, ...]:
    """All conflicts: numbers, dates, names, claims. `day` is the event's EDTF date, for leaving out earlier happenings."""
    return (
        *_numbers(statements, day),
        *_dates(articles, statements),
        *_names(statements),
        *_claims(statements),
    )


def _numbers(statements: Sequence[Statement], day: str | None) -> list[Conflict]:
    counted = [(q, s) for s in statements if not _elsewhen(s, day) for q in s.quantities]
    groups: list[list[tuple[Quantity, Statement]]] = []
    for item in counted:
        home = next((g for g in groups if all(_same_thing(item, other) for other in g)), None)
        if home is None:
            groups.append([item])
        else:
            home.append(item)
    return [conflict for group in groups if (conflict := _number_conflict(group))]


def _same_thing(a: tuple[Quantity, Statement], b: tuple[Quantity, Statement]) -> bool:
    """Whether two quantities are of one thing; what has no class (dead, injured) must be said in like sentences."""
    if not comparable(a[0], b[0]):
        return False
    if a[1] is b[1]:
        return True
    if a[0].kinds:
        early = max(a[1].sentence.position, b[1].sentence.position) < EARLY
        return early or contained(a[1], b[1]) >= SAME_TOLL
    return contained(a[1], b[1]) >= SAME_MEASURE and likeness(a[1], b[1]) >= SAME_MEASURE_LIKENESS


def _number_conflict(group: Sequence[tuple[Quantity, Statement]]) -> Conflict | None:
    heard: dict[str, list[tuple[Quantity, Statement]]] = {}
    for quantity, statement in group:
        heard.setdefault(statement.voice, []).append((quantity, statement))
    if len(heard) < 2:
        return None
    sides: list[list[tuple[Quantity, Statement]]] = []
    for own in heard.values():
        # A voice that gives several values (an update, a count by place) sides with whoever gives one of them.
        home = next((side for side in sides if any(agree(q, other) for q, _ in own for other, _ in side)), None)
        if home is None:
            sides.append(list(own))
        else:
            home += own
    if len(sides) < 2:
        return None
    built = sorted((_number_side(side) for side in sides), key=lambda side: (side[0], side[1].value))
    return Conflict(ConflictKind.NUMBER, _about(group), tuple(side for _, side in built))


def _number_side(side: Sequence[tuple[Quantity, Statement]]) -> tuple[float, ConflictSide]:
    first = min(
        side, key=lambda item: (item[1].sentence.position, item[0].bound != "exact", item[1].sentence.document_id)
    )
    return float(first[0].value), ConflictSide(first[0].text, _sources([s for _, s in side]))


def _about(group: Sequence[tuple[Quantity, Statement]]) -> str:
    quantity = group[0][0]
    words = [w for w in quantity.text.split() if not any(c.isdigit() for c in w)]
    kind = " ".join(sorted(quantity.kinds))
    if kind:
        return f"number {kind}"
    shared = frozenset.intersection(*(q.context for q, _ in group))
    topic = _as_written(group[0][1], shared)[:4]
    return " ".join(topic) or " ".join(words) or "number"


def _as_written(statement: Statement, stems: frozenset[str]) -> list[str]:
    out: list[str] = []
    for token in tokens(statement.sentence.text):
        if stem(token, "en") in stems and token.lower() not in out:
            out.append(token.lower())
    return out


def _elsewhen(statement: Statement, day: str | None) -> bool:
    """Whether the sentence is about another time than the event's; the days of reporting after it are the same time."""
    if day is None or not statement.dates or any(compatible(date, day) for date in statement.dates):
        return False
    start, _ = edtf_bounds(day)
    if start is None:
        return True
    firsts = [edtf_bounds(date)[0] for date in statement.dates]
    return not any(first and 0 <= (first - start).days <= REPORTING_DAYS for first in firsts)


def _dates(articles: Sequence[Article], statements: Sequence[Statement]) -> list[Conflict]:
    by_segment = {(s.sentence.document_id, s.sentence.segment_id): s for s in statements}
    said: list[tuple[str, Statement]] = []
    for article in articles:
        vote = main_date(article)
        if vote and not vote.fact.inferred and len(vote.fact.edtf) == 10:
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
        if any(_dates_differ(one, other) for one in side for rest in sides if rest is not side for other in rest)
    ]
    if len(kept) < 2:
        return []
    kept.sort(key=lambda side: edtf_key(side[0][0]))
    built = tuple(
        ConflictSide(min((d for d, _ in side), key=edtf_key), _sources([s for _, s in side])) for side in kept
    )
    return [Conflict(ConflictKind.DATE, "date of the event", built)]


def _dates_differ(a: tuple[str, Statement], b: tuple[str, Statement]) -> bool:
    """Whether two voices date the same thing differently, and no time zone explains it."""
    (one, first), (two, second) = a, b
    if first.voice == second.voice or compatible(one, two) or first.planned != second.planned:
        return False
    if likeness(first, second) < SAME_SUBJECT:
        return False
    texts = f"{first.sentence.text} {second.sentence.text}".lower()
    return not any(word in texts for word in _LOCAL)


def _names(statements: Sequence[Statement]) -> list[Conflict]:
    roles = {id(s): role_names(s.sentence.text) for s in statements}
    naming = [s for s in statements if roles[id(s)]]
    found: dict[str, Conflict] = {}
    for a, b in candidate_pairs(naming, LEAST_WEIGHT):
        if likeness(a, b) < SAME_SUBJECT or a.negated != b.negated:
            continue
        for role, one in roles[id(a)].items():
            two = roles[id(b)].get(role)
            if (
                two is None
                or same_person(one, two)
                or _names_both(statements, a, two)
                or _names_both(statements, b, one)
            ):
                continue
            if role not in found:
                sides = (ConflictSide(one, _sources([a])), ConflictSide(two, _sources([b])))
                found[role] = Conflict(ConflictKind.NAME, role, tuple(sorted(sides, key=lambda side: side.value)))
    return [found[role] for role in sorted(found)]


def _names_both(statements: Sequence[Statement], own: Statement, name: str) -> bool:
    """Whether the article of `own` knows the other's name too: then they are two people."""
    surname = name.rsplit(maxsplit=1)[-1].lower()
    return any(
        s.sentence.document_id == own.sentence.document_id and surname in s.sentence.text.lower() for s in statements
    )


def _claims(statements: Sequence[Statement]) -> list[Conflict]:
    found = []
    used: set[tuple[str, str]] = set()
    for a, b in candidate_pairs(statements, LEAST_WEIGHT):
        if _quoted(a) or _quoted(b):
            continue  # one speech, cut differently
        opposed = contradict(a, b)
        if a.negated == b.negated and not opposed:
            continue
        if (a.negated != b.negated and opposed) or likeness(a, b) < SAME_CLAIM:
            continue  # "did not fall" and "rose" agree
        if not opposed and not _denies(*((a, b) if a.negated else (b, a))):
            continue
        if a.dates and b.dates and not any(compatible(x, y) for x in a.dates for y in b.dates):
            continue
        keys = {(s.sentence.document_id, s.sentence.segment_id) for s in (a, b)}
        if keys & used:
            continue
        used |= keys
        about = " ".join(_as_written(a, frozenset(t for t in a.terms.keys() & b.terms.keys() if t[0] not in "=@"))[:5])
        sides = tuple(ConflictSide(s.sentence.text, _sources([s])) for s in (a, b))
        found.append(Conflict(ConflictKind.CLAIM, about or "claim", sides))
    return found


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


def _sources(statements: Sequence[Statement]) -> tuple[Source, ...]:
    seen: list[Source] = []
    for statement in sorted(statements, key=lambda s: (s.sentence.document_id, s.sentence.position)):
        if statement.sentence.source not in seen:
            seen.append(statement.sentence.source)
    return tuple(seen)
