"""A sentence that is its source with a few words changed: what those words said, and what stands there instead.

The checks of one fact each read a whole sentence kindly: a `not` elsewhere in it may answer for the one that is gone.
Where sentence and source go side by side word for word, nothing needs to be guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from service.checks.differences import flags
from service.checks.number import unmatched
from service.checks.overlap import nearest
from service.checks.pair import TARGET
from service.domain import Flag, FlagCode
from service.facts.hedges import find_words, may_hedge
from service.facts.negation import denials, find_negations
from service.facts.numbers import find_numbers
from service.facts.spans import Span

#: Share of the sentence's content words that its source has, from which on it may be a version of it.
AKIN = 0.6
#: Share of its words that stand in the source in the same order, from which on it is one.
VERSION = 0.7
#: Words on either side of a change, at most, for one side to stand for the other.
SMALL = 5
_WORD = re.compile(r"\d+(?:[.,:]\d+)+|[^\W_]+(?:['’][^\W_]+)*")

_QUOTED = re.compile(r"[\"“”]")


@dataclass(frozen=True)
class _Change:
    """Words of the source and what stands for them; `edge` where they open or close the sentence."""

    source: str
    text: str
    before: int
    after: int
    edge: bool
    next_word: str

    @property
    def small(self) -> bool:
        """Whether one side stands for the other."""
        return max(self.before, self.after) <= SMALL


def _changes(text: str, source: str) -> Iterator[_Change]:
    """The places where they differ; none where the sentence is no version of the source."""
    ours, theirs = list(_WORD.finditer(text)), list(_WORD.finditer(source))
    before, after = ([word.group().lower().replace("’", "'") for word in side] for side in (theirs, ours))
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if not ours or sum(block.size for block in matcher.get_matching_blocks()) < VERSION * len(ours):
        return
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            continue
        yield _Change(
            source[theirs[a].start() : theirs[b - 1].end()] if a < b else "",
            text[ours[c].start() : ours[d - 1].end()] if c < d else "",
            b - a,
            d - c,
            a == 0 or b == len(theirs),
            before[b] if b < len(theirs) else "",
        )


def check_sentence(text: str, sources: Sequence[str]) -> tuple[Flag, ...]:
    """At most one flag each of NUMBER, NEGATION and HEDGE, of an English sentence beside the source it is a version of."""
    source = nearest(text, sources, at_least=AKIN)
    if source is None or source == text:
        return ()
    changes = list(_changes(text, source))
    found: tuple[Flag, ...] = ()
    for code, look in ((FlagCode.NUMBER, _number), (FlagCode.NEGATION, _negation), (FlagCode.HEDGE, _plan)):
        found += flags(code, next(filter(None, map(look, changes)), ""))
    lost = _attribution(text, changes)
    return (
        found if not lost or any(flag.code is FlagCode.HEDGE for flag in found) else found + flags(FlagCode.HEDGE, lost)
    )


def _number(change: _Change) -> str:
    """A value for another value, though the sentence or its source has it elsewhere."""
    if not change.small:
        return ""
    theirs, ours = find_numbers(change.source, TARGET), find_numbers(change.text, TARGET)
    lost, new = unmatched(theirs, ours, set()), unmatched(ours, theirs, set())
    return f"{lost[0]} -> {new[0]}" if lost and new else ""


def _negation(change: _Change) -> str:
    """A negation more or less. One that goes with its whole clause is no change."""
    if not change.small:
        return ""
    theirs, ours = find_negations(change.source, TARGET), find_negations(change.text, TARGET)
    if ours and not denials(change.source, TARGET):
        return f"gained: {ours[0].text}"
    alone = change.after or change.before == 1
    return f"lost: {theirs[0].text}" if theirs and alone and not denials(change.text, TARGET) else ""


def _attribution(text: str, changes: Sequence[_Change]) -> str:
    """Who says so cut off at either end, and put nowhere else. Words in quotation marks need but one speaker."""
    if any(_listed(change.text, "attribution") for change in changes):
        return ""
    if _QUOTED.search(text) and _listed(text, "attribution"):
        return ""
    said = (_listed(change.source, "attribution") for change in changes if change.edge)
    return next((f"attribution lost: {spans[0].text}" for spans in said if spans), "")


def _plan(change: _Change) -> str:
    """A plan with a deed in its place: `will open`, `opened`. What `opens` is still to come."""
    plans = _listed(change.source, "planned") if change.small else []
    if not plans or may_hedge(change.text, TARGET, "planned"):
        return ""
    verb = (change.source[plans[-1].end :].split() or [change.next_word])[0].lower()
    present = {verb, verb + "s", verb + "es", verb[:-1] + "ies"}
    clause = not change.text and change.source.lower() != plans[-1].text.lower()
    return "" if clause or present & set(change.text.lower().split()) else f"planned lost: {plans[-1].text}"


def _listed(text: str, sense: str) -> list[Span]:
    return find_words(text, TARGET, f"facts.hedges.{sense}")
