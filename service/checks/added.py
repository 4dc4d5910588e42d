"""ADDED: the output is far longer than such a source gives, or tells of an outcome that the source does not.

"17 injured" become "17 killed" passes every check on numbers and names, and is the worst thing a desk can print.
"""

from __future__ import annotations

import re

from service.checks.differences import flags
from service.checks.lengths import FEWEST, letters, too_long
from service.checks.pair import TARGET, SegmentPair
from service.domain import Flag, FlagCode
from service.facts.outcomes import CASUALTIES, find_outcomes, rivals

#: English length over that of a short source, in letters and digits, above which something was made up ...
LONGEST = 1.6
#: ... and what a short source may gain besides: abbreviations and compounds unfold.
ALLOWANCE = 15
_DAMAGE = re.compile(r"\bdamag", re.IGNORECASE)
_PEOPLE_DAMAGED = re.compile(
    r"\b(?:people|persons?|m[ae]n|wom[ae]n|child(?:ren)?|boys?|girls?|nobody|no one|workers?|passengers?|drivers?|"
    r"officers?|soldiers?|(?:s?he|they|them|of whom))\b[^.;]{0,40}\bdamaged",
    re.IGNORECASE,
)


def check(pair: SegmentPair) -> tuple[Flag, ...]:
    """At most one ADDED flag."""
    source, output = letters(pair.original), letters(pair.text)
    if too_long(pair) or (source < FEWEST and output > source * LONGEST + ALLOWANCE):
        return flags(FlagCode.ADDED, f"{output} letters from {source}")
    return flags(FlagCode.ADDED, "; ".join(_changed_outcomes(pair)))


def _changed_outcomes(pair: SegmentPair) -> list[str]:
    """`Verletzte -> killed`, `skadd -> ?`: the source's outcome is another one in the output, or none."""
    source, output = find_outcomes(pair.original, pair.language_code), find_outcomes(pair.text, TARGET)
    out = []
    for outcome, word in output.items():
        if outcome in source:
            continue
        lost = next((said for other, said in source.items() if other in rivals(outcome) and other not in output), None)
        if lost:
            out.append(f"{lost} -> {word}")
    damage = _DAMAGE.search(pair.text) and not _PEOPLE_DAMAGED.search(pair.text)  # of things, that is the word
    if not out and not damage and not any(outcome in CASUALTIES for outcome in output):
        out += [f"{said} -> ?" for outcome, said in source.items() if outcome in CASUALTIES]
    return out
