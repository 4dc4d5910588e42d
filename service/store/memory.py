"""The cache's interface without a file: for tests, and for `--no-cache`."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Self

from service.store.stats import CacheStats


class MemoryCache:
    """Bytes by key in this process, forgotten when it ends; least recently used go first beyond `max_bytes`."""

    def __init__(self, *, max_bytes: int = 256 * 1024 * 1024) -> None:
        self.max_bytes = max_bytes
        self._values: OrderedDict[str, bytes] = OrderedDict()
        self._bytes = 0
        self._hits = self._misses = self._evicted = 0
        self._lock = threading.Lock()

    def get(self, key: str) -> bytes | None:
        """The value of `key`, or None."""
        return self.get_many((key,)).get(key)

    def get_many(self, keys: Iterable[str]) -> dict[str, bytes]:
        """The values there are."""
        found = {}
        with self._lock:
            for key in dict.fromkeys(keys):
                value = self._values.get(key)
                if value is None:
                    self._misses += 1
                else:
                    self._hits += 1
                    self._values.move_to_end(key)
                    found[key] = value
        return found

    def put(self, key: str, value: bytes) -> None:
        """Keep `value` under `key`."""
        self.put_many({key: value})

    def put_many(self, items: Mapping[str, bytes]) -> None:
        """Keep each value under its key."""
        with self._lock:
            for key, value in items.items():
                self._bytes += len(value) - len(self._values.pop(key, b""))
                self._values[key] = value
            self._evict(self.max_bytes)

    def _evict(self, max_bytes: int) -> int:
        removed = 0
        while self._values and self._bytes > max_bytes:
            self._bytes -= len(self._values.popitem(last=False)[1])
            removed += 1
        self._evicted += removed
        return removed

    def stats(self) -> CacheStats:
        """What it holds and how it was used."""
        with self._lock:
            return CacheStats(
                path=None,
                entries=len(self._values),
                bytes=self._bytes,
                max_bytes=self.max_bytes,
                file_bytes=0,
                hits=self._hits,
                misses=self._misses,
                evicted=self._evicted,
                write_failures=0,
            )

    def prune(self, max_bytes: int | None = None) -> int:
        """Drop the least recently used until at most `max_bytes` are left; how many went."""
        with self._lock:
            return self._evict(self.max_bytes if max_bytes is None else max_bytes)

    def clear(self) -> int:
        """Drop everything; how many went."""
        with self._lock:
            removed = len(self._values)
            self._values.clear()
            self._bytes = 0
            return removed

    def close(self) -> None:
        """Nothing to close."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
