"""Hedges: who says so (attribution), what is not certain (doubt), what has not happened yet (planned).

A language lists its words in [facts.hedges]; what no list can say (`skal (…) ha gjort`, `soll getan haben`, a German
subjunctive) is a pattern of `hedges_reported` and `hedges_mood`. What a court or the police hold is `hedges_status`'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from service.facts.hedges_mood import find_moods
from service.facts.hedges_reported import find_reports
from service.facts.numbers_lexicon import language_or_nearest
from service.facts.phrases import find_listed, find_tables
from service.facts.spans import Span
from service.languages import language

__all__ = ["Hedge", "find_hedges", "find_meanings", "find_words", "may_hedge", "quoted", "tells_done", "tells_duty"]

#: sense -> kind. `claim` is a modal that reports, `open` one that reports or announces, `mood` a subjunctive,
#: `possible` what can be.
SENSES = {
    "attribution": "attribution",
    "mood": "attribution",
    "reported": "doubt",
    "claim": "doubt",
    "likely": "doubt",
    "doubt": "doubt",
    "possible": "doubt",
    "open": "planned",
    "planned": "planned",
}
#: Senses of a pattern that reaches from a modal to its participle.
MODALS = ("claim", "open")
_LISTED = ("attribution", "reported", "likely", "doubt", "possible", "planned")
_STRAIGHT = re.compile(r'"')
_OPENING, _CLOSING = re.compile("[«„]|“(?=\\w)"), re.compile("[»”]|“(?!\\w)")


@dataclass(frozen=True, slots=True)
class Hedge:
    """A hedge at [start, end); `kind` is attribution, doubt or planned, `sense` (a key of SENSES) says which of them."""

    kind: str
    text: str
    start: int
    end: int
    sense: str = ""


@cache
def _patterns(language_code: str, path: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in language(language_or_nearest(language_code)).strings(path))


def _matches(text: str, language_code: str, path: str) -> list[Span]:
    return [
        Span(match.group(), *match.span())
        for pattern in _patterns(language_code, path)
        for match in pattern.finditer(text)
    ]


@lru_cache(maxsize=2048)
def _apart(text: str, language_code: str) -> tuple[Span, ...]:
    """What no list of hedges means: a text is asked for many of them."""
    return tuple(_matches(text, language_code, "facts.hedges.exceptions"))


def find_words(text: str, language_code: str, path: str) -> list[Span]:
    """The phrases listed at `path`, but for what an exception of the language covers (`in May`, `es sei denn`)."""
    found = find_listed(text, language_code, path)
    if not found:
        return found
    apart = _apart(text, language_code)
    return [span for span in found if not any(span.start < other.end and other.start < span.end for other in apart)]


def _senses(text: str, language_code: str) -> Iterable[tuple[str, Span]]:
    for sense in _LISTED:
        for span in find_listed(text, language_code, f"facts.hedges.{sense}"):
            yield sense, span
        for span in _matches(text, language_code, f"facts.hedges.{sense}_patterns"):
            yield sense, span
    for sense, span in find_reports(text, language_code):
        yield sense, span
    for span in find_moods(text, language_code):
        yield "mood", span


@lru_cache(maxsize=2048)
def find_hedges(text: str, language_code: str) -> tuple[Hedge, ...]:
    """All hedges in order; of two at one place, the longer. What an exception of the language covers is none.

    Only a modal's span (`skal ifølge politiet ha …`) may hold others, who said so among them.
    """
    senses = list(_senses(text, language_code))
    if not senses:
        return ()
    apart = _apart(text, language_code)
    found = [
        Hedge(SENSES[sense], span.text, span.start, span.end, sense)
        for sense, span in senses
        if not any(span.start < other.end and other.start < span.end for other in apart)
    ]
    order = list(SENSES)
    found.sort(key=lambda hedge: (hedge.start, -hedge.end, order.index(hedge.sense)))
    modals = _first_of_each([hedge for hedge in found if hedge.sense in MODALS])
    others = [
        hedge
        for hedge in found
        if hedge.sense not in MODALS
        and not (hedge.kind == "planned" and any(m.start <= hedge.start < m.end for m in modals))
    ]
    return tuple(sorted(modals + _first_of_each(others), key=lambda hedge: (hedge.start, -hedge.end)))


def _first_of_each(hedges: list[Hedge]) -> list[Hedge]:
    """Of hedges in order, those that overlap none before them."""
    out: list[Hedge] = []
    for hedge in hedges:
        if not out or hedge.start >= out[-1].end:
            out.append(hedge)
    return out


def find_meanings(text: str, language_code: str) -> dict[str, list[tuple[int, int]]]:
    """Meaning (`ask`, `can`) -> places of the words that have it and hedge nothing ([facts.hedges.means])."""
    hedges = find_hedges(text, language_code) if language_code != "en" else ()
    found = {}
    for meaning, spans in find_tables(text, language_code, "facts.hedges.means").items():
        places = [
            (span.start, span.end)
            for span in spans
            if not any(
                span.start < hedge.end and hedge.start < span.end
                for hedge in hedges
                if hedge.kind != "planned" and hedge.sense not in MODALS
            )
        ]
        if places:
            found[meaning] = places
    return found


def tells_done(text: str, language_code: str) -> bool:
    """Whether a word of the text may tell of something done ([facts.hedges] past)."""
    return bool(_matches(text, language_code, "facts.hedges.past"))


def tells_duty(text: str, language_code: str) -> bool:
    """Whether the text tells of what ought to have been done, or must have been ([facts.hedges] duty): `should have`."""
    return bool(_matches(text, language_code, "facts.hedges.duty"))


def quoted(text: str, start: int) -> bool:
    """Whether `start` lies between quotation marks; a mark that nothing closes quotes the rest."""
    before = text[:start]
    straight = len(_STRAIGHT.findall(before)) % 2
    return bool(straight) or len(_OPENING.findall(before)) > len(_CLOSING.findall(before))


def may_hedge(text: str, language_code: str, *senses: str) -> bool:
    """Whether anything in the text can carry a hedge of the senses, read as kindly as a tolerant check needs."""
    return any(
        find_words(text, language_code, f"facts.hedges.{infix}{sense}") for sense in senses for infix in ("", "also.")
    )
