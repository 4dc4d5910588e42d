"""The cache: bytes by key in one SQLite file, bounded by size, least recently used out first.

Past 300 lines because one lock and one connection are behind reading, writing, eviction and repair alike.

Several processes and threads may use one file. It never fails a job: what can't be written is computed again
next time, said once in the log and counted in `stats()`; a damaged file is moved aside.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from service.errors import ConfigurationError, StorageError
from service.store import codec
from service.store.database import BUSY_SECONDS, file_identity, is_busy, is_corrupt, move_aside, open_or_rebuild
from service.store.migrations import CACHE_MIGRATIONS
from service.store.stats import CacheStats

logger = logging.getLogger(__name__)

ROW_OVERHEAD = 200
"""Bytes a row costs beside its value: key, its index entry, the use index (measured on 100,000 small rows)."""

_KEEP_SHARE = 0.9
"""Eviction goes down to this share of the bound, so that it is rare."""

_TOUCHES = 512
"""Reads remembered before their time of use is written: reading stays reading."""

_KEYS_A_QUERY = 500

_WRITE_WAIT_SECONDS = 1.0
"""How long a write waits for another process's transaction: an engine waits with it, and a cache can do without."""

_IMPATIENT_SECONDS = 5.0
"""For so long no write waits after one that waited in vain; else every batch would wait again for the same lock."""


def _microseconds() -> int:
    return time.time_ns() // 1000


class Cache:
    """`path`: the file, made if absent. `max_bytes`: bound on what its entries cost, compressed.

    Raises ConfigurationError (CACHE_UNUSABLE) where the file can't be opened or made.
    """

    def __init__(
        self,
        path: Path,
        *,
        max_bytes: int,
        busy_seconds: float = BUSY_SECONDS,
        clock: Callable[[], int] = _microseconds,
    ) -> None:
        self.path = path
        self.max_bytes = max_bytes
        self._busy_seconds = busy_seconds
        self._clock = clock
        self._lock = threading.RLock()
        self._touched: dict[str, int] = {}
        self._hits = self._misses = 0
        self._write_failures = 0
        self._warned = False
        self._closed = False
        self._patient_from = float("-inf")
        self._inherited: list[sqlite3.Connection] = []
        self._connection = self._open()
        self._identity = file_identity(path)
        self._process = os.getpid()

    def _open(self) -> sqlite3.Connection:
        try:
            return open_or_rebuild(self.path, CACHE_MIGRATIONS, busy_seconds=self._busy_seconds)
        except (sqlite3.Error, OSError) as error:
            raise ConfigurationError(
                "CACHE_UNUSABLE",
                f"the cache {self.path} can't be opened: {error}. Name a file in a folder that can be written, "
                "or run with --no-cache.",
                metadata={"path": str(self.path)},
            ) from error

    def _wait_for(self, connection: sqlite3.Connection, seconds: float) -> None:
        """Have it wait at most so long, and no longer than was asked for, for another process's transaction."""
        connection.execute(f"PRAGMA busy_timeout={int(min(seconds, self._busy_seconds) * 1000)}")

    def _db(self) -> sqlite3.Connection:
        """The connection, a new one after a fork: SQLite's must not be used, nor closed, in a child."""
        if self._closed:
            raise ValueError(f"the cache {self.path} is closed")
        if self._process != os.getpid():
            self._inherited.append(self._connection)
            self._connection, self._process = self._open(), os.getpid()
        return self._connection

    def get(self, key: str) -> bytes | None:
        """The value of `key`, or None."""
        return self.get_many((key,)).get(key)

    def get_many(self, keys: Iterable[str]) -> dict[str, bytes]:
        """The values there are of `keys`. A damaged entry is dropped and counts as a miss."""
        wanted = list(dict.fromkeys(keys))
        frames: dict[str, bytes] = {}
        try:
            with self._lock:
                for start in range(0, len(wanted), _KEYS_A_QUERY):
                    some = wanted[start : start + _KEYS_A_QUERY]
                    marks = ",".join("?" * len(some))
                    frames.update(self._db().execute(f"SELECT key, value FROM entry WHERE key IN ({marks})", some))
        except sqlite3.Error as error:
            self._failed(error, "read")
        found: dict[str, bytes] = {}
        damaged: list[str] = []
        for key, frame in frames.items():
            value = codec.decompress(frame)
            if value is None:
                damaged.append(key)
            else:
                found[key] = value
        if damaged:
            logger.warning("%d damaged entries of the cache %s are dropped and made again", len(damaged), self.path)
            self._write(lambda db: self._delete(db, damaged))
        with self._lock:
            self._hits += len(found)
            self._misses += len(wanted) - len(found)
            self._touched.update(dict.fromkeys(found, self._clock()))
            full = len(self._touched) >= _TOUCHES
        if full:
            self._write()
        return found

    def put(self, key: str, value: bytes) -> None:
        """Keep `value` under `key`."""
        self.put_many({key: value})

    def put_many(self, items: Mapping[str, bytes]) -> None:
        """Keep each value under its key, all in one transaction. One too large for the cache is left out."""
        rows = [(key, codec.compress(value)) for key, value in items.items()]
        rows = [row for row in rows if len(row[1]) + ROW_OVERHEAD <= self.max_bytes]
        if not rows:
            return
        now = self._clock()

        def insert(db: sqlite3.Connection) -> None:
            db.executemany(
                "INSERT INTO entry (key, value, bytes, used) VALUES (?, ?, ?, ?) ON CONFLICT (key) DO UPDATE "
                "SET value = excluded.value, bytes = excluded.bytes, used = excluded.used",
                ((key, frame, len(frame) + ROW_OVERHEAD, now) for key, frame in rows),
            )
            if self._total(db, "bytes") > self.max_bytes:
                self._evict(db, int(self.max_bytes * _KEEP_SHARE))

        self._write(insert, entries=len(rows))

    def _write(self, change: Callable[[sqlite3.Connection], None] | None = None, *, entries: int = 0) -> None:
        """Run `change` and the remembered touches as one transaction; what fails is counted, never raised."""
        try:
            with self._lock:
                patient = time.monotonic() >= self._patient_from
                self._wait_for(self._db(), _WRITE_WAIT_SECONDS if patient else 0.0)
                with self._transaction() as db:
                    if change:
                        change(db)
                    self._flush(db)
        except sqlite3.Error as error:
            self._write_failures += entries
            if is_busy(error):
                self._patient_from = time.monotonic() + _IMPATIENT_SECONDS
            self._failed(error, "written")

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        db = self._db()
        db.execute("BEGIN IMMEDIATE")
        try:
            yield db
            db.execute("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                db.execute("ROLLBACK")
            raise

    def _flush(self, db: sqlite3.Connection) -> None:
        db.executemany(
            "UPDATE entry SET used = ? WHERE key = ? AND used < ?",
            ((used, key, used) for key, used in self._touched.items()),
        )
        db.execute("UPDATE total SET hits = hits + ?, misses = misses + ?", (self._hits, self._misses))
        self._touched.clear()
        self._hits = self._misses = 0

    def _evict(self, db: sqlite3.Connection, max_bytes: int) -> int:
        """Delete the least recently used until at most `max_bytes` are left; how many went."""
        self._flush(db)
        excess = self._total(db, "bytes") - max_bytes
        rows = []
        for rowid, size in db.execute("SELECT rowid, bytes FROM entry ORDER BY used, rowid"):
            if excess <= 0:
                break
            rows.append((rowid,))
            excess -= size
        db.executemany("DELETE FROM entry WHERE rowid = ?", rows)
        db.execute("UPDATE total SET evicted = evicted + ?", (len(rows),))
        return len(rows)

    @staticmethod
    def _delete(db: sqlite3.Connection, keys: Iterable[str]) -> None:
        db.executemany("DELETE FROM entry WHERE key = ?", ((key,) for key in keys))

    @staticmethod
    def _total(db: sqlite3.Connection, column: str) -> int:
        return int(db.execute(f"SELECT {column} FROM total").fetchone()[0])

    def _failed(self, error: sqlite3.Error, what: str) -> None:
        """A cache is allowed to forget, not to stop the work: rebuild a damaged file, and say the rest once."""
        if is_corrupt(error):
            self._rebuild()
        elif not self._warned:
            self._warned = True
            logger.warning(
                "the cache %s can't be %s (%s): work goes on without it, and is computed again next time",
                self.path,
                what,
                error,
            )

    def _rebuild(self) -> None:
        with self._lock:
            self._connection.close()
            self._touched.clear()
            move_aside(self.path, self._identity)
            self._connection = self._open()
            self._identity = file_identity(self.path)

    @contextlib.contextmanager
    def _asked_for(self) -> Iterator[None]:
        """Under the lock, with SQLite's errors as StorageError: what a person asked for must not fail unsaid."""
        try:
            with self._lock:
                self._wait_for(self._db(), self._busy_seconds)
                yield
        except sqlite3.Error as error:
            raise StorageError(
                "CACHE_FAILED", f"the cache {self.path} can't be used: {error}", metadata={"path": str(self.path)}
            ) from error

    def stats(self) -> CacheStats:
        """The cache in numbers. Raises StorageError where the file can't be read."""
        with self._asked_for():
            row = self._db().execute("SELECT entries, bytes, hits, misses, evicted FROM total").fetchone()
            files = (self.path.with_name(self.path.name + suffix) for suffix in ("", "-wal"))
            return CacheStats(
                path=self.path,
                entries=row[0],
                bytes=row[1],
                max_bytes=self.max_bytes,
                file_bytes=sum(file.stat().st_size for file in files if file.exists()),
                hits=row[2] + self._hits,
                misses=row[3] + self._misses,
                evicted=row[4],
                write_failures=self._write_failures,
            )

    def prune(self, max_bytes: int | None = None) -> int:
        """Drop the least recently used until at most `max_bytes` (the cache's own bound by default) are left.

        Gives the space back to the disk; returns how many entries went. Raises StorageError where it can't.
        """
        bound = self.max_bytes if max_bytes is None else max_bytes
        with self._asked_for():
            with self._transaction() as db:
                removed = self._evict(db, bound)
            self._shrink()
        return removed

    def clear(self) -> int:
        """Drop every entry, give the space back to the disk; how many went. Raises StorageError where it can't."""
        with self._asked_for():
            with self._transaction() as db:
                self._flush(db)
                removed = self._total(db, "entries")
                db.execute("DELETE FROM entry")
            self._shrink()
        return removed

    def _shrink(self) -> None:
        # Readers in other processes may hold the journal: then the file shrinks at a later checkpoint.
        with contextlib.suppress(sqlite3.OperationalError):
            # executescript, because execute stops this statement after its first page.
            self._db().executescript("PRAGMA incremental_vacuum")
            self._db().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        """Write the remembered touches and close the file. Safe to call twice."""
        with self._lock:
            if self._closed:
                return
            if self._touched or self._hits or self._misses:
                self._write()
            self._connection.close()
            self._closed = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
