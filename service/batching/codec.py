"""Hypotheses and word links as bytes of the cache, and back."""

from __future__ import annotations

import json
from collections.abc import Sequence

from models.base import Hypothesis, Link


def dumps(unit: Sequence[tuple[Hypothesis, ...]]) -> bytes:
    """The hypotheses of each text of a unit, as JSON."""
    rows = [[[h.text, list(h.tokens), h.score, h.hit_limit] for h in hypotheses] for hypotheses in unit]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()


def loads(value: bytes) -> list[tuple[Hypothesis, ...]]:
    """What `dumps` was given."""
    return [
        tuple(Hypothesis(text, tuple(tokens), score, hit_limit) for text, tokens, score, hit_limit in hypotheses)
        for hypotheses in json.loads(value)
    ]


def dump_links(unit: Sequence[tuple[Link, ...]]) -> bytes:
    """The links of each pair of a unit, as JSON."""
    return json.dumps(unit).encode()


def load_links(value: bytes) -> list[tuple[Link, ...]]:
    """What `dump_links` was given."""
    return [tuple(Link(*link) for link in links) for links in json.loads(value)]
