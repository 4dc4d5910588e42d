"""The events store: articles, the events they make, every version of an event, and what became of events and why.

One SQLite file that no cache command touches. What an event is, and how articles find each other, is
`service.events`' business; here are rows, transactions and pages.
"""

from __future__ import annotations

import contextlib
import datetime
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from service.errors import NotFoundError, StorageError
from service.store import events_articles as article_rows
from service.store import events_rows as rows
from service.store.database import BUSY_SECONDS
from service.store.events_check import problems_in
from service.store.events_rows import EventChange, EventRow
from service.store.events_schema import EVENTS
from service.store.kept import KeptDatabase, utc_now
from service.store.readers import Readers


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """A version of an event: its record (JSON), when it was made (RFC 3339), and the newest version's number."""

    event_id: str
    version: int
    newest: int
    made_at: str
    record: bytes


class EventStore(KeptDatabase):
    """The store at `path`, opened when first used and made when first written to. Safe from several threads and processes.

    Readers never wait: each sees the store as it was when it began. Every method may raise StorageError (EVENTS_DAMAGED,
    EVENTS_LOST, EVENTS_FAILED) and ConfigurationError (EVENTS_UNUSABLE).
    """

    KIND = EVENTS

    def __init__(
        self, path: Path, *, busy_seconds: float = BUSY_SECONDS, clock: Callable[[], datetime.datetime] = utc_now
    ) -> None:
        super().__init__(path, busy_seconds=busy_seconds, clock=clock)
        self._readers = Readers(path, lambda: self.file.open(busy_seconds=busy_seconds))

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection | None]:
        """One state of the store, for as long as it is looked at; None where there is no file yet."""
        with self.file.guarded():
            if self.file.is_there():
                with self._readers.transaction() as db:
                    yield db
            else:
                yield None

    @contextlib.contextmanager
    def writing(self) -> Iterator[tuple[sqlite3.Connection, str]]:
        """As KeptDatabase's; the store's generation rises where something was written."""
        with super().writing() as (db, at):
            before = db.total_changes
            yield db, at
            if db.total_changes != before:
                rows.raise_generation(db)

    def scrub(self) -> None:
        """Write the file anew without what was deleted, and empty its journal: nothing that is gone is left on disk.

        Raises StorageError (EVENTS_BUSY) where a reader still holds an older state; another call finishes it.
        """
        with self._lock, self.file.guarded():
            db = self._reader()
            if db is None:
                return
            db.execute("VACUUM")
            if db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
                raise StorageError(
                    "EVENTS_BUSY",
                    f"what was removed from {self.path} is in no answer any more, but still in its journal, because another "
                    "process is reading: do the same again once it has finished",
                    metadata={"path": str(self.path)},
                )

    def _own_problems(self, db: sqlite3.Connection) -> list[str]:
        return list(problems_in(db))

    def _carried_over(self, aside: Path) -> str:
        """Articles that were removed after the backup was made stay removed, or are named where the backup brings them back."""
        try:
            with contextlib.closing(sqlite3.connect(aside)) as old:
                removed = old.execute("SELECT document_id, removed_at, note FROM removed").fetchall()
        except sqlite3.Error:
            return (
                "what was removed since that copy was made can't be read from the file that was there: remove it again"
            )
        with self.writing() as (db, _):
            back = article_rows.numbers_of(db, [document_id for document_id, _, _ in removed])
            for document_id, at, note in removed:
                if document_id not in back:
                    article_rows.put_removed(db, [document_id], at, note)
        again = " ".join(sorted(back))
        return f"it holds articles again that had been removed: `tidings events remove {again}`" if back else ""

    def close(self) -> None:
        """Let go of the file. Safe to call twice; a later call opens it again."""
        self._readers.close()
        super().close()

    def live(self, event_id: str) -> EventRow:
        """The event, or the one it has become part of. Raises NotFoundError (UNKNOWN_EVENT, EVENT_REMOVED)."""
        with self.reading() as db:
            return live_row(db, event_id)

    def get(self, event_id: str, version: int | None = None) -> StoredEvent:
        """A version of an event, the newest by default.

        Raises NotFoundError: UNKNOWN_EVENT, EVENT_REMOVED, or UNKNOWN_VERSION naming those there are.
        """
        with self.reading() as db:
            return stored_event(db, event_id, version)

    def page(
        self,
        *,
        since: datetime.date | None = None,
        outlet: str = "",
        after: tuple[str, str] | None = None,
        limit: int = -1,
    ) -> list[tuple[EventRow, StoredEvent]]:
        """Live events by when, then id, unknown days last; those after the place `after` (`sort`, `event_id`).

        `since` keeps events with an article published on that day or later, `outlet` those that it reported.
        """
        having = "SELECT 1 FROM article WHERE article.event = event.number"
        condition = (
            "merged_into IS NULL AND gone_at IS NULL AND (sort, event_id) > (?1, ?2) "
            f"AND (?3 IS NULL OR EXISTS ({having} AND day >= ?3)) "
            f"AND (?4 = '' OR EXISTS ({having} AND outlet = ?4)) ORDER BY sort, event_id LIMIT ?5"
        )
        with self.reading() as db:
            if db is None:
                return []
            found = rows.events_where(db, condition, *(after or ("", "")), since and since.toordinal(), outlet, limit)
            return [(row, stored_event(db, row.event_id)) for row in found]

    def changes(self, event_id: str) -> list[EventChange]:
        """What became of an event, the oldest first."""
        with self.reading() as db:
            return rows.changes_of(db, event_id) if db else []

    def article(self, document_id: str) -> tuple[bytes, str]:
        """The record of an article and the id of its event. Raises NotFoundError (UNKNOWN_DOCUMENT)."""
        with self.reading() as db:
            found = (
                db
                and db.execute(
                    "SELECT record, event_id FROM article JOIN event ON event.number = article.event WHERE document_id = ?",
                    (document_id,),
                ).fetchone()
            )
        if not found:
            raise unknown_document(document_id)
        return article_rows.unpacked(found[0], document_id), found[1]

    def removed(self, document_ids: Sequence[str]) -> dict[str, str]:
        """Those of `document_ids` that somebody took out, with when (RFC 3339)."""
        with self.reading() as db:
            return article_rows.removed_of(db, document_ids) if db else {}


def unknown_document(document_id: str) -> NotFoundError:
    """The refusal of an id that the store has no article of."""
    return NotFoundError(
        "UNKNOWN_DOCUMENT",
        f"the events store has no article {document_id[:60]!r}; `tidings events list` names those it has",
        metadata={"document_id": document_id[:500]},
    )


def event_row(db: sqlite3.Connection | None, event_id: str) -> EventRow:
    """The row of an event. Raises NotFoundError (UNKNOWN_EVENT)."""
    found = rows.events_where(db, "event_id = ?", event_id) if db else []
    if not found:
        raise NotFoundError(
            "UNKNOWN_EVENT",
            f"there is no event {event_id[:40]!r}; ListEvents (`tidings events list`) gives those there are",
            metadata={"event_id": event_id[:100]},
        )
    return found[0]


def live_row(db: sqlite3.Connection | None, event_id: str) -> EventRow:
    """The event, or the one it has become part of. Raises NotFoundError (UNKNOWN_EVENT, EVENT_REMOVED)."""
    row = event_row(db, event_id)
    while row.merged_into is not None:
        row = event_row(db, row.merged_into)
    if row.gone_at is not None:
        raise NotFoundError(
            "EVENT_REMOVED",
            f"event {event_id} is gone: the last of its articles was removed on {row.gone_at[:10]}",
            metadata={"event_id": event_id, "removed_at": row.gone_at},
        )
    return row


def stored_event(db: sqlite3.Connection | None, event_id: str, version: int | None = None) -> StoredEvent:
    """As `EventStore.get`, over a connection."""
    newest = event_row(db, event_id).version
    number = newest if version is None else version
    assert db is not None
    found = db.execute(
        "SELECT made_at, record FROM version WHERE event_id = ? AND version = ?", (event_id, number)
    ).fetchone()
    if found is None:
        live_row(db, event_id)
        kept = [str(n) for (n,) in db.execute("SELECT version FROM version WHERE event_id = ?", (event_id,))]
        there = f"1 to {newest}" if len(kept) == newest else ", ".join(kept)
        raise NotFoundError(
            "UNKNOWN_VERSION",
            f"event {event_id} has no version {number}; it has {there}",
            metadata={"event_id": event_id, "version": str(number), "newest": str(newest)},
        )
    return StoredEvent(event_id, number, newest, found[0], article_rows.unpacked(found[1], event_id))
