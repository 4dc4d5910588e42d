"""tidings events: what arrives, what it says of events, and that a model is needed for adding alone."""

from __future__ import annotations

import json
import sqlite3

import pytest

from service.cli import main
from service.events import event_id
from service.store import TranslationMemory
from service.store.events import EventStore
from service.store.translation_memory_pairs import Proposal
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


def test_backup_check_and_restore(run, corpus, monkeypatch, tmp_path):
    install(monkeypatch)
    store = corpus / "home" / "events.sqlite3"
    code, _, err = run("backup", tmp_path / "early")
    assert code == 2 and "there is no events store" in err
    run("add", corpus / "monday.jsonl")
    copy = tmp_path / "copy.sqlite3"
    code, out, _ = run("backup", copy, "--json")
    assert code == 0 and json.loads(out) == {"backup": str(copy), "bytes": copy.stat().st_size}
    assert run("backup", copy)[0] == 2, "no file is overwritten"
    run("add", corpus / "tuesday.jsonl")
    code, out, _ = run("check")
    assert code == 0 and "is sound: 3 articles, 2 events, 3 versions, 0 removed" in out
    with sqlite3.connect(store) as db:
        db.execute("UPDATE article SET record = x'00' WHERE document_id = 'z'")
    code, out, err = run("check", "--json")
    assert code == 1 and json.loads(out)["problems"] == ["the record of article z is damaged"]
    assert "`tidings events restore FILE`" in err
    code, out, _ = run("restore", copy)
    assert code == 0 and "2 articles, 2 events, 2 versions, 0 removed; what was there is" in out
    assert run("check")[0] == 0
    code, _, err = run("restore")
    assert code == 2 and "is no backup" in err


def test_a_restored_copy_does_not_bring_back_unsaid_what_was_removed(run, corpus, monkeypatch, tmp_path):
    install(monkeypatch)
    run("add", corpus / "monday.jsonl")
    run("backup", tmp_path / "copy")
    run("add", corpus / "tuesday.jsonl")
    run("remove", "a", "b")
    code, _, err = run("restore", tmp_path / "copy")
    assert code == 0 and "it holds articles again that had been removed: `tidings events remove a`" in err
    assert "removed before: b" in run("add", corpus / "tuesday.jsonl")[2]


def test_a_backup_that_is_no_events_store_is_refused(run, corpus, monkeypatch, tmp_path):
    install(monkeypatch)
    run("add", corpus / "monday.jsonl")
    other = tmp_path / "memory.sqlite3"
    with TranslationMemory(other) as memory:
        memory.record(Proposal("Ferja kom.", "The ferry came.", "nb", "Anna Berg"))
    for backup in (other, write(tmp_path, {"rubbish.sqlite3": "rubbish " * 500}) / "rubbish.sqlite3"):
        code, _, err = run("restore", backup)
        assert code == 2 and "is no sound events store" in err
    assert "2 articles" in run("check")[1]


def test_removing_readmitting_and_forgetting(run, corpus, monkeypatch):
    opened = install(monkeypatch)
    run("add", corpus / "monday.jsonl", corpus / "tuesday.jsonl")
    loaded = len(opened)
    code, out, _ = run("remove", "z", "--note", "court order 12/2026")
    assert code == 0 and "z was removed from ev-" in out
    assert len(opened) == loaded, "nothing is left to be described: no model is loaded"
    code, out, _ = run("remove", "a", "--json")
    (change,) = map(json.loads, out.splitlines())
    assert (change["kind"], change["event_id"], change["document_ids"]) == ("left", FIRST, ["a"])
    assert len(opened) == loaded + 1
    code, out, err = run("add", corpus / "monday.jsonl")
    assert (code, out) == (0, "") and "removed before: a, z" in err
    assert run("remove", "nowhere")[0] == 2
    assert run("readmit", "a")[0] == 0
    code, out, _ = run("add", corpus / "monday.jsonl")
    assert f"{FIRST} is joined by a" in out
    code, out, _ = run("forget", "--before", "2025-05-03")
    assert (code, out) == (0, "0 events and 0 articles forgotten\n")
    code, out, _ = run("forget", "--before", "2025-05-04", "--json")
    assert json.loads(out) == {"events": 1, "articles": 2}
    assert "no events" in run("list")[2]


def test_what_a_corpus_run_made_is_added_without_translating(run, corpus, monkeypatch, capfd):
    opened = install(monkeypatch)
    assert main(["corpus", str(corpus / "monday.jsonl"), "--out", str(corpus / "out"), "--quiet"]) == 0
    capfd.readouterr()
    code, out, _ = run("add", corpus / "out", "--json")
    assert code == 0 and sorted(json.loads(line)["document_ids"][0] for line in out.splitlines()) == ["a", "z"]
    assert opened[-1].meter.model_calls == 0 and not [what for what in opened[-1].computed if what in "az"]
    assert run("add", corpus / "out", "--json")[:2] == (0, ""), "a second time changes nothing"
    code, _, err = run("add", corpus / "home")
    assert code == 2 and "has no translations.jsonl" in err


def test_of_a_document_s_versions_the_latest_is_added(run, corpus, monkeypatch, capfd):
    install(monkeypatch)
    first = {
        "document_id": "a",
        "text": FERRY.format(count="Twelve"),
        "published_at": "2025-05-02",
        "language_code": "en",
    }
    feed = jsonl(first, {**first, "text": FERRY.format(count="Nine")})
    write(corpus, {"feed.jsonl": feed})
    main(["corpus", str(corpus / "feed.jsonl"), "--out", str(corpus / "out"), "--quiet"])
    capfd.readouterr()
    code, out, _ = run("add", corpus / "out", "--json")
    (change,) = map(json.loads, out.splitlines())
    assert (code, change["kind"]) == (0, "created")
    with EventStore(corpus / "home" / "events.sqlite3") as store:
        assert "Nine passengers" in store.article("a")[0].decode()
    assert run("add", corpus / "out", "--json")[:2] == (0, "")


def test_a_damaged_line_is_named(run, corpus, monkeypatch):
    install(monkeypatch)
    write(corpus, {"out/translations.jsonl": '{"document_id": "a"}\n'})
    code, _, err = run("add", corpus / "out")
    assert code == 2 and "translations.jsonl, line 1 is no record" in err
