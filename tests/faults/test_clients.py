"""Clients that vanish, do not read, or come a thousand at a time."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace

import grpc

from tests.fakes import FakeEngine
from tests.faults.conftest import asked, is_right, streamed
from tests.rpc.conftest import SETTINGS, running
from tidings.v1 import newsroom_pb2_grpc


def wait_until(true, seconds: float = 15.0) -> bool:
    """Whether it became true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.02)
    return bool(true())


def test_a_client_that_vanishes_in_mid_stream_leaves_nothing_behind():
    def slow(text: str) -> str:
        time.sleep(0.01)
        return f"EN {text}"

    engine = FakeEngine(slow)
    with running(engine, replace(SETTINGS, queue_size=64)) as up:
        channel = grpc.insecure_channel(f"127.0.0.1:{up.port}")
        rows = [streamed(asked(i, sentences=5)) for i in range(200)]
        replies = newsroom_pb2_grpc.NewsroomServiceStub(channel).StreamTranslateDocuments(iter(rows), timeout=60)
        first = next(replies)
        assert is_right(first.translation, asked(0, sentences=5))
        channel.close()  # as when the process is killed: the connection breaks
        assert wait_until(lambda: up.server.queue.depth == 0)
        begun = len(engine.calls)
        assert begun < 100, "most of the stream should never reach the engine"
        with grpc.insecure_channel(f"127.0.0.1:{up.port}") as other:
            request = asked("next")
            reply = newsroom_pb2_grpc.NewsroomServiceStub(other).TranslateDocument(request, timeout=20)
            assert is_right(reply.translation, request)


def test_a_thousand_connections(faulty):
    server = faulty(settings={"queue_size": 2000})
    before = server.descriptors()

    async def one(number: int) -> bool:
        options = [("grpc.use_local_subchannel_pool", 1)]
        async with grpc.aio.insecure_channel(f"127.0.0.1:{server.port}", options=options) as channel:
            request = asked(number % 50)
            reply = await newsroom_pb2_grpc.NewsroomServiceStub(channel).TranslateDocument(request, timeout=60)
            connected.append(number)
            while len(connected) < 1000:  # nobody leaves before the last has come
                await asyncio.sleep(0.05)
            most.append(server.descriptors()) if not most else None
            return is_right(reply.translation, request)

    connected: list[int] = []
    most: list[int] = []

    async def everybody() -> list[bool]:
        return await asyncio.gather(*map(one, range(1000)))

    assert asyncio.run(everybody()) == [True] * 1000
    assert most[0] >= before + 1000
    assert wait_until(lambda: server.descriptors() <= before + 20), "connections that closed are let go"


def test_a_slow_reader_holds_up_nobody_and_gets_everything(faulty):
    server = faulty()
    article = asked("long", sentences=60)
    size = len(server.stub.TranslateDocument(article, timeout=20).SerializeToString())
    count = 40_000_000 // size  # 40 MB of replies: more than any window takes in
    sent: list[int] = []

    def rows():
        for i in range(count):
            sent.append(i)
            yield streamed(asked("long", sentences=60, document_id=f"d{i}"))

    replies = server.stub.StreamTranslateDocuments(rows(), timeout=120)
    assert next(replies).document_id == "d0"
    time.sleep(1.0)  # reads nothing
    assert len(sent) < count, "the server should stop reading where its replies are not read"
    with grpc.insecure_channel(f"127.0.0.1:{server.port}") as other:
        request = asked("quick")
        reply = newsroom_pb2_grpc.NewsroomServiceStub(other).TranslateDocument(request, timeout=10)
        assert is_right(reply.translation, request)
    rest = list(replies)
    assert [reply.document_id for reply in rest] == [f"d{i}" for i in range(1, count)]
    assert {len(reply.translation.segments) for reply in rest} == {60}
    assert is_right(rest[-1].translation, asked("long", sentences=60, document_id=f"d{count - 1}"))
