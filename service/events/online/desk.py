"""Articles in, events out: each arrival is placed at once, and only what it is connected with is grouped again.

What becomes of events is worked out, and events are described, over one state of the store and without a lock; writing it is
short. Where another has written meanwhile it is worked out again, with the descriptions that still hold. Past 300 lines because
adding, removing and forgetting share that way to write; what is planned and drafted is in modules of its own.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from service.domain import Event, Translation
from service.errors import InvalidInputError, NotFoundError
from service.events.explain import Explanation, explain
from service.events.online.draft import Draft, Entry
from service.events.online.news import News, new_since
from service.events.online.plan import Plan, description_key, make_plan, write_plan
from service.events.online.profiles import VERSION
from service.events.online.redaction import without
from service.events.profile import read_profile
from service.events.similarity import similarity
from service.store import events_articles as article_rows
from service.store import events_rows as rows
from service.store.events import EventStore, StoredEvent, live_row, stored_event, unknown_document
from service.store.events_rows import EventChange

UNLOCKED_TRIES = 5
"""How often what another's writing made out of date is described again without a lock; then the others wait for once."""


@dataclass(frozen=True, slots=True)
class Codec:
    """How translations and events become the bytes of their records, and back."""

    dump_translation: Callable[[Translation], bytes]
    load_translation: Callable[[bytes], Translation]
    dump_event: Callable[[Event], bytes]
    load_event: Callable[[bytes], Event]


@dataclass(frozen=True, slots=True)
class CurrentEvent:
    """An event as it stands. `asked_id` differs from its own where it was asked for by that of one merged into it."""

    asked_id: str
    event: Event
    version: int
    made_at: str
    changes: tuple[EventChange, ...]
    news: News | None = None


class EventDesk:
    """The events of all articles ever added. The partition does not depend on the order in which they came.

    `describe` makes an event of its members. Raises what it raises, StorageError and ConfigurationError.
    """

    def __init__(self, store: EventStore, describe: Callable[[Sequence[Translation]], Event], codec: Codec) -> None:
        self.store = store
        self._event_of = describe
        self._codec = codec

    def add(self, translations: Sequence[Translation]) -> list[EventChange]:
        """Take articles in and say what became of events; all of them or, where one can't be described, none.

        An article that is there already with the same record changes nothing; with another it is a revision. Of two with
        one id the later counts. Raises InvalidInputError (REMOVED_DOCUMENT) for one that somebody took out.
        """
        with self.store.reading() as db:
            fresh = [t for t in {t.document_id: t for t in translations}.values() if not self._has(db, t)]
            if db and not fresh and not self._outdated(db):
                return []
        arrivals = {translation.document_id: self._entry(translation) for translation in fresh}
        return self._settle(lambda db: self._arrived(db, arrivals))

    def remove(self, document_ids: Sequence[str], note: str = "") -> list[EventChange]:
        """Take articles out for good, and say what became of their events.

        Nothing of them is left in the file: kept versions lose what rests on them. Their ids are noted with `note`, so that
        they do not come back unasked (`readmit`). Once more for the same ids changes nothing and writes the file anew.
        Raises NotFoundError (UNKNOWN_DOCUMENT) where the store neither has nor had one; then none is removed.
        """
        wanted = list(dict.fromkeys(document_ids))

        def leaving(db: sqlite3.Connection) -> _Drafted | None:
            there = article_rows.numbers_of(db, wanted)
            for document_id in sorted(set(wanted) - there.keys() - article_rows.removed_of(db, wanted).keys()):
                raise unknown_document(document_id)
            return self._leaving(db, set(there.values()))

        changes = self._settle(leaving, lambda db, at: article_rows.put_removed(db, wanted, at, note))
        self.store.scrub()
        return changes

    def readmit(self, document_ids: Sequence[str]) -> None:
        """Let articles in again that were removed. Raises NotFoundError (UNKNOWN_DOCUMENT) for one that was not."""
        with self.store.writing() as (db, _):
            for document_id in sorted(set(document_ids) - article_rows.removed_of(db, document_ids).keys()):
                raise NotFoundError(
                    "UNKNOWN_DOCUMENT",
                    f"no article {document_id[:60]!r} was removed from the events store",
                    metadata={"document_id": document_id[:500]},
                )
            article_rows.delete_removed(db, document_ids)

    def forget(self, before: date) -> tuple[int, int]:
        """Take out the events whose every article was published before that day; how many events, and articles.

        They leave nothing, not even what became of them; another event that touched one is described anew. An article
        without a date is as old as its event's newest version. One that comes again is new.
        """
        count = 0

        def leaving(db: sqlite3.Connection) -> _Drafted | None:
            nonlocal count
            over = rows.over_before(db, before.toordinal())
            count = len(over)
            return self._leaving(db, set(over), forgotten=True)

        changes = self._settle(leaving)
        if count:
            self.store.scrub()
        return sum(change.kind == "left" for change in changes), count

    def removed(self, document_ids: Sequence[str]) -> dict[str, str]:
        """Those of `document_ids` that were removed and may not come back, with when (RFC 3339)."""
        return self.store.removed(document_ids)

    def get(self, event_id: str, since_version: int | None = None) -> CurrentEvent:
        """An event as it stands, with what is new since a version of it. Raises NotFoundError."""
        with self.store.reading() as db:
            row = live_row(db, event_id)
            stored = stored_event(db, row.event_id)
            event = self._codec.load_event(stored.record)
            before = None if since_version is None else stored_event(db, row.event_id, since_version)
            news = new_since(self._codec.load_event(before.record), event) if before else None
            changes = tuple(rows.changes_of(db, row.event_id)) if db else ()
        return CurrentEvent(event_id, event, stored.version, stored.made_at, changes, news)

    def page(
        self, *, since: date | None = None, outlet: str = "", after: tuple[str, str] | None = None, limit: int = -1
    ) -> list[tuple[tuple[str, str], Event, StoredEvent]]:
        """Live events by when, then id, each with its place (for `after`); see EventStore.page."""
        found = self.store.page(since=since, outlet=outlet, after=after, limit=limit)
        return [((row.sort, row.event_id), self._codec.load_event(kept.record), kept) for row, kept in found]

    def explain(self, document_id: str, other_id: str) -> tuple[Explanation, bool]:
        """Why two articles are together or apart, and whether they are in one event. Raises NotFoundError."""
        (one, event), (two, other) = self.store.article(document_id), self.store.article(other_id)
        return explain(self._codec.load_translation(one), self._codec.load_translation(two)), event == other

    def explain_members(self, event_id: str) -> list[tuple[str, str, Explanation]]:
        """For each member of an event the other that is most like it, and why; empty for an event of one article."""
        ids = self.get(event_id).event.document_ids
        members = [self._codec.load_translation(self.store.article(name)[0]) for name in ids]
        profiles = [read_profile(member) for member in members]
        out = []
        for at, name in enumerate(ids):
            others = [other for other in range(len(ids)) if other != at]
            if not others:
                return []
            nearest = max(others, key=lambda other: (similarity(profiles[at], profiles[other]), -other))
            out.append((name, ids[nearest], explain(members[at], members[nearest])))
        return out

    def close(self) -> None:
        """Let go of the store."""
        self.store.close()

    def _settle(
        self,
        draft_of: Callable[[sqlite3.Connection], _Drafted | None],
        also: Callable[[sqlite3.Connection, str], None] = lambda _db, _at: None,
    ) -> list[EventChange]:
        """Work out what follows from a draft, describe what is new in it, and write both; `also` writes beside it."""
        described: dict[bytes, Event] = {}
        if not self.store.file.is_there():
            with self.store.writing():
                pass  # a file that can't be made is said before any work
        with self.store.reading() as db:
            plan = self._planned(db, draft_of)
        for tried in range(UNLOCKED_TRIES + 1):
            if plan is None:
                return []
            self._describe(plan, described)
            with self.store.writing() as (writer, at):
                if rows.generation(writer) != plan.generation:
                    plan = self._planned(writer, draft_of)
                    if plan is not None and tried == UNLOCKED_TRIES:
                        self._describe(plan, described)
                if plan is not None and all(description_key(r) in described for r in plan.members.values()):
                    also(writer, at)
                    return write_plan(writer, plan, described, self._codec.dump_event, at)
        return []

    def _planned(
        self, db: sqlite3.Connection | None, draft_of: Callable[[sqlite3.Connection], _Drafted | None]
    ) -> Plan | None:
        drafted = draft_of(db) if db is not None else None
        if db is None or drafted is None:
            return None
        draft = Draft(db, drafted.entries, drafted.gone)
        plan = make_plan(db, draft, touched=drafted.touched, arrived=drafted.arrived, revised=drafted.revised)
        if not drafted.gone:
            return plan
        return replace(plan, rewritten=self._rewritten(db, drafted.gone), forgotten=drafted.forgotten)

    def _rewritten(self, db: sqlite3.Connection, gone: set[int]) -> list[tuple[str, int, bytes | None]]:
        """The versions, of whatever event, that hold an article which goes, as they read without it."""
        names = article_rows.names_of(db, sorted(gone))
        out: list[tuple[str, int, bytes | None]] = []
        for event_id, version, record in rows.versions(db):
            event = self._codec.load_event(record)
            if names.isdisjoint(event.document_ids):
                continue
            stay = article_rows.numbers_of(db, [name for name in event.document_ids if name not in names])
            records = article_rows.column(db, "record", sorted(stay.values())).values()
            left = without(event, names, [self._codec.load_translation(kept) for _, _, kept in records])
            out.append((event_id, version, None if left is None else self._codec.dump_event(left)))
        return out

    def _describe(self, plan: Plan, described: dict[bytes, Event]) -> None:
        """Add to `described` the events of the plan that it does not have."""
        for records in plan.members.values():
            key = description_key(records)
            if key not in described:
                described[key] = self._event_of([self._codec.load_translation(record) for record in records])

    def _entry(self, translation: Translation) -> Entry:
        return Entry(
            translation.document_id,
            translation.content_sha256,
            translation.outlet,
            translation.published_at,
            self._codec.dump_translation(translation),
            read_profile(translation),
        )

    def _has(self, db: sqlite3.Connection | None, translation: Translation) -> bool:
        """Whether an article is there, word for word: then it need not be read."""
        number = article_rows.numbers_of(db, [translation.document_id]) if db else {}
        kept = article_rows.column(db, "record", list(number.values())) if db else {}
        return any(record == self._codec.dump_translation(translation) for _, _, record in kept.values())

    @staticmethod
    def _outdated(db: sqlite3.Connection) -> bool:
        """Whether the store was read by other rules than those of now."""
        return rows.setting(db, "profiles") not in (VERSION, None)

    def _arrived(self, db: sqlite3.Connection, arrivals: Mapping[str, Entry]) -> _Drafted | None:
        """The store with the articles that came; None where each is there already, word for word."""
        if removed := article_rows.removed_of(db, list(arrivals)):
            raise _was_removed(removed)
        entries = self._reread(db)
        renewed = set(entries)
        revised: set[str] = set()
        there = article_rows.numbers_of(db, list(arrivals))
        kept = article_rows.column(db, "record", list(there.values()))
        free = 1 + db.execute("SELECT coalesce(max(number), 0) FROM article").fetchone()[0]
        touched, arrived = set(renewed), set[int]()
        for document_id, entry in arrivals.items():
            number = there.get(document_id)
            if number is None:
                number, free = free, free + 1
            elif kept[number][2] == entry.record:
                continue
            else:
                revised.add(document_id)
                touched |= _connected(db, number)
            entries[number] = entry
            touched.add(number)
            arrived.add(number)
        return _Drafted(entries, set(), touched, arrived, revised) if entries else None

    def _leaving(self, db: sqlite3.Connection, numbers: set[int], *, forgotten: bool = False) -> _Drafted | None:
        """The store without the articles `numbers`; None for none."""
        if not numbers:
            return None
        entries = {number: entry for number, entry in self._reread(db).items() if number not in numbers}
        touched = set(entries).union(*(_connected(db, number) for number in numbers)) - numbers
        return _Drafted(entries, numbers, touched, set(), set(), forgotten)

    def _reread(self, db: sqlite3.Connection) -> dict[int, Entry]:
        """Every article, read by the rules as they are now, where those in the store were read by others; else none."""
        if not self._outdated(db):
            return {}
        numbers = [number for (number,) in db.execute("SELECT number FROM article").fetchall()]
        records = article_rows.column(db, "record", numbers)
        return {number: self._entry(self._codec.load_translation(record)) for number, (_, _, record) in records.items()}


@dataclass(frozen=True, slots=True)
class _Drafted:
    """Articles by number: those that come and those that go, what is looked at anew, who shows it, whose text is another."""

    entries: dict[int, Entry]
    gone: set[int]
    touched: set[int]
    arrived: set[int]
    revised: set[str]
    forgotten: bool = False


def _connected(db: sqlite3.Connection, number: int) -> set[int]:
    """What an article was connected with, and the others of its event: it may hang together otherwise without it."""
    same = db.execute(
        "SELECT number FROM article WHERE event = (SELECT event FROM article WHERE number = ?)", (number,)
    )
    return article_rows.neighbours(db, [number]) | {n for (n,) in same}


def _was_removed(removed: Mapping[str, str]) -> InvalidInputError:
    document_id, at = min(removed.items())
    return InvalidInputError(
        "REMOVED_DOCUMENT",
        f"article {document_id[:60]!r} was removed from the events store on {at[:10]} and does not come back unasked; "
        "`tidings events readmit` lets it in again",
        metadata={"document_id": document_id[:500], "removed_at": at},
        field="documents",
    )
