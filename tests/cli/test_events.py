"""tidings events: what arrives, what it says of events, and that a model is needed for adding alone."""

from __future__ import annotations

import json

import pytest

from service.cli import main
from service.events import event_id
from tests.cli.test_cli import home  # noqa: F401  # a fixture
from tests.corpus.fakes import install
from tests.corpus.test_readers import jsonl, write

FERRY = (
    "The ferry Skagerak hit the pier in Lundvik on Friday. {count} passengers were injured, and police closed the quay."
)
BEAR = "A brown bear was seen near the kindergarten in Trollvik, and hunters searched the woods until dark."
FIRST = event_id(["a"])


@pytest.fixture
def run(capfd):
    def run(*arguments):
        code = main(["events", *map(str, arguments)])
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        return code, out, err

    return run


@pytest.fixture
def corpus(home, monkeypatch):  # noqa: F811
    monkeypatch.setenv("TIDINGS_EVENTS_PATH", str(home / "home" / "events.sqlite3"))
    common = {"language_code": "en", "outlet": "Nordposten"}
    monday = jsonl(
        {"document_id": "a", "text": FERRY.format(count="Twelve"), "published_at": "2025-05-02", **common},
        {"document_id": "z", "text": BEAR, "published_at": "2025-05-02", **common},
    )
    tuesday = jsonl(
        {
            "document_id": "b",
            "text": FERRY.format(count="Nine"),
            "published_at": "2025-05-03",
            **common,
            "outlet": "Kyst",
        }
    )
    write(home, {"monday.jsonl": monday, "tuesday.jsonl": tuesday})
    return home


def test_from_arrival_to_what_is_new(run, corpus, monkeypatch):
    install(monkeypatch)
    code, out, _ = run("add", corpus / "monday.jsonl")
    assert code == 0 and f"{FIRST} is new: a" in out
    code, out, _ = run("add", corpus / "tuesday.jsonl", "--json")
    (change,) = map(json.loads, out.splitlines())
    assert (change["kind"], change["event_id"], change["document_ids"]) == ("joined", FIRST, ["b"])
    assert run("add", corpus / "tuesday.jsonl", "--json")[:2] == (0, "")
    monkeypatch.undo()
    monkeypatch.setenv("TIDINGS_EVENTS_PATH", str(corpus / "home" / "events.sqlite3"))

    listed = [json.loads(line) for line in run("list", "--json")[1].splitlines()]
    assert sorted((event["document_ids"], event["version"]) for event in listed) == [(["a", "b"], 2), (["z"], 1)]
    code, out, err = run("list", "--since", "2025-05-03", "--limit", "1")
    assert FIRST in out and "and more" not in err

    shown = json.loads(run("show", FIRST, "--since-version", "1", "--json", "--explain")[1])
    assert shown["new_since"]["document_ids"] == ["b"] and shown["merged"] is False
    assert [change["kind"] for change in shown["changes"]] == ["created", "joined"]
    assert [tie["document_ids"] for tie in shown["ties"]] == [["a", "b"], ["b", "a"]]
    code, out, _ = run("show", FIRST, "--explain", "--since-version", "1")
    assert "article b" in out and "a is here with b. Their similarity of" in out

    code, out, _ = run("explain", "a", "z")
    assert "are in two events" in out and "stays below" in out
    assert json.loads(run("explain", "a", "b", "--json")[1])["together"] is True


def test_what_is_not_there_is_said(run, corpus):
    code, out, err = run("list")
    assert (code, out) == (0, "") and "no events" in err
    code, _, err = run("show", "ev-000000000000")
    assert code != 0 and "no event 'ev-000000000000'" in err
    code, _, err = run("list", "--since", "May")
    assert code == 2 and "May" in err
