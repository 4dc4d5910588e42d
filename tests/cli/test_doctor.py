"""tidings doctor finds what was broken on purpose, says what to do, and changes nothing."""

from __future__ import annotations

import json
import socket
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import trustme

from service.access import KeyFile, new_key
from service.cli import doctor_machine as machine
from service.cli import doctor_server as server
from service.cli import main
from service.cli.doctor_findings import Finding, looked
from service.config import Settings


@pytest.fixture
def settings(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    return replace(
        Settings(),
        port=0,
        cache_path=folder / "cache.sqlite3",
        memory_path=folder / "memory.sqlite3",
        events_path=folder / "events.sqlite3",
        converted_dir=folder / "converted",
        model_dir=folder / "models",
    )


def states(findings) -> dict[str, str]:
    return {finding.what: finding.state for finding in findings}


def test_a_sound_installation_has_nothing_wrong(settings, tmp_path, monkeypatch, capsys):
    for name in ("cache_path", "memory_path", "events_path", "converted_dir", "model_dir", "port"):
        monkeypatch.setenv(f"TIDINGS_{name.upper()}", str(getattr(settings, name)))
    code = main(["doctor", "--json"])
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row for row in found if row["state"] == "wrong"] == []
    assert code == 0
    assert {"python", "packages", "memory", "clock", "settings", "cache", "port", "TLS", "keys"} <= {
        r["what"] for r in found
    }
    assert all(row["do"] for row in found if row["state"] == "warning")
    assert not settings.cache_path.exists() and not settings.converted_dir.exists()


def test_settings_that_can_not_be_read_are_a_finding(tmp_path, capsys):
    (tmp_path / "t.toml").write_text("port = 99999\n")
    assert main(["doctor", "--config", str(tmp_path / "t.toml")]) == 1
    said = capsys.readouterr()
    assert "99999" in said.out and "do:" in said.out
    assert "1 wrong" in said.err


def test_a_look_that_fails_is_a_finding():
    def broken():
        yield Finding("a", "ok", "fine")
        raise OSError("no such thing")

    (finding,) = looked("disk", broken)
    assert (finding.what, finding.state) == ("disk", "wrong")
    assert "no such thing" in finding.says


def test_versions_that_were_not_tested_are_named(tmp_path):
    (tmp_path / "constraints.txt").write_text("click==0.1\nno-such-package==1\n")
    found = {finding.what: finding for finding in machine.packages(tmp_path / "constraints.txt")}
    assert found["packages"].state == "ok"
    assert found["tested versions"].state == "warning"
    assert "tested: 0.1" in found["tested versions"].says and "no-such" not in found["tested versions"].says
    assert states(machine.packages(tmp_path / "none.txt"))["tested versions"] == "skipped"


@pytest.mark.parametrize(
    ("available", "bound", "state"),
    [
        ("MemAvailable: 8000000 kB", "max", "ok"),
        ("MemAvailable: 8000000 kB", "500000000", "warning"),
        ("", "", "skipped"),
    ],
)
def test_memory_is_the_lesser_of_machine_and_container(tmp_path, available, bound, state):
    (tmp_path / "meminfo").write_text(available + "\n")
    (tmp_path / "max").write_text(bound + "\n")
    assert states(machine.memory(tmp_path / "meminfo", tmp_path / "max")) == {"memory": state}


def test_a_clock_before_the_code_is_wrong():
    assert states(machine.clock(now=0.0)) == {"clock": "wrong"}
    assert states(machine.clock()) == {"clock": "ok"}


def test_a_folder_that_can_not_be_one_is_wrong(settings, tmp_path):
    (tmp_path / "file").write_text("")
    found = states(machine.folders(replace(settings, converted_dir=tmp_path / "file" / "converted")))
    assert found["folder: converted models"] == "wrong"
    assert found["folder: cache"] in ("ok", "warning")


def test_a_damaged_store_is_found_and_left_alone(settings):
    with sqlite3.connect(settings.memory_path) as db:
        db.execute("CREATE TABLE t (a)")
    db.close()
    settings.cache_path.write_bytes(b"no SQLite at all" * 100)
    before = settings.cache_path.read_bytes()
    found = states(server.stores(settings))
    assert found == {"cache": "wrong", "translation memory": "ok", "events": "ok"}
    assert settings.cache_path.read_bytes() == before
    assert not settings.events_path.exists()


def test_a_port_in_use_is_named(settings):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        found = {f.what: f for f in server.ports(replace(settings, port=port, metrics_port=0))}
    assert found["port"].state == "warning" and str(port) in found["port"].says
    assert found["metrics port"].state == "ok"


def test_a_model_that_is_not_there_is_wrong(settings):
    found = states(server.models(replace(settings, translators={"de": "nobody/no-model"})))
    assert found["model for de"] == "wrong"
    assert found["model tidings-mt-small"] == "ok"


def pair(folder, **more):
    made = trustme.CA().issue_cert("localhost", **more)
    certificate, key = folder / "tls.crt", folder / "tls.key"
    certificate.write_bytes(made.cert_chain_pems[0].bytes())
    key.write_bytes(made.private_key_pem.bytes())
    key.chmod(0o600)
    return certificate, key


@pytest.mark.parametrize(
    ("days", "state"),
    [pytest.param(90, "ok", id="good"), pytest.param(5, "warning", id="soon"), pytest.param(-1, "wrong", id="past")],
)
def test_certificates_expire(settings, tmp_path, days, state):
    now = datetime(2026, 11, 24, tzinfo=UTC)
    certificate, key = pair(tmp_path, not_after=now + timedelta(days=days))
    given = replace(settings, tls_certificate=certificate, tls_key=key)
    assert states(server.tls(given, now=now)) == {"TLS": state, "TLS key": "ok"}


def test_a_key_that_others_can_read_or_that_is_anothers(settings, tmp_path):
    certificate, key = pair(tmp_path)
    key.chmod(0o644)
    given = replace(settings, tls_certificate=certificate, tls_key=key)
    assert states(server.tls(given))["TLS key"] == "warning"
    key.write_bytes(trustme.CA().issue_cert("x").private_key_pem.bytes())
    assert states(server.tls(given)) == {"TLS": "wrong"}


def test_the_keys_file_is_looked_at(settings, tmp_path):
    given = replace(settings, keys_path=tmp_path / "keys.json")
    assert states(server.keys(given)) == {"keys": "wrong"}
    key, _ = new_key("old", now=datetime.now(UTC), expires_at=datetime.now(UTC) - timedelta(days=1))
    KeyFile(given.keys_path).change(lambda keys: [key])
    assert states(server.keys(given)) == {"keys": "warning", "keys file": "ok"}
    KeyFile(given.keys_path).change(lambda keys: [*keys, new_key("new", now=datetime.now(UTC))[0]])
    given.keys_path.chmod(0o640)
    assert states(server.keys(given)) == {"keys": "ok", "keys file": "warning"}


def test_open_doors_are_a_warning(settings):
    public = replace(settings, host="0.0.0.0")
    assert states([*server.keys(public), *server.tls(public)]) == {"keys": "warning", "TLS": "warning"}
    assert states([*server.keys(settings), *server.tls(settings)]) == {"keys": "ok", "TLS": "ok"}
