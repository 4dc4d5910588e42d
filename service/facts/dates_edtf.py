"""Dates as values: the part of EDTF (ISO 8601-2, level 1) that docs/schema.md speaks of.

`2024`, `2024-10`, `2024-10-11`, `2024-10-11T23:21` (seconds and offset allowed), `XXXX-01-17`, `201X`, intervals
`a/b` with `..` for an open end, and the qualifiers `?`, `~`, `%` at the end of a date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

_POINT = re.compile(
    r"(?P<year>\d{4}|\d{3}X|\d{2}XX|XXXX)"
    r"(?:-(?P<month>\d{2}|XX)(?:-(?P<day>\d{2}|XX)"
    r"(?:T(?P<hour>\d{2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?(?P<offset>Z|[+-]\d{2}:?\d{2})?)?)?)?"
    r"[?~%]?"
)
_LEAP_YEAR = 2000
"""Stands in for an unspecified year: it has a 29 February."""


@dataclass(frozen=True, slots=True)
class Point:
    """One EDTF date. `years` is the span of years it may lie in; None parts are unspecified or finer than given."""

    years: tuple[int, int]
    month: int | None = None
    day: int | None = None
    time: tuple[int, int] | None = None
    offset_minutes: int | None = None

    @property
    def year(self) -> int | None:
        """The year, where it is one."""
        return self.years[0] if self.years[0] == self.years[1] else None

    def bounds(self, year: int | None = None) -> tuple[date, date] | None:
        """First and last day, taking `year` where the year is unspecified; None where such a day does not exist."""
        first_year, last_year = self.years if self.year is not None or year is None else (year, year)
        try:
            if self.month is None:
                return date(max(first_year, 1), 1, 1), date(last_year, 12, 31)
            if self.day is None:
                return date(max(first_year, 1), self.month, 1), month_end(last_year, self.month)
            return date(max(first_year, 1), self.month, self.day), date(last_year, self.month, self.day)
        except ValueError:
            return None


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    following = date(year + month // 12, month % 12 + 1, 1) if year < 9999 or month < 12 else None
    return following - timedelta(days=1) if following else date(9999, 12, 31)


def parse_point(text: str) -> Point | None:
    """One EDTF date; None where `text` is not one, or names a day that no calendar has."""
    match = _POINT.fullmatch(text)
    if match is None:
        return None
    digits = match["year"]
    years = (int(digits.replace("X", "0")), int(digits.replace("X", "9")))
    month = _part(match["month"])
    day = _part(match["day"])
    if month is not None and not 1 <= month <= 12:
        return None
    if day is not None:
        try:
            date(years[0] if years[0] == years[1] else _LEAP_YEAR, month or 1, day)
        except ValueError:
            return None
    time = None
    if match["hour"] is not None:
        time = (int(match["hour"]), int(match["minute"]))
        if time[0] > 23 or time[1] > 59 or int(match["second"] or 0) > 59:
            return None
    return Point(years, month, day, time, _offset(match["offset"]))


def _part(digits: str | None) -> int | None:
    return None if digits is None or digits == "XX" else int(digits)


def _offset(text: str | None) -> int | None:
    if text is None:
        return None
    if text == "Z":
        return 0
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return -minutes if text[0] == "-" else minutes


def parse_edtf(text: str) -> tuple[Point | None, Point | None] | None:
    """Start and end of an EDTF date or interval (equal for a date, None for an open end); None if it is not EDTF."""
    start_text, slash, end_text = text.partition("/")
    start = parse_point(start_text)
    if not slash:
        return None if start is None else (start, start)
    end = parse_point(end_text)
    if (start is None and start_text not in ("", "..")) or (end is None and end_text not in ("", "..")):
        return None
    if start is None and end is None:
        return None
    return start, end


def is_valid_edtf(text: str) -> bool:
    """Whether `text` is a date or an interval of the subset above, and every day in it exists."""
    return parse_edtf(text) is not None


def edtf_bounds(edtf: str) -> tuple[date | None, date | None]:
    """First and last day; None where the end is open, the year unspecified, or the text not EDTF."""
    parsed = parse_edtf(edtf)
    if parsed is None:
        return None, None
    first = parsed[0].bounds() if parsed[0] and parsed[0].years != (0, 9999) else None
    last = parsed[1].bounds() if parsed[1] and parsed[1].years != (0, 9999) else None
    return (first[0] if first else None), (last[1] if last else None)


def edtf_key(edtf: str) -> tuple[int, int, int, int, int, str]:
    """Sorts dates by their start; coarser before finer, dates without a year after those with one, non-dates last."""
    parsed = parse_edtf(edtf)
    point = (parsed[0] or parsed[1]) if parsed else None
    if point is None:
        return 10001, 0, 0, 0, 0, edtf
    year = point.years[0] if point.years != (0, 9999) else 10000
    hour, minute = point.time or (0, 0)
    return year, point.month or 0, point.day or 0, hour, minute, edtf


def compatible(a: str, b: str) -> bool:
    """Whether two EDTF dates may be the same day or period.

    XXXX matches any year, a coarser date contains the finer ones, an interval contains its days, one interval
    another that lies within it. Times of day do not count, except that two instants with offsets are one day only
    if they are within a day of each other. False where either is not EDTF.
    """
    left, right = parse_edtf(a), parse_edtf(b)
    if left is None or right is None:
        return False
    if _instants_meet(left, right):
        return True
    return any(_meet(_days(left, year), _days(right, year), "/" in a and "/" in b) for year in _years(left, right))


def _instants_meet(left: tuple[Point | None, Point | None], right: tuple[Point | None, Point | None]) -> bool:
    instants = []
    for point, other in (left, right):
        if point is None or point is not other or point.offset_minutes is None or point.time is None:
            return False
        if point.year is None or point.month is None or point.day is None:
            return False
        local = datetime(point.year, point.month, point.day, *point.time)
        instants.append(local - timedelta(minutes=point.offset_minutes))
    return instants[0] == instants[1]


def _years(left: tuple[Point | None, Point | None], right: tuple[Point | None, Point | None]) -> list[int]:
    """Years worth trying for an unspecified one: those that the other date names, else a leap year."""
    known = {year for point in (*left, *right) if point and point.years != (0, 9999) for year in point.years}
    return sorted(known | {min(known) - 1}) if known else [_LEAP_YEAR]


def _days(pair: tuple[Point | None, Point | None], year: int) -> tuple[date, date] | None:
    start, end = pair
    first = start.bounds(year) if start else (date.min, date.min)
    last = end.bounds(year) if end else (date.max, date.max)
    if first and last and last[1] < first[0] and end and end.years == (0, 9999):
        last = end.bounds(year + 1)  # an interval over New Year, neither end with its year
    return (first[0], last[1]) if first and last and first[0] <= last[1] else None


def _meet(left: tuple[date, date] | None, right: tuple[date, date] | None, both_intervals: bool) -> bool:
    if left is None or right is None:
        return False
    if both_intervals:
        within = left[0] <= right[0] and right[1] <= left[1]
        return within or (right[0] <= left[0] and left[1] <= right[1])
    return left[0] <= right[1] and right[0] <= left[1]
