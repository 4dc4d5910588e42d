"""The steps from marked lines to fields and paragraphs, one function a step; `document` calls them in order."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from service.domain import Document, Notice, ParagraphKind, SourceParagraph
from service.text.cleaning.bylines import byline_of, is_credit_line, take_credit
from service.text.cleaning.captions import is_credit, take_label
from service.text.cleaning.comments import comments_start
from service.text.cleaning.header import Header, dateline_alone, is_bare_stamp, read_stamp, take_dateline, take_place
from service.text.cleaning.joining import SAMPLE
from service.text.cleaning.lines import Line
from service.text.cleaning.notices import last_sentence, notice, notice_kind
from service.text.cleaning.outside import HEAD, is_content
from service.text.cleaning.phrases import furniture_key
from service.text.cleaning.region import is_menu
from service.text.cleaning.rules import furniture_rule, is_clock
from service.text.cleaning.sender import given
from service.text.cleaning.titles import choose_title, is_section_label, masthead, same_title, split_outlet

TAIL = 12
"""Lines below the last paragraph that can hold a notice, a byline or a stamp."""
MAX_TITLE_LINE = 2000
"""A headline that the sender names is looked for in so many lines."""
SURE_TITLE = 1.2
"""The score (`choose_title`) from which a headline parts a page: what stands above it is not the article."""
MIN_STANDFIRST_WORDS = 6
MIN_ENTRIES = 3


def drop_furniture(lines: list[Line], furniture: frozenset[str], *, keep: str | None) -> None:
    """Rules that judge a line alone, then the readers' part."""
    prose = [index for index, line in enumerate(lines) if line.prose]
    first, last = (prose[0], prose[-1]) if prose else (0, len(lines))
    for index, line in enumerate(lines):
        if keep is not None and same_title(line.text, keep):
            continue
        if furniture and furniture_key(line.text[:SAMPLE]) in furniture:
            line.rule = "corpus_furniture"
        elif not (is_credit(line) and line.text[:1] != "©"):
            line.rule = furniture_rule(line, inside=first < index < last, after=bool(prose) and index >= last > first)
    start = comments_start(lines)
    if start is not None:
        for line in lines[start:]:
            line.rule = "comments"
    _mark_clocks(lines)


def _mark_clocks(lines: Sequence[Line]) -> None:
    """A time of day on a line of its own heads an entry of a live blog where many do; elsewhere it is a page's clock."""
    clocks = [index for index, line in enumerate(lines) if line.rule is None and is_clock(line)]
    entries = [
        index for index in clocks if index + 1 < len(lines) and lines[index + 1].open and lines[index + 1].words >= 4
    ]
    live = len(entries) >= MIN_ENTRIES and sum(lines[index + 1].sentence for index in entries) >= 0.6 * len(entries)
    headed = set(entries) if live else set()
    for index in clocks:
        if index in headed:
            lines[index].kind = ParagraphKind.HEADING
        else:
            lines[index].rule = "counter"


def prose_span(lines: Sequence[Line]) -> tuple[int, int]:
    """The first sentence and the line after the last one; (0, 0) in a text without any."""
    found = [index for index, line in enumerate(lines) if line.rule is None and line.sentence]
    prose = [index for index in found if lines[index].prose]
    if not found:
        return 0, 0
    start = found[0]
    if prose and start == 0 and prose[0] != 0 and lines[0].headline and prose[0] <= HEAD:
        start = next((index for index in found if index > 0), prose[0])  # a headline that asks or exclaims
    return start, found[-1] + 1


def take_notices(lines: Sequence[Line], start: int, end: int) -> list[Notice]:
    """The disclosures in and around the article, `start` to `end`; their lines leave the body, but for a paragraph of
    the article that ends in one."""
    found: dict[int, Notice] = {}

    def take(index: int, *, edge: bool) -> bool:
        line = lines[index]
        if index in found or line.rule in {"comments", "teaser_link"}:
            return False
        kind = notice_kind(line, edge=edge, head=index <= start)
        if kind is None:
            return False
        sentence = last_sentence(line, kind) if start <= index < end and line.prose else None
        if sentence is not None:
            found[index] = notice(kind, sentence)
            return False
        line.rule, line.notice = None, True
        found[index] = notice(kind, line.text)
        return True

    def from_edge(indices: Iterable[int]) -> None:
        """As far as the first sentence that is no notice, that one asked too."""
        for index in indices:
            inside = start <= index < end and lines[index].rule is None and lines[index].sentence
            if not take(index, edge=True) and inside:
                return

    first, last = max(0, start - HEAD), min(len(lines), end + TAIL)
    from_edge(range(first, last))
    from_edge(reversed(range(first, last)))
    for index in range(start, end):
        take(index, edge=False)
    return [found[index] for index in sorted(found)]


def take_title(
    lines: Sequence[Line],
    document: Document,
    header: Header,
    found_title: str | None,
    parts: Sequence[tuple[int, int]],
    *,
    page: bool,
) -> tuple[str | None, int | None]:
    """The headline, and where it stands if that is sure; its lines, wherever they stand again, leave the body."""
    sent = given(document.title)
    starts = [start for start, _ in parts]
    if page and parts:  # the headline of a page stands above its longest run of prose, or above an earlier one
        weights = [sum(line.words for line in lines[begin:end] if line.prose) for begin, end in parts]
        main = next(place for place, weight in enumerate(weights) if weight >= 0.5 * max(weights))
        starts = starts[: main + 1]
    first = max(0, starts[0] - HEAD) if page and starts else 0
    index = next((at for at, line in enumerate(lines[:MAX_TITLE_LINE]) if sent and same_title(line.text, sent)), None)
    sure = 4.0
    if index is None:
        index, sure = choose_title(lines, first, starts)
    found = lines[index].text if index is not None else None
    if found is not None and not sent and not found_title:
        header.outlet = header.outlet or split_outlet(found)[1]
    title = sent or found_title or (split_outlet(found)[0] if found else None)
    for at, line in enumerate(lines):
        if (line.rule is None or at == index) and any(
            same_title(line.text, known) for known in (title, found) if known
        ):
            line.rule, line.kind = "title", None
    return title, index if sure >= SURE_TITLE else None


def take_fields(lines: Sequence[Line], header: Header, start: int, end: int) -> None:
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
        elif line.open and len(line.text) <= 80 and is_bare_stamp(line) and read_stamp(line.text, Header()):
            line.rule = "stamp"


def judge_head(lines: Sequence[Line], header: Header, start: int, *, page: bool) -> None:
    """Above the first paragraph: a dateline alone, labels of a section, a standfirst without a full stop."""
    titled = False
    for index, line in enumerate(lines[:start]):
        titled = titled or line.rule == "title"
        if not line.open or line.hint is not None:
            continue
        if index + 4 >= start and (place := dateline_alone(line.text)) is not None:
            header.dateline = place
            line.rule = "dateline"
        elif not titled and index <= 2 and (paper := masthead(line)) is not None and not is_section_label(line):
            header.outlet = header.outlet or paper
            line.rule = "masthead"
        elif (
            (not page and line.words <= 3 and not line.terminal)
            or is_section_label(line)
            or (page and is_menu(line) and not is_content(line))
        ):
            line.rule = "section_label"
        elif (
            titled and line.words >= MIN_STANDFIRST_WORDS and index + HEAD >= start and lines[index - 1].rule == "title"
        ):
            line.kind = ParagraphKind.BODY


def drop_repeated(lines: Sequence[Line]) -> None:
    """The same paragraph again: pages print a lead twice."""
    seen: set[str] = set()
    for line in lines:
        if line.rule is not None or line.notice or line.words < 8:
            continue
        key = hashlib.sha256(line.text.encode()).hexdigest()
        if key in seen:
            line.rule = "repeated_line"
        seen.add(key)


def make_paragraphs(lines: Sequence[Line], header: Header) -> list[SourceParagraph]:
    """What is left, with the dateline taken from its beginning and an agency's credit from its end."""
    kept = [line for line in lines if line.rule is None and not line.notice]
    paragraphs = [SourceParagraph(line.kind or line.hint or ParagraphKind.BODY, line.text) for line in kept]
    for index, paragraph in enumerate(paragraphs):
        if paragraph.kind is ParagraphKind.CAPTION:
            label, text = take_label(paragraph.text)
            if label:
                header.labels.append(label)
                paragraphs[index] = SourceParagraph(paragraph.kind, text)
    body = [index for index, paragraph in enumerate(paragraphs) if paragraph.kind is ParagraphKind.BODY]
    if not body:
        return paragraphs
    for index in body[:2]:
        if header.dateline is not None:
            break
        header.dateline, text = take_dateline(paragraphs[index].text)
        if header.dateline is None and index == body[0]:
            header.dateline, text = take_place(text, "\n".join(line.text for line in lines))
        if header.dateline is not None:
            paragraphs[index] = SourceParagraph(ParagraphKind.BODY, text)
    for index in (len(paragraphs) - 1, body[-1]):
        text, credit = take_credit(paragraphs[index].text)
        if credit is not None and text:
            header.add_byline(credit)
            paragraphs[index] = SourceParagraph(paragraphs[index].kind, text)
    return paragraphs
