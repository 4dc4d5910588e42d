"""Ages that voices give differently for one person."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from service.domain import Conflict, ConflictKind, ConflictSide
from service.events.conflicts_sides import Said, same_groups, sources, split_sides
from service.events.naming import name_term
from service.events.statements import Statement, contained
from service.facts.names import find_names, name_key
from service.facts.numbers import find_numbers
from service.facts.words import is_stopword, stem
from service.languages import data_table

SAME_PERSON = 0.3
"""Share of weight that sentences about somebody called only man, woman or child have in common."""
MOST_YEARS = 120
UNDATED_YEARS = 3
"""Years by which two ages may differ that are given in articles whose days are not known."""
_AGE = r"(?P<age>\d{1,3}|[a-z]+(?:-[a-z]+)?)"
_NAME = r"[^\W\d_a-z][\w'’-]+"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"\b{_AGE}[- ]years?-old(?: (?P<noun>[a-z]+))?",
        rf"\b(?P<noun>{_NAME}|[a-z]+),? (?:was |is )?aged {_AGE}\b",
        rf"\b(?P<noun>{_NAME}), (?P<age>\d{{1,3}})(?=[,.](?!\d))",
        rf"\b(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er) (?P<noun>[a-z]+)(?: of the [a-z]+)? (?:is|was) {_AGE} years old\b",
        rf"\b(?P<noun>{_NAME}) (?:is|was) {_AGE} years old\b",
        rf"\b(?P<noun>[a-z]+), who (?:is|was) {_AGE}(?: years old)?[,.]",
        rf"\b(?P<noun>girl|boy|woman|man|child|son|daughter) of {_AGE}(?= (?:from|who|and|was|is|has|had|died|in|at)\b|[,.;:]|$)",
    )
)
_GIVEN = re.compile(rf"({_NAME}) $")
_OBJECT = re.compile(r" (?:the|an?|his|her|their|that|it)\b")
_APPOSED = re.compile(rf",? (?P<name>{_NAME}(?: {_NAME})*)")
_ANYONE = frozenset(stem(word, "en") for word in data_table("events")["people"]["generic"])


@dataclass(frozen=True, slots=True)
class Age:
    """Years with who is so old: the stem of a noun, the folded family name, or both; and the given name, if known."""

    years: int
    who: frozenset[str]
    given: str


def age_conflicts(statements: Sequence[Statement]) -> list[Conflict]:
    """The conflicts of ages, of kind number."""
    said: list[Said[Age]] = []
    people: dict[str, set[str]] = {}
    for statement in statements:
        named = people.setdefault(statement.sentence.document_id, set())
        facts = [f for f in find_names(statement.sentence.text, "en") if f.kind in ("person", "unknown")]
        here = frozenset(name_term(f.text.split()[-1]) for f in facts)
        said += [(age, statement) for age in _ages(statement.sentence.text, here, named)]
        named |= {name_term(f.text.split()[-1]) for f in facts if f.kind == "person"}
    dated = {s.sentence.document_id for s in statements if s.anchored}
    return [c for group in same_groups(said, _same_person) if (c := _conflict(group, dated))]


def _ages(text: str, here: Collection[str], before: Collection[str]) -> Iterator[Age]:
    """The ages of a sentence. `here` are the family names in it, `before` the people named earlier: "the 44-year-old" is that
    person where there is only one."""
    for form in _FORMS:
        for match in form.finditer(text):
            years = next((int(n.value) for n in find_numbers(match["age"], "en") if n.kind == "cardinal"), None)
            if years is None or years > MOST_YEARS:
                continue
            noun = match["noun"] or ""
            named = _APPOSED.match(text, match.end())
            who = {name_term(named["name"].split()[-1])} & set(here) if named else set()
            if noun and noun[0].isupper():
                who |= {name_term(noun)} & ({*here, *before})  # at the head of a sentence a name does not show
            elif noun and not is_stopword(noun, "en") and not _is_verb(noun, text[match.end() :]):
                who.add(stem(noun, "en"))
            elif not who and len(before) == 1:
                who = set(before)
            if who:
                first = _GIVEN.search(text, 0, match.start("noun")) if noun[:1].isupper() else None
                whole = named["name"].split() if named and not first else []
                given = name_key(first[1] if first else whole[0] if len(whole) > 1 else "")
                yield Age(years, frozenset(who), given)


def _is_verb(word: str, after: str) -> bool:
    """Whether the word behind "the 17-year-old" says what that person did ("beat the champion")."""
    forms = data_table("events")["irregular"]
    listed = word in data_table("events")["words"]["verbs_after_age"]
    return listed or word in forms or word.endswith("ed") or _OBJECT.match(after) is not None


def _same_person(a: Said[Age], b: Said[Age]) -> bool:
    (one, first), (two, second) = a, b
    names = [{w for w in age.who if w.startswith("@")} for age in (one, two)]
    if one.given and two.given and one.given != two.given:
        return False
    if names[0] and names[1]:
        return bool(names[0] & names[1])
    if first.sentence.document_id == second.sentence.document_id:
        return False  # two drivers, two girls
    nouns = one.who & two.who
    return bool(nouns - _ANYONE) or (bool(nouns) and contained(first, second) >= SAME_PERSON)


def _conflict(group: Sequence[Said[Age]], dated: Collection[str]) -> Conflict | None:
    """Nobody stays 26: where an article's day is not known, a few years are no difference."""
    known = all(statement.sentence.document_id in dated for _, statement in group)
    sides = split_sides(group, lambda x, y: abs(x.years - y.years) <= (0 if known else UNDATED_YEARS))
    if len(sides) < 2:
        return None
    sides.sort(key=lambda side: side[0][0].years)
    built = tuple(ConflictSide(str(side[0][0].years), sources(s for _, s in side)) for side in sides)
    return Conflict(ConflictKind.NUMBER, "age", built)
