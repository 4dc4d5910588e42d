"""Numbers in digits, by the conventions of the language: 1.200.000 and 1,2 in nb and de, 1,200,000 and 1.2 in en.

What a run of digits is depends on what stands around it: `3.` before a word is an ordinal, `2–1` a score, `F-16` and
`G7` part of a name, `1990s` a decade, `+47 22 33 44 55` a telephone number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from service.facts.numbers_lexicon import NumberLexicon, fraction, lexicon
from service.facts.words import is_stopword

_SPACE = "[ \u00a0\u202f\u2009]"
_RUN = re.compile(rf"(?<!\d)(?:\d{{1,3}}(?:{_SPACE}\d{{3}})+(?!\d)(?:[.,]\d+(?!\d))?|\d+(?:[.,:/'’]\d+)*)")
_GLUED = re.compile(r"[^\W\d_]+")
_PHONE = re.compile(
    r"\+\d[\d \u00a0()-]{6,}\d|(?<!\d)\d{3}-\d{3}-\d{4}(?!\d)|(?<![\d.,])0\d{2,4}[ /-]\d{3,}(?:[ -]?\d+)*|"
    r"(?<![\d.,])\d{2}(?: \d{2}){3}(?![\d.,])"
)
_DATE = re.compile(
    r"(?<![\d.,/-])(?:(?P<y1>\d{4})-(?P<m1>\d{2})-(?P<d1>\d{2})|"
    r"(?P<d2>\d{1,2})(?P<s>[./])(?:\s?)(?P<m2>\d{1,2})(?P=s)\s?(?P<y2>\d{4}|\d{2}))(?![\d,/-]|\.\d)"
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+|(?<!\w)[@#]\w+")
_DIGIT = re.compile(r"\d")
_VULGAR = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅛": (1, 8)}
_VULGAR_SIGN = re.compile("[" + "".join(_VULGAR) + "]")
_FIRST_YEAR, _LAST_YEAR = 1100, 2099
_TWO_DIGITS = 100
_NEAR = 60
"""Characters on either side of a number that say what it is."""
_LARGEST_SCORE = 200


@dataclass(frozen=True, slots=True)
class DigitNumber:
    """A number in digits with what its spelling alone says: `kind` is cardinal, ordinal, fraction, year or other."""

    value: Decimal
    start: int
    end: int
    kind: str


def find_digit_numbers(text: str, language_code: str, taken: list[tuple[int, int]]) -> list[DigitNumber]:
    """All numbers in digits outside the `taken` spans (clock times), in order."""
    words = lexicon(language_code)
    found: list[DigitNumber] = []
    if _DIGIT.search(text):
        blocked = list(taken)
        blocked += [match.span() for match in _ADDRESS.finditer(text)]
        for pattern, read in ((_DATE, _date_value), (_PHONE, _phone_value)):
            for match in pattern.finditer(text):
                if not _overlaps(match.span(), blocked) and read(match) is not None:
                    found.append(DigitNumber(read(match) or Decimal(0), *match.span(), "other"))
                    blocked.append(match.span())
        for match in _RUN.finditer(text):
            if not _overlaps(match.span(), blocked):
                found.extend(_read(text, match, words, language_code))
    for match in _VULGAR_SIGN.finditer(text):
        found.append(DigitNumber(fraction(*_VULGAR[match.group()]), *match.span(), "fraction"))
    return sorted(found, key=lambda number: number.start)


def _overlaps(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def _date_value(match: re.Match[str]) -> Decimal | None:
    groups = match.groupdict()
    day, month = int(groups["d1"] or groups["d2"]), int(groups["m1"] or groups["m2"])
    plausible = (1 <= day <= 31 and 1 <= month <= 12) or (groups["s"] == "/" and 1 <= month <= 31 and 1 <= day <= 12)
    return Decimal(day) if plausible else None


def _phone_value(match: re.Match[str]) -> Decimal:
    return Decimal(re.sub(r"\D", "", match.group()))


def parse_digits(run: str, words: NumberLexicon) -> Decimal | None:
    """The value of digits with their separators, or None where they are no one number (1.2.3)."""
    plain = re.sub(rf"{_SPACE}|['’]", "", run)
    if plain.isdigit():
        return Decimal(plain)
    group, decimal = re.escape(words.group), re.escape(words.decimal)
    if re.fullmatch(rf"[1-9]\d{{0,2}}(?:{group}\d{{3}})+(?:{decimal}\d+)?", plain):
        return Decimal(plain.replace(words.group, "").replace(words.decimal, "."))
    if re.fullmatch(rf"[1-9]\d{{0,2}}(?:{decimal}\d{{3}}){{2,}}", plain):
        return Decimal(plain.replace(words.decimal, ""))  # 1,200,000 can only be grouped, whatever the language
    if re.fullmatch(rf"\d+{decimal}\d+", plain):
        return Decimal(plain.replace(words.decimal, "."))
    if re.fullmatch(rf"\d+{group}\d+", plain):
        return Decimal(plain.replace(words.group, "."))
    return None


def _read(text: str, match: re.Match[str], words: NumberLexicon, language_code: str) -> Iterator[DigitNumber]:
    run, start, end = match.group(), match.start(), match.end()
    if re.search("[:/]", run):
        yield from _pair(run, start, words)
        return
    value = parse_digits(run, words)
    if value is None:
        yield DigitNumber(Decimal(re.match(r"\d+", run).group()), start, end, "other")  # type: ignore[union-attr]
        return
    yield _classify(text, match, value, words, language_code)


def _pair(run: str, start: int, words: NumberLexicon) -> Iterator[DigitNumber]:
    """`3:1` and `24/7` are two numbers, `2/3` a fraction."""
    parts = list(re.finditer(r"[^:/]+", run))
    if len(parts) == 2 and "/" in run and all(part.group().isdigit() for part in parts):
        above, below = (int(part.group()) for part in parts)
        if 0 < above < below <= 10:
            yield DigitNumber(fraction(above, below), start, start + len(run), "fraction")
            return
    for part in parts:
        value = parse_digits(part.group(), words)
        if value is not None:
            year = part.group().isdigit() and len(part.group()) == 4 and _FIRST_YEAR <= value <= _LAST_YEAR
            yield DigitNumber(value, start + part.start(), start + part.end(), "year" if year else "other")


def _classify(  # noqa: PLR0911 - one line a reading, the surest first
    text: str, match: re.Match[str], value: Decimal, words: NumberLexicon, language_code: str
) -> DigitNumber:
    run, start, end = match.group(), match.start(), match.end()
    before, after = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
    if (
        re.search(r"[^\W\d_]$", before)
        or re.search(r"(?<!\w)\w*[A-ZÆØÅÄÖÜ]\w*[-‑]$", before)
        or re.search(r"§\s?$", before)
    ):
        return DigitNumber(value, start, end, "other")
    decade = _decade(before, after, run, value, words)
    if decade:
        return DigitNumber(decade[0], start, end + decade[1], "year")
    glued = _GLUED.match(after)
    if glued and glued.group() in words.ordinal_suffixes:
        return DigitNumber(value, start, end + glued.end(), "ordinal")
    if glued and glued.group()[0].isupper() and len(glued.group()) == 1 and glued.group() not in "CFKM":
        return DigitNumber(value, start, end, "other")  # 5G, 4K
    if "." in words.ordinal_suffixes and run.isdigit() and len(run) <= 3 and _is_ordinal(after, words, language_code):
        return DigitNumber(value, start, end + 1, "ordinal")
    if _is_score(before, after, run):
        return DigitNumber(value, start, end, "other")
    if run.isdigit() and len(run) == 4 and _is_year(before, after, value, words, language_code):
        return DigitNumber(value, start, end, "year")
    return DigitNumber(value, start, end, "cardinal")


def _decade(before: str, after: str, run: str, value: Decimal, words: NumberLexicon) -> tuple[Decimal, int] | None:
    """`1990s`, `90-tallet`, `1990er`: the value (the full year) and how many characters of the ending belong to it."""
    if not run.isdigit() or len(run) not in (2, 4) or value % 10:
        return None
    endings = "|".join(re.escape(suffix) for suffix in sorted(words.decades, key=len, reverse=True)) or "(?!)"
    ending = re.match(rf"-?(?:{endings}|['’]?s)(?!\w)", after)
    if not ending or (len(run) == 4 and not _FIRST_YEAR <= value <= _LAST_YEAR):
        return None
    if len(run) == 2 and value < 20 and not before.endswith(("'", "’")):
        return None
    return (value + 1900 if len(run) == 2 else value), ending.end()


def _is_ordinal(after: str, words: NumberLexicon, language_code: str) -> bool:
    following = re.match(r"\.[ \u00a0]?-?([^\W\d_]+)", after)
    if not following:
        return False
    word = following[1]
    if word.lower() in words.multipliers or after[1:2] == "-":
        return True
    if words.capital_nouns:
        return not (word[0].isupper() and is_stopword(word, language_code))
    return word[0].islower()


def _is_score(before: str, after: str, run: str) -> bool:
    """`2–1`: two small whole numbers that go down, or stay under ten with no word of what they count after them."""
    if not run.isdigit() or len(run) > 3:
        return False
    right, left = re.match(r"[-–](\d{1,3})(?![\d.,]\d|\d)", after), re.search(r"(?<![\w.,/])(\d{1,3})[-–]$", before)
    if right:
        first, second, rest = int(run), int(right[1]), after[right.end() :]
    elif left:
        first, second, rest = int(left[1]), int(run), after
    else:
        return False
    if max(first, second) > _LARGEST_SCORE:
        return False
    counted = re.match(r"[\s-]?(?:[%a-zæøåäöüß])", rest)
    return first >= second or (max(first, second) < 10 and not counted)


def _is_year(before: str, after: str, value: Decimal, words: NumberLexicon, language_code: str) -> bool:
    if not _FIRST_YEAR <= value <= _LAST_YEAR:
        return False
    if words.before_money.search(before) or words.after_money.match(after) or words.after_percent.match(after):
        return False
    previous = re.search(r"([^\W\d_]+)[\s(]*$", before)
    following = re.match(r"\s([^\W\d_]+)", after)
    if previous and previous[1].lower() in words.year_before and value % 500:
        return True
    if following:
        word = following[1]
        counted = word[0].islower() if not words.capital_nouns else word[0].isupper()
        if counted and not is_stopword(word, language_code) and value % _TWO_DIGITS == 0:
            return False
    return True
