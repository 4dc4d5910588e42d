"""What a mention means, given the day of publication: mention + anchor -> EDTF."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from service.facts.dates_edtf import Point, edtf_bounds, is_valid_edtf, parse_edtf
from service.facts.dates_tokens import FIRST_YEAR, LAST_YEAR, Mention

_FUTURE_MONTH_PENALTY_DAYS = 60
"""A month without a year is the nearest one, but news looks back more than ahead: so much further counts a later one."""

_NEAR_MONTHS = 3
"""A month named alone that is further off than this may be last year's or next year's: its year is inferred."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """An EDTF date; `relative` to the anchor, `inferred` where it takes more than the day of publication to say it."""

    edtf: str
    relative: bool = False
    inferred: bool = False


def anchor_point(anchor: str | None) -> Point | None:
    """The day of publication, as far as it is known; None for None, for a text that is not EDTF, and for what is no
    time of printing (a known year before 1500 or after 2199)."""
    parsed = parse_edtf(anchor) if anchor else None
    point = parsed[0] if parsed else None
    if point is None or (point.year is not None and not FIRST_YEAR <= point.year <= LAST_YEAR):
        return None
    return point


def resolve(mention: Mention, anchor: Point | None) -> Resolved | None:
    """The date, or None where nothing can be said of it (no anchor for a relative one, a day no calendar has)."""
    if mention.until is not None:
        return _interval(mention, anchor)
    if mention.unit is not None:
        return _shifted(mention, anchor)
    if mention.weekday is not None:
        return _weekday(mention, anchor)
    resolved = _calendar(mention, anchor)
    return resolved if resolved and is_valid_edtf(resolved.edtf) else None


def _interval(mention: Mention, anchor: Point | None) -> Resolved | None:
    until = mention.until
    assert until is not None
    end = resolve(until, anchor)
    opening = Mention(
        mention.start, mention.end, mention.year, mention.month, mention.day, mention.year_shift, mention.weekday,
        mention.week_shift, mention.mode, mention.unit, mention.shift,
    )  # fmt: skip
    start = resolve(opening, anchor)
    if start is None or end is None:
        return start or end
    first, last = start.edtf, end.edtf
    if mention.month is not None and mention.year is None and not last.startswith("X") and until.month is not None:
        year = int(last[:4])
        first = f"{year:04d}{first[4:]}"
        if first > last:
            first = f"{year - 1:04d}{first[4:]}"
    if mention.weekday is not None and first > last:
        first = str(date.fromisoformat(first) - timedelta(days=7))
    lower, upper = edtf_bounds(first)[0], edtf_bounds(last)[1]
    if "/" in first or "/" in last or (lower and upper and lower > upper) or not is_valid_edtf(first):
        return end
    return Resolved(f"{first}/{last}", start.relative or end.relative, start.inferred or end.inferred)


def _calendar(mention: Mention, anchor: Point | None) -> Resolved | None:
    month, day = mention.month, mention.day
    if mention.year is not None:
        return Resolved(_text(mention.year, month, day))
    if month is None:
        return None
    if mention.year_shift is not None:
        if anchor is None or anchor.year is None:
            return Resolved(_text(None, month, day), relative=True)
        return Resolved(_text(anchor.year + mention.year_shift, month, day), relative=True, inferred=True)
    if mention.mode is not None:
        return _named_month(mention.mode, month, anchor)
    year = _nearest_year(month, day, anchor)
    far = day is None and year is not None and anchor is not None and _months_apart(year, month, anchor) > _NEAR_MONTHS
    return Resolved(_text(year, month, day), inferred=far)


def _months_apart(year: int, month: int, anchor: Point) -> int:
    return abs((year - (anchor.year or year)) * 12 + month - (anchor.month or month))


def _named_month(mode: str, month: int, anchor: Point | None) -> Resolved:
    """`last July`, `next May`, `this March`."""
    if anchor is None or anchor.year is None or anchor.month is None:
        return Resolved(_text(None, month, None), relative=True)
    year = anchor.year
    if mode == "last" and month >= anchor.month:
        year -= 1
    elif mode == "next" and month <= anchor.month:
        year += 1
    return Resolved(_text(year, month, None), relative=True, inferred=True)


def _nearest_year(month: int, day: int | None, anchor: Point | None) -> int | None:
    """The year that puts a day or month nearest to the anchor; None where the anchor has no year and month."""
    if anchor is None or anchor.year is None or anchor.month is None:
        return None
    here = date(anchor.year, anchor.month, anchor.day or 15)
    best: tuple[int, int] | None = None
    for year in (anchor.year - 1, anchor.year, anchor.year + 1):
        try:
            there = date(year, month, day or 15)
        except ValueError:
            continue
        distance = (there - here).days
        if day is None and distance > 20:
            distance += _FUTURE_MONTH_PENALTY_DAYS
        if best is None or abs(distance) < best[0]:
            best = (abs(distance), year)
    return best[1] if best else None


def _weekday(mention: Mention, anchor: Point | None) -> Resolved | None:
    here = _full_day(anchor)
    if here is None or mention.weekday is None:
        return None
    if mention.week_shift is not None:
        monday = here - timedelta(days=here.isoweekday() - 1) + timedelta(weeks=mention.week_shift)
        return Resolved(str(monday + timedelta(days=mention.weekday - 1)), relative=True)
    ahead = (mention.weekday - here.isoweekday()) % 7
    if mention.mode == "next":
        ahead = ahead or 7
    elif mention.mode == "last":
        ahead = ahead - 7
    elif mention.mode is None:
        ahead = ahead - 7 if ahead else 0
    return Resolved(str(here + timedelta(days=ahead)), relative=True, inferred=mention.mode == "future")


def _shifted(mention: Mention, anchor: Point | None) -> Resolved | None:
    if anchor is None:
        return None
    unit, shift = mention.unit, mention.shift
    if unit == "day":
        return _shifted_day(shift, anchor)
    if unit == "year":
        inferred = shift != 0
        return Resolved(_text(anchor.year + shift, None, None), True, inferred) if anchor.year else None
    return _shifted_month_or_week(unit, shift, anchor)


def _shifted_month_or_week(unit: str | None, shift: int, anchor: Point) -> Resolved | None:
    if anchor.year is None or anchor.month is None:
        return None
    if unit == "month":
        months = anchor.year * 12 + anchor.month - 1 + shift
        return Resolved(_text(months // 12, months % 12 + 1, None), True, shift != 0)
    here = _full_day(anchor)
    if here is None:
        return None
    if unit == "weekend":
        sunday = here - timedelta(days=here.isoweekday() % 7)
        return Resolved(f"{sunday - timedelta(days=1)}/{sunday}", True, True)
    monday = here - timedelta(days=here.isoweekday() - 1) + timedelta(weeks=shift)
    return Resolved(f"{monday}/{monday + timedelta(days=6)}", True, shift != 0)


def _shifted_day(shift: int, anchor: Point) -> Resolved | None:
    here = _full_day(anchor)
    if here is not None:
        return Resolved(str(here + timedelta(days=shift)), relative=True)
    if anchor.month is None or anchor.years not in ((0, 9999), (anchor.year, anchor.year)):
        return None
    if anchor.day is None:
        return Resolved(_text(anchor.year, anchor.month, None), relative=True) if shift == 0 else None
    there = date(2000, anchor.month, anchor.day) + timedelta(days=shift)
    if (there.month > 2) != (anchor.month > 2) and there.year == 2000:
        return None  # over 29 February, which not every year has
    return Resolved(_text(None, there.month, there.day), relative=True)


def _full_day(anchor: Point | None) -> date | None:
    if anchor is None or anchor.year is None or anchor.month is None or anchor.day is None:
        return None
    return date(anchor.year, anchor.month, anchor.day)


def _text(year: int | None, month: int | None, day: int | None) -> str:
    parts = ["XXXX" if year is None else f"{year:04d}"]
    if month is not None:
        parts.append(f"{month:02d}")
        if day is not None:
            parts.append(f"{day:02d}")
    return "-".join(parts)
