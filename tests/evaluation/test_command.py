"""The command: one object on standard output, exit codes, a table that lines up."""

from __future__ import annotations

import json

import pytest

from service.cli import main
from service.cli.evaluate import NAMES
from service.errors import ModelUnavailableError
from service.evaluation import EVALUATIONS
from service.installed import Installed

PAIR = {"lang": "de", "kind": "sentences", "text": "Die Regierung wollte sich dazu nicht äußern."}


@pytest.fixture
def run(capfd, tmp_path, monkeypatch):
    monkeypatch.setenv("TIDINGS_CACHE_PATH", str(tmp_path / "cache.sqlite3"))

    def run(*arguments):
        code = main(["evaluate", *(str(a) for a in arguments)])
        out, err = capfd.readouterr()
        return code, out, err

    return run


def test_the_command_knows_every_evaluation():
    assert set(NAMES) == set(EVALUATIONS)


def test_json_is_exactly_one_object_in_one_line(run, jsonl):
    code, out, _ = run("detection", "--data", jsonl("x.jsonl", PAIR), "--json")
    assert code == 0
    assert out.count("\n") == 1
    report = json.loads(out)
    assert report["evaluation"] == "detection"
    assert list(report["data"]["files"]) == ["x.jsonl"]
    assert {row["system"] for row in report["rows"]} == {"tidings", "lingua"}


def test_people_get_a_table_that_lines_up(run, jsonl):
    code, out, _ = run("detection", "--data", jsonl("x.jsonl", PAIR))
    header, *lines = out.splitlines()
    assert code == 0
    assert header.split() == ["Set", "Language", "Metric", "tidings", "lingua", "n", "Unit"]
    at = header.index("Unit")
    assert [line[at:] for line in lines] == ["share", "share"]
    assert all(line[at - 1] == " " for line in lines)


def test_markdown_for_the_docs(run, jsonl):
    _, out, _ = run("detection", "--data", jsonl("x.jsonl", PAIR), "--markdown")
    assert out.splitlines()[0] == "| set | language | metric | unit | tidings | lingua | n |"


def test_what_is_missing_is_named_and_the_exit_code_is_2(run, folder, tmp_path):
    code, out, err = run("translation", "--data", tmp_path / "nowhere", "--json")
    assert (code, out) == (2, "")
    assert "nowhere does not exist" in err
    code, _, err = run("cleaning", "--data", folder("x.txt", "x"))
    assert code == 2
    assert "holds no *.jsonl file" in err
    code, _, err = run("speed", "--data", tmp_path)
    assert code == 2
    assert "translation" in err, "the good ones are listed"


def test_without_a_model_the_exit_code_is_3(run, folder, monkeypatch):
    def none(_cls, _settings):
        raise ModelUnavailableError("NO_MODEL", "no installed model translates Norwegian or German")

    monkeypatch.setattr(Installed, "open", classmethod(none))
    folder("a.nb", "x\n")
    code, out, err = run("translation", "--data", folder("a.en", "x\n"), "--json")
    assert (code, out) == (3, "")
    assert "no installed model" in err
