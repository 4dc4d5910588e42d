"""AddDocuments, ListEvents and GetEvent as a client meets them."""

from __future__ import annotations

import grpc
import pytest

from service.corpus.desk import open_desk
from service.events import event_id
from tests.fakes import FakeEngine
from tests.rpc import conftest
from tests.rpc.conftest import SETTINGS, fake_newsroom
from tests.rpc.test_server import refused
from tidings.v1 import newsroom_pb2 as pb
from tidings.v1 import newsroom_pb2_grpc

FERRY = (
    "The ferry Skagerak hit the pier in Lundvik on Friday and {count} passengers were injured. Police closed the quay."
)
TEXTS = {
    "a": FERRY.format(count=12),
    "b": "The county council of Vestmark rejected the budget after a long debate about school closures in Hollen.",
    "c": "A brown bear was seen near the kindergarten in Trollvik, and hunters searched the woods until dark.",
}


@pytest.fixture
def stub(tmp_path, monkeypatch):
    """A server with an events store of its own."""

    def with_desk(engine):
        newsroom = fake_newsroom(engine)
        open_desk(newsroom, tmp_path / "events.sqlite3")
        return newsroom

    monkeypatch.setattr(conftest, "fake_newsroom", with_desk)
    with (
        conftest.running(FakeEngine(), SETTINGS) as up,
        grpc.insecure_channel(f"127.0.0.1:{up.port}") as channel,
    ):
        yield newsroom_pb2_grpc.NewsroomServiceStub(channel)


def document(document_id, text, published_at="2025-05-02", outlet="Nordposten"):
    return pb.Document(document_id=document_id, text=text, published_at=published_at, outlet=outlet, language_code="en")


def add(stub, *documents):
    return stub.AddDocuments(pb.AddDocumentsRequest(documents=documents), timeout=60)


def test_an_article_that_joins_makes_a_version_that_says_what_is_new(stub):
    (created,) = add(stub, document("a", TEXTS["a"])).changes
    assert (created.kind, created.event_id) == (pb.EventChange.KIND_CREATED, event_id(["a"]))
    later = document("a2", FERRY.format(count=17), "2025-05-03", "Kystbladet")
    (joined,) = add(stub, later).changes
    assert (joined.kind, joined.event_id, list(joined.caused_by)) == (
        pb.EventChange.KIND_JOINED,
        event_id(["a"]),
        ["a2"],
    )
    assert joined.made_at.endswith("Z") and not joined.HasField("other_event_id")
    reply = stub.GetEvent(pb.GetEventRequest(event_id=event_id(["a"]), since_version=1), timeout=20)
    assert (reply.event.version, reply.merged) == (2, False)
    assert list(reply.event.event.document_ids) == ["a", "a2"]
    assert list(reply.new_since.document_ids) == ["a2"]
    assert [change.kind for change in reply.changes] == [pb.EventChange.KIND_CREATED, pb.EventChange.KIND_JOINED]
    plain = stub.GetEvent(pb.GetEventRequest(event_id=event_id(["a"])), timeout=20)
    assert not plain.HasField("new_since")


def test_an_article_sent_twice_changes_nothing(stub):
    add(stub, document("a", TEXTS["a"]))
    assert list(add(stub, document("a", TEXTS["a"])).changes) == []


def test_pages_hold_every_event_once_though_events_are_founded_meanwhile(stub):
    add(stub, *(document(name, text) for name, text in TEXTS.items()))
    request = pb.ListEventsRequest(page_size=1)
    first = stub.ListEvents(request, timeout=20)
    add(stub, document("d", "The mayor of Ekeby opened a swimming hall with two slides and a sauna.", "2020-01-01"))
    seen = [event.event.event_id for event in first.events]
    token = first.next_page_token
    while token:
        page = stub.ListEvents(pb.ListEventsRequest(page_size=1, page_token=token), timeout=20)
        assert len(page.events) == 1
        seen += [event.event.event_id for event in page.events]
        token = page.next_page_token
    wanted = {event_id([name]) for name in TEXTS}
    assert wanted <= set(seen) and len(seen) == len(set(seen))
    everything = stub.ListEvents(pb.ListEventsRequest(), timeout=20)
    assert len(everything.events) == 4 and everything.next_page_token == ""
    places = [(e.event.when.edtf or "~", e.event.event_id) for e in everything.events]
    assert places == sorted(places)


def test_events_by_day_and_outlet(stub):
    add(stub, document("a", TEXTS["a"]), document("b", TEXTS["b"], "2025-06-10", "Kystbladet"))

    def listed(**fields):
        return [e.event.event_id for e in stub.ListEvents(pb.ListEventsRequest(**fields), timeout=20).events]

    assert listed(published_since="2025-06-01") == [event_id(["b"])]
    assert listed(outlet="Nordposten") == [event_id(["a"])]
    assert listed(outlet="Nordposten", published_since="2025-06-01") == []


def test_a_removed_article_is_gone_and_stays_out(stub):
    add(stub, document("a", TEXTS["a"]), document("a2", FERRY.format(count=17), "2025-05-03", "Kystbladet"))
    request = pb.RemoveDocumentsRequest(document_ids=["a2"], note="court order 12/2026")
    (left,) = stub.RemoveDocuments(request, timeout=20).changes
    assert (left.kind, left.event_id, list(left.document_ids)) == (pb.EventChange.KIND_LEFT, event_id(["a"]), ["a2"])
    assert list(stub.RemoveDocuments(request, timeout=20).changes) == []
    again = add(stub, document("a2", FERRY.format(count=17)), document("c", TEXTS["c"]))
    assert list(again.removed_document_ids) == ["a2"]
    assert [change.event_id for change in again.changes] == [event_id(["c"])]
    stub.RemoveDocuments(pb.RemoveDocumentsRequest(document_ids=["a"]), timeout=20)
    gone = pb.GetEventRequest(event_id=event_id(["a"]))
    assert refused(stub.GetEvent, gone)[:2] == (grpc.StatusCode.NOT_FOUND, "EVENT_REMOVED")


def test_what_removing_refuses(stub):
    for fields, field in (({}, "document_ids"), ({"document_ids": ["a"] * 201}, "document_ids")):
        said = refused(stub.RemoveDocuments, pb.RemoveDocumentsRequest(**fields))
        assert said == (grpc.StatusCode.INVALID_ARGUMENT, "INVALID_RECORD", [field])
    said = refused(stub.RemoveDocuments, pb.RemoveDocumentsRequest(document_ids=["a"], note="x" * 501))
    assert said == (grpc.StatusCode.INVALID_ARGUMENT, "INVALID_RECORD", ["note"])
    said = refused(stub.RemoveDocuments, pb.RemoveDocumentsRequest(document_ids=["nowhere"]))
    assert said[:2] == (grpc.StatusCode.NOT_FOUND, "UNKNOWN_DOCUMENT")


def test_what_is_refused(stub):
    add(stub, *(document(name, text) for name, text in TEXTS.items()))
    unknown = pb.GetEventRequest(event_id="ev-000000000000")
    assert refused(stub.GetEvent, unknown)[:2] == (grpc.StatusCode.NOT_FOUND, "UNKNOWN_EVENT")
    later = pb.GetEventRequest(event_id=event_id(["a"]), since_version=9)
    assert refused(stub.GetEvent, later)[:2] == (grpc.StatusCode.NOT_FOUND, "UNKNOWN_VERSION")
    for fields, reason in (
        ({"published_since": "May 2025"}, "INVALID_DATE"),
        ({"published_since": "2025-02-30"}, "INVALID_DATE"),
        ({"page_size": -1}, "INVALID_PAGE_SIZE"),
        ({"page_token": "bm9uc2Vuc2U="}, "INVALID_PAGE_TOKEN"),
    ):
        said = refused(stub.ListEvents, pb.ListEventsRequest(**fields))
        assert said == (grpc.StatusCode.INVALID_ARGUMENT, reason, list(fields))
    token = stub.ListEvents(pb.ListEventsRequest(page_size=1), timeout=20).next_page_token
    elsewhere = pb.ListEventsRequest(page_size=1, page_token=token, outlet="X")
    assert refused(stub.ListEvents, elsewhere)[1] == "INVALID_PAGE_TOKEN"


def test_a_server_without_a_store_says_so(channel):
    plain = newsroom_pb2_grpc.NewsroomServiceStub(channel)
    said = refused(plain.ListEvents, pb.ListEventsRequest())
    assert said[:2] == (grpc.StatusCode.FAILED_PRECONDITION, "NO_EVENTS")
