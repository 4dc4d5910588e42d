"""Dates said from the day of publication: `i går`, `two weeks ago`, `letztes Jahr`."""

from __future__ import annotations

from functools import cached_property

from service.facts.dates_tokens import Mention, TokenReader


class RelativeReader(TokenReader):
    """Reads fixed phrases, counted units and units with `last`, `this` or `next`."""

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
        for pattern, sign in self._ago_patterns:
            count, unit = 0, ""
            for place, part in enumerate(pattern):
                low = self.low(index + place)
                if part == "{n}":
                    count = int(low) if low.isdecimal() and len(low) <= 3 else self.words.numerals.get(low, 0)
                    matched = count > 0
                elif part == "{unit}":
                    unit = self._unit(index + place) or ""
                    matched = bool(unit)
                else:
                    matched = low == part
                if not matched:
                    break
            else:
                start, end = self.tokens[index].start, self.tokens[index + len(pattern) - 1].end
                return Mention(start, end, unit=unit, shift=sign * count, mode="ago"), index + len(pattern)
        return None

    @cached_property
    def _ago_patterns(self) -> list[tuple[tuple[str, ...], int]]:
        """Those all of whose own words (`ago`) the text has somewhere."""
        said = {token.low for token in self.tokens}
        return [ago for ago in self.words.ago if all(part[0] == "{" or part in said for part in ago[0])]

    def _unit(self, index: int) -> str | None:
        """day, week, month or year, a genitive looked through: `next week's`."""
        return self.words.units.get(self.low(index).replace("’", "'").removesuffix("'s"))

    def _modified_unit(self, index: int) -> tuple[list[Mention], int] | None:
        """`last week`, `neste år`, `vergangenen Monat`."""
        mode = self.words.modes.get(self.low(index))
        unit = self._unit(index + 1)
        if mode is None or unit not in ("week", "month", "year"):
            return None
        shift = {"last": -1, "this": 0, "next": 1}[mode]
        return [Mention(self.tokens[index].start, self.tokens[index + 1].end, unit=unit, shift=shift)], index + 2
