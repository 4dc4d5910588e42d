"""Headlines inside and after an article: its own crossheads, or other stories' headlines that a page put between.

A crosshead is short and its words return in the paragraphs under it; a teaser is as long as a headline and tells
another story. What stays in doubt stays as a heading, which no summary and no event uses as a source.
"""

from __future__ import annotations

from collections.abc import Sequence

from service.domain import ParagraphKind
from service.text.cleaning.header import overlap
from service.text.cleaning.lines import Line
from service.text.cleaning.rules import teaser_headline

MIN_TEASER_WORDS = 8
"""A shorter line between paragraphs is taken for a crosshead whatever it says."""
MIN_OVERLAP = 0.34
"""The share of a crosshead's words that its paragraphs take up again."""
RUN = 3
"""So many headlines in a row are a list of links, not crossheads."""
TAIL_SHARE = 0.25
"""The article's end can be cut at a label only if no more than this share of the prose stands behind it."""

_AFTER_RULES = frozenset({"teaser_label", "tags", "author_box", "newsletter", "teaser_link", "share_bar", "link_bar"})


def mark_headlines(lines: Sequence[Line], *, page: bool) -> None:
    """Give every headline-like line between paragraphs its kind, or the rule that drops it."""
    stands = [index for index, line in enumerate(lines) if line.open and _stands_alone(line)]
    loose = _without_stops(lines)
    for index in stands:
        line = lines[index]
        if loose and line.words >= 10:
            continue
        following = _following(lines, index)
        if teaser_headline(line):
            line.rule = "teaser_headline"
        elif not following:
            line.rule = "dangling_heading"
        elif _after_label(lines, index):
            line.rule = "teaser_headline"
        elif line.words >= MIN_TEASER_WORDS and overlap(line.text, following) < MIN_OVERLAP:
            line.rule = "teaser_headline"
    _mark_runs(lines, page=page)
    for index in stands:
        line = lines[index]
        if line.open and not (loose and line.words >= 10):
            line.kind = ParagraphKind.HEADING


def _stands_alone(line: Line) -> bool:
    return line.hint is None and line.headline and not line.sentence and not line.text.startswith(("–", "—", "- "))


def _without_stops(lines: Sequence[Line]) -> bool:
    """A text whose paragraphs end without full stops: their absence says nothing there."""
    long = [line for line in lines if line.rule is None and line.words >= 12]
    return len(long) >= 4 and sum(line.terminal or line.colon for line in long) < 0.5 * len(long)


def _following(lines: Sequence[Line], index: int) -> list[Line]:
    """Up to three paragraphs under a headline, as far as the next one."""
    found: list[Line] = []
    for line in lines[index + 1 : index + 12]:
        if line.rule is not None or line.notice or line.kind is ParagraphKind.CAPTION:
            continue
        if line.hint is ParagraphKind.HEADING or (_stands_alone(line) and found):
            break
        if not _stands_alone(line):
            found.append(line)
        if len(found) == 3:
            break
    return found


def _after_label(lines: Sequence[Line], index: int) -> bool:
    """Under a label that announces other stories, with nothing but their headlines between."""
    for line in reversed(lines[max(0, index - 6) : index]):
        if line.rule == "teaser_label":
            return True
        if line.rule is None:
            return False
        if line.rule not in {"teaser_headline", "time_ago", "counter", "symbols"}:
            return False
    return False


def _mark_runs(lines: Sequence[Line], *, page: bool) -> None:
    """Drop lists of headlines: on a page any, elsewhere where they are as long as headlines are."""
    run: list[Line] = []
    before: Line | None = None
    for line in [*lines, None]:
        if line is not None and line.open and _stands_alone(line) and line.digit_share < 0.15:
            run.append(line)
            continue
        if line is not None and line.rule is not None:
            continue
        introduced = before is not None and before.colon
        if len(run) >= RUN and not introduced and (page or sum(item.words for item in run) >= 5 * len(run)):
            for item in run:
                item.rule = "teaser_list"
        run, before = [], line


def cut_tail(lines: Sequence[Line]) -> None:
    """Drop what stands after the article: from a label on, if little prose follows and most lines there are none."""
    weights = [line.words if line.rule is None and line.sentence and not line.notice else 0 for line in lines]
    total, before = sum(weights), 0
    for index, line in enumerate(lines):
        if line.rule in _AFTER_RULES and before >= (1 - TAIL_SHARE) * total and before < total:
            tail = [item for item in lines[index + 1 :] if not item.notice]
            sentences = sum(item.rule is None and item.sentence for item in tail)
            if sentences <= 0.4 * len(tail) and len(tail) >= 3:
                for item in tail:
                    if item.open:
                        item.rule = "after_article"
                return
        before += weights[index]
