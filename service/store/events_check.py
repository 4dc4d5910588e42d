"""Whether an events store holds together: beyond SQLite's own check, what Tidings promises of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from service.store.codec import decompress

_RECORDS = (
    ("SELECT document_id, record FROM article", "the record of article {}"),
    ("SELECT document_id, profile FROM article", "the profile of article {}"),
    ("SELECT event_id || ' version ' || version, record FROM version", "the record of event {}"),
)
_WHOLE = (
    (
        "SELECT document_id FROM article LEFT JOIN event ON event.number = article.event "
        "WHERE event.number IS NULL OR merged_into IS NOT NULL OR gone_at IS NOT NULL",
        "article {} is in no event",
    ),
    (
        "SELECT event_id FROM event WHERE merged_into IS NULL AND gone_at IS NULL AND NOT EXISTS "
        "(SELECT 1 FROM article WHERE article.event = event.number)",
        "event {} has no article",
    ),
    (
        "SELECT event_id FROM event WHERE merged_into IS NULL AND gone_at IS NULL AND NOT EXISTS "
        "(SELECT 1 FROM version WHERE version.event_id = event.event_id AND version.version = event.version)",
        "event {} lacks its newest version",
    ),
    (
        "SELECT event_id FROM event WHERE merged_into IS NOT NULL AND merged_into NOT IN (SELECT event_id FROM event)",
        "event {} is part of one that is not there",
    ),
    (
        "SELECT DISTINCT article FROM posting WHERE article NOT IN (SELECT number FROM article)",
        "article number {} is gone, its index is not",
    ),
    (
        "SELECT DISTINCT one FROM alike WHERE one NOT IN (SELECT number FROM article)",
        "article number {} is gone, its pairs are not",
    ),
    (
        "SELECT document_id FROM article WHERE document_id IN (SELECT document_id FROM removed)",
        "article {} was removed and is there",
    ),
)
"""What has rows only where something is wrong, and what to say of each."""


def problems_in(db: sqlite3.Connection) -> Iterator[str]:
    """What is wrong, a line each; nothing for a store that holds together."""
    for query, what in _RECORDS:
        for name, frame in db.execute(query):
            if decompress(frame) is None:
                yield f"{what.format(name)} is damaged"
    for query, what in _WHOLE:
        for (name,) in db.execute(query):
            yield what.format(name)
