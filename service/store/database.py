"""One way to open SQLite: WAL, a busy timeout, migrations by `user_version`, and what to do with a broken file.

Shared by the cache and by a corpus run's workspace. Both can be rebuilt from their inputs, so a file that SQLite
calls corrupt is moved aside (never deleted) and a new one is begun.
"""

from __future__ import annotations

import contextlib
import logging
import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path

from service.errors import ConfigurationError

logger = logging.getLogger(__name__)

BUSY_SECONDS = 30.0
"""How long a writer waits for another process's transaction."""

_JOURNAL_LIMIT = 16 * 1024 * 1024
_CORRUPT = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})

Migrations = Sequence[Sequence[str]]
"""Step n (from 1) takes a file of `user_version` n-1 to n; each step is a list of SQL statements."""


def primary_code(error: sqlite3.Error) -> int:
    """SQLite's primary result code of `error`; 0 where Python raised it without one."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def is_corrupt(error: sqlite3.Error) -> bool:
    """Whether the file itself is damaged, or no SQLite file at all."""
    return primary_code(error) in _CORRUPT


def is_busy(error: sqlite3.Error) -> bool:
    """Whether another connection holds the lock."""
    return primary_code(error) in _BUSY


def open_database(
    path: Path, migrations: Migrations, *, exclusive: bool = False, busy_seconds: float = BUSY_SECONDS
) -> sqlite3.Connection:
    """A connection to `path` (made if absent) in autocommit mode, migrated to the newest version.

    `exclusive` keeps every other process out until the connection closes. May be used from several threads
    under the caller's lock. Raises sqlite3.Error as SQLite does, and ConfigurationError (DATABASE_TOO_NEW) for a
    file that a newer Tidings wrote.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=busy_seconds, isolation_level=None, check_same_thread=False)
    try:
        if exclusive:
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        _refuse_newer(connection, migrations, path)
        _configure(connection, busy_seconds)
        _migrate(connection, migrations)
    except BaseException:
        connection.close()
        raise
    return connection


def _configure(connection: sqlite3.Connection, busy_seconds: float) -> None:
    """Set the journal up. The switch to WAL ignores the busy timeout when two processes make the file at once."""
    if connection.execute("PRAGMA page_count").fetchone() == (0,):
        connection.execute("PRAGMA auto_vacuum=INCREMENTAL")
    deadline = time.monotonic() + busy_seconds
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            break
        except sqlite3.OperationalError as error:
            if not is_busy(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute(f"PRAGMA journal_size_limit={_JOURNAL_LIMIT}")


def _refuse_newer(connection: sqlite3.Connection, migrations: Migrations, path: Path) -> None:
    version = _version(connection)
    if version > len(migrations):
        raise ConfigurationError(
            "DATABASE_TOO_NEW",
            f"{path} has schema version {version}, written by a newer Tidings; this one knows up to "
            f"{len(migrations)}. Update Tidings, or name another file.",
            metadata={"path": str(path), "version": str(version), "known": str(len(migrations))},
        )


def _migrate(connection: sqlite3.Connection, migrations: Migrations) -> None:
    if _version(connection) >= len(migrations):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Asked again inside the lock: another process may have migrated while this one waited.
        for step in migrations[_version(connection) :]:
            for statement in step:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version={len(migrations)}")
        connection.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def file_identity(path: Path) -> tuple[int, int] | None:
    """Device and inode of the file at `path`, None where there is none."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino


def move_aside(path: Path, identity: tuple[int, int] | None) -> None:
    """Rename a damaged file (and its journal) to `NAME.corrupt-N`, the first N that is free, and say so in the log.

    Does nothing where the file at `path` is no longer the one with `identity`: another process has already
    begun a new one, and that one is sound.
    """
    if identity is None or file_identity(path) != identity:
        return
    number = 1
    while (target := path.with_name(f"{path.name}.corrupt-{number}")).exists():
        number += 1
    for suffix in ("-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            path.with_name(path.name + suffix).replace(target.with_name(target.name + suffix))
    with contextlib.suppress(FileNotFoundError):
        path.replace(target)
    logger.warning("%s is damaged: moved to %s, and a new one is begun", path, target.name)


def open_or_rebuild(
    path: Path, migrations: Migrations, *, exclusive: bool = False, busy_seconds: float = BUSY_SECONDS
) -> sqlite3.Connection:
    """As `open_database`, but a damaged file is moved aside and begun anew."""
    identity = file_identity(path)
    try:
        return open_database(path, migrations, exclusive=exclusive, busy_seconds=busy_seconds)
    except sqlite3.DatabaseError as error:
        if not is_corrupt(error):
            raise
        move_aside(path, identity)
        return open_database(path, migrations, exclusive=exclusive, busy_seconds=busy_seconds)
