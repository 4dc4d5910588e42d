"""What the memory's file is called and holds. Before the first change of a day a copy is written to `NAME.backup-YYYY-MM-DD`."""

from __future__ import annotations

import sqlite3

from service.store.kept_file import Kind

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


def _prepare(connection: sqlite3.Connection) -> None:
    connection.create_function("casefold", 1, str.casefold, deterministic=True)


MEMORY = Kind(
    reason="MEMORY",
    name="translation memory",
    command="tidings memory",
    setting="memory_path",
    migrations=MIGRATIONS,
    table="correction",
    counted={"corrections": "correction"},
    prepare=_prepare,
    check_at_open=True,
    without_backup="put a copy of yours there, or a TMX of yours with `tidings memory import`",
)
