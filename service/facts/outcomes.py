"""What became of people and things, where a wrong word makes a false report: dead or injured, missing or found, won or lost.

A language lists the beginnings of words and the words (ending in `.`) that tell of an outcome, in [facts.outcomes].
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from service.facts.numbers_lexicon import language_or_nearest
from service.languages import language

_WORD = re.compile(r"\w+")
#: What may have happened to people: never left out of a report of it.
CASUALTIES = frozenset({"dead", "injured", "missing"})

#: Outcomes that a weak translator takes for one another.
RIVALS: tuple[frozenset[str], ...] = (
    frozenset({"dead", "injured", "missing", "arrested", "destroyed", "rescued"}),
    frozenset({"rise", "fall"}),
    frozenset({"win", "lose"}),
    frozenset({"buy", "sell"}),
)


def find_outcomes(text: str, language_code: str) -> dict[str, str]:
    """Outcome -> the first word that tells of it, in the order of the text; empty where the language lists none."""
    found: dict[str, str] = {}
    if not any(_may_tell(word, language_code) for word in _WORD.findall(text)):
        return found
    pattern = _pattern(language_code)
    for match in pattern.finditer(text):
        found.setdefault(str(match.lastgroup), match.group())
    return found


def rivals(outcome: str) -> frozenset[str]:
    """The outcomes that `outcome` is mistaken for."""
    return frozenset().union(*(group for group in RIVALS if outcome in group)) - {outcome}


@lru_cache(maxsize=1 << 16)
def _may_tell(word: str, language_code: str) -> bool:
    """Whether the word tells of an outcome, or begins a phrase (`lost his life`) that does; most texts have none."""
    return _pattern(language_code).match(word) is not None or _firsts(language_code).fullmatch(word) is not None


@cache
def _firsts(language_code: str) -> re.Pattern[str]:
    groups = language(language_or_nearest(language_code)).mapping("facts.outcomes").values()
    phrases = [phrase for words in groups for phrase in words if _WORD.fullmatch(phrase.rstrip(".")) is None]
    return re.compile("|".join(re.escape(_WORD.findall(phrase)[0]) for phrase in phrases) or "(?!)", re.IGNORECASE)


@cache
def _pattern(language_code: str) -> re.Pattern[str]:
    groups = []
    for outcome, words in language(language_or_nearest(language_code)).mapping("facts.outcomes").items():
        forms = [re.escape(word[:-1]) + r"\b" if word.endswith(".") else re.escape(word) + r"\w*" for word in words]
        groups.append(rf"(?P<{outcome}>{'|'.join(forms)})")
    return re.compile(rf"\b(?:{'|'.join(groups)})" if groups else r"(?!)", re.IGNORECASE)
