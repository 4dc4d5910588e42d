"""tidings translate --html: a page in, the same page in English out."""

from __future__ import annotations

import io
import json
import os
import sys

import pytest

from models.base import DecodingOptions
from service.batching import Decoder, Meter
from service.cli import main
from service.pipeline import Newsroom
from service.store import MemoryCache
from service.summaries import SummaryLength
from service.translation import Router
from tests.fakes import FakeEngine

PAGE = '<html lang=no><meta charset="iso-8859-1"><title>ny bro</title><p>broen <b>er</b> blå'


@pytest.fixture
def run(tmp_path, monkeypatch, capfd):
    """Run a command with a fake engine that shouts: exit code, standard output, standard error."""
    for name in [name for name in os.environ if name.startswith("TIDINGS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("TIDINGS_CACHE_PATH", str(tmp_path / "cache.sqlite3"))
    monkeypatch.setenv("TIDINGS_MEMORY_PATH", str(tmp_path / "memory.sqlite3"))
    monkeypatch.chdir(tmp_path)
    meter, cache = Meter(), MemoryCache()
    decoder = Decoder(FakeEngine(lambda text: text.upper().replace("12", "13")), cache, meter)
    newsroom = Newsroom(
        router=Router(dict.fromkeys(("nb", "nn", "da", "sv"), decoder)),
        summarizer=None,
        cache=cache,
        meter=meter,
        options=DecodingOptions(),
        length=SummaryLength.parse("paragraph"),
        repair=False,
    )
    monkeypatch.setattr(Newsroom, "open", staticmethod(lambda *_args, **_options: newsroom))

    def run(*arguments):
        code = main(["translate", "--html", *map(str, arguments)])
        out, err = capfd.readouterr()
        return code, out, err

    return run


def test_the_page_comes_out_in_utf_8_and_says_so(run, tmp_path):
    (tmp_path / "side.html").write_bytes(PAGE.encode("iso-8859-1"))
    code, out, _ = run("side.html")
    assert code == 0
    assert out == '<html lang="en"><meta charset="utf-8"><title>NY BRO</title><p>BROEN <b>ER</b> BLÅ\n'


def test_a_record_has_the_html_and_its_segments(run, tmp_path):
    (tmp_path / "side.html").write_text('<p title="en to">broen <b>er</b> blå.</p>', encoding="utf-8")
    code, out, _ = run("side.html", "--json")
    record = json.loads(out)
    assert (code, record["document_id"], record["target_language_code"]) == (0, "side", "en")
    assert record["html"] == '<p title="EN TO">BROEN <b>ER</b> BLÅ.</p>'
    assert [(s["segment_id"], s["text"]) for s in record["segments"]] == [
        ("u1.s1", "EN TO"),
        ("u2.s1", "BROEN ER BLÅ."),
    ]


def test_doubts_go_to_standard_error(run, tmp_path):
    (tmp_path / "side.html").write_text("<p>prisen er 12 kroner i dag", encoding="utf-8")
    _, out, err = run("side.html")
    assert out == "<p>PRISEN ER 13 KRONER I DAG\n"
    assert "side u1.s1 'PRISEN ER 13 KRONER I DAG': NUMBER" in err
    assert run("side.html", "--quiet")[2] == ""


def test_standard_input_and_a_page_without_words(run, tmp_path, monkeypatch):
    (tmp_path / "tom.html").write_text("<p> <img src=x> </p>", encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"<p>en <i>to</i></p>\n")))
    code, out, err = run("tom.html", "-")
    assert code == 1
    assert out == "<p>EN <i>TO</i></p>\n"
    assert "tom: the HTML holds no words" in err and "EMPTY_DOCUMENT" in err


def test_explain_has_nothing_to_show(run, tmp_path):
    (tmp_path / "side.html").write_text(PAGE, encoding="utf-8")
    code, out, err = run("side.html", "--explain")
    assert (code, out) == (2, "")
    assert "--explain" in err and "--html" in err
