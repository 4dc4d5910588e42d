"""One call as the interceptors see it, and who may watch."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from service.access import ApiKey

REQUEST_ID = "x-request-id"

_GOOD_ID = re.compile(r"[A-Za-z0-9._:/+=-]{1,128}")


@dataclass(slots=True)
class Call:
    """A call from its first byte on. `code` is the name of its gRPC status, set at its end; `reason` that of its ErrorInfo."""

    service: str
    method: str
    kind: str
    """unary, client_stream, server_stream or bidi_stream."""
    request_id: str
    metadata: dict[str, str]
    started: float = field(default_factory=time.perf_counter)
    key: ApiKey | None = None
    peer: str = ""
    characters: int = 0
    requests: int = 0
    replies: int = 0
    code: str = ""
    reason: str = ""
    seconds: float = 0.0
    queue_seconds: float = 0.0
    inference_seconds: float = 0.0
    observers: tuple[Observer, ...] = ()


class Observer:
    """Watches calls; must not raise. What it does not want to know of it leaves as it is."""

    def began(self, call: Call) -> None:
        """The call was let in or is about to be refused."""

    def replied(self, call: Call, reply: Any) -> None:
        """The method made a reply."""

    def served(self, call: Call, queue_seconds: float, inference_seconds: float) -> None:
        """Work of the call was done after it had waited for a worker; once an article in a stream."""

    def ended(self, call: Call) -> None:
        """The call is over: `code` and `seconds` are set."""


current: ContextVar[Call] = ContextVar("call")


def note_served(queue_seconds: float, inference_seconds: float) -> None:
    """Say that work of the call that this task serves was done."""
    call = current.get()
    call.queue_seconds += queue_seconds
    call.inference_seconds += inference_seconds
    for observer in call.observers:
        observer.served(call, queue_seconds, inference_seconds)


def metadata_of(pairs: Iterable[tuple[str, str | bytes]] | None) -> dict[str, str]:
    """Text metadata by name, the first of each; binary ones are left out."""
    out: dict[str, str] = {}
    for name, value in pairs or ():
        if isinstance(value, str):
            out.setdefault(name, value)
    return out


def request_id_of(metadata: dict[str, str]) -> str:
    """The client's own `x-request-id` where it is at most 128 letters, digits and `._:/+=-`; else a new one."""
    given = metadata.get(REQUEST_ID, "")
    return given if _GOOD_ID.fullmatch(given) else uuid.uuid4().hex


def characters_of(message: Any) -> int:
    """Characters of all text in a message, however deep it lies."""
    count = 0
    for descriptor, value in message.ListFields():
        if descriptor.type == descriptor.TYPE_STRING:
            count += len(value) if isinstance(value, str) else sum(map(len, value))
        elif descriptor.type == descriptor.TYPE_MESSAGE:
            count += characters_of(value) if hasattr(value, "ListFields") else sum(map(characters_of, value))
    return count
