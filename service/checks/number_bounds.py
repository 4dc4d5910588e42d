"""Bounds of numbers: `bis zu 400.000` is not `to 400,000`, `minst tre` not `at most three`.

Only a phrase that stands directly before a number of the original counts. In the English any phrase of the same side
near the same value answers it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from service.checks.pair import TARGET, SegmentPair
from service.facts.negation import find_negations
from service.facts.numbers import NumberFact
from service.facts.numbers_lexicon import alternatives, language_or_nearest
from service.languages import language

_TABLE = "facts.numbers.bounds"
_SIDES = ("upper", "lower")
_KINDS = ("cardinal", "percent", "money", "fraction")
#: Characters before a number in which its bound stands.
_BEFORE = 60
#: Words between an English bound and its number, at most: `at least in part 40`, `40 tons of wheat or more`.
_WORDS_BEFORE, _WORDS_AFTER = 3, 4
#: Words between a negation and the bound that it may turn round: `nicht in mehr als 5 Fällen`.
_WORDS_NEGATED = 3
_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!?…]\s")
#: `von 3 bis zu 5` is `from 3 to 5`, `3-5`, `between 3 and 5`: no bound, but the end of a range.
_RANGE = re.compile(r"(?:\bto\s|\band\s|[-–]\s?)$", re.IGNORECASE)
_WORDS_IN_RANGE = 1


def lost_bounds(
    pair: SegmentPair, source: Sequence[NumberFact], equals_of: Callable[[NumberFact], Sequence[NumberFact]]
) -> list[str]:
    """What is wrong with the bounds: `bound lost: bis zu 400.000`. `equals_of` gives the output's numbers that say the
    same as one of `source`; a number without any is not looked at (it is missing, which is said elsewhere)."""
    found = []
    for number in source:
        bound = _bound(pair.original, number, pair.language_code) if number.kind in _KINDS else None
        equals = equals_of(number) if bound else ()
        if bound is None or not equals:
            continue
        phrase, side = bound
        begin = number.start - len(phrase)
        if _ends_range(pair, source, begin) and any(_RANGE.search(pair.text[: other.start]) for other in equals):
            continue
        sides = [_english_sides(pair.text, other) for other in equals]
        if any(side in told for told in sides):
            continue
        if any(sides) and _negated(pair.original, begin, pair.language_code):
            continue
        if _has_two_meanings(phrase, pair.language_code) and any(_says_else(pair.text, other) for other in equals):
            continue
        how = "turned round" if any(sides) else "lost"
        found.append(f"bound {how}: {phrase}{number.text}")
    return found


def _ends_range(pair: SegmentPair, source: Sequence[NumberFact], begin: int) -> bool:
    """Whether the bound that begins at `begin` follows another number at once: `3 Euro bis zu 5 Euro`."""
    return any(
        other.end <= begin and _near(pair.original[other.end : begin], _WORDS_IN_RANGE)
        for other in source
        if other.kind in _KINDS
    )


@cache
def _source_bounds(language_code: str) -> re.Pattern[str] | None:
    """A bound that ends where the number begins, a currency between them allowed; None where the language names none."""
    table = language(language_or_nearest(language_code)).mapping(_TABLE)
    if language_code == TARGET or not table:
        return None
    sides = "|".join(f"(?P<{side}>{alternatives(table[side])})" for side in _SIDES)
    return re.compile(rf"(?<!\w)(?:{sides})\s+(?:[^\w\s.,;:()]\s?|[A-Z]{{3}}\s)?$", re.IGNORECASE)


def _bound(text: str, number: NumberFact, language_code: str) -> tuple[str, str] | None:
    """The phrase before the number, up to it, and its side."""
    pattern = _source_bounds(language_code)
    start = max(0, number.start - _BEFORE)
    match = pattern.search(text[start : number.start]) if pattern else None
    if match is None or not match.lastgroup:
        return None
    return match.group(), match.lastgroup


@cache
def _english(where: str) -> re.Pattern[str]:
    table = language(TARGET).mapping(_TABLE)
    sides = "|".join(f"(?P<{side}>{alternatives(table[side + where])})" for side in _SIDES)
    return re.compile(rf"(?<!\w)(?:{sides})(?!\w)", re.IGNORECASE)


def _english_sides(text: str, number: NumberFact) -> set[str]:
    """The sides that phrases near the number name."""
    before, after = text[max(0, number.start - _BEFORE) : number.start], text[number.end : number.end + _BEFORE]
    sides = {
        str(match.lastgroup) for match in _english("").finditer(before) if _near(before[match.end() :], _WORDS_BEFORE)
    }
    sides |= {
        str(match.lastgroup)
        for match in _english("_after").finditer(after)
        if _near(after[: match.start()], _WORDS_AFTER)
    }
    return sides | ({"lower"} if after.startswith("+") else set())


def _near(between: str, words: int) -> bool:
    return len(_WORD.findall(between)) <= words and not _SENTENCE_END.search(between)


def _negated(text: str, position: int, language_code: str) -> bool:
    """Whether a negation stands a few words before: `nicht in mehr als 5` may be said as `in at most 5`."""
    return any(
        span.end <= position and _near(text[span.end : position], _WORDS_NEGATED)
        for span in find_negations(text, language_code)
    )


@cache
def _two_meanings(language_code: str) -> frozenset[str]:
    return frozenset(language(language_or_nearest(language_code)).mapping(_TABLE).get("two_meanings", ()))


def _has_two_meanings(phrase: str, language_code: str) -> bool:
    return phrase.strip().lower() in _two_meanings(language_code)


@cache
def _other_meaning() -> re.Pattern[str]:
    words = alternatives(language(TARGET).mapping(_TABLE)["other_meaning"])
    return re.compile(rf"(?<!\w)(?:{words})\W+(?:(?:a|an|the)\W+)?$", re.IGNORECASE)


def _says_else(text: str, number: NumberFact) -> bool:
    """`über drei Tage` as `for three days`, `unter zwei Bewerbern` as `among two`."""
    return _other_meaning().search(text[max(0, number.start - _BEFORE) : number.start]) is not None
