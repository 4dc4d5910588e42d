"""NEGATION: the source denies what the output states, or the other way round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.checks.denial import changed_denial, denies_otherwise
from service.checks.differences import flags
from service.checks.overlap import near_words, nearest
from service.checks.pair import TARGET, SegmentPair
from service.domain import Flag, FlagCode
from service.facts.negation import find_denying, find_negations, find_softer, may_negate
from service.facts.spans import Span
from service.facts.words import content_words

#: A source sentence this close to the summary sentence (share of its content words) is what it was made from.
MADE_FROM = 0.5
#: A softer word answers for a negation of the other text this near to its place (share of the text's length) ...
REACH = 0.25
#: ... or, in a short text, this many characters.
SHORTEST_REACH = 30


def _named(spans: Sequence[Span]) -> str:
    """The words; where there are several, one of them is meant, and only a reader can say which."""
    return " or ".join(dict.fromkeys(span.text for span in spans))


@dataclass(frozen=True)
class _Side:
    """One text's negations and softer words (unclear, failed to), and its length in characters."""

    negations: tuple[Span, ...]
    softer: tuple[Span, ...]
    length: int

    def place(self, span: Span) -> float:
        """Where the middle of the span stands, 0 at the beginning and 1 at the end."""
        return (span.start + span.end) / 2 / self.length


def _side(text: str, language_code: str) -> _Side:
    return _Side(find_negations(text, language_code), find_softer(text, language_code), max(1, len(text)))


def _unanswered(one: _Side, other: _Side) -> tuple[Span, ...]:
    """One text's negations, where some of them have neither a negation in the other text nor, at about the same place,
    a softer word that has no counterpart itself. Which of several it is only a reader can say."""
    excess = len(one.negations) - len(other.negations)
    if excess <= 0:
        return ()
    distances = sorted(
        (abs(one.place(mine) - other.place(theirs)), i, j)
        for i, mine in enumerate(one.negations)
        for j, theirs in enumerate(other.negations)
    )
    matched: dict[int, int] = {}
    for _, i, j in distances:
        if i not in matched and j not in matched.values():
            matched[i] = j
    free = list(other.softer)
    spare = len(other.softer) - len(one.softer)
    reach = max(REACH, SHORTEST_REACH / one.length)
    for i, mine in enumerate(one.negations):
        near = min(free, key=lambda soft: abs(one.place(mine) - other.place(soft)), default=None)
        if i in matched or near is None or spare <= 0 or abs(one.place(mine) - other.place(near)) > reach:
            continue
        free.remove(near)
        spare -= 1
        excess -= 1
    return one.negations if excess > 0 else ()


def _turned(source: _Side, output: _Side, denying: Sequence[Span]) -> tuple[Span, ...]:
    """`unwahrscheinlich` without anything in the output, at about the same place, that denies."""
    said = [output.place(span) for span in (*output.negations, *output.softer)]
    if len(source.negations) + len(denying) <= len(said):
        return ()
    reach = max(REACH, SHORTEST_REACH / source.length)
    return tuple(span for span in denying if not any(abs(source.place(span) - place) <= reach for place in said))


def check(pair: SegmentPair) -> tuple[Flag, ...]:
    """At most one NEGATION flag: a negation or a denial lost, or gained. `did not win` and `failed to win` are the same."""
    source, output = _side(pair.original, pair.language_code), _side(pair.text, TARGET)
    lost = _unanswered(source, output)
    if not lost:
        lost = _turned(source, output, find_denying(pair.original, pair.language_code))
    if lost:
        return flags(FlagCode.NEGATION, f"lost: {_named(lost)}")
    gained = () if denies_otherwise(pair) else _unanswered(output, source)
    return flags(FlagCode.NEGATION, f"gained: {_named(gained)}" if gained else changed_denial(pair))


def check_sentence(text: str, sources: Sequence[str]) -> tuple[Flag, ...]:
    """NEGATION where an English sentence and the source it was made from differ in a negation around the same words."""
    source = nearest(text, sources, at_least=MADE_FROM)
    if source is None:
        return ()
    kept = frozenset(content_words(text, TARGET))
    denied = find_negations(source, TARGET)
    gained = find_negations(text, TARGET)
    if gained and not denied and not may_negate(source, TARGET):
        around = near_words(text, gained[0])
        if around & frozenset(content_words(source, TARGET)):
            return flags(FlagCode.NEGATION, f"gained: {gained[0].text}")
    if denied and not may_negate(text, TARGET):
        for span in denied:
            around = near_words(source, span)
            if around and len(around & kept) * 2 >= len(around):
                return flags(FlagCode.NEGATION, f"lost: {span.text}")
    return ()
