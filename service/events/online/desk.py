"""Articles in, events out: each arrival is placed at once, and only what it is connected with is grouped again."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from service.domain import Event, Translation
from service.events.candidates import WINDOW_DAYS, may_be_alike
from service.events.explain import Explanation, explain
from service.events.group import THRESHOLD, partition
from service.events.online.fate import Fate, Group, Known, settle
from service.events.online.news import News, new_since
from service.events.online.profiles import VERSION, dump_profile, load_profile
from service.events.profile import Profile, read_profile
from service.events.similarity import similarity
from service.store import events_rows as rows
from service.store.events import EventStore, StoredEvent
from service.store.events_rows import ArticleRow, EventChange


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
        self._describe = describe
        self._codec = codec

    def add(self, translations: Sequence[Translation]) -> list[EventChange]:
        """Take articles in and say what became of events; all of them or, where one can't be described, none.

        An article that is there already with the same record changes nothing; with another it is a revision.
        """
        with self.store.writing() as (db, at):
            touched = self._renew(db)
            revised: set[str] = set()
            taken = (self._take(db, translation, touched, revised) for translation in translations)
            arrived = {number for number in taken if number is not None}
            fates = self._regroup(db, touched, arrived, revised)
            changes = [replace(change, made_at=at) for fate in fates for change in fate.changes]
            numbers = self._place(db, fates)
            for fate in fates:
                if fate.differs:
                    self._write_version(db, numbers[fate.event_id], fate, at)
            for change in changes:
                rows.put_change(db, change, at)
        return changes

    def get(self, event_id: str, since_version: int | None = None) -> CurrentEvent:
        """An event as it stands, with what is new since a version of it. Raises NotFoundError."""
        with self.store.reading():  # one lock for all of it: no version is written in between
            row = self.store.live(event_id)
            stored = self.store.get(row.event_id)
            event = self._codec.load_event(stored.record)
            before = None if since_version is None else self.store.get(row.event_id, since_version)
            news = new_since(self._codec.load_event(before.record), event) if before else None
            changes = tuple(self.store.changes(row.event_id))
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

    def _renew(self, db: sqlite3.Connection) -> set[int]:
        """Read all articles again where another version of the rules read them; the articles to look at."""
        if db.execute("SELECT value FROM setting WHERE name = 'profiles'").fetchone() == (VERSION,):
            return set()
        db.execute("INSERT OR REPLACE INTO setting VALUES ('profiles', ?)", (VERSION,))
        rows.forget_index(db)
        touched: set[int] = set()
        for number in [number for (number,) in db.execute("SELECT number FROM article").fetchall()]:
            record = rows.column(db, "record", [number])[number][2]
            self._index(db, self._codec.load_translation(record), record)
            touched.add(number)
        return touched

    def _take(
        self, db: sqlite3.Connection, translation: Translation, touched: set[int], revised: set[str]
    ) -> int | None:
        """Keep an article; None for one that is there already, word for word."""
        record = self._codec.dump_translation(translation)
        found = db.execute("SELECT number FROM article WHERE document_id = ?", (translation.document_id,)).fetchone()
        if found:
            _, event, kept = rows.column(db, "record", [found[0]])[found[0]]
            if kept == record:
                return None
            if event is not None:
                revised.add(translation.document_id)
            # What it was connected with may hang together otherwise without it.
            touched |= rows.neighbours(db, [found[0]])
            touched.update(n for (n,) in db.execute("SELECT number FROM article WHERE event = ?", (event,)))
        number = self._index(db, translation, record)
        touched.add(number)
        return number

    def _index(self, db: sqlite3.Connection, translation: Translation, record: bytes) -> int:
        profile = read_profile(translation)
        terms = [(term, profile.vector[term]) for term in profile.rare]
        number = rows.put_article(
            db,
            ArticleRow(
                profile.document_id,
                translation.content_sha256,
                record,
                dump_profile(profile),
                profile.day,
                translation.published_at,
                translation.outlet,
                profile.text_key,
                profile.common,
                terms,
            ),
        )
        rows.put_alike(db, self._alike(db, number, profile, terms))
        return number

    def _alike(
        self, db: sqlite3.Connection, number: int, profile: Profile, terms: Sequence[tuple[str, float]]
    ) -> list[tuple[int, int, float]]:
        shared = rows.sharing(db, terms, profile.day, WINDOW_DAYS)
        shared.pop(number, None)
        common = rows.common_of(db, list(shared))
        doubtful = [n for n, s in shared.items() if may_be_alike(s, common[n], profile.common, THRESHOLD)]
        out = []
        for other, (_, _, data) in rows.column(db, "profile", sorted(doubtful)).items():
            value = similarity(load_profile(data), profile)
            if value >= THRESHOLD:
                out.append((number, other, value))
        return out

    def _regroup(self, db: sqlite3.Connection, touched: set[int], arrived: set[int], revised: set[str]) -> list[Fate]:
        groups: list[Group] = []
        members: set[int] = set()
        for block in _neighbourhoods(db, touched):
            members |= block
            kept = rows.column(db, "profile", sorted(block))
            order = sorted(kept, key=lambda number: kept[number][0])
            at = {number: row for row, number in enumerate(order)}
            profiles = [load_profile(kept[number][2]) for number in order]
            pairs = [(min(at[a], at[b]), max(at[a], at[b]), value) for a, b, value in rows.pairs_of(db, order)]
            causes = tuple(sorted(kept[number][0] for number in block & arrived))
            for group in partition(profiles, pairs):
                groups.append(Group(frozenset(profiles[row].document_id for row in group), causes))
        return settle(groups, _known(db, members), revised)

    def _place(self, db: sqlite3.Connection, fates: Sequence[Fate]) -> dict[str, int]:
        """Write which article is in which event, and which events are part of others."""
        numbers: dict[str, int] = {}
        for fate in sorted(fates, key=lambda fate: min(fate.group.members)):
            number = rows.put_event(db, fate.event_id, min(fate.group.members), founded=fate.founded)
            numbers[fate.event_id] = number
            for document_id in fate.group.members:
                db.execute("UPDATE article SET event = ? WHERE document_id = ?", (number, document_id))
            for other in fate.absorbed:
                db.execute("UPDATE event SET merged_into = ? WHERE event_id = ?", (fate.event_id, other))
        return numbers

    def _write_version(self, db: sqlite3.Connection, number: int, fate: Fate, at: str) -> None:
        found = db.execute("SELECT number FROM article WHERE event = ? ORDER BY document_id", (number,)).fetchall()
        records = rows.column(db, "record", [n for (n,) in found])
        members = [self._codec.load_translation(record) for _, _, record in records.values()]
        event = replace(self._describe(members), event_id=fate.event_id)
        rows.put_version(db, number, event.order[0], rows.packed(self._codec.dump_event(event)), at)


def _neighbourhoods(db: sqlite3.Connection, touched: set[int]) -> Iterable[set[int]]:
    """The articles that chains of pairs and equal texts connect with `touched`, one set a connected block."""
    left = set(touched)
    while left:
        block: set[int] = set()
        edge = {min(left)}
        while edge:
            block |= edge
            edge = rows.neighbours(db, sorted(edge)) - block
        left -= block
        yield block


def _known(db: sqlite3.Connection, members: set[int]) -> list[Known]:
    numbers = {event for _, event in rows.events_of(db, sorted(members)) if event is not None}
    out = []
    for number in sorted(numbers):
        (row,) = rows.events_where(db, "number = ?", number)
        held = db.execute("SELECT document_id FROM article WHERE event = ?", (number,)).fetchall()
        out.append(Known(row.number, row.event_id, row.root, frozenset(name for (name,) in held)))
    return out
