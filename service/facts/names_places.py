"""Places and organisations under their English name, and the countries of adjectives and peoples.

From `service/languages/shared/places.toml` and `names.toml`. Look-ups take no notice of case, accents written or left
out, or a genitive ending; an entry in capitals of up to four letters (US, EU, IS) must be met in capitals.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from service.languages import data_table

_PLACE_TABLES = ("countries", "cities", "regions", "waters")
_ENDINGS = ("", "e", "en", "er", "es", "em", "t", "s", "ne", "n", "ene", "ane", "r", "in", "innen", "’s", "'s", "men")
_MAX_ACRONYM = 4
_MAX_LENGTH = 100


def exonym(name: str, *, genitive: bool = True) -> str | None:
    """The English name of a place in any spelling the table has (`Asjkhabad` -> `Ashgabat`); an English name is itself.

    A genitive is understood (`Moskvas`, `Russia's`) unless `genitive` is False. None for what is not in the table.
    """
    return _look_up(name, "place", genitive)


def organization(name: str, *, genitive: bool = True) -> str | None:
    """The English name of a body that is called differently by language (`FN`, `Vereinte Nationen`); else None."""
    return _look_up(name, "organization", genitive)


@lru_cache(maxsize=65536)
def demonym_country(word: str) -> str | None:
    """The country (or region) of an adjective or of its people: `russisk`, `russische`, `Russians` -> `Russia`."""
    return _demonyms().get(word.lower().replace("’", "'").removesuffix("'s"))


def is_country(english_name: str) -> bool:
    """Whether an English name as `exonym` gives it is a country's."""
    return english_name in data_table("places")["countries"]


def first_words(kind: str) -> dict[str, int]:
    """For each folded first word of the places (`place`) or bodies (`organization`): the most words such a name has."""
    return _first_words(kind)


@lru_cache(maxsize=65536)
def _look_up(name: str, kind: str, genitive: bool) -> str | None:
    table = _places() if kind == "place" else _organizations()
    text = " ".join(name.split()) if len(name) <= _MAX_LENGTH else ""
    for form in (text, *genitive_bases(text)) if genitive else (text,):
        found = table.get(_letters(form)) if _is_short_acronym(form) else None
        if found is None:
            found = table.get(plain(form))
        if found is not None:
            return found
    return None


@lru_cache(maxsize=65536)
def genitive_bases(word: str, *, bare: bool = True) -> tuple[str, ...]:
    """What `word` may be the genitive of: `Iran's`, `Hamas'` and, if `bare`, `Irans`; nothing for a name like Hans."""
    for mark in ("'s", "’s"):
        if word.endswith(mark):
            return (word[: -len(mark)],)
    if word.endswith(("'", "’")):
        return (word[:-1],)
    last = word.rpartition(" ")[2].lower() if bare else ""
    if last.endswith("s") and len(last) >= 3 and not last.endswith("ss") and last not in _s_names():
        return (word[:-1],)
    return ()


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """Lower case without accents, hyphens as spaces; ø, å, ä, ö, ü as their base letters."""
    low = text.lower().replace("-", " ").replace("’", "'").replace(".", "")
    low = low.replace("ø", "o").replace("æ", "ae").replace("ß", "ss").replace("ı", "i").replace("ł", "l")
    return "".join(c for c in unicodedata.normalize("NFKD", low) if not unicodedata.combining(c))


@lru_cache(maxsize=1)
def _places() -> dict[str, str]:
    tables = data_table("places")
    return _index({name: forms for title in _PLACE_TABLES for name, forms in tables[title].items()})


@lru_cache(maxsize=1)
def _organizations() -> dict[str, str]:
    return _index(data_table("names")["organizations"])


def _index(names: dict[str, list[str]]) -> dict[str, str]:
    index: dict[str, str] = {}
    for name, forms in names.items():
        for form in (name, *forms):
            index.setdefault(_letters(form) if _is_short_acronym(form) else plain(form), name)
    return index


def _letters(acronym: str) -> str:
    return acronym.replace(".", "")


def _is_short_acronym(form: str) -> bool:
    return form.isupper() and len(_letters(form)) <= _MAX_ACRONYM


@lru_cache(maxsize=2)
def _first_words(kind: str) -> dict[str, int]:
    longest: dict[str, int] = {}
    for form in _places() if kind == "place" else _organizations():
        words = plain(form).split() or [form]
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
    return longest


@lru_cache(maxsize=1)
def _demonyms() -> dict[str, str]:
    index: dict[str, str] = {}
    table: dict[str, list[str]] = data_table("places")["demonyms"]
    for country, stems in table.items():
        for stem in stems:
            index.setdefault(stem, country)
    for country, stems in table.items():
        for stem in stems:
            for ending in _ENDINGS:
                index.setdefault(stem + ending, country)
    return index


@lru_cache(maxsize=1)
def _s_names() -> frozenset[str]:
    return frozenset(data_table("names")["s_names"])
