"""Tokens of a text, mentions of dates in it, and the looking around that all readers of dates share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from service.facts.dates_lexicon import DateWords

_TOKEN = re.compile(r"\d+|[^\W\d_]+(?:[’'][^\W\d_]+)?|[^\w\s]|_")
DASHES = frozenset("-–—‐‑")
"""Marks that make two dates an interval."""
FIRST_YEAR, LAST_YEAR = 1500, 2199
"""Four digits outside these are no year."""


class Token(NamedTuple):
    """A word, a run of digits or one mark; `low` is its lower case."""

    text: str
    low: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """What some words say of a date, at characters [start, end).

    `year_shift`: the year counted from that of publication. `weekday` 1..7 with `mode` last, next, this, future or
    None; `unit` day, week, weekend, month or year with `shift`; `until` makes it an interval. `spoiled`: digits that
    look like a date and name no day, so that nothing else is read into them.
    """

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    year_shift: int | None = None
    weekday: int | None = None
    week_shift: int | None = None
    mode: str | None = None
    unit: str | None = None
    shift: int = 0
    until: Mention | None = None
    spoiled: bool = False


def tokenize(text: str) -> list[Token]:
    """Words, digit runs and single marks, in order."""
    return [Token(match[0], match[0].lower(), match.start(), match.end()) for match in _TOKEN.finditer(text)]


def two_digit_year(digits: str) -> int:
    """`24` -> 2024, `98` -> 1998, `2024` -> 2024."""
    number = int(digits)
    if len(digits) > 2:
        return number
    return number + (2000 if number < 70 else 1900)


class TokenReader:
    """One text with its tokens and what was found so far. Readers of a construction (subclasses, a module each) return
    the mentions that begin at a token and the index after them, or None."""

    def __init__(self, text: str, words: DateWords) -> None:
        self.text = text
        self.words = words
        self.tokens = tokenize(text)
        self.found: list[Mention] = []

    def low(self, index: int) -> str:
        """The token in lower case; empty before the first and after the last."""
        return self.tokens[index].low if 0 <= index < len(self.tokens) else ""

    def _adjacent(self, index: int) -> bool:
        """Whether token `index` follows the one before it without a space."""
        return 0 < index < len(self.tokens) and self.tokens[index].start == self.tokens[index - 1].end

    def _index_after(self, position: int, index: int) -> int:
        while index < len(self.tokens) and self.tokens[index].start < position:
            index += 1
        return index

    def _number(self, index: int, highest: int) -> int | None:
        low = self.low(index)
        return int(low) if low.isdecimal() and len(low) <= 2 and 1 <= int(low) <= highest else None

    def _year(self, index: int) -> int | None:
        low = self.low(index)
        if not (low.isdecimal() and len(low) == 4 and FIRST_YEAR <= int(low) <= LAST_YEAR):
            return None
        mark = self.low(index + 1)
        if self._adjacent(index + 1) and (mark in "%‰°$€£" or (mark in ".,:" and self._adjacent_digit(index + 2))):
            return None
        return int(low)

    def _adjacent_digit(self, index: int) -> bool:
        return self._adjacent(index) and self.low(index).isdecimal()
