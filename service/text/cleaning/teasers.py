"""Headlines inside and after an article: its own crossheads, or other stories' headlines that a page put between.

A crosshead is short and its words return in the paragraphs under it; a teaser is as long as a headline and tells
another story. What stays in doubt stays as a heading, which no summary and no event uses as a source.
"""

from __future__ import annotations

from collections.abc import Sequence

from service.domain import ParagraphKind
from service.text.cleaning.lines import Line
from service.text.cleaning.phrases import phrases
from service.text.cleaning.rules import teaser_headline
from service.text.cleaning.titles import overlap

MIN_TEASER_WORDS = 8
"""A shorter line between paragraphs is taken for a crosshead whatever it says."""
MIN_OVERLAP = 0.34
"""The share of a crosshead's words that its paragraphs take up again."""
MAX_ITEM = 8
"""Words of an item in a list without bullets, where it begins with a small letter."""
RUN = 3
"""So many headlines in a row are a list of links, not crossheads."""
TAIL_SHARE = 0.25
"""The article's end can be cut at a label only if no more than this share of the prose stands behind it."""

OWN_WORDS = 0.45
"""The share of a paragraph's words that the article has used before, from which it belongs to it."""

_ARTICLES_OWN = frozenset({"title", "stamp", "byline", "advertisement", "agency_credit"})
_AFTER_RULES = frozenset({"teaser_label", "tags", "author_box", "newsletter", "teaser_link", "share_bar", "link_bar"})


def mark_headlines(lines: Sequence[Line], *, page: bool) -> None:
    """Give every headline-like line between paragraphs its kind, or the rule that drops it."""
    loose = _without_stops(lines)
    for run in _runs(lines):
        items = [lines[index] for index in run]
        if loose and all(item.words >= 10 for item in items):
            continue
        if len(run) >= 2 and _introduced(lines, run[0]):
            for item in items:
                item.kind = ParagraphKind.LIST_ITEM
        elif len(run) >= RUN and sum(_has_figure(item) for item in items) >= 0.6 * len(run):
            for item in items:  # a table or a list of results
                item.kind = ParagraphKind.BODY
        elif len(run) >= RUN and _is_link_list(lines, run, page=page):
            for item in items:
                item.rule = "teaser_list"
        else:
            for index in run:
                _judge(lines, index, alone=len(run) < RUN, page=page)


def _judge(lines: Sequence[Line], index: int, *, alone: bool, page: bool) -> None:
    """One headline: another story's by its label, place or words, or a crosshead."""
    line, following = lines[index], _following(lines, index)
    if line.starts_lower:
        line.kind = ParagraphKind.BODY  # no headline begins so
    elif teaser_headline(line) or _after_label(lines, index):
        line.rule = "teaser_headline"
    elif not following and line.terminal and not page:
        line.kind = ParagraphKind.BODY  # a short question or exclamation to end with
    elif not following and index and lines[index - 1].rule is None and (page or _has_figure(line)):
        line.kind = ParagraphKind.BODY  # a row of a table; on a page, what is not the article is gone by now
    elif not following:
        line.rule = "dangling_heading"
    elif alone and _tells_a_story(line) and overlap(line.text, following) < MIN_OVERLAP:
        line.rule = "teaser_headline"
    else:
        line.kind = ParagraphKind.HEADING


def _tells_a_story(line: Line) -> bool:
    """As long as a headline, and nobody's words: a stray line of a quotation is the article's."""
    quoted = line.text.startswith(("“", "”", "„", "«", '"', "’")) or line.text.endswith(("”", '"', "»", "“"))
    said = any(token in phrases().says for token in line.tokens)
    return line.words >= MIN_TEASER_WORDS and not line.terminal and not quoted and not (said and "," not in line.text)


def _runs(lines: Sequence[Line]) -> list[list[int]]:
    """Headline-like lines that stand next to each other, by index, with nothing dropped between."""
    runs: list[list[int]] = []
    for index, line in enumerate(lines):
        if line.open and _stands_alone(line):
            if runs and runs[-1][-1] == index - 1:
                runs[-1].append(index)
            else:
                runs.append([index])
    return runs


def _introduced(lines: Sequence[Line], index: int) -> bool:
    """The line above ends with a colon and is the article's."""
    return index > 0 and lines[index - 1].colon and lines[index - 1].rule is None


def _has_figure(line: Line) -> bool:
    return any(character.isdigit() for character in line.text)


def _is_link_list(lines: Sequence[Line], run: Sequence[int], *, page: bool) -> bool:
    """Beside other furniture, and on a page or as long as headlines are."""
    beside = any(
        0 <= index < len(lines) and lines[index].rule not in {None, *_ARTICLES_OWN}
        for index in (run[0] - 1, run[-1] + 1)
    )
    return beside and (page or sum(lines[index].words for index in run) >= 5 * len(run))


def _stands_alone(line: Line) -> bool:
    if line.hint is not None or line.sentence or line.text.startswith(("–", "—", "- ")):
        return False
    return line.headline or (line.starts_lower and line.words <= MAX_ITEM and not line.terminal and not line.colon)


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


def cut_tail(lines: Sequence[Line], *, page: bool) -> None:
    """Drop what stands after the article: from a label on, if little prose follows and most lines there are none.

    A paragraph there that uses the article's own words is the article's last one, with a box before it; and off a
    page, paragraphs stay whatever they say.
    """
    weights = [line.words if line.rule is None and line.sentence and not line.notice else 0 for line in lines]
    total, before = sum(weights), 0
    for index, line in enumerate(lines):
        if line.rule in _AFTER_RULES and before >= (1 - TAIL_SHARE) * total and before < total:
            tail = [item for item in lines[index + 1 :] if item.open]
            sentences = sum(item.sentence for item in tail)
            body = [item for item in lines[:index] if item.open and item.sentence]
            goes_on = any(item.prose and overlap(item.text, body) >= OWN_WORDS for item in tail)
            if len(tail) >= 3 and sentences <= 0.4 * len(lines[index + 1 :]) and not goes_on:
                for item in tail:
                    if page or not item.prose:
                        item.rule = "after_article"
                return
        before += weights[index]
