"""Whether the translation memory may have changed, asked in microseconds and without its lock."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from pathlib import Path

Version = tuple[int, int, int] | None
"""Device, inode and SQLite's data version of the file; None where there is none. Equal: nobody has written meanwhile."""


class MemoryWatch:
    """A connection of its own to the memory at `path`, that only asks `PRAGMA data_version`.

    It rises for whatever another connection commits, of this process or any other. Values of two watches, or of one
    before and after the file was replaced, never mean the same. Safe from several threads.
    """

    def __init__(self, path: Path) -> None:
        self._path = str(path.absolute())
        self._lock = threading.Lock()
        self._identity: tuple[int, int] | None = None
        self._connection: sqlite3.Connection | None = None

    def version(self) -> Version:
        """The version now. Raises sqlite3.Error where the file can't be read: then nothing is known."""
        with self._lock:
            try:
                status = os.stat(self._path)  # noqa: PTH116  # a third of the time of Path.stat, on every request
                identity = (status.st_dev, status.st_ino)
            except FileNotFoundError:
                identity = None
            if identity != self._identity or (identity and self._connection is None):
                self._reopen(identity)
            if identity is None or self._connection is None:
                return None
            return (*identity, int(self._connection.execute("PRAGMA data_version").fetchone()[0]))

    def _reopen(self, identity: tuple[int, int] | None) -> None:
        self._close()
        if identity is not None:
            self._connection = sqlite3.connect(
                f"{Path(self._path).as_uri()}?mode=ro", uri=True, timeout=0, check_same_thread=False
            )
        self._identity = identity

    def _close(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._close()
            self._identity = None
