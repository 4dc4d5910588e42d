"""A corpus run over a fake newsroom: records, counts, revisions, resuming."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from dataclasses import replace

import pytest

from service.config import Settings
from service.corpus.run import run_corpus
from service.corpus.writer import RECORD_FILES
from service.errors import ConfigurationError, StorageError
from service.store import MemoryCache
from tests.corpus.fakes import FakeNewsroom
from tests.corpus.test_readers import jsonl, write

STORIES = {
    "no/a.txt": "Brann i Bodø. Tolv ble skadd: 12.\nShare: x",
    "no/b.txt": "Brann i Bodø igjen. Ingen ble skadd.",
    "de/c.txt": "Treffen in Kiel. Zwölf Minister kamen.",
    "de/d.html": "<p>Sturm an der Küste. Fähren fielen aus.</p>",
}
PUBLIC = (*RECORD_FILES, "report.html")


@pytest.fixture
def corpus(tmp_path):
    return write(tmp_path / "in", STORIES)


@pytest.fixture
def settings(tmp_path):
    return Settings(cache_path=tmp_path / "cache.sqlite3", workers=2)


def lines(out, name):
    return [json.loads(line) for line in (out / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def digests(out, names=PUBLIC):
    return {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in names}


def test_four_record_files_a_report_and_run_json(corpus, settings, tmp_path):
    out = tmp_path / "out"
    info = run_corpus(corpus, out, FakeNewsroom(), settings)
    assert {path.name for path in out.iterdir()} == {*PUBLIC, "run.json", ".work"}
    assert [r["document_id"] for r in lines(out, "translations")] == ["de/c", "de/d", "no/a", "no/b"]
    assert [r["document_id"] for r in lines(out, "summaries")] == ["de/c", "de/d", "no/a", "no/b"]
    assert (out / "failures.jsonl").read_bytes() == b"", "always there"
    assert info.counts.record() == {
        "documents": 4,
        "translated": 4,
        "passed_through": 0,
        "summarized": 4,
        "events": 3,
        "failed": 0,
        "segments": 8,
        "model_calls": 8,
        "cache_hits": 0,
        "cache_misses": 8,
        "resumed": 0,
        "flags": {"EXTRACTIVE": 4, "NUMBER": 1},
    }


def test_run_json_says_what_the_records_must_not(corpus, settings, tmp_path):
    out = tmp_path / "out"
    info = run_corpus(corpus, out, FakeNewsroom(), settings)
    run = json.loads((out / "run.json").read_text())
    assert set(run) == set(
        "tidings_version started_at finished_at seconds input options models machine counts news".split()  # noqa: SIM905
    )
    assert run["counts"] == info.counts.record()
    assert run["models"] == {"translation.de": "fake-mt@1", "summarization": "extractive"}
    assert run["options"]["exact"] is False
    assert run["input"] == str(corpus)
    assert run["started_at"] <= run["finished_at"]
    for name in PUBLIC:
        assert str(tmp_path) not in (out / name).read_text(encoding="utf-8"), "no path in a record"
        assert run["started_at"][:10] not in (out / name).read_text(encoding="utf-8"), "and no day"


def test_two_runs_give_equal_bytes(corpus, settings, tmp_path):
    run_corpus(corpus, tmp_path / "one", FakeNewsroom(), settings)
    run_corpus(corpus, tmp_path / "two", FakeNewsroom(), replace(settings, workers=1))
    assert digests(tmp_path / "one") == digests(tmp_path / "two")


def test_events_stand_by_when_and_then_by_id(settings, tmp_path):
    records = [
        {"document_id": "a", "text": "Zug in Kiel.", "published_at": "2024-10-12"},
        {"document_id": "b", "text": "Brand in Kiel."},
        {"document_id": "c", "text": "Sturm in Kiel.", "published_at": "2024-10-11"},
        {"document_id": "d", "text": "Fest in Kiel.", "published_at": "2024-10-11"},
    ]
    write(tmp_path, {"feed.jsonl": jsonl(*records)})
    run_corpus(tmp_path / "feed.jsonl", tmp_path / "out", FakeNewsroom(), settings)
    events = [(e["when"]["edtf"], e["event_id"]) for e in lines(tmp_path / "out", "events")]
    assert [when for when, _ in events] == ["2024-10-11", "2024-10-11", "2024-10-12", None]
    assert events[0][1] < events[1][1]


class TestResume:
    def test_the_same_command_again_computes_nothing(self, corpus, settings, tmp_path):
        out = tmp_path / "out"
        run_corpus(corpus, out, FakeNewsroom(), settings)
        before = digests(out)
        again = FakeNewsroom()
        info = run_corpus(corpus, out, again, settings)
        assert again.computed == []
        assert (info.counts.resumed, info.counts.model_calls) == (4, 0)
        assert digests(out) == before

    def test_the_cache_kept_a_new_folder_runs_no_model(self, corpus, settings, tmp_path):
        cache = MemoryCache()
        run_corpus(corpus, tmp_path / "one", FakeNewsroom(cache=cache), settings)
        info = run_corpus(corpus, tmp_path / "two", FakeNewsroom(cache=cache), settings)
        assert (info.counts.model_calls, info.counts.resumed) == (0, 0)
        assert digests(tmp_path / "one") == digests(tmp_path / "two")

    def test_only_what_is_new_or_changed_is_computed(self, corpus, settings, tmp_path):
        out = tmp_path / "out"
        run_corpus(corpus, out, FakeNewsroom(), settings)
        write(corpus, {"de/c.txt": "Treffen in Kiel. Dreizehn Minister kamen.", "de/e.txt": "Neues aus Ulm."})
        (corpus / "no/b.txt").unlink()
        again = FakeNewsroom()
        info = run_corpus(corpus, out, again, settings)
        assert sorted(name for name in again.computed if not name.startswith("event")) == ["de/c", "de/e"]
        assert info.counts.resumed == 2
        run_corpus(corpus, tmp_path / "fresh", FakeNewsroom(), settings)
        # The report alone knows what was there before.
        assert digests(out, RECORD_FILES) == digests(tmp_path / "fresh", RECORD_FILES)

    @pytest.mark.parametrize(
        ("change", "reason"),
        [
            (lambda s, n: (replace(s, summary_length="sentence"), n), "another summary length"),
            (lambda s, n: (replace(s, exact=True), n), "another arithmetic"),
            (lambda s, n: (s, FakeNewsroom(signature="2")), "another model"),
        ],
    )
    def test_other_options_or_models_compute_everything_anew(self, corpus, settings, tmp_path, change, reason):
        out = tmp_path / "out"
        run_corpus(corpus, out, FakeNewsroom(), settings)
        changed, newsroom = change(settings, FakeNewsroom())
        assert run_corpus(corpus, out, newsroom, changed).counts.resumed == 0, reason
        assert len(newsroom.computed) == 4 + 3

    def test_other_code_computes_everything_anew(self, corpus, settings, tmp_path, monkeypatch):
        out = tmp_path / "out"
        run_corpus(corpus, out, FakeNewsroom(), settings)
        monkeypatch.setattr("service.corpus.basis.code_digest", lambda: "an update")
        assert run_corpus(corpus, out, FakeNewsroom(), settings).counts.resumed == 0

    @pytest.mark.parametrize("name", ["workers", "threads", "port"])
    def test_what_changes_no_record_is_no_reason_to_compute(self, corpus, settings, tmp_path, name):
        out = tmp_path / "out"
        run_corpus(corpus, out, FakeNewsroom(), settings)
        assert run_corpus(corpus, out, FakeNewsroom(), replace(settings, **{name: 3})).counts.resumed == 4

    def test_an_interrupted_run_keeps_what_was_finished(self, corpus, settings, tmp_path):
        out = tmp_path / "out"

        class Stops(FakeNewsroom):
            def translate(self, document, furniture=frozenset()):
                if document.document_id == "no/a":
                    raise KeyboardInterrupt
                return super().translate(document, furniture)

        with pytest.raises(KeyboardInterrupt):
            run_corpus(corpus, out, Stops(), replace(settings, workers=1))
        assert not (out / "translations.jsonl").exists(), "no half of a record file"
        again = FakeNewsroom()
        info = run_corpus(corpus, out, again, settings)
        computed = [name for name in again.computed if not name.startswith("event")]
        assert "no/a" in computed
        assert info.counts.resumed == 4 - len(computed) >= 2
        run_corpus(corpus, tmp_path / "fresh", FakeNewsroom(), settings)
        assert digests(out) == digests(tmp_path / "fresh")

    def test_failures_are_tried_again(self, settings, tmp_path):
        corpus = write(tmp_path / "in", {"a.txt": "BROKEN", "b.txt": "Gut."})
        run_corpus(corpus, tmp_path / "out", FakeNewsroom(), settings)
        info = run_corpus(corpus, tmp_path / "out", FakeNewsroom(), settings)
        assert (info.counts.resumed, info.counts.failed) == (1, 1)

    def test_the_work_folder_holds_no_more_than_the_last_run(self, corpus, settings, tmp_path):
        out = tmp_path / "out"
        run_corpus(corpus, out, FakeNewsroom(), settings)
        run_corpus(corpus, out, FakeNewsroom(signature="2"), settings)
        names = {path.name for path in (out / ".work").iterdir()}
        assert names <= {"results.sqlite3", "results.sqlite3-wal", "results.sqlite3-shm"}, "nothing staged is left"
        (rows,) = sqlite3.connect(out / ".work" / "results.sqlite3").execute("SELECT count(*) FROM result").fetchone()
        assert rows == 4 + 3


class TestFailures:
    def test_one_bad_document_fails_alone(self, corpus, settings, tmp_path):
        write(
            corpus,
            {"x1.txt": b"", "x2.txt": "POLISH", "x3.txt": "BROKEN", "x4.txt": "DULL", "x5.txt": "Share: y"},
        )
        info = run_corpus(corpus, tmp_path / "out", FakeNewsroom(), settings)
        failures = lines(tmp_path / "out", "failures")
        assert [(f["document_id"], f["stage"], f["reason"]) for f in failures] == [
            ("x1", "read", "EMPTY_DOCUMENT"),
            ("x2", "detect", "UNSUPPORTED_LANGUAGE"),
            ("x3", "translate", "MODEL_FAILED"),
            ("x4", "summarize", "MODEL_FAILED"),
            ("x5", "clean", "NO_BODY"),
        ]
        assert (info.counts.documents, info.counts.translated, info.counts.failed) == (9, 4, 5)
        done = {r["document_id"] for r in lines(tmp_path / "out", "translations")}
        assert done.isdisjoint({f["document_id"] for f in failures}), "no record and failure of the same document"

    def test_a_fault_of_our_own_is_said_and_stops_nothing(self, corpus, settings, tmp_path, caplog):
        write(corpus, {"x.txt": "BUG"})
        info = run_corpus(corpus, tmp_path / "out", FakeNewsroom(), settings)
        (failure,) = lines(tmp_path / "out", "failures")
        assert (failure["reason"], failure["metadata"]) == ("MODEL_FAILED", {"error": "KeyError"})
        assert info.counts.translated == 4
        assert "KeyError" in caplog.text

    def test_an_event_that_cannot_be_described_is_a_failure_and_not_lost(self, corpus, settings, tmp_path):
        write(corpus, {"x.txt": "NOEVENT heute."})
        info = run_corpus(corpus, tmp_path / "out", FakeNewsroom(), settings)
        (failure,) = lines(tmp_path / "out", "failures")
        assert (failure["document_id"], failure["stage"], failure["reason"]) == ("x", "summarize", "MODEL_FAILED")
        assert "event of x" in failure["message"]
        assert (info.counts.translated, info.counts.events, info.counts.failed) == (5, 3, 1)

    def test_a_corpus_of_failures_alone_is_written_too(self, settings, tmp_path):
        corpus = write(tmp_path / "in", {"a.txt": b""})
        info = run_corpus(corpus, tmp_path / "out", FakeNewsroom(), settings)
        assert info.counts.failed == 1
        assert lines(tmp_path / "out", "events") == []

    def test_a_disk_that_fails_ends_the_run_and_keeps_the_old_records(self, corpus, settings, tmp_path, monkeypatch):
        out = tmp_path / "out"
        run_corpus(corpus, out, FakeNewsroom(), settings)
        before = digests(out)
        write(corpus, {"new.txt": "Neues."})

        def full(*_):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("os.fsync", full)
        with pytest.raises(StorageError, match="No space left"):
            run_corpus(corpus, out, FakeNewsroom(), settings)
        assert digests(out) == before
        monkeypatch.undo()
        again = FakeNewsroom()
        run_corpus(corpus, out, again, settings)
        assert again.computed == [], "what was finished before the disk was full is kept"


ONE = {"document_id": "a", "text": "Brand in Kiel. Zehn Verletzte."}
TWO = {"document_id": "a", "text": "Brand in Kiel. Elf Verletzte. Die Ursache ist offen."}


class TestVersions:
    @pytest.fixture
    def run(self, settings, tmp_path):
        def run(*records, out="out"):
            write(tmp_path, {"feed.jsonl": jsonl(*records)})
            newsroom = FakeNewsroom()
            info = run_corpus(tmp_path / "feed.jsonl", tmp_path / out, newsroom, settings)
            return info, tmp_path / out, newsroom

        return run

    def test_a_revision_points_to_what_it_revises(self, run):
        _, out, _ = run(ONE, {"document_id": "b", "text": "Sturm."}, TWO)
        first, other, second = lines(out, "translations")
        assert [r["document_id"] for r in (first, other, second)] == ["a", "b", "a"]
        assert (first["revision_of"], first["changes"]) == (None, None)
        assert second["revision_of"] == first["content_sha256"]
        assert second["changes"] == [
            {"kind": "changed", "segment_id": "p1.s2"},
            {"kind": "added", "segment_id": "p1.s3"},
        ]

    def test_only_the_latest_is_summarised_and_grouped(self, run):
        info, out, _ = run(ONE, TWO)
        (summary,) = lines(out, "summaries")
        assert summary["sentences"][0]["sources"][0]["document_id"] == "a"
        (event,) = lines(out, "events")
        assert event["document_ids"] == ["a"]
        assert (info.counts.documents, info.counts.translated, info.counts.summarized) == (2, 2, 1)

    def test_a_third_version_revises_the_second(self, run):
        _, out, _ = run(ONE, TWO, ONE)
        first, second, third = lines(out, "translations")
        assert third["revision_of"] == second["content_sha256"]
        assert third["content_sha256"] == first["content_sha256"]

    def test_the_same_address_is_a_revision_under_another_id(self, run):
        one = {**ONE, "url": "https://example.org/sturm/"}
        two = {**TWO, "document_id": "b", "url": "http://www.example.org/sturm?utm_source=feed"}
        _, out, _ = run(one, two)
        first, second = lines(out, "translations")
        assert first["revision_of"] is None
        assert second["revision_of"] == first["content_sha256"]
        assert [change["kind"] for change in second["changes"]] == ["changed", "added"]

    def test_equal_text_is_one_document(self, run):
        info, out, _ = run(ONE, ONE)
        assert len(lines(out, "translations")) == info.counts.documents == 1

    def test_texts_equal_once_cleaned_are_one_document(self, run):
        info, out, _ = run(ONE, {**ONE, "text": ONE["text"] + "\nShare: x"})
        assert len(lines(out, "translations")) == info.counts.documents == 1
        assert len(lines(out, "summaries")) == 1, "and the one that is left has its summary"

    def test_where_the_latest_fails_the_one_before_is_summarised(self, run):
        info, out, _ = run(ONE, {**TWO, "text": "BROKEN"})
        assert len(lines(out, "translations")) == len(lines(out, "summaries")) == len(lines(out, "events")) == 1
        assert info.counts.failed == 1

    def test_a_run_with_revisions_resumes(self, run):
        _, out, _ = run(ONE, TWO)
        before = digests(out)
        info, out, newsroom = run(ONE, TWO)
        assert (newsroom.computed, info.counts.resumed) == ([], 2)
        assert digests(out) == before


def test_lines_that_repeat_across_the_corpus_are_furniture(settings, tmp_path):
    menu = "Forside Sport Kultur Debatt Meny"
    corpus = write(tmp_path / "in", {f"{n}.txt": f"{menu}\nSak {n} i dag. Mer om sak {n}.\n{menu}" for n in range(12)})
    run_corpus(corpus, tmp_path / "out", FakeNewsroom(), settings)
    for record in lines(tmp_path / "out", "translations"):
        assert "Forside" not in record["text"]


def test_progress_says_how_far(corpus, settings, tmp_path):
    seen = []
    write(corpus, {"x.txt": b""})
    run_corpus(corpus, tmp_path / "out", FakeNewsroom(), settings, progress=seen.append)
    assert seen[0].stage == "reading"
    assert [(p.done, p.total, p.failed) for p in seen if p.stage == "articles"][-1] == (5, 5, 1)
    assert [(p.done, p.total) for p in seen if p.stage == "events"][-1] == (3, 3)


def test_what_is_no_corpus_leaves_no_trace(settings, tmp_path):
    with pytest.raises(ConfigurationError):
        run_corpus(tmp_path / "none", tmp_path / "out", FakeNewsroom(), settings)
    assert not (tmp_path / "out").exists()
