"""The year of a day that is named without one, where other dates of the text leave hardly a choice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from service.events.article import Article, Sentence
from service.events.setting import sentence_dates
from service.events.tense import tense_of
from service.facts.dates import edtf_bounds

YEARS_AHEAD = 6
"""A weekday fits the same day again after five or six years at most: further on nothing is looked for."""
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})\b", re.IGNORECASE)
_NEAR = 16
"""Characters between a weekday and the date it belongs to ("Friday, 17 January")."""


def infer_year(day: str, articles: Sequence[Article], basis: Sentence) -> str | None:
    """`XXXX-01-17` -> `2025-01-17?`, or None where nothing in the texts tells.

    News tells what is new: of the years the day may lie in it is the earliest that is not before the latest past date
    which the texts give with month and year. A weekday named with the day must fit; with one, a bare year is enough.
    """
    weekday = _weekday_beside(basis)
    latest = max(_past_dates(articles, bare_years=weekday is not None), default=None)
    if latest is None:
        return None
    for year in range(latest.year, latest.year + YEARS_AHEAD):
        try:
            candidate = date(year, int(day[5:7]), int(day[8:10]))
        except ValueError:
            continue
        if candidate >= latest and (weekday is None or candidate.weekday() == weekday):
            return f"{candidate.isoformat()}?"
    return None


def _past_dates(articles: Sequence[Article], *, bare_years: bool) -> Iterable[date]:
    """First days of the dates that the texts give with their year, in sentences that do not announce."""
    for article in articles:
        for sentence in article.sentences:
            if tense_of(sentence.text) == "planned":
                continue
            for fact in sentence_dates(sentence, article.anchor):
                first, _ = edtf_bounds(fact.edtf)
                if first is not None and not fact.inferred and (bare_years or len(fact.edtf) >= len("2024-04")):
                    yield first


def _weekday_beside(sentence: Sentence) -> int | None:
    """Monday 0 ... Sunday 6, where the sentence names a weekday right beside a date."""
    dates = [fact for fact in sentence_dates(sentence, None) if fact.edtf.startswith("XXXX")]
    text = sentence.original if sentence.translated else sentence.text
    for fact in dates:
        near = text[max(0, fact.start - _NEAR) : fact.end + _NEAR]
        match = _WEEKDAY.search(near)
        if match:
            return _WEEKDAYS.index(match[1].lower())
    return None
