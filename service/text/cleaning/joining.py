"""Lines that belong together: a hard-wrapped paragraph, a sentence that a scraper broke where a link stood.

Works on (text, block, indent) before anything is known of a line; what begins a list item begins a line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

BULLET = re.compile(r"^(?:[•●▪◦‣∙·*►▶■□○✓✔➤➔→»]\s*(?=\S)|[-−]\s+(?=\S))")
NUMBERED = re.compile(r"^\(?\d{1,2}[.)]\s+(?=\S)")
_TERMINAL = re.compile(r"[.!?…。！？؟]\s?[\"'”’»«“‘)\]*]*$")  # closing marks may follow the stop
_PUNCTUATION_START = re.compile(r"^(?:[,.;:!?)\]](?!\S{3})|[,;])")

SAMPLE = 2000
"""Characters of a line that its features are measured on: a line of 10 MB costs no more than one of 2 kB."""

MIN_WRAP, MAX_WRAP = 35, 130
"""Widths at which people and programs wrap text."""
MAX_JOINED = 20_000
"""A joined paragraph stops growing here, which keeps joining linear."""


def starts_item(text: str) -> bool:
    """Begins with a bullet or a number that lists are made of."""
    return bool(BULLET.match(text) or NUMBERED.match(text))


def unwrap(raw: Sequence[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Join the lines of hard-wrapped paragraphs, where most lines of the text's blocks are of nearly the same width."""
    inner = [
        (text, following)
        for (text, block, _), (following, next_block, _) in pairwise(raw)
        if block == next_block and not starts_item(following)
    ]
    if len(inner) < 3:
        return list(raw)
    lengths = sorted(len(text) for text, _ in inner)
    width = lengths[int(len(lengths) * 0.9)]
    full = [pair for pair in inner if width * 0.75 <= len(pair[0]) <= width * 1.1]
    broken = [following for text, following in full if not ends(text) and following[:1].islower()]
    wrapped = (
        MIN_WRAP <= width <= MAX_WRAP and len(full) >= 0.5 * len(inner) and len(broken) >= max(2, 0.25 * len(full))
    )
    if not wrapped:
        return list(raw)
    joined: list[tuple[str, int, int]] = []
    last = ""
    for text, block, indent in raw:
        goes_on = (
            joined
            and joined[-1][1] == block
            and not starts_item(text)
            and not text.startswith((">", "–", "—", "#"))
            and len(last) >= width * 0.72
            and len(joined[-1][0]) < MAX_JOINED
        )
        if goes_on and not (ends(last) and len(last) < width * 0.8):
            before, *rest = joined[-1]
            joined[-1] = (_glue(before, text), rest[0], rest[1])
        else:
            joined.append((text, block, indent))
        last = text
    return joined


def join(raw: Iterable[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Join a sentence that a scraper broke where a link stood: it stops in mid-air and goes on with a small letter."""
    joined: list[tuple[str, int, int]] = []
    for text, block, indent in raw:
        goes_on = text[:1].islower() or bool(_PUNCTUATION_START.match(text))
        if joined and goes_on and not starts_item(text):
            before, before_block, before_indent = joined[-1]
            if len(before) < MAX_JOINED and _in_mid_air(before) and (block == before_block or len(text) > 40):
                joined[-1] = (_glue(before, text), before_block, before_indent)
                continue
            if len(joined) > 1 and block == before_block == joined[-2][1] and len(before) <= 60:
                earlier = joined[-2][0]  # the link itself is the line between
                if len(earlier) < MAX_JOINED and _in_mid_air(earlier) and not ends(before) and len(text.split()) > 1:
                    joined.pop()
                    joined[-1] = (_glue(_glue(earlier, before), text), joined[-1][1], joined[-1][2])
                    continue
        joined.append((text, block, indent))
    return joined


def _in_mid_air(text: str) -> bool:
    """A line long enough to be prose that stops without a stop."""
    if len(text) < 60 or ends(text) or text.endswith((":", "»")):
        return False
    return len(text[-SAMPLE:].split()) >= 8


def ends(text: str) -> bool:
    """Whether a text ends with a stop, closing marks behind it or not."""
    return bool(_TERMINAL.search(text[-40:]))


def _glue(before: str, after: str) -> str:
    if before.endswith("\xad"):
        return before[:-1] + after
    hyphenated = before.endswith("-") and len(before) > 1 and before[-2].islower() and after[:1].islower()
    if hyphenated and after.split(maxsplit=1)[0] not in {"und", "oder", "og", "eller", "och", "and", "or", "en", "of"}:
        return before[:-1] + after
    return before + ("" if _PUNCTUATION_START.match(after) else " ") + after
