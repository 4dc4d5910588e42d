"""Rows of the events store's articles: their records, the index of their terms, pairs alike, and the ids that were removed.

The caller holds the connection and its transaction. Rows of events: service.store.events_rows.
"""

from __future__ import annotations

import hashlib
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
    for marks, part in parts(document_ids):
        out.update(
            db.execute(f"SELECT document_id, number FROM article WHERE document_id IN ({marks})", part).fetchall()
        )
    return out


def names_of(db: sqlite3.Connection, numbers: Sequence[int]) -> set[str]:
    """The document ids of articles."""
    out: set[str] = set()
    for marks, part in parts(numbers):
        out.update(name for (name,) in db.execute(f"SELECT document_id FROM article WHERE number IN ({marks})", part))
    return out


def removed_of(db: sqlite3.Connection, document_ids: Sequence[str]) -> dict[str, str]:
    """document id -> when it was removed, of those that were."""
    out: dict[str, str] = {}
    for marks, part in parts(document_ids):
        found = db.execute(f"SELECT document_id, removed_at FROM removed WHERE document_id IN ({marks})", part)
        out.update(found.fetchall())
    return out


def put_removed(db: sqlite3.Connection, document_ids: Iterable[str], at: str, note: str) -> None:
    """Remember who was taken out; one that is noted already keeps its note."""
    db.executemany("INSERT OR IGNORE INTO removed VALUES (?, ?, ?)", [(name, at, note) for name in document_ids])


def delete_removed(db: sqlite3.Connection, document_ids: Iterable[str]) -> None:
    """Forget that they were taken out."""
    db.executemany("DELETE FROM removed WHERE document_id = ?", [(name,) for name in document_ids])


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
    for marks, part in parts(numbers):
        out.update(n for (n,) in db.execute(f"SELECT other FROM alike WHERE one IN ({marks})", part))
        texts = f"SELECT text_key FROM article WHERE number IN ({marks}) AND text_key <> ''"
        out.update(n for (n,) in db.execute(f"SELECT number FROM article WHERE text_key IN ({texts})", part))
    return out


def pairs_of(db: sqlite3.Connection, numbers: Sequence[int]) -> list[tuple[int, int, float]]:
    """The pairs that begin at one of `numbers`, each once: the lower number first."""
    out: list[tuple[int, int, float]] = []
    for marks, part in parts(numbers):
        out += db.execute(f"SELECT one, other, similarity FROM alike WHERE one IN ({marks}) AND one < other", part)
    return out


def column(db: sqlite3.Connection, name: str, numbers: Sequence[int]) -> dict[int, tuple[str, int | None, bytes]]:
    """Article number -> (document_id, event number, its blob column `name`)."""
    out: dict[int, tuple[str, int | None, bytes]] = {}
    for marks, part in parts(numbers):
        for number, document_id, event, blob in db.execute(
            f"SELECT number, document_id, event, {name} FROM article WHERE number IN ({marks})", part
        ):
            out[number] = (document_id, event, unpacked(blob, document_id))
    return out


def common_of(db: sqlite3.Connection, numbers: Sequence[int]) -> dict[int, float]:
    """Article number -> the length of the common part of its vector."""
    out: dict[int, float] = {}
    for marks, part in parts(numbers):
        out.update(db.execute(f"SELECT number, common FROM article WHERE number IN ({marks})", part).fetchall())
    return out


def parts(values: Sequence[Value]) -> Iterable[tuple[str, Sequence[Value]]]:
    """Portions that one statement takes, each after its question marks."""
    for start in range(0, len(values), _MANY):
        part = values[start : start + _MANY]
        yield ",".join("?" * len(part)), part
