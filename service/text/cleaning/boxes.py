"""Boxes that stand in and after an article: who wrote it, a newsletter to order, the foot of the page.

Their lines read like prose; what gives them away is the company they keep.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.text.cleaning.bylines import is_name
from service.text.cleaning.header import Header
from service.text.cleaning.lines import Line
from service.text.cleaning.phrases import phrases, words_of

_BOX_RULES = frozenset({"newsletter", "paywall", "advertisement"})
_ORDERED = frozenset({"newsletter", "paywall"})
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
FOOT_SHARE = 0.75
"""The share of the prose above a line of copyright from which it is the foot of the page."""
MAX_BIO_WORDS = 90


def drop_author_box(lines: Sequence[Line], header: Header) -> None:
    """Paragraphs that tell who the author is: they begin with the name, which stands alone above them or in the byline,
    or follow a label that says so. The last two paragraphs, and any in the second half that furniture stands beside."""
    bylines = [words_of(name) for byline in header.bylines for name in re.split(r",|\bund\b|\bog\b|\band\b|&", byline)]
    authors = {name for name in bylines if len(name.split()) >= 2}
    body = [index for index, line in enumerate(lines) if line.open and line.sentence]
    if len(body) < 4:
        return
    labels = {index for index, line in enumerate(lines) if line.rule == "author_box"}
    for index in body[-2:]:
        above = lines[max(0, index - 8) : index]
        names = {line.folded for line in above if 2 <= len(line.tokens) <= 4 and is_name(line.text)} | authors
        labelled = not labels.isdisjoint(range(index - 3, index))
        if labelled or any(lines[index].folded.startswith(name + " ") for name in names):
            lines[index].rule = "author_box"
    for index in body[len(body) // 2 :]:
        line = lines[index]
        beside = any(other.rule is not None for other in lines[max(0, index - 2) : index + 3] if other is not line)
        if (
            line.open
            and beside
            and line.words <= MAX_BIO_WORDS
            and line.folded.startswith(tuple(f"{n} " for n in authors))
        ):
            line.rule = "author_box"
    for index in range(body[len(body) // 2], len(lines)):
        if lines[index].open and lines[index].folded in authors:
            lines[index].rule = "byline"


def drop_boxes(lines: Sequence[Line]) -> None:
    """A line that speaks to the reader between two lines of one box: `News from our desk` between two newsletter lines."""
    known = phrases().reader_words
    for index, line in enumerate(lines[1:-1], start=1):
        if not line.open or line.words > 30 or lines[index - 1].rule not in _BOX_RULES:
            continue
        around = {other.rule for other in (lines[index - 1], *lines[index + 1 : index + 3])}
        closed = any(other.rule in _BOX_RULES for other in lines[index + 1 : index + 3])
        if closed and around & _ORDERED and any(token in known for token in line.tokens):
            line.rule = "newsletter"


def drop_foot(lines: Sequence[Line]) -> None:
    """Everything below the line of copyright that ends a page."""
    total = sum(line.words for line in lines if line.open and line.prose)
    before = 0
    for index, line in enumerate(lines):
        copyright_line = line.rule in {"legal", "link_bar"} and "©" in line.text and _YEAR.search(line.text)
        if copyright_line and total and before >= FOOT_SHARE * total:
            for below in lines[index + 1 :]:
                below.rule = "page_foot" if below.open else below.rule
            return
        before += line.words if line.open and line.prose else 0
