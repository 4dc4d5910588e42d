"""A language's date words, from table [dates] of `service/languages/<code>.toml`, indexed for the grammar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property

from service.languages import Language, language, language_codes


@dataclass(frozen=True)
class DateWords:
    """Lower-cased words. `phrases`: first word -> (words, unit, shift), longest first; `ago`: patterns with a sign."""

    months: dict[str, int] = field(default_factory=dict)
    short_months: dict[str, int] = field(default_factory=dict)
    weekdays: dict[str, int] = field(default_factory=dict)
    short_weekdays: dict[str, int] = field(default_factory=dict)
    numerals: dict[str, int] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    phrases: dict[str, tuple[tuple[tuple[str, ...], str, int], ...]] = field(default_factory=dict)
    ago: tuple[tuple[tuple[str, ...], int], ...] = ()
    modes: dict[str, str] = field(default_factory=dict)
    sets: dict[str, frozenset[str]] = field(default_factory=dict)
    flags: frozenset[str] = frozenset()
    slash_order: str = "dmy"

    def has(self, name: str, word: str) -> bool:
        """Whether `word` is in the list `name` of the table."""
        return word in self.sets.get(name, ())

    @cached_property
    def openers(self) -> frozenset[str]:
        """Words that a date in words can begin with; no reader has anything to say of the others."""
        firsts = {pattern[0] for pattern, _ in self.ago if pattern[0][0] != "{"}
        tables = (self.phrases, self.modes, self.weekdays, self.short_weekdays, self.months, self.short_months)
        return frozenset(firsts.union(self.numerals, *tables))


_LISTS = (
    "weekday_not_after", "weekday_not_before", "day_suffixes", "fillers", "parts_of_day", "ranges", "ands", "between",
    "month_cues", "strong_month_cues", "ambiguous_months", "year_cues", "strong_year_cues", "year_articles", "counters",
    "approximators", "bare_year_followers", "future", "past", "published", "updated", "header_words", "bylines", "clock",
    "clock_after", "not_plural",
)  # fmt: skip
_FLAGS = ("capital_months", "capital_weekdays", "lower_months", "bare_years", "year_compounds")


@cache
def date_words(code: str) -> DateWords:
    """The date words of a language; empty (numeric dates only) for one without a file. `no` is read as `nb`."""
    code = "nb" if code == "no" else code
    if code not in language_codes():
        return DateWords()
    tables = language(code)
    return DateWords(
        months=tables.mapping("dates.months"),
        short_months=tables.mapping("dates.month_abbreviations"),
        weekdays=_weekday_forms(tables),
        short_weekdays=tables.mapping("dates.weekday_abbreviations"),
        numerals=tables.mapping("dates.numerals"),
        units=tables.mapping("dates.units"),
        phrases=_phrases(tables.mapping("dates.relative")),
        ago=tuple(
            (tuple(pattern.split()), sign)
            for path, sign in (("dates.ago", -1), ("dates.ahead", 1))
            for pattern in tables.strings(path)
        ),
        modes={word: mode for mode in ("last", "next", "this") for word in tables.strings(f"dates.{mode}")},
        sets={name: frozenset(tables.strings(f"dates.{name}")) for name in _LISTS},
        flags=frozenset(name for name in _FLAGS if tables.mapping("dates").get(name)),
        slash_order=tables.string("dates.slash_order", "dmy"),
    )


@cache
def header_words(codes: tuple[str, ...]) -> DateWords:
    """The words that stamps are made of, of several languages at once; the first language wins a clash and sets the order."""
    lexicons = [date_words(code) for code in codes]
    return DateWords(
        months=_merged(words.months for words in lexicons),
        short_months=_merged(words.short_months for words in lexicons),
        weekdays=_merged(words.weekdays for words in lexicons),
        short_weekdays=_merged(words.short_weekdays for words in lexicons),
        sets={name: frozenset().union(*(words.sets.get(name, ()) for words in lexicons)) for name in _LISTS},
        slash_order=lexicons[0].slash_order,
    )


def _merged(tables: Iterable[dict[str, int]]) -> dict[str, int]:
    merged: dict[str, int] = {}
    for table in tables:
        for word, value in table.items():
            merged.setdefault(word, value)
    return merged


def _weekday_forms(tables: Language) -> dict[str, int]:
    """Weekdays with the endings they take: `Friday's`, `fredagens`, `Dienstagabend`, `tirsdagskvelden`."""
    forms: dict[str, int] = {}
    joints = tables.strings("dates.day_part_joints")
    parts = tables.strings("dates.parts_of_day") if joints else ()
    for word, number in tables.mapping("dates.weekdays").items():
        forms[word] = number
        for ending in tables.strings("dates.weekday_endings"):
            forms[word + ending] = number
        for joint in joints:
            for part in parts:
                forms[word + joint + part] = number
    return forms


def _phrases(table: dict[str, str]) -> dict[str, tuple[tuple[tuple[str, ...], str, int], ...]]:
    phrases: dict[str, list[tuple[tuple[str, ...], str, int]]] = {}
    for text, meaning in table.items():
        words = tuple(text.split())
        unit, shift = meaning.split()
        phrases.setdefault(words[0], []).append((words, unit, int(shift)))
    return {first: tuple(sorted(group, key=lambda entry: -len(entry[0]))) for first, group in phrases.items()}
