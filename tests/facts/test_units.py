"""Quantities under one name in every language."""

from __future__ import annotations

import pytest

from service.facts.units import compatible_units, dimension, find_units
from service.languages import data_table, language


def units(text: str, code: str) -> list[str]:
    return [f"{fact.value:f} {fact.unit}" for fact in find_units(text, code)]


@pytest.mark.parametrize(
    ("reason", "code", "text", "expected"),
    [
        ("multiplier and currency", "de", "Es kostet 1,2 Mrd. Euro.", ["1200000000 EUR"]),
        ("sign before", "en", "It costs $40bn.", ["40000000000 USD"]),
        ("kr before", "nb", "Den koster kr 1.500 nå.", ["1500 NOK"]),
        ("whose kroner", "nb", "Den koster 500 svenske kroner.", ["500 SEK"]),
        ("kroner in English may be anybody's", "en", "It costs 500 kroner.", ["500 krone"]),
        ("Danish kroner", "da", "Den koster 500 kroner.", ["500 DKK"]),
        ("a Norwegian mil is ten kilometres", "nb", "De gikk 5 mil.", ["50 km"]),
        ("English miles in Norwegian", "nb", "De gikk 5 engelske mil.", ["5 mile"]),
        ("glued", "en", "A 30km ride.", ["30 km"]),
        ("adjective", "en", "A 6-foot wave.", ["6 foot"]),
        ("both ends of a range", "de", "Zwei bis drei Stunden.", ["2 hour", "3 hour"]),
        ("both ends of a range with a dash", "en", "Some 70-90 percent.", ["70 percent", "90 percent"]),
        ("percentage points are not percent", "de", "Ein Plus von 3 Prozentpunkten.", ["3 percentage_point"]),
        ("age", "de", "Der 34-Jährige floh.", ["34 year"]),
        ("age", "nb", "20-åringen rømte.", ["20 year"]),
        ("below zero", "nb", "Det var −5 grader.", ["-5 degree"]),
        ("degrees Celsius", "en", "It was 20 degrees Celsius.", ["20 celsius"]),
        ("speed, not length", "nb", "Han kjørte i 140 km/t.", ["140 km/h"]),
        ("words", "nn", "Dei venta i fem veker.", ["5 week"]),
        ("a unit needs a number", "de", "Der Euro steigt.", []),
        ("a goal is no measure of land", "nb", "Hun scoret 2 mål.", []),
        ("an ordinal counts nothing", "nb", "Den 3. dag regnet det.", []),
    ],
)
def test_units(reason: str, code: str, text: str, expected: list[str]) -> None:
    assert units(text, code) == expected, reason


def test_generic_units_may_stand_for_special_ones() -> None:
    assert compatible_units("krone", "NOK")
    assert compatible_units("celsius", "degree")
    assert not compatible_units("NOK", "SEK")
    assert not compatible_units("NOK", "USD")


@pytest.mark.parametrize("code", ["nb", "nn", "de", "en", "da", "sv"])
def test_every_unit_of_a_language_has_a_dimension(code: str) -> None:
    assert [unit for unit in language(code).mapping("facts.units") if not dimension(unit)] == []


def test_every_sign_has_a_dimension() -> None:
    table = data_table("units")
    assert [unit for unit in {**table["symbols"], **table["signs"]}.values() if not dimension(unit)] == []
