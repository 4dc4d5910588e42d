"""The process is told to stop, its clock steps back, or its model is only half there."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time

import grpc
import pytest

from models.repository import BUNDLED_DIR
from tests.faults.conftest import ROOT, asked, is_right
from tidings.v1 import newsroom_pb2_grpc


def test_sigterm_under_load_finishes_what_was_begun(faulty):
    server = faulty(seconds=0.05)
    stop = threading.Event()
    right: list[bool] = []
    codes: set[grpc.StatusCode] = set()

    def client(name: int) -> None:
        with grpc.insecure_channel(f"127.0.0.1:{server.port}") as channel:
            stub = newsroom_pb2_grpc.NewsroomServiceStub(channel)
            for i in range(10_000):
                if stop.is_set():
                    return
                request = asked(f"{name}-{i}")
                try:
                    right.append(is_right(stub.TranslateDocument(request, timeout=30).translation, request))
                except grpc.RpcError as error:
                    codes.add(error.code())
                    return

    threads = [threading.Thread(target=client, args=(i,)) for i in range(8)]
    for thread in threads:
        thread.start()
    while len(right) < 20:
        time.sleep(0.01)
    server.signal(signal.SIGTERM)
    assert server.process.wait(30) == 0, server.log()
    for thread in threads:
        thread.join(30)
    stop.set()
    assert all(right)
    assert codes <= {grpc.StatusCode.UNAVAILABLE}, "a call is answered, or refused as one that may be sent again"


def test_a_clock_that_steps_back(faulty):
    server = faulty()
    requests = [asked(i) for i in range(8)]
    for request in requests[:4]:
        assert is_right(server.stub.TranslateDocument(request, timeout=20).translation, request)
    for _ in range(3):
        server.signal(signal.SIGUSR1)
        for request in requests:
            reply = server.stub.TranslateDocument(request, timeout=20)
            assert is_right(reply.translation, request)
            assert 0 <= reply.serving_info.queue_ms < 20_000
            assert 0 <= reply.serving_info.inference_ms < 20_000
    assert all(server.stub.TranslateDocument(request, timeout=20).serving_info.cached for request in requests)


@pytest.mark.parametrize("cut", ["model.safetensors", "source.spm", "config.json"])
def test_a_model_folder_that_is_half_written_never_serves(tmp_path, cut):
    folder = tmp_path / "half"
    shutil.copytree(BUNDLED_DIR / "tidings-mt-small", folder)
    (folder / "tidings.json").write_text('{"task": "translation", "languages": ["nb", "nn", "de"]}', encoding="utf-8")
    whole = (folder / cut).read_bytes()
    (folder / cut).write_bytes(whole[: len(whole) // 2])
    environment = {
        **os.environ,
        **{f"TIDINGS_{name.upper()}_PATH": str(tmp_path / name) for name in ("cache", "memory", "events")},
        "TIDINGS_CONVERTED_DIR": str(tmp_path / "converted"),
        "TIDINGS_TRANSLATORS": f"*={folder}",
        "TIDINGS_SUMMARIZER": "extractive",
    }
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from service.cli import main; raise SystemExit(main())",
            "serve",
            "--port",
            "0",
            "--json",
        ],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode in (2, 3), done.stderr[-2000:]
    assert done.stdout.strip() == "" or "port" not in json.loads(done.stdout.splitlines()[-1])
    assert "half" in done.stderr
    assert "Traceback" not in done.stderr
