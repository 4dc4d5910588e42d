"""OUT/.work: what a corpus run has finished, so that a run after a kill goes on from there.

One SQLite file, a row a finished document or event, committed as it is finished: `kill -9` loses only what was in
work. Rows are named by the digest of all that went into them, so changed inputs, options or models find nothing.
Open in one process at a time.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from service.corpus.records import Record
from service.errors import ConfigurationError, StorageError
from service.store import codec
from service.store.database import is_busy, open_or_rebuild

FOLDER = ".work"
_FILE = "results.sqlite3"
_WAIT_SECONDS = 1.0

_MIGRATIONS = (("CREATE TABLE result (key TEXT PRIMARY KEY, value BLOB NOT NULL)",),)


class Workspace:
    """The finished results in `out`, which is made if absent. Safe from several threads.

    Raises ConfigurationError where `out` can't be written (INVALID_OUT) or another run is using it (OUT_IN_USE).
    Reading and writing raise StorageError (disk full): a run can't promise to resume without it.
    """

    def __init__(self, out: Path) -> None:
        self.folder = out / FOLDER
        self._lock = threading.Lock()
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._db = open_or_rebuild(self.folder / _FILE, _MIGRATIONS, exclusive=True, busy_seconds=_WAIT_SECONDS)
            # The exclusive lock is taken by the first write: this one, which changes nothing.
            self._db.execute("DELETE FROM result WHERE 0")
        except (sqlite3.Error, OSError) as error:
            if isinstance(error, sqlite3.Error) and is_busy(error):
                raise ConfigurationError(
                    "OUT_IN_USE",
                    f"another run is writing to {out}: wait for it, or name another folder with --out",
                    metadata={"out": str(out)},
                ) from error
            raise ConfigurationError(
                "INVALID_OUT",
                f"--out {out} can't be written: {error}; name a folder that can, or one that does not exist yet",
                metadata={"out": str(out)},
            ) from error

    def get(self, key: str) -> Record | None:
        """What was finished under `key`, or None. A damaged row counts as not finished."""
        with self._guard("read") as db:
            row = db.execute("SELECT value FROM result WHERE key = ?", (key,)).fetchone()
        value = codec.decompress(row[0]) if row else None
        record: Record | None = None if value is None else json.loads(value)
        return record

    def put(self, key: str, record: Record) -> None:
        """Keep `record` under `key`; on disk when this returns."""
        frame = codec.compress(json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode())
        with self._guard("written") as db:
            db.execute("INSERT OR REPLACE INTO result VALUES (?, ?)", (key, frame))

    def keep_only(self, keys: Iterable[str]) -> None:
        """Forget everything but `keys`, and give the space back."""
        with self._guard("written") as db:
            db.execute("CREATE TEMP TABLE kept (key TEXT PRIMARY KEY)")
            db.execute("BEGIN")
            db.executemany("INSERT OR IGNORE INTO kept VALUES (?)", ((key,) for key in keys))
            db.execute("DELETE FROM result WHERE key NOT IN (SELECT key FROM kept)")
            db.execute("COMMIT")
            db.execute("DROP TABLE kept")
            db.executescript("PRAGMA incremental_vacuum")

    @contextlib.contextmanager
    def _guard(self, what: str) -> Iterator[sqlite3.Connection]:
        """The connection under the lock, SQLite's errors as StorageError."""
        try:
            with self._lock:
                yield self._db
        except sqlite3.Error as error:
            raise StorageError(
                "OUT_FAILED",
                f"{self.folder / _FILE} can't be {what}: {error}; what is finished is kept, "
                "and the same command goes on from there once this is mended",
                metadata={"path": str(self.folder / _FILE)},
            ) from error

    def close(self) -> None:
        """Let the next run in."""
        with self._lock:
            self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
