"""Where a newline inside a paragraph ends a segment: after a complete line, not where a page wrapped one.

A blank line always ends one. A single newline does unless the next line goes on in lower case, this one ends in a comma
or hyphen, or the text is wrapped: the next word would not have fitted on this line.
"""

from __future__ import annotations

import re

_BREAK = re.compile(r"\n\s*")
_FIRST_WORD = re.compile(r"\S{0,40}")
_NARROWEST, _WIDEST = 45, 120
"""Widths (characters) that a hard-wrapped text has; narrower lines are verse or a list, wider ones paragraphs."""
_LIST_START = re.compile(r"[•▪●►▶◦‣·*✓→–—―-]|\(?(?:\d{1,3}|[a-zA-Z])[.)]\s")
_GOING_ON = (",", "-", "‐", "–", "—", "/", "(", "«", "„")


def line_ends(text: str) -> list[int]:
    """The offsets after each newline (and the white space that follows) that ends a segment."""
    if "\n" not in text:
        return []
    width = max(len(line) for line in text.split("\n"))
    wrapped = _NARROWEST <= width <= _WIDEST
    ends = []
    line_start = 0
    for newline in _BREAK.finditer(text):
        after = newline.end()
        if after >= len(text):
            break
        if newline[0].count("\n") > 1 or _ends(text, line_start, newline.start(), after, width if wrapped else None):
            ends.append(after)
        line_start = after
    return ends


def _ends(text: str, start: int, end: int, after: int, width: int | None) -> bool:
    if _LIST_START.match(text, after):
        return True
    if text[after].islower():
        return False
    line = text[max(start, end - 4) : end].rstrip()
    if line.endswith(_GOING_ON):
        return False
    word = _FIRST_WORD.match(text, after)
    return width is None or (end - start) + 1 + len(word[0] if word else "") <= width
