"""Where a newline inside a paragraph ends a segment: after a complete line, not where a page wrapped one.

A blank line always ends one. A single newline does unless the next line goes on in lower case, this one ends in a comma
or hyphen, or the text is wrapped: the next word would not have fitted on this line. Rows of a table always end.
"""

from __future__ import annotations

import re

_BREAK = re.compile(r"\n\s*")
_FIRST_WORD = re.compile(r"\S{0,40}")
_NARROWEST, _WIDEST = 45, 120
"""Widths (characters) that a hard-wrapped text has; narrower lines are verse or a list, wider ones paragraphs."""
_LIST_START = re.compile(r"[•▪●►▶◦‣·*✓→–—―-]|\(?(?:\d{1,3}|[a-zA-Z])[.)]\s")
_GOING_ON = (",", "-", "‐", "–", "—", "(", "«", "„")
_LONGEST_CELL = 120
_FULL_SHARE = 2 / 3
_FEWEST_LINES = 3


def line_ends(text: str) -> list[int]:
    """The offsets after each newline (and the white space that follows) that ends a segment."""
    if "\n" not in text:
        return []
    width = _wrap_width(text.split("\n"))
    ends = []
    line_start = 0
    for newline in _BREAK.finditer(text):
        after = newline.end()
        if after >= len(text):
            break
        if newline[0].count("\n") > 1 or _ends(text, line_start, newline.start(), after, width):
            ends.append(after)
        line_start = after
    return ends


def _wrap_width(lines: list[str]) -> int | None:
    """The width a page was wrapped to; None where the lines are paragraphs, headlines, verse or a list.

    Wrapped lines are full: the first word of the next would not have fitted. Two lines are not enough to tell.
    """
    width = max(len(line) for line in lines)
    if len(lines) < _FEWEST_LINES or not _NARROWEST <= width <= _WIDEST:
        return None
    firsts = [_FIRST_WORD.match(line.lstrip()) for line in lines[1:]]
    full = sum(
        len(line) + 1 + len(first[0] if first else "") > width for line, first in zip(lines[:-1], firsts, strict=True)
    )
    return width if full >= _FULL_SHARE * (len(lines) - 1) else None


def _has_cells(text: str, start: int, end: int) -> bool:
    """Whether the line from `start` is a row of a table: a tab parts two cells."""
    tab = text.find("\t", start, min(end, start + _LONGEST_CELL))
    return tab > start and "\n" not in text[start:tab]


def _ends(text: str, start: int, end: int, after: int, width: int | None) -> bool:
    if _LIST_START.match(text, after) or (_has_cells(text, start, end) and _has_cells(text, after, len(text))):
        return True
    if text[after].islower():
        return False
    line = text[max(start, end - 4) : end].rstrip()
    if line.endswith(_GOING_ON):
        return False
    word = _FIRST_WORD.match(text, after)
    return width is None or (end - start) + 1 + len(word[0] if word else "") <= width
