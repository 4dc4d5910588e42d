"""The methods of tidings.v1.NewsroomService."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from typing import Any, TypeVar

from models.repository import ModelRepository
from service.config import Settings
from service.domain import Document, Event, Summary, Translation
from service.errors import InvalidInputError, TidingsError
from service.pipeline import Newsroom
from service.rpc.calls import note_served
from service.rpc.corrections import CorrectionsMixin
from service.rpc.events import EventsMixin
from service.rpc.glossary import glossary_of
from service.rpc.html import html_of, html_response
from service.rpc.paging import page
from service.rpc.queue import Served, WorkQueue
from service.rpc.ready import stream_reply, unary_reply
from service.rpc.replies import event_message, summary_message, translation_message
from service.rpc.reply_cache import ReplyCache
from service.rpc.requests import bytes_of, document_of, documents_of
from service.rpc.status import status_of
from service.translation import EMPTY, Glossary
from tidings.v1 import newsroom_pb2 as pb
from tidings.v1 import newsroom_pb2_grpc

T = TypeVar("T")


class NewsroomServicer(CorrectionsMixin, EventsMixin, newsroom_pb2_grpc.NewsroomServiceServicer):
    """Every method: check, queue, run the pipeline in a worker thread, convert."""

    def __init__(self, queue: WorkQueue) -> None:
        self._queue = queue

    def use(self, newsroom: Newsroom, settings: Settings) -> None:
        """Go by these from the next request on; the gate lets none in before the first call of this."""
        self._newsroom = newsroom
        self._settings = settings
        self._replies = ReplyCache(newsroom, settings)

    async def _run(self, work: Callable[[], T], context: Any, *, wait: bool = False) -> Served[T]:
        served = await self._queue.run(work, timeout=context.time_remaining(), wait=wait)
        note_served(served.queue_seconds, served.inference_seconds)
        return served

    def _translate(self, document: Document, path: str = "document", glossary: Glossary | None = None) -> Translation:
        """The translation; an error names the field as the request has it, below `path`."""
        try:
            return self._newsroom.translate(document, glossary=glossary or EMPTY)
        except InvalidInputError as error:
            error.field = f"{path}.{(error.field or 'text').removeprefix('document.')}"
            raise

    async def TranslateDocument(self, request: Any, context: Any) -> Any:  # noqa: N802  # gRPC's name
        """One article in English."""
        body, info = await self._translation(request, context)
        return unary_reply(request.document.document_id, body, info)

    async def _translation(self, request: Any, context: Any, *, wait: bool = False) -> tuple[bytes, pb.ServingInfo]:
        """The translation without its document's id, ready for the wire, and how it was come by."""
        began = time.perf_counter()
        if ready := await self._replies.find(request):
            return ready, pb.ServingInfo(cached=True, inference_ms=(time.perf_counter() - began) * 1000)
        document = document_of(request.document, self._settings)
        glossary = glossary_of(request.glossary, request.glossary_names, self._settings)
        replies = self._replies
        served = await self._run(
            lambda: replies.made(request, lambda: self._translate(document, glossary=glossary)), context, wait=wait
        )
        return served.value, _serving(served)

    async def TranslateHtml(self, request: Any, context: Any) -> Any:  # noqa: N802  # gRPC's name
        """A page or fragment with its text in English."""
        html, code = html_of(request, self._settings)
        glossary = glossary_of(request.glossary, request.glossary_names, self._settings) or EMPTY
        served = await self._run(lambda: self._newsroom.translate_html(html, code, glossary), context)
        return html_response(served.value, _serving(served))

    async def SummarizeDocument(self, request: Any, context: Any) -> Any:  # noqa: N802  # gRPC's name
        """One article's summary, with the translation its sources point into."""
        document = document_of(request.document, self._settings)

        def work() -> tuple[Translation, Summary]:
            translation = self._translate(document)
            return translation, self._newsroom.summarize(translation)

        served = await self._run(work, context)
        translation, summary = served.value
        return pb.SummarizeDocumentResponse(
            summary=summary_message(summary),
            translation=translation_message(translation),
            serving_info=_serving(served),
        )

    async def SummarizeEvent(self, request: Any, context: Any) -> Any:  # noqa: N802  # gRPC's name
        """One event from articles that are about it."""
        documents = documents_of(request.documents, self._settings)
        served = await self._run(lambda: self._newsroom.describe(self._translated(documents)), context)
        return pb.SummarizeEventResponse(event=event_message(served.value), serving_info=_serving(served))

    async def GroupDocuments(self, request: Any, context: Any) -> Any:  # noqa: N802  # gRPC's name
        """Articles -> events, a page of them."""
        documents = documents_of(request.documents, self._settings)

        def work() -> list[Event]:
            groups = self._newsroom.group(self._translated(documents))
            return sorted(map(self._newsroom.describe, groups), key=lambda event: event.order)

        asked = b"".join(m.SerializeToString(deterministic=True) for m in request.documents)
        page([], request.page_size, request.page_token, asked)  # refuses a bad token before any work
        served = await self._run(work, context)
        events, token = page(served.value, request.page_size, request.page_token, asked)
        return pb.GroupDocumentsResponse(
            events=[event_message(event) for event in events], next_page_token=token, serving_info=_serving(served)
        )

    async def DetectLanguage(self, request: Any, context: Any) -> Any:  # noqa: N802  # gRPC's name
        """Languages of a text, ranked."""
        if not request.text.strip():
            raise InvalidInputError("EMPTY_DOCUMENT", "the text is empty; give some words", field="text")
        bytes_of(request.text, self._settings, what="text", field="text")
        served = await self._run(lambda: self._newsroom.detect(request.text), context)
        return pb.DetectLanguageResponse(
            candidates=[
                pb.DetectLanguageResponse.Candidate(language_code=c.language_code, confidence=c.confidence)
                for c in served.value
            ]
        )

    async def ListModels(self, request: Any, context: Any) -> Any:  # noqa: ARG002, N802  # gRPC's name and shape
        """The catalogue, with what is installed and what serves."""
        repository = ModelRepository(self._settings.model_dir, converted_dir=self._settings.converted_dir)
        installed = {spec.id for spec in await asyncio.to_thread(repository.installed)}
        serving = self._newsroom.serving_models()
        known = {spec.id: spec for spec in (*repository.catalog(), *(spec for spec, _ in serving))}
        specs, token = page(list(known.values()), request.page_size, request.page_token, b"models")
        codes: dict[str, list[str]] = {}
        for spec, code in serving:
            codes.setdefault(spec.id, []).append(code)
        return pb.ListModelsResponse(
            models=[
                pb.Model(
                    model_id=spec.id,
                    revision=spec.revision,
                    task=spec.task,
                    architecture=spec.architecture,
                    licence=spec.licence,
                    language_codes=spec.languages,
                    size_mb=spec.size_mb,
                    installed=spec.id in installed or spec.id in codes,
                    serving_language_codes=codes.get(spec.id, []),
                )
                for spec in specs
            ],
            next_page_token=token,
        )

    async def StreamTranslateDocuments(  # noqa: N802  # gRPC's name
        self, requests: AsyncIterator[Any], context: Any
    ) -> AsyncIterator[Any]:
        """Articles in, translations out in the same order; a bad article gets a status, the stream goes on.

        As many are in work at once as there are workers; reading waits for them, so a fast client can't fill the queue.
        """
        pending: deque[asyncio.Task[Any]] = deque()
        try:
            async for request in requests:
                pending.append(asyncio.create_task(self._streamed(request, context)))
                if len(pending) > self._queue.workers:
                    yield await pending.popleft()
            while pending:
                yield await pending.popleft()
        finally:
            for task in pending:
                task.cancel()

    async def _streamed(self, request: Any, context: Any) -> Any:
        try:
            body, info = await self._translation(request, context, wait=True)
        except TidingsError as error:
            return pb.StreamTranslateDocumentsResponse(
                document_id=request.document.document_id, status=status_of(error)
            )
        return stream_reply(request.document.document_id, body, info)

    def _serving_info(self, served: Served[Any]) -> pb.ServingInfo:
        return _serving(served)

    def _translated(self, documents: list[Document]) -> list[Translation]:
        return [self._translate(document, f"documents[{i}]") for i, document in enumerate(documents)]


def _serving(served: Served[Any]) -> pb.ServingInfo:
    return pb.ServingInfo(
        cached=served.meter.model_calls == 0 and served.meter.cache_hits > 0,
        queue_ms=served.queue_seconds * 1000,
        inference_ms=served.inference_seconds * 1000,
        model_calls=served.meter.model_calls,
    )
