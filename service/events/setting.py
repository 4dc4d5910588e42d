"""When and where an article says that its happening took place: what keeps look-alike happenings apart.

Dates come from the original where a segment was translated: a weak model mangles them less often there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from service.events.article import Article, Sentence
from service.events.places import places_of
from service.events.tense import tense
from service.facts.dates import DateFact, find_dates

LEAD_SENTENCES = 3
"""How many opening sentences are taken to speak of the happening itself."""


@dataclass(frozen=True, slots=True)
class Setting:
    """When and where, as one article has it.

    `main_days` are the days (EDTF, year possibly XXXX) that the opening names, `days` those named anywhere. `places`
    weighs the places by how early and often they are named, 1 for the strongest. `planned`: the opening announces.
    """

    main_days: frozenset[str]
    days: frozenset[str]
    places: Mapping[str, float]
    published: date | None
    planned: bool

    @property
    def around(self) -> tuple[date, ...]:
        """The days it is about: those its opening names with their year, else that of publication."""
        named = tuple(sorted(date.fromisoformat(day) for day in self.main_days if not day.startswith("X")))
        return named or ((self.published,) if self.published else ())


def sentence_dates(sentence: Sentence, anchor: str | None) -> tuple[DateFact, ...]:
    """The dates of a sentence, read in the language it was written in; in English where that finds none."""
    if sentence.translated:
        found = find_dates(sentence.original, sentence.language_code, anchor=anchor)
        if found:
            return found
    return find_dates(sentence.text, "en", anchor=anchor)


def is_day(edtf: str) -> bool:
    """Whether the EDTF date names a day, with or without its year."""
    return len(edtf) == 10 and edtf[5:].replace("-", "").isdigit()


def read_setting(article: Article) -> Setting:
    """The setting of one article."""
    main: set[str] = set()
    every: set[str] = set()
    for sentence in article.sentences:
        days = {fact.edtf for fact in sentence_dates(sentence, article.anchor) if is_day(fact.edtf)}
        every |= days
        if sentence.position < LEAD_SENTENCES:
            main |= days
    places: defaultdict[str, float] = defaultdict(float)
    for position, text in [(0, article.title or "")] + [(s.position, s.text) for s in article.sentences]:
        for place in places_of(text):
            places[place.lower()] += 1 / (1 + position / LEAD_SENTENCES)
    strongest = max(places.values(), default=1.0)
    published = date.fromisoformat(article.anchor) if article.anchor else None
    return Setting(
        main_days=frozenset(main),
        days=frozenset(every),
        places={place: weight / strongest for place, weight in sorted(places.items())},
        published=published,
        planned=tense(article) == "planned",
    )
