"""What the events store's file is called and holds: the record of what was decided when, so no cache command touches it."""

from __future__ import annotations

import sqlite3

from service.store.kept_file import Kind

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
    (
        # SQLite can't add a word to a CHECK: the table is written again.
        "ALTER TABLE change RENAME TO change_before",
        """CREATE TABLE change (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            made_at TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('created', 'joined', 'merged', 'split', 'updated', 'left')),
            event_id TEXT NOT NULL,
            other_event_id TEXT,
            document_ids TEXT NOT NULL,
            caused_by TEXT NOT NULL
        )""",
        "INSERT INTO change SELECT * FROM change_before",
        "DROP TABLE change_before",
        "CREATE INDEX change_by_event ON change (event_id)",
        "CREATE INDEX change_by_other ON change (other_event_id)",
        # When the last article of an event was removed.
        "ALTER TABLE event ADD COLUMN gone_at TEXT",
        "DROP INDEX event_by_sort",
        "CREATE INDEX event_by_sort ON event (sort, event_id) WHERE merged_into IS NULL AND gone_at IS NULL",
        # Articles that somebody took out: they are not let in again unasked.
        """CREATE TABLE removed (
            document_id TEXT PRIMARY KEY,
            removed_at TEXT NOT NULL,
            note TEXT NOT NULL
        ) WITHOUT ROWID""",
        "INSERT OR IGNORE INTO setting VALUES ('generation', '0')",
    ),
)


def _prepare(connection: sqlite3.Connection) -> None:
    # A page that is given up is overwritten: an article that had to go is not left between the others.
    connection.execute("PRAGMA secure_delete=ON")


EVENTS = Kind(
    reason="EVENTS",
    name="events store",
    command="tidings events",
    setting="events_path",
    migrations=MIGRATIONS,
    table="article",
    counted={
        "articles": "article",
        "events": "event WHERE merged_into IS NULL AND gone_at IS NULL",
        "versions": "version",
        "removed": "removed",
    },
    prepare=_prepare,
    without_backup="put a copy of yours in its place with `tidings events restore FILE`",
)
