"""The SQLite cache: bounded, shared, migrated, and never in the way of the work."""

from __future__ import annotations

import logging
import multiprocessing
import os
import random
import resource
import sqlite3
import subprocess
import sys
import threading
from itertools import count
from pathlib import Path

import pytest

from service.errors import ConfigurationError
from service.store import Cache, MemoryCache
from service.store.cache import ROW_OVERHEAD
from service.store.codec import compress
from service.store.database import open_database
from service.store.migrations import CACHE_MIGRATIONS

MB = 1024 * 1024
ROOT = Path(__file__).resolve().parents[2]


def noise(number: int, size: int = 1000) -> bytes:
    """Bytes that zstd can't shrink, the same for the same number."""
    return random.Random(number).randbytes(size)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "deep" / "cache.sqlite3"


@pytest.fixture(params=["sqlite", "memory"])
def any_cache(request, path):
    with Cache(path, max_bytes=MB) if request.param == "sqlite" else MemoryCache(max_bytes=MB) as cache:
        yield cache


class TestBoth:
    """What the file and the memory cache promise alike."""

    def test_what_is_put_is_got(self, any_cache):
        any_cache.put("a", "Tromsø".encode())
        any_cache.put_many({"b": b"", "c": b"\x00\xff"})
        assert any_cache.get("a") == "Tromsø".encode()
        assert any_cache.get_many(["a", "b", "c", "none"]) == {"a": "Tromsø".encode(), "b": b"", "c": b"\x00\xff"}
        assert any_cache.get("none") is None

    def test_put_again_replaces_and_counts_once(self, any_cache):
        any_cache.put("a", noise(1))
        before = any_cache.stats()
        any_cache.put("a", noise(2))
        assert any_cache.get("a") == noise(2)
        assert (any_cache.stats().entries, any_cache.stats().bytes) == (1, before.bytes)

    def test_hits_and_misses_are_counted(self, any_cache):
        any_cache.put("a", b"1")
        any_cache.get_many(["a", "b", "c"])
        assert (any_cache.stats().hits, any_cache.stats().misses) == (1, 2)

    def test_least_recently_used_go_first(self, any_cache):
        for number in range(5):
            any_cache.put(str(number), noise(number))
        any_cache.get("0")
        bytes_each = any_cache.stats().bytes // 5
        assert any_cache.prune(bytes_each * 2) == 3
        assert set(any_cache.get_many("01234")) == {"0", "4"}

    def test_clear_says_how_many_went(self, any_cache):
        any_cache.put_many({str(n): noise(n) for n in range(7)})
        assert any_cache.clear() == 7
        assert any_cache.get("1") is None
        assert (any_cache.stats().entries, any_cache.stats().bytes) == (0, 0)

    def test_more_keys_than_sqlite_takes_variables(self, any_cache):
        items = {f"k{n}": str(n).encode() for n in range(2000)}
        any_cache.put_many(items)
        assert any_cache.get_many(items) == items


def test_it_is_bounded_whatever_is_written(path):
    clock = count()
    with Cache(path, max_bytes=200_000, clock=lambda: next(clock)) as cache:
        for number in range(1000):
            cache.put(str(number), noise(number))
            assert cache.stats().bytes <= 200_000
        kept = [number for number in range(1000) if cache.get(str(number)) is not None]
        assert kept == list(range(kept[0], 1000)), "the oldest went, and nothing else"
        assert len(kept) >= 0.85 * 200_000 / (1000 + 20 + ROW_OVERHEAD)
        assert cache.stats().evicted == 1000 - len(kept)


def test_the_file_stays_near_its_bound(path):
    with Cache(path, max_bytes=2 * MB) as cache:
        for start in range(0, 20_000, 500):
            cache.put_many({str(n): noise(n, 300) for n in range(start, start + 500)})
        assert cache.stats().file_bytes < 2 * MB * 1.25 + 5 * MB, "journal included"
        cache.prune(100_000)
        assert cache.stats().file_bytes < 0.5 * MB, "pruning gives the space back"


def test_a_value_too_large_for_the_cache_is_left_out(path):
    with Cache(path, max_bytes=10_000) as cache:
        cache.put("small", b"1")
        cache.put("large", noise(1, 20_000))
        assert cache.get("large") is None
        assert cache.get("small") == b"1", "and does not push the others out"


def test_use_is_remembered_by_the_file(path):
    clock = count()
    with Cache(path, max_bytes=MB, clock=lambda: next(clock)) as cache:
        for number in range(3):
            cache.put(str(number), noise(number))
        cache.get("0")
    with Cache(path, max_bytes=MB, clock=lambda: next(clock)) as cache:
        cache.prune(cache.stats().bytes // 3 + 10)
        assert set(cache.get_many("012")) == {"0"}
        assert cache.stats().hits == 2, "hits are of the file's whole life"


def test_values_are_plain_compressed_bytes(path):
    with Cache(path, max_bytes=MB) as cache:
        cache.put("a", b"text " * 10_000)
        assert cache.stats().bytes < 1000
    (frame,) = sqlite3.connect(path).execute("SELECT value FROM entry").fetchone()
    assert frame[:4] == b"\x28\xb5\x2f\xfd", "a zstd frame, nothing that could be executed"


def _write_range(path: Path, first: int, last: int) -> None:
    with Cache(path, max_bytes=50 * MB) as cache:
        for number in range(first, last):
            cache.put(str(number), noise(number, 200))
            cache.get(str(number - 1))


def test_several_processes_make_and_write_one_file(path):
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_write_range, args=(path, n * 150, n * 150 + 150)) for n in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    assert [worker.exitcode for worker in workers] == [0] * 4
    with Cache(path, max_bytes=50 * MB) as cache:
        assert cache.get_many(map(str, range(600))) == {str(n): noise(n, 200) for n in range(600)}
        assert cache.stats().entries == 600


def test_several_threads_share_one_cache(path):
    errors = []
    with Cache(path, max_bytes=50 * MB) as cache:

        def work(first: int) -> None:
            for number in range(first, first + 100):
                cache.put(str(number), noise(number, 100))
                if cache.get(str(number)) != noise(number, 100):
                    errors.append(number)

        threads = [threading.Thread(target=work, args=(n * 100,)) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not errors
        assert cache.stats().entries == 800


def test_a_forked_child_uses_a_connection_of_its_own(path):
    with Cache(path, max_bytes=MB) as cache:
        cache.put("parent", b"1")
        child = os.fork()
        if child == 0:
            ok = cache.get("parent") == b"1"
            cache.put("child", b"2")
            os._exit(0 if ok else 1)
        assert os.waitpid(child, 0)[1] == 0
        assert cache.get_many(["parent", "child"]) == {"parent": b"1", "child": b"2"}


def test_an_old_file_is_migrated_with_what_it_holds(path):
    old = open_database(path, CACHE_MIGRATIONS[:1])
    old.execute("INSERT INTO entry VALUES ('a', ?, 300, 5)", (compress(b"kept"),))
    old.close()
    with Cache(path, max_bytes=MB) as cache:
        assert cache.get("a") == b"kept"
        assert (cache.stats().entries, cache.stats().bytes) == (1, 300)
    assert sqlite3.connect(path).execute("PRAGMA user_version").fetchone() == (len(CACHE_MIGRATIONS),)


def test_a_newer_file_is_refused_and_left_alone(path):
    open_database(path, [*CACHE_MIGRATIONS, ["CREATE TABLE later (x)"]]).close()
    before = path.read_bytes()
    with pytest.raises(ConfigurationError, match="newer Tidings") as caught:
        Cache(path, max_bytes=MB)
    assert caught.value.reason == "DATABASE_TOO_NEW"
    assert path.read_bytes() == before


def test_a_migration_that_fails_changes_nothing(path):
    open_database(path, CACHE_MIGRATIONS[:1]).close()
    with pytest.raises(sqlite3.OperationalError):
        open_database(path, [CACHE_MIGRATIONS[0], ["CREATE TABLE fine (x)", "CREATE NONSENSE"]])
    db = sqlite3.connect(path)
    assert db.execute("PRAGMA user_version").fetchone() == (1,)
    assert db.execute("SELECT name FROM sqlite_master WHERE name = 'fine'").fetchone() is None


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"not a database, but long enough to be looked at " * 100, "another kind of file"),
        (b"SQLite format 3\x00" + b"\xff" * 5000, "a header and rubbish"),
    ],
)
def test_a_damaged_file_is_moved_aside(path, caplog, content, reason):
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    with caplog.at_level(logging.WARNING), Cache(path, max_bytes=MB) as cache:
        cache.put("a", b"1")
        assert cache.get("a") == b"1", reason
    assert path.with_name(path.name + ".corrupt-1").read_bytes() == content
    assert "is damaged: moved to" in caplog.text


def test_damage_while_open_is_mended(path, caplog):
    with Cache(path, max_bytes=10 * MB) as cache:
        cache.put_many({str(n): noise(n) for n in range(1000)})
        cache._db().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        content = bytearray(path.read_bytes())
        content[4096:] = b"\xa5" * (len(content) - 4096)
        path.write_bytes(content)
        cache._db().execute("PRAGMA cache_size=1")
        with caplog.at_level(logging.WARNING):
            for number in range(1000):
                cache.get(str(number))
        cache.put("new", b"1")
        assert cache.get("new") == b"1"
    assert path.with_name(path.name + ".corrupt-1").exists()


def test_a_damaged_value_is_a_miss_and_is_dropped(path, caplog):
    with Cache(path, max_bytes=MB) as cache:
        cache.put_many({"good": noise(1), "bad": noise(2)})
        frame = bytearray(compress(noise(2)))
        frame[500] ^= 1
        cache._db().execute("UPDATE entry SET value = ? WHERE key = 'bad'", (bytes(frame),))
        with caplog.at_level(logging.WARNING):
            assert cache.get_many(["good", "bad"]) == {"good": noise(1)}
        assert cache.stats().entries == 1
    assert "damaged entries" in caplog.text


def test_what_cannot_be_written_is_said_once_and_counted(path, caplog):
    with Cache(path, max_bytes=MB, busy_seconds=0.05) as cache:
        cache.put("before", b"0")
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with caplog.at_level(logging.WARNING):
            cache.put("a", b"1")
            cache.put_many({"b": b"2", "c": b"3"})
        assert cache.get("before") == b"0", "reading goes on"
        other.execute("ROLLBACK")
        assert cache.stats().write_failures == 3
        assert len(caplog.records) == 1
        cache.put("d", b"4")
        assert cache.get("d") == b"4", "and so does writing, when it can"


def test_a_full_disk_does_not_stop_the_work(path):
    """A file size limit stands in for the disk: the child goes on with every answer right."""
    script = f"""
import resource, signal
from pathlib import Path
from service.store import Cache
from tests.store.test_cache import noise
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with Cache(Path({str(path)!r}), max_bytes=50_000_000) as cache:
    cache.put("first", b"1")
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
    for number in range(1000):
        cache.put(str(number), noise(number))
    assert cache.get("first") == b"1"
    assert cache.stats().write_failures > 0
    print("went on")
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.stdout == "went on\n", done.stderr
    assert done.stderr.count("can't be written") == 1
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


@pytest.mark.parametrize("what", ["a folder", "below a file"])
def test_a_path_that_cannot_be_is_refused_by_name(tmp_path, what):
    (tmp_path / "file").write_text("")
    path = tmp_path if what == "a folder" else tmp_path / "file" / "cache.sqlite3"
    with pytest.raises(ConfigurationError) as caught:
        Cache(path, max_bytes=MB)
    assert caught.value.reason == "CACHE_UNUSABLE"
    assert str(path) in caught.value.message


def test_closing_twice_is_fine_and_using_a_closed_cache_is_not(path):
    cache = Cache(path, max_bytes=MB)
    cache.close()
    cache.close()
    with pytest.raises(ValueError, match="closed"):
        cache.get("a")
