"""Connections for reading: each reader has one of its own, so that no reader waits for a writer or for another reader."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from service.store.database import file_identity

_Opened = tuple[sqlite3.Connection, int, tuple[int, int] | None]


class Readers:
    """Reading connections to the file at `path`, kept for the next reader; opened again after a fork and for another file."""

    def __init__(self, path: Path, open_file: Callable[[], sqlite3.Connection]) -> None:
        self._path = path
        self._open_file = open_file
        self._lock = threading.Lock()
        self._idle: list[_Opened] = []
        self._left: list[sqlite3.Connection] = []

    @contextlib.contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees one state of the file from its first question to its last, and can't write."""
        opened = self._take()
        connection = opened[0]
        try:
            connection.execute("BEGIN")
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                connection.close()
            raise
        with self._lock:
            self._idle.append(opened)

    def _take(self) -> _Opened:
        now = os.getpid(), file_identity(self._path)
        with self._lock:
            while self._idle:
                connection, *of = self._idle.pop()
                if tuple(of) == now:
                    return connection, *now
                self._leave(connection, of[0])
        connection = self._open_file()
        connection.execute("PRAGMA query_only=ON")
        return connection, os.getpid(), file_identity(self._path)

    def _leave(self, connection: sqlite3.Connection, process: int | object) -> None:
        if process == os.getpid():
            connection.close()
        else:
            self._left.append(connection)  # a parent's connection must not even be closed in its child

    def close(self) -> None:
        """Let go of the idle connections."""
        with self._lock:
            while self._idle:
                connection, process, _ = self._idle.pop()
                self._leave(connection, process)
