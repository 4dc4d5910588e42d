"""The five real articles come out exactly right. They are told by line numbers: none of their words are quoted here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from service.domain import CleanedDocument, Document, NoticeKind, ParagraphKind
from service.text.cleaning import clean


@dataclass(frozen=True)
class Expected:
    """What must come of a file. Numbers are lines, from 1; ranges are written out."""

    title: int
    body: tuple[int, ...]
    headings: tuple[int, ...] = ()
    items: tuple[int, ...] = ()
    captions: tuple[int, ...] = ()
    notices: tuple[int, ...] = ()
    published_at: str | None = None
    updated_at: str | None = None
    outlet: str | None = None
    has_byline: bool = False
    cut: tuple[int, ...] = ()
    """Body lines that lose an agency's credit at their end."""


SEEDS = {
    "000_87e511a741da3f68": Expected(
        title=1,
        body=(7, 11, 13, 15, 19, 21, 25, 27),
        headings=(17,),
        updated_at="2024-10-11T23:21",
        has_byline=True,
        cut=(27,),
    ),
    "001_600a852d20a3f310": Expected(
        title=3,
        body=(7, 9, 11, 13, *range(17, 41, 2)),
        notices=(45,),
        published_at="2024-11-23",
    ),
    "002_7c632bf58d2b1cb5": Expected(
        title=1,
        body=(*range(4, 22, 2), 23, 25, 27, 29, 33, 35, 39, 41, 43, 45, 47, 51, 53, 57, 59, 61, 65, 67, 69),
        headings=(31, 49),
        has_byline=True,
    ),
    "003_079ed658b08d6845": Expected(title=1, body=(7, 9, 11, 13), outlet="DW News"),
    "004_490dd429238d85a0": Expected(
        title=3,
        body=(5, 11, 13, 15, 17, 19, 21),
        items=tuple(range(23, 30)),
        captions=(8, 9),
    ),
}


@pytest.fixture(params=sorted(SEEDS))
def seed(request: pytest.FixtureRequest, seeds: Path) -> tuple[CleanedDocument, list[str], Expected]:
    """A cleaned seed, its lines (index 0 unused) and what is expected of it."""
    text = (seeds / f"{request.param}.txt").read_text(encoding="utf-8")
    lines = ["", *(line.strip(" \t\xa0•") for line in text.split("\n"))]
    return clean(Document(request.param, text=text)), lines, SEEDS[request.param]


def texts(document: CleanedDocument, kind: ParagraphKind) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.kind is kind]


def test_the_body_is_exactly_the_article(seed: tuple[CleanedDocument, list[str], Expected]) -> None:
    document, lines, expected = seed
    body = texts(document, ParagraphKind.BODY)
    assert len(body) == len(expected.body)
    for text, number in zip(body, expected.body, strict=True):
        if number in expected.cut:
            assert lines[number].startswith(text)
            assert 5 < len(lines[number]) - len(text) < 40, "only the credit is taken"
        else:
            assert text == lines[number], f"line {number}"
    assert texts(document, ParagraphKind.HEADING) == [lines[number] for number in expected.headings]
    assert texts(document, ParagraphKind.LIST_ITEM) == [lines[number] for number in expected.items]
    assert texts(document, ParagraphKind.CAPTION) == [lines[number] for number in expected.captions]
    assert texts(document, ParagraphKind.QUOTE) == []


def test_what_stands_around_it_is_in_its_fields(seed: tuple[CleanedDocument, list[str], Expected]) -> None:
    document, lines, expected = seed
    assert document.title is not None
    if expected.outlet is None:
        assert document.title == lines[expected.title]
    else:
        assert lines[expected.title] == f"{document.title} | {expected.outlet}"
    assert document.outlet == expected.outlet
    assert document.published_at == expected.published_at
    assert document.updated_at == expected.updated_at
    assert (document.byline is not None) is expected.has_byline
    assert document.dateline is None
    assert [notice.text for notice in document.notices] == [lines[number] for number in expected.notices]
    assert all(notice.kind is NoticeKind.AI_GENERATED for notice in document.notices)


def test_every_line_is_kept_or_dropped_by_a_named_rule(seed: tuple[CleanedDocument, list[str], Expected]) -> None:
    document, lines, _ = seed
    assert all(dropped.rule for dropped in document.dropped_lines)
    kept = " ".join(
        [paragraph.text for paragraph in document.paragraphs]
        + [notice.original for notice in document.notices]
        + [dropped.original for dropped in document.dropped_lines]
    )
    words = {word for line in lines for word in line.split() if len(word) > 3 and word.isalpha()}
    assert {word for word in words if word not in kept} == set()


def test_no_furniture_is_left(seed: tuple[CleanedDocument, list[str], Expected]) -> None:
    document, _, _ = seed
    left = "\n".join(paragraph.text for paragraph in document.paragraphs).casefold()
    for phrase in (
        "read also",
        "les også",
        "les mer",
        "siste nytt",
        "leave a reply",
        "comments are closed",
        "http",
        "#",
    ):
        assert phrase not in left


def test_the_contributors_are_the_byline(seeds: Path) -> None:
    text = (seeds / "002_7c632bf58d2b1cb5.txt").read_text(encoding="utf-8")
    document = clean(Document("a", text=text))
    assert document.byline is not None
    assert document.byline.count(",") == 5, "seven people"
    assert "contributed" not in document.byline
