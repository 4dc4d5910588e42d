"""Spans of the pipeline's stages: clean, segment, decode, check, repair, summarize. Nothing where nobody asks for them.

OpenTelemetry is not imported here: a door that wants spans hands its tracer to `use`. Imports nothing of Tidings.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_tracer: Any = None


def use(tracer: Any) -> None:
    """Record stages with `tracer`, an OpenTelemetry Tracer; None: no longer."""
    global _tracer  # noqa: PLW0603  # one process records to one place, or nowhere
    _tracer = tracer


def spanned(name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A decorator: each call is a span `name` below the one that is current. Texts are never attributes."""

    def decorate(stage: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(stage)
        def recorded(*args: P.args, **kwargs: P.kwargs) -> R:
            if _tracer is None:
                return stage(*args, **kwargs)
            # An exception's message may hold a piece of the article: its type alone is recorded, by whoever began the request.
            with _tracer.start_as_current_span(name, record_exception=False, set_status_on_exception=False):
                return stage(*args, **kwargs)

        return recorded

    return decorate
