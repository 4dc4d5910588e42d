"""Days, months and years that a text speaks of, piece by piece, so that two languages' ways of dating can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from service.facts.dates import DateFact
from service.facts.dates_lexicon import date_words
from service.facts.numbers import NumberFact, find_numbers
from service.facts.words import tokens

_PARTS = re.compile(r"(?P<year>\d{4}|\d{3}X|XXXX)(?:-(?P<month>\d{2}))?(?:-(?P<day>\d{2}))?")
#: A word that begins with a weekday or month of at least this many letters is made of it: Sonntagabend, oktoberdag.
_LONG_NAME = 5
_KEY = 3


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


@cache
def _names(language_code: str) -> dict[str, tuple[tuple[str, str, int], ...]]:
    """Weekdays and months (kind, name, number) by their first letters."""
    words = date_words(language_code)
    entries = [("weekday", name, number) for name, number in words.weekdays.items()]
    entries += [("month", name, number) for name, number in (words.months | words.short_months).items()]
    index: dict[str, list[tuple[str, str, int]]] = {}
    for entry in sorted(entries, key=lambda item: (len(item[1]), item)):
        known = index.setdefault(entry[1][:_KEY], [])
        covered = any(
            entry[0] == kind and entry[2] == number and len(name) >= _LONG_NAME and entry[1].startswith(name)
            for kind, name, number in known
        )
        if not covered:  # Dienstagabend is found as Dienstag
            known.append(entry)
    return {key: tuple(group) for key, group in index.items()}


@lru_cache(maxsize=2048)
def calendar(text: str, language_code: str) -> Calendar:
    """Reads a text's weekdays (number -> first word for it), months and numbers."""
    names = _names(language_code)
    weekdays: dict[int, str] = {}
    months: set[int] = set()
    found = tokens(text)
    for token in found:
        lowered = token.lower()
        for kind, name, number in names.get(lowered[:_KEY], ()):
            if lowered == name or (len(name) >= _LONG_NAME and lowered.startswith(name)):
                if kind == "weekday":
                    weekdays.setdefault(number, token)
                else:
                    months.add(number)
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
