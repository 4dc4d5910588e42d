"""Servers that are broken on purpose, and what a client expects of them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import grpc
import pytest

from tidings.v1 import newsroom_pb2 as pb
from tidings.v1 import newsroom_pb2_grpc

ROOT = Path(__file__).resolve().parents[2]


class FaultyServer:
    """A running `tests.faults.server`. `folder` holds its cache, memory, events and `log`."""

    def __init__(self, folder: Path, **options: object) -> None:
        self.folder = folder
        self.cache_path = folder / "cache.sqlite3"
        paths = {f"{name}_path": str(folder / f"{name}.sqlite3") for name in ("cache", "memory", "events")}
        given = {**options, "settings": {**paths, **options.get("settings", {})}}  # type: ignore[dict-item]
        with (folder / "log").open("w", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.server", json.dumps(given)],
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "protos")])},
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert line, self.log()
        self.port = int(line)
        self.channel = grpc.insecure_channel(f"127.0.0.1:{self.port}")
        self.stub = newsroom_pb2_grpc.NewsroomServiceStub(self.channel)

    def log(self) -> str:
        """What it said on standard error."""
        return (self.folder / "log").read_text(encoding="utf-8")

    def descriptors(self) -> int:
        """Its open file descriptors."""
        return len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))

    def signal(self, number: signal.Signals) -> None:
        """Send it."""
        self.process.send_signal(number)

    def stop(self, seconds: float = 20) -> int:
        """SIGTERM, where it still runs, and the exit code."""
        self.channel.close()
        if self.process.poll() is None:
            self.process.terminate()
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        finally:
            if self.process.stdout:
                self.process.stdout.close()


@pytest.fixture
def faulty(tmp_path: Path) -> Iterator[Callable[..., FaultyServer]]:
    """Starts a FaultyServer; it is stopped at the end, and has to end with 0."""
    started: list[FaultyServer] = []

    def start(**options: object) -> FaultyServer:
        server = FaultyServer(tmp_path, **options)
        started.append(server)
        return server

    yield start
    for server in started:
        assert server.stop() == 0, server.log()


def asked(number: int | str, sentences: int = 2, document_id: str | None = None) -> pb.TranslateDocumentRequest:
    """A request whose segments no other number has."""
    text = " ".join(f"Kommunen kjøpte hus {number} i gate {i} onsdag." for i in range(1, sentences + 1))
    document = pb.Document(document_id=document_id or f"d{number}", text=text, language_code="nb")
    return pb.TranslateDocumentRequest(document=document)


def streamed(request: pb.TranslateDocumentRequest) -> pb.StreamTranslateDocumentsRequest:
    """The same article as one of a stream."""
    return pb.StreamTranslateDocumentsRequest(document=request.document)


def is_right(translation: pb.Translation, request: pb.TranslateDocumentRequest) -> bool:
    """Whether it is the whole article, each segment what the engine says of it."""
    originals = " ".join(segment.original for segment in translation.segments)
    return (
        translation.document_id == request.document.document_id
        and originals == request.document.text
        and all(segment.text == f"EN {segment.original}" for segment in translation.segments)
    )


@contextmanager
def refused(*codes: grpc.StatusCode) -> Iterator[None]:
    """The call in the block ends with one of these statuses."""
    with pytest.raises(grpc.RpcError) as caught:
        yield
    assert caught.value.code() in codes, caught.value
