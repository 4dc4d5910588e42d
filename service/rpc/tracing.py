"""OpenTelemetry spans of calls, those of the stages below them. Needs the extra `otel`; imported only where asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from service import spans
from service.errors import ConfigurationError
from service.rpc.calls import Call, Observer


class Tracing(Observer):
    """A span a call, below the caller's where it sent a W3C `traceparent`; named by OpenTelemetry's RPC conventions."""

    def __init__(self, tracer: Any) -> None:
        from opentelemetry import context, propagate, trace

        self._context, self._propagate, self._trace = context, propagate, trace
        self._tracer = tracer
        self._open: dict[int, tuple[Any, Any]] = {}
        spans.use(tracer)

    def began(self, call: Call) -> None:
        """Its span begins and is current in the call's task, and in the worker threads that serve it."""
        above = self._propagate.extract(call.metadata)
        span = self._tracer.start_span(
            f"{call.service}/{call.method}",
            context=above,
            kind=self._trace.SpanKind.SERVER,
            attributes={
                "rpc.system": "grpc",
                "rpc.service": call.service,
                "rpc.method": call.method,
                "tidings.request_id": call.request_id,
            },
        )
        self._open[id(call)] = (span, self._context.attach(self._trace.set_span_in_context(span, above)))

    def ended(self, call: Call) -> None:
        """Its span ends."""
        span, token = self._open.pop(id(call))
        self._context.detach(token)
        span.set_attributes({"rpc.grpc.status": call.code, "tidings.characters": call.characters})
        if call.key:
            span.set_attribute("tidings.key_id", call.key.id)
        if call.code not in ("OK", "CANCELLED"):
            span.set_status(self._trace.StatusCode.ERROR, call.reason or call.code)
        span.end()


def to_collector(endpoint: str, version: str) -> tuple[Tracing, Callable[[], None]]:
    """Spans sent to a collector at `endpoint` over gRPC, in batches by a thread; and what sends the rest at the end.

    Raises ConfigurationError (NO_TRACING) where OpenTelemetry is not installed.
    """
    try:
        from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise ConfigurationError(
            "NO_TRACING",
            f"otlp_endpoint is set and OpenTelemetry is not installed: pip install 'tidings[otel]' ({error})",
        ) from error
    provider = TracerProvider(resource=Resource.create({"service.name": "tidings", "service.version": version}))
    exporter = OTLPSpanExporter(endpoint=endpoint, insecure=endpoint.startswith("http://"))
    provider.add_span_processor(BatchSpanProcessor(exporter))

    def close() -> None:
        spans.use(None)
        provider.shutdown()

    return Tracing(provider.get_tracer("tidings", version)), close
