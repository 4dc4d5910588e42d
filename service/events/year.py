"""The year of a day that is named without one, where other dates of the text leave hardly a choice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from service.events.article import Article, Sentence
from service.events.setting import sentence_dates
from service.events.tense import tense_of
from service.facts.dates import edtf_bounds

YEARS_AHEAD = 3
"""With a weekday, years after the latest past date that are tried; it fits the same day again after five or six."""
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})\b", re.IGNORECASE)
_NEAR_YEAR = re.compile(
    r"\b(?:last|this|previous|past) (?:year|spring|summer|autumn|fall|winter|january|february|march|april|may|june|july|august|"
    r"september|october|november|december)\b|\ba year ago\b",
    re.IGNORECASE,
)
"""What is only said within about a year of what it speaks of."""
_NEAR = 16
"""Characters between a weekday and the date it belongs to ("Friday, 17 January")."""


def infer_year(day: str, articles: Sequence[Article], basis: Sentence) -> str | None:
    """`XXXX-01-17` -> `2025-01-17?`, or None where nothing in the texts tells.

    News tells what is new: of the years the day may lie in it is the earliest that is not before the latest past date
    that an article gives with its year. That is only trusted where the article also says "last year" or the like, so
    that it stands close to those dates, or names the weekday, which must fit.
    """
    weekday = _weekday_beside(basis)
    latest = max((last for article in articles if (last := _latest_past(article, weekday is not None))), default=None)
    if latest is None:
        return None
    for year in range(latest.year, latest.year + (YEARS_AHEAD if weekday is not None else 2)):
        try:
            candidate = date(year, int(day[5:7]), int(day[8:10]))
        except ValueError:
            continue
        if candidate >= latest and (weekday is None or candidate.weekday() == weekday):
            return f"{candidate.isoformat()}?"
    return None


def _latest_past(article: Article, weekday_known: bool) -> date | None:
    """The latest date with its year in sentences that do not announce; None where the article is of no help."""
    found: list[date] = []
    near = weekday_known
    for sentence in article.sentences:
        facts = sentence_dates(sentence, article.anchor)
        near = near or _NEAR_YEAR.search(sentence.text) is not None
        if tense_of(sentence.text) == "planned":
            continue
        for fact in facts:
            first, _ = edtf_bounds(fact.edtf)
            if first is not None and not fact.inferred and (weekday_known or len(fact.edtf) >= len("2024-04")):
                found.append(first)
    return max(found) if near and found else None


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
