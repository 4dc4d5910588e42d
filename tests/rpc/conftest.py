"""A real server on a port of its own, in a thread of its own, over a newsroom with fake engines."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import grpc
import pytest

from models.base import DecodingOptions
from service.batching import Decoder, Meter
from service.config import Settings
from service.pipeline import Newsroom
from service.rpc import Server
from service.rpc.calls import Observer
from service.store import MemoryCache, TranslationMemory
from service.summaries import SummaryLength
from service.translation import Router
from tests.fakes import FakeEngine

SETTINGS = replace(Settings(), port=0, workers=2, queue_size=2, grace_seconds=5.0)


def fake_newsroom(engine: FakeEngine, memory: TranslationMemory | None = None) -> Newsroom:
    cache, meter = MemoryCache(), Meter()
    decoder = Decoder(engine, cache, meter)
    return Newsroom(
        router=Router({"nb": decoder, "nn": decoder, "de": decoder}),
        summarizer=None,
        cache=cache,
        meter=meter,
        options=DecodingOptions(),
        length=SummaryLength.parse("paragraph"),
        repair=False,
        memory=memory,
    )


class Running:
    """A server that runs in a thread: its port, and how to ask things of it on its loop."""

    def __init__(self, server: Server, loop: asyncio.AbstractEventLoop) -> None:
        self.server, self.loop = server, loop

    @property
    def port(self) -> int:
        return self.server.port

    def drain(self) -> None:
        asyncio.run_coroutine_threadsafe(self.server.drain(), self.loop).result(30)


@contextmanager
def running(engine: FakeEngine, settings: Settings = SETTINGS, observers: Sequence[Observer] = ()) -> Iterator[Running]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = Server(fake_newsroom(engine), settings, observers=observers)
    try:
        asyncio.run_coroutine_threadsafe(server.start(), loop).result(30)
        yield Running(server, loop)
    finally:
        asyncio.run_coroutine_threadsafe(server.drain(), loop).result(30)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with running(FakeEngine(lambda text: f"English of {len(text)} letters")) as up:
        yield up


@pytest.fixture(scope="module")
def channel(server: Running) -> Iterator[grpc.Channel]:
    with grpc.insecure_channel(f"127.0.0.1:{server.port}") as opened:
        yield opened


@pytest.fixture
def start() -> Callable[..., object]:
    return running
