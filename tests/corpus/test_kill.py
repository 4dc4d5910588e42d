"""`kill -9` in the middle, the same command again: the same bytes, and only the unfinished documents computed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.corpus.test_readers import write
from tests.corpus.test_run import digests

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = 12


@pytest.fixture
def corpus(tmp_path):
    names = "Alta Bergen Drammen Elverum Florø Gjøvik Halden Jessheim Kongsberg Larvik Molde Narvik".split()  # noqa: SIM905
    assert len(names) == DOCUMENTS
    return write(tmp_path / "in", {f"{name}.txt": f"{name} fikk ny bro. Den åpnet {name}." for name in names})


def command(tmp_path, log, out, delay, *more):
    program = [sys.executable, "-m", "tests.corpus.fakes", log, str(delay)]
    return subprocess.Popen(
        [*program, "corpus", tmp_path / "in", "--out", out, "--workers", "2", "--no-cache", *more],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")},
    )


def logged(log):
    return log.read_text().split("\n")[:-1] if log.exists() else []


def wait_for(log, number):
    deadline = time.monotonic() + 60
    while len(logged(log)) < number:
        assert time.monotonic() < deadline, f"{number} documents never came"
        time.sleep(0.01)


def undisturbed(tmp_path):
    process = command(tmp_path, tmp_path / "fresh.log", tmp_path / "fresh", 0)
    assert process.wait(60) == 0, process.stderr.read()
    return digests(tmp_path / "fresh")


def finish(tmp_path, out):
    process = command(tmp_path, tmp_path / "second.log", out, 0, "--json")
    stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 0, stderr
    return json.loads(stdout)


@pytest.mark.parametrize("after", [1, 5])
def test_kill_9_and_again(corpus, tmp_path, after):
    first, out = tmp_path / "first.log", tmp_path / "out"
    process = command(tmp_path, first, out, 0.15)
    wait_for(first, after)
    process.send_signal(signal.SIGKILL)
    process.wait(30)
    began = len(logged(first))
    assert began < DOCUMENTS, "killed in the middle"
    assert not (out / "translations.jsonl").exists()
    counts = finish(tmp_path, out)
    again = [name for name in logged(tmp_path / "second.log") if not name.startswith("event")]
    assert counts["resumed"] + len(again) == DOCUMENTS
    assert counts["resumed"] >= after - 2, "all but what was in work when it was killed"
    assert digests(out) == undisturbed(tmp_path)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_politely(corpus, tmp_path, number):
    first, out = tmp_path / "first.log", tmp_path / "out"
    process = command(tmp_path, first, out, 0.15)
    wait_for(first, 3)
    process.send_signal(number)
    _, stderr = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "goes on from there" in stderr
    assert "Traceback" not in stderr
    finished = len(logged(first))
    counts = finish(tmp_path, out)
    assert counts["resumed"] == finished, "what was in work was finished and kept"
    assert digests(out) == undisturbed(tmp_path)
