"""An article asked for again is found whole, and only while nothing that its translation rests on has changed."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import grpc
import pytest

from models.errors import ModelError
from service.config import Settings
from service.domain import Document
from service.rpc.ready import stream_reply, unary_reply
from service.rpc.reply_cache import ReplyCache
from service.rpc.requests import document_of
from service.store import TranslationMemory
from service.store.translation_memory_pairs import Proposal
from service.translation import EMPTY
from service.translation.glossary import Glossary
from tests.fakes import FakeEngine
from tests.rpc.conftest import fake_newsroom
from tidings.v1 import newsroom_pb2 as pb
from tidings.v1 import newsroom_pb2_grpc

FIRST = "Kommunestyret vedtok onsdag å bygge en ny skole ved elven."
SECOND = "Arbeidet begynner etter sommeren."
SETTINGS = replace(Settings(), port=0)


def asked(text: str = f"{FIRST} {SECOND}", document_id: str = "a", **more) -> pb.TranslateDocumentRequest:
    return pb.TranslateDocumentRequest(document=pb.Document(document_id=document_id, text=text), **more)


class Desk:
    """A newsroom with a fake engine, a memory in a file, and its reply cache."""

    def __init__(self, folder, settings: Settings = SETTINGS, **more) -> None:
        self.engine = FakeEngine()
        self.memory = TranslationMemory(folder / "memory.sqlite3")
        self.newsroom = fake_newsroom(self.engine, self.memory)
        self.settings = settings
        self.cache = ReplyCache(self.newsroom, settings, **more)

    def make(self, request: pb.TranslateDocumentRequest, glossary: Glossary = EMPTY) -> pb.Translation:
        document: Document = document_of(request.document, self.settings)
        body = self.cache.made(request, lambda: self.newsroom.translate(document, glossary=glossary))
        return pb.Translation.FromString(body)

    def find(self, request) -> pb.Translation | None:
        body = asyncio.run(self.cache.find(request))
        return None if body is None else pb.Translation.FromString(body)

    def approve(self, original: str, english: str) -> None:
        correction = self.memory.record(Proposal(original, english, "nb", "Kari Nordmann"))
        self.memory.approve([correction.correction_id], "Ola Hansen")


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def test_what_was_made_is_found_as_it_was_made(desk):
    assert desk.find(asked()) is None
    made = desk.make(asked())
    assert [segment.original for segment in made.segments] == [FIRST, SECOND]
    calls = len(desk.engine.calls)
    assert desk.find(asked()) == made
    assert len(desk.engine.calls) == calls


def test_the_same_article_under_another_id_is_found(desk):
    made = desk.make(asked(document_id="a"))
    assert desk.find(asked(document_id="another")) == made


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(asked(FIRST), id="another text"),
        pytest.param(asked(glossary=pb.Glossary(protected=["Kommunestyret"])), id="another glossary"),
        pytest.param(
            pb.TranslateDocumentRequest(
                document=pb.Document(document_id="a", text=f"{FIRST} {SECOND}", language_code="nn")
            ),
            id="another language",
        ),
        pytest.param(
            pb.TranslateDocumentRequest(document=pb.Document(document_id="a", text=f"{FIRST} {SECOND}", title="Skole")),
            id="a title",
        ),
        pytest.param(asked(document_id=""), id="no id"),
        pytest.param(asked(document_id="a\nb"), id="a control character in its id"),
    ],
)
def test_any_other_request_is_not_found(desk, other):
    desk.make(asked())
    assert desk.find(other) is None


def test_other_options_find_nothing(tmp_path):
    desk = Desk(tmp_path)
    desk.make(asked())
    for changed in (replace(SETTINGS, repair=False), replace(SETTINGS, beam_size=2)):
        assert asyncio.run(ReplyCache(desk.newsroom, changed).find(asked())) is None
    assert asyncio.run(ReplyCache(desk.newsroom, SETTINGS).find(asked())) is not None


def test_an_approved_correction_is_never_passed_over(desk):
    desk.make(asked())
    assert desk.find(asked()) is not None
    desk.approve(SECOND, "Work starts after the summer.")
    assert desk.find(asked()) is None
    assert desk.make(asked()).segments[1].text == "Work starts after the summer."
    found = desk.find(asked())
    assert found is not None and found.segments[1].text == "Work starts after the summer."


def test_a_correction_of_another_process_counts_too(desk, tmp_path):
    desk.approve("Noe helt annet.", "Something else.")
    desk.make(asked())
    assert desk.find(asked()) is not None
    other = TranslationMemory(tmp_path / "memory.sqlite3")
    correction = other.record(Proposal(FIRST, "The council will build a school.", "nb", "Kari Nordmann"))
    other.approve([correction.correction_id], "Ola Hansen")
    other.close()
    assert desk.find(asked()) is None


def test_a_correction_of_something_else_leaves_the_reply_where_it_is(desk):
    made = desk.make(asked())
    desk.approve("Noe helt annet.", "Something else.")
    assert desk.find(asked()) == made


def test_a_named_glossary_that_changed_on_disk_is_another(tmp_path):
    file = tmp_path / "court.tsv"
    file.write_text("source\ttarget\nskole\tacademy\n", encoding="utf-8")
    desk = Desk(tmp_path, replace(SETTINGS, glossary_dir=tmp_path))
    request = asked(glossary_names=["court"])
    desk.make(request)
    assert desk.find(request) is not None
    assert desk.find(asked()) is None
    file.write_text("source\ttarget\nskole\tcollege\n", encoding="utf-8")
    assert desk.find(request) is None


def test_a_restarted_server_finds_it_on_disk(desk):
    made = desk.make(asked())
    restarted = ReplyCache(desk.newsroom, SETTINGS)
    assert pb.Translation.FromString(asyncio.run(restarted.find(asked()))) == made


def test_a_damaged_memory_is_left_to_the_translation_to_report(desk, tmp_path):
    desk.approve("Noe helt annet.", "Something else.")
    desk.make(asked())
    assert desk.find(asked()) is not None
    desk.memory.close()
    desk.cache.close()
    for suffix in ("", "-wal"):
        path = tmp_path / f"memory.sqlite3{suffix}"
        if path.exists():
            path.write_bytes(b"no database " * 1000)
    assert desk.find(asked()) is None


def test_replies_in_this_process_are_bounded(tmp_path):
    desk = Desk(tmp_path, ready_bytes=6_000)
    texts = [f"{FIRST} Det kostet {n} millioner kroner." for n in range(20)]
    for text in texts:
        desk.make(asked(text))
        assert desk.find(asked(text)) is not None
    assert 0 < sum(kept.weight for kept in desk.cache._ready.values()) == desk.cache._bytes <= 6_000
    assert 0 < len(desk.cache._ready) < len(texts)
    assert all(desk.find(asked(text)) is not None for text in texts)  # the others lie on disk


def test_replies_are_the_messages_that_the_proto_says(desk):
    made = desk.make(asked())
    body = made.SerializeToString(deterministic=True)
    info = pb.ServingInfo(cached=True, inference_ms=0.25)
    long_id = "ærlig " * 60
    made.document_id = long_id
    reply = pb.TranslateDocumentResponse.FromString(unary_reply(long_id, body, info))
    assert reply == pb.TranslateDocumentResponse(translation=made, serving_info=info)
    streamed = pb.StreamTranslateDocumentsResponse.FromString(stream_reply(long_id, body, info))
    assert streamed == pb.StreamTranslateDocumentsResponse(document_id=long_id, translation=made, serving_info=info)


def test_a_server_answers_from_it_without_a_worker(start):
    engine = FakeEngine()
    with start(engine) as up, grpc.insecure_channel(f"127.0.0.1:{up.port}") as channel:
        stub = newsroom_pb2_grpc.NewsroomServiceStub(channel)
        first = stub.TranslateDocument(asked(), timeout=20)
        calls = len(engine.calls)
        second = stub.TranslateDocument(asked(document_id="b"), timeout=20)
        rows = [pb.StreamTranslateDocumentsRequest(document=asked(document_id=i).document) for i in "cd"]
        streamed = list(stub.StreamTranslateDocuments(iter(rows), timeout=20))
    assert len(engine.calls) == calls
    assert (first.serving_info.cached, second.serving_info.cached) == (False, True)
    assert second.serving_info.queue_ms == 0 and second.serving_info.inference_ms > 0
    assert [second.translation.document_id, *(r.document_id for r in streamed)] == ["b", "c", "d"]
    for translation in (second.translation, *(r.translation for r in streamed)):
        translation.document_id = "a"
        assert translation == first.translation


def test_errors_are_not_kept(start):
    broken = [True]

    def answer(text: str) -> str:
        if broken[0]:
            raise ModelError("the model is out of order", reason="MODEL_FAILED")
        return f"EN {text}"

    with start(FakeEngine(answer)) as up, grpc.insecure_channel(f"127.0.0.1:{up.port}") as channel:
        stub = newsroom_pb2_grpc.NewsroomServiceStub(channel)
        with pytest.raises(grpc.RpcError) as caught:
            stub.TranslateDocument(asked(), timeout=20)
        assert caught.value.code() is grpc.StatusCode.INTERNAL
        broken[0] = False
        reply = stub.TranslateDocument(asked(), timeout=20)
        assert reply.translation.segments[0].text == f"EN {FIRST}"
        assert not reply.serving_info.cached
