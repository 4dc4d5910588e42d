"""Spans as a collector would get them: a call, its stages below it, the caller's trace above it."""

from __future__ import annotations

import grpc
import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from service import spans
from service.rpc.tracing import Tracing
from tests.fakes import FakeEngine
from tests.rpc.test_chain import request, translate
from tidings.v1 import newsroom_pb2 as pb
from tidings.v1 import newsroom_pb2_grpc

TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"


@pytest.fixture
def traced(start):
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    observers = [Tracing(provider.get_tracer("test"))]
    with start(FakeEngine(), observers=observers) as up, grpc.insecure_channel(f"127.0.0.1:{up.port}") as channel:
        yield channel, lambda: (up.drain(), exporter.get_finished_spans())[1]
    spans.use(None)


def test_stages_stand_below_the_call_and_the_call_below_the_caller(traced):
    channel, finished = traced
    new = request(
        "Ordføreren åpnet den nye brua over fjorden søndag."
    )  # a verdict on a segment is kept, and would not be checked again
    translate(channel, sent=new, traceparent=f"00-{TRACE}-{PARENT}-01", **{"x-request-id": "r1"})
    found = finished()
    (call,) = [span for span in found if span.name == "tidings.v1.NewsroomService/TranslateDocument"]
    assert f"{call.context.trace_id:032x}" == TRACE
    assert f"{call.parent.span_id:016x}" == PARENT
    assert call.attributes["rpc.grpc.status"] == "OK"
    assert call.attributes["tidings.request_id"] == "r1"
    stages = [span for span in found if span is not call]
    assert {"clean", "segment", "decode", "check"} <= {span.name for span in stages}
    assert {f"{span.context.trace_id:032x}" for span in stages} == {TRACE}


def test_a_summary_has_its_stage_and_a_refusal_its_reason(traced):
    channel, finished = traced
    stub = newsroom_pb2_grpc.NewsroomServiceStub(channel)
    stub.SummarizeDocument(pb.SummarizeDocumentRequest(document=request().document), timeout=20)
    with pytest.raises(grpc.RpcError):
        translate(channel, sent=request(" "))
    found = {span.name: span for span in finished()}
    assert "summarize" in found
    refused = found["tidings.v1.NewsroomService/TranslateDocument"]
    assert refused.status.description == "EMPTY_DOCUMENT"


def test_no_span_holds_article_text(traced):
    channel, finished = traced
    translate(channel, sent=request("Hemmelig avtale om kjøp av øya ble signert i går kveld."))
    found = finished()
    assert found
    assert not any("Hemmelig" in span.to_json() for span in found)


def test_nothing_is_recorded_where_nobody_asks():
    calls = []
    assert spans.spanned("stage")(lambda value: calls.append(value) or value)(3) == 3
    assert calls == [3]
