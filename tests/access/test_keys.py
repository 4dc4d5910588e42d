"""Keys, their file, the ring that a server goes by, and quotas on a clock of their own."""

from __future__ import annotations

import json
import logging
import os
import stat
import threading
from datetime import UTC, datetime, timedelta

import pytest

from service.access import ApiKey, KeyFile, KeyRing, Limits, new_key
from service.access.quota import Bucket, Quota
from service.errors import ConfigurationError, QuotaError, StorageError, UnauthenticatedError

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def file(tmp_path):
    return KeyFile(tmp_path / "made" / "keys.json")


def add(file: KeyFile, name: str = "desk", **more: object) -> tuple[ApiKey, str]:
    key, token = new_key(name, now=NOW, **more)
    file.change(lambda keys: [*keys, key])
    return key, token


def test_a_key_is_kept_as_a_hash_that_only_its_secret_opens(file):
    key, token = add(file, limits=Limits(requests_per_second=2.5, characters_per_day=10_000))
    head, key_id, secret = token.split("_")
    assert (head, key_id, len(secret)) == ("tdk", key.id, 43)
    assert secret not in file.path.read_text()
    (read,) = file.read()
    assert read == key
    assert read.opens_with(secret)
    assert not read.opens_with(secret[:-1] + ("a" if secret[-1] != "a" else "b"))
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600


def test_two_keys_share_nothing(file):
    assert len({add(file)[1].split("_")[2] for _ in range(20)}) == 20


def test_writers_at_once_lose_no_key(file):
    threads = [threading.Thread(target=add, args=(file, f"n{i}")) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert {key.name for key in file.read()} == {f"n{i}" for i in range(8)}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("{", "not JSON", id="no JSON"),
        pytest.param('{"version": 2, "keys": []}', '"version": 1', id="another version"),
        pytest.param('{"version": 1, "keys": [7]}', "an object", id="no key"),
        pytest.param('{"version": 1, "keys": [{"id": "ab", "colour": 1}]}', "colour", id="unknown field"),
        pytest.param('{"version": 1, "keys": [{"id": "ab"}]}', "name", id="field missing"),
    ],
)
def test_a_bad_file_says_what_is_wrong_in_it(file, text, says):
    file.path.parent.mkdir()
    file.path.write_text(text)
    with pytest.raises(ConfigurationError, match=says) as caught:
        file.read()
    assert str(file.path) in caught.value.message


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param({"limits": {"requests_per_second": 0}}, "requests_per_second is 0", id="rate of nothing"),
        pytest.param({"limits": {"characters_per_day": "many"}}, "'many'", id="no number"),
        pytest.param({"limits": {"characters_per_day": 1.5}}, "1.5", id="half a character"),
        pytest.param({"limits": {"burst": 3}}, "requests_per_second", id="burst of no rate"),
        pytest.param({"limits": {"per_hour": 3}}, "per_hour", id="unknown limit"),
        pytest.param({"expires_at": "2027-01-31T00:00:00"}, "without its zone", id="time without a zone"),
        pytest.param({"sha256": "beef"}, "64 hex digits", id="no hash"),
    ],
)
def test_a_bad_key_is_named(file, change, says):
    key, _ = add(file)
    file.path.write_text(json.dumps({"version": 1, "keys": [{**key.record(), **change}]}))
    with pytest.raises(ConfigurationError, match=says) as caught:
        file.read()
    assert key.id in caught.value.message


def test_a_file_that_cant_be_written_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match=r"keys\.json"):
        add(KeyFile(tmp_path / "file" / "keys.json"))


def test_the_ring_knows_its_keys_and_says_why_it_refuses(file):
    good, token = add(file)
    old, old_token = add(file, "old", expires_at=NOW - timedelta(seconds=1))
    file.change(lambda keys: keys)
    ring = KeyRing(file.path, now=lambda: NOW)
    assert ring.authenticated(token) == good
    assert ring.active == 1
    wrong = token[:-1] + ("a" if token[-1] != "a" else "b")
    for bad, reason in (
        (old_token, "KEY_EXPIRED"),
        (wrong, "INVALID_KEY"),
        ("tdk_0_secret", "INVALID_KEY"),
        ("", "INVALID_KEY"),
    ):
        with pytest.raises(UnauthenticatedError) as caught:
            ring.authenticated(bad)
        assert caught.value.reason == reason
        assert not bad or bad.rpartition("_")[2] not in caught.value.message
    assert old.state(NOW) == "expired"


def test_a_revoked_key_is_refused_at_the_next_look_and_a_bad_file_changes_nothing(file, caplog):
    key, token = add(file)
    clock = Clock()
    ring = KeyRing(file.path, clock=clock)
    file.change(lambda keys: [ApiKey.of_record({**keys[0].record(), "revoked_at": "2026-11-24T12:00:00Z"})])
    assert ring.authenticated(token).id == key.id
    clock.seconds = 1.0
    with pytest.raises(UnauthenticatedError) as caught:
        ring.authenticated(token)
    assert caught.value.reason == "KEY_REVOKED"
    file.path.write_text("nonsense")
    clock.seconds = 2.0
    with caplog.at_level(logging.ERROR), pytest.raises(UnauthenticatedError, match="revoked"):
        ring.authenticated(token)
    file.path.unlink()
    clock.seconds = 3.0
    with pytest.raises(UnauthenticatedError, match="revoked"):
        ring.authenticated(token)
    assert sum("stay as they are" in record.message for record in caplog.records) == 2


def test_a_ring_needs_a_file_at_the_start(tmp_path):
    with pytest.raises(ConfigurationError, match="tidings keys new"):
        KeyRing(tmp_path / "none.json")


def test_a_bucket_lets_a_burst_through_then_its_rate():
    clock = Clock()
    bucket = Bucket(3, 2.0, clock)
    for _ in range(3):
        assert bucket.wait_for(1) == 0
        bucket.take(1)
    assert bucket.wait_for(1) == pytest.approx(0.5)
    clock.seconds = 0.5
    assert bucket.wait_for(1) == 0
    clock.seconds = 100
    assert bucket.wait_for(3) == 0
    assert bucket.wait_for(3.1) == float("inf")


def test_a_refused_request_takes_nothing():
    clock = Clock()
    key, _ = new_key("a", now=NOW, limits=Limits(characters_per_minute=60, characters_per_day=100))
    quota = Quota(key.limits, clock)
    quota.characters(key, 60)
    with pytest.raises(QuotaError) as caught:
        quota.characters(key, 30)
    assert caught.value.retry_seconds == pytest.approx(30)
    clock.seconds = 30
    quota.characters(key, 30)
    clock.seconds = 90
    with pytest.raises(QuotaError, match="100 a day") as caught:
        quota.characters(key, 11)
    assert caught.value.retry_seconds == pytest.approx((11 - 10 - 90 * 100 / 86_400) / (100 / 86_400))
    with pytest.raises(QuotaError, match="send less at once") as caught:
        quota.characters(key, 61)
    assert caught.value.retry_seconds is None


def test_what_was_used_stays_used_when_the_file_changes(file):
    key, _ = add(file, limits=Limits(requests_per_second=1, burst=1))
    clock = Clock()
    ring = KeyRing(file.path, clock=clock)
    ring.quota(key).request(key)
    add(file, "another")
    ring.refresh()
    with pytest.raises(QuotaError, match="1 requests a second"):
        ring.quota(key).request(key)
    os.utime(file.path)
    assert ring.active == 2
