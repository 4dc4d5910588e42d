"""English words as events compare them: classes of words that count the same thing, opposites, terms with weights."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache

from service.events.background import rarity
from service.events.naming import name_term
from service.facts.words import is_stopword, stem, tokens
from service.languages import data_table

DATE_WORDS = frozenset(data_table("events")["words"]["dates"])
"""Capitalised, but no names; what they say is compared as dates."""


@cache
def classes() -> dict[str, str]:
    """Word, lower case -> the class of what it counts (`killed` -> `dead`)."""
    table = data_table("events")["classes"]
    return {word: name for name, words in table.items() for word in words}


@cache
def anybody() -> frozenset[str]:
    """Stems of words for anybody (people, others, victims)."""
    return frozenset(stem(word, "en") for word in data_table("events")["people"]["words"])


def term_of(word: str) -> str:
    """The term of a lower-case word: its class (`=dead`), else its stem."""
    return f"={classes()[word]}" if word in classes() else base_stem(word)


@cache
def opposites() -> dict[str, frozenset[str]]:
    """Term -> terms that contradict it."""
    out: dict[str, frozenset[str]] = {}
    for one, two in data_table("events")["opposites"]["pairs"]:
        a, b = term_of(one), term_of(two)
        out[a] = out.get(a, frozenset()) | {b}
        out[b] = out.get(b, frozenset()) | {a}
    return out


@cache
def _irregular() -> dict[str, str]:
    return {str(form): stem(str(base), "en") for form, base in data_table("events")["irregular"].items()}


def base_stem(word: str) -> str:
    """The stem of an English word, irregular forms under that of their infinitive."""
    return _irregular().get(word.lower()) or stem(word, "en")


def names_in(texts: Iterable[str]) -> frozenset[str]:
    """Terms of the words that stand with a capital inside a sentence of `texts`."""
    found = (token for text in texts for token in tokens(text)[1:] if token[0].isupper() and len(token) > 1)
    return frozenset(name_term(token) for token in found if not is_stopword(token, "en"))


def terms(text: str, names: frozenset[str] = frozenset()) -> dict[str, float]:
    """Term -> weight (nats) of an English text, numbers and function words left out.

    A term is a word class (`=dead`), a name folded over its spellings (`@pezeshkian`) or a stem. The first word is a
    name if it is one of `names`: its capital does not tell.
    """
    out: dict[str, float] = {}
    for number, token in enumerate(tokens(text)):
        read = _telling(token)
        if read is None:
            continue
        plain, name, weight = read
        term = name if name and (number > 0 or name in names) else plain
        out[term] = max(out.get(term, 0.0), weight)
    return out


@lru_cache(maxsize=1 << 16)
def _telling(token: str) -> tuple[str, str, float] | None:
    """(term as a word, term as a name or nothing, weight) of a word that tells something."""
    lower = token.lower()
    if token[0].isdigit() or len(token) < 2 or is_stopword(token, "en") or lower in DATE_WORDS:
        return None
    if lower in classes():
        return f"={classes()[lower]}", "", rarity(lower)
    return base_stem(token), name_term(token) if token[0].isupper() else "", rarity(lower)


def damped(all_terms: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Factor 0..1 for each term: what most sentences of an event say tells no two of them apart."""
    count: dict[str, int] = {}
    for one in all_terms:
        for term in one:
            count[term] = count.get(term, 0) + 1
    least = max(3, len(all_terms) // 50)
    return {term: 1.0 if n <= least else max(0.25, 1 - 2 * n / len(all_terms)) for term, n in count.items()}
