"""A language's words about names: titles, bodies, places, and the common words that may stand in capitals.

From table [names] of `service/languages/<code>.toml` and `service/languages/shared/common_<code>.toml`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from service.languages import data_table, language, language_codes

_LISTS = (
    "titles", "title_words", "speech", "determiners", "prepositions", "place_prepositions", "organization_words",
    "place_words", "joiners", "not_alone", "tails_of_names", "translated",
)  # fmt: skip
_WITH_COMMON_WORDS = ("de", "en", "nb", "nn")
_MIN_TAIL, _MIN_HEAD, _MAX_COMPOUND = 5, 3, 60


@dataclass(frozen=True)
class NameWords:
    """Lower-cased words. `common`: words that are not names; `nouns`: German nouns, capitalised as all are."""

    sets: dict[str, frozenset[str]] = field(default_factory=dict)
    common: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()
    not_names: frozenset[str] = frozenset()
    organization_endings: tuple[str, ...] = ()
    place_endings: tuple[str, ...] = ()
    noun_endings: tuple[str, ...] = ()
    hyphen_names: bool = False
    bare_genitive: bool = False
    nouns_capitalised: bool = False
    capital_nationalities: bool = False

    def has(self, name: str, word: str) -> bool:
        """Whether `word` is in the list `name`."""
        return word in self.sets.get(name, ())

    def is_common(self, low: str) -> bool:
        """Whether a word, or what is left of it without an ending or as the tail of a compound, is no name."""
        if low in given_names():
            return False
        if low in self.common or low in self.nouns:
            return True
        if self.nouns_capitalised:
            return self._is_german_noun(low)
        return any(low.removesuffix(ending) in self.common for ending in ("s", "es", "ed", "ing", "ly") if len(low) > 5)

    def _is_german_noun(self, low: str) -> bool:
        if len(low) > 5 and low.endswith(self.noun_endings):
            return True
        if any(low.endswith(e) and low.removesuffix(e) in self.nouns for e in ("s", "es", "n", "en", "e", "er", "ern")):
            return True
        return self.is_compound(low)

    def is_compound(self, low: str) -> bool:
        """Whether the end of a long word is a common noun: `Drohnenangriff`, `handelsvolumet`."""
        if len(low) > _MAX_COMPOUND:
            return False
        tails = self.nouns if self.nouns_capitalised else self.common
        kept = self.sets.get("tails_of_names", frozenset())
        for cut in range(_MIN_HEAD, len(low) - _MIN_TAIL + 1):
            tail = low[cut:]
            if (tail in tails or (tail.endswith(("s", "n")) and tail[:-1] in tails)) and tail not in kept:
                return True
        return False


@cache
def name_words(code: str) -> NameWords:
    """The words of a language; for one without table [names], the particles and dates that all languages share."""
    code = "nb" if code == "no" else code
    if code not in language_codes():
        return NameWords()
    tables = language(code)
    english = language("en").strings("names.organization_words")  # bodies keep their English names everywhere
    common = data_table(f"common_{code}") if code in _WITH_COMMON_WORDS else {}
    dates = tables.mapping("dates")
    calendar = {
        *dates.get("months", ()),
        *dates.get("month_abbreviations", ()),
        *dates.get("weekdays", ()),
        *dates.get("relative", ()),
    }
    return NameWords(
        sets={
            name: frozenset((*tables.strings(f"names.{name}"), *(english if name == "organization_words" else ())))
            for name in _LISTS
        },
        common=frozenset(str(common.get("words", "")).split()),
        nouns=frozenset(str(common.get("nouns", "")).split()),
        not_names=frozenset(calendar | set(tables.strings("names.not_names"))),
        organization_endings=tables.strings("names.organization_endings"),
        place_endings=tables.strings("names.place_endings"),
        noun_endings=tables.strings("names.noun_endings"),
        hyphen_names=bool(tables.mapping("names").get("hyphen_names")),
        bare_genitive=bool(tables.mapping("names").get("bare_genitive")),
        nouns_capitalised=bool(tables.mapping("names").get("nouns_capitalised")),
        capital_nationalities=bool(tables.mapping("names").get("capital_nationalities")),
    )


@cache
def particles() -> frozenset[str]:
    """Small words inside names of people: von, van der, bin."""
    return frozenset(data_table("names")["particles"])


@cache
def given_names() -> frozenset[str]:
    """Given names that no language here has as a common word."""
    return frozenset(str(data_table("names")["given"]).split())
