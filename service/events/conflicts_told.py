"""Whether two figures are given for one thing: by what is counted, the clauses around them, and what else both articles count.

A figure of one article is compared with the figure of the other that it is most like, and only where that is mutual: who
gives "31 of 83" differs from nobody who gives 83. What an article gives anywhere it does not deny elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from service.events.agreement import contradicting
from service.events.conflicts_sides import Said
from service.events.measures import LONG_TIMES, comparable, is_stock, like_class, near, same_clause
from service.events.quantities import MOMENT, Quantity
from service.events.statements import Statement, contained, likeness
from service.facts.words import stem
from service.languages import data_table

SAME_MEASURE, SAME_MEASURE_LIKENESS = 0.5, 0.35
"""Shares of the lighter sentence's weight, and of both, that sentences with figures of one thing have in common."""
SAME_TALLY, SAME_TALLY_LIKENESS = 0.7, 0.6
"""The same for what a report counts many of (the points of a match)."""
EARLY, SAME_TOLL = 4, 0.3
"""Openings give the toll of the happening; later sentences must share so much of their weight to give the same one."""
SAME_COUNT = 0.35
"""The same for two sentences with the only counts of one noun."""
MOST_TIMES = 2.0
"""Tallies of one thing are not further apart, by so many times."""
NEAR_TIMES = 2.5
"""Figures that are one another's nearest must not be further apart, by so many times."""
CLAUSE_SHARE, CLAUSE_WEIGHT = 0.34, 3.0
"""Share of the lighter clause, and weight (nats), that figures which are one another's nearest have in common."""
SAME_SENTENCE, SENTENCE_WEIGHT = 0.5, 4.0
"""The same of sentences, where the clauses are too short to tell."""
WHOLE_CLAUSE = 0.6
"""Share of the clause and of the sentence for how long something takes: of what goes on it is another number every day."""
ALL_BUT_SAME = 0.8
"""Share of the clause from which a figure that is expected and one that is stated are of one thing."""
LOOSE = frozenset({"possible"})
"""What may stand beside one of the figures only ("could be"), where the clauses are all but the same."""
LEAST_STOCK = 20
"""From so many on, what a body or a place has of something (employees, passengers) is one number in all reports."""
LEAST_LIKENESS = 0.12
"""Share of both sentences that they have in common."""


class Told:
    """The figures of an event's articles, by article."""

    def __init__(self, counted: Sequence[Said[Quantity]]) -> None:
        self._own: defaultdict[str, list[Said[Quantity]]] = defaultdict(list)
        for item in counted:
            self._own[item[1].sentence.document_id].append(item)
        self._shares: dict[tuple[int, int], float] = {}

    def may_be_one(self, a: Said[Quantity], b: Said[Quantity]) -> bool:
        """Whether nothing speaks against it: unit, noun or class, sense, whom it is said of."""
        one, two = a[0], b[0]
        if not comparable(one, two) or (one.marks ^ two.marks) - LOOSE or _other_subjects(a, b):
            return False
        if one.kinds:
            return True
        if one.marks != two.marks and _clause(a, b)[0] < ALL_BUT_SAME:
            return False
        return MOMENT not in one.marks and not _unlike(a, b)

    def same_thing(self, a: Said[Quantity], b: Said[Quantity]) -> bool:
        """Whether two quantities that may be of one thing are."""
        (one, first), (two, second) = a, b
        if first is second:
            return bool(one.kinds) or same_clause(one, two)
        if one.value == two.value:
            return bool(one.kinds) or self._alike(a, b)
        if self._knows(first, two) or self._knows(second, one) or _accounts(first, two) or _accounts(second, one):
            return False
        if one.kinds:
            return self._same_class(a, b)
        return self._alike(a, b)

    def _same_class(self, a: Said[Quantity], b: Said[Quantity]) -> bool:
        """The toll of the happening stands in both openings, or in sentences that have something in common."""
        (_, first), (_, second) = a, b
        early = max(first.sentence.position, second.sentence.position) < EARLY
        if not early and _strangers(first, second):
            return False
        return early or self._share(first, second) >= SAME_TOLL

    def _alike(self, a: Said[Quantity], b: Said[Quantity]) -> bool:
        (one, first), (two, second) = a, b
        share, alike = self._share(first, second), likeness(first, second)
        if _is_tally(one) or _is_tally(two):
            enough = (share >= SAME_TALLY and alike >= SAME_TALLY_LIKENESS) or (
                self._only_count(a, b) and bool(_names(first) & _names(second))
            )
            return enough and near(one, two) and share >= WHOLE_CLAUSE and _sides_fit(one, two, MOST_TIMES)
        if {one.unit, two.unit} & LONG_TIMES:
            return share >= WHOLE_CLAUSE and _clause(a, b)[0] >= WHOLE_CLAUSE
        if same_clause(one, two) and share >= SAME_MEASURE and alike >= SAME_MEASURE_LIKENESS:
            return True
        return _sides_fit(one, two, NEAR_TIMES) and (self._one_stock(a, b) or self._counterparts(a, b))

    def _one_stock(self, a: Said[Quantity], b: Said[Quantity]) -> bool:
        """Whether both say once how many employees, passengers, ... there are, in whatever words."""
        (one, first), (two, second) = a, b
        if one.unit or not self._only_count(a, b) or _strangers(first, second):
            return False
        return min(one.value, two.value) >= LEAST_STOCK and is_stock(one, two)

    def _counterparts(self, a: Said[Quantity], b: Said[Quantity]) -> bool:
        """Whether each is what the other article has for it: the only count of a noun, or the nearest figure of the kind."""
        (one, first), (_, second) = a, b
        only = not one.unit and self._only_count(a, b)
        share, (clause, weight) = self._share(first, second), _clause(a, b)
        strange = _strangers(first, second) and not (only and clause >= WHOLE_CLAUSE)
        if strange or likeness(first, second) < LEAST_LIKENESS:
            return False
        if only and share >= SAME_COUNT:
            return True
        enough = clause >= CLAUSE_SHARE and weight >= CLAUSE_WEIGHT
        return (enough or (share >= SAME_SENTENCE and weight >= SENTENCE_WEIGHT)) and self._nearest(a, b)

    def _only_count(self, a: Said[Quantity], b: Said[Quantity]) -> bool:
        """Whether neither article counts that noun otherwise, in numbers of such a size."""
        return all(
            other.value == own.value or not comparable(other, own)
            for own, statement in (a, b)
            for other, _ in self._rivals(statement, own)
        )

    def _nearest(self, a: Said[Quantity], b: Said[Quantity]) -> bool:
        """Whether each is what the other article's figures have most in common with."""
        own = _clause(a, b)[1]
        return all(
            _clause(x, other)[1] < own
            for x, y in ((a, b), (b, a))
            for other in self._rivals(y[1], x[0])
            if other is not y and other[0] is not y[0]
        )

    def _rivals(self, statement: Statement, quantity: Quantity) -> Iterator[Said[Quantity]]:
        """The figures in that statement's article that could be the quantity, whatever their size."""
        for other in self._own[statement.sentence.document_id]:
            if like_class(other[0], quantity):
                yield other

    def _knows(self, statement: Statement, quantity: Quantity) -> bool:
        """Whether that statement's article gives the very value for such a thing itself."""
        return any(other.value == quantity.value for other, _ in self._rivals(statement, quantity))

    def _share(self, a: Statement, b: Statement) -> float:
        key = (id(a), id(b))
        if key not in self._shares:
            self._shares[key] = contained(a, b)
        return self._shares[key]


def _clause(a: Said[Quantity], b: Said[Quantity]) -> tuple[float, float]:
    """Weight that the clauses share with what is counted, as a share of the lighter clause, and in nats; what only the
    sentences share counts half in the latter."""
    (one, first), (two, second) = a, b
    mine, yours = one.context | set(one.heads), two.context | set(two.heads)
    shared = sum(min(first.terms.get(t, 0.0), second.terms.get(t, 0.0)) for t in mine & yours)
    lighter = min(sum(s.terms.get(t, 0.0) for t in words) for s, words in ((first, mine), (second, yours)))
    around = sum(
        min(first.terms[t], second.terms[t]) for t in first.terms.keys() & second.terms.keys() if t not in mine & yours
    )
    return shared / max(1e-9, lighter), shared + around / 2


def _accounts(statement: Statement, quantity: Quantity) -> bool:
    """Whether the sentence has that value too, of whatever it is ("five soldiers, four by friendly fire")."""
    return any(q.value == quantity.value and q.unit == quantity.unit for q in statement.quantities)


def _strangers(a: Statement, b: Statement) -> bool:
    """Whether both sentences have names, and none in common."""
    return bool(_names(a) and _names(b)) and not _names(a) & _names(b)


def _names(statement: Statement) -> set[str]:
    return {term for term in statement.terms if term[0] == "@"}


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


@cache
def _tallies() -> frozenset[str]:
    return frozenset(stem(word, "en") for word in data_table("events")["tallies"]["words"])


def _is_tally(quantity: Quantity) -> bool:
    return quantity.unit in data_table("events")["tallies"]["words"] or bool(_tallies() & set(quantity.heads))


def _sides_fit(a: Quantity, b: Quantity, most: float) -> bool:
    """Whether one value is not more than `most` times the other."""
    small, large = sorted((a.value, b.value))
    return float(large) <= most * float(small)
