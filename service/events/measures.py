"""When two quantities are of the same thing, and when they agree."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from service.events.lexis import anybody
from service.events.quantities import RATE, Quantity, stock_nouns
from service.facts.units import dimension
from service.facts.words import stem
from service.languages import data_table

ABOUT = 0.15
"""How far an exact value may lie from one given with "about", "nearly", as a share of the larger."""
NEARLY = 0.1
"""The same where a figure is said to be agreed."""
ROUNDED = 0.025
"""How far a rounder number without such a word may lie from an exact one."""
MOST_TIMES = 5
"""Values further apart are hardly two reports of the same thing, except by a slip of powers of ten."""
LEAST_SLIP = 10
"""Smaller numbers are not taken for others with a slip of powers of ten."""
LONG_TIMES = frozenset({"day", "week", "month", "year", "decade", "century"})
"""Units in which time goes on while outlets report."""


def comparable(a: Quantity, b: Quantity) -> bool:
    """Whether both may say how much there is of the same thing: dead, injured; one noun; one dimension, one currency.

    Of one class (dead), a count of some ("3 passengers") can only be told from one of all where it is larger than it.
    """
    if not like_class(a, b) or not _same_size(a, b):
        return False
    if a.kinds:
        return (
            _special(a) == _special(b)
            or (not _special(a) and b.value > a.value)
            or (not _special(b) and a.value > b.value)
        )
    if (RATE in a.part) != (RATE in b.part) or (a.part and b.part and not a.part & b.part):
        return False
    # "six minutes" and "twenty minutes later"
    return bool(_special(a) & _shifting()) == bool(_special(b) & _shifting())


def is_stock(a: Quantity, b: Quantity) -> bool:
    """Whether both count what has many names (employees, staff): what a body, a place or a vehicle has of something."""
    return bool(same_noun(a, b) & stock_nouns())


def like_class(a: Quantity, b: Quantity) -> bool:
    """Whether both are of one class, or one dimension and currency, or one noun, whatever their values."""
    if not _same_scale(a, b) or a.kinds != b.kinds:
        return False
    return bool(a.kinds or a.unit) or bool(same_noun(a, b))


def same_noun(a: Quantity, b: Quantity) -> frozenset[str]:
    """The nouns that both count, synonyms as one; words for anybody are none."""
    return a.nouns & b.nouns


def _same_scale(a: Quantity, b: Quantity) -> bool:
    """Whether the values can be compared: units of one dimension, one currency."""
    if _dimension(a.unit) != _dimension(b.unit):
        return False
    return a.unit == b.unit or _dimension(a.unit) != "currency"


def near(a: Quantity, b: Quantity) -> bool:
    """Whether half of the shorter clause around the values is in the other."""
    heads = _special(a) | _special(b)
    shared = (a.context & b.context) - heads
    return bool(shared) and 2 * len(shared) >= min(len(a.context - heads), len(b.context - heads))


def same_clause(a: Quantity, b: Quantity) -> bool:
    """Whether clause and sentence say the same around the values: half of the shorter clause, some of the sentence."""
    if not near(a, b):
        return False
    heads = _special(a) | _special(b)
    around = (a.sentence & b.sentence) - heads
    if a.unit:
        return len(around) >= 3 and 2 * len(around) >= min(len(a.sentence - heads), len(b.sentence - heads))
    return (
        bool(_special(a) & _special(b))
        and len(around) >= 2
        and 3 * len(around) >= min(len(a.sentence), len(b.sentence))
    )


def _same_size(a: Quantity, b: Quantity) -> bool:
    """Whether two values are near enough, or exactly powers of ten apart, to be meant for the same thing."""
    small, large = sorted((abs(_base(a)), abs(_base(b))))
    if small <= 0 or large / small <= MOST_TIMES:
        return True
    return small >= LEAST_SLIP and large / small in (10, 100, 1000, 10000, 1000000)


def _special(quantity: Quantity) -> frozenset[str]:
    return frozenset(quantity.heads[:2]) - anybody()


@cache
def _shifting() -> frozenset[str]:
    return frozenset(stem(word, "en") for word in data_table("events")["words"]["shifting"])


def _dimension(unit: str) -> str:
    return (dimension(unit) or unit) if unit else ""


def agree(a: Quantity, b: Quantity) -> bool:
    """Whether two comparable quantities may be one: equal, rounded, bounded, or the same in another unit."""
    x, y = _base(a), _base(b)
    if x == y:
        return True
    if a.bound == b.bound in ("least", "most"):  # "more than 80" and "at least 83"; "less than 25" is less than 50
        return a.bound == "most" or abs(x - y) <= ABOUT * max(abs(x), abs(y))
    if a.bound == "exact" == b.bound:
        if a.unit != b.unit and a.unit and abs(x - y) <= 0.05 * max(abs(x), abs(y)):
            return True
        return _rounded(a.value, b.value) if a.unit == b.unit else False
    near = abs(x - y) <= ABOUT * max(abs(x), abs(y))
    if {a.bound, b.bound} <= {"about", "exact"}:
        return near
    low, high = (a, b) if a.bound == "least" or b.bound == "most" else (b, a)
    return near or _base(low) <= _base(high)


def bears_out(other: Quantity, own: Quantity) -> bool:
    """Whether who says `other` says `own` too: "at least 12" is said with 15, and 15 is not said with "at least 12"."""
    x, y = _base(own), _base(other)
    if own.bound == "least":
        return other.bound != "most" and y >= x
    if own.bound == "most":
        return other.bound != "least" and y <= x
    if own.bound == "about":
        return abs(x - y) <= NEARLY * max(abs(x), abs(y))
    return agree(own, other) and (other.bound == "exact" or x == y)


def _base(quantity: Quantity) -> float:
    base = data_table("events")["conversions"].get(quantity.unit)
    if quantity.unit == "fahrenheit":
        return (float(quantity.value) - 32) / 1.8
    return float(quantity.value) * (float(base[1]) if base else 1.0)


def _rounded(a: Decimal, b: Decimal) -> bool:
    """Whether one is the other, rounded: fewer significant digits, and hardly a difference."""
    digits = [len(value.normalize().as_tuple().digits) for value in (a, b)]
    larger = max(abs(a), abs(b))
    return digits[0] != digits[1] and larger > 0 and abs(a - b) / larger <= Decimal(str(ROUNDED)) and larger >= 20
