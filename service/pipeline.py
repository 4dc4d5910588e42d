"""The stages in order: document -> clean -> translate -> summarise; translations -> events. Nothing else.

A `Newsroom` is built once at the door from Settings; the four doors (server, corpus command, other commands,
executors) call it and hold no logic of their own. Safe from several threads.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from models.base import DecodingOptions, Engine
from models.entailment import EntailmentModel
from models.spec import ModelSpec
from service.batching import BatchingSnapshot, Decoder, Meter, Scheduler
from service.config import Settings
from service.domain import (
    CleanedDocument,
    Document,
    Event,
    EventSummary,
    Failure,
    LanguageCandidate,
    Summary,
    Translation,
)
from service.errors import InvalidInputError, StorageError, TidingsError
from service.events import describe_event, group_documents
from service.events.online import EventDesk
from service.installed import Installed
from service.spans import spanned
from service.store import Cache, MemoryCache, TranslationMemory
from service.summaries import ArticleSummarizer, EventSummarizer, SummaryLength
from service.text.cleaning import clean
from service.text.detection import LanguageDetector
from service.translation import EMPTY, DocumentTranslator, Glossary, Router, SegmentTranslator
from service.translation.html import HtmlTranslation, HtmlTranslator

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """What became of one document: a translation and its summary, or a failure."""

    document_id: str
    translation: Translation | None
    summary: Summary | None
    failure: Failure | None


class Newsroom:
    """The composed pipeline."""

    def __init__(
        self,
        *,
        router: Router,
        summarizer: Decoder | None,
        cache: Cache | MemoryCache | None,
        meter: Meter,
        options: DecodingOptions,
        length: SummaryLength,
        repair: bool = True,
        max_document_bytes: int = Settings.max_document_bytes,
        installed: Installed | None = None,
        memory: TranslationMemory | None = None,
        glossary: Glossary = EMPTY,
        entailment: EntailmentModel | None = None,
        schedulers: Mapping[str, Scheduler] | None = None,
    ) -> None:
        self.meter = meter
        self.router = router
        self._summarizer = summarizer
        self.cache = cache
        self._options = options
        self._max_document_bytes = max_document_bytes
        self._installed = installed
        self.detector = LanguageDetector()
        self.memory = memory
        self.glossary = glossary
        self.events: EventDesk | None = None
        self._schedulers = dict(schedulers or {})
        segments = SegmentTranslator(options, repair=repair)
        self._translator = DocumentTranslator(router, self.detector, segments, memory=memory)
        self._pages = HtmlTranslator(router, self.detector, segments, memory=memory, max_bytes=max_document_bytes)
        self._articles = ArticleSummarizer(summarizer, length=length, entailment=entailment)
        self._events = EventSummarizer(summarizer, entailment=entailment)

    @classmethod
    def open(
        cls, settings: Settings, *, cache: bool = True, glossary: Glossary = EMPTY, shared: bool = False
    ) -> Newsroom:
        """Load the models that `settings` names, else the best installed ones; `glossary` holds for every document.

        With `shared` the documents in work share the engines' batches, unless `settings.batching` says otherwise: more
        throughput and fair turns, at the price that an int8 text depends on what was decoded beside it.

        Raises ModelUnavailableError where a named model is not there or none is, ConfigurationError where a setting
        names no model, StorageError where the translation memory is damaged.
        """
        meter = Meter()
        kept: Cache | MemoryCache = (
            Cache(settings.cache_path, max_bytes=settings.cache_max_bytes) if cache else MemoryCache()
        )
        memory = TranslationMemory(settings.memory_path)
        memory.check()
        installed = Installed.open(settings)
        schedulers = _schedulers(installed, kept, settings) if shared and settings.batching == "shared" else {}

        def decoder(engine: Engine) -> Decoder:
            return Decoder(engine, kept, meter, exact=settings.exact, scheduler=schedulers.get(engine.spec.id))

        decoders = {code: decoder(engine) for code, engine in installed.translators.items()}
        summarizer = decoder(installed.summarizer) if installed.summarizer else None
        newsroom = cls(
            router=Router(decoders),
            summarizer=summarizer,
            cache=kept,
            meter=meter,
            options=DecodingOptions(beam_size=settings.beam_size),
            length=SummaryLength.parse(settings.summary_length),
            repair=settings.repair,
            max_document_bytes=settings.max_document_bytes,
            installed=installed,
            memory=memory,
            glossary=glossary,
            entailment=installed.entailment,
            schedulers=schedulers,
        )
        roles: dict[str, list[str]] = {}
        for role, signature in sorted(newsroom.signatures().items()):
            roles.setdefault(signature, []).append(role)
        for signature, names in roles.items():
            log.info("%s for %s", signature, ", ".join(names))
        if notice := newsroom.notice():
            log.warning("%s", notice)
        return newsroom

    def limit(self, max_document_bytes: int) -> None:
        """Take articles and pages of up to `max_document_bytes` from now on."""
        self._max_document_bytes = self._pages.max_bytes = max_document_bytes

    @spanned("clean")
    def clean(self, document: Document, furniture: frozenset[str] = frozenset()) -> CleanedDocument:
        """The article body. Raises InvalidInputError (stage `clean`), TOO_LONG for a body over `max_document_bytes`."""
        cleaned = clean(document, furniture=furniture)
        if not any(c.isalpha() for paragraph in cleaned.paragraphs for c in paragraph.text):
            raise InvalidInputError(
                "NO_BODY",
                "the document holds no words; an article's text is needed",
                field="document.text",
                stage="clean",
            )
        size = sum(len(paragraph.text.encode()) for paragraph in cleaned.paragraphs)
        if size > self._max_document_bytes:
            raise InvalidInputError(
                "TOO_LONG",
                f"the article has {size:,} bytes of text; at most {self._max_document_bytes:,} are taken: "
                "split it, or raise max_document_bytes",
                metadata={"bytes": str(size), "max_bytes": str(self._max_document_bytes)},
                field="document.text",
                stage="clean",
            )
        return cleaned

    def translate(
        self, document: Document, furniture: frozenset[str] = frozenset(), glossary: Glossary = EMPTY
    ) -> Translation:
        """The article in English; terms of `glossary` win over those that hold for every document.

        Raises TidingsError with stage and reason for a document that is refused.
        """
        translation = self._translator.translate(self.clean(document, furniture), glossary.merged(self.glossary))
        self.meter.flagged((*translation.title_flags, *(f for segment in translation.segments for f in segment.flags)))
        return translation

    def translate_html(
        self, html: str, language_code: str | None = None, glossary: Glossary = EMPTY
    ) -> HtmlTranslation:
        """A page or fragment with its text in English, every tag where it belongs; nothing is cleaned away.

        Raises TidingsError as `translate` does.
        """
        return self._pages.translate(html, language_code, glossary.merged(self.glossary))

    @spanned("summarize")
    def summarize(self, translation: Translation) -> Summary:
        """The summary of one translated article."""
        summary = self._articles.summarize(translation)
        self.meter.flagged(flag for sentence in summary.sentences for flag in sentence.flags)
        return summary

    @spanned("summarize")
    def summarize_members(self, members: Sequence[Translation], duplicates: Sequence[Sequence[str]]) -> EventSummary:
        """The summary of an event from its member articles."""
        summary = self._events.summarize(members, duplicates)
        self.meter.flagged(flag for sentence in summary.sentences for flag in sentence.flags)
        return summary

    def detect(self, text: str) -> tuple[LanguageCandidate, ...]:
        """Languages `text` may be in, likeliest first."""
        return self.detector.detect(text)

    def group(self, translations: Sequence[Translation]) -> tuple[tuple[Translation, ...], ...]:
        """Articles -> events, as groups of members."""
        return group_documents(translations)

    def describe(self, members: Sequence[Translation]) -> Event:
        """One event from its members."""
        return describe_event(members, self.summarize_members)

    def process(self, document: Document, furniture: frozenset[str] = frozenset()) -> DocumentResult:
        """Translation and summary of one document, or its failure: one bad document never stops the others."""
        stage = "translate"
        try:
            translation = self.translate(document, furniture)
            stage = "summarize"
            return DocumentResult(document.document_id, translation, self.summarize(translation), None)
        except StorageError:
            raise  # the translation memory can't be read: no fault of this document's, and the next would fare alike
        except TidingsError as error:
            return DocumentResult(document.document_id, None, None, failure_of(document.document_id, error, stage))

    def signatures(self) -> dict[str, str]:
        """Role -> signature of all that can change a record: translators, summariser."""
        routed = [(code, self.router.decoder(code)) for code in self.router.language_codes]
        out = {f"translation.{code}": d.provenance(self._options).signature for code, d in routed if d}
        if self.glossary:
            out["glossary"] = self.glossary.signature
        out["summarization"] = self._articles.provenance.signature
        out["summarization.event"] = self._events.provenance.signature
        return out

    def serving_models(self) -> list[tuple[ModelSpec, str]]:
        """Each model in use with a language it serves; summaries as `en`."""
        routed = [(self.router.decoder(code), code) for code in self.router.language_codes]
        return [(d.engine.spec, code) for d, code in (*routed, (self._summarizer, "en")) if d]

    def notice(self) -> str | None:
        """Where small bundled models run: that they do, what they score, and the command that gets the large ones."""
        return self._installed.notice() if self._installed else None

    def warm(self) -> None:
        """Load what is loaded on first use (the detector's models, word lists), so that no caller waits for it."""
        self.translate(Document("warm-up", text="Tidings leser nyheter på norsk og tysk. Dette er en prøve."))

    def batching(self) -> dict[str, BatchingSnapshot]:
        """Model id -> what its shared batches were so far; empty where none are shared."""
        return {model_id: scheduler.stats() for model_id, scheduler in self._schedulers.items()}

    def close(self) -> None:
        """Finish the batches that run, let go of the cache, the translation memory and the events store."""
        for scheduler in self._schedulers.values():
            scheduler.close()
        if self.cache:
            self.cache.close()
        if self.memory:
            self.memory.close()
        if self.events:
            self.events.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _schedulers(installed: Installed, cache: Cache | MemoryCache, settings: Settings) -> dict[str, Scheduler]:
    """Model id -> the one queue in front of its engine, however many languages it serves."""
    engines = {engine.spec.id: engine for engine in (*installed.translators.values(), installed.summarizer) if engine}
    return {
        model_id: Scheduler(
            engine, cache.put_many, batch_tokens=settings.batch_tokens, window=settings.batch_window_seconds
        )
        for model_id, engine in engines.items()
    }


def failure_of(document_id: str, error: TidingsError, stage: str) -> Failure:
    """A refused document as a record; `stage` where the error itself names none."""
    return Failure(document_id, error.stage or stage, error.reason, error.message, error.metadata)
