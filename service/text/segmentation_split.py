"""An over-long segment -> pieces that fit a model: at clauses where it can, at words where it must.

Splits are balanced (the best boundary near the middle, then each half again), so `fits` is asked about twice as often as
there are pieces, and never about the same text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from itertools import chain

from service.languages import language, language_codes

_WINDOW = 1500
"""Boundaries are looked for this many characters either side of the middle first."""
_MARGIN = 0.25
"""No piece gets less than this share of what is split, if a boundary allows."""
_SPACE = re.compile(r"\s+")
_JOINERS = "\u200d\ufe0f"


@cache
def _boundaries(code: str) -> tuple[re.Pattern[str], ...]:
    """Patterns whose end is a place to split at, the best first."""
    words = language(code if code in language_codes() else "en").strings("segmentation.conjunctions")
    joined = "|".join(re.escape(word) for word in words)
    patterns = [
        r"[.!?…;。！？][\"'”’“»«)\]]*\s+",
        r"(?::[\"'”’“»«)\]]*\s+|\s(?=[–—―]\s)|(?<=\s[–—―])\s+|[)\]]\s+)",
    ]
    if joined:
        patterns.append(rf",[\"'”’“»«)\]]*\s+(?=(?:{joined})\b)")
    patterns.append(r"[,、，][\"'”’“»«)\]]*\s+")
    if joined:
        patterns.append(rf"(?<=\S)\s(?=(?:{joined})\s)")
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


def split_long(text: str, language_code: str, fits: Callable[[str], bool]) -> list[str]:
    """`text` in pieces for each of which `fits` is true; joined they are `text` again.

    Splits at the ends of clauses (semicolon, colon, dash, comma before a conjunction, comma, conjunction), else between
    words, inside a word only where one word alone does not fit. A single character is never split, whatever `fits` says.
    """
    pieces: list[str] = []
    waiting = [text] if text else []
    while waiting:
        piece = waiting.pop()
        if len(piece) < 2 or fits(piece):
            pieces.append(piece)
            continue
        at = _split_at(piece, language_code)
        if at is None:
            pieces.append(piece)
        else:
            waiting += [piece[at:], piece[:at]]
    return pieces


def _split_at(text: str, code: str) -> int | None:
    """The best place to split `text`, strictly inside it; None where it is one character (with its marks)."""
    middle = len(text) // 2
    low, high = int(len(text) * _MARGIN), int(len(text) * (1 - _MARGIN)) + 1
    near = max(low, middle - _WINDOW), min(high, middle + _WINDOW)
    body = len(text.rstrip())
    for pattern in _boundaries(code):
        if (at := _nearest(pattern, text, near, middle, body)) is not None:
            return at
    for span in (near, (0, len(text))):
        if (at := _nearest(_SPACE, text, span, middle, body)) is not None:
            return at
    return _between_characters(text, middle)


def _nearest(pattern: re.Pattern[str], text: str, span: tuple[int, int], middle: int, body: int) -> int | None:
    start = len(text) - len(text.lstrip())
    ends: list[int] = [found.end() for found in pattern.finditer(text, span[0], span[1])]
    inside = [end for end in ends if start < end < body]
    return min(inside, key=lambda end: (abs(end - middle), end), default=None)


def _between_characters(text: str, middle: int) -> int | None:
    """A place between two characters that does not part a letter from its marks or an emoji from its joiners."""
    for at in chain(range(middle, len(text)), range(middle - 1, 0, -1)):
        if 0 < at < len(text) and not _sticks(text[at]) and text[at - 1] != "\u200d":
            return at
    return None


def _sticks(char: str) -> bool:
    return bool(unicodedata.combining(char)) or char in _JOINERS
