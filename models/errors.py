"""What can go wrong with a model. Each error names the bad value, the good ones, and what to do.

`service` turns these into its own errors by class; `reason` is UPPER_SNAKE and goes out as it is. Imports nothing of Tidings.
"""

from __future__ import annotations

from collections.abc import Mapping


class ModelError(Exception):
    """Base of all errors of this package.

    `reason` is UPPER_SNAKE, `message` is for a person, `metadata` holds the values by name.
    """

    reason = "MODEL_FAILED"

    def __init__(self, message: str, *, metadata: Mapping[str, str] | None = None, reason: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.metadata = dict(metadata or {})
        if reason is not None:
            self.reason = reason


class InputTooLongError(ModelError):
    """A text has more tokens than the model has positions. Nothing was cut; the caller splits."""

    reason = "TOO_LONG"

    def __init__(self, tokens: int, limit: int, *, model_id: str, text: str) -> None:
        start = text if len(text) <= 60 else f"{text[:60]}…"
        super().__init__(
            f"{tokens} tokens is more than the {limit} that {model_id} reads; split the text that begins {start!r}",
            metadata={"tokens": str(tokens), "limit": str(limit), "model_id": model_id},
        )
        self.tokens = tokens
        self.limit = limit


class UnknownModelError(ModelError):
    """No model of that id in the catalogue, and no folder at that path."""

    reason = "UNKNOWN_MODEL"


class ModelNotInstalledError(ModelError):
    """A catalogue model whose files are not here; the message has the command that gets them."""

    reason = "MODEL_NOT_INSTALLED"


class CorruptModelError(ModelError):
    """Files are missing, cut short, or not what their checksum says."""

    reason = "CORRUPT_MODEL"


class UnsupportedModelError(ModelError):
    """A checkpoint, engine, compute type or device that this code or machine cannot use."""

    reason = "UNSUPPORTED_MODEL"


class UnsafeWeightsError(UnsupportedModelError):
    """Weights in a format that can run code when loaded (pickle)."""

    reason = "UNSAFE_WEIGHTS"


class KnownAnswerError(ModelError):
    """A loaded model does not say what it is known to say; the message has the sentence and both outputs."""

    reason = "KNOWN_ANSWER_FAILED"

    def __init__(self, *, model_id: str, input: str, expected: str, output: str, rule: str) -> None:
        super().__init__(
            f"{model_id} is not what was tested ({rule}): for {input!r} it is known to say {expected!r}, here it says {output!r}",
            metadata={"model_id": model_id, "input": input, "expected": expected, "output": output, "rule": rule},
        )


class DownloadError(ModelError):
    """A model could not be fetched: offline mode, no such id or revision at the source, or the network."""

    reason = "DOWNLOAD_FAILED"
