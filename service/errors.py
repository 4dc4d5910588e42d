"""What can go wrong, one class per gRPC status; every error names the bad value and the good ones.

`reason` is UPPER_SNAKE and the same in failures.jsonl and in google.rpc.ErrorInfo (AIP-193). Imports nothing of Tidings.
"""

from __future__ import annotations

from collections.abc import Mapping


class TidingsError(Exception):
    """Base of all errors Tidings raises on purpose.

    `message` is for a person: what was wrong, what would be good. `metadata` holds the values by name.
    `field` is the request field at fault, if one is. `stage` is the pipeline stage, where known:
    read, clean, detect, translate or summarize. `retry_seconds`, where set, is when to come back (RetryInfo).
    """

    status = "INTERNAL"
    retry_seconds: float | None = None

    def __init__(
        self,
        reason: str,
        message: str,
        *,
        metadata: Mapping[str, str] | None = None,
        field: str | None = None,
        stage: str | None = None,
    ) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message
        self.metadata = dict(metadata or {})
        self.field = field
        self.stage = stage


class InvalidInputError(TidingsError):
    """The caller's document or argument is at fault (INVALID_ARGUMENT; exit code 1 for a document)."""

    status = "INVALID_ARGUMENT"


class ConfigurationError(TidingsError):
    """The command line or the configuration is at fault; nothing was done (FAILED_PRECONDITION; exit code 2)."""

    status = "FAILED_PRECONDITION"


class ModelUnavailableError(TidingsError):
    """No installed model can serve this; nothing was done (FAILED_PRECONDITION; exit code 3)."""

    status = "FAILED_PRECONDITION"


class NotFoundError(TidingsError):
    """A named thing does not exist (NOT_FOUND)."""

    status = "NOT_FOUND"


class OverloadedError(TidingsError):
    """The queue is full: come back after `retry_seconds` (RESOURCE_EXHAUSTED with RetryInfo)."""

    status = "RESOURCE_EXHAUSTED"

    def __init__(self, message: str, *, retry_seconds: float) -> None:
        super().__init__("QUEUE_FULL", message, metadata={"retry_seconds": f"{retry_seconds:g}"})
        self.retry_seconds = retry_seconds


class QuotaError(TidingsError):
    """A key's rate or quota is used up: come back after `retry_seconds`; None where no wait would help (RESOURCE_EXHAUSTED)."""

    status = "RESOURCE_EXHAUSTED"

    def __init__(
        self, reason: str, message: str, *, retry_seconds: float | None, metadata: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(reason, message, metadata=metadata)
        self.retry_seconds = retry_seconds


class UnauthenticatedError(TidingsError):
    """Nobody that this server knows (UNAUTHENTICATED)."""

    status = "UNAUTHENTICATED"


class DeniedError(TidingsError):
    """Known, and not allowed to do this (PERMISSION_DENIED)."""

    status = "PERMISSION_DENIED"


class NotServingError(TidingsError):
    """The models are still being loaded (LOADING), or the server stops (DRAINING): UNAVAILABLE for `retry_seconds`."""

    status = "UNAVAILABLE"

    def __init__(self, reason: str, message: str, *, retry_seconds: float) -> None:
        super().__init__(reason, message, metadata={"retry_seconds": f"{retry_seconds:g}"})
        self.retry_seconds = retry_seconds


class DeadlineError(TidingsError):
    """The caller's deadline passed before the work was done (DEADLINE_EXCEEDED)."""

    status = "DEADLINE_EXCEEDED"


class EngineError(TidingsError):
    """A model failed on input it should have taken (INTERNAL; reason MODEL_FAILED)."""

    status = "INTERNAL"


class StorageError(TidingsError):
    """The cache or an output folder could not be read or written (UNAVAILABLE)."""

    status = "UNAVAILABLE"
