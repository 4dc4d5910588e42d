"""A Document as it came in to the CleanedDocument: the order in which the rules are asked.

Whole lines are dropped, never parts of them, except a dateline at the beginning, an agency's credit at the end and a
caption's label; each with the rule that did it.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Sequence

from service.domain import CleanedDocument, Document, DroppedLine, Notice, SourceParagraph
from service.errors import InvalidInputError
from service.text.cleaning.boxes import drop_author_box, drop_boxes, drop_foot
from service.text.cleaning.captions import mark_captions
from service.text.cleaning.header import Header
from service.text.cleaning.html import read_html
from service.text.cleaning.lines import Line, calibrate, split_lines
from service.text.cleaning.outlet import take_lone_author, take_outlet
from service.text.cleaning.outside import HEAD, drop_outside
from service.text.cleaning.region import article_parts, is_page
from service.text.cleaning.sender import given, sent_date, sent_language
from service.text.cleaning.steps import (
    drop_furniture,
    drop_repeated,
    judge_head,
    make_paragraphs,
    prose_span,
    take_fields,
    take_notices,
    take_title,
)
from service.text.cleaning.teasers import cut_tail, mark_headlines
from service.text.cleaning.titles import same_title, without_outlet
from service.text.reading import normalize_text


def clean(document: Document, *, furniture: frozenset[str] = frozenset()) -> CleanedDocument:
    """The article in `document` and what was found on the way.

    `furniture` holds the keys that `find_furniture` gave for the corpus. What the sender says of title, outlet,
    byline, url and published_at wins over what is found. Raises InvalidInputError (stage `clean`): EMPTY_DOCUMENT
    where there is no text, NO_BODY where all of it is furniture, INVALID_RECORD for a date or a language code that is none.
    """
    published_at = sent_date(document)
    language_code = sent_language(document)
    header = Header()
    lines, found_title = _lines(document, header)
    if not lines:
        raise _refused(document, "EMPTY_DOCUMENT", "holds no text; an article's text is needed")
    title, notices, paragraphs = _read(lines, document, header, furniture, found_title)
    if not paragraphs:
        raise _refused(document, "NO_BODY", f"has no article: all {len(lines)} lines are furniture (see --explain)")
    outlet = given(document.outlet) or header.outlet
    if not given(document.title) and title is not None:
        title = without_outlet(title, outlet)
    return CleanedDocument(
        document_id=document.document_id,
        title=title,
        outlet=outlet,
        byline=given(document.byline) or ("; ".join(header.bylines) or None),
        dateline=header.dateline,
        url=given(document.url),
        published_at=published_at or header.published_at,
        updated_at=header.updated_at,
        language_code=language_code,
        paragraphs=tuple(paragraphs),
        notices=tuple(notices),
        dropped_lines=(
            *(DroppedLine(line.text, line.rule) for line in lines if line.rule is not None),
            *(DroppedLine(text, "outside_article") for text in header.left_out),
            *(DroppedLine(text, "caption_label") for text in header.labels),
        ),
        content_sha256=content_sha256(title, paragraphs),
    )


def content_sha256(title: str | None, paragraphs: Sequence[SourceParagraph]) -> str:
    """SHA-256, in hex, of title and paragraphs with their kinds, NFC, as canonical JSON."""
    payload = {"title": title, "paragraphs": [[paragraph.kind, paragraph.text] for paragraph in paragraphs]}
    canonical = json.dumps(payload, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(unicodedata.normalize("NFC", canonical).encode()).hexdigest()


def _lines(document: Document, header: Header) -> tuple[list[Line], str | None]:
    """The lines of the text or the page, and the headline that mark-up names."""
    if document.html is not None:
        page = read_html(normalize_text(document.html))
        header.outlet = page.outlet
        header.published_at = page.published_at
        header.updated_at = page.updated_at if page.updated_at != page.published_at else None
        if page.byline:
            header.add_byline(page.byline)
        header.left_out = page.left_out
        return calibrate(page.lines), page.title
    return calibrate(split_lines(normalize_text(document.text or ""))), None


def _read(
    lines: list[Line], document: Document, header: Header, furniture: frozenset[str], found_title: str | None
) -> tuple[str | None, list[Notice], list[SourceParagraph]]:
    """Ask every rule in turn; returns title, notices and paragraphs."""
    if len(lines) == 1:
        sent = given(document.title)
        if not sent and found_title and same_title(lines[0].text, found_title):
            return None, [], _headline_alone(lines[0], header)
        return sent or found_title, [], make_paragraphs(lines, header)
    html = document.html is not None
    drop_furniture(lines, furniture, keep=given(document.title) or found_title)
    page = not html and is_page(lines)
    parts = article_parts(lines) if page else [prose_span(lines)]
    start, end = (parts[0][0], parts[-1][1]) if parts else (0, 0)
    notices = take_notices(lines, start, end)
    mark_captions(lines[max(0, start - HEAD) : end], blocks=not html and lines[-1].block > 0)
    take_fields(lines, header, start, end)
    title, place = take_title(lines, document, header, found_title, parts, page=page)
    if not html:
        take_outlet(lines, header)
        named = (
            place if place is not None else next((at for at, line in enumerate(lines) if line.rule == "title"), None)
        )
        if named is not None:
            take_lone_author(lines, header, named)
    if page:
        if place is not None:  # what a page has above its headline is not the article
            parts = [part for part in parts if part[1] > place]
            start = max(parts[0][0], place) if parts else end
            take_fields(lines, header, start, end)  # now it is known where the headline stands
        drop_foot(lines)
        drop_outside(lines, parts, place)
    drop_boxes(lines)
    if end > start:
        judge_head(lines, header, start, page=page)
        cut_tail(lines, page=page)
        mark_headlines(lines, page=page)
        drop_author_box(lines, header)
    drop_repeated(lines)
    paragraphs = make_paragraphs(lines, header)
    if not paragraphs and title is not None and not given(document.title):
        only = next((line for line in lines if line.rule == "title"), None)
        if only is not None:
            return None, notices, _headline_alone(only, header)
    return title, notices, paragraphs


def _headline_alone(line: Line, header: Header) -> list[SourceParagraph]:
    """A headline and nothing else is all that there is to read: the body, and no title beside it."""
    line.rule = line.kind = line.hint = None
    return make_paragraphs([line], header)


def _refused(document: Document, reason: str, why: str) -> InvalidInputError:
    return InvalidInputError(
        reason,
        f"{document.document_id!r} {why}",
        metadata={"document_id": document.document_id},
        field="html" if document.html is not None else "text",
        stage="clean",
    )
