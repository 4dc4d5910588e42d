"""The summary of one event, from all its articles."""

from __future__ import annotations

from collections.abc import Sequence

from models.entailment import EntailmentModel
from service.batching import Decoder
from service.domain import EventSummary, Provenance, Translation
from service.facts.names import find_names
from service.facts.numbers import find_numbers
from service.facts.words import content_words
from service.summaries.candidates import Candidate, candidates
from service.summaries.compose import compose, provenance
from service.summaries.length import SummaryLength
from service.summaries.setting import with_setting
from service.summaries.writing import Written, finished

#: Another outlet's sentence is a further source where it has this share of the content words, and every figure.
SAME_STATEMENT = 0.5

#: ... and so many of them, names left out.
LEAST_SHARED = 2

OPENING_MARKS = frozenset("\"“”„«»'‘’–-")

_DAY = "YYYY-MM-DD"


class EventSummarizer:
    """Summarises events. `decoder` None: the chosen source sentences themselves.

    `entailment` checks what the model of `decoder` wrote.
    """

    def __init__(
        self,
        decoder: Decoder | None,
        *,
        length: SummaryLength = SummaryLength.EVENT,
        entailment: EntailmentModel | None = None,
    ) -> None:
        self._decoder = decoder
        self._length = length
        self._entailment = entailment

    @property
    def provenance(self) -> Provenance:
        """What the summaries are produced by."""
        return provenance(self._decoder, self._length, self._entailment)

    def summarize(self, members: Sequence[Translation], duplicates: Sequence[Sequence[str]] = ()) -> EventSummary:
        """What the articles say together, each sentence with all outlets that say it.

        `duplicates` are groups of document ids that carry the same wire text: the earliest member of a group speaks
        for it. The order of `members` and `duplicates` changes nothing. Raises EngineError where the model fails.
        """
        voices = _voices(members, duplicates)
        pool = with_setting([c for index, member in enumerate(voices) for c in candidates(member, index)])
        written = compose(pool, self._decoder, self._length, order=in_time, entailment=self._entailment)
        sentences = tuple(finished(sentence, _echoes(sentence, pool)) for sentence in written)
        return EventSummary(sentences, self.provenance)


def _voices(members: Sequence[Translation], duplicates: Sequence[Sequence[str]]) -> list[Translation]:
    """The members in time order (those without a date last), one of each group of duplicates."""
    ordered = sorted(members, key=lambda m: (m.published_at or "~", m.document_id))
    place = {member.document_id: index for index, member in enumerate(ordered)}
    silent: set[str] = set()
    for group in duplicates:
        present = sorted((d for d in group if d in place), key=place.__getitem__)
        silent.update(present[1:])
    return [member for member in ordered if member.document_id not in silent]


def _day(candidate: Candidate) -> str:
    """The day of publication, after every other where it is not known."""
    return (candidate.published_at or "~")[: len(_DAY)]


def in_time(chosen: Sequence[Candidate]) -> list[Candidate]:
    """The best (`chosen` comes best first) that opens with no quotation, then by day of publication, leads before details.

    A sentence that leans on the one before it stays behind it.
    """
    present = {(c.document_index, c.position): c for c in chosen}

    def head(candidate: Candidate) -> Candidate:
        while candidate.leaning < 1.0 and not candidate.after_break:
            before = present.get((candidate.document_index, candidate.position - 1))
            if before is None:
                break
            candidate = before
        return candidate

    opening = next((c for c in chosen if c.text[0] not in OPENING_MARKS), None)
    top = head(opening) if opening else None

    def key(candidate: Candidate) -> tuple[bool, str, int, int, int]:
        first = head(candidate)
        return first is not top, _day(first), first.position, first.document_index, candidate.position

    return sorted(chosen, key=key)


def _echoes(written: Written, pool: Sequence[Candidate]) -> list[Candidate]:
    """The best sentence of each other article that says the same, with the same figures; strongest first."""
    names = {stem for name in find_names(written.text, "en") for stem in content_words(name.text, "en")}
    stems = set(content_words(written.text, "en")) - names  # one person's two statements are not one
    figures = {number.value for number in find_numbers(written.text, "en")}
    heard = {candidate.document_index for candidate in written.sources}
    best: dict[int, tuple[float, Candidate]] = {}
    for candidate in pool:
        if candidate.document_index in heard or not stems:
            continue
        shared = stems.intersection(candidate.stems)
        share = len(shared) / len(stems) if len(shared) >= LEAST_SHARED else 0.0
        if share < SAME_STATEMENT or share <= best.get(candidate.document_index, (0.0, candidate))[0]:
            continue
        if figures <= {number.value for number in find_numbers(candidate.text, "en")}:
            best[candidate.document_index] = (share, candidate)
    ranked = sorted(best.values(), key=lambda item: (-item[0], item[1].document_index))
    return [candidate for _, candidate in ranked]
