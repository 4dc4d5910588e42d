"""What two or more voices say that did not copy each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cache

from service.domain import AgreedFact, Conflict
from service.events.conflicts_times import find_moments, same_moment
from service.events.duplicates import same_words
from service.events.lexis import opposites
from service.events.measures import agree, bears_out, comparable
from service.events.naming import name_term
from service.events.quantities import Quantity
from service.events.statements import Statement, candidate_pairs, contained, likeness, shared_weight
from service.facts.dates import compatible, find_dates
from service.facts.names import find_names
from service.facts.numbers import find_numbers
from service.facts.quotations import find_quotations
from service.facts.words import stem
from service.languages import data_table

CONTAINED = 0.6
"""Share of the lighter sentence's weight that both must have."""
ALIKE = 0.4
"""Share of both sentences' mean weight that both must have, so that a long sentence does not swallow a short one."""
LEAST_WEIGHT = 12.0
"""Weight (nats) they must share: about three telling words."""
LEAST_SHARED = 3
_RANK = re.compile(
    r"\b(?:first|second|third|fourth|fifth|last|only|never|ever|record|unprecedented|within|immediately|unanimously|[a-z]{3,}est)\b(?<!west)(?<!test)"
    r"(?<!interest)(?<!request)(?<!protest)(?<!arrest)(?<!forest)(?<!suggest)(?<!rest)(?<!guest)(?<!invest)",
    re.IGNORECASE,
)
LEAST_BORNE_OUT = 0.7
"""Share of the weight of a fact's wording that another voice must have said too."""
LEAST_SAID = 2
"""Words beside names, titles and nationalities that both must have."""
MANY_NAMES = 4
"""Words of names that stand in for one of those."""
NAME_MARK = "@"
"""What the term of a name begins with."""
MOST_FACTS = 10
"""The strongest facts that are kept."""
LEAST_OUTSIDE = 2
"""Words outside of quotation marks, for a reader to know who said it."""
MOST_NEW_NAMES = 1
"""Words of names that the others may have put otherwise ("he")."""
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|«[^»]*»|‘[^’]{12,}’")
_SPEAKER = re.compile(r"\b(?:I|I['’]\w+|[Mm]y|[Mm]e|[Ww]e|[Ww]e['’]\w+|[Oo]ur|[Yy]ou|[Yy]our|[Yy]ou['’]\w+)\b")
_COURTESY = frozenset(name_term(title) for title in ("Mr", "Mrs", "Ms", "Dr"))
_PRONOUN = re.compile(r"\b(?:he|she|they|his|her|their)\b", re.IGNORECASE)
_BEST_WORDS = (8, 32)


def find_agreed_facts(statements: Sequence[Statement], conflicts: Sequence[Conflict] = ()) -> tuple[AgreedFact, ...]:
    """The facts, the one most voices state first; each worded as the best of its sentences.

    A sentence on any side of one of the `conflicts` is no agreed fact, however many say it.
    """
    disputed = {
        (source.document_id, source.segment_id)
        for conflict in conflicts
        for side in conflict.sides
        for source in side.sources
    }
    settled = [statement for statement in statements if _key(statement) not in disputed]
    pairs = [(a, b) for a, b in candidate_pairs(settled, LEAST_WEIGHT) if same_statement(a, b)]
    pairs.sort(key=lambda pair: -likeness(*pair))
    groups: list[list[Statement]] = []
    at: dict[tuple[str, str], int] = {}
    for pair in pairs:
        homes = sorted({at[key] for key in map(_key, pair) if key in at})
        if not homes:
            at.update(dict.fromkeys(map(_key, pair), len(groups)))
            groups.append(list(pair))
        elif len(homes) == 1:
            group = groups[homes[0]]
            for statement in pair:
                if _key(statement) not in at and all(
                    same_statement(statement, m) or m.voice == statement.voice for m in group
                ):
                    at[_key(statement)] = homes[0]
                    group.append(statement)
    facts = [(len({s.voice for s in group}), group) for group in groups]
    facts.sort(key=lambda fact: (-fact[0], min((s.sentence.position, s.sentence.document_id) for s in fact[1])))
    return tuple(fact for _, group in facts[:MOST_FACTS] if (fact := _fact(group)) is not None)


def same_statement(a: Statement, b: Statement) -> bool:
    """Whether two voices' sentences state the same, neither copied from the other nor contradicting it."""
    shared = a.terms.keys() & b.terms.keys()
    if a.voice == b.voice or len(shared) < LEAST_SHARED or a.negated != b.negated:
        return False
    if contained(a, b) < CONTAINED or likeness(a, b) < ALIKE or a.planned != b.planned:
        return False
    if a.dates and b.dates and not any(compatible(x, y) for x in a.dates for y in b.dates):
        return False
    if any(comparable(x, y) and not agree(x, y) for x in a.quantities for y in b.quantities):
        return False
    if contradicting(a, b) or not _same_matter(a, b) or _other_times(a, b):
        return False
    return not same_words(a.sentence.original, b.sentence.original)


def _other_times(a: Statement, b: Statement) -> bool:
    """Whether both give a time of day and none of the one is one of the other."""
    one, two = tuple(find_moments(a.sentence.text)), tuple(find_moments(b.sentence.text))
    return bool(one and two) and not any(same_moment(x, y, guess=False) for x in one for y in two)


def _same_matter(a: Statement, b: Statement) -> bool:
    """Whether the two share what is said, not just who is spoken of.

    Names and titles bring any two sentences about one person together. So two other words must be shared, or one where
    many names are; and two quotations need one speaker.
    """
    only_a, only_b = _names(a.terms.keys() - b.terms.keys()), _names(b.terms.keys() - a.terms.keys())
    if only_a and only_b and all(find_quotations(s.sentence.text, "en") for s in (a, b)):
        return False  # the same words in two mouths are two statements
    shared = a.terms.keys() & b.terms.keys()
    names = _names(shared)
    said = {term for term in shared - names if term not in _describing()}
    return len(said) >= LEAST_SAID or (len(said) == LEAST_SAID - 1 and len(names) >= MANY_NAMES)


def _names(terms: Iterable[str]) -> set[str]:
    return {term for term in terms if term.startswith(NAME_MARK)}


@cache
def _describing() -> frozenset[str]:
    """Stems of titles: who somebody is, not what happened."""
    roles = data_table("events")["roles"]
    return frozenset(stem(word, "en") for title in (*roles["words"], *roles["relations"]) for word in title.split())


def contradicting(a: Statement, b: Statement) -> frozenset[str]:
    """The terms of which one statement has the one and the other the opposite."""
    only_a, only_b = a.terms.keys() - b.terms.keys(), b.terms.keys() - a.terms.keys()
    pairs = [(term, opposites().get(term, frozenset()) & only_b) for term in only_a]
    return frozenset(term for one, others in pairs if others for term in (one, *others))


def _key(statement: Statement) -> tuple[str, str]:
    return statement.sentence.document_id, statement.sentence.segment_id


def _fact(group: Sequence[Statement]) -> AgreedFact | None:
    """The group in its best borne-out wording; None where even that says too much that the others do not."""
    members = [m for m in group if _stands_alone(m.sentence.text) and not _adds(m, group)]
    borne = {_key(m): _borne_out(m, group) for m in members}
    members = [m for m in members if borne[_key(m)] >= LEAST_BORNE_OUT]
    if not members:
        return None
    members.sort(key=lambda m: (_unnamed(m.sentence.text), -round(borne[_key(m)], 1), *_wording(m)))
    sources = [members[0].sentence.source]
    rest = sorted(group, key=lambda m: (m.sentence.document_id, m.sentence.position))
    sources += [m.sentence.source for m in rest if m is not members[0]]
    return AgreedFact(members[0].sentence.text, tuple(sources))


def _stands_alone(text: str) -> bool:
    """Whether a reader knows whose words it has: no quotation cut off, and nothing but quotation, and no "I" outside of one."""
    if text.count('"') % 2 or text.count("“") != text.count("”") or text.count("«") != text.count("»"):
        return False
    outside = _QUOTED.sub(" ", text)
    return len(outside.split()) >= LEAST_OUTSIDE and _SPEAKER.search(outside) is None


def _unnamed(text: str) -> bool:
    """Whether outside of quotations it says "he" or the like before it names anybody."""
    outside = _QUOTED.sub(" ", text)
    pronoun = _PRONOUN.search(outside)
    return pronoun is not None and not any(fact.start < pronoun.start() for fact in find_names(outside, "en"))


def _adds(statement: Statement, group: Sequence[Statement]) -> bool:
    """Whether it says what no other voice does: a rank, a figure, a day, a name."""
    return (
        _ranks_alone(statement, group)
        or _counts_alone(statement, group)
        or _dates_alone(statement, group)
        or _names_alone(statement, group)
    )


def _dates_alone(statement: Statement, group: Sequence[Statement]) -> bool:
    """Whether it gives a day that no other voice's sentence gives."""
    others = {date for other in group if other.voice != statement.voice for date in other.dates}
    return any(not any(compatible(date, other) for other in others) for date in statement.dates)


def _names_alone(statement: Statement, group: Sequence[Statement]) -> bool:
    """Whether more than one word of its names is in no other voice's sentence."""
    others = {term for other in group if other.voice != statement.voice for term in other.terms}
    return len(_names(statement.terms.keys() - others) - _COURTESY) > MOST_NEW_NAMES


def _ranks_alone(statement: Statement, group: Sequence[Statement]) -> bool:
    """Whether it says "for the first time", "the third", "the largest" and no other voice does."""
    own = _ranks(statement)
    return bool(own) and not any(own <= _ranks(other) for other in group if other.voice != statement.voice)


def _counts_alone(statement: Statement, group: Sequence[Statement]) -> bool:
    """Whether it gives a figure or a time of day with which no other voice's agrees."""
    others = [other for other in group if other.voice != statement.voice]
    heard = {value for other in others for value in _values(other)}
    figures = [q for other in others for q in other.quantities]
    borne = {own.value for own in statement.quantities if any(_says(other, own) for other in figures)}
    refuted = {own.value for own in statement.quantities} - borne
    if (_values(statement) - heard - borne) | refuted:
        return True
    times = [moment for other in others for moment in find_moments(other.sentence.text)]
    own_times = find_moments(statement.sentence.text)
    return any(not any(same_moment(own, other, guess=False) for other in times) for own in own_times)


def _says(other: Quantity, own: Quantity) -> bool:
    """Whether that figure of another voice says this one: of the same unit, and of a noun or class in common where both
    have one."""
    if own.unit != other.unit and not comparable(own, other):
        return False
    if own.kinds and other.kinds and own.kinds != other.kinds:
        return False
    return bears_out(other, own)


def _values(statement: Statement) -> set[Decimal]:
    """The numbers of a sentence that are no ordinals, years, dates or times of day."""
    text = statement.sentence.text
    dates = find_dates(text, "en", anchor="2000-01-01")
    return {
        number.value
        for number in find_numbers(text, "en")
        if number.kind not in ("ordinal", "year", "other")
        and not any(date.start < number.end and number.start < date.end for date in dates)
    }


def _ranks(statement: Statement) -> frozenset[str]:
    return frozenset(match.lower() for match in _RANK.findall(statement.sentence.text))


def _borne_out(statement: Statement, group: Sequence[Statement]) -> float:
    """Share of the statement's weight that the other voice nearest to it has too: how much of it is agreed."""
    shares = [shared_weight(statement, other) / statement.weight for other in group if other.voice != statement.voice]
    return max(shares, default=0.0)


def _wording(statement: Statement) -> tuple[bool, bool, bool, int, str, str]:
    """Sorts the best worded first: no warning, English from the start, whole sentence of a readable length."""
    sentence = statement.sentence
    words = len(sentence.text.split())
    readable = _BEST_WORDS[0] <= words <= _BEST_WORDS[1] and sentence.text[0].isupper()
    return (
        sentence.flagged,
        sentence.translated,
        not readable,
        sentence.position,
        sentence.document_id,
        sentence.segment_id,
    )
