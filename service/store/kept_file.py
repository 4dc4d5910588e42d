"""A file that holds what people said or decided: how it is opened, refused, copied, checked and replaced.

Unlike the cache it is never begun anew: a file that is damaged, or gone while its backups are there, is refused with a message
that names the newest backup and the command that restores it. What a store holds, and what it is called, is its `Kind`.
"""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from service.errors import ConfigurationError, NotFoundError, StorageError
from service.store.database import Migrations, is_corrupt, open_database

logger = logging.getLogger(__name__)

_MOST_PROBLEMS = 20
"""What a check tells of a damaged file; one is enough to restore it."""


@dataclass(frozen=True)
class Kind:
    """A store: what it is called, its schema, what is done with each connection, and whether opening reads every page."""

    reason: str
    """Begins its reasons: MEMORY gives MEMORY_DAMAGED."""
    name: str
    command: str
    setting: str
    migrations: Migrations
    table: str
    """One that every such file has; without rows there is nothing to lose."""
    counted: Mapping[str, str]
    """What it holds, and which rows each of that is: FROM of a query."""
    prepare: Callable[[sqlite3.Connection], None] = lambda _: None
    check_at_open: bool = False
    without_backup: str = "put a copy of yours there"
    """What helps where no backup lies beside it."""


class KeptFile:
    """The file at `path`. Raises StorageError (…_DAMAGED, …_LOST, …_FAILED) and ConfigurationError (…_UNUSABLE)."""

    def __init__(self, path: Path, kind: Kind) -> None:
        self.path = path
        self.kind = kind

    def is_there(self) -> bool:
        """Whether there is a file to read. Raises StorageError (…_LOST) where only its backups are left."""
        try:
            empty = self.path.stat().st_size == 0
        except FileNotFoundError:
            empty = True
        if empty and (kept := self.backups()):
            state = "empty" if self.path.exists() else "gone"
            raise self._refused("LOST", f"is {state}, and {kept[0].name} is not")
        return not empty

    def open(self, *, busy_seconds: float) -> sqlite3.Connection:
        """A connection, the file made if absent; a commit is on the disk when it returns."""
        self.is_there()
        said = "ok"
        try:
            connection = open_database(self.path, self.kind.migrations, busy_seconds=busy_seconds)
            # What a person decided outlives a power cut.
            connection.execute("PRAGMA synchronous=FULL")
            self.kind.prepare(connection)
            if self.kind.check_at_open:
                said = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        except sqlite3.DatabaseError as error:
            if is_corrupt(error):
                raise self.damaged(str(error)) from error
            raise self._unusable(error) from error
        except OSError as error:
            raise self._unusable(error) from error
        if said != "ok":
            connection.close()
            raise self.damaged(said)
        return connection

    @contextlib.contextmanager
    def guarded(self) -> Iterator[None]:
        """SQLite's errors as StorageError: …_DAMAGED, or …_FAILED (disk full, locked for too long).

        A path that can't be looked at is ConfigurationError (…_UNUSABLE).
        """
        try:
            yield
        except OSError as error:
            raise self._unusable(error) from error
        except sqlite3.Error as error:
            if is_corrupt(error):
                raise self.damaged(str(error)) from error
            raise StorageError(
                f"{self.kind.reason}_FAILED",
                f"the {self.kind.name} {self.path} can't be used: {error}",
                metadata={"path": str(self.path)},
            ) from error

    def damaged(self, why: str) -> StorageError:
        """The refusal of a damaged file."""
        return self._refused("DAMAGED", f"is damaged ({why})")

    def _refused(self, reason: str, what: str) -> StorageError:
        kept = self.backups()
        way = (
            f"`{self.kind.command} restore` puts its newest backup, {kept[0].name}, in its place"
            if kept
            else f"there is no backup beside it: {self.kind.without_backup}"
        )
        return StorageError(
            f"{self.kind.reason}_{reason}",
            f"the {self.kind.name} {self.path} {what}. Nothing was changed: {way}. To begin an empty one, move it and "
            "its backups to another folder",
            metadata={"path": str(self.path), "backup": str(kept[0]) if kept else ""},
        )

    def _unusable(self, error: Exception) -> ConfigurationError:
        return ConfigurationError(
            f"{self.kind.reason}_UNUSABLE",
            f"the {self.kind.name} {self.path} can't be opened: {error}. Name a file in a folder that can be written "
            f"with `{self.kind.setting}` or TIDINGS_{self.kind.setting.upper()}",
            metadata={"path": str(self.path)},
        )

    # Copies

    def backups(self) -> list[Path]:
        """The dated backups beside the file, the newest first."""
        return sorted(self.path.parent.glob(f"{self.path.name}.backup-????-??-??"), reverse=True)

    def back_up_daily(self, connection: sqlite3.Connection, day: str, keep: int) -> None:
        """A copy beside the file, once a day, outside a transaction; the newest `keep` stay.

        One that fails is logged, and the work goes on: it is tried again at the next change.
        """
        target = self.path.with_name(f"{self.path.name}.backup-{day}")
        rows = f"SELECT EXISTS (SELECT 1 FROM {self.kind.table})"
        if target.exists() or not connection.execute(rows).fetchone()[0]:
            return
        try:
            self._copy(connection, target)
            for old in self.backups()[keep:]:
                old.unlink(missing_ok=True)
        except (sqlite3.Error, OSError) as error:
            logger.warning("the %s %s could not be backed up (%s); it is tried again", self.kind.name, self.path, error)

    def back_up(self, target: Path, *, busy_seconds: float) -> None:
        """A copy at `target`, of one moment, while others go on reading and writing.

        Raises NotFoundError (NOTHING_TO_BACK_UP), ConfigurationError (BACKUP_EXISTS, BACKUP_FAILED).
        """
        if not self.is_there():
            raise NotFoundError("NOTHING_TO_BACK_UP", f"there is no {self.kind.name} at {self.path} yet")
        if target.exists():
            raise ConfigurationError(
                "BACKUP_EXISTS", f"{target} exists, and a backup takes the place of no file: name another"
            )
        try:
            with contextlib.closing(self.open(busy_seconds=busy_seconds)) as connection, self.guarded_copy(target):
                self._copy(connection, target)
        finally:
            self._staged(target).unlink(missing_ok=True)

    @contextlib.contextmanager
    def guarded_copy(self, target: Path) -> Iterator[None]:
        """What goes wrong while `target` is written, as an error that names it."""
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            if isinstance(error, sqlite3.Error) and is_corrupt(error):
                raise self.damaged(str(error)) from error
            raise ConfigurationError(
                "BACKUP_FAILED", f"the backup {target} can't be written: {error}; name a file in a folder that can"
            ) from error

    def _copy(self, connection: sqlite3.Connection, target: Path) -> None:
        """VACUUM INTO reads the rows rather than the pages, so a damaged file makes no backup."""
        staged = self._staged(target)
        staged.unlink(missing_ok=True)
        try:
            connection.execute("VACUUM INTO ?", (str(staged),))
            with staged.open("rb+") as copy:
                os.fsync(copy.fileno())
            staged.replace(target)
        finally:
            staged.unlink(missing_ok=True)

    @staticmethod
    def _staged(target: Path) -> Path:
        return target.with_name(f"{target.name}.staged-{os.getpid()}")

    def restore(self, backup: Path | None = None) -> tuple[Path, Path | None]:
        """Put `backup` (the newest by default) in the file's place; what was there is moved aside, never deleted.

        Returns the backup and where the old file lies now (None where there was none). Raises NotFoundError (NO_BACKUP)
        and StorageError (…_DAMAGED) where the backup itself is no sound store of this kind. No other process may be writing.
        """
        kept = self.backups()
        source = backup or (kept[0] if kept else None)
        if source is None or not source.is_file():
            have = ", ".join(p.name for p in kept) or "none"
            raise NotFoundError(
                "NO_BACKUP", f"{source or self.path} is no backup; beside {self.path} there are: {have}"
            )
        staged = self._staged(self.path)
        try:
            shutil.copyfile(source, staged)
            if why := KeptFile(staged, self.kind).fault():
                others = [p.name for p in kept if p != source]
                raise StorageError(
                    f"{self.kind.reason}_DAMAGED",
                    f"the backup {source} is no sound {self.kind.name} ({why}); choose another: {others or 'none is here'}",
                )
            return source, self._exchange(staged)
        except OSError as error:
            raise self._unusable(error) from error
        finally:
            for suffix in ("", "-wal", "-shm"):
                staged.with_name(staged.name + suffix).unlink(missing_ok=True)

    def fault(self) -> str | None:
        """What is wrong with the file, in a line; None for a sound one of this kind."""
        try:
            # Looked at before it is opened: another store's file must not be given this one's schema.
            with contextlib.closing(sqlite3.connect(self.path)) as plain:
                plain.execute(f"SELECT 1 FROM {self.kind.table} LIMIT 1")
            with contextlib.closing(self.open(busy_seconds=1.0)) as connection:
                said: str = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
                return None if said == "ok" else said
        except (sqlite3.Error, StorageError, ConfigurationError) as error:
            return str(error.__cause__ or error)

    def _exchange(self, staged: Path) -> Path | None:
        """`staged` becomes the file. The journal goes with the file it belongs to: over another it would damage it."""
        number = 1
        while (aside := self.path.with_name(f"{self.path.name}.replaced-{number}")).exists():
            number += 1
        for suffix in ("-wal", "-shm", ""):
            with contextlib.suppress(FileNotFoundError):
                self.path.with_name(self.path.name + suffix).replace(aside.with_name(aside.name + suffix))
        staged.replace(self.path)
        return aside if aside.exists() else None

    def problems(self, connection: sqlite3.Connection) -> list[str]:
        """What SQLite finds wrong in the whole file, at most 20 lines; none for a sound one."""
        try:
            said = [row[0] for row in connection.execute(f"PRAGMA integrity_check({_MOST_PROBLEMS})")]
        except sqlite3.DatabaseError as error:
            if not is_corrupt(error):
                raise
            return [str(error)]
        return [] if said == ["ok"] else said
