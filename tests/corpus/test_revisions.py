"""What changed between two versions, by example."""

from __future__ import annotations

import pytest

from service.corpus.revisions import Versions, compare, revise
from service.domain import Segment, Translation
from service.text.address import url_key

A = "Der Minister reist am Montag nach Bergen"
B = "Dort trifft er den Bürgermeister der Stadt"
C = "Am Abend fliegt er zurück nach Berlin"
A2 = "Der Minister reist am Dienstag nach Bergen"
NEW = "Zwei Fischer wurden bei Sturm gerettet"


def segments(*texts):
    return [Segment(f"p{n}.s1", text, text, "de") for n, text in enumerate(texts, 1)]


@pytest.mark.parametrize(
    ("earlier", "later", "expected", "reason"),
    [
        ([A, B], [A, B], [], "nothing changed"),
        ([A, B], [A2, B], [("changed", "p1.s1")], "one word of a sentence changed"),
        ([A, B], [A, B, C], [("added", "p3.s1")], "a sentence came at the end"),
        ([A, B], [NEW, A, B], [("added", "p1.s1")], "a sentence came first; the others only moved down"),
        ([A, B, C], [A, C], [("removed", "p2.s1")], "a removed one goes by its old id"),
        (
            [A, B],
            [NEW, B],
            [("removed", "p1.s1"), ("added", "p1.s1")],
            "a sentence unlike the old one is no change of it",
        ),
        ([A, B], [NEW, A2, B], [("added", "p1.s1"), ("changed", "p2.s1")], "the changed one is found among new ones"),
        ([A, C], [A2, C + "."], [("changed", "p1.s1"), ("changed", "p2.s1")], "two neighbours changed"),
        ([B, A, C], [A2, C], [("removed", "p1.s1"), ("changed", "p1.s1")], "removed and changed side by side"),
        ([f" {A} "], [A], [], "outer spaces are no change"),
        ([], [A], [("added", "p1.s1")], "from nothing"),
        ([A], [], [("removed", "p1.s1")], "to nothing"),
    ],
)
def test_changes(earlier, later, expected, reason):
    changes = compare(segments(*earlier), segments(*later))
    assert [(c.kind, c.segment_id) for c in changes] == expected, reason


def test_a_long_rewritten_article_is_compared_in_time():
    earlier = segments(*(f"Satz {n} der alten Fassung" for n in range(400)))
    later = segments(*(f"Sentence {n} of the new version" for n in range(500)))
    changes = compare(earlier, later)
    assert len([c for c in changes if c.kind == "added"]) == 100
    assert len([c for c in changes if c.kind == "changed"]) == 400


@pytest.mark.parametrize(
    ("one", "other", "same", "reason"),
    [
        ("https://example.org/a", "http://example.org/a", True, "the scheme"),
        ("https://www.example.org/a", "https://example.org/a", True, "www."),
        ("https://example.org/a/", "https://example.org/a", True, "a slash at the end"),
        ("https://Example.ORG/a", "https://example.org/a", True, "a host has no case"),
        ("https://example.org:443/a", "https://example.org/a", True, "the usual port"),
        ("https://example.org", "https://example.org/", True, "no path"),
        ("https://example.org/a/index.html", "https://example.org/a/", True, "an index file"),
        ("https://example.org/a#kommentarer", "https://example.org/a", True, "a place in the page"),
        ("https://example.org/a?utm_source=x&fbclid=1", "https://example.org/a", True, "tracking"),
        ("https://example.org/a?b=2&a=1", "https://example.org/a?a=1&b=2", True, "the order of parameters"),
        ("https://example.org/a?id=1&gclid=x", "https://example.org/a?id=1", True, "tracking beside a parameter"),
        ("https://example.org/a?id=1", "https://example.org/a?id=2", False, "a parameter that names the page"),
        ("https://example.org/a", "https://example.org/b", False, "another path"),
        ("https://example.org/A1", "https://example.org/a1", False, "a path has case"),
        ("https://nyheter.example.org/a", "https://example.org/a", False, "another host"),
        ("https://example.org:8080/a", "https://example.org/a", False, "another port"),
    ],
)
def test_addresses(one, other, same, reason):
    assert (url_key(one) == url_key(other)) is same, reason


@pytest.mark.parametrize(
    "url", [None, "", "example.org/a", "mailto:a@example.org", "https://", "https://[x/a", "http://a:b/c"]
)
def test_no_web_address_is_no_name(url):
    assert url_key(url) is None


def test_the_latest_version_goes_by_id_or_by_address():
    versions = Versions[int]()
    assert versions.replace("a", "https://example.org/a", 1) is None
    assert versions.replace("b", "https://example.org/b", 2) is None
    assert versions.replace("a", None, 3) == 1, "the same id"
    assert versions.replace("c", "http://www.example.org/b/", 4) == 2, "the same address under another id"
    assert versions.replace("c", None, 5) == 4, "and by its id from then on"
    assert versions.replace("d", None, 6) is None


def translation(title, *texts, sha="1"):
    return Translation(
        document_id="a",
        title=title,
        title_original=title,
        outlet=None,
        byline=None,
        dateline=None,
        url=None,
        published_at=None,
        updated_at=None,
        source_language_code="de",
        target_language_code="en",
        language_confidence=1.0,
        text="",
        paragraphs=(),
        segments=tuple(segments(*texts)),
        notices=(),
        dropped_lines=(),
        content_sha256=sha,
        provenance=None,
    )


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [("Alt", "Neu", "changed"), (None, "Neu", "added"), ("Alt", None, "removed")],
)
def test_a_headline_is_changed_too(before, after, kind):
    later = revise(translation(after, A, C, sha="2"), translation(before, A, sha="1"))
    assert later.revision_of == "1"
    assert [(c.kind, c.segment_id) for c in later.changes] == [(kind, "title"), ("added", "p2.s1")]


def test_an_equal_text_revises_nothing():
    same = translation("Alt", A, sha="1")
    assert revise(same, translation("Alt", A, sha="1")) is same
    assert revise(same, None) is same


def test_one_inserted_sentence_is_one_change_wherever_it_stands():
    article = [f"Satz {n} handelt von Ding {n * 7} in Ort {n * 13}" for n in range(30)]
    for place in range(31):
        changes = compare(segments(*article), segments(*article[:place], NEW, *article[place:]))
        assert [(c.kind, c.segment_id) for c in changes] == [("added", f"p{place + 1}.s1")]
