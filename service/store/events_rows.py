"""Rows of the events store, and the queries over them; the caller holds the connection and its transaction."""

from __future__ import annotations

import datetime
import hashlib
import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from service.errors import StorageError
from service.store.codec import compress, decompress

UNDATED = -1
_MANY = 500
Value = TypeVar("Value", int, str)


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article to keep. `record` and `profile` are JSON, `terms` the rare terms with their values in its vector."""

    document_id: str
    content: str
    record: bytes
    profile: bytes
    day: int | None
    published_at: str | None
    outlet: str | None
    text_key: str
    common: float
    terms: Sequence[tuple[str, float]]


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


def packed(value: bytes) -> bytes:
    """As it lies on disk."""
    return compress(value)


def unpacked(frame: bytes, what: str) -> bytes:
    """What was packed. Raises StorageError (EVENTS_DAMAGED) where the checksum does not hold."""
    value = decompress(frame)
    if value is None:
        raise StorageError(
            "EVENTS_DAMAGED", f"the events store holds a damaged record of {what}; put a copy in its place"
        )
    return value


def term_key(term: str) -> int:
    """64 bits that stand for a term, signed as SQLite has them."""
    return int.from_bytes(hashlib.blake2b(term.encode(), digest_size=8).digest(), "big", signed=True)


def put_article(db: sqlite3.Connection, row: ArticleRow, number: int | None = None) -> int:
    """Insert or replace an article with its postings; its pairs of before are gone, its event stays. Its number.

    One that is new gets `number`, or the next that is free.
    """
    day = UNDATED if row.day is None else row.day
    number = db.execute(
        "INSERT INTO article (number, document_id, content, record, profile, day, published_at, outlet, text_key, common) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (document_id) DO UPDATE SET content = excluded.content, "
        "record = excluded.record, profile = excluded.profile, day = excluded.day, published_at = excluded.published_at, "
        "outlet = excluded.outlet, text_key = excluded.text_key, common = excluded.common RETURNING number",
        (
            number,
            row.document_id,
            row.content,
            packed(row.record),
            packed(row.profile),
            day,
            row.published_at,
            row.outlet,
            row.text_key,
            row.common,
        ),
    ).fetchone()[0]
    assert number is not None
    _take_from_index(db, number)
    db.executemany(
        "INSERT OR IGNORE INTO posting VALUES (?, ?, ?, ?)",
        [(term_key(term), day, number, value) for term, value in row.terms],
    )
    return number


def delete_article(db: sqlite3.Connection, number: int) -> None:
    """Take an article out, with its postings and pairs."""
    _take_from_index(db, number)
    db.execute("DELETE FROM article WHERE number = ?", (number,))


def _take_from_index(db: sqlite3.Connection, number: int) -> None:
    db.execute("DELETE FROM posting WHERE article = ?", (number,))
    db.execute("DELETE FROM alike WHERE other = ?1 AND one IN (SELECT other FROM alike WHERE one = ?1)", (number,))
    db.execute("DELETE FROM alike WHERE one = ?", (number,))


def numbers_of(db: sqlite3.Connection, document_ids: Sequence[str]) -> dict[str, int]:
    """document id -> article number, of those there are."""
    out: dict[str, int] = {}
    for marks, part in _parts(document_ids):
        out.update(
            db.execute(f"SELECT document_id, number FROM article WHERE document_id IN ({marks})", part).fetchall()
        )
    return out


def names_of(db: sqlite3.Connection, numbers: Sequence[int]) -> set[str]:
    """The document ids of articles."""
    out: set[str] = set()
    for marks, part in _parts(numbers):
        out.update(name for (name,) in db.execute(f"SELECT document_id FROM article WHERE number IN ({marks})", part))
    return out


def removed_of(db: sqlite3.Connection, document_ids: Sequence[str]) -> dict[str, str]:
    """document id -> when it was removed, of those that were."""
    out: dict[str, str] = {}
    for marks, part in _parts(document_ids):
        found = db.execute(f"SELECT document_id, removed_at FROM removed WHERE document_id IN ({marks})", part)
        out.update(found.fetchall())
    return out


def put_removed(db: sqlite3.Connection, document_ids: Iterable[str], at: str, note: str) -> None:
    """Remember who was taken out; one that is noted already keeps its note."""
    db.executemany("INSERT OR IGNORE INTO removed VALUES (?, ?, ?)", [(name, at, note) for name in document_ids])


def delete_removed(db: sqlite3.Connection, document_ids: Iterable[str]) -> None:
    """Forget that they were taken out."""
    db.executemany("DELETE FROM removed WHERE document_id = ?", [(name,) for name in document_ids])


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


def sharing(
    db: sqlite3.Connection, terms: Sequence[tuple[str, float]], day: int | None, window: int
) -> dict[int, float]:
    """Article number -> what shared rare terms make of the similarity, of articles within `window` days or undated."""
    found: dict[int, float] = {}
    for term, weight in terms:
        if day is None:
            rows = db.execute("SELECT article, value FROM posting WHERE term = ?", (term_key(term),))
        else:
            rows = db.execute(
                "SELECT article, value FROM posting WHERE term = ?1 AND (day BETWEEN ?2 AND ?3) "
                "UNION ALL SELECT article, value FROM posting WHERE term = ?1 AND day = ?4",
                (term_key(term), day - window, day + window, UNDATED),
            )
        for article, value in rows:
            found[article] = found.get(article, 0.0) + weight * value
    return found


def put_alike(db: sqlite3.Connection, pairs: Iterable[tuple[int, int, float]]) -> None:
    """Keep pairs, both ways round."""
    both = [pair for a, b, value in pairs for pair in ((a, b, value), (b, a, value))]
    db.executemany("INSERT OR REPLACE INTO alike VALUES (?, ?, ?)", both)


def neighbours(db: sqlite3.Connection, numbers: Sequence[int]) -> set[int]:
    """Articles that a pair, or an equal text, connects to one of `numbers`."""
    out: set[int] = set()
    for marks, part in _parts(numbers):
        out.update(n for (n,) in db.execute(f"SELECT other FROM alike WHERE one IN ({marks})", part))
        texts = f"SELECT text_key FROM article WHERE number IN ({marks}) AND text_key <> ''"
        out.update(n for (n,) in db.execute(f"SELECT number FROM article WHERE text_key IN ({texts})", part))
    return out


def pairs_of(db: sqlite3.Connection, numbers: Sequence[int]) -> list[tuple[int, int, float]]:
    """The pairs that begin at one of `numbers`, each once: the lower number first."""
    out: list[tuple[int, int, float]] = []
    for marks, part in _parts(numbers):
        out += db.execute(f"SELECT one, other, similarity FROM alike WHERE one IN ({marks}) AND one < other", part)
    return out


def column(db: sqlite3.Connection, name: str, numbers: Sequence[int]) -> dict[int, tuple[str, int | None, bytes]]:
    """Article number -> (document_id, event number, its blob column `name`)."""
    out: dict[int, tuple[str, int | None, bytes]] = {}
    for marks, part in _parts(numbers):
        for number, document_id, event, blob in db.execute(
            f"SELECT number, document_id, event, {name} FROM article WHERE number IN ({marks})", part
        ):
            out[number] = (document_id, event, unpacked(blob, document_id))
    return out


def common_of(db: sqlite3.Connection, numbers: Sequence[int]) -> dict[int, float]:
    """Article number -> the length of the common part of its vector."""
    out: dict[int, float] = {}
    for marks, part in _parts(numbers):
        out.update(db.execute(f"SELECT number, common FROM article WHERE number IN ({marks})", part).fetchall())
    return out


def events_of(db: sqlite3.Connection, numbers: Sequence[int]) -> list[tuple[int, int | None]]:
    """(article number, event number) of each; None for an article that has just come."""
    out: list[tuple[int, int | None]] = []
    for marks, part in _parts(numbers):
        out += db.execute(f"SELECT number, event FROM article WHERE number IN ({marks})", part)
    return out


def _parts(values: Sequence[Value]) -> Iterable[tuple[str, Sequence[Value]]]:
    for start in range(0, len(values), _MANY):
        part = values[start : start + _MANY]
        yield ",".join("?" * len(part)), part


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
