"""The memory's file for the threads of a process, and the snapshot that belongs to its connection."""

from __future__ import annotations

import contextlib
import datetime
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from service.store.database import BUSY_SECONDS
from service.store.kept import KeptDatabase, utc_now
from service.store.translation_memory_file import KEPT_BACKUPS, MEMORY
from service.store.translation_memory_snapshot import Snapshot


class MemoryConnection(KeptDatabase):
    """A KeptDatabase with a backup before the first change of a day, and what is in the memory as a snapshot."""

    KIND = MEMORY

    def __init__(
        self, path: Path, *, busy_seconds: float = BUSY_SECONDS, clock: Callable[[], datetime.datetime] = utc_now
    ) -> None:
        super().__init__(path, busy_seconds=busy_seconds, clock=clock)
        self._snapshot = Snapshot()
        self._wrote = False

    def _before_writing(self, db: sqlite3.Connection, now: datetime.datetime) -> None:
        self.file.back_up_daily(db, f"{now:%Y-%m-%d}", KEPT_BACKUPS)

    def _leave(self) -> None:
        super()._leave()
        self._snapshot, self._wrote = Snapshot(), False

    @contextlib.contextmanager
    def writing(self) -> Iterator[tuple[sqlite3.Connection, str]]:
        """As KeptDatabase's; the snapshot is told of what was written."""
        with self._lock:
            with super().writing() as begun:
                yield begun
            self._wrote = True
