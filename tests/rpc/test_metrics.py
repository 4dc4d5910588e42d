"""What Prometheus is shown, asked over HTTP of a server in a process as it runs."""

from __future__ import annotations

import urllib.error
import urllib.request
from dataclasses import replace
from datetime import UTC, datetime

import grpc
import pytest
from prometheus_client.parser import text_string_to_metric_families

from service.access import KeyFile, Limits, new_key
from service.batching import BatchingStats
from service.errors import ConfigurationError
from service.rpc.metrics import Metrics, MetricsPort, ServerState, batching
from tests.fakes import FakeEngine
from tests.rpc.conftest import SETTINGS
from tests.rpc.test_chain import NB, request, what
from tidings.v1 import newsroom_pb2 as pb
from tidings.v1 import newsroom_pb2_grpc


def samples(port: int) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as reply:
        text = reply.read().decode()
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def total(found, name: str, **labels: str) -> float:
    return sum(value for (at, has), value in found.items() if at == name and labels.items() <= dict(has).items())


@pytest.fixture
def measured(tmp_path, start):
    file = KeyFile(tmp_path / "keys.json")
    key, token = new_key("desk", now=datetime.now(UTC), limits=Limits(characters_per_day=500))
    file.change(lambda keys: [*keys, key])
    metrics = Metrics()
    with start(FakeEngine(), replace(SETTINGS, keys_path=file.path), observers=[metrics]) as up:
        metrics.registry.register(ServerState(up.server, "1.2.3", lambda: 1e9))
        port = MetricsPort(metrics, "127.0.0.1", 0)
        with grpc.insecure_channel(f"127.0.0.1:{up.port}") as channel:
            yield channel, port.port, key, token
        port.close()


def test_calls_refusals_work_and_caches_are_counted(measured):
    channel, port, key, token = measured
    stub = newsroom_pb2_grpc.NewsroomServiceStub(channel)
    allowed = [("authorization", f"Bearer {token}")]
    for _ in range(2):
        stub.TranslateDocument(request(), timeout=20, metadata=allowed)
    rows = [pb.StreamTranslateDocumentsRequest(document=pb.Document(document_id=f"d{i}", text=NB)) for i in range(3)]
    list(stub.StreamTranslateDocuments(iter(rows), timeout=20, metadata=allowed))
    for metadata, text, reason in ((None, NB, "NO_KEY"), (allowed, "ord " * 200, "CHARACTER_QUOTA")):
        with pytest.raises(grpc.RpcError) as caught:
            stub.TranslateDocument(request(text), timeout=20, metadata=metadata)
        assert what(caught.value)[1] == reason
    found = samples(port)
    method = {"grpc_method": "TranslateDocument", "grpc_service": "tidings.v1.NewsroomService", "grpc_type": "unary"}
    assert total(found, "grpc_server_handled_total", grpc_code="OK", **method) == 2
    assert total(found, "grpc_server_handled_total", grpc_code="UNAUTHENTICATED", **method) == 1
    assert total(found, "grpc_server_handled_total", grpc_code="RESOURCE_EXHAUSTED", **method) == 1
    assert total(found, "grpc_server_started_total", **method) == 4
    assert total(found, "grpc_server_msg_received_total", grpc_type="bidi_stream") == 3
    assert total(found, "grpc_server_handling_seconds_count", **method) == 4
    assert total(found, "tidings_refusals_total", reason="NO_KEY", key_id="") == 1
    assert total(found, "tidings_refusals_total", reason="CHARACTER_QUOTA", key_id=key.id) == 1
    assert (
        total(found, "tidings_request_characters_total", key_id=key.id) == 2 * (len(NB) + 1) + 3 * (len(NB) + 2) + 801
    )
    assert total(found, "tidings_queue_wait_seconds_count") >= 1
    assert total(found, "tidings_cache_hits_total") >= 1
    assert total(found, "tidings_model_calls_total") >= 1
    assert total(found, "tidings_keys_active") == 1
    assert total(found, "tidings_certificate_expiry_timestamp_seconds") == 1e9
    assert total(found, "tidings_serving") == 1
    assert total(found, "tidings_build_info", version="1.2.3") == 1


def test_flags_of_what_was_made_are_counted(start):
    metrics = Metrics()
    with start(FakeEngine(lambda text: text), observers=[metrics]) as up:
        metrics.registry.register(ServerState(up.server, "1", lambda: None))
        port = MetricsPort(metrics, "127.0.0.1", 0)
        with grpc.insecure_channel(f"127.0.0.1:{up.port}") as channel:
            reply = newsroom_pb2_grpc.NewsroomServiceStub(channel).TranslateDocument(request(), timeout=20)
        found = samples(port.port)
        port.close()
    echoes = [f for s in reply.translation.segments for f in s.flags if f.code == pb.Flag.CODE_ECHO]
    assert len(echoes) == total(found, "tidings_flags_total", code="ECHO") == 1


def test_what_a_scheduler_counts_becomes_histograms():
    stats = BatchingStats(2, 100)
    stats.started([0.004, 0.02], [10, 40], 1.0)
    stats.ended(2, 0, 33, 3.0)
    families = {metric.name: metric for metric in batching({"m": stats.snapshot(4.0)})}
    seconds = families["tidings_engine_seconds"].samples[0]
    assert (seconds.name, seconds.labels, seconds.value) == ("tidings_engine_seconds_total", {"model_id": "m"}, 2.0)
    wait = {s.labels.get("le", s.name): s.value for s in families["tidings_engine_wait_seconds"].samples}
    assert (wait["0.005"], wait["0.01"], wait["0.025"], wait["+Inf"]) == (1, 1, 2, 2)
    fill = {s.labels.get("le", s.name): s.value for s in families["tidings_engine_batch_fill"].samples}
    assert (fill["0.75"], fill["0.9"]) == (0, 1)


def test_the_port_shows_metrics_and_nothing_else(measured):
    _, port, _, _ = measured
    assert samples(port)
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(
            urllib.request.Request(f"http://127.0.0.1:{port}/metrics", method="POST", data=b"x"), timeout=10
        )


def test_a_port_in_use_is_named():
    first = MetricsPort(Metrics(), "127.0.0.1", 0)
    try:
        with pytest.raises(ConfigurationError, match=f"127.0.0.1:{first.port}"):
            MetricsPort(Metrics(), "127.0.0.1", first.port)
    finally:
        first.close()
