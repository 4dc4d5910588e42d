"""What the writers share: a sentence in the making, and the flags that a sentence inherits from its sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from service.domain import Flag, FlagCode, Provenance, SummarySentence
from service.summaries.candidates import Candidate
from service.summaries.planned import is_planned
from service.summaries.quoted import quotations_in

#: Bumped whenever selection or checks change what an extractive summary says.
REVISION = "2"


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence and the candidates it rests on, strongest first. `note` says why it is extractive; None: a model wrote it."""

    text: str
    sources: tuple[Candidate, ...]
    note: str | None = None


def extract(candidate: Candidate, note: str) -> Written:
    """The source sentence itself."""
    return Written(candidate.text, (candidate,), note)


def finished(written: Written, others: Sequence[Candidate] = ()) -> SummarySentence:
    """The sentence as it is shown. `others` are further sources: they say it too, but the wording is not theirs."""
    flags = list(_inherited(written.sources))
    if written.note is not None:
        flags.append(Flag(FlagCode.EXTRACTIVE, written.note))
    if is_planned(written.text):
        flags.append(Flag(FlagCode.PLANNED, "announced, not yet happened"))
    sources = tuple(candidate.source for candidate in (*written.sources, *others))
    return SummarySentence(written.text, sources, tuple(flags), quotations_in(written.text, written.sources))


def _inherited(sources: Iterable[Candidate]) -> list[Flag]:
    """Doubts about a source are doubts about what rests on it: its warning flags, each once, in order."""
    flags = [flag for candidate in sources for flag in candidate.segment.flags if flag.warns]
    return list(dict.fromkeys(flags))


def extractive_provenance() -> Provenance:
    """What a summary without a model is produced by."""
    return Provenance("extractive", REVISION, "tidings", "none", f"extractive@{REVISION}|tidings|none")
