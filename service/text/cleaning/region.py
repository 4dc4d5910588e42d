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
HEADING_COST = 2.0
PROSE_CAP = 60
"""Words above this in one line count no more: one long legal notice must not outweigh a gap of twenty menu lines."""
MIN_MENU_LINES = 10


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
        return -FURNITURE_COST
    if line.notice or line.kind is ParagraphKind.CAPTION:
        return -1.0
    if line.prose:
        return float(min(line.words, PROSE_CAP))
    if line.sentence:
        return float(min(line.words, 20))
    if line.hint is ParagraphKind.LIST_ITEM or line.digit_share >= 0.2:
        return -1.0
    return -HEADING_COST if line.words >= 8 else -MENU_COST


def article_region(lines: Sequence[Line]) -> tuple[int, int]:
    """Start and end (exclusive) of the run of lines with the greatest weight; (0, 0) if no line has any."""
    best, best_start, best_end = 0.0, 0, 0
    total, start = 0.0, 0
    for index, line in enumerate(lines):
        total += weigh(line)
        if total <= 0:
            total, start = 0.0, index + 1
        elif total > best:
            best, best_start, best_end = total, start, index + 1
    while best_start < best_end and weigh(lines[best_start]) <= 0:
        best_start += 1
    return best_start, best_end
