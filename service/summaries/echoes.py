"""Which sentences of other articles say what a summary sentence says: further sources, so a wrong one is a false claim.

Nothing is guessed: who, what, how many, when, denied or not and done or planned must all agree, as far as the two sentences
tell. A sentence that says the same in other words is missed rather than one that says something else named.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from service.checks.support_signals import signals
from service.facts.dates import compatible, find_dates
from service.facts.hedges import may_hedge
from service.facts.names import NameFact
from service.facts.names_same import same_name
from service.summaries.candidates import Candidate
from service.summaries.quality import has_verb
from service.summaries.said import Said, said
from service.summaries.writing import Written

#: Share of the sentence's telling words (no names, no dates, no verbs of saying) that an echo has too, and how many at
#: least: two words in common are a topic, not a statement. Where fewer are shared, they must be more of the sentence.
SAME_STATEMENT = ((0.5, 5), (0.6, 3))
#: Share of the telling words in its first half: what only ends alike has another main clause.
SAME_OPENING = 0.5
#: ... and of those that quotation marks hold.
SAME_QUOTATION = 0.7
#: Of quoted words that bring two sentences together though the one says "he said" and the other who that is.
SAME_SPEECH = (0.8, 5)

_DAY = len("YYYY-MM-DD")
_WHOLE = re.compile(r"[.!][\"'”’»]*$")


def echoes(written: Written, pool: Sequence[Candidate]) -> list[Candidate]:
    """The best sentence of each other article that says the same; strongest first."""
    if not _is_statement(written.text):
        return []
    ours = said(written.text)
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


def _agreement(written: Written, ours: Said, candidate: Candidate) -> float:
    """Share (0..1) of the telling words that the candidate has too; 0 where it says less, less surely, or something else."""
    theirs = said(candidate.text)
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


def _same_words_quoted(ours: Said, theirs: Said) -> bool:
    """Whether most of what is said is said in the same quotation, and no other person is named beside it."""
    share, least = SAME_SPEECH
    same = len(ours.quoted & theirs.quoted)
    strangers = [n for n in theirs.names if n.kind == "person" and not _named(n.text, ours)]
    return same >= max(least, share * len(ours.quoted)) and 2 * same >= len(ours.telling) and not strangers


def _same_voice(ours: Said, theirs: Said, text: str) -> bool:
    """Whether both are as sure, both say that it was said or neither does, and both name the same people and bodies."""
    if theirs.senses and not ours.senses:
        return False
    if "attribution" in ours.senses and not may_hedge(text, "en", "attribution"):
        return False
    return _same_names(ours, theirs)


def _same_names(ours: Said, theirs: Said) -> bool:
    """Whether the other sentence has every name; places may come and go with the telling, but no more than half of all."""
    missing = [name for name in ours.names if not _named(name.text, theirs)]
    return all(name.kind == "place" for name in missing) and 2 * len(missing) <= len(ours.names)


def _named(name: str, theirs: Said) -> bool:
    """Whether the other sentence has the name; at a sentence's start any capital may be one."""
    others = (*(other.text for other in theirs.names), *theirs.capitals)
    return any(same_name(name, other) for other in others)


def _swapped(ours: Said, theirs: Said) -> bool:
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
