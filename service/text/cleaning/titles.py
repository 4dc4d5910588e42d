"""Headlines: which line is the article's, when two are the same, and what an outlet hangs on them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.domain import ParagraphKind
from service.text.cleaning.lines import Line
from service.text.cleaning.phrases import phrases, words_of

_OUTLET_TAIL = re.compile(r"^(.{12,250}?)\s+[|•·]\s+([^|•·]{2,40})$")
_OUTLET_DASH = re.compile(r"^(.{12,250})\s[–—-]\s([^–—|]{2,40})$")
_LABEL_TAIL = re.compile(r"\s[-–—|»›]$")
_NOT_A_TITLE = re.compile(r"^[←→«»<>|~*\[{^•·–—-]|[|»›>]\s*$|\s[»›>]\s")
_WORD = re.compile(r"[^\W\d_]{3,}")
_DOUBTFUL = frozenset({"legal", "newsletter", "paywall", "editorial_process"})
SURE_SHARE = 0.6
"""The share of its words that the article takes up, from which a line is a headline whatever phrase is in it."""
MAX_TITLE = 500
"""Characters; a longer line is no headline."""


def same_title(a: str, b: str) -> bool:
    """The same headline, whatever the case, the punctuation and an outlet's name behind it."""
    if max(len(a), len(b)) > MAX_TITLE:
        return False
    left, right = words_of(a), words_of(b)
    if not left or not right:
        return False
    short, long = sorted((left, right), key=len)
    if not (long.startswith(short) or long.endswith(short)):
        return False
    if left == right or words_of(split_outlet(a)[0]) == right or words_of(split_outlet(b)[0]) == left:
        return True
    # a kicker in front: `Economy: Headline`
    return len(short.split()) >= 4 and long.endswith(" " + short) and len(long.split()) - len(short.split()) <= 3


def split_outlet(title: str) -> tuple[str, str | None]:
    """`Headline | Outlet` -> both. A dash is no proof: `Headline - Outlet` stays whole."""
    match = _OUTLET_TAIL.match(title)
    if match is None or len(match.group(1).split()) < 3 or len(match.group(2).split()) > 5:
        return title, None
    return match.group(1).strip(), match.group(2).strip()


def without_outlet(title: str, outlet: str | None) -> str:
    """The headline without ` | Outlet` or ` - Outlet` behind it, if that is the outlet's name."""
    match = _OUTLET_TAIL.match(title) or _OUTLET_DASH.match(title)
    if match is None or outlet is None or words_of(match.group(2)) != words_of(outlet):
        return split_outlet(title)[0]
    return match.group(1).strip()


def is_section_label(line: Line) -> bool:
    """`MainNews -`: a label by the dash it ends with."""
    return line.words <= 4 and bool(_LABEL_TAIL.search(line.text))


def masthead(line: Line) -> str | None:
    """The name of a paper that stands alone: `The Northern Courier`, `Vestposten`; None for any other line."""
    if not 1 <= len(line.tokens) <= 4 or line.terminal or line.digit_share > 0 or not line.letters_start.isupper():
        return None
    known = phrases().masthead
    named = any(token in known for token in line.tokens) if len(line.tokens) > 1 else False
    compound = (
        len(line.tokens) == 1 and len(line.folded) >= 7 and line.folded.endswith(known) and line.folded not in known
    )
    return line.text.strip(" |·•–—-") if named or compound else None


def choose_title(lines: Sequence[Line], first: int, starts: Sequence[int]) -> tuple[int | None, float]:
    """The index of the headline, or None, and how sure that is (about 0..4).

    It is a line whose words the article uses, that stands close above a paragraph, that has a byline or a stamp under
    it, that is repeated.

    `first` is the first line that can be one; `starts` are where runs of paragraphs begin.
    """
    if not starts:
        return None, 0.0
    stems = {
        stem for start in starts for line in lines[start : start + 14] if line.sentence for stem in _stems(line.text)
    }
    last = min(len(lines), starts[-1] + 5)
    counts: dict[str, int] = {}
    for line in lines[first : last + 3]:
        counts[line.key] = counts.get(line.key, 0) + 1
    scores: dict[int, float] = {}
    for index in range(first, last):
        line = lines[index]
        distance = min((start - index for start in starts if start >= index), default=1)
        if not _can_be_title(line, index == first) or distance > 18 or (index > starts[-1] and counts[line.key] < 2):
            continue
        if _in_figures(lines, index):
            continue
        words = _stems(split_outlet(line.text)[0])
        shared = len(words & stems) / len(words) if words else 0.0
        if line.rule is not None and shared < SURE_SHARE:
            continue
        score = 2 * shared * min(1.0, line.words / 5) + 0.08 * min(line.words, 10) - 0.06 * distance
        score += 0.9 if counts[line.key] > 1 and line.words >= 3 else 0.0
        score += 0.5 if index == first else 0.0
        score += 0.6 if any(below.rule in {"stamp", "byline"} for below in lines[index + 1 : index + 4]) else 0.0
        scores[index] = score
    if not scores:
        return None, 0.0
    best = max(scores, key=lambda index: (scores[index], -index))
    if scores[best] <= 0:
        return None, 0.0
    for index in scores:  # the same headline without a kicker in front
        if (
            index != best
            and len(lines[index].text) < len(lines[best].text)
            and same_title(lines[index].text, lines[best].text)
        ):
            return index, scores[best]
    for index in range(max(first, best - 3), best):  # a headline stands above its standfirst
        if (
            lines[index].words >= (4 if index == best - 1 else 5)
            and index in scores
            and scores[index] >= scores[best] - (1.1 if index == best - 1 == first else 0.6)
            and not same_title(lines[index].text, lines[best].text)
        ):
            return index, scores[index]
    return best, scores[best]


def _can_be_title(line: Line, is_first: bool) -> bool:
    open_to_doubt = (
        line.rule in _DOUBTFUL and line.words >= 5
    )  # `New cookie law passed` is no legal notice above its article
    if (
        not (line.open or open_to_doubt)
        or not line.headline
        or is_section_label(line)
        or _NOT_A_TITLE.search(line.text)
    ):
        return False
    if line.key in phrases().published or line.key in phrases().updated:
        return False
    return line.hint is None or is_first or line.hint is ParagraphKind.HEADING


def _in_figures(lines: Sequence[Line], index: int) -> bool:
    """One of several short lines that begin with a figure: quantities, results."""
    near = [lines[at] for at in (index - 1, index, index + 1) if 0 <= at < len(lines)]
    return lines[index].words <= 4 and sum(line.text[:1].isdigit() and line.words <= 4 for line in near) >= 2


def _stems(text: str) -> set[str]:
    """The first five letters of the words that carry meaning: enough to meet an inflected form."""
    function = phrases().function_words
    return {word[:5] for word in (match.casefold() for match in _WORD.findall(text)) if word not in function}


def overlap(headline: str, lines: Sequence[Line]) -> float:
    """The share of the headline's words, 0..1, that occur in `lines`."""
    words = _stems(headline)
    found = {stem for line in lines for stem in _stems(line.text[:2000])}
    return len(words & found) / len(words) if words else 0.0
