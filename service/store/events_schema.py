"""The events store's file: its schema and how it is opened. It holds the record of what was decided when, so no cache
command touches it, and a damaged one is refused rather than begun anew."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from service.errors import ConfigurationError, StorageError
from service.store.database import is_corrupt, open_database

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        # `day` is the proleptic ordinal of publication, -1 where unknown. `common` and `text_key`: events.profile.
        """CREATE TABLE article (
            number INTEGER PRIMARY KEY,
            document_id TEXT NOT NULL UNIQUE,
            content TEXT NOT NULL,
            record BLOB NOT NULL,
            profile BLOB NOT NULL,
            day INTEGER NOT NULL,
            published_at TEXT,
            outlet TEXT,
            text_key TEXT NOT NULL,
            common REAL NOT NULL,
            event INTEGER REFERENCES event (number)
        )""",
        "CREATE INDEX article_by_event ON article (event)",
        "CREATE INDEX article_by_text ON article (text_key)",
        # The inverted index: `term` is a hash, so two terms may share one; pairs are compared in full anyway.
        """CREATE TABLE posting (
            term INTEGER NOT NULL,
            day INTEGER NOT NULL,
            article INTEGER NOT NULL REFERENCES article (number),
            value REAL NOT NULL,
            PRIMARY KEY (term, day, article)
        ) WITHOUT ROWID""",
        "CREATE INDEX posting_by_article ON posting (article)",
        # Articles alike enough to meet, both ways round.
        """CREATE TABLE alike (
            one INTEGER NOT NULL,
            other INTEGER NOT NULL,
            similarity REAL NOT NULL,
            PRIMARY KEY (one, other)
        ) WITHOUT ROWID""",
        # `root` is the smallest document id of the founders: it made the id, and where it goes the id goes.
        """CREATE TABLE event (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            event_id TEXT NOT NULL UNIQUE,
            root TEXT NOT NULL,
            merged_into TEXT,
            version INTEGER NOT NULL,
            sort TEXT NOT NULL
        )""",
        "CREATE INDEX event_by_sort ON event (sort, event_id) WHERE merged_into IS NULL",
        """CREATE TABLE version (
            event_id TEXT NOT NULL,
            version INTEGER NOT NULL,
            made_at TEXT NOT NULL,
            record BLOB NOT NULL,
            PRIMARY KEY (event_id, version)
        ) WITHOUT ROWID""",
        """CREATE TABLE change (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            made_at TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('created', 'joined', 'merged', 'split', 'updated')),
            event_id TEXT NOT NULL,
            other_event_id TEXT,
            document_ids TEXT NOT NULL,
            caused_by TEXT NOT NULL
        )""",
        "CREATE INDEX change_by_event ON change (event_id)",
        "CREATE INDEX change_by_other ON change (other_event_id)",
        "CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    ),
)


def open_events(path: Path, *, busy_seconds: float) -> sqlite3.Connection:
    """A connection to the store at `path`, made if absent.

    Raises StorageError (EVENTS_DAMAGED) and ConfigurationError (EVENTS_UNUSABLE, DATABASE_TOO_NEW).
    """
    try:
        connection = open_database(path, MIGRATIONS, busy_seconds=busy_seconds)
        connection.execute("PRAGMA synchronous=FULL")
    except sqlite3.DatabaseError as error:
        if is_corrupt(error):
            raise _damaged(path, error) from error
        raise _unusable(path, error) from error
    except OSError as error:
        raise _unusable(path, error) from error
    return connection


@contextlib.contextmanager
def guarded(path: Path) -> Iterator[None]:
    """SQLite's errors as StorageError: EVENTS_DAMAGED, or EVENTS_FAILED (disk full, locked for too long)."""
    try:
        yield
    except sqlite3.Error as error:
        if is_corrupt(error):
            raise _damaged(path, error) from error
        raise StorageError(
            "EVENTS_FAILED", f"the events store {path} can't be used: {error}", metadata={"path": str(path)}
        ) from error


def _damaged(path: Path, error: Exception) -> StorageError:
    return StorageError(
        "EVENTS_DAMAGED",
        f"the events store {path} is damaged: {error}. Nothing was changed: put a copy of yours there, or move it to "
        "another folder to begin an empty one",
        metadata={"path": str(path)},
    )


def _unusable(path: Path, error: Exception) -> ConfigurationError:
    return ConfigurationError(
        "EVENTS_UNUSABLE",
        f"the events store {path} can't be opened: {error}. Name a file in a folder that can be written with "
        "`events_path` or TIDINGS_EVENTS_PATH",
        metadata={"path": str(path)},
    )
