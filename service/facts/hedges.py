"""Hedges: who says so (attribution), what is not certain (doubt), what has not happened yet (planned).

What no list of words can say is a pattern: nb `skal (…) ha gjort` and de `soll (…) getan haben` report a claim, where
plain `skal`, `soll` announce; a German subjunctive (`sei`, `habe`, `werde`) is somebody's words even without a verb of saying.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from service.facts.numbers_lexicon import language_or_nearest
from service.facts.phrases import find_listed
from service.languages import language

__all__ = ["Hedge", "count_hedges", "find_hedges", "may_hedge"]

KINDS = ("attribution", "doubt", "planned")
_PARTICIPLE = {
    "nb": r"[^\W\d_]+(?:t|dd|d)",
    "nn": r"[^\W\d_]+(?:t|dd|d|a|e)",
    "da": r"[^\W\d_]+t",
    "sv": r"[^\W\d_]+t",
    "de": r"[^\W\d_]+(?:t|en|an)",
}


@dataclass(frozen=True, slots=True)
class Hedge:
    """A hedge at [start, end); `kind` is attribution, doubt or planned."""

    kind: str
    text: str
    start: int
    end: int


@cache
def _reported(language_code: str) -> re.Pattern[str]:
    """`skal ha kjørt`, `soll gefahren sein`: a modal with a perfect infinitive is a report, not a plan."""
    data = language(language_or_nearest(language_code))
    infinitives = data.strings("facts.hedges.reported_infinitives")
    if infinitives:
        have = infinitives[0]
        participle = _PARTICIPLE.get(language_code, _PARTICIPLE["nb"])
        return re.compile(
            rf"\b(?:skal|skulle|ska|skall)(?:\s[^\W\d_]+){{0,5}}?\s{have}\s(?:[^\W\d_]+\s)?{participle}\b", re.I
        )
    modals = data.strings("facts.hedges.reported_modals")
    if modals:
        ends = rf"\b{_PARTICIPLE['de']}\s(?:haben|sein|worden\ssein)\b"
        return re.compile(rf"\b(?:{'|'.join(modals)})\b[^.;:!?]*?{ends}", re.I)
    return re.compile("(?!)")


def _subjunctives(text: str, language_code: str) -> list[Hedge]:
    """Subjunctive forms that are not the first person's (`ich habe`), `es sei denn` or `Sei ...!`."""
    found = []
    for span in find_listed(text, language_code, "facts.hedges.subjunctive"):
        clause = re.split(r"[.;:!?,–]", text[: span.start])[-1]
        after = re.match(r"\W*(\w*)", text[span.end :])
        first_person = re.search(r"\bich\b", clause, re.IGNORECASE) or (after and after[1].lower() in ("ich", "denn"))
        if not first_person and clause.strip():
            found.append(Hedge("attribution", span.text, span.start, span.end))
    return found


def find_hedges(text: str, language_code: str) -> tuple[Hedge, ...]:
    """All hedges in order, never overlapping; of two at one place, the longer."""
    found = [Hedge("doubt", match.group(), *match.span()) for match in _reported(language_code).finditer(text)]
    found += _subjunctives(text, language_code)
    for kind in KINDS:
        found += [
            Hedge(kind, span.text, span.start, span.end)
            for span in find_listed(text, language_code, f"facts.hedges.{kind}")
        ]
    found.sort(key=lambda hedge: (hedge.start, -hedge.end, KINDS.index(hedge.kind)))
    out: list[Hedge] = []
    for hedge in found:
        if not out or hedge.start >= out[-1].end:
            out.append(hedge)
    return tuple(out)


def count_hedges(text: str, language_code: str, *kinds: str) -> int:
    """How many places of the text can carry a hedge of the kinds, read as kindly as a tolerant check needs."""
    paths = [f"facts.hedges.{infix}{kind}" for kind in kinds for infix in ("", "also.")]
    spans = {(span.start, span.end) for path in paths for span in find_listed(text, language_code, path)}
    return sum(not any(a != b and b[0] <= a[0] and a[1] <= b[1] for b in spans) for a in spans)


def may_hedge(text: str, language_code: str, kind: str) -> bool:
    """Whether anything in the text can carry a hedge of the kind."""
    return count_hedges(text, language_code, kind) > 0
