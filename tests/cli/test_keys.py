"""tidings keys, as a person types it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from service.access import KeyFile, KeyRing
from service.cli import main


@pytest.fixture
def run(tmp_path, capsys):
    path = tmp_path / "keys.json"

    def typed(*words: str, keys: bool = True) -> tuple[int, str, str]:
        code = main(["keys", *words, *(["--keys", str(path)] if keys else [])])
        said = capsys.readouterr()
        return code, said.out, said.err

    typed.path = path
    return typed


def test_a_new_key_is_the_only_line_and_opens_the_door(run):
    code, out, err = run("new", "sports desk", "--requests-per-second", "2.5", "--characters-per-day", "2_000_000")
    assert code == 0
    (token,) = out.splitlines()
    key = KeyRing(run.path).authenticated(token)
    assert (key.name, key.limits.requests_per_second, key.limits.characters_per_day) == ("sports desk", 2.5, 2_000_000)
    assert token not in err and "this once" in err


def test_the_list_shows_no_secret_and_no_hash(run):
    token = run("new", "desk", "--method", "DetectLanguage", "--expires", "90d")[1].strip()
    run("new", "free")
    code, out, _ = run("list", "--json")
    records = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [(r["name"], r["state"], r["methods"]) for r in records] == [
        ("desk", "active", ["DetectLanguage"]),
        ("free", "active", ["*"]),
    ]
    until = datetime.fromisoformat(records[0]["expires_at"]) - datetime.now(UTC)
    assert timedelta(days=89) < until <= timedelta(days=90)
    assert token.split("_")[2] not in out and "sha256" not in out
    assert "DetectLanguage" in run("list")[1]


def test_a_revoked_key_stays_in_the_list(run):
    key_id = run("new", "desk")[1].split("_")[1]
    assert run("revoke", key_id)[0] == 0
    assert KeyFile(run.path).read()[0].revoked_at is not None
    assert json.loads(run("list", "--json")[1])["state"] == "revoked"


def test_an_unknown_id_names_those_there_are(run):
    key_id = run("new", "desk")[1].split("_")[1]
    code, _, err = run("revoke", "0" * 12)
    assert code == 2
    assert f"{key_id} (desk)" in err


def test_a_day_is_good_to_its_end(run):
    day = (datetime.now(UTC) + timedelta(days=3)).date()
    run("new", "desk", "--expires", day.isoformat())
    assert KeyFile(run.path).read()[0].expires_at.date() == day + timedelta(days=1)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        pytest.param(("new", "a\nb"), "control characters", id="name with a line break"),
        pytest.param(("new", "a", "--expires", "2001-01-01"), "a day to come", id="expired before it was made"),
        pytest.param(("new", "a", "--expires", "soon"), "'soon'", id="no day"),
        pytest.param(("new", "a", "--method", "Translate"), "TranslateDocument", id="no method"),
        pytest.param(("new", "a", "--requests-per-second", "0"), "above 0", id="no rate"),
        pytest.param(("new", "a", "--characters-per-day", "1.5"), "whole number", id="half a character"),
        pytest.param(("new", "a", "--burst", "3"), "requests_per_second", id="burst of nothing"),
        pytest.param(("list",), "tidings keys new", id="no file yet"),
        pytest.param(("revoke", "ab"), "tidings keys new", id="nothing to revoke"),
    ],
)
def test_what_can_not_be_is_said_and_nothing_is_written(run, words, says):
    code, out, err = run(*words)
    assert code == 2
    assert says in err
    assert out == ""
    assert not run.path.exists()


def test_without_a_file_it_asks_for_one(run, monkeypatch):
    monkeypatch.delenv("TIDINGS_KEYS_PATH", raising=False)
    code, _, err = run("list", keys=False)
    assert code == 2
    assert "--keys FILE" in err


def test_the_setting_names_the_file(run, monkeypatch):
    run("new", "desk")
    monkeypatch.setenv("TIDINGS_KEYS_PATH", str(run.path))
    assert json.loads(run("list", "--json", keys=False)[1])["name"] == "desk"
