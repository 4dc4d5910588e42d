"""Finding a language's listed phrases in a text: whole words, any case, the longest first, never inside another."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache

from service.facts.numbers_lexicon import language_or_nearest
from service.facts.spans import Span
from service.languages import language

_WORD = re.compile(r"\w+")
_NOT_BEFORE = frozenset("'’./@#")


@dataclass(frozen=True)
class Phrases:
    """Phrases by their first word, so that a text is read once however many there are; `endings` are `n't` and `'ll`."""

    by_word: dict[str, re.Pattern[str]]
    endings: re.Pattern[str] | None


def _pattern(phrases: list[str]) -> re.Pattern[str]:
    parts = []
    for phrase in sorted(set(phrases), key=lambda item: (-len(item), item)):
        body = re.escape(phrase).replace(r"\ ", r"\s+").replace("'", "['’]")
        parts.append(body + (r"(?!\w)" if phrase[-1].isalnum() else ""))
    return re.compile("|".join(parts) or "(?!)", re.IGNORECASE)


def phrase_index(phrases: tuple[str, ...]) -> Phrases:
    """Makes phrases ready to be found; one with an apostrophe among its first two letters ends a word."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    endings = []
    for phrase in phrases:
        first = _WORD.match(phrase)
        if "'" in phrase[:2] or first is None:
            endings.append(phrase)
        else:
            groups[first.group().lower()].append(phrase)
    by_word = {word: _pattern(group) for word, group in groups.items()}
    return Phrases(by_word, _pattern(endings) if endings else None)


@lru_cache(maxsize=2048)
def _places(text: str) -> dict[str, list[int]]:
    """Where each word of the text (lower case) begins; a text is asked for many lists of phrases."""
    places: dict[str, list[int]] = {}
    for match in _WORD.finditer(text):
        places.setdefault(match.group().lower(), []).append(match.start())
    return places


def find_phrases(text: str, phrases: Phrases) -> list[Span]:
    """The phrases in the text as whole words, in order, never overlapping. A word in an address (`example.no`) is none."""
    found = [match.span() for match in phrases.endings.finditer(text)] if phrases.endings else []
    places = _places(text)
    if phrases.by_word.keys().isdisjoint(places):
        return [Span(text[a:b], a, b) for a, b in found]
    starts = sorted((start, word) for word in places.keys() & phrases.by_word.keys() for start in places[word])
    end = 0
    for start, word in starts:
        if start < end or (start and text[start - 1] in _NOT_BEFORE):
            continue
        match = phrases.by_word[word].match(text, start)
        if match:
            found.append(match.span())
            end = match.end()
    return [Span(text[a:b], a, b) for a, b in sorted(found)]


@cache
def _listed(language_code: str, path: str) -> Phrases:
    return phrase_index(language(language_or_nearest(language_code)).strings(path))


def find_listed(text: str, language_code: str, path: str) -> list[Span]:
    """The phrases listed at `path` of the language's file (`facts.negation.words`), in order."""
    return find_phrases(text, _listed(language_code, path))


@cache
def _table(language_code: str, path: str) -> dict[str, frozenset[str]]:
    """First word -> names of the table's lists that have a phrase which begins with it; "" for phrases that end a word."""
    names: defaultdict[str, set[str]] = defaultdict(set)
    for name in language(language_or_nearest(language_code)).mapping(path):
        phrases = _listed(language_code, f"{path}.{name}")
        for word in (*phrases.by_word, *([""] if phrases.endings else [])):
            names[word].add(name)
    return {word: frozenset(group) for word, group in names.items()}


@cache
def _names(language_code: str, path: str) -> dict[str, int]:
    mapping = language(language_or_nearest(language_code)).mapping(path)
    return {name: place for place, name in enumerate(mapping)}


def find_tables(text: str, language_code: str, path: str) -> dict[str, list[Span]]:
    """Name -> phrases in the text, for each list of the table at `path` that has any, in the table's order."""
    table = _table(language_code, path)
    names = set(table.get("", ()))
    for word in _places(text).keys() & table.keys():
        names |= table[word]
    order = _names(language_code, path)
    found = {}
    for name in sorted(names, key=order.__getitem__):
        spans = find_listed(text, language_code, f"{path}.{name}")
        if spans:
            found[name] = spans
    return found
