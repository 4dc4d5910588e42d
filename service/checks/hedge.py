"""HEDGE: what somebody said, or what is only thought or planned, became fact; or a court's word became another."""

from __future__ import annotations

from collections.abc import Sequence

from service.checks.differences import flags
from service.checks.hedge_carriers import Carriers, carriers
from service.checks.hedge_status import changed_status
from service.checks.overlap import near_words, nearest
from service.checks.pair import TARGET, SegmentPair
from service.domain import Flag, FlagCode
from service.facts.hedges import Hedge, find_hedges, find_meanings, find_words, may_hedge, tells_done, tells_duty
from service.facts.spans import Span
from service.facts.words import content_words

#: A source sentence this close to the summary sentence (share of its content words) is what it was made from.
MADE_FROM = 0.5
#: Two doubts this many characters apart, or fewer, doubt one thing.
DOUBLED = 8
#: The characters of `worden sein`: what ends this near a claim's end is its participle.
AUXILIARIES = 13
#: Meanings of words that a German subjunctive goes on from, as it does from a verb of saying.
SPOKEN = frozenset(
    {
        "accuse",
        "agree",
        "answer",
        "ask",
        "believe",
        "claim",
        "complain",
        "confirm",
        "criticize",
        "declare",
        "demand",
        "deny",
    }
    | {"doubt", "explain", "fear", "hope", "mention", "promise", "propose", "reject", "sign", "suspect", "view", "warn"}
)


def _named(hedges: Sequence[Hedge]) -> str:
    """The words; where there are several, one of them is meant, and only a reader can say which."""
    return " or ".join(dict.fromkeys(hedge.text for hedge in hedges))


def _needs(pair: SegmentPair, hedges: Sequence[Hedge]) -> tuple[list[Hedge], list[Hedge], list[Hedge]]:
    """What English must answer: who says so, what is reported, what is likely.

    A subjunctive goes on with what somebody says, denies, fears, asks, ... in the same segment, so it only counts
    alone; a modal that reports goes on with what was said before it (`ifølge politiet skal han ha …`). Each counts once.
    """
    said = [hedge for hedge in hedges if hedge.sense == "attribution"]
    reported = [hedge for hedge in hedges if hedge.sense == "reported"]
    claims = [hedge for hedge in hedges if hedge.sense == "claim"]
    moods = [hedge for hedge in hedges if hedge.sense == "mood"]
    likely = [hedge for hedge in hedges if hedge.sense in ("likely", "doubt")]
    if claims and not reported and not likely and not any(_governs(hedge, claims[0]) for hedge in said):
        reported = claims[:1]
    elif moods and not said and not reported and not _spoken(pair, moods[0]):
        reported = moods[:1]
    pairs = zip(likely, [None, *likely], strict=False)
    return said, reported, [hedge for hedge, before in pairs if not _goes_on(before, hedge)]


def _governs(said: Hedge, claim: Hedge) -> bool:
    """Whether the claim is what is said: not where it comes first, or tells of a saying (`skal ha varslet`)."""
    return said.end <= claim.end - AUXILIARIES


def _spoken(pair: SegmentPair, mood: Hedge) -> bool:
    """Whether a word before the subjunctive opens reported speech without being a hedge (`bestritt`, `Frage`)."""
    meanings = find_meanings(pair.original, pair.language_code)
    return any(start < mood.start for meaning in SPOKEN & meanings.keys() for start, _ in meanings[meaning])


def _goes_on(before: Hedge | None, hedge: Hedge) -> bool:
    """Whether two doubts are one (`kanskje kan ha`)."""
    return before is not None and hedge.start - before.end <= DOUBLED


def check(pair: SegmentPair) -> tuple[Flag, ...]:
    """At most one HEDGE flag: a status that changed, or a hedge of the original that nothing in the output can carry."""
    hedges = find_hedges(pair.original, pair.language_code)
    changed = changed_status(pair.original, pair.language_code, pair.text) or _became_duty(pair, hedges)
    if changed:
        return flags(FlagCode.HEDGE, changed)
    said, reported, likely = _needs(pair, hedges)
    output = carriers(pair.text, pair.original, pair.language_code)
    if len(reported) + len(said) > output.reports:
        return flags(FlagCode.HEDGE, f"{'doubt' if reported else 'attribution'} lost: {_named(reported or said)}")
    if len(said) > output.sayings:
        return flags(FlagCode.HEDGE, f"attribution lost: {_named(said)}")
    if len(likely) > output.chances or len(likely) + len(reported) + len(said) > len(output.jobs):
        return flags(FlagCode.HEDGE, f"doubt lost: {_named(likely)}")
    possible = [hedge for hedge in hedges if hedge.sense == "possible"]
    if possible and not may_hedge(pair.text, TARGET, "possible", "likely", "reported"):
        return flags(FlagCode.HEDGE, f"doubt lost: {_named(possible)}")
    return _plan(pair, hedges)


def _became_duty(pair: SegmentPair, hedges: Sequence[Hedge]) -> str:
    """`skal ha varslet` that became "should have warned", which says the opposite."""
    claim = next((hedge for hedge in hedges if hedge.sense == "claim"), None)
    lost = claim and tells_duty(pair.text, TARGET) and not tells_duty(pair.original, pair.language_code)
    return f"report became duty: {claim.text}" if claim and lost else ""


def _plan(pair: SegmentPair, hedges: Sequence[Hedge]) -> tuple[Flag, ...]:
    """HEDGE where the original announces, or may report, and nothing in the output leaves it open."""
    if may_hedge(pair.text, TARGET, "planned", "likely", "reported", "doubt"):
        return ()
    said = any(hedge.kind == "attribution" for hedge in hedges)
    if not said and find_words(pair.text, TARGET, "facts.hedges.attribution"):
        return ()
    opened = [hedge.text for hedge in hedges if hedge.sense == "open"]
    if not opened and tells_done(pair.text, TARGET) and not tells_done(pair.original, pair.language_code):
        announced = find_words(pair.original, pair.language_code, "facts.hedges.announced")
        covered = [hedge for hedge in hedges if hedge.sense == "planned"]
        opened = [span.text for span in announced if any(h.start <= span.start < h.end for h in covered)]
    return flags(FlagCode.HEDGE, f"plan or report became fact: {opened[0]}" if opened else "")


def _kept(hedge: Hedge, text: str, output: Carriers) -> bool:
    if hedge.kind == "attribution" or hedge.sense in ("reported", "doubt"):
        return output.reports > 0 or (hedge.kind == "doubt" and output.can("likely") > 0)
    if hedge.sense == "likely":
        return output.chances > 0
    return may_hedge(text, TARGET, "planned")


def check_sentence(text: str, sources: Sequence[str]) -> tuple[Flag, ...]:
    """HEDGE where an English sentence states what its source reports, doubts or announces, or changes a legal status."""
    source = nearest(text, sources, at_least=MADE_FROM)
    if source is None:
        return ()
    status = changed_status(source, TARGET, text, others=sources)
    if status:
        return flags(FlagCode.HEDGE, status)
    kept = frozenset(content_words(text, TARGET))
    output = carriers(text, source, TARGET)
    for hedge in find_hedges(source, TARGET):
        if _kept(hedge, text, output):
            continue
        around = near_words(source, Span(hedge.text, hedge.start, hedge.end))
        if hedge.kind == "attribution" or (around and len(around & kept) * 2 >= len(around)):
            return flags(FlagCode.HEDGE, f"{hedge.kind} lost: {hedge.text}")
    return ()
