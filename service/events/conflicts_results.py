"""Results of a match or a vote that voices give differently: 3-1 and 4-1, 98 votes to 71 and 94 to 71."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from service.domain import Conflict, ConflictKind, ConflictSide
from service.events.conflicts_sides import Said, same_groups, sources, split_sides
from service.events.statements import Statement, contained
from service.languages import data_table

OPENING = 3
"""The result of the happening stands in one of so many opening sentences."""
SAME_MATCH, SAME_NAMES = 0.3, 2
"""Share of the lighter sentence, or names, that sentences about one match have in common."""
_PAIR = re.compile(
    r"(?<![\w.,/:–-])(?P<one>\d{1,3})(?:\s?[-–:]\s?|\s(?:votes? )?(?:in favou?r |for )?(?:to|and|against)\s)(?P<two>\d{1,3})"
    r"(?![\w%/:–-]|[.,]\d| (?:per|percent|p\.m|a\.m|years?|million|billion|euros?|dollars?|kroner|people|days|hours|minutes))"
)

Result = tuple[frozenset[int], str]


def result_conflicts(statements: Sequence[Statement]) -> list[Conflict]:
    """The conflict over the result, of kind number; none where an article knows the other's result too."""
    said = [(result, s) for s in statements if s.sentence.position < OPENING for result in _results(s)]
    known: defaultdict[str, set[frozenset[int]]] = defaultdict(set)
    for statement in statements:
        known[statement.voice] |= {pair for pair, _ in _pairs(statement.sentence.text)}

    def same(a: Said[Result], b: Said[Result]) -> bool:
        (one, first), (two, second) = a, b
        if first.voice == second.voice or one[0] == two[0]:
            return True
        if one[0] in known[second.voice] or two[0] in known[first.voice]:
            return False
        names = sum(term.startswith("@") for term in first.terms.keys() & second.terms.keys())
        return names >= SAME_NAMES or contained(first, second) >= SAME_MATCH

    found = []
    for group in same_groups(said, same):
        sides = split_sides(group, lambda x, y: x[0] == y[0])
        if len(sides) > 1:
            built = [ConflictSide(side[0][0][1], sources(s for _, s in side)) for side in sides]
            found.append(Conflict(ConflictKind.NUMBER, "result", tuple(sorted(built, key=lambda side: side.value))))
    return found


def _results(statement: Statement) -> Iterator[Result]:
    text = statement.sentence.text
    decided, standing = _words()
    pairs = list(_pairs(text))
    if len(pairs) == 1 and decided.search(text) and not standing.search(text):
        yield pairs[0]


def _pairs(text: str) -> Iterator[Result]:
    for match in _PAIR.finditer(text):
        yield frozenset((int(match["one"]), int(match["two"]))), match.group()


@cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = data_table("events")["results"]
    decided, standing = (
        re.compile(rf"\b(?:{'|'.join(table[name])})\b", re.IGNORECASE) for name in ("decided", "standing")
    )
    return decided, standing
