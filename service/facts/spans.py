"""A stretch of text with its place in it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """`text` stands at characters [start, end) of the text it was found in."""

    text: str
    start: int
    end: int
