"""Where the readers take over: comments are fluent and on topic, and still not the article.

A label alone ("12 comments" beside the headline) proves nothing. What follows must look like comments, or nothing of
weight may follow.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.text.cleaning.lines import Line
from service.text.cleaning.phrases import phrases

_NUMBERED = re.compile(r"^\(?\d{1,3}[.)]\s")
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d{2}\b|\b\d{1,2}\s?[ap]\.?m\b", re.IGNORECASE)
MAX_BEFORE_SIGN = 120
"""Words of prose that may stand between the label and the first thing only comments have: one comment's worth."""
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}\.\s?\d{1,2}\.")


def comments_start(lines: Sequence[Line]) -> int | None:
    """The index of the first line of the readers' part, or None. Everything from there on is not the article."""
    prose = [line.words if line.prose or line.sentence else 0 for line in lines]
    total, before = sum(prose), 0
    for index, line in enumerate(lines):
        if before and _is_label(line):
            after = total - before
            signs = _signs(_talk(lines[index + 1 : index + 60]))
            form = phrases().comment_form.search(line.folded) is not None
            if signs >= 2 or (signs >= 1 and before >= 0.3 * total):
                return index
            if after <= 0.25 * total and (form or index >= len(lines) - 3 or signs):
                return index
        before += prose[index]
    return None


def _talk(lines: Sequence[Line]) -> Sequence[Line]:
    """`lines`, if the first sign of a comment comes before much prose does; else none: the article goes on."""
    words = 0
    for index, line in enumerate(lines):
        if _signs(lines[index : index + 3], least=1):
            return lines
        words += line.words if line.sentence else 0
        if words > MAX_BEFORE_SIGN:
            return ()
    return lines


def _is_label(line: Line) -> bool:
    """`22 comments`, `Kommentare (12)`, `Leave a Reply`, `11 responses to “…”`."""
    known = phrases()
    if len(line.tokens) > 30 or line.hint is not None or line.prose:
        return False
    if line.key in known.comments:
        return True
    words = [token for token in line.tokens if not token.isdigit()]
    counted = bool(line.tokens) and line.tokens[0].isdigit()
    if counted and words and words[0] in known.comments and len(words[0]) > 3:
        return True
    if len(words) <= 10 and any(" ".join(words[:size]) in known.comments for size in (2, 3, 4)):
        return not line.terminal
    return len(words) <= 14 and known.comment_form.search(line.folded) is not None


def _signs(lines: Sequence[Line], *, least: int = 2) -> int:
    """Kinds of things that only comment sections have: reply links, `X says:`, a form, dated names, numbering."""
    known = phrases()
    reply = says = form = dated = 0
    numbered = []
    for line in lines:
        tokens = line.tokens
        if line.folded in known.reply:
            reply += 1
        if line.words <= 8 and tokens and tokens[-1] in known.says and line.colon:
            says += 1
        if known.comment_form.search(line.folded):
            form += 1
        if len(line.text) <= 60 and line.words <= 9 and _DATE.search(line.text) and _CLOCK.search(line.text):
            dated += 1
        if _NUMBERED.match(line.text) and line.words >= 8:
            numbered.append(line)
    return (
        (reply >= least)
        + (says >= least)
        + 2 * (form >= 1)
        + (dated >= least)
        + (dated >= 3)
        + 2 * _is_numbered_talk(numbered, lines)
    )


def _is_numbered_talk(numbered: Sequence[Line], lines: Sequence[Line]) -> bool:
    """A run of long numbered lines from 1 on, right after the label."""
    if not lines or not numbered or numbered[0] is not lines[0]:
        return False
    return len(numbered) >= 2 and numbered[0].text.lstrip("( ").startswith("1")
