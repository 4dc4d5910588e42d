"""Thirty scraped pages of our own: what must stay, what must go, and the fields. Floors are what was reached, less one slip.

The pages were written by the people who wrote the rules, so they hold what works; `tidings evaluate cleaning` on pages
of others says how well the rules generalise (docs/quality.md).
"""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from service.domain import CleanedDocument, Document, ParagraphKind
from service.text.cleaning import clean

PAGES = Path(__file__).parent / "cleaning" / "pages.jsonl"
FLOORS = {"kept": 0.99, "dropped": 0.99, "fields": 0.99}
FIELDS = ("title", "byline", "outlet", "dateline", "published_at", "updated_at")
LANGUAGES = {"nb": 12, "nn": 4, "de": 10, "da": 1, "sv": 1, "en": 2}


def collapsed(text: str) -> str:
    return " ".join(text.split())


@cache
def cleaned() -> list[tuple[dict[str, Any], CleanedDocument]]:
    pages = [json.loads(line) for line in PAGES.read_text(encoding="utf-8").splitlines()]
    return [(page, clean(Document(page["document_id"], text=page["text_with_boilerplate"]))) for page in pages]


def told(document: CleanedDocument) -> str:
    """Title and body, as `tidings evaluate cleaning` scores them: no captions."""
    body = (paragraph.text for paragraph in document.paragraphs if paragraph.kind is not ParagraphKind.CAPTION)
    return collapsed("\n".join([document.title or "", *body]))


def found(document: CleanedDocument) -> dict[str, Any]:
    captions = [paragraph.text for paragraph in document.paragraphs if paragraph.kind is ParagraphKind.CAPTION]
    fields = {name: getattr(document, name) for name in FIELDS}
    return {**fields, "notices": [notice.kind.value for notice in document.notices], "captions": captions}


def test_the_pages_are_those_that_the_floors_were_measured_on() -> None:
    pages = [page for page, _ in cleaned()]
    assert Counter(page["language_code"] for page in pages) == LANGUAGES
    assert len({page["document_id"] for page in pages}) == len(pages)
    for page in pages:
        text = collapsed(page["text_with_boilerplate"])
        missing = [snippet for snippet in page["must_keep"] + page["must_drop"] if collapsed(snippet) not in text]
        assert missing == [], page["document_id"]


@pytest.mark.parametrize(("table", "floor"), [("must_keep", FLOORS["kept"]), ("must_drop", FLOORS["dropped"])])
def test_the_body_keeps_and_drops_what_it_should(table: str, floor: float) -> None:
    wrong, total = [], 0
    for page, document in cleaned():
        text = told(document)
        total += len(page[table])
        wrong += [
            (page["document_id"], snippet)
            for snippet in page[table]
            if (collapsed(snippet) in text) is not (table == "must_keep")
        ]
    assert 1 - len(wrong) / total >= floor, wrong


def test_the_fields_are_found() -> None:
    wrong, total = [], 0
    for page, document in cleaned():
        for name, value in found(document).items():
            total += 1
            if value != page["expected"][name]:
                wrong.append((page["document_id"], name, value))
    assert 1 - len(wrong) / total >= FLOORS["fields"], wrong


def test_every_line_is_kept_or_is_dropped_by_a_named_rule() -> None:
    for page, document in cleaned():
        dropped = document.dropped_lines
        assert all(line.rule for line in dropped)
        out = collapsed(
            " ".join(
                [document.dateline or "", document.byline or ""]
                + [paragraph.text for paragraph in document.paragraphs]
                + [notice.original for notice in document.notices]
                + [line.original for line in dropped]
            )
        )
        lost = {
            word
            for word in page["text_with_boilerplate"].split()
            if len(word) > 3 and word.isalpha() and word not in out
        }
        assert lost == set(), page["document_id"]
