"""The cache file's schema, step by step. A step that has shipped is never edited: add another."""

from __future__ import annotations

CACHE_MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        # `bytes` is what the row costs (see cache.ROW_OVERHEAD); `used` is microseconds since 1970 of the last use.
        """CREATE TABLE entry (
            key TEXT NOT NULL UNIQUE,
            value BLOB NOT NULL,
            bytes INTEGER NOT NULL,
            used INTEGER NOT NULL
        )""",
        # Eviction walks this index alone, without touching the values.
        "CREATE INDEX entry_by_use ON entry (used, bytes)",
    ),
    (
        # Running totals: asking the whole table for its size at every write would read every page.
        """CREATE TABLE total (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            entries INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            hits INTEGER NOT NULL,
            misses INTEGER NOT NULL,
            evicted INTEGER NOT NULL
        )""",
        "INSERT INTO total SELECT 1, count(*), coalesce(sum(bytes), 0), 0, 0, 0 FROM entry",
        """CREATE TRIGGER entry_added AFTER INSERT ON entry BEGIN
            UPDATE total SET entries = entries + 1, bytes = bytes + new.bytes;
        END""",
        """CREATE TRIGGER entry_gone AFTER DELETE ON entry BEGIN
            UPDATE total SET entries = entries - 1, bytes = bytes - old.bytes;
        END""",
        """CREATE TRIGGER entry_changed AFTER UPDATE OF bytes ON entry BEGIN
            UPDATE total SET bytes = bytes - old.bytes + new.bytes;
        END""",
    ),
)
