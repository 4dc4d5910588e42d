"""Numbers, amounts, dates, times and names of a source as English writes them: what a masked span is replaced by."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache

from service.facts.dates import find_dates
from service.facts.names import NameFact, exonym, organization
from service.facts.names_document import KnownName, known_in, names_in
from service.facts.names_lexicon import given_names, name_words
from service.facts.numbers import NumberFact, find_numbers
from service.facts.numbers_clock import find_clock_times
from service.facts.quotations import find_quotations
from service.facts.units import find_units
from service.languages import data_table, language
from service.translation.masking import MaskSpan
from service.translation.numerals import MONTHS

_QUOTED_WORDS = 2
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAY = re.compile(r"^(\d{4}|XXXX)-(\d{2})-(\d{2})$")
#: A compound before a person's name is what they are, not who: Betriebsratschef Detlef Nowak.
_SHORTEST_ROLE, _SHORTEST_TITLE = 8, 4

#: Canonical unit -> English, after the number. Units that are not here are left to the translator.
_UNITS = {
    "NOK": "kroner", "EUR": "euros", "USD": "dollars", "GBP": "pounds", "RUB": "rubles", "CHF": "Swiss francs",
    "percent": "percent", "km": "kilometers", "m": "meters", "kg": "kilograms", "tonne": "tonnes",
    "km2": "square kilometers", "m2": "square meters",
}  # fmt: skip


def number_in_english(value: Decimal, text: str) -> str:
    """`1,2 Milliarden` -> `1.2 billion`, `12 500` -> `12,500`; the value is never changed."""
    if re.search(r"[^\W\d_]", text):
        for size, word in ((10**12, "trillion"), (10**9, "billion"), (10**6, "million")):
            if abs(value) >= size:
                return f"{_plain(value / size)} {word}"
    return _plain(value)


def _plain(value: Decimal) -> str:
    whole = value.to_integral_value()
    return f"{int(whole):,}" if whole == value else f"{value.normalize():,f}"


def date_in_english(edtf: str) -> str | None:
    """`XXXX-10-11` -> `October 11`, `2024-10-11` -> `October 11, 2024`; None for anything but a day."""
    match = _DAY.match(edtf)
    if not match or not 1 <= int(match[2]) <= 12:
        return None
    day = f"{MONTHS[int(match[2]) - 1]} {int(match[3])}"
    return day if match[1] == "XXXX" else f"{day}, {match[1]}"


def fact_spans(text: str, language_code: str, known: Sequence[KnownName] = ()) -> list[MaskSpan]:
    """Every date, amount, number and name of `text` that English can be given for, as spans to mask.

    `known` are lone names that the document of the text knows.
    """
    spans = weekday_spans(text, language_code)
    for date in find_dates(text, language_code):
        english = None if date.relative or date.inferred else date_in_english(date.edtf)
        if english and re.search(r"\d", date.text):
            day = next(iter(weekday_spans(date.text, language_code)), None)
            spans.append(MaskSpan(date.start, date.end, f"{day.english}, {english}" if day else english))
    for unit in find_units(text, language_code):
        if unit.unit in _UNITS and re.search(r"\d", unit.text):
            spans.append(
                MaskSpan(unit.start, unit.end, f"{number_in_english(unit.value, unit.text)} {_UNITS[unit.unit]}")
            )
    for number in find_numbers(text, language_code):
        if number.kind in ("cardinal", "money") and re.match(r"\d", number.text) and len(number.text) > 1:
            spans.append(MaskSpan(number.start, number.end, number_in_english(number.value, number.text)))
        elif number.kind == "year":
            single = number.text.isdigit()
            english = number.text if single else _decade(number)
            if english:
                spans.append(MaskSpan(number.start, number.end, english, common=not single, definite=not single))
    return spans + time_spans(text, language_code) + name_spans(text, language_code, known)


def _decade(year: NumberFact) -> str | None:
    """`1980-tallet` and `1980er` -> `1980s`, `50-årene` -> `50s`, `1800-tallet` -> `19th century`; None for 2000-tallet."""
    figure = re.match(r"(?:\d\d)?\d0(?!\d)", year.text)
    if not figure or year.value == 2000:
        return None
    if year.value % 100 or len(figure.group()) == 2:
        return f"{figure.group()}s"
    number = int(year.value) // 100 + 1
    return f"{number}{'st' if number == 21 else 'th'} century"


def time_spans(text: str, language_code: str) -> list[MaskSpan]:
    """Times of day on the clock that the source uses: `klokken 21.47` -> `21:47`, `6.45 Uhr` and `halb drei` as `6:45`, `2:30`.

    The word before (`klokken`, `um`) stays outside: the translator makes a preposition of it.
    """
    spans = []
    for time in find_clock_times(text, language_code):
        figure = re.search(r"\d", text[time.start : time.end])
        hour, minute = divmod(int(time.value * 100), 100)
        spans.append(MaskSpan(time.start + (figure.start() if figure else 0), time.end, f"{hour}:{minute:02d}"))
    return spans


def weekday_spans(text: str, language_code: str) -> list[MaskSpan]:
    """Weekdays by their English names, with the part of the day: `fredag kveld`, `Freitagabend` -> `Friday evening`.

    `natt til onsdag` is the night that ends on Wednesday: `overnight into Wednesday`.
    """
    data = language(language_code)
    names, parts = data.mapping("dates.weekdays"), data.mapping("rendering.parts_of_day")
    eve = data.string("rendering.night_before")
    before = re.escape(eve) or "(?!)"
    pattern = rf"\b(?P<eve>{before}\s+)?(?P<day>{_any(names)})(?:\s?(?P<part>{_any(parts)}))?\b" if names else r"(?!)"
    spans = []
    for m in re.finditer(pattern, text, re.IGNORECASE):
        english = _WEEKDAYS[names[m["day"].lower()] - 1]
        if m["eve"]:
            english = f"overnight into {english}"
        if m["part"]:
            english = f"{english} {parts[m['part'].lower()]}"
        spans.append(MaskSpan(m.start(), m.end(), english))
    return spans


def _any(words: Mapping[str, object]) -> str:
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))) or "(?!)"


def name_spans(text: str, language_code: str, known: Sequence[KnownName] = ()) -> list[MaskSpan]:
    """Every person, place and organisation of `text` under its English name, a genitive with its apostrophe.

    A word or two in quotation marks with capitals (a ship, a show) is a name too.
    """
    spans = [
        MaskSpan(quotation.start, quotation.end, quotation.text)
        for quotation in find_quotations(text, language_code)
        if len(quotation.text.split()) <= _QUOTED_WORDS and all(word[0].isupper() for word in quotation.text.split())
    ]
    return spans + [
        _name_span(name, text, language_code) for name in names_in(text, language_code, known_in(text, known))
    ]


def _name_span(name: NameFact, text: str, language_code: str) -> MaskSpan:
    role = _role(name, language_code)
    start, end, own = name.start + role, name.end, name.text[role:]
    known = exonym(own, genitive=False) or organization(own, genitive=False)
    genitive = False
    if not known and own.endswith("s") and (known := exonym(own[:-1], genitive=False)):
        genitive = True
    elif text[end : end + 1] == "s" and not text[end + 1 : end + 2].isalpha():
        end, genitive = end + 1, True
    elif text[end : end + 2] in ("'s", "’s"):
        end, genitive = end + 2, True
    english = own if not known or _initials(known) == own else known
    article = known is not None and known in _with_article()
    return MaskSpan(start, end, f"{english}'s" if genitive else english, common=article, definite=article)


def _role(name: NameFact, language_code: str) -> int:
    """How many characters of a person's name are a compound that says what they are; the translator reads that."""
    first, space, _ = name.text.partition(" ")
    low = first.lower()
    if name.kind != "person" or not space or len(first) < _SHORTEST_ROLE or low in given_names():
        return 0
    words = name_words(language_code)
    titled = low.endswith(tuple(title for title in words.sets.get("titles", ()) if len(title) >= _SHORTEST_TITLE))
    return len(first) + 1 if titled or words.is_compound(low) else 0


def _initials(name: str) -> str:
    """`EU` of the European Union: English has that too."""
    return "".join(word[0] for word in name.split() if word[0].isupper())


@cache
def _with_article() -> frozenset[str]:
    return frozenset((*data_table("places")["with_article"], *data_table("names")["with_article"]))
