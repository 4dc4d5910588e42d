"""HEDGE: what somebody said, or what is only thought or planned, became fact."""

from __future__ import annotations

from collections.abc import Sequence

from service.checks.differences import flags
from service.checks.overlap import near_words, nearest
from service.checks.pair import TARGET, SegmentPair
from service.domain import Flag, FlagCode
from service.facts.hedges import Hedge, count_hedges, find_hedges, may_hedge
from service.facts.numbers_lexicon import language_or_nearest
from service.facts.spans import Span
from service.facts.words import content_words
from service.languages import language

#: A source sentence this close to the summary sentence (share of its content words) is what it was made from.
MADE_FROM = 0.5


def _kept(hedge: Hedge, text: str) -> bool:
    if hedge.kind == "attribution":
        return may_hedge(text, TARGET, "attribution") or may_hedge(text, TARGET, "doubt")
    return may_hedge(text, TARGET, hedge.kind)


def _attributions(hedges: Sequence[Hedge], code: str) -> list[Hedge]:
    """Who says so, each once: a subjunctive only goes on with what a verb of saying began."""
    moods = language(language_or_nearest(code)).strings("facts.hedges.subjunctive")
    said = [hedge for hedge in hedges if hedge.kind == "attribution"]
    return [hedge for hedge in said if hedge.text.lower() not in moods] or said[:1]


def check(pair: SegmentPair) -> tuple[Flag, ...]:
    """At most one HEDGE flag: an attribution or a doubt of the source that nothing in the output can carry."""
    hedges = find_hedges(pair.original, pair.language_code)
    attributions = _attributions(hedges, pair.language_code)
    doubts = [hedge for hedge in hedges if hedge.kind == "doubt"]
    if doubts and not may_hedge(pair.text, TARGET, "doubt"):
        return flags(FlagCode.HEDGE, f"doubt lost: {doubts[0].text}")
    carried = count_hedges(pair.text, TARGET, "attribution", "doubt")
    if len(attributions) > carried:
        named = " or ".join(dict.fromkeys(hedge.text for hedge in attributions))
        return flags(FlagCode.HEDGE, f"attribution lost: {named}")
    return ()


def check_sentence(text: str, sources: Sequence[str]) -> tuple[Flag, ...]:
    """HEDGE where an English sentence states what its source reports, doubts or announces."""
    source = nearest(text, sources, at_least=MADE_FROM)
    if source is None:
        return ()
    kept = frozenset(content_words(text, TARGET))
    for hedge in find_hedges(source, TARGET):
        if _kept(hedge, text):
            continue
        around = near_words(source, Span(hedge.text, hedge.start, hedge.end))
        if hedge.kind == "attribution" or (around and len(around & kept) * 2 >= len(around)):
            return flags(FlagCode.HEDGE, f"{hedge.kind} lost: {hedge.text}")
    return ()
