"""Days, months and years that a text speaks of, piece by piece, so that two languages' ways of dating can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from service.facts.dates import DateFact
from service.facts.dates_lexicon import date_words
from service.facts.numbers import NumberFact, find_numbers
from service.facts.words import tokens

_PARTS = re.compile(r"(?P<year>\d{4}|\d{3}X|XXXX)(?:-(?P<month>\d{2}))?(?:-(?P<day>\d{2}))?")
#: A word that begins with a weekday or month of at least this many letters is made of it: Sonntagabend, oktoberdag.
_LONG_NAME = 5


@dataclass(frozen=True)
class Calendar:
    """What a text has of each piece; `words` are its tokens, lower case."""

    weekdays: dict[int, str]
    months: frozenset[int]
    numbers: tuple[NumberFact, ...]
    words: frozenset[str]

    def has_year(self, year: int) -> bool:
        """Whether the year stands there, in full, as a decade or by its last two digits (`1950-53`)."""
        return any(number.value in (year, year % 100) for number in self.numbers)

    def has_day(self, day: int) -> bool:
        """Whether the day of the month stands there as a number."""
        return any(number.value == day for number in self.numbers)


@lru_cache(maxsize=2048)
def calendar(text: str, language_code: str) -> Calendar:
    """Reads a text's weekdays (number -> first word for it), months and numbers."""
    words = date_words(language_code)
    weekdays: dict[int, str] = {}
    months: set[int] = set()
    found = tokens(text)
    for token in found:
        lowered = token.lower()
        for name, number in words.weekdays.items():
            if lowered == name or (len(name) > _LONG_NAME and lowered.startswith(name)):
                weekdays.setdefault(number, token)
        for name, number in words.months.items():
            if lowered == name or (len(name) >= _LONG_NAME and lowered.startswith(name)):
                months.add(number)
        if lowered in words.short_months:
            months.add(words.short_months[lowered])
    months.update(int(month) for month in re.findall(r"(?<!\d)\d{1,2}[./-](0?[1-9]|1[0-2])(?!\d)", text))
    return Calendar(weekdays, frozenset(months), find_numbers(text, language_code), frozenset(w.lower() for w in found))


def has_pieces(date: DateFact, others: Calendar) -> bool:
    """Whether year, month and day of an absolute date all stand in the other text, in any order and form."""
    for match in _PARTS.finditer(date.edtf):
        year, month, day = match["year"], match["month"], match["day"]
        if year.isdigit() and year in date.text and not others.has_year(int(year)):
            return False
        if month and int(month) not in others.months:
            return False
        if day and not others.has_day(int(day)):
            return False
    return True


def literally(text: str, words: Iterable[str]) -> bool:
    """Whether every word of the text is among the words: names such as `Saturday Night Live` stay as they are."""
    known = set(words)
    return all(token.lower() in known for token in tokens(text))
