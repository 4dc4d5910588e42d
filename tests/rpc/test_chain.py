"""What every call goes through: request ids, log lines, keys, quotas."""

from __future__ import annotations

import json
import logging
import re
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import grpc
import pytest
from google.rpc import error_details_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc
from grpc_status import rpc_status

from service import logs
from service.access import KeyFile, Limits, new_key
from service.rpc.calls import Call, characters_of, request_id_of
from tests.fakes import FakeEngine
from tests.rpc.conftest import SETTINGS
from tidings.v1 import newsroom_pb2 as pb
from tidings.v1 import newsroom_pb2_grpc

NB = "Kommunestyret vedtok onsdag å bygge en ny skole ved elven."
SERVICE = "/tidings.v1.NewsroomService/"


class Lines(logging.Handler):
    """What a server logs, as it would stand in a file."""

    def __init__(self, formatter: logging.Formatter) -> None:
        super().__init__()
        self.setFormatter(formatter)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def log():
    handler, root = Lines(logs.JsonFormatter()), logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield handler.lines
    root.removeHandler(handler)
    root.setLevel(before)


def request(text: str = NB, document_id: str = "a") -> pb.TranslateDocumentRequest:
    return pb.TranslateDocumentRequest(document=pb.Document(document_id=document_id, text=text))


def translate(channel, token: str | None = None, sent: object = None, **more: object):
    """The call's reply and trailers, or its error."""
    stub = newsroom_pb2_grpc.NewsroomServiceStub(channel)
    metadata = [("authorization", f"Bearer {token}")] if token else []
    metadata += list(more.items())
    return stub.TranslateDocument.with_call(sent or request(), timeout=20, metadata=metadata)


def refused(channel, token: str | None = None, **more: object) -> tuple[grpc.StatusCode, str, float | None]:
    """Code, reason and seconds to come back of a refused call."""
    with pytest.raises(grpc.RpcError) as caught:
        translate(channel, token, **more)
    return what(caught.value)


def what(error) -> tuple[grpc.StatusCode, str, float | None]:
    info, retry, seconds = error_details_pb2.ErrorInfo(), error_details_pb2.RetryInfo(), None
    for detail in rpc_status.from_call(error).details:
        detail.Unpack(info)
        if detail.Unpack(retry):
            seconds = retry.retry_delay.ToMilliseconds() / 1000
    assert info.domain == "tidings"
    return error.code(), info.reason, seconds


def logged(log: list[str], *parts: str) -> dict[str, object]:
    """The first line with all `parts`; it is written after the client has its answer."""
    deadline = time.monotonic() + 10
    while True:
        for line in list(log):
            if all(part in line for part in parts):
                return json.loads(line)
        assert time.monotonic() < deadline, f"no line with {parts} in {log}"
        time.sleep(0.01)


def trailers(call) -> dict[str, str]:
    return {name: value for name, value in call.trailing_metadata() if isinstance(value, str)}


@pytest.fixture
def keyed(tmp_path, start):
    """A server that asks for keys, a channel to it, and how to make a key."""
    file = KeyFile(tmp_path / "keys.json")

    def make(name: str = "desk", **more: object) -> str:
        key, token = new_key(name, now=datetime.now(UTC), **more)
        file.change(lambda keys: [*keys, key])
        return token

    make("first")
    settings = replace(SETTINGS, keys_path=file.path)
    with start(FakeEngine(), settings) as up, grpc.insecure_channel(f"127.0.0.1:{up.port}") as channel:

        def known(*args: object, **more: object) -> str:
            token = make(*args, **more)
            up.loop.call_soon_threadsafe(up.server.refresh_keys)
            return token

        yield channel, known


def test_a_request_id_is_returned_and_stands_in_every_line(channel, log):
    _, call = translate(channel, **{"x-request-id": "desk-7"})
    assert trailers(call)["x-request-id"] == "desk-7"
    line = logged(log, "desk-7", "TranslateDocument OK")
    assert line["method"] == "tidings.v1.NewsroomService/TranslateDocument"
    assert line["code"] == "OK"
    assert line["seconds"] > 0
    assert line["characters"] == len(NB) + 1


@pytest.mark.parametrize("given", ["", "x" * 129, "a b", 'a"b', "é".encode().decode("latin-1")])
def test_an_id_that_could_break_a_log_is_replaced(given):
    assert re.fullmatch("[0-9a-f]{32}", request_id_of({"x-request-id": given}))


def test_a_refused_call_has_its_request_id_too(channel, log):
    with pytest.raises(grpc.RpcError) as caught:
        translate(channel, sent=request(" "), **{"x-request-id": "bad-1"})
    assert trailers(caught.value)["x-request-id"] == "bad-1"
    row = logged(log, "bad-1", "INVALID_ARGUMENT")
    assert row["reason"] == "EMPTY_DOCUMENT"


def test_article_text_is_in_no_line(channel, log):
    translate(channel, sent=request("Hemmelig avtale om kjøp av øya ble signert i går kveld."))
    assert log
    assert not any("Hemmelig" in line or "øya" in line for line in log)


def test_bytes_that_are_no_message_are_the_callers_fault(channel):
    call = channel.unary_unary(SERVICE + "TranslateDocument")
    with pytest.raises(grpc.RpcError) as caught:
        call(b"\xff\xff\xff", timeout=10)
    assert what(caught.value)[:2] == (grpc.StatusCode.INVALID_ARGUMENT, "INVALID_MESSAGE")


def test_a_stream_is_one_line_with_its_counts(channel, log):
    stub = newsroom_pb2_grpc.NewsroomServiceStub(channel)
    rows = (pb.StreamTranslateDocumentsRequest(document=pb.Document(document_id=f"d{i}", text=NB)) for i in range(3))
    call = stub.StreamTranslateDocuments(rows, timeout=20, metadata=[("x-request-id", "stream-1")])
    assert len(list(call)) == 3
    assert trailers(call)["x-request-id"] == "stream-1"
    row = logged(log, "stream-1", "StreamTranslateDocuments OK")
    assert (row["requests"], row["replies"]) == (3, 3)


def test_a_cancelled_stream_ends_as_cancelled(channel, log):
    stub = newsroom_pb2_grpc.NewsroomServiceStub(channel)

    def endless():
        i = 0
        while True:
            i += 1
            yield pb.StreamTranslateDocumentsRequest(document=pb.Document(document_id=f"d{i}", text=NB))

    call = stub.StreamTranslateDocuments(endless(), timeout=20, metadata=[("x-request-id", "gone-1")])
    next(call)
    call.cancel()
    assert logged(log, "gone-1", "CANCELLED")["code"] == "CANCELLED"


def test_health_can_be_watched_through_the_chain(channel):
    watch = health_pb2_grpc.HealthStub(channel).Watch(health_pb2.HealthCheckRequest(service=""), timeout=10)
    assert next(watch).status == health_pb2.HealthCheckResponse.SERVING
    watch.cancel()


def test_only_a_key_opens_and_health_needs_none(keyed):
    channel, known = keyed
    assert refused(channel) == (grpc.StatusCode.UNAUTHENTICATED, "NO_KEY", None)
    assert refused(channel, "tdk_000000000000_" + "a" * 43)[:2] == (grpc.StatusCode.UNAUTHENTICATED, "INVALID_KEY")
    reply, _ = translate(channel, known())
    assert reply.translation.text
    check = health_pb2_grpc.HealthStub(channel).Check(health_pb2.HealthCheckRequest(), timeout=5)
    assert check.status == health_pb2.HealthCheckResponse.SERVING


def test_reflection_needs_a_key_where_calls_do(keyed):
    channel, known = keyed
    ask = reflection_pb2_grpc.ServerReflectionStub(channel).ServerReflectionInfo
    question = [reflection_pb2.ServerReflectionRequest(list_services="")]
    with pytest.raises(grpc.RpcError) as caught:
        next(ask(iter(question), timeout=5))
    assert caught.value.code() is grpc.StatusCode.UNAUTHENTICATED
    metadata = [("authorization", f"bearer {known()}")]
    assert next(ask(iter(question), timeout=5, metadata=metadata)).list_services_response.service


def test_a_stream_and_a_message_of_strangers_are_refused_unread(keyed):
    channel, _ = keyed
    stub = newsroom_pb2_grpc.NewsroomServiceStub(channel)
    with pytest.raises(grpc.RpcError) as caught:
        list(stub.StreamTranslateDocuments(iter([]), timeout=5))
    assert what(caught.value)[:2] == (grpc.StatusCode.UNAUTHENTICATED, "NO_KEY")
    with pytest.raises(grpc.RpcError) as caught:
        channel.unary_unary(SERVICE + "TranslateDocument")(b"\xff\xff\xff", timeout=5)
    assert what(caught.value)[:2] == (grpc.StatusCode.UNAUTHENTICATED, "NO_KEY")


def test_a_key_may_call_what_it_may(keyed):
    channel, known = keyed
    token = known(methods=("DetectLanguage",))
    assert refused(channel, token) == (grpc.StatusCode.PERMISSION_DENIED, "METHOD_NOT_ALLOWED", None)
    stub = newsroom_pb2_grpc.NewsroomServiceStub(channel)
    found = stub.DetectLanguage(
        pb.DetectLanguageRequest(text=NB), timeout=10, metadata=[("authorization", f"Bearer {token}")]
    )
    assert found.candidates


def test_an_expired_key_is_told_so(keyed):
    channel, known = keyed
    token = known(expires_at=datetime.now(UTC) - timedelta(days=1))
    assert refused(channel, token)[:2] == (grpc.StatusCode.UNAUTHENTICATED, "KEY_EXPIRED")


def test_a_rate_is_kept_for_each_key_alone(keyed):
    channel, known = keyed
    slow, free = known(limits=Limits(requests_per_second=0.01, burst=1)), known()
    translate(channel, slow)
    code, reason, seconds = refused(channel, slow)
    assert (code, reason) == (grpc.StatusCode.RESOURCE_EXHAUSTED, "REQUEST_RATE")
    assert 90 < seconds <= 100
    translate(channel, free)


def test_characters_are_counted_before_any_work(keyed):
    channel, known = keyed
    token = known(limits=Limits(characters_per_day=len(NB) + 10))
    translate(channel, token)
    code, reason, seconds = refused(channel, token)
    assert (code, reason) == (grpc.StatusCode.RESOURCE_EXHAUSTED, "CHARACTER_QUOTA")
    assert seconds > 60
    long = request("ord " * 1000)
    with pytest.raises(grpc.RpcError) as caught:
        translate(channel, token, sent=long)
    assert what(caught.value)[1:] == ("CHARACTER_QUOTA", None)


def test_a_stream_over_its_rate_is_slowed_down_not_refused(keyed):
    channel, known = keyed
    token = known(limits=Limits(requests_per_second=20, burst=2))
    stub = newsroom_pb2_grpc.NewsroomServiceStub(channel)
    rows = [pb.StreamTranslateDocumentsRequest(document=pb.Document(document_id=f"d{i}", text=NB)) for i in range(6)]
    replies = stub.StreamTranslateDocuments(iter(rows), timeout=20, metadata=[("authorization", f"Bearer {token}")])
    assert [r.document_id for r in replies] == [f"d{i}" for i in range(6)]


def test_a_stream_that_would_wait_too_long_is_refused(keyed):
    channel, known = keyed
    token = known(limits=Limits(requests_per_second=0.001, burst=2))
    stub = newsroom_pb2_grpc.NewsroomServiceStub(channel)
    rows = [pb.StreamTranslateDocumentsRequest(document=pb.Document(document_id=f"d{i}", text=NB)) for i in range(3)]
    with pytest.raises(grpc.RpcError) as caught:
        list(stub.StreamTranslateDocuments(iter(rows), timeout=20, metadata=[("authorization", f"Bearer {token}")]))
    assert what(caught.value)[:2] == (grpc.StatusCode.RESOURCE_EXHAUSTED, "REQUEST_RATE")


def test_no_line_at_debug_holds_a_key(keyed, log):
    channel, known = keyed
    token = known("loud")
    translate(channel, token)
    wrong = token[:-1] + ("a" if token[-1] != "a" else "b")
    refused(channel, wrong)
    refused(channel, f"{token} {token}")
    assert any(token.split("_")[1] in line for line in log)
    for secret in (token, wrong):
        assert not any(secret.split("_")[2][:20] in line for line in log)


def test_all_text_of_a_message_counts():
    message = pb.TranslateDocumentRequest(
        document=pb.Document(document_id="ab", html="<p>x</p>", title="T"),
        glossary=pb.Glossary(terms=[pb.GlossaryTerm(source="eins", target="one")], protected=["xy", "z"]),
        glossary_names=["court"],
    )
    assert characters_of(message) == 2 + 8 + 1 + 4 + 3 + 3 + 5


def test_a_text_line_can_not_be_forged():
    record = logging.LogRecord("tidings", logging.INFO, "", 0, "said %s", ("a\n2026 error b: forged",), None)
    record.fields = {"peer": 'x\ny "z"', "seconds": 0.25}
    line = logs.TextFormatter().format(record)
    assert "\n" not in line
    assert 'peer="x\\\\ny \\"z\\""' in line
    assert "seconds=0.25" in line


def test_an_exception_is_said_by_kind_and_place_its_message_only_at_debug():
    try:
        raise ValueError("Hemmelig avtale")
    except ValueError:
        record = logging.LogRecord("tidings", logging.ERROR, "", 0, "unexpected error", (), sys.exc_info())
    root, before = logging.getLogger(), logging.getLogger().level
    try:
        root.setLevel(logging.INFO)
        for formatter in (logs.JsonFormatter(), logs.TextFormatter()):
            line = formatter.format(record)
            assert "ValueError" in line and "test_chain.py" in line
            assert "Hemmelig" not in line
        root.setLevel(logging.DEBUG)
        assert "Hemmelig" in logs.JsonFormatter().format(record)
    finally:
        root.setLevel(before)


def test_a_call_begins_without_a_key():
    assert Call("s", "m", "unary", "1", {}).key is None
