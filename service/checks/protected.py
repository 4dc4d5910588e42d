"""PROTECTED: addresses of the source that are not in the output byte for byte, or that the output made up."""

from __future__ import annotations

import re

from service.checks.differences import difference, flags
from service.checks.pair import SegmentPair
from service.domain import Flag, FlagCode

_PROTECTED = re.compile(
    r"https?://[^\s<>\"'»”“)\]]+|www\.[^\s<>\"'»”“)\]]+"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?<![\w/&.])[@#](?=\w*[^\W\d_])\w[\w.]*\w"
)
_TRAILING = ".,;:!?…"


def protected_spans(text: str) -> tuple[str, ...]:
    """URLs, e-mail addresses, @handles and #hashtags, in order, without the punctuation after them."""
    return tuple(match.group().rstrip(_TRAILING) for match in _PROTECTED.finditer(text))


def check(pair: SegmentPair) -> tuple[Flag, ...]:
    """At most one PROTECTED flag."""
    missing = [span for span in protected_spans(pair.original) if span not in pair.text]
    added = [span for span in protected_spans(pair.text) if span not in pair.original]
    return flags(FlagCode.PROTECTED, difference(missing, added))
