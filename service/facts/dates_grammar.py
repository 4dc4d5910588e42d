"""How a text says a date: tokens -> mentions, one left-to-right pass, driven by a language's `DateWords`.

A mention is what the words say, before anything is known of the day of publication (`dates_resolve`).
"""

from __future__ import annotations

from dataclasses import replace

from service.facts.dates_lexicon import DateWords
from service.facts.dates_tokens import DASHES, Mention
from service.facts.dates_weekdays import WeekdayReader


def find_mentions(text: str, words: DateWords) -> list[Mention]:
    """All date mentions, in order, not overlapping, adjacent ones joined to intervals where the words say so."""
    return _Reader(text, words).read()


class _Reader(WeekdayReader):
    """Reads everything: the other constructions in their order, and years that stand alone."""

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

    def _at(self, index: int) -> tuple[list[Mention], int] | None:
        token = self.tokens[index]
        if token.low.isdecimal():
            return self._at_number(index)
        if token.low not in self.words.openers:
            return None
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

    def _bare_year(self, index: int) -> tuple[list[Mention], int] | None:
        year = self._year(index)
        if year is None or (self._adjacent(index) and self.low(index - 1) not in "(-–—/'’\"“„«‘"):
            return None
        token = self.tokens[index]
        mention = Mention(token.start, token.end, year)
        if self.low(index + 1) in DASHES and self._adjacent(index + 1) and self._adjacent(index + 2):
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
            if gap in DASHES or gap == "," or self.words.has("ands", gap) or self.words.has("ranges", gap):
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
        if gap in DASHES or self.words.has("ranges", gap):
            return True
        before = self.text[max(0, first.start - 12) : first.start].lower().split()
        return bool(before) and self.words.has("between", before[-1]) and self.words.has("ands", gap)


def _grain(mention: Mention) -> str:
    if mention.weekday is not None or mention.day is not None:
        return "day"
    return "month" if mention.month is not None else mention.unit or "year"
