"""Articles that must go: nothing of them is left in the file or in a kept version, and what became of events is told."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from service.corpus.desk import CODEC
from service.domain import Conflict, ConflictKind, ConflictSide, EventSummary, Mention, Source, SummarySentence, When
from service.errors import InvalidInputError, NotFoundError, StorageError
from service.events import describe_event, event_id, group_documents
from service.events.online import EventDesk
from service.events.online.redaction import without
from service.store.events import EventStore
from tests.events.builders import article, ids
from tests.events.stories import FIRE_EVENING, FIRE_GERMAN, FIRE_MORNING, FIRES, MEETINGS, OTHER_FIRE

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
MORNING, EVENING, GERMAN = (t.document_id for t in (FIRE_MORNING, FIRE_EVENING, FIRE_GERMAN))


def first_sentences(members, duplicates):
    """A summary of the first sentence of each member, resting on that alone."""
    sources = [Source(m.document_id, s.segment_id, s.text, s.original) for m in members for s in m.segments[:1]]
    return EventSummary(tuple(SummarySentence(source.text, (source,)) for source in sources), None)


@pytest.fixture
def desk(tmp_path):
    store = EventStore(tmp_path / "events.sqlite3", clock=lambda: NOON)
    opened = EventDesk(store, lambda members: describe_event(members, first_sentences), CODEC)
    yield opened
    opened.close()


def groups_of(desk):
    return sorted(sorted(event.document_ids) for _, event, _ in desk.page())


def event_of(desk, document_id):
    return desk.store.article(document_id)[1]


def everything_said(desk, event):
    """All text of all versions of an event."""
    with desk.store.reading() as db:
        newest = db.execute("SELECT version FROM event WHERE event_id = ?", (event,)).fetchone()[0]
        kept = [v for (v,) in db.execute("SELECT version FROM version WHERE event_id = ?", (event,))]
    assert kept[-1] == newest
    return {version: desk.store.get(event, version).record.decode() for version in kept}


def files_of(store):
    return b"".join(path.read_bytes() for path in store.path.parent.glob(f"{store.path.name}*"))


def test_a_removed_article_leaves_its_event_and_every_kept_version(desk):
    for fire in (FIRE_MORNING, FIRE_EVENING, FIRE_GERMAN):
        desk.add([fire])
    event = event_of(desk, MORNING)
    assert "240 people" not in everything_said(desk, event)[3]
    assert FIRE_EVENING.segments[0].text in everything_said(desk, event)[2]
    (left,) = desk.remove([EVENING], "court order 12/2026")
    assert (left.kind, left.event_id, left.document_ids, left.caused_by) == ("left", event, (EVENING,), ())
    said = everything_said(desk, event)
    assert sorted(said) == [1, 2, 3, 4]
    for text in said.values():
        assert FIRE_EVENING.title not in text and EVENING not in text
        assert not any(segment.text in text for segment in FIRE_EVENING.segments)
        assert FIRE_MORNING.segments[0].text in text
    current = desk.get(event, since_version=3)
    assert current.event.document_ids == (MORNING, GERMAN)
    assert current.news.document_ids == current.news.sentences == ()
    assert [change.kind for change in current.changes] == ["created", "joined", "joined", "left"]


def test_nothing_of_it_is_left_in_the_files(desk):
    desk.add([FIRE_MORNING, FIRE_EVENING])
    desk.add([replace(FIRE_EVENING, title="Twenty injured in the fire")])  # the first text is in a page given up
    with desk.store.reading() as db:
        frames = db.execute("SELECT record, profile FROM article WHERE document_id = ?", (EVENING,)).fetchone()
        versions = [record for (record,) in db.execute("SELECT record FROM version")]
    desk.remove([EVENING])
    there = files_of(desk.store)
    for frame in (*frames, *versions):
        assert frame[:200] not in there and frame[-200:] not in there
    assert not desk.store.path.with_name("events.sqlite3-wal").read_bytes()
    assert desk.store.problems() == []


def test_an_event_keeps_its_id_when_its_founder_goes(desk):
    desk.add([FIRE_MORNING])
    desk.add([FIRE_EVENING, FIRE_GERMAN])
    event = event_of(desk, MORNING)
    desk.remove([MORNING])
    assert event_of(desk, EVENING) == event_of(desk, GERMAN) == event
    with pytest.raises(NotFoundError, match=r"has no version 1; it has 2, 3"):
        desk.get(event, since_version=1)
    # And goes where the one goes that took the founder's place.
    again = desk.add([replace(OTHER_FIRE, document_id=EVENING)])
    assert [(c.kind, c.event_id, c.document_ids) for c in again] == [("split", event, (EVENING,))]
    assert event_of(desk, GERMAN) == event


def test_an_event_without_articles_is_gone_and_says_so(desk):
    desk.add([OTHER_FIRE, *MEETINGS])
    event = event_of(desk, OTHER_FIRE.document_id)
    desk.remove([OTHER_FIRE.document_id])
    with pytest.raises(NotFoundError, match="removed on 2026-11-24") as caught:
        desk.get(event)
    assert caught.value.reason == "EVENT_REMOVED"
    assert groups_of(desk) == ids(group_documents(MEETINGS))
    assert [change.kind for change in desk.store.changes(event)] == ["created", "left"]
    assert desk.store.problems() == []


def test_a_removed_article_does_not_come_back_unasked(desk):
    desk.add([FIRE_MORNING, FIRE_EVENING])
    desk.remove([EVENING])
    assert desk.removed([EVENING, MORNING]) == {EVENING: "2026-11-24T12:00:00Z"}
    with pytest.raises(InvalidInputError, match="was removed from the events store on 2026-11-24") as caught:
        desk.add([FIRE_GERMAN, FIRE_EVENING])
    assert (caught.value.reason, groups_of(desk)) == ("REMOVED_DOCUMENT", [[MORNING]])
    with pytest.raises(NotFoundError, match="was removed"):
        desk.readmit([EVENING, MORNING])
    desk.readmit([EVENING])
    (joined,) = desk.add([FIRE_EVENING])
    assert (joined.kind, groups_of(desk)) == ("joined", [[EVENING, MORNING]])


def test_all_or_none_and_twice_is_no_fault(desk):
    desk.add([FIRE_MORNING, FIRE_EVENING])
    with pytest.raises(NotFoundError, match="no article 'nowhere'"):
        desk.remove([EVENING, "nowhere"])
    assert groups_of(desk) == [[EVENING, MORNING]]
    assert desk.remove([EVENING]) and desk.remove([EVENING]) == []


def test_what_hung_together_by_the_removed_article_falls_apart(desk):
    ferry, trial = (
        "The ferry Skagerak hit the pier in Lundvik.",
        "Captain Jon Lie was questioned by police after the collision.",
    )
    common = {"published_at": "2025-05-02"}
    one = article("a/1", ferry, title="Skagerak hits pier", **common)
    two = article("b/1", trial, **common)
    bridge = article("c/1", f"{ferry}\n{trial}", title="Skagerak hits pier", **common)
    desk.add([one, two])
    desk.add([bridge])
    assert groups_of(desk) == [["a/1", "b/1", "c/1"]]
    kinds = [change.kind for change in desk.remove(["c/1"])]
    assert kinds == ["left", "split"]
    assert groups_of(desk) == ids(group_documents([one, two])) == [["a/1"], ["b/1"]]


def test_removing_leaves_the_groups_of_those_that_stay(desk):
    everything = [*MEETINGS, *FIRES]
    desk.add(everything)
    gone = {everything[0].document_id, everything[-1].document_id}
    desk.remove(sorted(gone))
    assert groups_of(desk) == ids(group_documents([t for t in everything if t.document_id not in gone]))


def test_a_reader_keeps_the_file_from_being_scrubbed_and_a_second_call_finishes(tmp_path, desk):
    desk.add([FIRE_MORNING, FIRE_EVENING])
    hasty = EventStore(desk.store.path, busy_seconds=0.2)
    reader = sqlite3.connect(desk.store.path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM article").fetchone()
    removing = EventDesk(hasty, lambda members: describe_event(members, first_sentences), CODEC)
    with pytest.raises(StorageError, match="do the same again") as caught:
        removing.remove([EVENING])
    assert caught.value.reason == "EVENTS_BUSY"
    assert groups_of(desk) == [[MORNING]]
    reader.close()
    assert removing.remove([EVENING]) == []
    assert not desk.store.path.with_name("events.sqlite3-wal").read_bytes()
    removing.close()


def test_forgetting_takes_whole_events_and_leaves_nothing_of_them(desk):
    desk.add([FIRE_MORNING, FIRE_EVENING, OTHER_FIRE])
    old = event_of(desk, MORNING)
    assert desk.forget(date(2025, 3, 4)) == (0, 0)
    assert desk.forget(date(2025, 5, 18)) == (1, 2)
    assert groups_of(desk) == [[OTHER_FIRE.document_id]]
    with pytest.raises(NotFoundError, match="there is no event"):
        desk.get(old)
    assert desk.store.changes(old) == [] and desk.store.problems() == []
    assert desk.store.counts() == {"articles": 1, "events": 1, "versions": 1, "removed": 0}
    # It may come again, as new.
    (created,) = desk.add([FIRE_MORNING])
    assert (created.kind, created.event_id, desk.get(created.event_id).version) == ("created", event_id([MORNING]), 1)


def test_an_event_that_goes_on_is_kept_whole(desk):
    desk.add([FIRE_MORNING, replace(FIRE_EVENING, published_at="2025-03-09")])
    assert groups_of(desk) == [[EVENING, MORNING]]
    assert desk.forget(date(2025, 3, 9)) == (0, 0)


def test_an_article_without_a_date_is_as_old_as_its_event(desk):
    undated = replace(OTHER_FIRE, published_at=None)
    desk.add([undated])
    assert desk.forget(date(2026, 11, 24)) == (0, 0)
    assert desk.forget(date(2026, 11, 25)) == (1, 1)


def test_a_version_without_an_article_has_nothing_that_rests_on_it():
    event = describe_event(FIRES[:3], first_sentences)
    own, other = (Source(name, "p1.s1", f"said by {name}", f"said by {name}") for name in (MORNING, EVENING))
    sides = (ConflictSide("12", (own,)), ConflictSide("19", (other,)), ConflictSide("20", (own, other)))
    mixed = replace(
        event,
        title="Nineteen injured in Brattholm cannery fire",
        when=When("2025-03-04", None, other),
        who=(
            Mention("Solveig Brekke", ("Solveig Brekke", "S. Brekke"), (MORNING, EVENING)),
            Mention("X", ("X",), (EVENING,)),
        ),
        summary=EventSummary((SummarySentence("Both.", (own, other)), SummarySentence("Own.", (own,))), None),
        conflicts=(Conflict(ConflictKind.NUMBER, "the injured", sides),),
        duplicates=((MORNING, EVENING),),
    )
    left = without(mixed, {EVENING}, FIRES)
    assert left is not None
    assert left.title in (t.title for t in FIRES if t.document_id != EVENING)
    assert (left.when, left.duplicates, left.conflicts) == (When(), (), ())
    assert [sentence.text for sentence in left.summary.sentences] == ["Own."]
    assert left.who == (Mention("Solveig Brekke", ("Solveig Brekke",), (MORNING,)),)
    assert "Kystbladet" not in left.outlets
    assert without(mixed, set(mixed.document_ids), FIRES) is None
