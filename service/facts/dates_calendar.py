"""Dates with a month's name: `11. oktober 2024`, `October 22nd to 24th`, `i mai i fjor`."""

from __future__ import annotations

from dataclasses import replace

from service.facts.dates_numeric import NumericReader
from service.facts.dates_tokens import DASHES, Mention


class CalendarReader(NumericReader):
    """Reads days before and after their month, months alone, pairs of days, and the year or relative year after them."""

    def _day_first(self, index: int) -> tuple[list[Mention], int] | None:
        day = self._number(index, 31)
        if day is None or (self._adjacent(index) and self.low(index - 1) in ":.,/" and self._adjacent(index - 1)):
            return None
        after = self._after_day(index + 1)
        other, joined, after = self._second_day(after)
        while self.words.has("fillers", self.low(after)) and after - index < 6:
            after += 1
        month = self._month(after)
        if month is None:
            return None
        first, last = self.tokens[index], self.tokens[after]
        year, end = self._year_after(self._after_abbreviation(after))
        closing = Mention(first.start, last.end, None, month, other or day)
        closing = self._with_year(closing, year, end)
        if other is None:
            return self._with_shift(closing, end)
        opening = replace(closing, end=self.tokens[index].end, day=day)
        return self._pair(opening, closing, joined, first.start, end)

    def _after_day(self, index: int) -> int:
        """The index after a day's ordinal mark: `11.`, `11th`, `11:e`."""
        if self._adjacent(index) and (self.low(index) == "." or self.words.has("day_suffixes", self.low(index))):
            return index + 1
        return index

    def _second_day(self, index: int) -> tuple[int | None, str, int]:
        """After a first day: (second day, `range` or `and`, index after it), or (None, "", index)."""
        low = self.low(index)
        kind = "range" if low in DASHES or self.words.has("ranges", low) else ""
        if not kind and self.words.has("ands", low):
            kind = "and"
        following = index + 1
        while kind and self.words.has("fillers", self.low(following)):
            following += 1
        day = self._number(following, 31) if kind else None
        return (day, kind, self._after_day(following + 1)) if day is not None else (None, "", index)

    def _pair(
        self, opening: Mention, closing: Mention, joined: str, start: int, end: int
    ) -> tuple[list[Mention], int] | None:
        first_index = next(i for i in range(end - 1, -1, -1) if self.tokens[i].start <= start)
        between = self.words.has("between", self.low(first_index - 1))
        if joined == "and" and not between:
            second = next(
                token
                for token in self.tokens[first_index + 1 : end]
                if token.low.isdecimal() and token.start >= opening.end
            )
            return [opening, replace(closing, start=second.start)], end
        if opening.day is None or closing.day is None or opening.day >= closing.day:
            return [closing], end
        return [replace(opening, start=start, end=closing.end, until=closing)], end

    def _month(self, index: int) -> int | None:
        low = self.low(index)
        month = self.words.months.get(low) or self.words.short_months.get(low)
        if month is None or (self.words.flags & {"capital_months"} and not self.tokens[index].text[0].isupper()):
            return None
        return month

    def _after_abbreviation(self, index: int) -> int:
        dotted = self.low(index) in self.words.short_months and self._adjacent(index + 1) and self.low(index + 1) == "."
        return index + 2 if dotted else index + 1

    def _month_first(self, index: int) -> tuple[list[Mention], int] | None:
        month = self._month(index)
        if month is None:
            return None
        token = self.tokens[index]
        after = self._after_abbreviation(index)
        day = self._number(after, 31)
        if day is not None and not self._quantity(after):
            day_end = self._after_suffix(after + 1)
            other, joined, rest = self._second_day(day_end)
            if other is not None and self._month(rest) is not None:
                other, rest = None, day_end  # "May 3 to 5 June": two dates, joined later
            last = rest if other is not None else day_end
            year, end = self._year_after(last)
            closing = Mention(token.start, self.tokens[last - 1].end, None, month, other or day)
            closing = self._with_year(closing, year, end)
            if other is None:
                return self._with_shift(closing, end)
            opening = replace(closing, end=self.tokens[after].end, day=day)
            return self._pair(opening, closing, joined, token.start, end)
        year, end = self._year_after(after)
        mention = self._with_year(Mention(token.start, self.tokens[after - 1].end, None, month), year, end)
        if year is not None:
            return [mention], end
        shifted, after_shift = self._with_shift(mention, end)
        if after_shift > end or self._licensed_month(index):
            return shifted, after_shift
        return None

    def _after_suffix(self, index: int) -> int:
        return index + 1 if self._adjacent(index) and self.words.has("day_suffixes", self.low(index)) else index

    def _quantity(self, index: int) -> bool:
        """Whether the number at `index` goes on (`11:21`, `11.5`, `11%`) or counts something."""
        mark = self.low(index + 1)
        if self._adjacent(index + 1) and (mark in "%‰" or (mark in ".:," and self._adjacent_digit(index + 2))):
            return True
        return self.words.has("counters", mark) and mark not in self.words.sets.get("fillers", ())

    def _licensed_month(self, index: int) -> bool:
        token, before = self.tokens[index], self.low(index - 1)
        if token.low in self.words.short_months or (self.words.flags & {"lower_months"} and token.text[0].isupper()):
            return False
        if before == "-" and index >= 2:
            before = self.low(index - 2)
        cues = "strong_month_cues" if self.words.has("ambiguous_months", token.low) else "month_cues"
        if self.words.has(cues, before):
            return True
        if self.found and self.found[-1].month is not None:
            gap = self.text[self.found[-1].end : token.start].strip().lower()
            return self.words.has("ands", gap) or self.words.has("ranges", gap) or gap in DASHES
        # "mai og juni": the first of two months, licensed by the second
        return False

    def _year_after(self, index: int) -> tuple[int | None, int]:
        """A year at `index`, a comma or an `of` before it allowed: (year, index after it)."""
        for place in (index, index + 1):
            year = self._year(place)
            if year is not None:
                if place > index and self.low(index) != "," and not self.words.has("fillers", self.low(index)):
                    break
                if place > index and self._counted(place):
                    break
                return year, place + 1
        return None, index

    def _counted(self, index: int) -> bool:
        """Whether what follows makes the number at `index` a quantity: `2022 cases`, `2022 Fälle`."""
        if index + 1 >= len(self.tokens):
            return False
        token = self.tokens[index + 1]
        if self.words.has("counters", token.low):
            return True
        if "bare_years" in self.words.flags:  # German: a capitalised word is a noun
            return token.text[0].isupper() and not self.words.has("strong_year_cues", self.low(index - 1))
        plural = token.low.endswith("s") and len(token.low) > 3 and token.text[0].islower()
        return (
            self.words.sets.get("not_plural", frozenset()) != frozenset()
            and plural
            and not self.words.has("not_plural", token.low)
        )

    def _with_year(self, mention: Mention, year: int | None, end: int) -> Mention:
        return mention if year is None else replace(mention, year=year, end=self.tokens[end - 1].end)

    def _with_shift(self, mention: Mention, index: int) -> tuple[list[Mention], int]:
        """Adds `last year`, `i fjor`, `letzten Jahres` where it follows."""
        if mention.year is None:
            following = (
                index + 1 if self.low(index) in ("of", ",") or self.words.has("fillers", self.low(index)) else index
            )
            for place in (index, following):
                phrase = self._phrase(place) or self._modified_unit(place)
                if phrase is not None and phrase[0][0].unit == "year":
                    shifted = replace(mention, year_shift=phrase[0][0].shift, end=phrase[0][0].end)
                    return [shifted], phrase[1]
        return [mention], index
