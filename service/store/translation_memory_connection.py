"""One connection to the memory's file for the threads of a process, and the snapshot that belongs to it."""

from __future__ import annotations

import contextlib
import datetime
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from service.store.database import file_identity
from service.store.translation_memory_file import back_up, guarded, is_there, open_memory
from service.store.translation_memory_snapshot import Snapshot


class MemoryConnection:
    """Opens the file when it is first used and makes it when it is first written to: nothing is written unasked.

    Opens it again after a fork, and where another file stands in its place (a restored backup).
    """

    def __init__(self, path: Path, *, busy_seconds: float, clock: Callable[[], datetime.datetime]) -> None:
        self.path = path
        self._busy_seconds = busy_seconds
        self._clock = clock
        self._lock = threading.RLock()
        self._db: sqlite3.Connection | None = None
        self._opened: tuple[int, tuple[int, int] | None] | None = None
        self._left: list[sqlite3.Connection] = []
        self._snapshot = Snapshot()
        self._wrote = False

    def _reader(self) -> sqlite3.Connection | None:
        """The connection; None where there is no memory."""
        identity = file_identity(self.path)
        now = (os.getpid(), identity)
        if self._db is not None and self._opened == now:
            return self._db
        self._leave()
        if not is_there(self.path):
            return None
        return self._open()

    def _open(self) -> sqlite3.Connection:
        self._db = open_memory(self.path, busy_seconds=self._busy_seconds)
        self._opened = (os.getpid(), file_identity(self.path))
        return self._db

    def _leave(self) -> None:
        if self._db is not None:
            if self._opened and self._opened[0] == os.getpid():
                self._db.close()
            else:
                self._left.append(self._db)  # a parent's connection must not even be closed in its child
        self._db, self._snapshot, self._wrote = None, Snapshot(), False

    @contextlib.contextmanager
    def _read(self) -> Iterator[sqlite3.Connection | None]:
        with self._lock, guarded(self.path):
            yield self._reader()

    @contextlib.contextmanager
    def _write(self) -> Iterator[tuple[sqlite3.Connection, str]]:
        """A transaction and the time of it, RFC 3339 to the second; a backup before the first of a day."""
        with self._lock, guarded(self.path):
            db = self._reader() or self._open()
            now = self._clock()
            back_up(db, self.path, f"{now:%Y-%m-%d}")
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db, f"{now:%Y-%m-%dT%H:%M:%SZ}"
                db.execute("COMMIT")
                self._wrote = True
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    db.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Let go of the file. Safe to call twice; a later call opens it again."""
        with self._lock:
            self._leave()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
