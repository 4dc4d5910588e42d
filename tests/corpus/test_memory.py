"""A decision about the translation memory and a corpus folder: what it touches is done again, and nothing else."""

from __future__ import annotations

import pytest

from service.config import Settings
from service.corpus.run import run_corpus
from service.corpus.touched import touched
from service.errors import ConfigurationError
from service.store import TranslationMemory
from service.store.translation_memory_pairs import Proposal
from tests.corpus.fakes import FakeNewsroom
from tests.corpus.test_readers import jsonl, write
from tests.corpus.test_run import digests, lines

RECORDS = [
    {"document_id": "a", "language_code": "nb", "title": "Brann på kaia", "text": "Brann i Bodø. Tolv ble reddet."},
    {"document_id": "b", "language_code": "nb", "text": "Brann i Bodø igjen. Ingen ble skadd."},
    {"document_id": "c", "language_code": "de", "text": "Treffen in Kiel. Zwei Minister kamen."},
]


@pytest.fixture
def settings(tmp_path):
    return Settings(cache_path=tmp_path / "cache.sqlite3", workers=2)


@pytest.fixture
def memory(tmp_path):
    with TranslationMemory(tmp_path / "memory.sqlite3") as opened:
        yield opened


@pytest.fixture
def run(settings, memory, tmp_path):
    """Run the corpus into a folder: what was computed, and the folder."""
    write(tmp_path, {"feed.jsonl": jsonl(*RECORDS)})

    def run(out="out"):
        newsroom = FakeNewsroom(memory=memory)
        info = run_corpus(tmp_path / "feed.jsonl", tmp_path / out, newsroom, settings)
        return sorted(newsroom.computed), info.counts.resumed, tmp_path / out

    return run


def approve(memory, original, text, code="nb"):
    correction = memory.record(Proposal(original, text, code, "Anna Berg"))
    (decided,) = memory.approve([correction.correction_id], "Kari Nordmann")
    return decided.correction


def text_of(out, document_id):
    return next(r["text"] for r in lines(out, "translations") if r["document_id"] == document_id)


def test_an_approval_makes_its_documents_and_their_events_again_and_no_others(run, memory):
    run()
    correction = memory.record(Proposal("Brann i Bodø", "Fire in Bodø.", "nb", "Anna Berg"))
    assert run()[:2] == ([], 3), "pending changes nothing"
    memory.approve([correction.correction_id], "Kari Nordmann")
    computed, resumed, out = run()
    # a and b are one event, and its sources quote what a says now.
    assert (computed, resumed) == (["a", "event a"], 2)
    assert text_of(out, "a").startswith("Fire in Bodø.")
    (summary,) = (r for r in lines(out, "summaries") if r["document_id"] == "a")
    assert summary["text"].startswith("Fire in Bodø.")
    (event,) = (r for r in lines(out, "events") if "a" in r["document_ids"])
    assert event["summary"]["text"].startswith("Fire in Bodø.")
    assert run()[:2] == ([], 3), "and it stays done"


def test_the_records_are_those_of_a_fresh_run_with_the_same_memory(run, memory):
    run()
    approve(memory, "Brann i Bodø", "Fire in Bodø.")
    _, _, out = run()
    _, _, fresh = run("fresh")
    assert digests(out) == digests(fresh)


def test_a_pair_that_was_taken_back_or_bettered_is_done_again(run, memory):
    correction = approve(memory, "Ingen ble skadd.", "Nobody was hurt.")
    run()
    better = approve(memory, "Ingen ble skadd.", "No one was hurt.")
    assert run()[0] == ["b", "event a"]
    memory.reject([better.correction_id], "Kari Nordmann")
    computed, _, out = run()
    assert computed == ["b", "event a"]
    assert text_of(out, "b").endswith("EN Ingen ble skadd.")
    memory.approve([correction.correction_id], "Kari Nordmann")
    assert text_of(run()[2], "b").endswith("Nobody was hurt.")


def test_a_headline_is_touched_too(run, memory):
    run()
    approve(memory, "Brann på kaia", "Fire on the quay")
    computed, _, out = run()
    assert computed == ["a", "event a"]
    assert next(r["title"] for r in lines(out, "translations") if r["document_id"] == "a") == "Fire on the quay"


def test_another_language_is_not_touched(run, memory):
    run()
    approve(memory, "Brann i Bodø", "Fire in Bodø.", code="nn")
    assert run()[:2] == ([], 3)


def test_what_a_correction_touches_is_told_from_the_records(run, memory, tmp_path):
    _, _, out = run()
    fire, nobody, title = (
        approve(memory, original, "Corrected.") for original in ("Brann i  Bodø", "Ingen ble skadd.", "Brann på kaia")
    )
    both = touched(out, [fire, nobody])
    assert both.segments == (("a", "p1.s1"), ("b", "p1.s2"))
    assert both.document_ids == ("a", "b")
    assert both.event_ids == tuple(e["event_id"] for e in lines(out, "events") if "a" in e["document_ids"])
    assert both.source == str(tmp_path / "feed.jsonl")
    assert touched(out, [title]).segments == (("a", "title"),)
    assert touched(out, [approve(memory, "Ikke her.", "Not here.")]).document_ids == ()
    assert touched(out, [approve(memory, "Brann i Bodø", "Fire.", code="no")]).document_ids == ("a",)


def test_a_folder_without_records_is_named(tmp_path):
    with pytest.raises(ConfigurationError, match="tidings corpus") as caught:
        touched(tmp_path, [])
    assert caught.value.reason == "INVALID_OUT"
