"""Numbers of a text as values that can be compared across languages: in digits, in words, with their multipliers.

`1,2 Milliarden`, `1.2 billion` and `1.2bn` are 1200000000; `zweiundzwanzig`, `tjueto` and `22` are 22; a third is 0.3333.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from service.facts.numbers_clock import find_clock_times
from service.facts.numbers_digits import find_digit_numbers
from service.facts.numbers_lexicon import NumberLexicon, lexicon
from service.facts.numbers_words import find_word_numbers

__all__ = ["NumberFact", "find_numbers"]

_MULTIPLIER = re.compile(r"[ \u00a0\u202f-]?([^\W\d_]+\.?)")
_MOST_DIGITS = 27
_NEAR = 10
"""Characters before a number in which a currency or a minus sign stands."""
_MINUS = re.compile(r"(?:^|[\s(])[−]\s?$|(?:^|[\s(])-$|\bminus\s$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NumberFact:
    """A number at [start, end) of its text, multiplier included, unit not.

    `kind`: cardinal, ordinal, percent, money, fraction, year, or other (clock times as hour + minute/100, scores,
    telephone numbers, days of dates in digits, digits inside names), which is not a quantity to compare as one.
    """

    value: Decimal
    text: str
    start: int
    end: int
    kind: str


@lru_cache(maxsize=4096)
def find_numbers(text: str, language_code: str) -> tuple[NumberFact, ...]:
    """All numbers of the text in order, never overlapping. Articles and `one` alone, and vague amounts, are none."""
    words = lexicon(language_code)
    clocks = find_clock_times(text, language_code)
    facts = [NumberFact(clock.value, "", clock.start, clock.end, "other") for clock in clocks]
    taken = [(fact.start, fact.end) for fact in facts]
    for number in find_digit_numbers(text, language_code, taken):
        fact = NumberFact(number.value, "", number.start, number.end, number.kind)
        facts.append(_scaled(text, fact, words) if fact.kind in ("cardinal", "fraction", "year") else fact)
    taken = [(fact.start, fact.end) for fact in facts]
    for word in find_word_numbers(text, language_code):
        if not any(word.start < end and start < word.end for start, end in taken):
            facts.append(NumberFact(word.value, "", word.start, word.end, word.kind))
    facts = _mixed(text, sorted(facts, key=lambda fact: fact.start))
    return tuple(_finished(text, fact, words) for fact in facts)


def _scaled(text: str, fact: NumberFact, words: NumberLexicon) -> NumberFact:
    """Takes in a multiplier that follows: million, Mrd., bn, hundre, dozen."""
    after = _MULTIPLIER.match(text, fact.end)
    if after is None:
        return fact
    glued = after.start(1) == fact.end
    word, lowered = after[1], after[1].lower()
    money = bool(words.before_money.search(text[max(0, fact.start - _NEAR) : fact.start]))
    power: Decimal | None = None
    for candidate in (lowered, lowered.rstrip(".")):
        if candidate in words.multipliers:
            power = Decimal(10) ** words.multipliers[candidate]
        elif candidate in words.suffixes and (glued or candidate != "k"):
            power = Decimal(10) ** words.suffixes[candidate]
        elif money and candidate in words.currency_suffixes:
            power = Decimal(10) ** words.currency_suffixes[candidate]
        elif candidate in words.thousand:
            power = Decimal(1000)
        elif candidate in words.hundred:
            power = Decimal(100)
        elif candidate in words.dozen:
            power = Decimal(words.dozen[candidate])
        if power is not None:
            word = word[: len(candidate)]
            break
    if power is None:
        return fact
    return replace(fact, value=fact.value * power, end=after.start(1) + len(word), kind="cardinal")


def _mixed(text: str, facts: list[NumberFact]) -> list[NumberFact]:
    """`5 ½` is 5.5, and `2 million 300 thousand` one number."""
    out: list[NumberFact] = []
    for fact in facts:
        last = out[-1] if out else None
        gap = text[last.end : fact.start] if last else ""
        sign = fact.kind == "fraction" and text[fact.start].isnumeric() and not text[fact.start].isdigit()
        if last and sign and last.kind == "cardinal" and gap in ("", " ") and last.value % 1 == 0:
            out[-1] = replace(last, value=last.value + fact.value, end=fact.end)
        else:
            out.append(fact)
    return out


def _finished(text: str, fact: NumberFact, words: NumberLexicon) -> NumberFact:
    """Says percent and money, and takes in a minus sign."""
    kind, value = fact.kind, fact.value
    start = fact.start
    if kind in ("cardinal", "fraction", "year"):
        if words.after_percent.match(text, fact.end):
            kind = "percent"
        elif kind != "year" and (
            words.after_money.match(text, fact.end) or words.before_money.search(text[max(0, start - _NEAR) : start])
        ):
            kind = "money"
    if kind in ("cardinal", "percent") and (sign := _MINUS.search(text[:start], max(0, start - _NEAR))):
        value = -value
        start = sign.start() + len(sign.group()) - len(sign.group().lstrip(" (\n\t\u00a0"))
    if value.adjusted() < _MOST_DIGITS:  # a longer one is no quantity, and Decimal could not write it in full
        value = value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
    return NumberFact(value, text[start : fact.end], start, fact.end, kind)
