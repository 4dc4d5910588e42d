"""When and where an article says that its happening took place: what keeps look-alike happenings apart.

Dates come from the original where a segment was translated: a weak model mangles them less often there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from service.events.article import KEPT, Article, Sentence, spaced
from service.events.naming import place_name, sentence_names
from service.events.places import original_towns, places_of
from service.events.tense import tense
from service.facts.dates import DateFact, find_dates
from service.facts.names import demonym_country, exonym, find_names, name_key, same_name
from service.facts.words import tokens

LEAD_SENTENCES = 3
"""How many opening sentences are taken to speak of the happening itself."""


@dataclass(frozen=True, slots=True)
class Setting:
    """When and where, as one article has it.

    `main_days` are the days (EDTF, year possibly XXXX) that the opening names, `days` those named anywhere. `places`
    weighs the known places by how early and often they are named, 1 for the strongest. `first_people` and `people` are
    the (family) names of the title and the first, or the first two, sentences, folded; `capitals` all words that may be
    names. `planned`: the opening announces.
    """

    main_days: frozenset[str]
    days: frozenset[str]
    places: Mapping[str, float]
    first_people: frozenset[str]
    people: frozenset[str]
    capitals: frozenset[str]
    published: date | None
    planned: bool

    @property
    def around(self) -> tuple[date, ...]:
        """The days it is about: those its opening names with their year, else that of publication."""
        named = tuple(sorted(date.fromisoformat(day) for day in self.main_days if not day.startswith("X")))
        return named or ((self.published,) if self.published else ())

    @property
    def near_published(self) -> frozenset[str]:
        """The day of publication and the day before, on which it may say that things happened without naming them."""
        if self.published is None:
            return frozenset()
        return frozenset({self.published.isoformat(), (self.published - timedelta(days=1)).isoformat()})


@lru_cache(maxsize=KEPT)
def sentence_dates(sentence: Sentence, anchor: str | None) -> tuple[DateFact, ...]:
    """The dates of a sentence, read in the language it was written in; in English where that finds none."""
    if sentence.translated:
        found = find_dates(sentence.original, sentence.language_code, anchor=anchor)
        if found:
            return found
    return find_dates(spaced(sentence.text), "en", anchor=anchor)


@lru_cache(maxsize=KEPT)
def sentence_places(sentence: Sentence) -> tuple[tuple[str, str], ...]:
    """(English name, name as written) of the places in locative position.

    Persons and bodies are not places. Where the translation's name is none of the original's, the place that the
    original names instead is taken. A town that the original itself puts in locative position counts as well.
    """
    names = sentence_names(sentence)
    out: list[tuple[str, str]] = []
    for place in places_of(sentence.text):
        match = next((name for name in names if same_name(place, name.text)), None)
        if match is not None:
            if match.kind in ("place", "unknown"):
                out.append((place_name(match.text), match.original))
        elif not sentence.translated:
            out.append(
                (place_name(place), place if exonym(place) or demonym_country(place) is None else place_name(place))
            )
        else:
            missed = [n for n in names if n.kind == "place" and not any(n.text == p for p, _ in out)]
            missed = [n for n in missed if n.text not in sentence.text]
            out += [(place_name(name.text), name.original) for name in missed]
    if sentence.translated:
        towns = original_towns(
            sentence.original, sentence.language_code, [n.original for n in names if n.kind == "place"]
        )
        out += [(place_name(town), town) for town in towns if all(place_name(town) != place for place, _ in out)]
    return tuple(dict.fromkeys(out))


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
    for sentence in article.sentences:
        for place, _ in sentence_places(sentence):
            if exonym(place) is not None:
                places[place] += 1 / (1 + sentence.position / LEAD_SENTENCES)
    strongest = max(places.values(), default=1.0)
    published = date.fromisoformat(article.anchor) if article.anchor else None
    return Setting(
        main_days=frozenset(main),
        days=frozenset(every),
        places={place: weight / strongest for place, weight in sorted(places.items())},
        first_people=frozenset(_people(article, 1)),
        people=frozenset(_people(article, 2)),
        capitals=frozenset(_capitals(article)),
        published=published,
        planned=tense(article) == "planned",
    )


def _people(article: Article, sentences: int) -> Iterator[str]:
    """Folded last words of the persons in the title, and of persons and names of unknown kind in the first sentences."""
    for fact in find_names(article.title or "", "en"):
        if fact.kind == "person":
            yield fact.key.split()[-1]
    for sentence in article.sentences[:sentences]:
        for name in sentence_names(sentence):
            if name.kind in ("person", "unknown") and exonym(name.text) is None:
                yield name_key(name.text).split()[-1]


def _capitals(article: Article) -> Iterator[str]:
    """All words, folded, that may be (part of) names, in English and in the originals."""
    for text in [article.title or "", *(t for s in article.sentences for t in {s.text, s.original})]:
        for token in tokens(text):
            if token[0].isupper():
                yield name_key(token.replace("’", "'").removesuffix("'s"))
