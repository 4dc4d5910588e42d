"""What the members say, sentence by sentence, in the form that agreements and conflicts are found by."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from service.events.article import KEPT, Article, Sentence, spaced
from service.events.lexis import damped, names_in, terms
from service.events.quantities import Quantity, find_quantities
from service.events.setting import sentence_dates
from service.events.tense import tense_of
from service.facts.negation import find_negations

LEAST_TERMS = 3
"""A sentence with fewer says too little to be compared with another."""

_NOT_UNTIL = re.compile(r"(?:\W+\w+){0,5}?\W+(?:until|unless|but|except)\b|\W+(?:only|just|least|so much)\b")
MOST_HOLDERS = 300
"""A term that more sentences of an event have brings no two of them together."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence with who speaks, its weighted terms, dates (EDTF), quantities, and whether it denies or announces.

    `anchored`: the day of its article is known.
    """

    sentence: Sentence
    voice: str
    terms: Mapping[str, float]
    dates: frozenset[str]
    quantities: tuple[Quantity, ...]
    negated: bool
    planned: bool
    anchored: bool

    @property
    def weight(self) -> float:
        """Sum of its terms' weights."""
        return sum(self.terms.values())


def read_statements(articles: Sequence[Article], voice: Mapping[str, str]) -> list[Statement]:
    """The members' sentences in order of article and position, terms damped by how many sentences have them."""
    sentences = [(article, sentence) for article in articles for sentence in article.sentences]
    names = names_in(sentence.text for _, sentence in sentences)
    plain = [terms(sentence.text, names) for _, sentence in sentences]
    factor = damped(plain)
    out = []
    for (article, sentence), own in zip(sentences, plain, strict=True):
        out.append(
            Statement(
                sentence=sentence,
                voice=voice[article.document_id],
                terms={term: weight * factor[term] for term, weight in own.items()},
                dates=frozenset(fact.edtf for fact in sentence_dates(sentence, article.anchor)),
                quantities=find_quantities(sentence),
                negated=bool(denials(sentence.text)),
                planned=tense_of(sentence.text) == "planned",
                anchored=article.anchor is not None,
            )
        )
    return out


@lru_cache(maxsize=KEPT)
def denials(text: str) -> tuple[str, ...]:
    """What follows each negation of a sentence; "not until Friday", "nothing but" and "without incident" deny nothing."""
    text = spaced(text)
    found = find_negations(text, "en")
    rests = [text[span.end :] for span in found if text[span.start : span.end].lower() != "without"]
    return tuple(rest for rest in rests if _NOT_UNTIL.match(rest) is None)


def shared_weight(a: Statement, b: Statement) -> float:
    """Weight of the terms that both have."""
    if len(a.terms) > len(b.terms):
        a, b = b, a
    return sum(min(weight, b.terms[term]) for term, weight in a.terms.items() if term in b.terms)


def contained(a: Statement, b: Statement) -> float:
    """Share (0..1) of the lighter statement's weight that the other one has too."""
    return shared_weight(a, b) / max(1e-9, min(a.weight, b.weight))


def likeness(a: Statement, b: Statement) -> float:
    """Shared weight as a share (0..1) of both statements' mean weight."""
    return 2 * shared_weight(a, b) / max(1e-9, a.weight + b.weight)


def beside(a: Statement, b: Statement, skip: Collection[str]) -> tuple[float, float]:
    """`contained` and `likeness` without the terms in `skip`: how alike two sentences are beside what differs."""
    left = {term: weight for term, weight in a.terms.items() if term not in skip}
    right = {term: weight for term, weight in b.terms.items() if term not in skip}
    shared = sum(min(weight, right[term]) for term, weight in left.items() if term in right)
    one, two = sum(left.values()), sum(right.values())
    return shared / max(1e-9, min(one, two)), 2 * shared / max(1e-9, one + two)


def candidate_pairs(
    statements: Sequence[Statement], least: float, least_terms: int = LEAST_TERMS
) -> list[tuple[Statement, Statement]]:
    """Pairs of different voices that share terms of at least `least` weight, in order; none with fewer terms."""
    holders: dict[str, list[int]] = {}
    for number, statement in enumerate(statements):
        for term in statement.terms if len(statement.terms) >= least_terms else ():
            holders.setdefault(term, []).append(number)
    shared: dict[tuple[int, int], float] = {}
    for term, numbers in sorted(holders.items()):
        if len(numbers) > MOST_HOLDERS:
            continue
        for at, one in enumerate(numbers):
            for two in numbers[at + 1 :]:
                if statements[one].voice != statements[two].voice:
                    weight = min(statements[one].terms[term], statements[two].terms[term])
                    shared[one, two] = shared.get((one, two), 0.0) + weight
    return [(statements[one], statements[two]) for (one, two), weight in sorted(shared.items()) if weight >= least]
