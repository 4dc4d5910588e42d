"""The summary of one event, from all its articles."""

from __future__ import annotations

from collections.abc import Sequence

from models.entailment import EntailmentModel
from service.batching import Decoder
from service.domain import EventSummary, Provenance, Translation
from service.summaries.candidates import candidates
from service.summaries.compose import compose, provenance
from service.summaries.echoes import echoes
from service.summaries.length import SummaryLength
from service.summaries.setting import with_setting
from service.summaries.telling import in_time
from service.summaries.writing import finished


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
        sentences = tuple(finished(sentence, echoes(sentence, pool)) for sentence in written)
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
