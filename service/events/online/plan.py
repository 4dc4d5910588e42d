"""What is to be written when articles come or go: worked out over one state of the store, written over the same."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from service.domain import Event
from service.events.group import partition
from service.events.online.draft import Draft, Entry
from service.events.online.fate import Fate, Group, Known, settle
from service.events.online.profiles import VERSION, dump_profile
from service.store import events_articles as article_rows
from service.store import events_rows as rows
from service.store.events_articles import ArticleRow
from service.store.events_rows import EventChange

EventDump = Callable[[Event], bytes]


@dataclass(frozen=True, slots=True)
class Plan:
    """Holds over the store's `generation` and no other."""

    generation: int
    draft: Draft
    numbers: Mapping[str, int]
    """document id -> article number, of the articles whose place may be another."""
    fates: Sequence[Fate]
    roots: Mapping[int, str]
    """Event number -> the root that takes the place of one that goes."""
    left: Sequence[EventChange]
    emptied: Sequence[Known]
    members: Mapping[str, tuple[bytes, ...]]
    """event id -> the records of its members in order of document id, of the events that differ."""
    rewritten: Sequence[tuple[str, int, bytes | None]] = ()
    """Kept versions that held an article which goes: event id, number, the record without it (None: nothing is left)."""
    forgotten: bool = False
    """Whether emptied events leave nothing at all, not even what became of them."""

    @property
    def changes(self) -> list[EventChange]:
        """What becomes of events."""
        return [*self.left, *(change for fate in self.fates for change in fate.changes)]


def description_key(records: Sequence[bytes]) -> bytes:
    """Equal for equal members: an event described once is not described again."""
    digest = hashlib.sha256()
    for record in records:
        digest.update(hashlib.sha256(record).digest())
    return digest.digest()


def make_plan(
    db: sqlite3.Connection,
    draft: Draft,
    *,
    touched: Collection[int],
    arrived: Collection[int],
    revised: Collection[str],
) -> Plan:
    """Regroup what chains connect with the articles `touched`; `arrived` are those that show it, `revised` have a new text."""
    groups: list[Group] = []
    numbers: dict[str, int] = {}
    looked_at = set(draft.gone)
    for block in draft.blocks(touched):
        looked_at |= block
        profiles = draft.profiles(sorted(block))
        order = sorted(block, key=lambda number: profiles[number].document_id)
        at = {number: row for row, number in enumerate(order)}
        pairs = [(min(at[a], at[b]), max(at[a], at[b]), value) for a, b, value in draft.pairs_of(block)]
        causes = tuple(sorted(profiles[number].document_id for number in block & set(arrived)))
        numbers.update((profiles[number].document_id, number) for number in order)
        for group in partition([profiles[number] for number in order], pairs):
            groups.append(Group(frozenset(profiles[order[row]].document_id for row in group), causes))
    known = _known(db, looked_at)
    away = article_rows.names_of(db, sorted(draft.gone))
    left = [EventChange("left", event.event_id, None, tuple(sorted(event.members & away)), ()) for event in known]
    emptied = [event for event in known if event.members <= away]
    going = [event for event in known if event.root in away and not event.members <= away]
    roots = {event.number: min(event.members - away) for event in going}
    stay = [replace(e, root=roots.get(e.number, e.root)) for e in known if not e.members <= away]
    fates = settle(groups, stay, revised)
    members = {
        fate.event_id: tuple(
            record for _, record in sorted(draft.records([numbers[m] for m in sorted(fate.group.members)]).items())
        )
        for fate in fates
        if fate.differs
    }
    return Plan(
        rows.generation(db),
        draft,
        numbers,
        fates,
        roots,
        [change for change in left if change.document_ids],
        emptied,
        members,
    )


def write_plan(
    db: sqlite3.Connection, plan: Plan, described: Mapping[bytes, Event], dump: EventDump, at: str
) -> list[EventChange]:
    """Write it; `described` has every event of `plan.members`. What became of events, with the time."""
    for number in plan.draft.gone:
        article_rows.delete_article(db, number)
    for number, entry in plan.draft.entries.items():
        article_rows.put_article(db, row_of(entry), number)
    article_rows.put_alike(db, plan.draft.pairs)
    for at_home, root in plan.roots.items():
        db.execute("UPDATE event SET root = ? WHERE number = ?", (root, at_home))
    for fate in sorted(plan.fates, key=lambda fate: min(fate.group.members)):
        number = rows.put_event(db, fate.event_id, min(fate.group.members), founded=fate.founded)
        places = [(number, plan.numbers[document_id]) for document_id in fate.group.members]
        db.executemany("UPDATE article SET event = ?1 WHERE number = ?2 AND event IS NOT ?1", places)
        for other in fate.absorbed:
            db.execute("UPDATE event SET merged_into = ? WHERE event_id = ?", (fate.event_id, other))
        if fate.differs:
            event = replace(described[description_key(plan.members[fate.event_id])], event_id=fate.event_id)
            rows.put_version(db, number, event.order[0], article_rows.packed(dump(event)), at)
    for event_id, version, record in plan.rewritten:
        rows.rewrite_version(db, event_id, version, None if record is None else article_rows.packed(record))
    changes = [replace(change, made_at=at) for change in plan.changes]
    for change in changes:
        rows.put_change(db, change, at)
    for empty in plan.emptied:
        if plan.forgotten:
            rows.forget_event(db, empty.number, empty.event_id)
        else:
            db.execute("UPDATE event SET gone_at = ? WHERE number = ?", (at, empty.number))
    db.execute("INSERT OR REPLACE INTO setting VALUES ('profiles', ?)", (VERSION,))
    return changes


def row_of(entry: Entry) -> ArticleRow:
    """An article as the store keeps it."""
    profile = entry.profile
    return ArticleRow(
        entry.document_id,
        entry.content,
        entry.record,
        dump_profile(profile),
        profile.day,
        entry.published_at,
        entry.outlet,
        profile.text_key,
        profile.common,
        [(term, profile.vector[term]) for term in profile.rare],
    )


def _known(db: sqlite3.Connection, members: Collection[int]) -> list[Known]:
    numbers = {event for _, event in rows.events_of(db, sorted(members)) if event is not None}
    out = []
    for number in sorted(numbers):
        (row,) = rows.events_where(db, "number = ?", number)
        held = db.execute("SELECT document_id FROM article WHERE event = ?", (number,)).fetchall()
        out.append(Known(row.number, row.event_id, row.root, frozenset(name for (name,) in held)))
    return out
