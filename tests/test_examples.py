"""The example corpus through the real command with the bundled models: four events, each for its own reason."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TIDINGS = Path(sys.executable).with_name("tidings")


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def out(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("examples")
    done = subprocess.run(
        [TIDINGS, "corpus", ROOT / "examples/articles", "--out", folder / "out"],
        env={"PATH": "/usr/bin:/bin", "HOME": str(Path.home()), "TIDINGS_CACHE_PATH": str(folder / "cache.sqlite3")},
        capture_output=True, text=True, timeout=280, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder / "out"


@pytest.fixture(scope="module")
def events(out) -> dict[frozenset[str], dict]:
    return {frozenset(event["document_ids"]): event for event in lines(out / "events.jsonl")}


SHIP = frozenset({"ship/kystavisen", "ship/hafenblatt", "ship/northern-courier"})
GAS = frozenset({"gas/rheinpost", "gas/elbekurier", "gas/baltic-monitor"})
KVAM = frozenset({"storm-kvam/hardangernytt", "storm-kvam/hardangernytt-oppdatering", "storm-kvam/vestposten"})
SUNNDAL = frozenset({"storm-sunndal/fjordavisa", "storm-sunndal/alpenbote"})


def test_there_are_four_events_and_the_look_alike_storms_are_two_of_them(events):
    assert set(events) == {SHIP, GAS, KVAM, SUNNDAL}


def test_outlets_that_differ_in_a_number_are_shown_against_each_other(events):
    numbers = [c for c in events[SHIP]["conflicts"] if c["kind"] == "number"]
    sides = [{s["value"] for s in c["sides"]} for c in numbers]
    assert any(any("14" in v or "ourteen" in v for v in side) and any("17" in v for v in side) for side in sides), sides
    said = {s["document_id"] for c in numbers for side in c["sides"] for s in side["sources"]}
    assert "ship/hafenblatt" in said


def test_a_wire_story_carried_twice_is_one_voice(events):
    assert events[GAS]["duplicates"] == [["gas/elbekurier", "gas/rheinpost"]] or events[GAS]["duplicates"] == [
        ["gas/rheinpost", "gas/elbekurier"]
    ]
    for fact in events[GAS]["agreed_facts"]:
        assert {s["document_id"] for s in fact["sources"]} - {"gas/elbekurier", "gas/rheinpost"}


def test_an_update_joins_the_report_it_updates_in_time_order(events):
    assert events[KVAM]["document_ids"] == [
        "storm-kvam/hardangernytt", "storm-kvam/hardangernytt-oppdatering", "storm-kvam/vestposten",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("members", "when"), [(SHIP, "2025-02-14"), (GAS, "2025-03-03"), (KVAM, "2025-03-12"), (SUNNDAL, "2025-04-02")]
)
def test_events_are_dated_from_their_texts(events, members, when):
    assert (events[members]["when"]["edtf"] or "")[:10] == when


def test_disclosures_are_notices(out):
    notices = {t["document_id"]: [n["kind"] for n in t["notices"]] for t in lines(out / "translations.jsonl")}
    assert notices["gas/baltic-monitor"] == ["AI_GENERATED"]
    assert notices["storm-kvam/hardangernytt-oppdatering"] == ["CORRECTION"]


def test_no_furniture_is_left(out):
    furniture = re.compile(
        r"Annonse|Newsletter|Lesen Sie|Les også|Les òg|Read more|Teilen|#|uncle|Cookies|tracker|Foto|Tips oss"
    )
    for record in (*lines(out / "translations.jsonl"), *lines(out / "summaries.jsonl")):
        assert not furniture.search(record["text"]), record["document_id"]


def test_every_sentence_of_a_summary_has_a_source_that_exists(out):
    segments = {
        (t["document_id"], s["segment_id"]): s["text"] for t in lines(out / "translations.jsonl") for s in t["segments"]
    }
    rows = [*lines(out / "summaries.jsonl"), *(e["summary"] for e in lines(out / "events.jsonl"))]
    assert len(rows) == 11 + 4
    for row in rows:
        assert row["sentences"]
        for sentence in row["sentences"]:
            assert sentence["sources"]
            for source in sentence["sources"]:
                assert segments[source["document_id"], source["segment_id"]] == source["text"]
            if "EXTRACTIVE" in {f["code"] for f in sentence["flags"]}:
                assert sentence["text"] == sentence["sources"][0]["text"]


def test_the_report_stands_alone(out):
    report = (out / "report.html").read_text(encoding="utf-8")
    assert "Havsula" in report
    assert not re.search(r"(?:src|href)=[\"']https?:", report)
    assert "tidings-mt-small" in report and "tidings models pull" in report
