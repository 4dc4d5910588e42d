"""When and where an event is, as its articles say most, how it stands at last, and which of their sentences tell it.

Selection counts words; a summary of an event owes its reader the day, the place and the latest, however few words they are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from service.facts.dates import find_dates
from service.facts.names import find_names, name_key
from service.languages import data_table
from service.summaries.candidates import Candidate
from service.summaries.select import LATEST, LEAST_SOUND, SECTION, WHEN, WHERE

#: Of several articles, how many must name a day or place for it to be the event's: else it is the detail of one.
LEAST_DOCUMENTS = 2

_DAY = len("YYYY-MM-DD")
_LOCATIVE = re.compile(r"\b(?:in|at|near|outside|of)(?:\s+[\w'’]+){0,3}\s+$", re.IGNORECASE)


def with_setting(pool: Sequence[Candidate]) -> list[Candidate]:
    """The pool, with WHEN, WHERE and LATEST among the stems of the sentences that tell the event's day, its place, its latest.

    The day and the place are those that most articles name, then those named most, then first. A day counts as it
    resolves, so "on Friday" and "11 October" are the same day, but only a sentence with the date tells it. A place counts
    where something is said to be in it; countries and regions are too wide. Only the first SECTION sentences of an
    article are looked at: there events are told. The latest is how an article of the last day opens, where that is not
    also the first day: who is missing on Monday may be found on Tuesday.
    """
    opening = [index for index, candidate in enumerate(pool) if candidate.position < SECTION]
    days = {index: _days(pool[index]) for index in opening}
    places = {index: _places(pool[index]) for index in opening}
    day, place = _commonest(pool, days, 1), _commonest(pool, places, LEAST_DOCUMENTS)
    news = _latest(pool)
    out = list(pool)
    for index in opening:
        marks = [WHEN] if day is not None and days[index].get(day) else []
        marks += [WHERE] if place is not None and place in places[index] else []
        marks += [LATEST] if index in news else []
        if marks:
            out[index] = replace(pool[index], stems=tuple(sorted({*pool[index].stems, *marks})))
    return out


def _latest(pool: Sequence[Candidate]) -> frozenset[int]:
    """The first sound sentence of each article of the last day; empty where all are of one day, or no day is known."""
    days = {candidate.published_at[:_DAY] for candidate in pool if candidate.published_at}
    if len(days) < 2:
        return frozenset()
    leads: dict[int, int] = {}
    for index, candidate in enumerate(pool):
        if (candidate.published_at or "")[:_DAY] == max(days) and candidate.soundness >= LEAST_SOUND:
            leads.setdefault(candidate.document_index, index)
    return frozenset(leads.values())


def _days(candidate: Candidate) -> dict[str, bool]:
    """The days that a sentence names, and whether by their date."""
    found: dict[str, bool] = {}
    for date in find_dates(candidate.text, "en", anchor=candidate.published_at):
        if len(date.edtf) == _DAY:
            found[date.edtf] = found.get(date.edtf, False) or not date.relative
    return found


def _places(candidate: Candidate) -> dict[str, bool]:
    """Keys of the towns and the like that a sentence says something is in."""
    return {
        name.key: True
        for name in find_names(candidate.text, "en")
        if name.kind == "place" and name.key not in _wide() and _LOCATIVE.search(candidate.text[: name.start])
    }


def _commonest(pool: Sequence[Candidate], found: Mapping[int, Iterable[str]], least: int) -> str | None:
    members = len({candidate.document_index for candidate in pool})
    documents: dict[str, set[int]] = defaultdict(set)
    places: dict[str, list[int]] = defaultdict(list)
    for index, values in found.items():
        for value in values:
            documents[value].add(pool[index].document_index)
            places[value].append(index)
    agreed = [value for value in places if len(documents[value]) >= min(least, members)]
    return min(agreed, key=lambda v: (-len(documents[v]), -len(places[v]), places[v][0], v), default=None)


@cache
def _wide() -> frozenset[str]:
    table = data_table("places")
    return frozenset(name_key(name) for kind in ("countries", "regions") for name in table[kind])
