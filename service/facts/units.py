"""Quantities with their unit under one name in every language: `1,2 Mrd. Euro` is 1200000000 EUR, `5 mil` 50 km.

Surfaces are data ([facts.units] of each language), dimensions and signs are `languages/shared/units.toml`. Values are
never converted, except where a language's unit has no English name ([facts.units_scaled]: a Norwegian mil is 10 km).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from service.facts.numbers import NumberFact, find_numbers
from service.facts.numbers_lexicon import alternatives, language_or_nearest
from service.languages import data_table, language

#: A converted value is this near to the exact one, as a share of it.
ROUNDLY = 0.08
#: Characters before a number in which a currency sign stands.
_NEAR = 10
_FIRST = re.compile(r"[\s-]?([^\W\d_]+)")
_RANGE = re.compile(r"\s?[-–]\s?|\s(?:to|til|bis|og|und|and|or|oder|eller|och)\s")


@dataclass(frozen=True, slots=True)
class UnitFact:
    """A quantity at [start, end): `value` in `unit`, a canonical name (km, kg, NOK, USD, percent, celsius, hour, ...)."""

    value: Decimal
    unit: str
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class _Surfaces:
    by_word: dict[str, re.Pattern[str]]
    """For the first word after a number: what units begin with it, and the signs."""
    after_sign: re.Pattern[str]
    before: re.Pattern[str]
    units: dict[str, str]  # surface, lower case and with single spaces -> canonical
    signs: dict[str, str]
    scaled: dict[str, tuple[Decimal, str]]


@cache
def _surfaces(language_code: str) -> _Surfaces:
    shared = data_table("units")
    data = language(language_or_nearest(language_code))
    units = {
        surface.lower().replace("-", " "): unit
        for unit, surfaces in data.mapping("facts.units").items()
        for surface in surfaces
    }
    scaled: dict[str, tuple[Decimal, str]] = {}
    for surface, value in data.mapping("facts.units_scaled").items():
        factor, unit = str(value).split(" ", 1)
        scaled[surface.lower()] = (Decimal(factor), unit)
    signs = {**shared["symbols"], **shared["signs"]}
    groups: dict[str, list[str]] = {}
    for surface in [*units, *scaled]:
        first = _FIRST.match(surface)
        groups.setdefault(first[1] if first else "", []).append(surface)
    sign = rf"(?P<sign>{alternatives(list(signs))})(?!\w)"

    def after(words: list[str]) -> re.Pattern[str]:
        return re.compile(rf"[\s-]?(?:(?P<word>(?i:{alternatives(words)}))(?![^\W\d_])|{sign})")

    by_word = {word: after([*names, *groups.get("", [])]) for word, names in groups.items() if word}
    before = rf"(?<![^\W\d_])(?P<sign>{alternatives(list(shared['symbols']))})\s?$"
    return _Surfaces(by_word, after(groups.get("", [])), re.compile(before), units, signs, scaled)


def dimension(unit: str) -> str:
    """What a canonical unit measures (currency, length, time, ...), or an empty string."""
    dimensions = data_table("units")["dimensions"]
    return next((str(name) for name, units in dimensions.items() if unit in units), "")


def compatible_units(a: str, b: str) -> bool:
    """Whether two canonical units may be the same: `krone` may be NOK, `degree` may be celsius."""
    generic = data_table("units")["generic"]
    return a == b or b in generic.get(a, ()) or a in generic.get(b, ())


def converts(a: UnitFact, b: UnitFact) -> bool:
    """Whether one quantity is the other in another unit of length, mass, area, volume or speed, roundly (6 m, 20 feet)."""
    if a.unit == b.unit or not a.value or not b.value:
        return False
    for factors in data_table("units")["conversions"].values():
        if a.unit in factors and b.unit in factors:
            one, other = abs(float(a.value)) * factors[a.unit], abs(float(b.value)) * factors[b.unit]
            return bool(abs(one - other) <= ROUNDLY * max(one, other))
    return False


def _canonical(surface: str, surfaces: _Surfaces) -> tuple[Decimal, str] | None:
    plain = re.sub(r"[\s-]+", " ", surface.lower())
    if plain in surfaces.scaled:
        return surfaces.scaled[plain]
    unit = surfaces.units.get(plain)
    return (Decimal(1), unit) if unit else None


def _unit(text: str, number: NumberFact, surfaces: _Surfaces) -> tuple[Decimal, str, int, int] | None:
    """Scale, canonical unit and the span of quantity and unit."""
    window = max(0, number.start - _NEAR)
    before = surfaces.before.search(text[window : number.start])
    if before:
        sign = before["sign"]
        unit = surfaces.units.get(sign.lower(), surfaces.signs[sign])
        return Decimal(1), unit, window + before.start("sign"), number.end
    first = _FIRST.match(text, number.end)
    pattern = surfaces.by_word.get(first[1].lower(), surfaces.after_sign) if first else surfaces.after_sign
    after = pattern.match(text, number.end)
    if after is None:
        return None
    if after["word"]:
        known = _canonical(after["word"], surfaces)
        return (*known, number.start, after.end()) if known else None
    sign = after["sign"]
    return Decimal(1), surfaces.units.get(sign.lower(), surfaces.signs[sign]), number.start, after.end()


def find_units(text: str, language_code: str) -> tuple[UnitFact, ...]:
    """All quantities with a known unit, in order. In a range (`70-90 percent`) both ends carry it."""
    surfaces = _surfaces(language_code)
    numbers = [number for number in find_numbers(text, language_code) if number.kind != "ordinal"]
    found: list[UnitFact] = []
    following: UnitFact | None = None
    for number in reversed(numbers):
        unit = _unit(text, number, surfaces) if number.kind != "year" or _is_money(text, number, surfaces) else None
        fact = None
        if unit:
            scale, name, start, end = unit
            fact = UnitFact(number.value * scale, name, text[start:end], start, end)
        elif (
            following and _RANGE.fullmatch(text[number.end : following.start]) and number.kind in ("cardinal", "other")
        ):
            fact = UnitFact(number.value, following.unit, text[number.start : number.end], number.start, number.end)
        if fact:
            found.append(fact)
        following = fact
    return tuple(reversed(found))


def _is_money(text: str, number: NumberFact, surfaces: _Surfaces) -> bool:
    unit = _unit(text, number, surfaces)
    return unit is not None and dimension(unit[1]) in ("currency", "share", "length", "mass")
