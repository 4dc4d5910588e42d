"""Stamps above and below an article: `Updated on October 11, 2024, 11:21 p.m`, `Publisert 12.03.2024 kl. 14:05`.

A line is a stamp if it is a date and hardly more: a time, a weekday, the words of stamps in any language Tidings has
data for, and a short byline or place in capitals. Prose that mentions a date is not one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from service.facts.dates_grammar import find_mentions
from service.facts.dates_lexicon import DateWords, header_words
from service.facts.dates_resolve import resolve
from service.facts.dates_tokens import Mention
from service.languages import language_codes

_MAX_LINE = 200
_MAX_NAME_WORDS = 6
_MAX_NAME_WORDS_UNANNOUNCED = 2
_MAX_WORDS_WITHOUT_DATE = 8
_MAX_PART_WORDS = 4
_MAIN_CODES = ("en", "nb", "nn", "de")
_PARTICLES = frozenset({"von", "van", "de", "der", "den", "bin", "al", "la", "di", "du", "le", "zu", "da", "af"})
_SEPARATORS = frozenset(",|–—·•/-:;()[]►▶")
_TIMES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<![\d.:])(?P<h>\d{1,2})[:.](?P<m>\d{2})(?:[:.]\d{2})?\s*(?P<half>[ap])\.?\s?m\b\.?",
        r"(?<![\d.:])(?P<h>\d{1,2})\s*(?P<half>[ap])\.?m\b\.?",
        r"(?<![\d.:])(?P<h>\d{1,2}):(?P<m>\d{2})(?::\d{2}(?:\.\d+)?)?(?![\d:])(?:\s*uhr\b)?",
        r"(?<![\d.:])(?P<h>\d{1,2})[.](?P<m>\d{2})\s*(?:uhr|uur|gmt|utc|bst|cest|cet|mesz|mez|edt|est|pdt|pst)\b",
        r"\b(?:kl\.?|klokk[ae]n?|klockan|um|at|om)\s*(?P<h>\d{1,2})(?:[.:](?P<m>\d{2}))?(?![\d.:])",
        r"(?<![\d.:])(?P<h>\d{1,2})\s*(?:uhr|uur)\b",
        r"(?<![\d.:])(?P<h>\d{1,2})h(?P<m>\d{2})\b",
    )
)
_ISO_TIME = re.compile(r"[T ](\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$")
_WORD = re.compile(r"[^\W\d_]+(?:[’'.-][^\W\d_]+)*|\d+")
_PARTS = re.compile(r"[|·•∙]")
_VETO = re.compile(
    r"©|\b(?:foto|photo|bild|picture|copyright|credits?|illustration|illustrasjon|image)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class HeaderStamp:
    """A date of a stamp line: `role` published or updated, `edtf` with its time where one is given."""

    role: str
    edtf: str


def parse_header_date(line: str, language_code: str | None = None) -> str | None:
    """The EDTF of a line that is a stamp, the publication's if it has several dates; None for any other line.

    `language_code` decides the order of `03/10/2024`; without it, or in English, such a date gives its year only.
    """
    stamps = header_stamps(line, language_code)
    published = [stamp.edtf for stamp in stamps if stamp.role == "published"]
    return next(iter(published or [stamp.edtf for stamp in stamps]), None)


def header_date_role(line: str) -> str | None:
    """`published` or `updated` for a stamp (a bare date is `published`), also for one that is only relative
    (`Oppdatert for 2 timer siden`); None for any other line."""
    stamps = header_stamps(line)
    if stamps:
        return "published" if any(stamp.role == "published" for stamp in stamps) else "updated"
    match = _stamp_words(_codes(None)).match(line.strip())
    if (
        match is None
        or len(line) > _MAX_LINE
        or len(line.split()) > _MAX_WORDS_WITHOUT_DATE
        or line.strip()[-1:] in ".!?"
    ):
        return None
    rest = line.strip()[match.end() :]
    timed = any(character.isdigit() for character in rest) or rest.lstrip().startswith(":") or not rest.strip()
    return _role(match[0]) if timed else None


def header_stamps(line: str, language_code: str | None = None) -> tuple[HeaderStamp, ...]:
    """Every date of a stamp line with its role, in order; empty for any other line."""
    if not 4 <= len(line) <= _MAX_LINE or not any(character.isdigit() for character in line):
        return ()
    codes = _codes(language_code)
    words = header_words(codes)
    mentions = [mention for mention in find_mentions(line, words) if _is_day_or_month(mention)]
    if not mentions or len(mentions) > 3:
        return ()
    covered = [(mention.start, mention.end) for mention in mentions]
    stamp_spans = [match.span() for match in _stamp_words(codes).finditer(line)]
    timed: list[tuple[str, tuple[int, int]]] = []
    for index, mention in enumerate(mentions):
        after = mentions[index + 1].start if index + 1 < len(mentions) else len(line)
        before = mentions[index - 1].end if index else 0
        resolved = resolve(mention, None)
        if resolved is None:
            return ()
        time, span = _time_of(line, mention, before, after)
        timed.append((resolved.edtf + (time if mention.day is not None else ""), span))
        covered.append(span)
    if not _is_stamp(line, words, covered + stamp_spans, mentions, announced=bool(stamp_spans)):
        return ()
    return tuple(
        HeaderStamp(_role_before(line, mention, index, mentions, stamp_spans), edtf)
        for index, (mention, (edtf, _)) in enumerate(zip(mentions, timed, strict=True))
    )


def _is_day_or_month(mention: Mention) -> bool:
    dated = mention.month is not None and (mention.day is not None or mention.year is not None)
    unclear_order = mention.month is None and mention.year is not None and mention.end - mention.start > 4
    return mention.until is None and (dated or unclear_order)


@cache
def _codes(language_code: str | None) -> tuple[str, ...]:
    known = [code for code in (*_MAIN_CODES, *language_codes()) if code in language_codes()]
    first = ["nb" if language_code == "no" else language_code] if language_code else []
    return tuple(dict.fromkeys([code for code in first if code in language_codes()] + known))


@cache
def _stamp_words(codes: tuple[str, ...]) -> re.Pattern[str]:
    words = header_words(codes)
    phrases = sorted(words.sets["published"] | words.sets["updated"], key=lambda phrase: (-len(phrase), phrase))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, phrases))})(?!\w)", re.IGNORECASE)


def _role(phrase: str) -> str:
    return "updated" if phrase.lower() in header_words(_codes(None)).sets["updated"] else "published"


def _role_before(
    line: str, mention: Mention, index: int, mentions: list[Mention], stamp_spans: list[tuple[int, int]]
) -> str:
    """The stamp word before the date, else (for a date that ends the line's talk) the one right after it."""
    floor = mentions[index - 1].end if index else 0
    before = [span for span in stamp_spans if floor <= span[0] < mention.start]
    if before:
        return _role(line[before[-1][0] : before[-1][1]])
    after = [span for span in stamp_spans if span[0] >= mention.end]
    if after and index + 1 == len(mentions):
        return _role(line[after[0][0] : after[0][1]])
    return "published"


def _time_of(line: str, mention: Mention, before: int, after: int) -> tuple[str, tuple[int, int]]:
    """(`T23:21` or "", where it stands): inside an ISO date, else after the date, else before it."""
    iso = _ISO_TIME.search(line, mention.start, mention.end)
    if iso is not None:
        return f"T{iso[1]}:{iso[2]}{iso[3] or ''}", (mention.start, mention.end)
    for low, high in ((mention.end, after), (before, mention.start)):
        for pattern in _TIMES:
            match = pattern.search(line, low, high)
            if match is None:
                continue
            groups = match.groupdict()
            hour, minute = int(groups["h"]), int(groups.get("m") or 0)
            half = (groups.get("half") or "").lower()
            if half and 1 <= hour <= 12:
                hour = hour % 12 + (12 if half == "p" else 0)
            if hour <= 23 and minute <= 59:
                return f"T{hour:02d}:{minute:02d}", match.span()
    return "", (mention.end, mention.end)


def _is_stamp(
    line: str, words: DateWords, covered: list[tuple[int, int]], mentions: list[Mention], *, announced: bool
) -> bool:
    """Whether what the dates, times and stamp words leave over is only names, places and words of headers.

    Parts set apart by a bar or a bullet that have no date in them may say anything, in a few words.
    """
    if _VETO.search(line):
        return False
    names = 0
    start = 0
    for part in _PARTS.split(line):
        end = start + len(part)
        if any(start <= low < end for low, _ in covered):
            left = _names_left(part, start, words, covered)
            if left is None:
                return False
            names += left
            announced = announced or _introduced(part, words)
        elif len(part.split()) > _MAX_PART_WORDS:
            return False
        start = end + 1
    if all(mention.day is None and mention.month is not None for mention in mentions) and not announced:
        return False  # `August 2014` alone is an entry of an archive
    if names == 0 or announced:
        return names <= _MAX_NAME_WORDS
    return names <= _MAX_NAME_WORDS_UNANNOUNCED and _set_apart(line, covered)


def _introduced(part: str, words: DateWords) -> bool:
    """Whether a part begins as a byline does, or names a weekday."""
    found = [match[0].lower() for match in _WORD.finditer(part)]
    return bool(found) and (found[0] in words.sets["bylines"] or any(word in words.weekdays for word in found))


def _names_left(part: str, offset: int, words: DateWords, covered: list[tuple[int, int]]) -> int | None:
    """How many words of names a part has besides date, time and words of headers; None if it has any other word."""
    names, number = 0, False
    for match in _WORD.finditer(part):
        if any(low <= match.start() + offset < high for low, high in covered):
            if number:
                return None
            continue
        word = match[0].lower()
        header = word in words.sets["header_words"] or word in _PARTICLES or word in words.weekdays
        if number and not header:
            return None  # `5 min` is the time it takes to read, `8 Artikel` is a count
        number = word.isdecimal()
        if header or number or word.strip(".") in words.short_weekdays:
            continue
        if not match[0][0].isupper():
            return None
        names += 1
    return None if number else names


def _set_apart(line: str, covered: list[tuple[int, int]]) -> bool:
    """Whether punctuation divides date and time from the name beside them: `Moscow, 11 October 2024`."""
    before = line[: min(low for low, _ in covered)].rstrip()
    after = line[max(high for _, high in covered) :].strip()
    return (not before or before[-1] in _SEPARATORS) and (not after or after[0] in _SEPARATORS)
