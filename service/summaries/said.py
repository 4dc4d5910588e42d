"""What a sentence says, read so that it can be compared with another: its telling words, names, figures, and how surely."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from service.facts.dates import find_dates
from service.facts.hedges import find_words
from service.facts.names import NameFact, find_names
from service.facts.negation import find_negations
from service.facts.numbers import find_numbers
from service.facts.quotations import find_quotations
from service.facts.words import content_words, stem
from service.summaries.lexicon import folded, words
from service.summaries.planned import is_planned

#: A quotation of fewer words is a borrowed term.
LEAST_QUOTED = 4
#: What makes a statement somebody's and not the outlet's own.
SENSES = ("attribution", "reported", "likely")

_CAPITALS = re.compile(r"\b[^\W\d_a-z][\w.’'-]*")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence as it is compared. `telling` are its stems in order, without names, dates and verbs of saying."""

    telling: tuple[str, ...]
    quoted: frozenset[str]
    names: tuple[NameFact, ...]
    capitals: tuple[str, ...]
    figures: frozenset[Decimal]
    negated: bool
    denied: bool
    planned: bool
    senses: frozenset[str]


@lru_cache(maxsize=4096)
def said(text: str) -> Said:
    """What the English sentence says. Safe to call from several threads."""
    names = find_names(text, "en")
    dates = find_dates(text, "en", anchor="2000-01-01")  # any day: only where they stand is asked
    spans = [*(name.text for name in names), *(date.text for date in dates)]
    known = {word for span in spans for word in content_words(span, "en")} | _saying()
    telling = tuple(dict.fromkeys(word for word in content_words(text, "en") if word not in known))
    quoted = [q.text for q in find_quotations(text, "en") if len(q.text.split()) >= LEAST_QUOTED]
    return Said(
        telling=telling,
        quoted=frozenset(content_words(" ".join(quoted), "en")).intersection(telling),
        names=tuple(names),
        capitals=tuple(_CAPITALS.findall(text)),
        figures=frozenset(number.value for number in find_numbers(text, "en")),
        negated=bool(find_negations(text, "en")),
        denied=any(folded(word) in words("denials") for word in _WORD.findall(text)),
        planned=is_planned(text),
        senses=frozenset(sense for sense in SENSES if find_words(text, "en", f"facts.hedges.{sense}")),
    )


@cache
def _saying() -> frozenset[str]:
    return frozenset(stem(word, "en") for word in words("speech_verbs"))
