"""What of a page is not the article, once the article's parts are known: everything else, but for what belongs to them.

A recipe's quantities, a table's rows, a list under a colon are lines of no sentence that are the article's all the same;
they stand beside its paragraphs with nothing of the page between.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from service.domain import ParagraphKind
from service.text.cleaning.lines import Line
from service.text.cleaning.titles import overlap

HEAD = 18
"""Lines above the first paragraph that can hold a page's headline, byline and stamps."""
LEAD = 35
LEAD_OVERLAP = 0.5
"""A lead stands so few lines above the first paragraph, and shares so much of its words with the article."""
_HEADING = frozenset({"title", "stamp", "byline", "share_bar", "counter", "advertisement", "reading_time"})
NEAR = 20
MIN_ECHO_WORDS = 3
MAX_LIST = 40
"""Lines of a list above the first paragraph: ingredients, figures, a programme."""
MIN_STANDFIRST_WORDS = 3
MIN_LISTED = 4
_BETWEEN = frozenset({None, *_HEADING})
"""What may stand between an article's headline and its first paragraph without ending the search for what else does."""
LISTED_SHARE = 0.35
"""So many lines, and this share of them with something to say, are a list of the article's and no menu."""


def drop_outside(lines: Sequence[Line], parts: Sequence[tuple[int, int]], title: int | None) -> None:
    """On a page: all that is neither the article nor between its headline and its first paragraph."""
    start = parts[0][0] if parts else len(lines)
    first = title if title is not None and 0 <= start - title <= HEAD else start
    inside = {index for begin, end in parts for index in range(begin, end)}
    inside |= _above(lines, first, start)
    for _, end in parts:  # figures and lists that follow the last sentence, as far as the page's own furniture
        for index in range(end, min(len(lines), end + HEAD)):
            if lines[index].rule is not None:
                break
            if is_content(lines[index]):
                inside.update(range(end, index + 1))
    for (_, gap), (end, _) in pairwise(parts):
        if all(line.rule in {None, "counter"} for line in lines[gap:end]):
            inside.update(range(gap, end))  # a list of the article's own, with nothing of the page in it
    inside |= _echoes(lines, parts)
    leads = _leads(lines, start)
    for index, line in enumerate(lines):
        if index in leads or (index in inside and (title is None or index >= min(title, start))):
            continue
        if line.open:
            line.rule = "outside_article"
        elif line.kind is ParagraphKind.CAPTION and index not in range(first, start):
            line.kind, line.rule = None, "outside_article"


def _above(lines: Sequence[Line], first: int, start: int) -> set[int]:
    """Lines from the headline (or, where none is sure, the last line of furniture) to the first paragraph."""
    if first == start:
        while first > 0 and start - first < MAX_LIST and lines[first - 1].rule in _BETWEEN:
            first -= 1
        first -= 1
    above = [index for index in range(first + 1, start) if lines[index].open]
    told = sum(is_content(lines[index]) for index in above)
    listed = len(above) >= MIN_LISTED and told >= LISTED_SHARE * len(above)
    return {index for index in above if listed or lines[index].words >= MIN_STANDFIRST_WORDS}


def _echoes(lines: Sequence[Line], parts: Sequence[tuple[int, int]]) -> set[int]:
    """Short lines between two parts, near either, that use the article's words: a table's labels, a list's items."""
    article = [lines[index] for begin, end in parts for index in range(begin, end) if lines[index].sentence]
    near = {
        index
        for (_, gap), (end, _) in pairwise(parts)
        for index in (*range(gap, min(end, gap + NEAR)), *range(max(gap, end - NEAR), end))
    }
    return {
        index
        for index in near
        if lines[index].open
        and lines[index].words >= MIN_ECHO_WORDS
        and overlap(lines[index].text, article) >= LEAD_OVERLAP
    }


def _leads(lines: Sequence[Line], start: int) -> set[int]:
    """Paragraphs a little above the headline that say what the article says: a lead over a picture's width of furniture."""
    article = [line for line in lines[start : start + MAX_LIST] if line.open and line.sentence]
    return {
        index
        for index in range(max(0, start - LEAD), start)
        if lines[index].open and lines[index].prose and overlap(lines[index].text, article) >= LEAD_OVERLAP
    }


def is_content(line: Line) -> bool:
    """A short line that says something: an item, figures, an introduction with a colon, a sentence."""
    figures = line.digit_share >= 0.08 or (line.text[:1].isdigit() and line.words >= 1)
    return line.hint is not None or figures or line.colon or line.words >= 8 or line.sentence
