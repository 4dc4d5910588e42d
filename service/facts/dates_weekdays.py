"""Weekdays: `on Friday`, `neste fredag`, `Dienstagabend`, `Friday last week`, and those that introduce a date."""

from __future__ import annotations

from dataclasses import replace

from service.facts.dates_calendar import CalendarReader
from service.facts.dates_tokens import Mention

_CLAUSE_END = frozenset('.,;:!?–—«»„“”"()')
_CLAUSE_TOKENS = 25
"""So far a clause is looked at, each way, for whether it announces or reports."""


class WeekdayReader(CalendarReader):
    """Reads weekdays, with the date they introduce or the word that says which one is meant."""

    def _modified(self, index: int) -> tuple[list[Mention], int] | None:
        """`last Friday`, `neste uke`, `letzten Juli`."""
        mode = self.words.modes.get(self.low(index))
        if mode is None or index + 1 >= len(self.tokens):
            return None
        start, target = self.tokens[index].start, self.tokens[index + 1]
        if target.low in self.words.weekdays:
            mention = Mention(start, target.end, weekday=self.words.weekdays[target.low], mode=mode)
            dated = self._date_after_weekday(index + 2)
            return ([replace(dated[0], start=start)], dated[1]) if dated else ([mention], index + 2)
        month = self._month(index + 1)
        if month is None or target.low in self.words.short_months or self._number(index + 2, 31) is not None:
            return self._modified_unit(index)
        return [Mention(start, target.end, month=month, mode=mode)], index + 2

    def _weekday(self, index: int) -> tuple[list[Mention], int] | None:
        token = self.tokens[index]
        number = self.words.weekdays.get(token.low)
        short = number is None
        if short:
            number = self.words.short_weekdays.get(token.low)
        if number is None or ("capital_weekdays" in self.words.flags and not token.text[0].isupper()):
            return None
        after = index + 1
        if short and self._adjacent(after) and self.low(after) == ".":
            after += 1
        while self.words.has("parts_of_day", self.low(after)):
            after += 1
        dated = self._date_after_weekday(after)
        if dated is not None:
            return [replace(dated[0], start=token.start)], dated[1]
        if short or self.words.has("weekday_not_after", self.low(index - 1)):
            return None
        if self.words.has("weekday_not_before", self.low(after)):
            return None
        mention = Mention(token.start, self.tokens[after - 1].end, weekday=number, mode=self._tense(index))
        week = after + 1 if self.words.has("fillers", self.low(after)) else after
        modified = self._modified_unit(week)
        if modified is not None and modified[0][0].unit == "week":
            week_shift = modified[0][0].shift
            return [replace(mention, end=modified[0][0].end, mode=None, week_shift=week_shift)], modified[1]
        return [mention], after

    def _date_after_weekday(self, index: int) -> tuple[Mention, int] | None:
        """The calendar date that a weekday introduces, a comma and an article between them allowed."""
        if self.low(index) == ",":
            index += 1
        while self.words.has("fillers", self.low(index)):
            index += 1
        if not self.low(index):
            return None
        if self.low(index).isdecimal():
            single = self._numeric(index)
            several = self._day_first(index) if single is None else ([single[0]], single[1])
        else:
            several = self._month_first(index)
        if several is None or len(several[0]) != 1 or several[0][0].day is None:
            return None
        return several[0][0], several[1]

    def _tense(self, index: int) -> str | None:
        """`future` where the clause around a weekday announces and does not report."""
        low, high = index, index
        while low > 0 and index - low < _CLAUSE_TOKENS and self.low(low - 1) not in _CLAUSE_END:
            low -= 1
        while high + 1 < len(self.tokens) and high - index < _CLAUSE_TOKENS and self.low(high + 1) not in _CLAUSE_END:
            high += 1
        clause = [token.low for token in self.tokens[low : high + 1]]
        if any(self.words.has("past", word) for word in clause):
            return None
        announces = any(
            self.words.has("future", word) and clause[place + 1 : place + 2] != ["ha"]
            for place, word in enumerate(clause)
        )
        return "future" if announces else None
