"""Figures and dates that a translator copied as the source writes them, written as English does; no value is changed.

`1,5` -> `1.5`, `12.500` -> `12,500`, `14.30` (a time) -> `14:30`, `at 16` (kl. 16) -> `at 16:00`, `12 March 2024` and `3rd
of October` -> `March 12, 2024` and `October 3`, `$ 9` -> `$9`. Only a figure that stands in the source just so is touched: what
the translator wrote itself is its own.
"""

from __future__ import annotations

import re
from decimal import Decimal

from service.facts.numbers import NumberFact, find_numbers

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
#: As the source may write a figure in digits.
_FIGURE = re.compile(r"\d[\d.,\u00a0\u202f ]*\d|\d")
_DAY = re.compile(
    rf"\b(?:the )?(?P<day>[12]\d|3[01]|0?[1-9])(?:\.|st|nd|rd|th)?(?: of)? (?P<month>{'|'.join(MONTHS)})\b"
    r"(?:,? (?P<year>(?:1\d|20)\d\d)(?![\d.,]*\d))?"
)
_QUANTITY = re.compile(r"(?P<whole>\d{1,3}(?:\.\d{3})+|\d+)(?:,(?P<decimals>\d+))?")
#: A full hour after a preposition, and nothing behind it that says what is counted or which half of the day it is.
_HOUR = (
    r"\b(at|by|until|from|before|after|around|about) {}"
    r"(?=[.,;:!?]?(?:\s*$|\s+(?:on|and|to|in|the|when|after|with|without|by|for|local)\b)|[,;!?]\s)"
)
_CURRENCY = re.compile(r"([$€£])\s+(?=\d)")
_SCALES = {Decimal(10) ** power for power in (0, 2, 3, 6, 9, 12)}
#: Of spaces between digits, only those before three of them separate thousands.
_THOUSANDS = re.compile(r"[\u00a0\u202f ](?=\d{3}(?!\d))")


def written(value: Decimal, decimals: int) -> str:
    """A number in digits as English writes it: comma at the thousands from 1,000 on, point, `decimals` kept."""
    return f"{value:,.{decimals}f}"


def english_figures(text: str, original: str, language_code: str) -> str:
    """`text` (English) with the figures it took from `original` and its dates written in English."""
    for number in find_numbers(original, language_code):
        figure = _FIGURE.search(number.text)
        if not figure:
            continue
        english = _english(number, figure.group())
        if english and english != figure.group():
            text = _rewritten(text, figure.group(), english)
            if number.kind == "other":  # the translator wrote 4.20 for 04.20
                text = _rewritten(text, figure.group().removeprefix("0"), english.removeprefix("0"))
        elif _full_hour(number, figure.group(), original):
            hour = _HOUR.format(figure.group())
            text = re.sub(hour, rf"\1 {int(figure.group())}:00", text, flags=re.IGNORECASE)
    return _CURRENCY.sub(r"\1", _DAY.sub(_month_first, text))


def _full_hour(number: NumberFact, figure: str, original: str) -> bool:
    """Whether the figure is an hour of the day (`klokken 16`, `16 Uhr`), and the only such figure of the source."""
    said = number.kind == "other" and number.text != figure and figure.isdigit() and number.value == int(figure)
    return said and len(re.findall(rf"(?<!\d){figure}(?!\d)", original)) == 1


def _english(number: NumberFact, figure: str) -> str | None:
    """The figure in English; None where it is a year, a score or a number that English writes the same."""
    if number.kind == "other":
        time = re.fullmatch(r"([01]?\d|2[0-4])\.([0-5]\d)", figure)
        clock = time is not None and number.value == Decimal(int(time[1])) + Decimal(int(time[2])) / 100
        return f"{time[1]}:{time[2]}" if time and clock else None
    if number.kind in ("year", "ordinal", "fraction") or not re.search(r"[.,\u00a0\u202f ]", figure):
        return None
    parts = _QUANTITY.fullmatch(_THOUSANDS.sub("", figure))
    if not parts:
        return None  # the point of `12.5` in a German text is one of decimals already
    value = Decimal(f"{parts['whole'].replace('.', '')}.{parts['decimals'] or 0}")
    scale = number.value / value if value else Decimal(1)
    if scale not in _SCALES:  # half a million, a dozen: more than a multiplier stands there
        return None
    return written(value, len(parts["decimals"] or ""))


def _rewritten(text: str, figure: str, english: str) -> str:
    spaced = re.escape(figure).replace(r"\ ", r"[\u00a0\u202f ]")
    return re.sub(rf"(?<![\w.,]){spaced}(?![\w]|[.,]\d)", english, text)


def _month_first(match: re.Match[str]) -> str:
    day = f"{match['month']} {int(match['day'])}"
    return f"{day}, {match['year']}" if match["year"] else day
