"""Failures of numbers and units, found and changed by this module's own expressions."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from tests.quality.injection.kinds import Others, Pair, variant

_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
#: Digits that count something: no year, date, time of day, score, address, or part of a word.
_DIGITS = re.compile(
    rf"(?<![\w.,:/#@§’'-])(?<!No\. )(?<!{'(?<!'.join(f'{m} )' for m in _MONTH.split('|'))}"
    rf"\d{{1,3}}(?:,\d{{3}})*(?:\.\d+)?(?![\w,:/’'-]|\.\d| (?:{_MONTH})\b)"
)
_WORDS = {
    "two": "four", "three": "five", "four": "six", "five": "seven", "six": "nine", "seven": "eight", "eight": "three",
    "nine": "six", "ten": "eleven", "eleven": "seven", "twelve": "fourteen", "thirteen": "thirty", "fourteen": "forty",
    "fifteen": "fifty", "sixteen": "sixty", "seventeen": "seventy", "eighteen": "eighty", "nineteen": "ninety",
    "twenty": "twelve", "thirty": "thirteen", "forty": "fourteen", "fifty": "fifteen",
}  # fmt: skip
_SPELLED = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b(?![- ](?:{'|'.join(_WORDS)}|of these)\b|-)", re.IGNORECASE)
_SCALES = {"thousand": "million", "million": "billion", "billion": "million", "trillion": "billion"}
_UNITS = {
    "km": "miles", "kilometres": "miles", "kilometers": "miles", "kilometer": "mile", "kilometre": "mile",
    "miles": "kilometers", "mile": "kilometer", "metres": "feet", "meters": "feet", "meter": "foot", "feet": "meters",
    "foot": "meter", "inches": "centimeters", "centimetres": "inches", "kroner": "euros", "euros": "kroner",
    "euro": "dollar", "dollars": "euros", "pounds": "euros", "francs": "dollars", "Celsius": "Fahrenheit",
    "Fahrenheit": "Celsius", "tonnes": "kilos", "tons": "kilos", "kilograms": "pounds", "kilos": "tonnes",
    "kg": "tonnes", "litres": "gallons", "liters": "gallons", "hectares": "square meters", "hours": "minutes",
    "minutes": "hours", "seconds": "hours", "days": "weeks", "weeks": "months", "months": "weeks", "years": "months",
    "mph": "km/h", "percent": "euros", "knots": "mph", "hour": "minute", "week": "month", "month": "year",
}  # fmt: skip
_NUMBERED = re.compile(
    rf"(?<=[\d])([ -](?:million |billion )?)({'|'.join(sorted(_UNITS, key=len, reverse=True))})\b"
    rf"|(?<=\b(?:two|six|ten) )()({'|'.join(sorted(_UNITS, key=len, reverse=True))})\b"
    rf"|(?<=\b(?:four|five|nine) )()({'|'.join(sorted(_UNITS, key=len, reverse=True))})\b"
    rf"|(?<=\b(?:three|seven|eight) )()({'|'.join(sorted(_UNITS, key=len, reverse=True))})\b"
)
_SIGNS = {"$": "€", "€": "$", "£": "€"}


def _one(pattern: re.Pattern[str], text: str, draw: random.Random, new: Callable[[re.Match[str]], str]) -> str | None:
    found = list(pattern.finditer(text))
    if not found:
        return None
    match = draw.choice(found)
    return text[: match.start()] + new(match) + text[match.end() :]


@variant("NUMBER", "digit changed")
def digit_changed(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """One digit is another."""

    def new(match: re.Match[str]) -> str:
        places = [i for i, c in enumerate(match.group()) if c.isdigit()]
        place = draw.choice(places)
        old = match.group()[place]
        digit = draw.choice([d for d in "123456789" if d != old])
        return match.group()[:place] + digit + match.group()[place + 1 :]

    return _one(_DIGITS, pair.english, draw, new)


@variant("NUMBER", "digits swapped", "NUMBER", "DATE")
def digits_swapped(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """Two digits change places."""
    pattern = re.compile(r"(?<![\w.,:/#@-])([1-9])([1-9])(?=[\d,.]* [a-z])(?!\d\d\b)")

    def new(match: re.Match[str]) -> str:
        return match[2] + match[1]

    return _one(pattern, pair.english, draw, new)


@variant("NUMBER", "dropped", "NUMBER", "UNIT")
def dropped(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """The number is gone, the words after it stay."""
    return _one(re.compile(rf"{_DIGITS.pattern} (?=[a-z])"), pair.english, draw, lambda match: "")


@variant("NUMBER", "vague instead", "NUMBER", "UNIT")
def vague(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """The number became `several`."""
    return _one(re.compile(rf"{_DIGITS.pattern}(?= [a-z]{{3,}}s\b)"), pair.english, draw, lambda match: "several")


@variant("NUMBER", "added")
def added(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """A count nobody gave."""
    pattern = re.compile(r"(?<=\bthe )(?=[a-z]{4,}s\b)(?!others\b|news\b|series\b|always\b|previous\b)")
    return _one(pattern, pair.english, draw, lambda match: f"{draw.choice((13, 47, 86, 240))} ")


@variant("NUMBER", "another scale")
def another_scale(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """A thousand times too much or too little."""
    pattern = re.compile(r"(?<=[\d] )(?:thousand|million|billion|trillion)\b")
    return _one(pattern, pair.english, draw, lambda match: _SCALES[match.group()])


@variant("NUMBER", "separator misread")
def separator(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """12,500 became 12.500: a decimal point now."""
    return _one(
        re.compile(r"(?<![\w.,])\d{1,3},\d{3}(?![\d,.])"), pair.english, draw, lambda m: m.group().replace(",", ".")
    )


@variant("NUMBER ORDER", "two swapped", "NUMBER", "DATE", "UNIT")
def two_swapped(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """Two numbers change places. An honest `not seen` for a check of values."""
    found = list(_DIGITS.finditer(pair.english))
    pairs = [(a, b) for i, a in enumerate(found) for b in found[i + 1 :] if a.group() != b.group()]
    if not pairs:
        return None
    one, two = draw.choice(pairs)
    text = pair.english
    return text[: one.start()] + two.group() + text[one.end() : two.start()] + one.group() + text[two.end() :]


@variant("NUMBER", "word changed", "NUMBER", "DATE")
def word_changed(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """`three` became `five`."""

    def new(match: re.Match[str]) -> str:
        word = _WORDS[match.group().lower()]
        return word.capitalize() if match.group()[0].isupper() else word

    return _one(_SPELLED, pair.english, draw, new)


@variant("UNIT", "another unit", "UNIT", "DATE", "NUMBER")
def another_unit(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """The value stays, its unit does not."""

    def new(match: re.Match[str]) -> str:
        gap, unit = next((match[i] or "", match[i + 1]) for i in (1, 3, 5, 7) if match[i + 1])
        return gap + _UNITS[unit]

    return _one(_NUMBERED, pair.english, draw, new)


@variant("UNIT", "another currency sign", "UNIT")
def another_sign(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """Dollars became euros."""
    return _one(re.compile(r"[$€£](?=\d)"), pair.english, draw, lambda match: _SIGNS[match.group()])


@variant("UNIT", "currency gone", "UNIT", "NUMBER")
def currency_gone(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """The amount stands there without its currency."""
    return _one(
        re.compile(r"(?<=[\dn]) (?:kroner|euros|dollars|pounds|francs)\b|[$€£](?=\d)"), pair.english, draw, lambda m: ""
    )


@variant("UNIT", "percentage points")
def points(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """Percent became percentage points, or the other way round."""
    if re.search(r"\d percentage points", pair.english):
        return re.sub(r"(?<=\d )percentage points", "percent", pair.english, count=1)
    found = re.search(r"(?<=\d)(?:%| percent\b| per cent\b)", pair.english)
    return f"{pair.english[: found.start()]} percentage points{pair.english[found.end() :]}" if found else None
