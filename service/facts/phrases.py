"""Finding a language's listed phrases in a text: whole words, any case, the longest first, never inside another."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from service.facts.numbers_lexicon import language_or_nearest
from service.facts.spans import Span
from service.languages import language

_WORD = re.compile(r"\w+")
_NOT_BEFORE = frozenset("'’./@#")


@dataclass(frozen=True)
class Phrases:
    """Phrases by their first word, so that a text is read once however many there are; `endings` are `n't` and `'ll`."""

    by_word: dict[str, re.Pattern[str]]
    endings: re.Pattern[str]


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
    return Phrases({word: _pattern(group) for word, group in groups.items()}, _pattern(endings))


def find_phrases(text: str, phrases: Phrases) -> list[Span]:
    """The phrases in the text as whole words, in order, never overlapping. A word in an address (`example.no`) is none."""
    found = [match.span() for match in phrases.endings.finditer(text)]
    end = 0
    for word in _WORD.finditer(text):
        start = word.start()
        pattern = phrases.by_word.get(word.group().lower())
        if pattern is None or start < end or (start and text[start - 1] in _NOT_BEFORE):
            continue
        match = pattern.match(text, start)
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
