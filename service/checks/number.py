"""NUMBER: a value of the source is missing from the output, or the output has one the source has not, or says
without its bound (number_bounds.py).

Values are compared, not spellings: `zweiundzwanzig` is 22, `1,2 Milliarden` 1.2 billion, `halb drei` half past two.
Numbers that are part of a date are the date check's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from service.checks.differences import difference, flags
from service.checks.number_bounds import lost_bounds
from service.checks.pair import TARGET, SegmentPair
from service.domain import Flag, FlagCode
from service.facts.dates import DateFact, find_dates
from service.facts.numbers import NumberFact, find_numbers
from service.facts.numbers_lexicon import language_or_nearest, lexicon
from service.facts.units import UnitFact
from service.facts.words import tokens
from service.languages import language

#: Two fractions this close are the same (a third, 0.33, 33 percent).
FRACTION_TOLERANCE = Decimal("0.01")
#: Ordinals up to here are left alone in words: `first`, `second`, `zuerst`, `andre` are often no numbers.
LARGEST_LOOSE_ORDINAL = 2
#: What follows the number in a compound has at least this many letters.
SHORTEST_TAIL = 4
_HOURS = 12
#: What a decade is called by: `Sechziger`.
_DECADES = range(20, 100, 10)
#: Parts of the day, by their English names, in which clocks of twelve hours say p.m.
_AFTER_NOON = ("afternoon", "evening", "night")
_HALF_OF_DAY = re.compile(r"\b[ap]\.?m\b", re.IGNORECASE)
_WHOLE_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def outside_dates(numbers: Iterable[NumberFact], dates: Sequence[DateFact]) -> list[NumberFact]:
    """The numbers that are no part of a date."""
    return [
        number for number in numbers if not any(number.start < date.end and date.start < number.end for date in dates)
    ]


def _outside_units(numbers: Iterable[NumberFact], units: Sequence[UnitFact]) -> list[NumberFact]:
    """The numbers that no converted quantity holds: those are the unit check's."""
    return [
        number for number in numbers if not any(unit.start <= number.start and number.end <= unit.end for unit in units)
    ]


def _scaled(number: NumberFact, units: Sequence[UnitFact]) -> NumberFact:
    """The value in a unit that English has: 5 (Norwegian) mil are 50 km."""
    for unit in units:
        if unit.start <= number.start and number.end <= unit.end and unit.value not in (number.value, 0):
            return replace(number, value=unit.value, text=unit.text)
    return number


def _is_word(number: NumberFact) -> bool:
    return not any(character.isdigit() for character in number.text)


def _negligible(number: NumberFact) -> bool:
    """Numbers whose counterpart is often no number: first, second, half."""
    if not _is_word(number):
        return False
    return (number.kind == "ordinal" and number.value <= LARGEST_LOOSE_ORDINAL) or number.kind == "fraction"


def _century(year: NumberFact, ordinal: NumberFact) -> bool:
    """`1800-tallet` is the 19th century."""
    return year.kind == "year" and ordinal.kind == "ordinal" and year.value == (ordinal.value - 1) * 100


def _short_year(year: NumberFact, short: NumberFact) -> bool:
    """`1950-53` and `SS19` name a year by its last two digits; `i 40-årene` is no 40."""
    known = _WHOLE_YEAR.search(year.text) or (year.kind == "year" and short.kind == "year")
    return bool(known) and short.text.isdigit() and len(short.text) == 2 and year.value % 100 == short.value


def same_value(a: NumberFact, b: NumberFact) -> bool:
    """Whether two numbers say the same: sign, 12-hour clock, century and half/50 percent looked through."""
    x, y = abs(a.value), abs(b.value)
    if x == y or _century(a, b) or _century(b, a):
        return True
    if a.kind == b.kind == "other" and abs(x - y) == _HOURS and max(x, y) < 2 * _HOURS:
        return True
    if _short_year(a, b) or _short_year(b, a):
        return True
    if "fraction" in (a.kind, b.kind):
        if "ordinal" in (a.kind, b.kind) and x * y:
            return abs(x * y - 1) < FRACTION_TOLERANCE
        return any(abs(x * i - y * j) < FRACTION_TOLERANCE * max(i, j) for i, j in ((1, 1), (100, 1), (1, 100)))
    return False


def loose_values(text: str, language_code: str) -> set[Decimal]:
    """Values that words of the text may stand for: both, twice, Dutzend, tiår."""
    words = lexicon(language_code)
    found = {words.loose[token.lower()] for token in tokens(text) if token.lower() in words.loose}
    if language_code != TARGET:
        found.update(value for token in tokens(text) for value in _compound(token.lower(), language_code))
    return found


@lru_cache(maxsize=1 << 14)
def _compound(word: str, language_code: str) -> frozenset[Decimal]:
    """Values a compound may begin with: firedagersuke, trebarnsmor, Dreierreihe."""
    cardinals = lexicon(language_code).cardinals
    return frozenset(
        Decimal(value)
        for name, value in cardinals.items()
        if word.startswith(name)
        and (len(word) >= len(name) + SHORTEST_TAIL or (value in _DECADES and word[len(name) :] in ("er", "ern")))
    )


def _is_loose_decade(number: NumberFact, loose: set[Decimal]) -> bool:
    """`the 1960s`, where the other text has `Sechzigerjahre`, `sixties`."""
    return number.kind == "year" and number.value % 10 == 0 and number.value % 100 in loose


def unmatched(numbers: Sequence[NumberFact], others: Sequence[NumberFact], loose: set[Decimal]) -> list[str]:
    """The numbers, as written, that no number or loose word of the other text answers."""
    return [
        number.text
        for number in numbers
        if not _negligible(number)
        and abs(number.value) not in loose
        and not _is_loose_decade(number, loose)
        and not any(same_value(number, other) for other in others)
    ]


def _wrong_half(pair: SegmentPair, source: Sequence[NumberFact], output: Sequence[NumberFact]) -> list[str]:
    """`6.45 Uhr -> 6:45 p.m.`, `21.47 -> 9:47`: times twelve hours apart where nothing says which half of the day is meant."""
    wrong = []
    for time in source:
        if time.kind != "other" or _is_word(time) or any(time.value == other.value for other in output):
            continue  # `halb drei` is said of both halves of the day
        for other in output:
            if other.kind != "other" or _is_word(other) or abs(time.value - other.value) != _HOURS:
                continue
            says = (
                _says_after_noon(pair.original, pair.language_code)
                if time.value < other.value
                else (_says_after_noon(pair.text, TARGET) and not _HALF_OF_DAY.search(other.text))
            )
            if not says:
                wrong.append(f"{time.text} -> {other.text}")
    return wrong


def _says_after_noon(text: str, language_code: str) -> bool:
    parts = language(language_or_nearest(language_code)).mapping("rendering.parts_of_day")
    words = [word for word, english in parts.items() if english in _AFTER_NOON] or _AFTER_NOON
    return any(word in text.lower() for word in words)


def check(pair: SegmentPair) -> tuple[Flag, ...]:
    """At most one NUMBER flag, naming every value that differs."""
    numbers = [_scaled(number, pair.source_units) for number in pair.source_numbers]
    others = [_scaled(number, pair.output_units) for number in pair.output_numbers]
    source = _outside_units(outside_dates(numbers, pair.source_dates), [unit for unit, _ in pair.conversions])
    output = _outside_units(outside_dates(others, pair.output_dates), [unit for _, unit in pair.conversions])
    missing = unmatched(source, others, loose_values(pair.text, TARGET))
    added = unmatched(output, numbers, loose_values(pair.original, pair.language_code))
    halves = _wrong_half(pair, source, output)
    bounds = lost_bounds(pair, source, lambda number: [other for other in others if same_value(number, other)])
    rest = difference(missing, added)
    return flags(FlagCode.NUMBER, "; ".join([*halves, *bounds, *([rest] if rest else [])]))


def check_sentence(text: str, sources: Sequence[str]) -> tuple[Flag, ...]:
    """NUMBER where an English sentence has a value that none of its English sources has."""
    known = [number for source in sources for number in find_numbers(source, TARGET)]
    loose = set().union(*(loose_values(source, TARGET) for source in sources)) if sources else set()
    numbers = outside_dates(find_numbers(text, TARGET), find_dates(text, TARGET))
    return flags(FlagCode.NUMBER, difference([], unmatched(numbers, known, loose)))
