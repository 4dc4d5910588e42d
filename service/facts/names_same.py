"""When two spellings are one name, and the key that brings them together."""

from __future__ import annotations

import re
from functools import lru_cache

from service.facts.names_places import exonym, genitive_bases, organization
from service.facts.names_spelling import alike, fold_word
from service.languages import data_table, language, language_codes

_SPLIT = re.compile(r"[\s\-‐‑–/]+")
_ARTICLES = frozenset({"al", "el", "ad", "as", "an", "at", "ar", "az", "the", "der", "die", "das", "den", "det", "de"})


def name_key(name: str) -> str:
    """One key for all spellings of a name: lower-cased, folded over accents and transliterations, exonyms resolved.

    `Asjkhabad`, `Aschgabat` and `Ashgabat` have one key, so have `Peseschkian` and `Pezeshkian`. An apostrophe
    genitive is dropped; a bare `-s` only where that gives a known place or body. A key is for comparing, not for reading.
    """
    return _key(" ".join(name.split()))


@lru_cache(maxsize=65536)
def _key(name: str) -> str:
    known = _known(name)
    words = _words(known or _without_apostrophe(name))
    return " ".join(fold_word(word) for word in words)


@lru_cache(maxsize=1 << 15)
def same_name(a: str, b: str) -> bool:
    """Whether two names are one: any spelling, exonym or genitive, a family name and the full name it belongs to.

    Two full names need the same family name and given names that do not differ (initials count as their name). A
    known place or body is only itself.
    """
    if a == b:
        return bool(a.strip())
    known_a, known_b = _known(a), _known(b)
    if known_a or known_b:
        one_unknown = (known_a is None) != (known_b is None)
        return known_a == known_b or (one_unknown and name_key(a) == name_key(b))
    for left in (a, *genitive_bases(a)):
        for right in (b, *genitive_bases(b)):
            if _same_person(_person_words(left), _person_words(right)):
                return True
    return False


def _known(name: str) -> str | None:
    return exonym(name) or organization(name)


def _without_apostrophe(name: str) -> str:
    bases = genitive_bases(name)
    return bases[0] if bases and name.endswith(("'", "’", "'s", "’s")) else name


def _words(name: str) -> list[str]:
    """The words of a name, Arabic and other articles left out unless there is nothing else."""
    words = [word for word in _SPLIT.split(name.strip()) if word.strip(".'’")]
    kept = [word for word in words if word.lower() not in _ARTICLES]
    return kept or words


def _person_words(name: str) -> list[str]:
    words = _words(name)
    while len(words) > 1 and words[0].lower().strip(".") in _titles():
        words = words[1:]
    return [fold_word(word) for word in words]


@lru_cache(maxsize=1)
def _titles() -> frozenset[str]:
    return frozenset(title for code in language_codes() for title in language(code).strings("names.titles"))


def _same_person(a: list[str], b: list[str]) -> bool:
    if not a or not b or not a[-1] or not b[-1]:
        return False
    if len(a) == len(b) and alike(a[-1], b[-1]) and all(_same_word(x, y) for x, y in zip(a, b, strict=True)):
        return True
    short, long = (a, b) if len(a) < len(b) else (b, a)
    if len(short) == 1:
        if long[0] in _family_first() and len(short[0]) > 1:
            return alike(short[0], long[0])
        return len(short[0]) > 1 and alike(short[0], long[-1]) and short[0] not in _body_words()
    if len(short) == len(long) or not alike(short[-1], long[-1]):
        return False
    rest = iter(long[:-1])
    return all(any(_same_word(word, other) for other in rest) for word in short[:-1])


def _same_word(a: str, b: str) -> bool:
    return alike(a, b) or (1 in (len(a), len(b)) and a[:1] == b[:1])


@lru_cache(maxsize=1)
def _family_first() -> frozenset[str]:
    return frozenset(fold_word(word) for word in data_table("names")["family_first"])


@lru_cache(maxsize=1)
def _body_words() -> frozenset[str]:
    """Words that many bodies and places end in: `Bank` alone is no short form of `World Bank`."""
    paths = ("names.organization_words", "names.place_words", "names.titles")
    return frozenset(
        fold_word(word) for code in language_codes() for path in paths for word in language(code).strings(path)
    )
