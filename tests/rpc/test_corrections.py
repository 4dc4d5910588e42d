"""RecordCorrection and ListCorrections as a client meets them, and what an approval does to its next translation."""

from __future__ import annotations

import re
from dataclasses import replace

import grpc
import pytest

from service.config import Settings
from service.rpc.corrections import correction_message
from service.store import TranslationMemory
from service.store.translation_memory_pairs import MAX_NAME, MAX_TEXT
from tests.fakes import FakeEngine
from tests.rpc import conftest
from tests.rpc.conftest import SETTINGS, fake_newsroom
from tests.rpc.test_server import document, refused
from tidings.v1 import newsroom_pb2 as pb
from tidings.v1 import newsroom_pb2_grpc

NB = "Kommunestyret vedtok onsdag å bygge en ny skole ved elven."
EN = "The council decided on Wednesday to build a new school by the river."
REQUEST = {
    "original": NB,
    "text": EN,
    "source_language_code": "nb",
    "author": "Anna Berg",
    "document_id": "a",
    "segment_id": "p1.s1",
}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "memory.sqlite3"


@pytest.fixture
def stub(path, monkeypatch):
    """A server with a memory of its own."""
    monkeypatch.setattr(conftest, "fake_newsroom", lambda engine: fake_newsroom(engine, TranslationMemory(path)))
    with (
        conftest.running(FakeEngine(), SETTINGS) as up,
        grpc.insecure_channel(f"127.0.0.1:{up.port}") as channel,
    ):
        yield newsroom_pb2_grpc.NewsroomServiceStub(channel)


@pytest.fixture
def desk(path):
    """The memory as a command beside the server opens it."""
    with TranslationMemory(path) as opened:
        yield opened


def record(stub, **change):
    return stub.RecordCorrection(pb.RecordCorrectionRequest(**{**REQUEST, **change}), timeout=20).correction


def listed(stub, **fields):
    return stub.ListCorrections(pb.ListCorrectionsRequest(**fields), timeout=20)


def test_a_correction_is_pending_with_who_and_when(stub):
    correction = record(stub)
    assert correction.correction_id == "c1"
    assert correction.state == pb.Correction.STATE_PENDING
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", correction.recorded_at)
    assert {name: getattr(correction, name) for name in REQUEST} == REQUEST
    assert (correction.reviewer, correction.reviewed_at) == ("", "")


def test_sent_twice_it_is_one(stub):
    assert record(stub) == record(stub)
    assert len(listed(stub).corrections) == 1


def test_pending_changes_nothing_and_approved_is_in_the_next_reply(stub, desk):
    def segment():
        reply = stub.TranslateDocument(pb.TranslateDocumentRequest(document=document(NB)), timeout=20)
        return reply.translation.segments[0]

    before = segment()
    name = record(stub).correction_id
    assert segment() == before
    desk.approve([name], "Kari Nordmann")
    after = segment()
    assert after.text == EN
    assert [flag.code for flag in after.flags] == [pb.Flag.CODE_MEMORY]
    assert "Anna Berg" in after.flags[0].detail and "Kari Nordmann" in after.flags[0].detail
    assert not after.HasField("score")
    desk.reject([name], "Kari Nordmann")
    assert segment() == before


def test_the_newest_come_first_by_state(stub, desk):
    for n in range(4):
        record(stub, original=f"Sak {n}.")
    desk.approve(["c1", "c2"], "Kari Nordmann")
    desk.reject(["c3"], "Kari Nordmann")
    assert [c.correction_id for c in listed(stub).corrections] == ["c4", "c3", "c2", "c1"]

    def ids(state):
        return [c.correction_id for c in listed(stub, state=state).corrections]

    assert ids(pb.Correction.STATE_PENDING) == ["c4"]
    assert ids(pb.Correction.STATE_APPROVED) == ["c2", "c1"]
    assert ids(pb.Correction.STATE_REJECTED) == ["c3"]
    approved = listed(stub, state=pb.Correction.STATE_APPROVED).corrections[0]
    assert (approved.reviewer, approved.state) == ("Kari Nordmann", pb.Correction.STATE_APPROVED)


def test_a_superseded_one_is_shown_as_no_longer_in_the_memory(desk):
    from service.store.translation_memory_pairs import Proposal

    for text in (EN, "Another wording."):
        desk.approve([desk.record(Proposal(NB, text, "nb", "Anna Berg")).correction_id], "Kari Nordmann")
    assert [correction_message(c).state for c in desk.corrections()] == [
        pb.Correction.STATE_APPROVED,
        pb.Correction.STATE_SUPERSEDED,
    ]


def test_pages_are_stable_while_more_are_recorded(stub):
    for n in range(5):
        record(stub, original=f"Sak {n}.")
    first = listed(stub, page_size=2)
    record(stub, original="Midt i bladingen.")
    second = listed(stub, page_size=2, page_token=first.next_page_token)
    third = listed(stub, page_size=2, page_token=second.next_page_token)
    assert [c.correction_id for page in (first, second, third) for c in page.corrections] == [
        "c5", "c4", "c3", "c2", "c1",
    ]  # fmt: skip
    assert third.next_page_token == ""


def test_an_exact_last_page_has_no_token(stub):
    for n in range(2):
        record(stub, original=f"Sak {n}.")
    assert listed(stub, page_size=2).next_page_token == ""


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"original": ""}, "INVALID_CORRECTION"),
        ({"original": "a" * (MAX_TEXT + 1)}, "INVALID_CORRECTION"),
        ({"text": " \n"}, "INVALID_CORRECTION"),
        ({"text": "a" * (MAX_TEXT + 1)}, "INVALID_CORRECTION"),
        ({"text": "a\x07b"}, "INVALID_CORRECTION"),
        ({"source_language_code": ""}, "UNSUPPORTED_LANGUAGE"),
        ({"source_language_code": "no"}, "UNSUPPORTED_LANGUAGE"),
        ({"source_language_code": "fr"}, "UNSUPPORTED_LANGUAGE"),
        ({"author": " "}, "INVALID_CORRECTION"),
        ({"author": "a" * (MAX_NAME + 1)}, "INVALID_CORRECTION"),
        ({"document_id": "a\x00"}, "INVALID_CORRECTION"),
        ({"segment_id": "a" * 513}, "INVALID_CORRECTION"),
    ],
)
def test_a_bad_field_is_named(stub, change, reason):
    request = pb.RecordCorrectionRequest(**{**REQUEST, **change})
    assert refused(stub.RecordCorrection, request) == (grpc.StatusCode.INVALID_ARGUMENT, reason, list(change))
    assert len(listed(stub).corrections) == 0


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"page_size": -1}, "INVALID_PAGE_SIZE"),
        ({"page_token": "nonsense"}, "INVALID_PAGE_TOKEN"),
        ({"state": 9}, "INVALID_STATE"),
    ],
)
def test_a_bad_listing_is_named(stub, fields, reason):
    request = pb.ListCorrectionsRequest(**fields)
    assert refused(stub.ListCorrections, request) == (grpc.StatusCode.INVALID_ARGUMENT, reason, list(fields))


def test_a_token_is_bound_to_its_state(stub):
    for n in range(2):
        record(stub, original=f"Sak {n}.")
    token = listed(stub, page_size=1).next_page_token
    request = pb.ListCorrectionsRequest(page_size=1, page_token=token, state=pb.Correction.STATE_PENDING)
    assert refused(stub.ListCorrections, request)[1:] == ("INVALID_PAGE_TOKEN", ["page_token"])


def test_a_damaged_memory_is_unavailable_and_stays_as_it_is(stub, path):
    path.write_bytes(b"rubbish " * 4096)
    for call, request in (
        (stub.RecordCorrection, pb.RecordCorrectionRequest(**REQUEST)),
        (stub.ListCorrections, pb.ListCorrectionsRequest()),
        (stub.TranslateDocument, pb.TranslateDocumentRequest(document=document(NB))),
    ):
        assert refused(call, request)[:2] == (grpc.StatusCode.UNAVAILABLE, "MEMORY_DAMAGED")
    assert path.read_bytes() == b"rubbish " * 4096


def test_a_server_without_a_memory_says_so(start):
    with (
        start(FakeEngine(), replace(Settings(), port=0)) as up,
        grpc.insecure_channel(f"127.0.0.1:{up.port}") as channel,
    ):
        stub = newsroom_pb2_grpc.NewsroomServiceStub(channel)
        code, reason, _ = refused(stub.RecordCorrection, pb.RecordCorrectionRequest(**REQUEST))
    assert (code, reason) == (grpc.StatusCode.FAILED_PRECONDITION, "NO_MEMORY")
