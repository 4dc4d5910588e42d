"""Names that voices give differently: who holds a role, which body did it, and where like sentences differ in one name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache

from service.domain import Conflict, ConflictKind, ConflictSide
from service.events.conflicts_sides import sources
from service.events.lexis import base_stem, terms
from service.events.naming import role_names, same_person, sentence_names
from service.events.statements import Statement, beside, candidate_pairs, contained, likeness
from service.facts.names import exonym, name_key, same_name
from service.facts.names_places import is_country
from service.facts.quotations import find_quotations
from service.facts.words import is_stopword, tokens
from service.languages import data_table

SAME_SUBJECT = 0.45
"""Likeness of two sentences that speak of the same thing where they differ in who holds a role."""
SAME_ROLE = 0.25
"""Share of the lighter sentence that two sentences about the one lawyer, owner, coach have in common."""
SWAPPED, SWAPPED_LIKENESS = 0.6, 0.5
"""Shares of the lighter sentence, and of both, beside the names, where one name stands for another."""
LEAST_WEIGHT = 8.0
"""Weight (nats) that two sentences must share to be compared."""
LEAST_SHARED = 3
SPELLING = 0.75
"""Share of letters in common from which two names are taken for spellings of one (Moammar, Muammar)."""
SAME_SCENE = 0.25
"""Share of the lighter sentence that two sentences about something in different places have in common."""
_LINK = re.compile(r"\b(in|at|near|off|through|outside)(?: the)? $")
_MOVES = re.compile(r"\b(?:left|leav(?:es|ing)|mov(?:es|ed|ing) (?:to|from)|transferred)\b")
_BODY_NAME = r"(?P<name>[^\W\d_a-z][\w'’-]*(?: [^\W\d_a-z][\w'’-]*)*)"

Found = dict[tuple[str, str], tuple[tuple[str, Statement], tuple[str, Statement]]]


def name_conflicts(statements: Sequence[Statement]) -> list[Conflict]:
    """The conflicts of names, roles first."""
    spoken: dict[str, str] = defaultdict(str)
    for s in statements:
        spoken[s.sentence.document_id] += f" {s.sentence.text}"
    known = {document: [name_key(token) for token in tokens(text)] for document, text in spoken.items()}
    found: Found = {}
    _roles(statements, known, found)
    _swaps(statements, known, found)
    _places(statements, known, found)
    return [_built(about, *rest) for (about, _), rest in sorted(found.items())]


def _built(about: str, *said: tuple[str, Statement]) -> Conflict:
    sides = [ConflictSide(name, sources([statement])) for name, statement in said]
    return Conflict(ConflictKind.NAME, about, tuple(sorted(sides, key=lambda side: side.value)))


def _add(found: Found, about: str, said: tuple[str, Statement], other: tuple[str, Statement]) -> None:
    """Keep a pair of names once, under what it was first found for."""
    (one, _), (two, _) = said, other
    pair = " / ".join(sorted(name_key(name) for name in (one, two)))
    if not any(pair == known for _, known in found):
        found[about, pair] = (said, other)


def _roles(statements: Sequence[Statement], known: dict[str, list[str]], found: Found) -> None:
    holders = [
        (role, name, s) for s in statements for role, name in {**role_names(s.sentence.text), **_bodies(s)}.items()
    ]
    for number, (role, one, first) in enumerate(holders):
        for other, two, second in holders[number + 1 :]:
            if (
                not _same_role(role, first, other, second)
                or first.voice == second.voice
                or first.negated != second.negated
            ):
                continue
            if not _one_holder(role, first, second):
                continue
            if (
                same_person(one, two)
                or _spelt_alike(one, two)
                or _knows(known, first, two)
                or _knows(known, second, one)
            ):
                continue
            if _alone(holders, role, one, first) and _alone(holders, role, two, second):
                _add(found, role, (one, first), (two, second))


def _same_role(role: str, first: Statement, other: str, second: Statement) -> bool:
    """One role, or one kind of body of which only one says more: `the coach company`, `the company` of a coach."""
    if role == other:
        return True
    one, two = role.split(), other.split()
    if one[-1] != two[-1] or min(len(one), len(two)) > 1:
        return False
    if one[-1] in data_table("events")["roles"]["served"]:
        return True  # the lawyer, the defence lawyer
    if one[-1] not in data_table("events")["roles"]["bodies"]:
        return False
    more, plain = (one, second) if len(one) > 1 else (two, first)
    return base_stem(more[0]) in plain.terms


def _one_holder(role: str, first: Statement, second: Statement) -> bool:
    """Whether the role has one holder here: a local office, a ministry of one country, or a role in sentences that have
    much in common, or one owner ("the museum's director") with something."""
    table = data_table("events")["roles"]
    plain = role.rsplit(maxsplit=1)[-1]
    if role in table["single"]:
        return True
    if likeness(first, second) >= SAME_SUBJECT:
        return True
    if all(find_quotations(s.sentence.text, "en") for s in (first, second)):
        return False  # whoever speaks for one of many bodies
    owners = [_owner(plain, s.sentence.text) for s in (first, second)]
    if any(owners) and plain in table["owned"]:
        return any(owner and owner in s.terms for owner, s in zip(owners, (second, first), strict=True))
    if plain == "minister":
        return len(role.split()) > 1 and not (owners[0] and owners[1] and owners[0] != owners[1])
    return contained(first, second) >= SAME_ROLE and (plain in table["owned"] or plain in table["served"])


def _owner(role: str, text: str) -> str:
    match = re.search(rf"([a-z]+)(?:['’]s?)? {role}\b", text, re.IGNORECASE)
    return base_stem(match[1]) if match and not is_stopword(match[1], "en") else ""


def _alone(holders: Sequence[tuple[str, str, Statement]], role: str, name: str, statement: Statement) -> bool:
    """Whether the article knows nobody else in that role."""
    document = statement.sentence.document_id
    return all(
        same_person(name, other)
        for r, other, s in holders
        if r.rsplit(maxsplit=1)[-1] == role.rsplit(maxsplit=1)[-1] and s.sentence.document_id == document
    )


def _bodies(statement: Statement) -> dict[str, str]:
    """`the bank Sparnord`, `the security company X`, `X, the gas company,` -> kind of body with its name."""
    out = {}
    for pattern in _body_patterns():
        for match in pattern.finditer(statement.sentence.text):
            out[" ".join(f"{match['what']} {match['body']}".split())] = re.sub(r"['’]s?$", "", match["name"])
    return out


@cache
def _body_patterns() -> tuple[re.Pattern[str], ...]:
    body = "|".join(data_table("events")["roles"]["bodies"])
    what = rf"(?i:the|its|their|a) (?P<what>(?:[a-z]+(?:['’]s?)? )?)(?P<body>{body})"
    return re.compile(rf"\b{what},? {_BODY_NAME}"), re.compile(rf"\b{_BODY_NAME}, {what}\b")


def _knows(known: dict[str, list[str]], own: Statement, name: str) -> bool:
    """Whether the article of `own` has the other's name too: then they are two."""
    key = name_key(re.sub(r"['’]s?$", "", name.rsplit(maxsplit=1)[-1]))
    return key in known[own.sentence.document_id]


def _swaps(statements: Sequence[Statement], known: dict[str, list[str]], found: Found) -> None:
    """Like sentences of which each has one name, of the same kind, that the other article never has."""
    names = {id(s): {named.text: named.kind for named in sentence_names(s.sentence)} for s in statements}
    for a, b in candidate_pairs(statements, LEAST_WEIGHT):
        if contained(a, b) < SWAPPED or a.negated != b.negated or a.planned != b.planned:
            continue
        if len(a.terms.keys() & b.terms.keys()) < LEAST_SHARED:
            continue
        only_a = [n for n in names[id(a)] if not _has(known, b, n)]
        only_b = [n for n in names[id(b)] if not _has(known, a, n)]
        if len(only_a) != 1 or len(only_b) != 1:
            continue
        one, two = only_a[0], only_b[0]
        if is_country(exonym(one) or one) != is_country(exonym(two) or two):
            continue  # a town and its country
        kinds = {names[id(a)][one], names[id(b)][two]}
        if "place" in kinds and _before(a, one) != _before(b, two):
            continue  # "across Asia", "around the Indian Ocean"
        if len(kinds) == 1 and not _spelt_alike(one, two) and _alike(a, b, one, two) and _slot(a, one) & _slot(b, two):
            kind = kinds.pop()
            _add(found, "name" if kind == "unknown" else kind, (one, a), (two, b))


def _before(statement: Statement, name: str) -> str:
    """The word right before a name, articles passed over."""
    before = [
        t.lower() for t in tokens(statement.sentence.text.partition(name)[0]) if t.lower() not in ("the", "a", "an")
    ]
    return before[-1] if before else ""


def _slot(statement: Statement, name: str) -> frozenset[str]:
    """Terms of the telling words right before and after a name."""
    before, _, after = statement.sentence.text.partition(name)
    left = [term for token in tokens(before)[-4:] for term in terms(f"x {token}")]
    right = [term for token in tokens(after)[:4] for term in terms(f"x {token}")]
    return frozenset((*left[-2:], *right[:2]))


def _spelt_alike(one: str, two: str) -> bool:
    """Whether two names are spellings of one, or hardly differ."""
    first, second = (name_key(name).replace(" ", "") for name in (one, two))
    return same_name(one, two) or SequenceMatcher(None, first, second).ratio() >= SPELLING


def _has(known: dict[str, list[str]], other: Statement, name: str) -> bool:
    """Whether the other article has any word of the name, in any spelling or language."""
    words = known[other.sentence.document_id]
    english = name_key(exonym(name) or name)
    return any(name_key(word) in words for word in name.split() if len(word) > 2) or any(
        name_key(exonym(word) or "") == english for word in words
    )


def _alike(a: Statement, b: Statement, one: str, two: str) -> bool:
    skip = {f"@{name_key(word)}" for word in (*one.split(), *two.split())}
    return beside(a, b, skip)[1] >= SWAPPED_LIKENESS


def _places(statements: Sequence[Statement], known: dict[str, list[str]], found: Found) -> None:
    """Sentences that put the same thing in different places (`the works in Talheim`, `the works in Rodeck`)."""
    located = [(s, *item) for s in statements for item in _located(s)]
    for number, (a, one, link, words) in enumerate(located):
        for b, two, other, others in located[number + 1 :]:
            if a.voice == b.voice or link != other or words[-1:] != others[-1:] or _spelt_alike(one, two):
                continue
            if _MOVES.search(a.sentence.text) or _MOVES.search(b.sentence.text):
                continue  # out of one place and into the other
            if _has(known, b, one) or _has(known, a, two) or contained(a, b) < SAME_SCENE:
                continue
            _add(found, "place", (one, a), (two, b))


def _located(statement: Statement) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(place, preposition, term of the telling word before it) of the places that are no countries."""
    text = statement.sentence.text
    for named in sentence_names(statement.sentence):
        at = text.find(named.text)
        before = _LINK.search(text[: max(at, 0)])
        if (
            at < 0
            or before is None
            or named.kind not in ("place", "unknown")
            or is_country(exonym(named.text) or named.text)
        ):
            continue
        own = [term for token in tokens(text[: before.start()])[-4:] for term in terms(f"x {token}")]
        if own:
            yield named.text, before[1], tuple(own[-1:])
