"""Which sentences of other articles say what a summary sentence says: further sources, so a wrong one is a false claim.

Nothing is guessed: who, what, how many, when, denied or not and done or planned must all agree, as far as the two sentences
tell. A sentence that says the same in other words is missed rather than one that says something else named.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from service.checks.support_signals import signals
from service.facts.dates import compatible, find_dates
from service.facts.hedges import find_words, may_hedge
from service.facts.names import NameFact, find_names
from service.facts.names_same import same_name
from service.facts.negation import find_negations
from service.facts.numbers import find_numbers
from service.facts.quotations import find_quotations
from service.facts.words import content_words, stem
from service.summaries.candidates import Candidate
from service.summaries.lexicon import folded, words
from service.summaries.planned import is_planned
from service.summaries.quality import has_verb
from service.summaries.writing import Written

#: Share of the sentence's telling words (no names, no dates, no verbs of saying) that an echo has too, and how many at
#: least: two words in common are a topic, not a statement. Where fewer are shared, they must be more of the sentence.
SAME_STATEMENT = ((0.5, 5), (0.6, 3))
#: Share of the telling words in its first half: what only ends alike has another main clause.
SAME_OPENING = 0.5
#: ... and of those that quotation marks hold.
SAME_QUOTATION = 0.7
#: A quotation of fewer words is a borrowed term.
LEAST_QUOTED = 4
#: Of quoted words that bring two sentences together though the one says "he said" and the other who that is.
SAME_SPEECH = (0.8, 5)
#: What makes a statement somebody's and not the outlet's own: an echo may have some only where the sentence has.
SENSES = ("attribution", "reported", "likely")

_DAY = len("YYYY-MM-DD")
_CAPITALS = re.compile(r"\b[^\W\d_a-z][\w.’'-]*")
_WHOLE = re.compile(r"[.!][\"'”’»]*$")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence as it is compared. `telling` are its stems in order, without names, dates and verbs of saying."""

    telling: tuple[str, ...]
    quoted: frozenset[str]
    names: tuple[NameFact, ...]
    capitals: tuple[str, ...]
    figures: frozenset[Decimal]
    negated: bool
    denied: bool
    planned: bool
    senses: frozenset[str]


def echoes(written: Written, pool: Sequence[Candidate]) -> list[Candidate]:
    """The best sentence of each other article that says the same; strongest first."""
    if not _is_statement(written.text):
        return []
    ours = _read(written.text)
    heard = {candidate.document_index for candidate in written.sources}
    best: dict[int, tuple[float, Candidate]] = {}
    for candidate in pool:
        if candidate.document_index in heard or not _akin(ours.telling, candidate.stems):
            continue
        share = _agreement(written, ours, candidate)
        if share > best.get(candidate.document_index, (0.0, candidate))[0]:
            best[candidate.document_index] = (share, candidate)
    ranked = sorted(best.values(), key=lambda item: (-item[0], item[1].document_index))
    return [candidate for _, candidate in ranked]


def _agreement(written: Written, ours: _Said, candidate: Candidate) -> float:
    """Share (0..1) of the telling words that the candidate has too; 0 where it says less, less surely, or something else."""
    theirs = _read(candidate.text)
    known = frozenset(theirs.telling)
    opening = ours.telling[: (len(ours.telling) + 1) // 2]
    agree = (
        _is_statement(candidate.text)
        and _akin(ours.telling, known)
        and len(known.intersection(opening)) >= SAME_OPENING * len(opening)
        and len(known & ours.quoted) >= SAME_QUOTATION * len(ours.quoted)
        and ours.figures <= theirs.figures
        and (ours.negated, ours.denied, ours.planned) == (theirs.negated, theirs.denied, theirs.planned)
        and (_same_words_quoted(ours, theirs) or _same_voice(ours, theirs, candidate.text))
        and not _swapped(ours, theirs)
        and _same_day(written.text, written.sources[0], candidate)
        and not signals(written.text, (candidate.text,))["turned"]
    )
    return len(known.intersection(ours.telling)) / len(ours.telling) if agree else 0.0


def _is_statement(text: str) -> bool:
    return bool(_WHOLE.search(text)) and has_verb(text)


def _akin(telling: Sequence[str], others: Collection[str]) -> bool:
    shared = sum(word in others for word in telling)
    return any(shared >= max(least, share * len(telling)) for share, least in SAME_STATEMENT)


@lru_cache(maxsize=4096)
def _read(text: str) -> _Said:
    names = find_names(text, "en")
    dates = find_dates(text, "en", anchor="2000-01-01")  # any day: only where they stand is asked
    spans = [*(name.text for name in names), *(date.text for date in dates)]
    known = {word for span in spans for word in content_words(span, "en")} | _saying()
    telling = tuple(dict.fromkeys(word for word in content_words(text, "en") if word not in known))
    quoted = [q.text for q in find_quotations(text, "en") if len(q.text.split()) >= LEAST_QUOTED]
    return _Said(
        telling=telling,
        quoted=frozenset(content_words(" ".join(quoted), "en")).intersection(telling),
        names=tuple(names),
        capitals=tuple(_CAPITALS.findall(text)),
        figures=frozenset(number.value for number in find_numbers(text, "en")),
        negated=bool(find_negations(text, "en")),
        denied=any(folded(word) in words("denials") for word in _WORD.findall(text)),
        planned=is_planned(text),
        senses=frozenset(sense for sense in SENSES if find_words(text, "en", f"facts.hedges.{sense}")),
    )


def _saying() -> frozenset[str]:
    return frozenset(stem(word, "en") for word in words("speech_verbs"))


def _same_words_quoted(ours: _Said, theirs: _Said) -> bool:
    """Whether most of what is said is said in the same quotation, and no other person is named beside it."""
    share, least = SAME_SPEECH
    same = len(ours.quoted & theirs.quoted)
    strangers = [n for n in theirs.names if n.kind == "person" and not _named(n.text, ours)]
    return same >= max(least, share * len(ours.quoted)) and 2 * same >= len(ours.telling) and not strangers


def _same_voice(ours: _Said, theirs: _Said, text: str) -> bool:
    """Whether both are as sure, both say that it was said or neither does, and both name the same people and bodies."""
    if theirs.senses and not ours.senses:
        return False
    if "attribution" in ours.senses and not may_hedge(text, "en", "attribution"):
        return False
    return _same_names(ours, theirs)


def _same_names(ours: _Said, theirs: _Said) -> bool:
    """Whether the other sentence has every name; places may come and go with the telling, but no more than half of all."""
    missing = [name for name in ours.names if not _named(name.text, theirs)]
    return all(name.kind == "place" for name in missing) and 2 * len(missing) <= len(ours.names)


def _named(name: str, theirs: _Said) -> bool:
    """Whether the other sentence has the name; at a sentence's start any capital may be one."""
    others = (*(other.text for other in theirs.names), *theirs.capitals)
    return any(same_name(name, other) for other in others)


def _swapped(ours: _Said, theirs: _Said) -> bool:
    """Whether names that both have stand in another order: who did it to whom may have changed."""
    once = dict.fromkeys(name.text for name in ours.names)
    found = [place for name in once if (place := _place(name, theirs.names)) is not None]
    return found != sorted(found)


def _place(name: str, names: Sequence[NameFact]) -> int | None:
    return next((index for index, other in enumerate(names) if same_name(name, other.text)), None)


def _same_day(text: str, ours: Candidate, other: Candidate) -> bool:
    """Whether the days that both give, if both give any, have one in common."""
    mine = {d.edtf for d in find_dates(text, "en", anchor=ours.published_at) if len(d.edtf) == _DAY}
    theirs = {d.edtf for d in find_dates(other.text, "en", anchor=other.published_at) if len(d.edtf) == _DAY}
    return not mine or not theirs or any(compatible(a, b) for a in mine for b in theirs)
