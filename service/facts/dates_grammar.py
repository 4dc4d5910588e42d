"""How a text says a date: tokens -> mentions, one left-to-right pass, driven by a language's `DateWords`.

A mention is what the words say, before anything is known of the day of publication (`dates_resolve`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import NamedTuple

from service.facts.dates_lexicon import DateWords

_TOKEN = re.compile(r"\d+|[^\W\d_]+(?:[’'][^\W\d_]+)?|[^\w\s]|_")
_ISO = re.compile(
    r"(?<![\d.,/-])(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?(?![\d-])"
)
_YEAR_FIRST = re.compile(r"(?<![\d.,/-])(\d{4})([/.])(\d{1,2})\2(\d{1,2})(?![\d/])")
_DOTTED = re.compile(r"(?<![\d.,/-])(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})(?![\d%]|[.,:/]\d)")
_SLASHED = re.compile(r"(?<![\d.,/-])(\d{1,2})([/-])(\d{1,2})[/-](\d{4}|\d{2})(?![\d/%]|[.,:-]\d)")
_DAY_MONTH = re.compile(r"(?<![\d.,/-])(\d{1,2})\.(\d{1,2})\.(?!\s?\d|\w)")
_DASHES = frozenset("-–—‐‑")
_CLAUSE_END = frozenset('.,;:!?–—«»„“”"()')
_CLAUSE_TOKENS = 25
FIRST_YEAR, LAST_YEAR = 1500, 2199


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


def find_mentions(text: str, words: DateWords) -> list[Mention]:
    """All date mentions, in order, not overlapping, adjacent ones joined to intervals where the words say so."""
    return _Reader(text, words).read()


def two_digit_year(digits: str) -> int:
    """`24` -> 2024, `98` -> 1998, `2024` -> 2024."""
    number = int(digits)
    if len(digits) > 2:
        return number
    return number + (2000 if number < 70 else 1900)


class _Reader:
    """One pass over one text. Readers of a construction return (mention, index after it) or None."""

    def __init__(self, text: str, words: DateWords) -> None:
        self.text = text
        self.words = words
        self.tokens = tokenize(text)
        self.found: list[Mention] = []

    def read(self) -> list[Mention]:
        index = 0
        while index < len(self.tokens):
            result = self._at(index)
            if result is None:
                index += 1
                continue
            mentions, index = result
            self.found.extend(mentions)
        return [mention for mention in self._joined() if not mention.spoiled]

    # --- looking around

    def low(self, index: int) -> str:
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

    # --- dispatch

    def _at(self, index: int) -> tuple[list[Mention], int] | None:
        token = self.tokens[index]
        if token.low.isdecimal():
            return self._at_number(index)
        for reader in (self._phrase, self._modified, self._weekday, self._month_first):
            result = reader(index)
            if result is not None:
                return result
        return None

    def _at_number(self, index: int) -> tuple[list[Mention], int] | None:
        single = self._numeric(index) or self._ago(index)
        if single is not None:
            return [single[0]], single[1]
        return self._day_first(index) or self._bare_year(index)

    # --- dates in digits

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

    # --- day before month

    def _after_day(self, index: int) -> int:
        """The index after a day's ordinal mark: `11.`, `11th`, `11:e`."""
        if self._adjacent(index) and (self.low(index) == "." or self.words.has("day_suffixes", self.low(index))):
            return index + 1
        return index

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

    def _second_day(self, index: int) -> tuple[int | None, str, int]:
        """After a first day: (second day, `range` or `and`, index after it), or (None, "", index)."""
        low = self.low(index)
        kind = "range" if low in _DASHES or self.words.has("ranges", low) else ""
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

    # --- month before day, or alone

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
            return self.words.has("ands", gap) or self.words.has("ranges", gap) or gap in _DASHES
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

    def _with_year(self, mention: Mention, year: int | None, end: int) -> Mention:
        return mention if year is None else replace(mention, year=year, end=self.tokens[end - 1].end)

    def _with_shift(self, mention: Mention, index: int) -> tuple[list[Mention], int]:
        """Adds `last year`, `i fjor`, `letzten Jahres` where it follows."""
        if mention.year is None:
            following = (
                index + 1 if self.low(index) in ("of", ",") or self.words.has("fillers", self.low(index)) else index
            )
            for place in (index, following):
                phrase = self._phrase(place) or self._modified(place)
                if phrase is not None and phrase[0][0].unit == "year":
                    shifted = replace(mention, year_shift=phrase[0][0].shift, end=phrase[0][0].end)
                    return [shifted], phrase[1]
        return [mention], index

    # --- years

    def _bare_year(self, index: int) -> tuple[list[Mention], int] | None:
        year = self._year(index)
        if year is None or (self._adjacent(index) and self.low(index - 1) not in "(-–—/'’\"“„«‘"):
            return None
        token = self.tokens[index]
        mention = Mention(token.start, token.end, year)
        if self.low(index + 1) in _DASHES and self._adjacent(index + 1) and self._adjacent(index + 2):
            other = self._year(index + 2)
            if other is not None and year < other < year + 100:
                end = self.tokens[index + 2].end
                return [replace(mention, end=end, until=replace(mention, year=other, end=end))], index + 3
            tail = self.low(index + 2)
            compound = tail.isalpha() and not tail.startswith(("tal", "år"))
            if "year_compounds" in self.words.flags and compound:
                return [mention], index + 1
            return None
        return ([mention], index + 1) if self._licensed_year(index) else None

    def _licensed_year(self, index: int) -> bool:
        before, after = self.low(index - 1), self.low(index + 1)
        if before == "(" and after == ")":
            return True
        if self.found and self.found[-1].year is not None and self.found[-1].month is None:
            gap = self.text[self.found[-1].end : self.tokens[index].start].strip().lower()
            if gap in _DASHES or gap == "," or self.words.has("ands", gap) or self.words.has("ranges", gap):
                return not self._counted(index)
        if self.words.has("strong_year_cues", before):
            return True
        if self.words.has("year_cues", before):
            return not self._counted(index)
        if self.words.has("year_articles", before) or before.endswith(("'s", "’s")):
            return after.isalpha() and not self._counted(index)
        return "bare_years" in self.words.flags and self._plain_year(index)

    def _plain_year(self, index: int) -> bool:
        """German leaves the preposition out: `Der Krieg begann 2022.`"""
        previous = self.tokens[index - 1] if index else None
        if not 1900 <= int(self.low(index)) <= 2099 or int(self.low(index)) % 100 == 0:
            return False
        if previous is not None and (
            previous.text[0].isupper() or previous.low.isdecimal() or self.words.has("approximators", previous.low)
        ):
            return False
        after = self.low(index + 1)
        return after == "" or not after[0].isalnum() or self.words.has("bare_year_followers", after)

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

    # --- relative dates

    def _phrase(self, index: int) -> tuple[list[Mention], int] | None:
        for words, unit, shift in self.words.phrases.get(self.low(index), ()):
            if all(self.low(index + place) == word for place, word in enumerate(words)):
                if len(words) == 1 and not self._lone_phrase(index):
                    return None
                start, end = self.tokens[index].start, self.tokens[index + len(words) - 1].end
                return [Mention(start, end, unit=unit, shift=shift)], index + len(words)
        ago = self._ago(index)
        return None if ago is None else ([ago[0]], ago[1])

    def _lone_phrase(self, index: int) -> bool:
        """`morgen` is tomorrow only in lower case and not as a time of day: `am Montag morgen`."""
        token = self.tokens[index]
        if not self.words.has("parts_of_day", token.low):
            return True
        before = self.low(index - 1)
        return token.text[0].islower() and before not in self.words.weekdays and before not in self.words.phrases

    def _ago(self, index: int) -> tuple[Mention, int] | None:
        for pattern, sign in self.words.ago:
            count, unit = 0, ""
            for place, part in enumerate(pattern):
                low = self.low(index + place)
                if part == "{n}":
                    count = int(low) if low.isdecimal() and len(low) <= 3 else self.words.numerals.get(low, 0)
                    matched = count > 0
                elif part == "{unit}":
                    unit = self.words.units.get(low, "")
                    matched = bool(unit)
                else:
                    matched = low == part
                if not matched:
                    break
            else:
                start, end = self.tokens[index].start, self.tokens[index + len(pattern) - 1].end
                return Mention(start, end, unit=unit, shift=sign * count, mode="ago"), index + len(pattern)
        return None

    def _modified(self, index: int) -> tuple[list[Mention], int] | None:
        """`last Friday`, `neste uke`, `letzten Juli`."""
        mode = self.words.modes.get(self.low(index))
        if mode is None or index + 1 >= len(self.tokens):
            return None
        start, target = self.tokens[index].start, self.tokens[index + 1]
        shift = {"last": -1, "this": 0, "next": 1}[mode]
        unit = self.words.units.get(target.low)
        if unit in ("week", "month", "year"):
            return [Mention(start, target.end, unit=unit, shift=shift)], index + 2
        if target.low in self.words.weekdays:
            mention = Mention(start, target.end, weekday=self.words.weekdays[target.low], mode=mode)
            dated = self._date_after_weekday(index + 2)
            return ([replace(dated[0], start=start)], dated[1]) if dated else ([mention], index + 2)
        month = self._month(index + 1)
        if month is None or target.low in self.words.short_months or self._number(index + 2, 31) is not None:
            return None
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
        modified = self._modified(week)
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

    # --- intervals of two mentions

    def _joined(self) -> list[Mention]:
        joined: list[Mention] = []
        for mention in self.found:
            if joined and self._ranges(joined[-1], mention):
                joined[-1] = replace(joined[-1], end=mention.end, until=mention)
            else:
                joined.append(mention)
        return joined

    def _ranges(self, first: Mention, second: Mention) -> bool:
        if first.spoiled or second.spoiled or first.until or second.until or _grain(first) != _grain(second):
            return False
        if second.start - first.end > 12:
            return False
        gap = " ".join(self.text[first.end : second.start].lower().split())
        if gap in _DASHES or self.words.has("ranges", gap):
            return True
        before = self.text[max(0, first.start - 12) : first.start].lower().split()
        return bool(before) and self.words.has("between", before[-1]) and self.words.has("ands", gap)


def _grain(mention: Mention) -> str:
    if mention.weekday is not None or mention.day is not None:
        return "day"
    return "month" if mention.month is not None else mention.unit or "year"
