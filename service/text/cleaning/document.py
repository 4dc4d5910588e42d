"""A Document as it came in to the CleanedDocument: the order in which the rules are asked.

Whole lines are dropped, never parts of them, except a dateline at the beginning and an agency's credit at the end;
each with the rule that did it.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime

import langcodes

from service.domain import CleanedDocument, Document, DroppedLine, Notice, ParagraphKind, SourceParagraph
from service.errors import InvalidInputError
from service.text.cleaning.captions import is_credit, mark_captions
from service.text.cleaning.comments import comments_start
from service.text.cleaning.header import (
    Header,
    byline_of,
    choose_title,
    is_credit_line,
    is_section_label,
    read_stamp,
    same_title,
    split_outlet,
    take_credit,
    take_dateline,
    without_outlet,
)
from service.text.cleaning.html import read_html
from service.text.cleaning.lines import Line, calibrate, split_lines
from service.text.cleaning.notices import notice, notice_kind
from service.text.cleaning.phrases import words_of
from service.text.cleaning.region import article_region, is_menu, is_page
from service.text.cleaning.rules import furniture_rule
from service.text.cleaning.teasers import cut_tail, mark_headlines
from service.text.reading import normalize_text

HEAD = 14
"""Lines above the first paragraph that can hold a page's headline, byline and stamps."""
TAIL = 12
"""Lines below the last paragraph that can hold a notice, a byline or a stamp."""
MIN_STANDFIRST_WORDS = 6

_RFC3339 = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}:\d{2})(:\d{2})?(?:\.\d+)?([Zz]|[+-]\d{2}:\d{2})?)?"
)
_DATELINE_ALONE = re.compile(r"^([^\W\d_a-zæøåäöüß][^a-zæøåäöüß\d]{2,40}?)\s*[–—-]$")


def clean(document: Document, *, furniture: frozenset[str] = frozenset()) -> CleanedDocument:
    """The article in `document` and what was found on the way.

    `furniture` holds the keys that `find_furniture` gave for the corpus. What the sender says of title, outlet,
    byline, url and published_at wins over what is found. Raises InvalidInputError (stage `clean`): EMPTY_DOCUMENT
    where there is no text, NO_BODY where all of it is furniture, INVALID_RECORD for a date or a language code that is none.
    """
    sent_date = _sent_date(document)
    language_code = _sent_language(document)
    header = Header()
    lines, found_title = _lines(document, header)
    if not lines:
        raise _refused(document, "EMPTY_DOCUMENT", "holds no text; an article's text is needed")
    title, notices, paragraphs = _read(lines, document, header, furniture, found_title)
    if not paragraphs:
        raise _refused(document, "NO_BODY", f"has no article: all {len(lines)} lines are furniture (see --explain)")
    outlet = _given(document.outlet) or header.outlet
    if not _given(document.title) and title is not None:
        title = without_outlet(title, outlet)
    return CleanedDocument(
        document_id=document.document_id,
        title=title,
        outlet=outlet,
        byline=_given(document.byline) or ("; ".join(header.bylines) or None),
        dateline=header.dateline,
        url=_given(document.url),
        published_at=sent_date or header.published_at,
        updated_at=header.updated_at,
        language_code=language_code,
        paragraphs=tuple(paragraphs),
        notices=tuple(notices),
        dropped_lines=tuple(DroppedLine(line.text, line.rule) for line in lines if line.rule is not None),
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
        if page.byline:
            header.add_byline(page.byline)
        return calibrate(page.lines), page.title
    return calibrate(split_lines(normalize_text(document.text or ""))), None


def _read(
    lines: list[Line], document: Document, header: Header, furniture: frozenset[str], found_title: str | None
) -> tuple[str | None, list[Notice], list[SourceParagraph]]:
    """Ask every rule in turn; returns title, notices and paragraphs."""
    if len(lines) == 1:
        return _given(document.title) or found_title, [], _paragraphs(lines, header)
    html = document.html is not None
    _drop_furniture(lines, furniture, keep=_given(document.title) or found_title)
    page = not html and is_page(lines)
    start, end = article_region(lines) if page else _prose_span(lines)
    notices = _take_notices(lines, start, end)
    mark_captions(lines[max(0, start - HEAD) : end + 2], blocks=not html and lines[-1].block > 0)
    title = _take_title(lines, document, header, found_title, start, page=page)
    _take_fields(lines, header, start, end)
    if page:
        _drop_outside(lines, start, end)
    if end > start:
        _judge_head(lines, start, page=page)
        cut_tail(lines)
        mark_headlines(lines, page=page)
        _drop_author_box(lines, header)
    _drop_repeated(lines)
    paragraphs = _paragraphs(lines, header)
    if not paragraphs and title is not None and not _given(document.title):
        only = next((line for line in lines if line.rule == "title"), None)
        if only is not None:  # a headline and nothing else: it is all that there is to read
            only.rule = None
            return None, notices, _paragraphs([only], header)
    return title, notices, paragraphs


def _drop_furniture(lines: list[Line], furniture: frozenset[str], *, keep: str | None) -> None:
    """Rules that judge a line alone, then the readers' part."""
    prose = [index for index, line in enumerate(lines) if line.prose]
    first, last = (prose[0], prose[-1]) if prose else (0, len(lines))
    for index, line in enumerate(lines):
        if keep is not None and same_title(line.text, keep):
            continue
        if line.key in furniture and line.key:
            line.rule = "corpus_furniture"
        elif not (is_credit(line) and line.text[:1] != "©"):
            line.rule = furniture_rule(line, inside=first < index < last)
    start = comments_start(lines)
    if start is not None:
        for line in lines[start:]:
            line.rule = "comments"


def _prose_span(lines: Sequence[Line]) -> tuple[int, int]:
    """The first sentence and the line after the last one; (0, 0) in a text without any."""
    found = [index for index, line in enumerate(lines) if line.rule is None and line.sentence]
    prose = [index for index in found if lines[index].prose]
    if not found:
        return 0, 0
    start = found[0]
    if prose and start == 0 and prose[0] != 0 and lines[0].headline and prose[0] <= HEAD:
        start = next((index for index in found if index > 0), prose[0])  # a headline that asks or exclaims
    return start, found[-1] + 1


def _take_notices(lines: Sequence[Line], start: int, end: int) -> list[Notice]:
    sentences = [index for index in range(start, end) if lines[index].rule is None and lines[index].sentence]
    early = set(range(start + 1)) | set(sentences[:2])
    late = set(sentences[-2:]) | set(range(end, len(lines)))
    notices = []
    for index in range(max(0, start - HEAD), min(len(lines), end + TAIL)):
        line = lines[index]
        if line.rule in {"comments", "teaser_link"}:
            continue
        kind = notice_kind(line, edge=index in early or index in late, head=index <= start)
        if kind is not None:
            line.rule, line.notice = None, True
            notices.append(notice(kind, line.text))
    return notices


def _take_title(
    lines: Sequence[Line], document: Document, header: Header, found_title: str | None, start: int, *, page: bool
) -> str | None:
    """The headline; its lines, wherever they stand again, leave the body."""
    given = _given(document.title)
    index = choose_title(lines, start, first=max(0, start - HEAD) if page else 0)
    found = lines[index].text if index is not None else None
    if found is not None and not given and not found_title:
        headline, outlet = split_outlet(found)
        header.outlet = header.outlet or outlet
    title = given or found_title or (split_outlet(found)[0] if found else None)
    for line in lines:
        if line.rule is None and any(same_title(line.text, known) for known in (title, found) if known):
            line.rule, line.kind = "title", None
    return title


def _take_fields(lines: Sequence[Line], header: Header, start: int, end: int) -> None:
    """Stamps and bylines beside the headline first, then below the article."""
    head = range(max(0, start - HEAD), min(len(lines), start + 4))
    tail = range(max(end - 3, start), min(len(lines), end + TAIL))
    for index in [*sorted(head, key=lambda item: abs(item - start)), *tail]:
        line = lines[index]
        if line.rule not in {None, "share_bar", "navigation", "counter"} or line.notice or line.kind is not None:
            continue
        if not line.prose and read_stamp(line.text, header):
            line.rule = "stamp"
            name = byline_of(line, near=True)
            if name:
                header.add_byline(name)
        elif line.rule is None and (name := byline_of(line, near=True)) is not None:
            header.add_byline(name)
            line.rule = "byline"
        elif line.rule is None and is_credit_line(line.text):
            header.add_byline(line.text)
            line.rule = "agency_credit"
    for index in range(start, end):
        line = lines[index]
        if line.open and (name := byline_of(line, near=False)) is not None:
            header.add_byline(name)
            line.rule = "byline"
        elif line.open and not line.sentence and len(line.text) <= 80 and read_stamp(line.text, Header()):
            line.rule = "stamp"


def _drop_outside(lines: Sequence[Line], start: int, end: int) -> None:
    """On a page: all that is neither the article nor between its headline and its first paragraph."""
    titles = [index for index, line in enumerate(lines[:start]) if line.rule == "title"]
    first = titles[0] if titles and start - titles[0] <= HEAD else start
    for index, line in enumerate(lines):
        inside = first <= index < end and (index >= start or line.words >= MIN_STANDFIRST_WORDS)
        if line.open and not inside:
            line.rule = "outside_article"
        elif line.kind is ParagraphKind.CAPTION and not first <= index < end:
            line.kind, line.rule = None, "outside_article"


def _judge_head(lines: Sequence[Line], start: int, *, page: bool) -> None:
    """Above the first paragraph: a dateline alone, labels of a section, a standfirst without a full stop."""
    titled = False
    for index, line in enumerate(lines[:start]):
        titled = titled or line.rule == "title"
        if not line.open or line.hint is not None:
            continue
        if line.words <= 3 or is_section_label(line) or is_menu(line) and (page or line.words <= 3):
            line.rule = "section_label"
        elif titled and line.words >= MIN_STANDFIRST_WORDS and index + 4 >= start and lines[index - 1].rule == "title":
            line.kind = ParagraphKind.BODY


def _drop_author_box(lines: Sequence[Line], header: Header) -> None:
    """A paragraph below the article that begins with its author's name tells who that is."""
    names = [words_of(name) for byline in header.bylines for name in re.split(r",|\bund\b|\bog\b|\band\b|&", byline)]
    names = [name for name in names if len(name.split()) >= 2]
    body = [line for line in lines if line.rule is None and not line.notice and line.kind is None]
    if len(body) < 4:
        return
    for line in body[-2:]:
        if any(line.folded.startswith(name + " ") or line.folded == name for name in names):
            line.rule = "author_box"


def _drop_repeated(lines: Sequence[Line]) -> None:
    """The same paragraph again: pages print a lead twice."""
    seen: set[str] = set()
    for line in lines:
        if line.rule is not None or line.notice or line.words < 8:
            continue
        key = hashlib.sha256(line.text.encode()).hexdigest()
        if key in seen:
            line.rule = "repeated_line"
        seen.add(key)


def _paragraphs(lines: Sequence[Line], header: Header) -> list[SourceParagraph]:
    """What is left, with the dateline taken from its beginning and an agency's credit from its end."""
    kept = [line for line in lines if line.rule is None and not line.notice]
    paragraphs = [SourceParagraph(line.kind or line.hint or ParagraphKind.BODY, line.text) for line in kept]
    body = [index for index, paragraph in enumerate(paragraphs) if paragraph.kind is ParagraphKind.BODY]
    if not body:
        return paragraphs
    for index in body[:2]:
        header.dateline, text = take_dateline(paragraphs[index].text)
        if header.dateline is not None:
            paragraphs[index] = SourceParagraph(ParagraphKind.BODY, text)
            break
    for index in (len(paragraphs) - 1, body[-1]):
        text, credit = take_credit(paragraphs[index].text)
        if credit is not None and text:
            header.add_byline(credit)
            paragraphs[index] = SourceParagraph(paragraphs[index].kind, text)
    return paragraphs


def _given(value: str | None) -> str | None:
    """What the sender says: NFC, trimmed; an empty string says nothing."""
    text = unicodedata.normalize("NFC", value or "").strip()
    return text or None


def _sent_date(document: Document) -> str | None:
    """The sender's RFC 3339 date or date-time as EDTF: fractions of a second dropped, the offset kept."""
    sent = _given(document.published_at)
    if sent is None:
        return None
    match = _RFC3339.fullmatch(sent)
    try:
        if match is None:
            raise ValueError(sent)
        day, minutes, seconds, offset = match.groups()
        date.fromisoformat(day)
        if minutes is None:
            return day
        datetime.fromisoformat(f"{day}T{minutes}{seconds or ''}")
    except ValueError as error:
        raise InvalidInputError(
            "INVALID_RECORD",
            f"published_at {sent!r} of {document.document_id!r} is no RFC 3339 date, such as 2024-10-11 or "
            "2024-10-11T23:21:00+02:00",
            metadata={"document_id": document.document_id, "published_at": sent},
            field="published_at",
            stage="clean",
        ) from error
    return f"{day}T{minutes}{seconds or ''}{(offset or '').upper()}"


def _sent_language(document: Document) -> str | None:
    """The sender's language code in canonical form; `no` stays `no`."""
    sent = _given(document.language_code)
    if sent is None:
        return None
    try:
        return langcodes.standardize_tag(sent)
    except langcodes.LanguageTagError as error:
        raise InvalidInputError(
            "INVALID_RECORD",
            f"language_code {sent!r} of {document.document_id!r} is no BCP-47 code, such as nb, nn, no, de or en",
            metadata={"document_id": document.document_id, "language_code": sent},
            field="language_code",
            stage="clean",
        ) from error


def _refused(document: Document, reason: str, why: str) -> InvalidInputError:
    return InvalidInputError(
        reason,
        f"{document.document_id!r} {why}",
        metadata={"document_id": document.document_id},
        field="html" if document.html is not None else "text",
        stage="clean",
    )
