"""What is new since the run before: marked in the report, counted in run.json, and unknown to the record files."""

from __future__ import annotations

import json

import pytest

from service.config import Settings
from service.corpus.run import run_corpus
from service.corpus.since import BEFORE
from service.corpus.writer import RECORD_FILES
from tests.corpus.fakes import FakeNewsroom
from tests.corpus.test_readers import jsonl, write
from tests.corpus.test_report import Page

MONDAY = [
    {"document_id": "b", "text": "Brand in Kiel. Zwölf kamen.", "title": "Brand", "published_at": "2024-10-11"},
    {"document_id": "t", "text": "Treffen in Ulm.", "title": "Treffen", "published_at": "2024-10-11"},
]
JOINS = {"document_id": "c", "text": "Brand am Hafen.", "title": "Hafen", "published_at": "2024-10-12"}
FOUNDS = {"document_id": "s", "text": "Sturm in Bonn.", "title": "Sturm", "published_at": "2024-10-12"}


@pytest.fixture
def run(tmp_path):
    def run(*records, newsroom=None, out="out"):
        write(tmp_path, {"feed.jsonl": jsonl(*records)})
        settings = Settings(cache_path=tmp_path / "c.sqlite3")
        run_corpus(tmp_path / "feed.jsonl", tmp_path / out, newsroom or FakeNewsroom(), settings)
        news = json.loads((tmp_path / out / "run.json").read_text())["news"]
        return news, (tmp_path / out / "report.html").read_text(encoding="utf-8")

    return run


def marks(report):
    """The words of every mark of what is new."""
    page = Page(report)
    found = [attributes for tag, attributes in page.tags if "new" in attributes.get("class", "").split()]
    assert page.open == []
    return len(found), page.text


def test_the_first_run_has_no_news(run):
    news, report = run(*MONDAY)
    assert news is None
    assert marks(report)[0] == 0
    assert 'id="fresh"' not in report


def test_what_came_is_marked_and_counted(run):
    run(*MONDAY)
    news, report = run(*MONDAY, JOINS, FOUNDS)
    assert news == {
        "events": 1,
        "changed_events": 1,
        "documents": 2,
        "revised_documents": 0,
        "sentences": 0,
        "agreed_facts": 0,
        "conflicts": 0,
    }
    count, text = marks(report)
    assert count == 3, "the founded event, the one that grew, and its article"
    assert "new event" in text and "new: 1 article" in text
    assert report.count('class="event find fresh"') == 2
    assert 'id="fresh"' in report


def test_a_run_that_changes_nothing_shows_the_same_news_and_equal_bytes(run, tmp_path):
    run(*MONDAY)
    news, report = run(*MONDAY, JOINS)
    records = {name: (tmp_path / "out" / name).read_bytes() for name in RECORD_FILES}
    again = run(*MONDAY, JOINS)
    assert again == (news, report)
    assert {name: (tmp_path / "out" / name).read_bytes() for name in RECORD_FILES} == records


def test_record_files_know_nothing_of_it(run, tmp_path):
    run(*MONDAY)
    run(*MONDAY, JOINS, FOUNDS)
    run(*MONDAY, JOINS, FOUNDS, out="fresh")
    for name in RECORD_FILES:
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "fresh" / name).read_bytes()


def test_a_new_text_of_an_article_is_news(run):
    run(*MONDAY)
    news, report = run({**MONDAY[0], "text": "Brand in Kiel. Siebzehn kamen."}, MONDAY[1])
    assert news is None or news["changed_events"] == 0, "the event reads the same: nothing is new in it"
    news, report = run({**MONDAY[0], "text": "Brand in Bonn. Siebzehn kamen."}, MONDAY[1])
    assert (news["changed_events"], news["revised_documents"], news["documents"]) == (1, 1, 0)
    assert (news["sentences"], news["agreed_facts"]) == (1, 1)
    assert "new: 1 revised article, 1 sentence, 1 agreed fact" in marks(report)[1]
    assert "new text" in marks(report)[1]


def test_another_wording_of_the_same_articles_is_no_news(run):
    run(*MONDAY)
    newsroom = FakeNewsroom(signature="2")
    newsroom._decode = lambda _, text: f"ENGLISH {text}"
    news, report = run(*MONDAY, newsroom=newsroom)
    assert news == dict.fromkeys(news, 0)
    assert marks(report)[0] == 0


def test_what_cannot_be_read_marks_nothing(run, tmp_path):
    run(*MONDAY)
    run(*MONDAY, JOINS)
    (tmp_path / "out" / ".work" / BEFORE).write_text("of another Tidings\n")
    news, report = run(*MONDAY, JOINS)
    assert news is None and marks(report)[0] == 0
