"""The cache's file fails while the server runs: every article is translated all the same."""

from __future__ import annotations

import contextlib
import sqlite3
import time

from tests.faults.conftest import asked, is_right


def ask_all(server, numbers, timeout: float = 20.0) -> int:
    """How many of these articles come back right."""
    found = 0
    for number in numbers:
        request = asked(number)
        found += is_right(server.stub.TranslateDocument(request, timeout=timeout).translation, request)
    return found


def test_a_full_disk(faulty):
    server = faulty(file_bytes=80_000)
    assert ask_all(server, range(60)) == 60
    assert server.log().count("work goes on without it") == 1, "it is said, and said once"
    assert ask_all(server, range(60)) == 60


def test_a_cache_that_is_damaged_under_a_running_server(faulty):
    server = faulty()
    assert ask_all(server, range(5)) == 5
    for path in server.folder.glob("cache.sqlite3*"):
        with path.open("r+b") as file:
            file.write(b"\xff" * path.stat().st_size)
    assert ask_all(server, range(20)) == 20
    assert ask_all(server, range(20)) == 20
    assert server.stop() == 0, server.log()
    assert ask_all(faulty(), range(20)) == 20, "and so does the next server, on whatever the first left behind"


def test_a_cache_that_was_damaged_before_the_start(faulty, tmp_path):
    (tmp_path / "cache.sqlite3").write_bytes(b"this is no database" * 500)
    server = faulty()
    assert ask_all(server, range(5)) == 5
    assert (tmp_path / "cache.sqlite3.corrupt-1").exists()


def test_a_cache_that_another_process_keeps_locked(faulty):
    server = faulty()
    assert ask_all(server, range(3)) == 3
    with contextlib.closing(sqlite3.connect(server.cache_path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        assert ask_all(server, range(3, 9)) == 6
        waited = time.monotonic() - began
        other.execute("ROLLBACK")
    assert waited < 10, f"6 articles waited {waited:.0f} s for a lock that a cache can do without"
    assert ask_all(server, range(12)) == 12


def test_a_cache_whose_file_is_deleted_under_a_running_server(faulty):
    server = faulty()
    assert ask_all(server, range(3)) == 3
    for path in server.folder.glob("cache.sqlite3*"):
        path.unlink()
    assert ask_all(server, range(6)) == 6
