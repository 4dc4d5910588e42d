"""A line in capitals as running text: translators read `DIE POLIZEI SUCHT` letter by letter, and make things up."""

from __future__ import annotations

import re

from service.facts.names import exonym, organization
from service.facts.names_lexicon import given_names, name_words, particles

_WORD = re.compile(r"[^\W\d_]+")
_FEWEST_LETTERS, _FEWEST_WORDS = 8, 2
_LONGEST_ACRONYM = 5
_LONGEST_NAME = 9


def in_capitals(text: str) -> bool:
    """Whether a whole line, of two words and eight letters or more, stands in capitals."""
    words = _WORD.findall(text)
    letters = "".join(words)
    return len(words) >= _FEWEST_WORDS and len(letters) >= _FEWEST_LETTERS and letters == letters.upper()


def truecase(text: str, language_code: str) -> str:
    """`text` as it is, or, where it stands in capitals, with those that running text has.

    Names are told by the tables of places, bodies and given names, and by being no common word; German nouns by the
    list of common nouns. `MANN DØD I BERGEN` -> `Mann død i Bergen`, `DIE POLIZEI IN KÖLN` -> `Die Polizei in Köln`.
    """
    if not in_capitals(text):
        return text
    first = True

    def cased(match: re.Match[str]) -> str:
        nonlocal first
        word = _cased(match.group(), language_code)
        if first:
            first = False
            return word[0].upper() + word[1:]
        return word

    return _WORD.sub(cased, text)


def _cased(word: str, language_code: str) -> str:
    low, capital = word.lower(), word.capitalize()
    words = name_words(language_code)
    if low in particles() and low in words.common:
        return low
    if low in given_names() or exonym(capital):
        return capital
    if len(word) == 1 or (low in words.common and low not in words.nouns):
        return low
    if len(word) <= _LONGEST_ACRONYM and (organization(word) or not re.search("[aeiouyæøåäöü]", low)):
        return word
    if words.nouns_capitalised:
        return capital
    return low if words.is_common(low) or words.is_compound(low) or len(low) > _LONGEST_NAME else capital
