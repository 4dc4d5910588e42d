"""What `tidings cache stats` shows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class CacheStats:
    """A cache in numbers.

    `bytes` is what the entries cost against `max_bytes`, `file_bytes` what the file and its journal take on disk.
    `hits`, `misses` and `evicted` are of the file's whole life, all processes; `write_failures` of this process.
    """

    path: Path | None
    entries: int
    bytes: int
    max_bytes: int
    file_bytes: int
    hits: int
    misses: int
    evicted: int
    write_failures: int
