"""The server as a client meets it: replies, statuses, details, limits, cancellation, drain."""

from __future__ import annotations

import threading
import time

import grpc
import pytest
from google.rpc import error_details_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc
from grpc_status import rpc_status

from service.rpc.server import is_loopback
from tests.fakes import FakeEngine
from tests.rpc.conftest import SETTINGS
from tidings.v1 import newsroom_pb2 as pb
from tidings.v1 import newsroom_pb2_grpc

NB = "Kommunestyret vedtok onsdag å bygge en ny skole ved elven. Arbeidet begynner etter sommeren."
EN = "The council decided on Wednesday to build a new school by the river. Work begins after the summer."


@pytest.fixture
def stub(channel):
    return newsroom_pb2_grpc.NewsroomServiceStub(channel)


def document(text: str = NB, document_id: str = "a", **more: str) -> pb.Document:
    return pb.Document(document_id=document_id, text=text, **more)


def refused(call, request) -> tuple[grpc.StatusCode, str, list[str]]:
    """Code, reason and faulty fields of a refused call."""
    with pytest.raises(grpc.RpcError) as caught:
        call(request, timeout=20)
    status = rpc_status.from_call(caught.value)
    info, bad = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
    for detail in status.details:
        if detail.Is(info.DESCRIPTOR):
            detail.Unpack(info)
        if detail.Is(bad.DESCRIPTOR):
            detail.Unpack(bad)
    assert info.domain == "tidings"
    return caught.value.code(), info.reason, [violation.field for violation in bad.field_violations]


def test_a_translation_is_aligned_and_says_what_made_it(stub):
    reply = stub.TranslateDocument(pb.TranslateDocumentRequest(document=document()), timeout=20)
    translation = reply.translation
    assert translation.source_language_code == "nb"
    assert [s.segment_id for s in translation.segments] == ["p1.s1", "p1.s2"]
    assert translation.segments[0].original == NB.split(". ", maxsplit=1)[0] + "."
    assert translation.segments[0].score == pytest.approx(-0.5)
    assert translation.provenance.engine == "fake"
    assert not translation.HasField("title")


def test_what_was_seen_before_comes_from_the_cache(stub):
    request = pb.TranslateDocumentRequest(document=document(NB + " Prisen er ikke kjent."))
    first, second = (stub.TranslateDocument(request, timeout=20) for _ in range(2))
    assert (first.serving_info.cached, first.serving_info.model_calls) == (False, 1)
    assert (second.serving_info.cached, second.serving_info.model_calls) == (True, 0)
    assert first.translation == second.translation


def test_english_passes_through_untranslated(stub):
    reply = stub.TranslateDocument(pb.TranslateDocumentRequest(document=document(EN)), timeout=20)
    assert reply.translation.text == EN
    assert not reply.translation.HasField("provenance")
    assert not reply.translation.segments[0].HasField("score")


def test_a_summary_points_into_its_translation(stub):
    reply = stub.SummarizeDocument(pb.SummarizeDocumentRequest(document=document(EN)), timeout=20)
    ids = {segment.segment_id for segment in reply.translation.segments}
    assert reply.summary.sentences
    for sentence in reply.summary.sentences:
        assert {source.segment_id for source in sentence.sources} <= ids


def test_events_are_paged_and_a_token_is_bound_to_its_request(stub):
    texts = (
        "A ferry caught fire off Hareid on Friday. The crew of the ferry put out the fire after two hours.",
        "Parliament in Vienna passed the budget on Monday. Spending on schools will rise by four percent.",
    )
    documents = [document(text, f"d{i}") for i, text in enumerate(texts)]
    first = stub.GroupDocuments(pb.GroupDocumentsRequest(documents=documents, page_size=1), timeout=20)
    assert len(first.events) == 1
    second = stub.GroupDocuments(
        pb.GroupDocumentsRequest(documents=documents, page_size=1, page_token=first.next_page_token), timeout=20
    )
    assert second.next_page_token == ""
    assert {*first.events[0].document_ids, *second.events[0].document_ids} == {"d0", "d1"}
    other = pb.GroupDocumentsRequest(documents=documents[:1], page_token=first.next_page_token)
    assert refused(stub.GroupDocuments, other) == (
        grpc.StatusCode.INVALID_ARGUMENT, "INVALID_PAGE_TOKEN", ["page_token"],
    )  # fmt: skip


def test_an_event_of_one_article(stub):
    event = stub.SummarizeEvent(pb.SummarizeEventRequest(documents=[document(EN)]), timeout=20).event
    assert event.event_id.startswith("ev-") and len(event.event_id) == 15
    assert list(event.document_ids) == ["a"]
    assert event.summary_sentences[0].sources


def test_languages_are_ranked(stub):
    candidates = stub.DetectLanguage(pb.DetectLanguageRequest(text=NB), timeout=20).candidates
    assert candidates[0].language_code == "nb"
    confidences = [c.confidence for c in candidates]
    assert confidences == sorted(confidences, reverse=True)


def test_models_say_what_is_installed_and_what_serves(stub):
    models = {m.model_id: m for m in stub.ListModels(pb.ListModelsRequest(), timeout=20).models}
    assert models["tidings-mt-small"].installed
    assert not models["Helsinki-NLP/opus-mt-de-en"].installed
    assert list(models["fake-translation"].serving_language_codes) == ["de", "nb", "nn"]


@pytest.mark.parametrize(
    ("request_document", "reason", "field"),
    [
        pytest.param(document("   "), "EMPTY_DOCUMENT", "document.text", id="nothing but space"),
        pytest.param(pb.Document(document_id="a"), "EMPTY_DOCUMENT", "document.text", id="neither text nor html"),
        pytest.param(document("ord " * 300_000), "TOO_LONG", "document.text", id="over a million bytes"),
        pytest.param(document(document_id=""), "INVALID_RECORD", "document.document_id", id="no id"),
        pytest.param(document(document_id="a\nb"), "INVALID_RECORD", "document.document_id", id="control character"),
        pytest.param(document(language_code="pl"), "UNSUPPORTED_LANGUAGE", "document.language_code", id="declared Polish"),
        pytest.param(document(language_code="!!"), "INVALID_RECORD", "document.language_code", id="no language code"),
        pytest.param(
            document("Rząd ogłosił wczoraj nowy program pomocy dla rolników w całym kraju."),
            "UNSUPPORTED_LANGUAGE", "document.language_code", id="detected Polish",
        ),
        pytest.param(document(title="x" * 2001), "TOO_LONG", "document.title", id="a headline that is none"),
        pytest.param(document(url="x" * 4001), "TOO_LONG", "document.url", id="an address that is none"),
        pytest.param(document(published_at="i går"), "INVALID_RECORD", "document.published_at", id="date not RFC 3339"),
    ],
)  # fmt: skip
def test_a_bad_document_is_refused_with_the_field_at_fault(stub, request_document, reason, field):
    request = pb.TranslateDocumentRequest(document=request_document)
    assert refused(stub.TranslateDocument, request) == (grpc.StatusCode.INVALID_ARGUMENT, reason, [field])


def test_a_bad_document_among_several_is_named_by_its_place(stub):
    request = pb.GroupDocumentsRequest(documents=[document(EN), document("  ", "b")])
    assert refused(stub.GroupDocuments, request)[1:] == ("EMPTY_DOCUMENT", ["documents[1].text"])
    request = pb.GroupDocumentsRequest(documents=[document(EN), document(NB)])
    assert refused(stub.GroupDocuments, request)[1:] == ("DUPLICATE_ID", ["documents[1].document_id"])


def test_one_bad_document_never_ends_a_stream(stub):
    rows = [document(NB, "one"), document(" ", "two"), document(EN, "three")]
    replies = list(
        stub.StreamTranslateDocuments((pb.StreamTranslateDocumentsRequest(document=d) for d in rows), timeout=30)
    )
    assert [(r.document_id, r.WhichOneof("outcome")) for r in replies] == [
        ("one", "translation"), ("two", "status"), ("three", "translation"),
    ]  # fmt: skip
    assert replies[1].status.code == grpc.StatusCode.INVALID_ARGUMENT.value[0]


def test_health_and_reflection(channel):
    check = health_pb2_grpc.HealthStub(channel).Check
    for service in ("", "tidings.v1.NewsroomService"):
        assert check(health_pb2.HealthCheckRequest(service=service), timeout=5).status == 1
    with pytest.raises(grpc.RpcError) as caught:
        check(health_pb2.HealthCheckRequest(service="nobody"), timeout=5)
    assert caught.value.code() is grpc.StatusCode.NOT_FOUND
    ask = reflection_pb2_grpc.ServerReflectionStub(channel).ServerReflectionInfo
    reply = next(iter(ask(iter([reflection_pb2.ServerReflectionRequest(list_services="")]), timeout=5)))
    assert "tidings.v1.NewsroomService" in {s.name for s in reply.list_services_response.service}


class Held:
    """An engine's answer that waits until it is let go."""

    def __init__(self) -> None:
        self.began, self.go = threading.Semaphore(0), threading.Event()

    def __call__(self, text: str) -> str:
        self.began.release()
        assert self.go.wait(20)
        return f"English of {len(text)} letters"


def test_a_full_queue_is_refused_with_a_time_to_come_back(start):
    held = Held()
    with start(FakeEngine(held)) as up, grpc.insecure_channel(f"127.0.0.1:{up.port}") as channel:
        stub = newsroom_pb2_grpc.NewsroomServiceStub(channel)
        room = SETTINGS.workers + SETTINGS.queue_size
        calls = [
            stub.TranslateDocument.future(pb.TranslateDocumentRequest(document=document(NB, f"d{i}")), timeout=30)
            for i in range(room)
        ]
        for _ in range(SETTINGS.workers):
            assert held.began.acquire(timeout=10)
        deadline = time.monotonic() + 10
        while up.server.queue.depth < room and time.monotonic() < deadline:
            time.sleep(0.01)
        with pytest.raises(grpc.RpcError) as caught:
            stub.TranslateDocument(pb.TranslateDocumentRequest(document=document(NB, "more")), timeout=10)
        assert caught.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
        retry = error_details_pb2.RetryInfo()
        assert any(d.Unpack(retry) for d in rpc_status.from_call(caught.value).details if d.Is(retry.DESCRIPTOR))
        assert retry.retry_delay.ToMilliseconds() > 0
        held.go.set()
        assert all(call.result(timeout=30).translation.text for call in calls)


def test_a_cancelled_call_gives_its_slot_back_before_it_begins(start):
    held = Held()
    engine = FakeEngine(held)
    with start(engine) as up, grpc.insecure_channel(f"127.0.0.1:{up.port}") as channel:
        stub = newsroom_pb2_grpc.NewsroomServiceStub(channel)
        busy = [
            stub.TranslateDocument.future(pb.TranslateDocumentRequest(document=document(NB, f"d{i}")), timeout=30)
            for i in range(SETTINGS.workers)
        ]
        for _ in busy:
            assert held.began.acquire(timeout=10)
        waiting = stub.TranslateDocument.future(
            pb.TranslateDocumentRequest(document=document("Ingen skal noen gang lese denne setningen her.", "x")),
            timeout=30,
        )
        deadline = time.monotonic() + 10
        while up.server.queue.depth < SETTINGS.workers + 1 and time.monotonic() < deadline:
            time.sleep(0.01)
        waiting.cancel()
        while up.server.queue.depth > SETTINGS.workers and time.monotonic() < deadline:
            time.sleep(0.01)
        assert up.server.queue.depth == SETTINGS.workers
        held.go.set()
        for call in busy:
            call.result(timeout=30)
    assert not any("noen gang" in text for batch in engine.calls for text in batch)


def test_a_deadline_is_seen_before_a_batch_begins(start):
    held = Held()
    engine = FakeEngine(held)
    with start(engine) as up, grpc.insecure_channel(f"127.0.0.1:{up.port}") as channel:
        stub = newsroom_pb2_grpc.NewsroomServiceStub(channel)
        busy = [
            stub.TranslateDocument.future(pb.TranslateDocumentRequest(document=document(NB, f"d{i}")), timeout=30)
            for i in range(SETTINGS.workers)
        ]
        for _ in busy:
            assert held.began.acquire(timeout=10)
        late = pb.TranslateDocumentRequest(document=document("Denne rakk det ikke i tide.", "x"))
        with pytest.raises(grpc.RpcError) as caught:
            stub.TranslateDocument(late, timeout=0.3)
        assert caught.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED
        held.go.set()
        for call in busy:
            call.result(timeout=30)
    assert not any("rakk det ikke" in text for batch in engine.calls for text in batch)


def test_a_drain_finishes_what_is_in_work(start):
    held = Held()
    with start(FakeEngine(held)) as up, grpc.insecure_channel(f"127.0.0.1:{up.port}") as channel:
        stub = newsroom_pb2_grpc.NewsroomServiceStub(channel)
        call = stub.TranslateDocument.future(pb.TranslateDocumentRequest(document=document()), timeout=30)
        assert held.began.acquire(timeout=10)
        drain = threading.Thread(target=up.drain)
        drain.start()
        time.sleep(0.3)
        held.go.set()
        assert call.result(timeout=30).translation.text
        drain.join(20)
        assert not drain.is_alive()


def test_an_engine_that_raises_is_internal_and_tells_no_secret(start):
    def broken(text: str) -> str:
        raise RuntimeError("secret of the machine")

    with start(FakeEngine(broken)) as up, grpc.insecure_channel(f"127.0.0.1:{up.port}") as channel:
        stub = newsroom_pb2_grpc.NewsroomServiceStub(channel)
        with pytest.raises(grpc.RpcError) as caught:
            stub.TranslateDocument(pb.TranslateDocumentRequest(document=document()), timeout=20)
        assert caught.value.code() is grpc.StatusCode.INTERNAL
        assert "secret" not in (caught.value.details() or "")


def test_reflection_is_off_where_others_can_reach_the_server():
    assert [is_loopback(h) for h in ("127.0.0.1", "::1", "localhost", "0.0.0.0", "10.0.0.5", "news.example")] == [
        True, True, True, False, False, False,
    ]  # fmt: skip
