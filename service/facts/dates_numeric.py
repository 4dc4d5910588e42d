"""Dates in digits: `2024-10-11`, `11.10.2024`, `3.10.`, `25/10/2024`."""

from __future__ import annotations

import re

from service.facts.dates_relative import RelativeReader
from service.facts.dates_tokens import FIRST_YEAR, LAST_YEAR, Mention, two_digit_year

_ISO = re.compile(
    r"(?<![\d.,/-])(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?(?![\d-])"
)
_YEAR_FIRST = re.compile(r"(?<![\d.,/-])(\d{4})([/.])(\d{1,2})\2(\d{1,2})(?![\d/])")
_DOTTED = re.compile(r"(?<![\d.,/-])(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})(?![\d%]|[.,:/]\d)")
_SLASHED = re.compile(r"(?<![\d.,/-])(\d{1,2})([/-])(\d{1,2})[/-](\d{4}|\d{2})(?![\d/%]|[.,:-]\d)")
_DAY_MONTH = re.compile(r"(?<![\d.,/-])(\d{1,2})\.(\d{1,2})\.(?!\s?\d|\w)")


class NumericReader(RelativeReader):
    """Reads dates that are nothing but digits and marks. Digits that look like one and name no day are spoiled."""

    def _numeric(self, index: int) -> tuple[Mention, int] | None:
        start = self.tokens[index].start
        for pattern, read in (
            (_ISO, lambda m: (int(m[1]), int(m[2]), int(m[3]))),
            (_YEAR_FIRST, lambda m: (int(m[1]), int(m[3]), int(m[4]))),
            (_DOTTED, lambda m: (two_digit_year(m[3]), int(m[2]), int(m[1]))),
            (_SLASHED, self._slashed),
        ):
            match = pattern.match(self.text, start)
            if match is not None:
                year, month, day = read(match)
                spoiled = month > 12 or day > 31 or not FIRST_YEAR <= year <= LAST_YEAR
                mention = Mention(start, match.end(), year, month or None, day or None, spoiled=spoiled)
                return mention, self._index_after(match.end(), index)
        match = _DAY_MONTH.match(self.text, start)
        if match is not None and self._licensed_day_month(index) and int(match[2]) <= 12 and 1 <= int(match[1]) <= 31:
            end = self._index_after(match.end(), index)
            return Mention(start, match.end(), None, int(match[2]) or None, int(match[1])), end
        return None

    def _slashed(self, match: re.Match[str]) -> tuple[int, int, int]:
        first, second, year = int(match[1]), int(match[3]), two_digit_year(match[4])
        if first > 12 or (self.words.slash_order == "dmy" and second <= 12):
            return year, second, first
        if second > 12 or first == second:
            return year, first, second
        return year, 0, 0  # either order is possible: the year is all that is said

    def _licensed_day_month(self, index: int) -> bool:
        """`3.10.` is a date after `am`, `den`, a weekday or another date; elsewhere it may be a section or a time."""
        before = self.low(index - 1)
        if self.words.has("clock", before) or (before == "." and self.words.has("clock", self.low(index - 2))):
            return False
        last_end = self.found[-1].end if self.found else -1
        known = (
            self.words.has("month_cues", before)
            or self.words.has("fillers", before)
            or self.words.has("ranges", before)
            or self.words.has("between", before)
            or before in self.words.weekdays
            or self.low(index - 2) in self.words.weekdays
            or self.low(index - 2) in self.words.short_weekdays
            or self.low(index - 3) in self.words.short_weekdays
        )
        return known or (last_end >= 0 and len(self.text[last_end : self.tokens[index].start].strip()) <= 3)
