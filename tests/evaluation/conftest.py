"""A folder of data, and a translator without weights."""

from __future__ import annotations

import json

import pytest

from service.evaluation import Context
from service.installed import Installed
from tests.fakes import FakeEngine


@pytest.fixture
def folder(tmp_path):
    """Write files into a folder: `folder("a.nb", "line\\n")`; gives the folder."""
    where = tmp_path / "data"
    where.mkdir()

    def write(name: str, text: str):
        (where / name).write_text(text, encoding="utf-8", newline="")
        return where

    return write


@pytest.fixture
def jsonl(folder):
    """Write records as lines of JSON; gives the folder."""

    def write(name: str, *rows: dict):
        return folder(name, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))

    return write


@pytest.fixture
def said():
    return []


@pytest.fixture
def context(said):
    """`context(folder, limit=1)`, what it says in `said`."""
    return lambda data, **more: Context(data, say=said.append, **more)


@pytest.fixture
def engine(monkeypatch):
    """Serves nb and nn; says "The cat sat on the mat." to everything."""
    fake = FakeEngine(lambda _: "The cat sat on the mat.")
    monkeypatch.setattr(Installed, "open", classmethod(lambda cls, _: cls({"nb": fake, "nn": fake}, None)))
    return fake


def value(report, metric, system="tidings", **fields):
    """The one figure with these fields."""
    found = [
        row
        for row in report.rows
        if (row.metric, row.system) == (metric, system) and all(getattr(row, k) == v for k, v in fields.items())
    ]
    assert len(found) == 1, (metric, system, fields, [row.record() for row in report.rows])
    return found[0].value
