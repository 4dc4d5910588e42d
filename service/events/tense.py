"""Whether an article's opening tells what has happened or announces what is to come."""

from __future__ import annotations

import re
from functools import lru_cache

from service.events.article import KEPT, Article
from service.facts.hedges import find_hedges
from service.languages import data_table

OPENING = 2
"""Sentences that are read for it."""
_SAYING = frozenset(data_table("events")["words"]["saying"])
_FIXED = re.compile(
    r"\b(?:is|are|was|were|been) (?:set|scheduled|slated|due|planned|expected) (?:for|on|in|at|to)\b|"
    r"\b(?:will|would|is to|are to) (?:take place|be held)\b"
)
_PAST = re.compile(
    r"\b(?:(?P<regular>[a-z]{2,}ed)|met|has|have|was|were|had|killed|died|went|came|took|gave|made|held|won|lost|fell|"
    r"rose|broke|began|left|sent|hit|struck|shot|found|led|spoke|shook|drove|flew|ran|became|saw|caught|threw|fought|"
    r"beat|sank|burst|blew|swept|tore|put|brought|cut|shut|set off|paid|sold|bought|signed|did)\b"
)


@lru_cache(maxsize=KEPT)
def tense_of(text: str) -> str:
    """`planned`, `happened` or `unknown`: whichever an English sentence says first, words of saying set aside."""
    fixed = _FIXED.search(text)
    planned = min(
        (hedge.start for hedge in find_hedges(text, "en") if hedge.kind == "planned"),
        default=len(text) + 1,
    )
    planned = min(planned, fixed.start() if fixed else planned)
    happened = next(
        (match.start() for match in _PAST.finditer(text) if (match["regular"] or match.group()) not in _SAYING),
        len(text) + 1,
    )
    if planned == happened:
        return "unknown"
    return "planned" if planned <= happened else "happened"


def tense(article: Article) -> str:
    """`planned`, `happened` or `unknown`, by the first sentence of the opening that tells."""
    for sentence in article.sentences[:OPENING]:
        found = tense_of(sentence.text)
        if found != "unknown":
            return found
    return "unknown"
