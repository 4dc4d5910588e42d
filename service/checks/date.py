"""DATE: a date, weekday or month of the source is missing from the output, or the output has one of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from service.checks.calendar import Calendar, calendar, has_pieces, literally
from service.checks.differences import difference, flags
from service.checks.number import loose_values
from service.checks.pair import TARGET, SegmentPair
from service.domain import Flag, FlagCode
from service.facts.dates import DateFact, compatible, find_dates

#: Where the day of publication is not known: any day will do, since only the two texts are compared.
ANY_DAY = "2023-05-17"


def _told(date: DateFact, other: DateFact) -> bool:
    """Whether another date says this one, with no part of it left open: `2016` does not say `March`."""
    if not compatible(date.edtf, other.edtf):
        return False
    if "/" in date.edtf or "/" in other.edtf:
        return True
    parts, others = date.edtf.split("-"), other.edtf.split("-")
    return len(others) >= len(parts) and all(
        part.startswith("X") or not theirs.startswith("X") for part, theirs in zip(parts, others, strict=False)
    )


def _absolute(dates: Sequence[DateFact], other_dates: Sequence[DateFact], others: Calendar) -> list[str]:
    """Dates of one text that the other has neither as a date nor piece by piece."""
    return [
        date.text
        for date in dates
        if not date.relative
        and not any(_told(date, other) for other in other_dates)
        and not has_pieces(date, others)
        and not literally(date.text, others.words)
    ]


def _weekdays(one: Calendar, other: Calendar) -> list[str]:
    return [
        word
        for number, word in sorted(one.weekdays.items())
        if number not in other.weekdays and word.lower() not in other.words
    ]


def _relative(dates: Sequence[DateFact], calendar_: Calendar) -> list[DateFact]:
    """Yesterday, last year, tomorrow: relative dates that no weekday names."""
    named = {word.lower() for word in calendar_.weekdays.values()}
    return [date for date in dates if date.relative and not any(word in date.text.lower() for word in named)]


def _same_size(date: DateFact, other: DateFact) -> bool:
    return len(date.edtf) == len(other.edtf) and compatible(date.edtf, other.edtf)


def _shifted(source: Sequence[DateFact], output: Sequence[DateFact]) -> tuple[list[str], list[str]]:
    """Relative dates that both texts have, of one size (day, month, year), and that don't agree."""
    missing = [date for date in source if not any(_same_size(date, other) for other in output)]
    added = [date for date in output if not any(_same_size(date, other) for other in source)]
    pairs = [(a, b) for a in missing for b in added if len(a.edtf) == len(b.edtf)]
    return [a.text for a, _ in pairs[:1]], [b.text for _, b in pairs[:1]]


def _is_told_decade(date: DateFact, pair: SegmentPair) -> bool:
    """`the 1960s`, where the original has the decade as a word: `Sechziger`, `sekstiårene`."""
    decade = pair.text[date.end : date.end + 1] == "s" and date.text.isdigit() and date.text.endswith("0")
    return decade and Decimal(date.text[-2:]) in loose_values(pair.original, pair.language_code)


def check(pair: SegmentPair) -> tuple[Flag, ...]:
    """At most one DATE flag, naming every date that differs."""
    source, output = calendar(pair.original, pair.language_code), calendar(pair.text, TARGET)
    missing = _absolute(pair.source_dates, pair.output_dates, output) + _weekdays(source, output)
    new = [date for date in pair.output_dates if not _is_told_decade(date, pair)]
    added = _absolute(new, pair.source_dates, source) + _weekdays(output, source)
    if not missing and not added:
        anchor = pair.anchor or ANY_DAY
        missing, added = _shifted(
            _relative(find_dates(pair.original, pair.language_code, anchor=anchor), source),
            _relative(find_dates(pair.text, TARGET, anchor=anchor), output),
        )
    return flags(FlagCode.DATE, difference(missing, added))


def check_sentence(text: str, sources: Sequence[str], *, anchor: str | None = None) -> tuple[Flag, ...]:
    """DATE where an English sentence has a date that none of its English sources has."""
    day = anchor or ANY_DAY
    known = [date for source in sources for date in find_dates(source, TARGET, anchor=day)]
    whole = calendar("\n".join(sources), TARGET)
    folded = re.sub(r"\s+", " ", " ".join(sources)).lower()
    added = []
    for date in find_dates(text, TARGET, anchor=day):
        told = [other for other in known if compatible(date.edtf, other.edtf)]
        # a vaguer date of the source (October) does not say the day, unless the day stands somewhere
        precise = date.relative or has_pieces(date, whole) or any(len(other.edtf) >= len(date.edtf) for other in told)
        if not (told and precise) and date.text.lower() not in folded:
            added.append(date.text)
    added += [word for word in _weekdays(calendar(text, TARGET), whole) if not any(word in one for one in added)]
    return flags(FlagCode.DATE, difference([], added))
