"""Where the article is on a whole page of menus and boxes: the run of lines with the most prose in it.

A maximum-subsequence segmentation over lines (after Pasternack and Roth 2009): prose counts by its words, every menu
line costs. Only pages are cut so; a text that is an article and little else keeps all its lines.
"""

from __future__ import annotations

from collections.abc import Sequence

from service.domain import ParagraphKind
from service.text.cleaning.lines import Line

MENU_COST = 7.0
"""What a short line that is no sentence costs, in words of prose."""
FURNITURE_COST = 5.0
BOX_COST = 2.0
"""What stands in mid-article as often as after it costs less."""
HEADING_COST = 2.0
PROSE_CAP = 60
"""Words above this in one line count no more: one long legal notice must not outweigh a gap of twenty menu lines."""
_IN_ARTICLES = frozenset({"advertisement", "teaser_link", "paywall"})
MIN_MENU_LINES = 10
MAX_GAP = 120.0
"""A gap that costs more than this ends a run, however long the run was."""
MIN_PART = 30.0
PART_SHARE = 0.1
"""The least a part of the article weighs: so many words, and this share of the heaviest part."""


def is_menu(line: Line) -> bool:
    """A short line that is no sentence, list item or row of figures: what menus are made of."""
    return line.hint is None and line.kind is None and not line.sentence and line.words <= 7 and line.digit_share < 0.3


def is_page(lines: Sequence[Line]) -> bool:
    """Whether a text is a whole page rather than an article: menus by the dozen, or furniture all over it."""
    menus = sum(is_menu(line) for line in lines)
    dropped = sum(line.rule is not None for line in lines)
    prose = sum(line.sentence and line.rule is None for line in lines)
    return menus >= MIN_MENU_LINES and dropped >= 3 and menus + dropped >= 0.6 * prose


def weigh(line: Line) -> float:
    """What a line adds to the article's run, in words."""
    if line.rule is not None:
        return -BOX_COST if line.rule in _IN_ARTICLES else -FURNITURE_COST
    if line.notice or line.kind is ParagraphKind.CAPTION:
        return -1.0
    if line.prose:
        return float(min(line.words, PROSE_CAP))
    if line.sentence:
        return float(min(line.words, 20))
    if line.hint is ParagraphKind.LIST_ITEM or line.digit_share >= 0.2:
        return -1.0
    return -HEADING_COST if line.words >= 8 else -MENU_COST


def article_parts(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Start and end (exclusive) of the runs that are the article, in order; empty if no line has any weight.

    A picture gallery or a box in mid-article parts it in two, so every run counts that has a fair share of the
    heaviest one's weight.
    """
    runs: list[tuple[float, int, int]] = []
    total = best = 0.0
    start = end = 0
    for index, line in enumerate(lines):
        weight = weigh(line)
        if total <= 0 and weight <= 0:
            continue
        if total <= 0:
            total, start, best = 0.0, index, 0.0
        total += weight
        if total > best:
            best, end = total, index + 1
        if total <= 0 or index == len(lines) - 1 or total < best - MAX_GAP:
            runs.append((best, start, end))
            total = 0.0
    if total > 0 and (not runs or runs[-1][1] != start):
        runs.append((best, start, end))
    heaviest = max((weight for weight, _, _ in runs), default=0.0)
    return [
        (start, end)
        for weight, start, end in runs
        if weight >= max(MIN_PART, PART_SHARE * heaviest) or weight == heaviest
    ]
