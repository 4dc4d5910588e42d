"""What every result of a run rests on beside its document: part of the name a finished result is kept under."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import models
import service
from service.config import Settings
from service.pipeline import Newsroom

RESULT_SETTINGS = ("exact", "beam_size", "repair", "summary_length")
"""Settings that change a record and are not in any model's signature."""

_SUFFIXES = frozenset({".py", ".toml"})


def basis(newsroom: Newsroom, settings: Settings) -> dict[str, object]:
    """Code, options and models, as plain values for a cache key."""
    return {
        "code": code_digest(),
        "options": {name: getattr(settings, name) for name in RESULT_SETTINGS},
        "signatures": newsroom.signatures(),
    }


@cache
def code_digest() -> str:
    """SHA-256 of Tidings' own code and language data: an update, or an edit, starts no run from old results."""
    digest = hashlib.sha256()
    for package in (service, models):
        root = Path(package.__path__[0])
        for path in sorted(path for path in root.rglob("*") if path.suffix in _SUFFIXES):
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
