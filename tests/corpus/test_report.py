"""The report: everything escaped, nothing fetched, every source reachable, the same bytes for the same records."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from service.config import Settings
from service.corpus import report
from service.corpus.run import run_corpus
from service.corpus.words import FLAG_WORDS, human_date
from service.domain import FlagCode
from tests.corpus.fakes import FakeNewsroom
from tests.corpus.test_readers import jsonl, write

EVIL = '<script>alert("x")</script><img src=x onerror=alert(1)>'


class Page(HTMLParser):
    """What a browser would see: ids, links, tags with attributes, text."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.links, self.tags, self.words, self.open = [], [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.tags.append((tag, attributes))
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag == "a":
            self.links.append(attributes["href"])
        if tag not in ("meta", "link", "input", "br", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, f"</{tag}> closes another element"

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


@pytest.fixture
def render(tmp_path):
    def render(*records, notice=None):
        write(tmp_path, {"feed.jsonl": jsonl(*records)})
        settings = Settings(cache_path=tmp_path / "c.sqlite3")
        run_corpus(tmp_path / "feed.jsonl", tmp_path / "out", FakeNewsroom(notice=notice), settings)
        return (tmp_path / "out" / "report.html").read_text(encoding="utf-8")

    return render


STORY = {
    "document_id": "a",
    "text": "Treffen in Kiel. Es waren 12.\nShare: x\nKI-generert",
    "title": "Treffen",
    "outlet": "Blatt",
}


def test_it_is_well_formed_and_asks_for_nothing(render):
    text = render(STORY, {**STORY, "document_id": "b", "outlet": None, "title": None})
    page = Page(text)
    assert page.open == [], "every element is closed"
    assert len(page.ids) == len(set(page.ids)), "no id twice"
    for tag, attributes in page.tags:
        assert tag not in ("img", "iframe", "object", "embed", "video", "audio")
        assert "src" not in attributes
        if tag == "link":
            assert attributes["href"] == "data:,"
    assert not re.search(r"url\(|@import", text)


def test_every_link_leads_somewhere(render):
    page = Page(render(STORY, {**STORY, "document_id": "b"}))
    assert page.links
    assert {link[1:] for link in page.links} <= set(page.ids)


def test_everything_is_escaped(render):
    fields = dict.fromkeys(("text", "title", "outlet", "byline", "url"), EVIL)
    text = render({"document_id": EVIL, **fields}, {"document_id": "b" + EVIL, "text": 5})
    assert "<script>alert" not in text
    assert "<img" not in text
    page = Page(text)
    assert [tag for tag, _ in page.tags].count("script") == 1, "its own"
    assert "onerror" not in {name for _, attributes in page.tags for name in attributes}
    assert 'alert("x")' in page.text, "and shown as what it is"


def test_it_shows_what_a_reader_needs(render):
    page = Page(render(STORY, {"document_id": "bad", "text": ""}, notice="Small bundled models ran."))
    for words in (
        "Small bundled models ran.",
        "EN Treffen",
        "Es waren 12",
        "EN Es waren 12",
        "12 -> 21",
        "AI-generated",
        "share_bar",
        "Share: x",
        "EMPTY_DOCUMENT",
        "the injured",
        "11 October 2024",
        "Bodø",
        "happened",
    ):
        assert words in page.text, words


def test_originals_say_their_language(render):
    page = Page(render({**STORY, "language_code": "nb"}))
    assert ("p", {"lang": "nb", "dir": "auto"}) in page.tags


def test_a_translated_quotation_stands_beside_what_was_said(render):
    quoting = {**STORY, "text": "„Ja <b>“, sagte Karin Vogt in Kiel.", "language_code": "de"}
    page = Page(render(quoting))
    assert "“EN Ja <b>” in the original:" in page.text
    assert ("q", {"lang": "de", "dir": "auto"}) in page.tags
    assert not [tag for tag, _ in Page(render(STORY)).tags if tag == "q"]


def test_a_long_corpus_is_shown_in_part_and_says_so(render, monkeypatch):
    monkeypatch.setattr(report, "MOST_ARTICLES", 3)
    monkeypatch.setattr(report, "MOST_EVENTS", 2)
    page = Page(render(*({"document_id": f"d{n}", "text": f"{'ABCDEFGH'[n]} in Kiel."} for n in range(8))))
    assert "The first 3 of 8 articles are shown" in page.text
    assert "The first 2 of 8 events are shown" in page.text
    assert {link[1:] for link in page.links} <= set(page.ids)


def test_an_empty_report_says_so(render):
    assert "No article was accepted" in Page(render({"document_id": "a", "text": ""})).text


def test_every_flag_has_words():
    assert set(FLAG_WORDS) == set(FlagCode)


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2024-10-11", "11 October 2024"),
        ("2024-10", "October 2024"),
        ("2024", "2024"),
        ("2024-10-11T23:21", "11 October 2024, 23:21"),
        ("XXXX-01-17", "17 January (year not said)"),
        ("2025-01-17?", "17 January 2025 (probably)"),
        ("2024-10-10/2024-10-12", "10 October 2024 – 12 October 2024"),
        ("2024-10-10/..", "10 October 2024 – .."),
        ("2024-10-XX", "October 2024"),
        (None, "not known"),
        ("whenever", "whenever"),
        ("2024-99-01", "2024-99-01"),
    ],
)
def test_dates_read_as_dates(edtf, words):
    assert human_date(edtf) == words


def test_an_event_says_at_its_head_who_tells_it_and_what_readers_are_owed(render):
    other = {"document_id": "b", "text": "Treffen in Ulm. Viele kamen.", "title": "Zweites"}
    page = Page(render({**STORY, "published_at": "2024-10-11"}, other))
    assert "2 articles from 1 outlet (1 names none) in German; first reported by Blatt." in page.text
    assert page.text.index("AI-generated") < page.text.index("Where the outlets differ")
    alone = Page(render({"document_id": "a", "text": "Treffen in Kiel."}))
    assert "1 article in German." in alone.text


def test_a_flag_is_told_in_words_where_its_sentence_is_opened(render):
    page = Page(render(STORY))
    assert "taken from a source as it stands" in page.text, "said once, not of every sentence"
    assert "12 -> 21" in page.text
