"""Times of day as numbers: `kl. 14.30`, `14:30 Uhr`, `2.30 p.m.`, `halb drei`, `kvart over to`, `half past two`.

The value is hour + minute/100 on the 24-hour clock where the text says so (`2.30 p.m.` is 14.30). `halb drei` and
`halv tre` are half past two, `um viertel drei` is quarter past two, `um fünf vor halb drei` 2.25.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from service.facts.numbers_lexicon import alternatives, language_or_nearest, lexicon
from service.languages import language

_HOURS_A_DAY = 24
_MINUTES = 60
_SPOKEN_MINUTES = (5, 10, 20, 25)
_LONGEST_CUE = 15
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class ClockTime:
    """A time of day; `value` is hour + minute/100, 0 to 23.59."""

    value: Decimal
    start: int
    end: int


@dataclass(frozen=True)
class _Patterns:
    written: re.Pattern[str]
    until: re.Pattern[str]
    """What goes on from a time to a second one: kl. 10-12, kl. 18 og 20."""
    spoken: tuple[tuple[re.Pattern[str], int], ...]  # minutes to add to the hour named
    counted: re.Pattern[str]
    """Minutes before or after an hour or half an hour, where a word before says that it is a time."""
    cue: re.Pattern[str]
    hours: dict[str, int]
    minutes: dict[str, int]


@cache
def _patterns(language_code: str) -> _Patterns:
    code = language_or_nearest(language_code)
    table = language(code).mapping("facts.numbers.clock")
    words = lexicon(code)
    hours = {word: value for word, value in words.cardinals.items() if 1 <= value <= 12}
    hour = rf"(?P<hour>{alternatives(list(hours))}|\d{{1,2}})(?!\w)"
    before = alternatives(table.get("before", []))
    after = alternatives(table.get("after", []))
    am, pm = alternatives(table.get("am", [])), alternatives(table.get("pm", []))
    between = alternatives(table.get("between", []))
    time = r"(?P<h{0}>\d{{1,2}})(?:[.:](?P<m{0}>\d{{2}}))?"
    written = [
        rf"{time.format(1)}\s?(?:(?P<am>{am})|(?P<pm>{pm}))(?!\w)" if "am" in table else "(?!)",
        rf"{time.format(2)}\s?(?:{after})(?!\w)(?:\s(?P<m5>\d{{2}})(?!\w|[.,]\d))?" if table.get("after") else "(?!)",
        rf"(?:{before})\s?{time.format(3)}(?![\d%]|[.,:]\d)" if table.get("before") and code != "en" else "(?!)",
        r"(?P<h4>[01]?\d|2[0-3]):(?P<m4>[0-5]\d)(?![\d:])",
    ]
    spoken = [
        (re.compile(rf"\b(?:{alternatives(table[key])})\s{hour}", re.IGNORECASE), minutes)
        for key, minutes in (("half_to", -30), ("half_past", 30), ("quarter_past", 15), ("quarter_to", -15))
        if table.get(key)
    ]
    spoken += [
        (re.compile(rf"\b(?P<cued>{alternatives(table[key])})\s{hour}(?!\s?Uhr)", re.IGNORECASE), minutes)
        for key, minutes in (("quarter_of", -45), ("three_quarters_of", -15))
        if table.get(key)
    ]
    if table.get("parts"):
        spoken.append((re.compile(rf"\b(?P<cued>){hour}\s(?:{alternatives(table['parts'])})(?!\w)", re.IGNORECASE), 0))
    minutes = {word: value for word, value in words.cardinals.items() if value in _SPOKEN_MINUTES}
    minutes |= {f"{tens}-five": value + 5 for tens, value in words.cardinals.items() if value == 20}
    past, to = alternatives(table.get("minutes_past", [])), alternatives(table.get("minutes_to", []))
    half = alternatives(table.get("half_to", []))
    counted = (
        rf"\b(?P<cued>(?P<minute>{alternatives(list(minutes))}|\d{{1,2}})\s(?:(?P<past>{past})|(?P<to>{to})))\s"
        rf"(?:(?P<half>{half})\s)?{hour}"
    )
    pattern = "|".join(rf"(?<![\w.,:])(?:{one})" for one in written)
    until = rf"\s?(?:{between})\s?{time.format(6)}(?![\w%]|[.,:]\d)"
    return _Patterns(
        re.compile(pattern, re.IGNORECASE),
        re.compile(until),
        tuple(spoken),
        re.compile(counted, re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{alternatives(table.get('cues', []))})\s$", re.IGNORECASE),
        hours,
        minutes,
    )


def _value(hour: int, minute: int) -> Decimal | None:
    if hour > _HOURS_A_DAY or minute >= _MINUTES:
        return None
    return Decimal(hour % _HOURS_A_DAY) + Decimal(minute) / 100


def _written(match: re.Match[str]) -> Decimal | None:
    groups = match.groupdict()
    hour = next((groups[name] for name in ("h1", "h2", "h3", "h4", "h6") if groups.get(name)), None)
    if hour is None:
        return None
    minute = next((groups[name] for name in ("m1", "m2", "m3", "m4", "m5", "m6") if groups.get(name)), "0")
    number = int(hour)
    if groups.get("pm") and number < 12:
        number += 12
    if groups.get("am") and number == 12:
        number = 0
    return _value(number, int(minute or 0))


def find_clock_times(text: str, language_code: str) -> tuple[ClockTime, ...]:
    """Times of day in the order of the text; what cannot be one (25:10) is left to the other readers."""
    patterns = _patterns(language_code)
    found: list[ClockTime] = []
    written = patterns.written.finditer(text) if _DIGIT.search(text) else ()
    for match in written:
        value = _written(match)
        if value is None:
            continue
        found.append(ClockTime(value, match.start(), match.end()))
        until = patterns.until.match(text, match.end()) if match.groupdict().get("h3") else None
        second = _written(until) if until else None
        if until and second is not None:
            found.append(ClockTime(second, until.start("h6"), until.end()))
    for pattern, minutes in patterns.spoken:
        found += _spoken(text, pattern, minutes, patterns, language_code)
    found += _spoken(text, patterns.counted, 0, patterns, language_code)
    found.sort(key=lambda time: (time.start, -time.end))
    return tuple(time for index, time in enumerate(found) if not any(time.start < e.end for e in found[:index]))


def _spoken(
    text: str, pattern: re.Pattern[str], minutes: int, patterns: _Patterns, language_code: str
) -> Iterator[ClockTime]:
    for match in pattern.finditer(text):
        groups = match.groupdict()
        if "cued" in groups and not patterns.cue.search(text[max(0, match.start() - _LONGEST_CUE) : match.start()]):
            continue
        hour, shift = _named(match["hour"], patterns.hours), minutes
        if groups.get("minute"):
            count = _named(match["minute"], patterns.minutes)
            shift = (count if match["past"] else -count) - (_MINUTES // 2 if match["half"] else 0)
        moment = (hour * _MINUTES + shift) % (12 * _MINUTES) if hour <= 12 else hour * _MINUTES + shift
        value = _value(moment // _MINUTES or 12, moment % _MINUTES)
        if hour and value is not None and not _is_amount(text, match.end(), language_code):
            yield ClockTime(value, match.start(), match.end())


def _named(word: str, values: dict[str, int]) -> int:
    lowered = word.lower()
    return values.get(lowered) or (int(lowered) if lowered.isdigit() else 0)


def _is_amount(text: str, end: int, language_code: str) -> bool:
    """`halv million` and the like are amounts."""
    following = re.match(r"[\s-]([^\W\d_]+)", text[end:])
    return bool(following and following[1].lower() in lexicon(language_code).multipliers)
