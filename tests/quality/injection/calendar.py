"""Failures of dates: another weekday, month, day or year, a date gone, yesterday for tomorrow."""

from __future__ import annotations

import random
import re

from tests.quality.injection.kinds import Others, Pair, variant

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_DAY = re.compile(rf"(?<!Black )(?<!Super )\b(?:{'|'.join(_DAYS)})\b(?! (?:Night|Times|Mail))")
_MONTH = re.compile(
    rf"(?:(?<=\b[Ii]n )|(?<=\b[Oo]n )|(?<=\d )|(?<=\bof )|(?<=\bsince )|(?<=\buntil )|(?<=\blast )|(?<=\bnext ))"
    rf"(?:{'|'.join(_MONTHS)})\b|\b(?:{'|'.join(_MONTHS)})(?= \d)"
)
_YEAR = re.compile(
    r"(?:(?<=\b[Ii]n )|(?<=\b[Ss]ince )|(?<=\bof )|(?<=\bfrom )|(?<=\buntil )|(?<=\bby )|(?<=\d, )|(?<=[yhletr] ))"
    r"(?:1[5-9]|20)\d\d\b(?! (?:people|[a-z]+s\b))(?![,.]\d)"
)
_RELATIVE = {
    "yesterday": "tomorrow", "tomorrow": "yesterday", "last year": "next year", "next year": "last year",
    "last week": "next week", "next week": "last week", "last month": "next month", "next month": "last month",
    "this year": "last year", "today": "yesterday", "this week": "next week", "this month": "last month",
    "two years ago": "four years ago", "three years ago": "five years ago", "two weeks ago": "two years ago",
    "three days ago": "three weeks ago",
}  # fmt: skip
_RELATIVES = re.compile(rf"\b(?:{'|'.join(_RELATIVE)})\b")


def _pick(pattern: re.Pattern[str], text: str, draw: random.Random) -> re.Match[str] | None:
    found = list(pattern.finditer(text))
    return draw.choice(found) if found else None


def _put(text: str, match: re.Match[str], new: str) -> str:
    return text[: match.start()] + new + text[match.end() :]


@variant("DATE", "another weekday")
def weekday(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """Tuesday became Thursday."""
    match = _pick(_DAY, pair.english, draw)
    if match is None:
        return None
    free = [day for day in _DAYS if day not in pair.english]
    return _put(pair.english, match, draw.choice(free))


@variant("DATE", "weekday gone")
def weekday_gone(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """`on Tuesday` is missing."""
    match = _pick(re.compile(rf" on (?:{'|'.join(_DAYS)})\b(?! (?:and|or|to|[A-Z]))"), pair.english, draw)
    return _put(pair.english, match, "") if match else None


@variant("DATE", "weekday added")
def weekday_added(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """A weekday nobody named."""
    match = _pick(re.compile(r"(?<=[a-z])(?=\.$)"), pair.english, draw)
    if match is None or _DAY.search(pair.english):
        return None
    return _put(pair.english, match, f" on {draw.choice(_DAYS)}")


@variant("DATE", "another month")
def month(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """May became July."""
    match = _pick(_MONTH, pair.english, draw)
    if match is None:
        return None
    free = [name for name in _MONTHS if name not in pair.english and name not in ("May", "March")]
    return _put(pair.english, match, draw.choice(free))


@variant("DATE", "another day", "DATE", "NUMBER")
def day(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """The 3rd became the 13th."""
    names = "|".join(_MONTHS)
    pattern = re.compile(
        rf"(?<=\b)(?<![\d,.])\d{{1,2}}(?= (?:{names})\b)|(?<=[a-z] )(?<=(?:y|h|l|e|t|r) )\d{{1,2}}(?!\d)(?=[,. ])"
    )
    found = [m for m in pattern.finditer(pair.english) if _of_month(pair.english, m)]
    if not found:
        return None
    match = draw.choice(found)
    number = int(match.group())
    return _put(pair.english, match, str(number + 11 if number <= 17 else number - 11))


def _of_month(text: str, match: re.Match[str]) -> bool:
    before = text[: match.start()].split()
    after = text[match.end() :].split()
    return bool((before and before[-1] in _MONTHS) or (after and after[0].strip(",.") in _MONTHS))


@variant("DATE", "another year", "DATE", "NUMBER")
def year(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """2019 became 2017."""
    match = _pick(_YEAR, pair.english, draw)
    if match is None:
        return None
    return _put(pair.english, match, str(int(match.group()) + draw.choice((-12, -10, -3, -2, -1, 1, 2, 4))))


@variant("DATE", "year gone", "DATE", "NUMBER")
def year_gone(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """`in 2019` is missing."""
    match = _pick(re.compile(r" (?:in|since) (?:1[5-9]|20)\d\d\b(?![,.]\d|-)"), pair.english, draw)
    return _put(pair.english, match, "") if match else None


@variant("DATE", "yesterday for tomorrow")
def relative(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """The relative date is another one."""
    match = _pick(_RELATIVES, pair.english, draw)
    return _put(pair.english, match, _RELATIVE[match.group()]) if match else None
