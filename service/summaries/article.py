"""The summary of one article."""

from __future__ import annotations

from models.entailment import EntailmentModel
from service.batching import Decoder
from service.domain import Provenance, Summary, Translation
from service.facts.words import content_words
from service.summaries.candidates import candidates
from service.summaries.compose import compose, provenance
from service.summaries.headline import is_headline, own_headline
from service.summaries.length import SummaryLength
from service.summaries.telling import in_article
from service.summaries.writing import finished


class ArticleSummarizer:
    """Summarises translated articles. `decoder` None: the chosen source sentences themselves.

    `entailment` checks what the model of `decoder` wrote.
    """

    def __init__(
        self,
        decoder: Decoder | None,
        *,
        length: SummaryLength = SummaryLength.PARAGRAPH,
        entailment: EntailmentModel | None = None,
    ) -> None:
        self._decoder = decoder
        self._length = length
        self._entailment = entailment

    @property
    def provenance(self) -> Provenance:
        """What the summaries are produced by."""
        return provenance(self._decoder, self._length, self._entailment)

    def summarize(self, translation: Translation) -> Summary:
        """The summary, the happening first and the rest in the order of the article, each sentence with at least one source.

        No sentences where nothing of the article is English text. Raises EngineError where the model fails.
        """
        pool = candidates(translation)
        title = translation.title or ""
        trusted = not any(flag.warns for flag in translation.title_flags)
        title_stems = frozenset(content_words(title, "en")) if trusted else frozenset()
        own = own_headline(translation, pool) if is_headline(self._length) else []
        written = own or compose(
            pool,
            self._decoder,
            self._length,
            order=in_article(title_stems),
            title_stems=title_stems,
            entailment=self._entailment,
        )
        return Summary(
            document_id=translation.document_id,
            title=translation.title,
            sentences=tuple(finished(sentence) for sentence in written),
            notices=translation.notices,
            provenance=self.provenance,
        )
