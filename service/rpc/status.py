"""TidingsError -> google.rpc.Status with ErrorInfo, BadRequest and RetryInfo (AIP-193)."""

from __future__ import annotations

import logging

import grpc
from google.protobuf.any_pb2 import Any
from google.protobuf.duration_pb2 import Duration
from google.rpc import error_details_pb2, status_pb2

from service.errors import InvalidInputError, TidingsError

log = logging.getLogger(__name__)
DOMAIN = "tidings"

#: gRPC's own bound on trailers is 8 KiB: a message or a value is shown up to here.
_SHOWN = 1_000


def status_of(error: BaseException) -> status_pb2.Status:
    """The status an error is answered with.

    An error that nobody foresaw is INTERNAL with reason UNEXPECTED: its text goes to the log, not to the client.
    """
    if not isinstance(error, TidingsError):
        log.error("unexpected error", exc_info=error)
        error = TidingsError("UNEXPECTED", "the server failed on this request; its log says why")
    code = getattr(grpc.StatusCode, error.status).value[0]
    status = status_pb2.Status(code=code, message=error.message[:_SHOWN])
    metadata = {key: value[:_SHOWN] for key, value in error.metadata.items()}
    _pack(status, error_details_pb2.ErrorInfo(reason=error.reason, domain=DOMAIN, metadata=metadata))
    if isinstance(error, InvalidInputError):
        violation = error_details_pb2.BadRequest.FieldViolation(
            field=error.field or "", description=error.message[:_SHOWN]
        )
        _pack(status, error_details_pb2.BadRequest(field_violations=[violation]))
    if error.retry_seconds is not None:
        delay = Duration()
        delay.FromMilliseconds(round(error.retry_seconds * 1000))
        _pack(status, error_details_pb2.RetryInfo(retry_delay=delay))
    return status


def _pack(
    status: status_pb2.Status,
    detail: error_details_pb2.ErrorInfo | error_details_pb2.BadRequest | error_details_pb2.RetryInfo,
) -> None:
    packed = Any()
    packed.Pack(detail)
    status.details.append(packed)
