"""The memory's file: its schema, how it is opened, what is kept beside it, and how a damaged one is replaced.

It holds people's work, so unlike the cache it is never begun anew: a file that is damaged, or gone while its backups
are there, is refused with a message that names the newest sound backup and the command that restores it. Before the
first change of a day a copy is written to `NAME.backup-YYYY-MM-DD`; the newest `KEPT_BACKUPS` stay.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from service.errors import ConfigurationError, NotFoundError, StorageError
from service.store.database import is_corrupt, open_database

logger = logging.getLogger(__name__)

KEPT_BACKUPS = 14

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        # `change` rises with every write to a row: a snapshot reads what is newer than what it has.
        """CREATE TABLE correction (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            language TEXT NOT NULL,
            key TEXT NOT NULL,
            original TEXT NOT NULL,
            text TEXT NOT NULL,
            author TEXT NOT NULL,
            recorded_at TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('pending', 'approved', 'rejected', 'superseded')),
            reviewer TEXT NOT NULL DEFAULT '',
            reviewed_at TEXT NOT NULL DEFAULT '',
            document_id TEXT NOT NULL DEFAULT '',
            segment_id TEXT NOT NULL DEFAULT '',
            origin TEXT NOT NULL,
            change INTEGER NOT NULL
        )""",
        "CREATE INDEX correction_by_key ON correction (language, key)",
        "CREATE INDEX correction_by_state ON correction (state, id)",
        "CREATE INDEX correction_by_change ON correction (change)",
        # Whatever goes wrong above it, one original never has two answers.
        "CREATE UNIQUE INDEX one_answer ON correction (language, key) WHERE state = 'approved'",
        """CREATE TABLE decision (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            correction INTEGER NOT NULL REFERENCES correction (id),
            state TEXT NOT NULL,
            who TEXT NOT NULL,
            at TEXT NOT NULL,
            note TEXT NOT NULL DEFAULT ''
        )""",
        "CREATE INDEX decision_by_correction ON decision (correction, id)",
    ),
)


def is_there(path: Path) -> bool:
    """Whether there is a memory at `path`. Raises StorageError (MEMORY_LOST) where only its backups are left."""
    try:
        empty = path.stat().st_size == 0
    except FileNotFoundError:
        empty = True
    if empty and (kept := backups(path)):
        raise _refused("MEMORY_LOST", path, f"is {'empty' if path.exists() else 'gone'}, and {kept[0].name} is not")
    return not empty


def open_memory(path: Path, *, busy_seconds: float) -> sqlite3.Connection:
    """A connection to the memory at `path`, made if absent; every page of it read once.

    Raises StorageError (MEMORY_DAMAGED, MEMORY_LOST) and ConfigurationError (MEMORY_UNUSABLE, DATABASE_TOO_NEW).
    """
    is_there(path)
    try:
        connection = open_database(path, MIGRATIONS, busy_seconds=busy_seconds)
        # A commit is on the disk when it returns: what a person decided outlives a power cut.
        connection.execute("PRAGMA synchronous=FULL")
        connection.create_function("casefold", 1, str.casefold, deterministic=True)
        said = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        if is_corrupt(error):
            raise damaged(path, str(error)) from error
        raise _unusable(path, error) from error
    except OSError as error:
        raise _unusable(path, error) from error
    if said != "ok":
        connection.close()
        raise damaged(path, said)
    return connection


@contextlib.contextmanager
def guarded(path: Path) -> Iterator[None]:
    """SQLite's errors as StorageError: MEMORY_DAMAGED, or MEMORY_FAILED (disk full, locked for too long).

    A path that can't be looked at is ConfigurationError (MEMORY_UNUSABLE).
    """
    try:
        yield
    except OSError as error:
        raise _unusable(path, error) from error
    except sqlite3.Error as error:
        if is_corrupt(error):
            raise damaged(path, str(error)) from error
        raise StorageError(
            "MEMORY_FAILED", f"the translation memory {path} can't be used: {error}", metadata={"path": str(path)}
        ) from error


def damaged(path: Path, why: str) -> StorageError:
    """The refusal of a damaged memory."""
    return _refused("MEMORY_DAMAGED", path, f"is damaged ({why})")


def _refused(reason: str, path: Path, what: str) -> StorageError:
    kept = backups(path)
    way = (
        f"`tidings memory restore` puts its newest backup, {kept[0].name}, in its place"
        if kept
        else "there is no backup beside it: put a copy of yours there, or a TMX of yours with `tidings memory import`"
    )
    return StorageError(
        reason,
        f"the translation memory {path} {what}. Nothing was changed: {way}. To begin an empty one, move it and its "
        "backups to another folder",
        metadata={"path": str(path), "backup": str(kept[0]) if kept else ""},
    )


def _unusable(path: Path, error: Exception) -> ConfigurationError:
    return ConfigurationError(
        "MEMORY_UNUSABLE",
        f"the translation memory {path} can't be opened: {error}. Name a file in a folder that can be written with "
        "`memory_path` or TIDINGS_MEMORY_PATH",
        metadata={"path": str(path)},
    )


def backups(path: Path) -> list[Path]:
    """The backups beside `path`, the newest first."""
    return sorted(path.parent.glob(f"{path.name}.backup-????-??-??"), reverse=True)


def back_up(connection: sqlite3.Connection, path: Path, day: str) -> None:
    """A copy of the memory as it is, once a day; outside a transaction. One that fails is logged, and the work goes on.

    VACUUM INTO reads the rows rather than the pages, so a damaged file makes no backup.
    """
    target = path.with_name(f"{path.name}.backup-{day}")
    if target.exists() or not connection.execute("SELECT EXISTS (SELECT 1 FROM correction)").fetchone()[0]:
        return
    staged = path.with_name(f"{path.name}.staged-{os.getpid()}")
    try:
        staged.unlink(missing_ok=True)
        connection.execute("VACUUM INTO ?", (str(staged),))
        staged.replace(target)
        for old in backups(path)[KEPT_BACKUPS:]:
            old.unlink(missing_ok=True)
    except (sqlite3.Error, OSError) as error:
        logger.warning("the translation memory %s could not be backed up (%s); it is tried again", path, error)
        staged.unlink(missing_ok=True)


def restore(path: Path, backup: Path | None = None) -> tuple[Path, Path | None]:
    """Put `backup` (the newest by default) in the place of `path`; what was there is moved aside, never deleted.

    Returns the backup and where the old file lies now (None where there was none). Raises NotFoundError (NO_BACKUP)
    and StorageError (MEMORY_DAMAGED) where the backup itself is no sound memory. No other process may have it open.
    """
    kept = backups(path)
    source = backup or (kept[0] if kept else None)
    if source is None or not source.is_file():
        have = ", ".join(p.name for p in kept) or "none"
        raise NotFoundError("NO_BACKUP", f"{source or path} is no backup; beside {path} there are: {have}")
    staged = path.with_name(f"{path.name}.staged-{os.getpid()}")
    staged.write_bytes(source.read_bytes())
    try:
        open_memory(staged, busy_seconds=1.0).close()
    except StorageError as error:
        raise StorageError(
            "MEMORY_DAMAGED", f"the backup {source} is damaged too; choose another: {[p.name for p in kept]}"
        ) from error
    else:
        return source, _exchange(path, staged)
    finally:
        for suffix in ("", "-wal", "-shm"):
            staged.with_name(staged.name + suffix).unlink(missing_ok=True)


def _exchange(path: Path, staged: Path) -> Path | None:
    """`staged` becomes `path`. The journal goes with the file it belongs to: over another it would damage it."""
    number = 1
    while (aside := path.with_name(f"{path.name}.replaced-{number}")).exists():
        number += 1
    for suffix in ("-wal", "-shm", ""):
        with contextlib.suppress(FileNotFoundError):
            path.with_name(path.name + suffix).replace(aside.with_name(aside.name + suffix))
    staged.replace(path)
    return aside if aside.exists() else None
