"""UNIT: a quantity kept its value and changed its unit (kroner -> dollars), was converted (6 m -> 20 feet), or lost its
currency or percent sign."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.checks.differences import difference, flags
from service.checks.pair import TARGET, SegmentPair
from service.domain import Flag, FlagCode
from service.facts.numbers import NumberFact, find_numbers
from service.facts.units import UnitFact, compatible_units, dimension, find_units

#: Units a quantity may not lose without a flag; `34 years` may become `34`, `500 kroner` may not become `500`.
_BINDING = ("currency", "share")
#: What stands between an amount and the next one, which has the unit of both: `between 5 and 10 euros`.
_LISTED = re.compile(r"\s?(?:[-–,/]|\b(?:to|and|or|by|of|from)\b)[^.;]{0,20}?[$€£]?\d")


def _name(fact: UnitFact, language_code: str) -> str:
    """The unit as the text writes it, without the number."""
    kept = fact.text
    for number in reversed(find_numbers(fact.text, language_code)):
        kept = kept[: number.start] + kept[number.end :]
    return kept.strip(" -\u00a0\u202f") or fact.unit


def _answered(fact: UnitFact, others: Sequence[UnitFact]) -> bool:
    return any(abs(fact.value) == abs(other.value) and compatible_units(fact.unit, other.unit) for other in others)


def _rival(fact: UnitFact, others: Sequence[UnitFact], facts: Sequence[UnitFact]) -> UnitFact | None:
    """A quantity of the same value whose unit is another, and which nothing in `facts` answers."""
    for other in others:
        if abs(other.value) == abs(fact.value) and not _answered(other, facts):
            return other
    return None


def _changes(source: Sequence[UnitFact], output: Sequence[UnitFact], language_code: str) -> list[str]:
    changes = []
    for fact in source:
        if _answered(fact, output):
            continue
        rival = _rival(fact, output, source)
        if rival and dimension(rival.unit):
            changes.append(f"{_name(fact, language_code)} -> {_name(rival, TARGET)}")
    return changes


def _lost(source: Sequence[UnitFact], output: Sequence[UnitFact]) -> list[UnitFact]:
    """Currencies and percent signs of the source of which the output has none left."""
    return [
        fact
        for fact in source
        if dimension(fact.unit) in _BINDING
        and not any(dimension(other.unit) == dimension(fact.unit) for other in output)
    ]


def _bare(pair: SegmentPair) -> list[str]:
    """Amounts that stand in the output without their currency or percent sign, although others there have one.

    Not in a list (`5, 10 and 20 euros`), which has it once, and not with a word (`48 million`), which says enough.
    """
    gone = []
    for fact in pair.source_units:
        if dimension(fact.unit) not in _BINDING or any(
            abs(fact.value) == abs(unit.value) for unit in pair.output_units
        ):
            continue
        places = [number for number in pair.output_numbers if abs(number.value) == abs(fact.value)]
        if places and not any(_says_enough(pair.text, number) for number in places):
            gone.append(fact.text)
    return gone


def _says_enough(text: str, number: NumberFact) -> bool:
    return bool(_LISTED.match(text, number.end)) or any(c.isalpha() for c in number.text)


def _added(source: Sequence[UnitFact], output: Sequence[UnitFact], language_code: str) -> list[str]:
    """Units of the output whose value the source has in another unit only, told apart by how often they stand there."""
    changes = []
    for fact in output:
        same = [other for other in source if abs(other.value) == abs(fact.value)]
        kept = any(compatible_units(other.unit, fact.unit) for other in same)
        if same and not kept and dimension(fact.unit) in _BINDING and dimension(same[0].unit) in _BINDING:
            changes.append(f"{_name(same[0], language_code)} -> {_name(fact, TARGET)}")
    return changes


def check(pair: SegmentPair) -> tuple[Flag, ...]:
    """At most one UNIT flag."""
    changes = _changes(pair.source_units, pair.output_units, pair.language_code)
    changes += _added(pair.source_units, pair.output_units, pair.language_code)
    changes += [f"{source.text} -> {output.text}" for source, output in pair.conversions]
    numbers = {abs(number.value) for number in pair.output_numbers}
    lost = _lost(pair.source_units, pair.output_units) if not changes else []
    gone = [fact.text for fact in lost if abs(fact.value) in numbers] or ([] if changes else _bare(pair))
    detail = "; ".join([*dict.fromkeys(changes), *([difference(gone, [])] if gone else [])])
    return flags(FlagCode.UNIT, detail)


def check_sentence(text: str, sources: Sequence[str]) -> tuple[Flag, ...]:
    """UNIT where an English sentence gives a value of its sources in another unit."""
    known = [fact for source in sources for fact in find_units(source, TARGET)]
    changes = []
    for fact in find_units(text, TARGET):
        same = [other for other in known if abs(other.value) == abs(fact.value)]
        if same and not _answered(fact, known):
            changes.append(f"{_name(same[0], TARGET)} -> {_name(fact, TARGET)}")
    return flags(FlagCode.UNIT, "; ".join(dict.fromkeys(changes)))
