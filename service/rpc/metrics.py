"""Prometheus metrics of a server, and the HTTP port that shows them. Imported only where they are asked for.

What gRPC servers have in common bears the names of go-grpc-prometheus, so that dashboards made for those work; the rest
begins with `tidings_`. Counts that a room keeps itself (cache, batches) are read from it when Prometheus asks.
"""

from __future__ import annotations

import logging
import platform
from collections.abc import Callable, Iterable
from typing import Any

from prometheus_client import (
    CollectorRegistry,
    Counter,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    start_http_server,
)
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
    Metric,
)

from service.batching import BatchingSnapshot
from service.batching import Histogram as Counts
from service.errors import ConfigurationError
from service.rpc.calls import Call, Observer
from service.rpc.server import Server

log = logging.getLogger(__name__)

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)
_CALL = ("grpc_type", "grpc_service", "grpc_method")


class Metrics(Observer):
    """Counts calls. `registry` holds everything that is shown."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=self.registry)

        def counter(name: str, says: str, labels: Iterable[str]) -> Counter:
            return Counter(name, says, labels, registry=self.registry)

        self._started = counter("grpc_server_started", "Calls begun.", _CALL)
        self._handled = counter("grpc_server_handled", "Calls ended, by status.", (*_CALL, "grpc_code"))
        self._received = counter("grpc_server_msg_received", "Messages received.", _CALL)
        self._sent = counter("grpc_server_msg_sent", "Messages sent.", _CALL)
        self._seconds = self._histogram("grpc_server_handling_seconds", "From a call's first byte to its end.", _CALL)
        self._wait = self._histogram("tidings_queue_wait_seconds", "Waiting for a free worker, once an article.", ())
        self._inference = self._histogram("tidings_work_seconds", "In a worker, once an article.", ())
        self._characters = counter("tidings_request_characters", "Characters of all text received.", ("key_id",))
        self._refused = counter("tidings_refusals", "Calls refused, by reason and key.", ("reason", "key_id"))

    def _histogram(self, name: str, says: str, labels: Iterable[str]) -> Histogram:
        return Histogram(name, says, labels, buckets=_SECONDS, registry=self.registry)

    def began(self, call: Call) -> None:
        """A call more."""
        self._started.labels(call.kind, call.service, call.method).inc()

    def served(self, call: Call, queue_seconds: float, inference_seconds: float) -> None:  # noqa: ARG002
        """An article more."""
        self._wait.observe(queue_seconds)
        self._inference.observe(inference_seconds)

    def ended(self, call: Call) -> None:
        """A call less."""
        names = (call.kind, call.service, call.method)
        self._handled.labels(*names, call.code).inc()
        self._seconds.labels(*names).observe(call.seconds)
        self._received.labels(*names).inc(call.requests)
        self._sent.labels(*names).inc(call.replies)
        key_id = call.key.id if call.key else ""
        if call.characters:
            self._characters.labels(key_id).inc(call.characters)
        if call.code in ("UNAUTHENTICATED", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "UNAVAILABLE"):
            self._refused.labels(call.reason, key_id).inc()


class ServerState:
    """What a server and its rooms count themselves, read when asked for."""

    def __init__(self, server: Server, version: str, certificate_expiry: Callable[[], float | None]) -> None:
        self._server = server
        self._version = version
        self._certificate_expiry = certificate_expiry

    def collect(self) -> Iterable[Metric]:
        """The families, as prometheus_client asks for them."""
        server, newsroom = self._server, self._server.newsroom
        yield InfoMetricFamily(
            "tidings_build", "What runs.", {"version": self._version, "python": platform.python_version()}
        )
        yield GaugeMetricFamily("tidings_serving", "1 once the models are warm.", value=float(newsroom is not None))
        yield GaugeMetricFamily("tidings_queue_requests", "Requests in work or waiting.", value=server.queue.depth)
        yield GaugeMetricFamily("tidings_workers", "Requests in work at once, at most.", value=server.queue.workers)
        reloads = CounterMetricFamily("tidings_reloads", "SIGHUPs, by what came of them.", labels=("outcome",))
        for outcome, count in server.reloads.items():
            reloads.add_metric((outcome,), count)
        yield reloads
        if server.gate.keys is not None:
            yield GaugeMetricFamily(
                "tidings_keys_active", "Keys that open the door now.", value=server.gate.keys.active
            )
        if (expiry := self._certificate_expiry()) is not None:
            says = "When the TLS certificate on disk expires, as a Unix time."
            yield GaugeMetricFamily("tidings_certificate_expiry_timestamp_seconds", says, value=expiry)
        if newsroom is None:
            return
        meter = newsroom.meter
        yield _total("tidings_cache_hits", "Look-ups that the cache answered.", meter.cache_hits)
        yield _total("tidings_cache_misses", "Look-ups that it did not.", meter.cache_misses)
        yield _total("tidings_model_calls", "Batches given to an engine.", meter.model_calls)
        flags = CounterMetricFamily("tidings_flags", "Flags on segments and sentences made.", labels=("code",))
        for code, count in meter.flags().items():
            flags.add_metric((code,), count)
        yield flags
        models = InfoMetricFamily("tidings_model", "What produces texts, by role.", labels=("role",))
        for role, signature in newsroom.signatures().items():
            models.add_metric((role,), {"signature": signature})
        yield models
        yield from batching(newsroom.batching())


def _total(name: str, says: str, value: float) -> Metric:
    return CounterMetricFamily(name, says, value=value)


_COUNTERS: dict[str, str] = {
    "batches": "Batches run.",
    "failed_batches": "Batches in which a segment failed.",
    "segments": "Segments computed.",
    "failed_segments": "Segments that failed.",
    "joined_segments": "Segments asked for while the same one was in work: computed once.",
    "dropped_segments": "Segments that left the queue because nobody wanted them any more.",
    "input_tokens": "Input tokens.",
    "padded_tokens": "Input tokens with padding.",
    "output_tokens": "Output tokens of the best hypotheses.",
    "engine_seconds": "Seconds that replicas were busy, all together.",
}
_GAUGES: dict[str, str] = {
    "replicas": "Copies of the engine.",
    "queued_segments": "Segments that wait for a batch.",
    "queued_tokens": "Their input tokens.",
    "running_batches": "Batches in work.",
}


def batching(snapshots: dict[str, BatchingSnapshot]) -> Iterable[Metric]:
    """What the schedulers count, by model."""
    for family, fields in ((CounterMetricFamily, _COUNTERS), (GaugeMetricFamily, _GAUGES)):
        for field, says in fields.items():
            metric: Any = family(f"tidings_engine_{field.removeprefix('engine_')}", says, labels=("model_id",))
            for model_id, snapshot in snapshots.items():
                metric.add_metric((model_id,), getattr(snapshot, field))
            yield metric
    wait = HistogramMetricFamily(
        "tidings_engine_wait_seconds", "From asking for a segment to its batch.", labels=("model_id",)
    )
    fill = HistogramMetricFamily(
        "tidings_engine_batch_fill", "Share of the token budget that a batch used.", labels=("model_id",)
    )
    for model_id, snapshot in snapshots.items():
        wait.add_metric((model_id,), _cumulative(snapshot.wait), snapshot.wait.sum)
        fill.add_metric((model_id,), _cumulative(snapshot.fill), snapshot.fill.sum)
    yield wait
    yield fill


def _cumulative(counts: Counts) -> list[tuple[str, float]]:
    out, total = [], 0
    for bound, count in zip((*counts.bounds, float("inf")), counts.counts, strict=True):
        total += count
        out.append(("+Inf" if bound == float("inf") else f"{bound:g}", float(total)))
    return out


class MetricsPort:
    """Plain HTTP for Prometheus, in threads of its own. Raises ConfigurationError where the address can't be had."""

    def __init__(self, metrics: Metrics, host: str, port: int) -> None:
        try:
            self._server, self._thread = start_http_server(port, host, registry=metrics.registry)
        except OSError as error:
            raise ConfigurationError(
                "ADDRESS_IN_USE",
                f"can't show metrics on {host}:{port}: {error.strerror}; choose another --metrics-port",
            ) from error
        self.port: int = self._server.server_port
        log.info("metrics on http://%s:%d/metrics", host, self.port)

    def close(self) -> None:
        """Stop."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)
