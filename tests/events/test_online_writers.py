"""Several writers and readers of one events store: no reader waits for a description, no writer's work is lost."""

from __future__ import annotations

import multiprocessing
import random
import threading

import pytest

from service.corpus.desk import CODEC
from service.errors import EngineError
from service.events import describe_event, group_documents
from service.events.online import EventDesk
from service.events.online import desk as desk_module
from service.store.events import EventStore
from tests.events.builders import ids, no_summary
from tests.events.stories import FIRE_EVENING, FIRE_GERMAN, FIRE_MORNING, FIRES, MEETINGS, OTHER_FIRE, elections

EVERYTHING = [*MEETINGS, *FIRES, *elections()]
WAIT = 60


def described(members):
    return describe_event(members, no_summary)


@pytest.fixture
def open_desk(tmp_path):
    desks = []

    def opened(describe=described) -> EventDesk:
        desks.append(EventDesk(EventStore(tmp_path / "events.sqlite3", busy_seconds=WAIT), describe, CODEC))
        return desks[-1]

    yield opened
    for desk in desks:
        desk.close()


def groups_of(desk: EventDesk) -> list[list[str]]:
    return sorted(sorted(event.document_ids) for _, event, _ in desk.page())


def _add_all(path, documents, start):
    desk = EventDesk(EventStore(path, busy_seconds=WAIT), described, CODEC)
    start.wait(WAIT)
    for document in documents:
        desk.add([document])
    desk.close()


def test_two_processes_that_add_at_once_are_both_served(tmp_path, open_desk):
    shuffled = list(EVERYTHING)
    random.Random(3).shuffle(shuffled)
    spawn = multiprocessing.get_context("spawn")
    start = spawn.Barrier(2)
    path = tmp_path / "events.sqlite3"
    writers = [spawn.Process(target=_add_all, args=(path, shuffled[half::2], start)) for half in (0, 1)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(WAIT)
    assert [writer.exitcode for writer in writers] == [0, 0]
    desk = open_desk()
    assert groups_of(desk) == ids(group_documents(EVERYTHING))
    versions = [(event.event_id, kept.version, kept.newest) for _, event, kept in desk.page()]
    for event_id, version, newest in versions:
        assert version == newest
        joined = sum(change.kind in ("created", "joined") for change in desk.store.changes(event_id))
        assert joined >= 1


def test_nobody_waits_for_a_description(open_desk):
    asked, go_on = threading.Event(), threading.Event()

    def slowly(members):
        asked.set()
        assert go_on.wait(WAIT)
        return described(members)

    slow, quick = open_desk(slowly), open_desk()
    quick.add([OTHER_FIRE])
    adding = threading.Thread(target=slow.add, args=([FIRE_MORNING],))
    adding.start()
    try:
        assert asked.wait(WAIT)
        # In the midst of the description: read by the same desk, and written by another.
        assert groups_of(slow) == [[OTHER_FIRE.document_id]]
        quick.add(MEETINGS[:1])
        assert adding.is_alive()
    finally:
        go_on.set()
        adding.join(WAIT)
    assert groups_of(quick) == ids(group_documents([OTHER_FIRE, FIRE_MORNING, MEETINGS[0]]))


def test_what_another_wrote_meanwhile_is_part_of_the_event(open_desk):
    """The event that is being described gets another member before it is written: it is described with that member."""
    other = open_desk()
    seen = []

    def meanwhile(members):
        seen.append([member.document_id for member in members])
        if len(seen) == 1:
            other.add([FIRE_EVENING])
        return described(members)

    desk = open_desk(meanwhile)
    desk.add([FIRE_MORNING])
    assert seen == [["fire/nordposten"], ["fire/kystbladet", "fire/nordposten"]]
    assert groups_of(desk) == [["fire/kystbladet", "fire/nordposten"]]
    (event,) = [event for _, event, _ in desk.page()]
    assert [c.kind for c in desk.store.changes(event.event_id)] == ["created", "joined"]


def test_what_another_wrote_elsewhere_costs_no_second_description(open_desk):
    other = open_desk()
    seen = []

    def meanwhile(members):
        seen.append([member.document_id for member in members])
        other.add([MEETINGS[len(seen) - 1]])
        return described(members)

    open_desk(meanwhile).add([FIRE_MORNING])
    assert seen == [["fire/nordposten"]]
    assert groups_of(other) == ids(group_documents([FIRE_MORNING, MEETINGS[0]]))


def test_one_who_is_always_overtaken_is_served_in_the_end(open_desk, monkeypatch):
    monkeypatch.setattr(desk_module, "UNLOCKED_TRIES", 1)
    other = open_desk()
    others = iter([FIRE_EVENING, FIRE_GERMAN])
    seen = []

    def overtaken(members):
        seen.append([member.document_id for member in members])
        if (another := next(others, None)) is not None:
            other.add([another])
        return described(members)

    desk = open_desk(overtaken)
    desk.add([FIRE_MORNING])
    assert [len(members) for members in seen] == [1, 2, 3]
    assert groups_of(desk) == [["fire/hafenkurier", "fire/kystbladet", "fire/nordposten"]]


def test_a_description_that_fails_under_the_lock_leaves_nothing(open_desk, monkeypatch):
    monkeypatch.setattr(desk_module, "UNLOCKED_TRIES", 0)
    other = open_desk()

    def fails(members):
        if len(members) > 1:
            raise EngineError("MODEL_FAILED", "the model failed")
        other.add([FIRE_EVENING])
        return described(members)

    desk = open_desk(fails)
    with pytest.raises(EngineError):
        desk.add([FIRE_MORNING])
    assert groups_of(desk) == [["fire/kystbladet"]]


def test_a_reader_sees_one_state(open_desk):
    desk, other = open_desk(), open_desk()
    desk.add([FIRE_MORNING])
    with desk.store.reading() as db:
        before = db.execute("SELECT count(*) FROM article").fetchone()
        other.add([OTHER_FIRE])
        assert db.execute("SELECT count(*) FROM article").fetchone() == before == (1,)
    assert len(groups_of(desk)) == 2
