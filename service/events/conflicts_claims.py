"""Claims that exclude each other: one denies what another says, opposites, and different causes of one thing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache, lru_cache

from service.domain import Conflict, ConflictKind, ConflictSide
from service.events.agreement import contradicting
from service.events.article import KEPT
from service.events.conflicts_numbers import topic
from service.events.conflicts_sides import sources
from service.events.lexis import terms
from service.events.statements import Statement, beside, candidate_pairs, contained, denials
from service.facts.dates import compatible
from service.facts.quotations import find_quotations
from service.facts.words import tokens
from service.languages import data_table

SAME_CLAIM, SAME_DENIAL, SAME_OPPOSITE = 0.6, 0.65, 0.5
"""Share of the lighter sentence's weight, beside opposites, that sentences with opposites, and with a denial, have in
common; and their likeness."""
AROUND = 3
"""Telling words before and after what is denied, or said by opposites."""
LEAST_TERMS, LEAST_WEIGHT = 2, 6.0
"""Weight (nats) that two sentences must share to be compared."""
SAME_STANCE = 0.25
"""Share that sentences of opposite claims in one matter have in common where names do not tell."""
_SUPPOSING = re.compile(
    r"\b(?:if|unless|suppose|supposing|let['’]s say|whether|would have|could have|might|scheduled to|supposed to|w(?:as|ere) to|"
    r"originally)\b|\?",
    re.IGNORECASE,
)
_UNNAMED = re.compile(r"(?:The|A) (?:defendant|accused|suspect|(?:[\w-]+ )?(?:man|woman))\b|(?:The|A) \S*\d\S* ")
"""Subjects that stand for the one person whom a trial or a resignation is about."""
_PASSED_OVER = frozenset(data_table("events")["words"]["after_not"])
_MAY = r"(?:(?:has|have|had|was|were|is|been|probably|likely|apparently) )*"
_BY = r"(?:caused by|triggered by|started by|blamed on)"
_CAUSAL = re.compile(r"caus|trigger|start|blam")
_GIVES_CAUSE = re.compile(r"\b(?:caus|trigger|loosen|blam)\w*|\b(?:due to|because of|led to|set off)\b")
_HAPPENINGS = "|".join(data_table("events")["happenings"]["nouns"])
_CAUSE = (
    re.compile(
        rf"(?P<cause>[^,;:.]+?) {_MAY}(?:caused|triggered|started) (?P<effect>(?:the|a) (?:\w+ ){{0,2}}(?:{_HAPPENINGS})\b)"
    ),
    re.compile(rf"(?P<effect>[^,;:.]+?) {_MAY}{_BY} (?P<cause>[^,;:.]+)"),
    re.compile(r"(?P<cause>[^,;:.]+?) (?:was|is|were) the (?:likely |probable )?cause(?: of (?P<effect>[^,;:.]+))?"),
)


def claim_conflicts(statements: Sequence[Statement]) -> list[Conflict]:
    """The conflicts of claims, each sentence in one of them only."""
    found: list[Conflict] = []
    used: set[tuple[str, str]] = set()
    pairs = [(a, b, _about(a, b)) for a, b in candidate_pairs(statements, LEAST_WEIGHT, LEAST_TERMS) if _opposed(a, b)]
    pairs += [(a, b, about) for a, b, about in _stances(statements)]
    pairs += [(a, b, "cause") for a, b in _different_causes(statements)]
    for a, b, about in pairs:
        keys = {(s.sentence.document_id, s.sentence.segment_id) for s in (a, b)}
        if keys & used:
            continue
        used |= keys
        sides = tuple(ConflictSide(s.sentence.text, sources([s])) for s in (a, b))
        found.append(Conflict(ConflictKind.CLAIM, about, sides))
    return found


def _about(a: Statement, b: Statement) -> str:
    return topic(a.sentence.text, frozenset(t for t in a.terms.keys() & b.terms.keys() if t[0] not in "=@")) or "claim"


def _opposed(a: Statement, b: Statement) -> bool:
    """Whether two sentences in which most is alike say the opposite; "did not fall" and "rose" agree."""
    if _quoted(a) or _quoted(b) or _supposes(a) or _supposes(b):
        return False  # one speech, cut differently; a thought, not a claim
    opposed = contradicting(a, b)
    if (a.negated == b.negated) == (not opposed):
        return False
    if not (_of_one_thing(a, b, opposed) if opposed else _denies(*((a, b) if a.negated else (b, a)))):
        return False
    topics = _topics(a), _topics(b)
    if all(topics) and not topics[0] & topics[1]:
        return False  # a plea is no verdict
    share, alike = beside(a, b, opposed)
    if share < (SAME_CLAIM if opposed else SAME_DENIAL) or alike < SAME_OPPOSITE or a.planned != b.planned:
        return False
    return not (a.dates and b.dates and not any(compatible(x, y) for x in a.dates for y in b.dates))


def _denies(denial: Statement, claim: Statement) -> bool:
    """Whether what the one negates is what the other says: the word after `not` is in both."""
    shared = denial.terms.keys() & claim.terms.keys()
    for denied in denials(denial.sentence.text):
        for token in tokens(denied)[:3]:
            if token.lower() in _PASSED_OVER:
                continue
            said = (set(terms(token)) | set(terms(f"x {token}"))) & shared
            return bool(said) and _of_one_thing(denial, claim, said)
    return False


def _of_one_thing(a: Statement, b: Statement, words: Collection[str]) -> bool:
    """Whether the words that both are about stand beside a common one ("arrested the driver", "released the driver")."""
    return bool(_around(a, words) & _around(b, words))


def _around(statement: Statement, words: Collection[str]) -> set[str]:
    """The terms of the telling words around the words: AROUND before, AROUND after."""
    read = [next(iter(terms(f"x {token}")), "") for token in tokens(statement.sentence.text)]
    telling = [term for term in read if term]
    at = [number for number, term in enumerate(telling) if term in words]
    near = {telling[n] for one in at for n in range(max(0, one - AROUND), min(len(telling), one + AROUND + 1))}
    return near - set(words)


def _quoted(statement: Statement) -> bool:
    return _has_quotation(statement.sentence.text)


@lru_cache(maxsize=KEPT)
def _has_quotation(text: str) -> bool:
    return any(mark in text for mark in '"“”«»') or bool(find_quotations(text, "en"))


def _supposes(statement: Statement) -> bool:
    """Whether the sentence asks or supposes ("if", "let's say")."""
    return _is_supposed(statement.sentence.text)


@lru_cache(maxsize=KEPT)
def _is_supposed(text: str) -> bool:
    return _SUPPOSING.search(text) is not None


@cache
def _stance_words() -> list[tuple[str, re.Pattern[str], re.Pattern[str]]]:
    table = data_table("events")["stances"]
    return [
        (name, *(re.compile(rf"\b(?:{'|'.join(line[side])})\b") for side in ("yes", "no")))
        for name, line in table.items()
    ]


def _stance(statement: Statement) -> Iterator[tuple[str, bool]]:
    """(what it is about, yes or no) of the claims of the table that the sentence makes as its own."""
    text = statement.sentence.text
    if _quoted(statement) or _supposes(statement) or statement.planned:
        return
    for name, yes, no in _stance_words():
        said = no.search(text) is not None, yes.search(text) is not None
        if said[0] != said[1] and (said[0] or not statement.negated):
            yield name, said[1]


def _topics(statement: Statement) -> set[str]:
    """What of the table of stances the sentence speaks of."""
    return {name for name, *sides in _stance_words() if any(side.search(statement.sentence.text) for side in sides)}


def _stances(statements: Sequence[Statement]) -> Iterator[tuple[Statement, Statement, str]]:
    """Pairs of voices that say yes and no in one matter, of the same people or in like sentences; none of those who say both."""
    said = [(s, name, yes) for s in statements for name, yes in _stance(s)]
    both = {
        (s.voice, name)
        for s, name, yes in said
        for o, other, no in said
        if (o.voice, other, no) == (s.voice, name, not yes)
    }
    for number, (a, name, yes) in enumerate(said):
        for b, other, no in said[number + 1 :]:
            if name != other or yes == no or a.voice == b.voice or {(a.voice, name), (b.voice, name)} & both:
                continue
            if a.dates and b.dates and not any(compatible(x, y) for x in a.dates for y in b.dates):
                continue
            names = [{t for t in s.terms if t[0] == "@"} for s in (a, b)]
            unnamed = not (names[0] and names[1]) and contained(a, b) >= SAME_STANCE
            if names[0] & names[1] or unnamed or _UNNAMED.match(a.sentence.text) or _UNNAMED.match(b.sentence.text):
                yield a, b, name


def _different_causes(statements: Sequence[Statement]) -> Iterator[tuple[Statement, Statement]]:
    """Pairs of voices that give causes of different classes, or other causes of what they call by one word."""
    read = [(s, _classes(s), dict(_causes(s))) for s in statements if not s.negated]
    read = [item for item in read if item[1] or item[2]]
    for number, (a, classes_a, causes_a) in enumerate(read):
        for b, classes_b, causes_b in read[number + 1 :]:
            if a.voice == b.voice:
                continue
            if classes_a and classes_b:
                if not classes_a & classes_b:
                    yield a, b
                continue
            for effect in sorted(causes_a.keys() & causes_b.keys()):
                if not causes_a[effect] & causes_b[effect]:
                    yield a, b
                    break


@cache
def _cause_words() -> list[tuple[str, re.Pattern[str]]]:
    table = data_table("events")["causes"]
    return [(name, re.compile(r"\b(?:" + "|".join(words) + r")\b", re.IGNORECASE)) for name, words in table.items()]


def _classes(statement: Statement) -> frozenset[str]:
    """The classes of causes a sentence names; none where it rules them out or asks."""
    text = statement.sentence.text
    if any(word in text.lower() for word in data_table("events")["words"]["ruled_out"]) or _quoted(statement):
        return frozenset()
    weak = data_table("events")["weak_causes"]["names"]
    given = _GIVES_CAUSE.search(text) is not None
    return frozenset(name for name, pattern in _cause_words() if (given or name not in weak) and pattern.search(text))


def _causes(statement: Statement) -> Iterator[tuple[str, frozenset[str]]]:
    """(term of the effect, terms of its cause) of what a sentence says was caused by something."""
    if _CAUSAL.search(statement.sentence.text) is None:
        return
    for pattern in _CAUSE:
        for match in pattern.finditer(statement.sentence.text):
            cause = frozenset(terms(match["cause"]))
            for effect in terms(match["effect"] or ""):
                if cause and effect not in cause:
                    yield effect, cause
