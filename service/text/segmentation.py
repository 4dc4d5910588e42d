"""A paragraph -> segments of about a sentence, and an over-long segment -> clauses. No character is ever lost.

`segment` looks at every stop, question or exclamation mark, ellipsis and newline once and asks whether a sentence ends
there (segmentation_stops, segmentation_lines); all windows are bounded, so time is linear. What is known of a language
is data (segmentation_rules). `split_long` is in segmentation_split.
"""

from __future__ import annotations

import re

from service.spans import spanned
from service.text.segmentation_lines import line_ends
from service.text.segmentation_rules import Rules, rules
from service.text.segmentation_split import split_long
from service.text.segmentation_stops import CLOSERS, OPENERS, WIDE, Mark, is_glued, is_sentence_end

__all__ = ["segment", "split_long"]

# A run of marks that may end a sentence. CJK and Arabic marks end one with no white space after them.
_MARK = re.compile(rf"[.!?…‽]+|[{''.join(sorted(WIDE))}]+")
_FOOTNOTE = re.compile(r"(?:\[\d{1,3}\]|[⁰¹²³⁴-⁹†‡]+)+")
_EMOJI = re.compile(
    r"(?:[ \u00a0]?[\U0001f000-\U0001faff\u2600-\u27bf\u2b50\u2b55\u231a-\u23ff\ufe0f\u200d\U000e0020-\U000e007f]+)+"
)
_PLAIN = frozenset("\n\tabcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789,;:")
_EMOJI_FROM = "\u2000"


@spanned("segment")
def segment(text: str, language_code: str) -> list[str]:
    """The sentences of one paragraph in order, each with the white space after it; joined they are `text` again.

    Headlines, list items and lines of verse end at their newline; a hard-wrapped line doesn't. Any text is good; an
    empty one has no pieces. A language without data (`other`, `pl`) is segmented with English abbreviations.
    """
    ends = sorted({*_mark_ends(text, rules(language_code)), *line_ends(text)})
    pieces: list[str] = []
    start = 0
    for end in (*ends, len(text)):
        if end > start:
            pieces.append(text[start:end])
            start = end
    return _join_bare(pieces)


def _join_bare(pieces: list[str]) -> list[str]:
    """Pieces without a letter or figure go to the piece before; at the start, to the one after."""
    joined: list[list[str]] = []
    bare = False
    for piece in pieces:
        says_something = any(char.isalnum() for char in piece)
        if joined and (bare or not says_something):
            joined[-1].append(piece)
            bare = bare and not says_something
        else:
            joined.append([piece])
            bare = not says_something
    return ["".join(parts) for parts in joined]


def _mark_ends(text: str, known: Rules) -> list[int]:
    """The offsets after each sentence's end and the white space that follows it."""
    ends: list[int] = []
    start = 0
    for found in _MARK.finditer(text):
        if found.start() < start:
            continue
        end = _attach(text, found.end())
        after = end
        while after < len(text) and text[after].isspace():
            after += 1
        if after >= len(text):
            break
        mark = Mark(text, found.start(), found.end(), end, after, start)
        if is_sentence_end(mark, known) if after > end else is_glued(mark, known):
            ends.append(after)
            start = after
    return ends


def _attach(text: str, end: int) -> int:
    """Where the closers, footnote marks and emoji after a mark end. Quotes that open the next word are not closers."""
    while end < len(text) and text[end] not in _PLAIN:
        char, following = text[end], text[end + 1 : end + 2]
        if char in CLOSERS:
            if char in OPENERS and char not in "’'" and following.isalnum():
                break  # slutt.«Neste
            end += 1
            continue
        if char == " " and following < _EMOJI_FROM:
            break
        attached = _FOOTNOTE.match(text, end) or _EMOJI.match(text, end)
        if attached is None:
            break
        end = attached.end()
    return end
