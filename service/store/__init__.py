"""What is kept on disk: the cache of what models said, which may be cleared at any time, and the translation memory of
what people approved, which no cache command touches.

Knows SQLite and zstd; may import `service.errors` and nothing else of Tidings. Values are plain bytes: nothing
found on disk is ever executed or unpickled.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from service.store.cache import Cache
from service.store.keys import cache_key, canonical_json
from service.store.memory import MemoryCache
from service.store.stats import CacheStats
from service.store.translation_memory import TranslationMemory
from service.store.translation_memory_pairs import Approved


class ByteCache(Protocol):
    """What both caches are to those who only read and write."""

    def get(self, key: str) -> bytes | None:
        """The value of `key`, or None."""

    def get_many(self, keys: Iterable[str]) -> dict[str, bytes]:
        """The values there are."""

    def put(self, key: str, value: bytes) -> None:
        """Keep `value` under `key`."""

    def put_many(self, items: Mapping[str, bytes]) -> None:
        """Keep each value under its key."""


__all__ = [
    "Approved",
    "ByteCache",
    "Cache",
    "CacheStats",
    "MemoryCache",
    "TranslationMemory",
    "cache_key",
    "canonical_json",
]
