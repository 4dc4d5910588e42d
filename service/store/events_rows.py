"""Rows of the events store's events, their versions and changes; the caller holds the connection and its transaction."""

from __future__ import annotations

import datetime
import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from service.store.events_articles import parts, unpacked


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event as it is now. `number` rises with the order of founding; `merged_into` is another's id, or None.

    `gone_at` is when its last article was removed, None for one that has articles.
    """

    number: int
    event_id: str
    root: str
    merged_into: str | None
    version: int
    sort: str
    gone_at: str | None


@dataclass(frozen=True, slots=True)
class EventChange:
    """What became of an event. `document_ids` are those that moved, `caused_by` those that arrived and showed it.

    kind: `created`; `joined`; `merged` (other_event_id is now part of event_id); `split` (document_ids left event_id for
    other_event_id); `updated` (a revision of a member arrived); `left` (document_ids were removed from the store).
    """

    kind: str
    event_id: str
    other_event_id: str | None
    document_ids: tuple[str, ...]
    caused_by: tuple[str, ...]
    made_at: str = ""


def setting(db: sqlite3.Connection, name: str) -> str | None:
    """What the store says of itself under `name`; None for nothing."""
    found = db.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
    return found[0] if found else None


def generation(db: sqlite3.Connection) -> int:
    """Rises with every transaction that writes: what was worked out over an equal one holds."""
    return int(db.execute("SELECT value FROM setting WHERE name = 'generation'").fetchone()[0])


def raise_generation(db: sqlite3.Connection) -> None:
    """The store is another now."""
    db.execute("UPDATE setting SET value = value + 1 WHERE name = 'generation'")


def events_of(db: sqlite3.Connection, numbers: Sequence[int]) -> list[tuple[int, int | None]]:
    """(article number, event number) of each; None for an article that has just come."""
    out: list[tuple[int, int | None]] = []
    for marks, part in parts(numbers):
        out += db.execute(f"SELECT number, event FROM article WHERE number IN ({marks})", part)
    return out


def events_where(db: sqlite3.Connection, condition: str, *values: object) -> list[EventRow]:
    """Events by a condition of this package's own."""
    query = f"SELECT number, event_id, root, merged_into, version, sort, gone_at FROM event WHERE {condition}"
    return [EventRow(*row) for row in db.execute(query, values)]


def put_event(db: sqlite3.Connection, event_id: str, root: str, *, founded: bool) -> int:
    """The number of an event; a founded one is new, or had been merged away or emptied and comes back."""
    if founded:
        db.execute(
            "INSERT INTO event (event_id, root, merged_into, version, sort) VALUES (?, ?, NULL, 0, '') "
            "ON CONFLICT (event_id) DO UPDATE SET merged_into = NULL, gone_at = NULL, root = excluded.root",
            (event_id, root),
        )
    number: int = db.execute("SELECT number FROM event WHERE event_id = ?", (event_id,)).fetchone()[0]
    return number


def put_version(db: sqlite3.Connection, number: int, sort: str, record: bytes, at: str) -> None:
    """Keep the next version of an event; `record` as `packed` made it, `sort` where it stands among events."""
    db.execute("UPDATE event SET version = version + 1, sort = ? WHERE number = ?", (sort, number))
    db.execute("INSERT INTO version SELECT event_id, version, ?, ? FROM event WHERE number = ?", (at, record, number))


def rewrite_version(db: sqlite3.Connection, event_id: str, version: int, record: bytes | None) -> None:
    """Another record (`packed`) in the place of a version's; None takes the version out, and its number stays unused."""
    if record is None:
        db.execute("DELETE FROM version WHERE event_id = ? AND version = ?", (event_id, version))
    else:
        db.execute("UPDATE version SET record = ? WHERE event_id = ? AND version = ?", (record, event_id, version))


def versions(db: sqlite3.Connection) -> Iterable[tuple[str, int, bytes]]:
    """Every version there is: event id, number, record."""
    for event_id, version, frame in db.execute("SELECT event_id, version, record FROM version"):
        yield event_id, version, unpacked(frame, event_id)


def forget_event(db: sqlite3.Connection, number: int, event_id: str) -> None:
    """Take an event out, with those that became part of it, their versions and all that was said to have become of them."""
    chain = (
        "WITH RECURSIVE part (id) AS (SELECT ? UNION SELECT event_id FROM event JOIN part ON merged_into = part.id) "
        "SELECT id FROM part"
    )
    for (name,) in db.execute(chain, (event_id,)).fetchall():
        db.execute("DELETE FROM version WHERE event_id = ?", (name,))
        db.execute("DELETE FROM change WHERE event_id = ?1 OR other_event_id = ?1", (name,))
        db.execute("DELETE FROM event WHERE event_id = ?", (name,))
    db.execute("DELETE FROM event WHERE number = ?", (number,))


def over_before(db: sqlite3.Connection, day: int) -> list[int]:
    """The articles of events whose every article is older than `day` (proleptic ordinal).

    An article without a day is as old as the newest version of its event.
    """
    query = (
        "SELECT number FROM article WHERE event IN (SELECT event.number FROM event "
        "JOIN version ON version.event_id = event.event_id AND version.version = event.version "
        "JOIN article ON article.event = event.number GROUP BY event.number "
        "HAVING max(article.day) < ?1 AND (min(article.day) >= 0 OR substr(version.made_at, 1, 10) < ?2))"
    )
    return [n for (n,) in db.execute(query, (day, datetime.date.fromordinal(day).isoformat()))]


def put_change(db: sqlite3.Connection, change: EventChange, at: str) -> None:
    """Keep what became of an event."""
    db.execute(
        "INSERT INTO change (made_at, kind, event_id, other_event_id, document_ids, caused_by) VALUES (?, ?, ?, ?, ?, ?)",
        (
            at,
            change.kind,
            change.event_id,
            change.other_event_id,
            json.dumps(change.document_ids, ensure_ascii=False),
            json.dumps(change.caused_by, ensure_ascii=False),
        ),
    )


def changes_of(db: sqlite3.Connection, event_id: str) -> list[EventChange]:
    """What became of one event, the oldest first; merges into another and splits from another included."""
    rows = db.execute(
        "SELECT kind, event_id, other_event_id, document_ids, caused_by, made_at FROM change "
        "WHERE event_id = ?1 OR other_event_id = ?1 ORDER BY number",
        (event_id,),
    )
    return [EventChange(k, e, o, tuple(json.loads(d)), tuple(json.loads(c)), at) for k, e, o, d, c, at in rows]
