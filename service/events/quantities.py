"""Counts and measures in a sentence, with what they count: what conflicts of numbers are found by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from service.events.article import Sentence
from service.events.lexis import anybody, classes
from service.facts.dates import find_dates
from service.facts.numbers import NumberFact, find_numbers
from service.facts.units import dimension, find_units
from service.facts.words import is_stopword, stem, tokens
from service.languages import data_table

ABOUT = 0.15
"""How far an exact value may lie from one given with "about", "nearly", as a share of the larger."""
ROUNDED = 0.025
"""How far a rounder number without such a word may lie from an exact one."""
MOST_TIMES = 4
"""Values further apart are hardly two reports of the same thing, except by a slip of powers of ten."""
INSERTED_AFTER = 2
"""Words after a number with which its clause may break off before it says what happened to those counted."""
_CLAUSE = re.compile(r"[,;:()–—]|\s-\s|\b(?:and|but|while|when|after|as|with|who|which|that|leaving)\b", re.IGNORECASE)
_HEAD_WORDS = 3


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value with what it measures.

    `bound`: exact, about, least or most. `unit`: canonical, or empty. `kinds`: classes of the clause (dead, injured).
    `heads`: stems of the words right after the number, `context`: stems of its clause, `sentence`: of the whole
    sentence; numbers and units are in none of them.
    `text`: the value as a person would write it in a list ("at least 12 people").
    """

    value: Decimal
    bound: str
    unit: str
    kinds: frozenset[str]
    heads: tuple[str, ...]
    context: frozenset[str]
    sentence: frozenset[str]
    text: str


def find_quantities(sentence: Sentence) -> tuple[Quantity, ...]:
    """The quantities of a sentence, dates, ordinals, years and parts of a count ("including three children") left out.

    A number that the original of a translated sentence does not have is left out too: the translator made it.
    """
    text = _without_parts(sentence.text)
    dates = [(fact.start, fact.end) for fact in find_dates(text, "en", anchor="2000-01-01")]
    units = {(unit.start, unit.end): unit for unit in find_units(text, "en")}
    vouched: frozenset[Decimal] | None = None
    if sentence.translated:
        vouched = frozenset(fact.value for fact in find_numbers(sentence.original, sentence.language_code))
    out = []
    for fact in find_numbers(text, "en"):
        if fact.kind in ("ordinal", "year", "other") or any(s < fact.end and fact.start < e for s, e in dates):
            continue
        if vouched is not None and fact.value not in vouched:
            continue
        unit = next((u for (s, e), u in units.items() if s <= fact.start < e), None)
        end = unit.end if unit and unit.end > fact.end else fact.end
        out.append(_quantity(text, fact, unit.unit if unit else "", end))
    return tuple(out)


def _without_parts(text: str) -> str:
    pattern = _subset()
    return pattern.sub(lambda match: " " * len(match.group()), text)


@cache
def _subset() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in data_table("events")["subset"]["words"])
    return re.compile(rf",?\s\b(?:{words})\b[^,.;()]*,?|\([^)]*\)", re.IGNORECASE)


@cache
def _bounds() -> tuple[tuple[str, re.Pattern[str], bool], ...]:
    """(bound, pattern, whether it stands after the number), longest phrases first."""
    table = data_table("events")["bounds"]
    out = []
    for name in ("most", "least", "about"):
        words = "|".join(re.escape(w) for w in sorted(table[name], key=len, reverse=True))
        out.append((name, re.compile(rf"\b(?:{words})(?:\s(?:the|a))?\s$", re.IGNORECASE), False))
    for name in ("about", "least"):
        words = "|".join(re.escape(w) for w in sorted(table[f"after_{name}"], key=len, reverse=True))
        out.append((name, re.compile(rf"\s(?:{words})\b", re.IGNORECASE), True))
    return tuple(out)


def _quantity(text: str, fact: NumberFact, unit: str, end: int) -> Quantity:
    before, after = text[: fact.start], text[end:]
    if unit and dimension(unit) == "currency":
        before = re.sub(r"(?:[$€£¥₽]|US\$|[A-Z]{3})\s?$", "", before)
    bound, lead = "exact", ""
    for name, pattern, follows in _bounds():
        match = pattern.match(after) if follows else pattern.search(before)
        if match:
            bound, lead = name, "" if follows else match.group().strip()
            break
    left = max((m.end() for m in _CLAUSE.finditer(before)), default=0)
    right = next((m.start() for m in _CLAUSE.finditer(after)), len(after))
    # Names are left out of a clause: that both speak of one president does not make their figures one.
    clause = [stem(t, "en") for t in tokens(before[left:] + " " + after[:right]) if not t[0].isdigit() and t.islower()]
    if not before[:left].strip():
        clause += [stem(t, "en") for t in tokens(before[left:])[:1] if t[0].isalpha()]
    words = frozenset(word for word in clause if not is_stopword(word, "en"))
    heads, shown = _heads(after[:right])
    kinds = frozenset(classes()[word] for word in words if word in classes())
    if not kinds and len(tokens(after[:right])) <= INSERTED_AFTER:
        # "At least 12 people, police said, were injured": what is said of them comes after the insertion.
        rest = [stem(t, "en") for t in tokens(after)[:10]]
        kinds = frozenset(classes()[word] for word in rest if word in classes())
    pieces = [lead, text[fact.start : end].strip(), *shown]
    whole = frozenset(
        stem(t, "en") for t in tokens(before + " " + after) if not t[0].isdigit() and not is_stopword(t, "en")
    )
    return Quantity(fact.value, bound, unit, kinds, heads, words, whole, " ".join(piece for piece in pieces if piece))


def _heads(after: str) -> tuple[tuple[str, ...], list[str]]:
    """Stems of the words that follow a number up to the first function word, and the first of them as written."""
    found: list[str] = []
    shown: list[str] = []
    for token in _leading(after):
        if is_stopword(token, "en") or token[0].isdigit():
            break
        word = stem(token, "en")
        if word in classes() and not found:
            break
        found.append(word)
        if word not in classes() and len(shown) < 2 and not token.endswith(("ed", "ing")):
            shown.append(token)
        if len(found) == _HEAD_WORDS:
            break
    return tuple(word for word in found if word not in classes()), shown[:1] if len(shown) < 2 else shown


def _leading(after: str) -> Iterator[str]:
    for piece in re.match(r"[^.;!?\"”»]*", after).group().split():  # type: ignore[union-attr]  # matches the empty string
        found = tokens(piece)
        if len(found) != 1:
            return
        yield found[0]


def comparable(a: Quantity, b: Quantity) -> bool:
    """Whether both say how much there is of the same thing."""
    if _dimension(a.unit) != _dimension(b.unit):
        return False
    if a.unit and dimension(a.unit) == "currency" and a.unit != b.unit:
        return False
    special_a, special_b = _special(a), _special(b)
    if a.kinds or b.kinds:
        same_kind = len(a.kinds) == 1 and a.kinds == b.kinds
        return same_kind and (special_a == special_b or bool(special_a & special_b)) and not a.unit
    heads = special_a | special_b
    shared, around = (a.context & b.context) - heads, (a.sentence & b.sentence) - heads
    near = bool(shared) and 2 * len(shared) >= min(len(a.context - heads), len(b.context - heads))
    if not near or not _same_size(a, b):
        return False
    if a.unit:
        return len(around) >= 3 and 2 * len(around) >= min(len(a.sentence - heads), len(b.sentence - heads))
    return bool(special_a & special_b) and len(around) >= 2 and 3 * len(around) >= min(len(a.sentence), len(b.sentence))


def _same_size(a: Quantity, b: Quantity) -> bool:
    """Whether two values are near enough, or exactly powers of ten apart, to be meant for the same thing."""
    small, large = sorted((abs(_base(a)), abs(_base(b))))
    if small <= 0 or large / small <= MOST_TIMES:
        return True
    return large / small in (10, 100, 1000, 10000, 1000000)


def _special(quantity: Quantity) -> frozenset[str]:
    return frozenset(quantity.heads[:2]) - anybody()


def _dimension(unit: str) -> str:
    return (dimension(unit) or unit) if unit else ""


def agree(a: Quantity, b: Quantity) -> bool:
    """Whether two comparable quantities may be one: equal, rounded, bounded, or the same in another unit."""
    x, y = _base(a), _base(b)
    if x == y:
        return True
    if a.bound == "exact" == b.bound or a.bound == b.bound != "about":
        if a.unit != b.unit and a.unit and abs(x - y) <= 0.05 * max(abs(x), abs(y)):
            return True
        return _rounded(a.value, b.value) if a.unit == b.unit else False
    near = abs(x - y) <= ABOUT * max(abs(x), abs(y))
    if "about" in (a.bound, b.bound):
        return near
    low, high = (a, b) if a.bound == "least" or b.bound == "most" else (b, a)
    return near or _base(low) <= _base(high)


def _base(quantity: Quantity) -> float:
    base = data_table("events")["conversions"].get(quantity.unit)
    if quantity.unit == "fahrenheit":
        return (float(quantity.value) - 32) / 1.8
    return float(quantity.value) * (float(base[1]) if base else 1.0)


def _rounded(a: Decimal, b: Decimal) -> bool:
    """Whether one is the other, rounded: fewer significant digits, and hardly a difference."""
    digits = [len(value.normalize().as_tuple().digits) for value in (a, b)]
    larger = max(abs(a), abs(b))
    return digits[0] != digits[1] and larger > 0 and abs(a - b) / larger <= Decimal(str(ROUNDED)) and larger >= 20
