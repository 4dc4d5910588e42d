"""What people said or decided, in a SQLite file that no cache command touches: how a process holds it open.

Shared by the translation memory and the events store; how such a file is opened and refused is `kept_file`'s.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Self

from service.store.database import BUSY_SECONDS, file_identity
from service.store.kept_file import KeptFile, Kind


def utc_now() -> datetime.datetime:
    """The time, UTC."""
    return datetime.datetime.now(datetime.UTC)


class KeptDatabase:
    """One connection for the threads of a process, opened when first used; the file is made when first written to.

    Opened again after a fork, and where another file stands in its place (a restored copy). `clock` gives the time, UTC.
    A subclass names its `KIND`.
    """

    KIND: ClassVar[Kind]

    def __init__(
        self, path: Path, *, busy_seconds: float = BUSY_SECONDS, clock: Callable[[], datetime.datetime] = utc_now
    ) -> None:
        self.path = path
        self.file = KeptFile(path, self.KIND)
        self.busy_seconds = busy_seconds
        self._clock = clock
        self._lock = threading.RLock()
        self._db: sqlite3.Connection | None = None
        self._opened: tuple[int, tuple[int, int] | None] | None = None
        self._left: list[sqlite3.Connection] = []

    def _before_writing(self, db: sqlite3.Connection, now: datetime.datetime) -> None:
        """What is done outside the transaction that follows."""

    def _leave(self) -> None:
        """Let go of the connection, under the lock."""
        if self._db is not None:
            if self._opened and self._opened[0] == os.getpid():
                self._db.close()
            else:
                self._left.append(self._db)  # a parent's connection must not even be closed in its child
        self._db = None

    def _reader(self) -> sqlite3.Connection | None:
        """The connection; None where there is no file yet."""
        if self._db is not None and self._opened == (os.getpid(), file_identity(self.path)):
            return self._db
        self._leave()
        return self._open() if self.file.is_there() else None

    def _open(self) -> sqlite3.Connection:
        self._db = self.file.open(busy_seconds=self.busy_seconds)
        self._opened = (os.getpid(), file_identity(self.path))
        return self._db

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection | None]:
        """The connection; None where there is no file yet."""
        with self._lock, self.file.guarded():
            yield self._reader()

    @contextlib.contextmanager
    def writing(self) -> Iterator[tuple[sqlite3.Connection, str]]:
        """A transaction and the time of it, RFC 3339 to the second; all of it is kept, or nothing."""
        with self._lock, self.file.guarded():
            db = self._reader() or self._open()
            now = self._clock()
            self._before_writing(db, now)
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db, f"{now:%Y-%m-%dT%H:%M:%SZ}"
                db.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    db.execute("ROLLBACK")
                raise

    def problems(self) -> list[str]:
        """What is wrong with the file, a line each; none for a sound one, or none there."""
        with self.reading() as db:
            return (self.file.problems(db) or self._own_problems(db)) if db is not None else []

    def _own_problems(self, _db: sqlite3.Connection) -> list[str]:
        """Beyond SQLite's own check."""
        return []

    def restore(self, backup: Path | None = None) -> tuple[Path, Path | None, str]:
        """As `KeptFile.restore`; also what people should be told of the restored file, empty for nothing."""
        used, aside = self.file.restore(backup)
        return used, aside, self._carried_over(aside) if aside else ""

    def _carried_over(self, _aside: Path) -> str:
        """Take over from the file that was replaced what must outlive it; what is to be said of that."""
        return ""

    def counts(self) -> dict[str, int]:
        """What it holds: how many of what."""
        with self.reading() as db:
            return {
                name: db.execute(f"SELECT count(*) FROM {what}").fetchone()[0] if db else 0
                for name, what in self.KIND.counted.items()
            }

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
