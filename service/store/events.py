"""The events store: articles, the events they make, every version of an event, and what became of events and why.

One SQLite file that no cache command touches. What an event is, and how articles find each other, is
`service.events`' business; here are rows, transactions and pages.
"""

from __future__ import annotations

import datetime
import sqlite3
from contextlib import AbstractContextManager
from dataclasses import dataclass

from service.errors import NotFoundError
from service.store import events_rows as rows
from service.store.events_rows import EventChange, EventRow
from service.store.events_schema import guarded, open_events
from service.store.kept import KeptDatabase


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """A version of an event: its record (JSON), when it was made (RFC 3339), and the newest version's number."""

    event_id: str
    version: int
    newest: int
    made_at: str
    record: bytes


class EventStore(KeptDatabase):
    """The store at `path`, opened when first used and made when first written to. Safe from several threads.

    Every method may raise StorageError (EVENTS_DAMAGED, EVENTS_FAILED) and ConfigurationError (EVENTS_UNUSABLE).
    """

    def _is_there(self) -> bool:
        return self.path.exists()

    def _open_file(self) -> sqlite3.Connection:
        return open_events(self.path, busy_seconds=self._busy_seconds)

    def _guarded(self) -> AbstractContextManager[None]:
        return guarded(self.path)

    def live(self, event_id: str) -> EventRow:
        """The event, or the one it has become part of. Raises NotFoundError (UNKNOWN_EVENT)."""
        with self.reading() as db:
            row = self._row(db, event_id)
            while row.merged_into is not None:
                row = self._row(db, row.merged_into)
        return row

    def get(self, event_id: str, version: int | None = None) -> StoredEvent:
        """A version of a live event, the newest by default.

        Raises NotFoundError: UNKNOWN_EVENT, or UNKNOWN_VERSION naming those there are.
        """
        with self.reading() as db:
            newest = self._row(db, event_id).version
            number = newest if version is None else version
            assert db is not None
            found = db.execute(
                "SELECT made_at, record FROM version WHERE event_id = ? AND version = ?", (event_id, number)
            ).fetchone()
        if found is None:
            raise NotFoundError(
                "UNKNOWN_VERSION",
                f"event {event_id} has no version {number}; it has 1 to {newest}",
                metadata={"event_id": event_id, "version": str(number), "newest": str(newest)},
            )
        return StoredEvent(event_id, number, newest, found[0], rows.unpacked(found[1], event_id))

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
            "merged_into IS NULL AND (sort, event_id) > (?1, ?2) "
            f"AND (?3 IS NULL OR EXISTS ({having} AND day >= ?3)) "
            f"AND (?4 = '' OR EXISTS ({having} AND outlet = ?4)) ORDER BY sort, event_id LIMIT ?5"
        )
        with self.reading() as db:
            if db is None:
                return []
            found = rows.events_where(db, condition, *(after or ("", "")), since and since.toordinal(), outlet, limit)
            return [(row, self.get(row.event_id)) for row in found]

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
            raise NotFoundError(
                "UNKNOWN_DOCUMENT",
                f"the events store has no article {document_id[:60]!r}; `tidings events list` names those it has",
                metadata={"document_id": document_id[:500]},
            )
        return rows.unpacked(found[0], document_id), found[1]

    @staticmethod
    def _row(db: sqlite3.Connection | None, event_id: str) -> EventRow:
        found = rows.events_where(db, "event_id = ?", event_id) if db else []
        if not found:
            raise NotFoundError(
                "UNKNOWN_EVENT",
                f"there is no event {event_id[:40]!r}; ListEvents (`tidings events list`) gives those there are",
                metadata={"event_id": event_id[:100]},
            )
        return found[0]
