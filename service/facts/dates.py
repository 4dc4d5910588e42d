"""Dates in running text and in the stamps above it, as EDTF (docs/schema.md#edtf).

`find_dates` reads what a sentence says of a day, month, year or period and resolves it by the day of publication;
`parse_header_date` reads a line that is a publication or update stamp. Nothing is guessed: a day without a year and
without an anchor keeps `XXXX`, and a relative date without an anchor is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from service.facts.dates_edtf import compatible, edtf_bounds, edtf_key, is_valid_edtf
from service.facts.dates_grammar import find_mentions
from service.facts.dates_header import HeaderStamp, header_date_role, header_stamps, parse_header_date
from service.facts.dates_lexicon import date_words
from service.facts.dates_resolve import anchor_point, resolve
from service.facts.dates_tokens import Mention

__all__ = [
    "DateFact",
    "HeaderStamp",
    "compatible",
    "edtf_bounds",
    "edtf_key",
    "find_dates",
    "header_date_role",
    "header_stamps",
    "is_valid_edtf",
    "parse_header_date",
]


@dataclass(frozen=True, slots=True)
class DateFact:
    """A date that a text states at characters [start, end).

    `edtf` has no qualifier and no time of day. `relative`: it was said in relation to the day of publication ("on
    Friday", "i går"). `inferred`: more than that day was needed ("last July", "October last year", a weekday ahead).
    """

    edtf: str
    text: str
    start: int
    end: int
    relative: bool = False
    inferred: bool = False


@lru_cache(maxsize=1024)
def _mentions(text: str, language_code: str) -> tuple[Mention, ...]:
    return tuple(find_mentions(text, date_words(language_code)))


def find_dates(text: str, language_code: str, *, anchor: str | None = None) -> tuple[DateFact, ...]:
    """The dates in `text`, in order, not overlapping.

    `anchor` is the EDTF day of publication, time allowed, parts may be unspecified. With it, a day and month without
    a year take the year that puts them nearest to it, a weekday is the latest such day up to it (the next one after
    "next", or where its clause announces). An anchor that is not EDTF counts as none. Days that no calendar has
    (31.02.) are left out. A language without data gives numeric dates only.
    """
    point = anchor_point(anchor)
    facts = []
    for mention in _mentions(text, language_code):
        resolved = resolve(mention, point)
        if resolved is not None:
            start, end = mention.start, mention.end
            facts.append(DateFact(resolved.edtf, text[start:end], start, end, resolved.relative, resolved.inferred))
    return tuple(facts)
