"""The events store: rows, transactions, pages, and what it says of a file it can't use."""

from __future__ import annotations

import datetime
import sqlite3

import pytest

from service.errors import ConfigurationError, NotFoundError, StorageError
from service.store import events_articles as article_rows
from service.store import events_rows as rows
from service.store.events import EventStore
from service.store.events_articles import ArticleRow
from service.store.events_rows import EventChange

NOON = datetime.datetime(2025, 5, 2, 12, tzinfo=datetime.UTC)


@pytest.fixture
def store(tmp_path):
    opened = EventStore(tmp_path / "sub" / "events.sqlite3", clock=lambda: NOON)
    yield opened
    opened.close()


def row(document_id: str, *terms: tuple[str, float], day: int | None = 100, outlet: str = "O") -> ArticleRow:
    return ArticleRow(document_id, "0" * 64, b"{}", b"{}", day, "2025-05-02", outlet, document_id, 0.2, terms)


def found_event(store: EventStore, event_id: str, sort: str, *documents: str) -> None:
    with store.writing() as (db, at):
        number = rows.put_event(db, event_id, documents[0], founded=True)
        for document in documents:
            article = article_rows.put_article(db, row(document))
            db.execute("UPDATE article SET event = ? WHERE number = ?", (number, article))
        rows.put_version(db, number, sort, article_rows.packed(event_id.encode()), at)


def test_reading_makes_no_file(store):
    assert store.page() == []
    assert store.changes("ev-1") == []
    with pytest.raises(NotFoundError, match="no event 'ev-1'"):
        store.get("ev-1")
    assert not store.path.exists()


def test_a_failed_transaction_leaves_nothing(store):
    with pytest.raises(RuntimeError), store.writing() as (db, _):
        article_rows.put_article(db, row("a"))
        raise RuntimeError
    with store.reading() as db:
        assert db.execute("SELECT count(*) FROM article").fetchone() == (0,)


def test_versions_stay(store):
    found_event(store, "ev-1", "2025-05-02", "a")
    with store.writing() as (db, at):
        number = rows.put_event(db, "ev-1", "a", founded=False)
        rows.put_version(db, number, "2025-05-03", article_rows.packed(b"later"), at)
    first, now = store.get("ev-1", 1), store.get("ev-1")
    assert (first.record, first.version, first.newest) == (b"ev-1", 1, 2)
    assert (now.record, now.version, now.made_at) == (b"later", 2, "2025-05-02T12:00:00Z")


def test_pages_by_day_then_id_go_on_after_a_place(store):
    for event_id, sort in (("ev-3", "2025-05-01"), ("ev-1", "2025-05-02"), ("ev-2", "2025-05-02"), ("ev-0", "~")):
        found_event(store, event_id, sort, f"of {event_id}")
    names = [event.event_id for event, _ in store.page()]
    assert names == ["ev-3", "ev-1", "ev-2", "ev-0"]
    assert [event.event_id for event, _ in store.page(limit=2)] == names[:2]
    assert [event.event_id for event, _ in store.page(after=("2025-05-02", "ev-1"))] == names[2:]
    assert store.page(outlet="Another") == [] == store.page(since=datetime.date.fromordinal(101))
    assert len(store.page(outlet="O", since=datetime.date.fromordinal(100))) == 4


def test_an_event_merged_away_leads_to_the_one_it_is_part_of(store):
    for number in range(3):
        found_event(store, f"ev-{number}", "2025", f"d{number}")
    with store.writing() as (db, _):
        db.execute("UPDATE event SET merged_into = 'ev-1' WHERE event_id = 'ev-2'")
        db.execute("UPDATE event SET merged_into = 'ev-0' WHERE event_id = 'ev-1'")
    assert store.live("ev-2").event_id == "ev-0"
    assert [event.event_id for event, _ in store.page()] == ["ev-0"]


def test_changes_of_an_event_and_of_those_it_met(store):
    merged = EventChange("merged", "ev-1", "ev-2", ("b",), ("c",), "2025-05-02T12:00:00Z")
    with store.writing() as (db, at):
        rows.put_change(db, merged, at)
        rows.put_change(db, EventChange("created", "ev-9", None, ("x",), ("x",)), at)
    assert store.changes("ev-1") == store.changes("ev-2") == [merged]


def test_rare_terms_find_articles_of_the_window_and_undated_ones(store):
    with store.writing() as (db, _):
        near = article_rows.put_article(db, row("near", ("words:ferry", 0.5), ("words:pier", 0.2), day=100))
        edge = article_rows.put_article(db, row("edge", ("words:ferry", 0.5), day=114))
        article_rows.put_article(db, row("far", ("words:ferry", 0.5), day=115))
        undated = article_rows.put_article(db, row("undated", ("words:ferry", 0.1), day=None))
        terms = [("words:ferry", 0.5), ("words:pier", 0.5)]
        assert article_rows.sharing(db, terms, 100, 14) == pytest.approx({near: 0.35, edge: 0.25, undated: 0.05})
        assert len(article_rows.sharing(db, terms, None, 14)) == 4


def test_a_revised_article_has_none_of_its_old_terms_and_pairs(store):
    with store.writing() as (db, _):
        one, other = (
            article_rows.put_article(db, row("one", ("words:old", 0.5))),
            article_rows.put_article(db, row("other")),
        )
        article_rows.put_alike(db, [(one, other, 0.4)])
        assert article_rows.neighbours(db, [other]) == {one, other}
        assert article_rows.put_article(db, row("one", ("words:new", 0.5))) == one
        assert article_rows.sharing(db, [("words:old", 1.0)], 100, 14) == {}
        assert article_rows.neighbours(db, [other]) == {other}
        assert article_rows.pairs_of(db, [one, other]) == []


def test_a_damaged_file_is_refused_and_left_as_it_is(store):
    found_event(store, "ev-1", "2025", "a")
    store.close()
    store.path.write_bytes(b"this is no database, and has never been one" * 100)
    with pytest.raises(StorageError, match="is damaged") as caught:
        store.page()
    assert caught.value.reason == "EVENTS_DAMAGED"
    assert store.path.read_bytes().startswith(b"this is no database")


def test_a_damaged_record_is_refused(store):
    found_event(store, "ev-1", "2025", "a")
    with store.writing() as (db, _):
        db.execute("UPDATE version SET record = x'00'")
    with pytest.raises(StorageError, match="damaged record of ev-1"):
        store.get("ev-1")


def test_a_path_that_cannot_be_a_file_is_a_wrong_configuration(tmp_path):
    with pytest.raises(ConfigurationError, match="events_path") as caught, EventStore(tmp_path).writing():
        pass
    assert caught.value.reason == "EVENTS_UNUSABLE"


def test_a_store_of_a_newer_tidings_is_refused(store):
    found_event(store, "ev-1", "2025", "a")
    store.close()
    with sqlite3.connect(store.path) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(ConfigurationError, match="newer Tidings"):
        store.page()
