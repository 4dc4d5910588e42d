"""The main job on five real scraped articles, which are not in the repository: the tests name none of their sentences."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

TIDINGS = Path(sys.executable).with_name("tidings")

#: Furniture of scraped pages, in any of the languages: never in a translation, a title or a summary.
FURNITURE = re.compile(
    r"\bShare\b|Les mer|Les også|Siste nytt|Related Articles|Read also|More news|source site|Leave a Reply|\bcomments\b|"
    r"Comments are closed|Subscribe|Follow|https?:|www\.|#\w|Für Videos|Photo:|JTI|MainNews|social networks"
)


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def corpus(source: Path, out: Path, cache: Path, *options: str) -> dict[str, int]:
    done = subprocess.run(
        [TIDINGS, "corpus", source, "--out", out, "--json", *options],
        env={"PATH": "/usr/bin:/bin", "HOME": str(Path.home()), "TIDINGS_CACHE_PATH": str(cache)},
        capture_output=True, text=True, timeout=280, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("seeds")


@pytest.fixture(scope="module")
def out(seeds, folder) -> Path:
    counts = corpus(seeds, folder / "out", folder / "cache.sqlite3")
    assert (counts["documents"], counts["events"], counts["failed"], counts["passed_through"]) == (5, 3, 0, 4)
    return folder / "out"


@pytest.fixture(scope="module")
def translations(out) -> dict[str, dict]:
    return {t["document_id"][:3]: t for t in lines(out / "translations.jsonl")}


@pytest.fixture(scope="module")
def events(out) -> dict[str, dict]:
    """Events by the numbers of their members."""
    return {"+".join(sorted(i[:3] for i in e["document_ids"])): e for e in lines(out / "events.jsonl")}


def test_three_reports_of_one_meeting_and_two_other_happenings(events):
    assert set(events) == {"000+001+003", "002", "004"}


def test_the_meeting_is_dated_by_what_its_reports_say(events):
    assert events["000+001+003"]["when"]["edtf"] == "2024-10-11"
    assert events["000+001+003"]["status"] == "happened"


def test_the_meeting_has_its_town_before_its_country(events):
    where = [mention["name"] for mention in events["000+001+003"]["where"]]
    assert where[:2] == ["Ashgabat", "Turkmenistan"]


def test_one_announced_visit_is_one_entry_of_the_timeline(events):
    dates = [entry["edtf"] for entry in events["004"]["timeline"]]
    assert dates.count("XXXX-01-17") == 1


def test_the_announced_signing_has_a_day_and_an_inferred_year(events):
    assert events["004"]["when"]["edtf"] == "XXXX-01-17"
    assert events["004"]["when"]["inferred_edtf"] == "2025-01-17?"
    assert events["004"]["status"] == "planned"


def test_a_year_that_no_text_names_stays_unknown(events):
    when = events["002"]["when"]
    assert not re.match(r"\d{4}", when["edtf"] or "") and when["inferred_edtf"] is None


def test_one_person_under_two_spellings_is_one_entry(events):
    people = [[m["name"], *m["variants"]] for m in events["000+001+003"]["who"]]
    of = [names for names in people if any("eshkian" in n or "esechkian" in n for n in names)]
    assert len(of) == 1
    assert any("Peseschkian" in name for name in of[0]) and any("Pezeshkian" in name for name in of[0])


def test_the_meetings_summary_tells_who_where_and_when(events):
    summary = events["000+001+003"]["summary"]
    assert "Putin" in summary["text"] and re.search(r"Pe[sz]\w*kian", summary["text"])
    assert "Ashgabat" in summary["text"]
    assert re.search(r"October 11|11(?:th)?(?: of)? October", summary["text"])
    assert all(source["original"] for sentence in summary["sentences"] for source in sentence["sources"])
    assert all(sentence["sources"] for sentence in summary["sentences"])
    assert "reports on" not in summary["text"]


def test_what_the_pages_say_of_themselves(translations):
    assert translations["000"]["updated_at"] == "2024-10-11T23:21"
    assert translations["001"]["published_at"] == "2024-11-23"
    assert [n["kind"] for n in translations["001"]["notices"]] == ["AI_GENERATED"]
    assert all(t["published_at"] is None for key, t in translations.items() if key in ("002", "003", "004"))


def test_no_furniture_in_any_translation_or_summary(out, translations):
    events = lines(out / "events.jsonl")
    for text in (
        *(t["text"] for t in translations.values()), *(t["title"] for t in translations.values()),
        *(s["text"] for s in lines(out / "summaries.jsonl")), *(e["summary"]["text"] for e in events),
        *(e["title"] for e in events), *(f["text"] for e in events for f in e["agreed_facts"]),
        *(t["text"] for e in events for t in e["timeline"]),
    ):  # fmt: skip
        found = FURNITURE.search(text)
        assert not found, (found, text)


def test_comments_are_not_the_article(translations):
    kept = translations["003"]["text"]
    dropped = [d["original"] for d in translations["003"]["dropped_lines"] if d["rule"] == "comments"]
    assert len(dropped) >= 6
    assert not any(line in kept for line in dropped)


def test_the_norwegian_article_reads_as_english(translations):
    norwegian = re.compile(r"\b(?:og|ikke|det|som|til|møtte|sa|også|på)\b", re.IGNORECASE)
    text = translations["001"]["text"]
    assert len(text.split()) > 250
    assert len(norwegian.findall(text)) <= 2
    assert "Ashgabat" in text and "October 11" in text and "2024" in text


def test_every_source_exists_and_none_is_a_caption_or_heading(out, translations):
    kinds = {
        (t["document_id"], s): p["kind"]
        for t in translations.values()
        for p in t["paragraphs"]
        for s in p["segment_ids"]
    }
    summaries = [*lines(out / "summaries.jsonl"), *(e["summary"] for e in lines(out / "events.jsonl"))]
    sources = [source for row in summaries for sentence in row["sentences"] for source in sentence["sources"]]
    assert len(sources) >= 20
    assert {kinds[s["document_id"], s["segment_id"]] for s in sources} <= {"body", "list_item", "quote"}


def test_the_same_corpus_again_runs_no_model_and_gives_the_same_bytes(seeds, folder, out):
    counts = corpus(seeds, folder / "again", folder / "cache.sqlite3")
    assert (counts["model_calls"], counts["cache_misses"], counts["resumed"]) == (0, 0, 0)
    for name in ("translations", "summaries", "events", "failures"):
        assert (folder / f"again/{name}.jsonl").read_bytes() == (out / f"{name}.jsonl").read_bytes()


def test_without_the_cache_the_bytes_are_the_same_too(seeds, folder, out):
    counts = corpus(seeds, folder / "cold", folder / "other.sqlite3", "--no-cache")
    assert counts["model_calls"] > 0
    for name in ("translations", "summaries", "events", "failures"):
        assert (folder / f"cold/{name}.jsonl").read_bytes() == (out / f"{name}.jsonl").read_bytes()
