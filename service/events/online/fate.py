"""What becomes of the events there were when their articles are grouped anew: ids that stay, merges, splits."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from service.events.card import event_id
from service.store.events_rows import EventChange


@dataclass(frozen=True, slots=True)
class Known:
    """An event as it was. `number` rises with the order of founding; `root` is the smallest id of its founders."""

    number: int
    event_id: str
    root: str
    members: frozenset[str]


@dataclass(frozen=True, slots=True)
class Group:
    """A group as it is now, and the documents whose arrival made it be looked at."""

    members: frozenset[str]
    causes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fate:
    """The event of a group: its id, whether it is new, what is now part of it, what happened, whether it differs."""

    group: Group
    event_id: str
    founded: bool
    absorbed: tuple[str, ...]
    changes: tuple[EventChange, ...]
    differs: bool


def settle(groups: Sequence[Group], known: Sequence[Known], revised: Collection[str] = ()) -> list[Fate]:
    """One fate a group. `known` are the live events of any member; `revised` documents have a new text.

    An event goes where its root goes. Of several in one group the oldest stays; a group with none is a new event.
    """
    home = {member: event for event in known for member in event.members}
    return [_fate(group, known, home, revised) for group in groups]


def _fate(group: Group, known: Sequence[Known], home: dict[str, Known], revised: Collection[str]) -> Fate:
    rooted = sorted((event for event in known if event.root in group.members), key=lambda event: event.number)
    keeper, absorbed = (rooted[0], rooted[1:]) if rooted else (None, [])
    own_id = keeper.event_id if keeper else event_id(sorted(group.members))
    changes: list[EventChange] = []

    def note(kind: str, of: str, documents: Collection[str], other: str | None = None) -> None:
        if documents:
            changes.append(EventChange(kind, of, other, tuple(sorted(documents)), group.causes))

    for event in absorbed:
        note("merged", own_id, event.members & group.members, event.event_id)
    stayed = {event.number for event in rooted}
    for event in sorted({home[m].number: home[m] for m in group.members if m in home}.values(), key=lambda e: e.number):
        if event.number not in stayed:
            note("split", event.event_id, event.members & group.members, own_id)
    arrived = [member for member in group.members if member not in home]
    note("created" if len(arrived) == len(group.members) else "joined", own_id, arrived)
    again = [member for member in keeper.members & group.members if member in revised] if keeper else []
    note("updated", own_id, again)
    differs = keeper is None or keeper.members != group.members or bool(again)
    return Fate(group, own_id, keeper is None, tuple(event.event_id for event in absorbed), tuple(changes), differs)
