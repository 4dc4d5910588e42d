"""Negation: the words that turn a statement round, and the softer ones that may say the same (failed to, lehnt ab)."""

from __future__ import annotations

import re
from functools import cache

from service.facts.numbers_lexicon import language_or_nearest
from service.facts.phrases import find_listed
from service.facts.spans import Span
from service.facts.words import tokens
from service.languages import language

__all__ = ["denials", "find_negations", "may_negate"]


def find_negations(text: str, language_code: str) -> tuple[Span, ...]:
    """Words that negate (ikke, ingen, nicht, kein, ohne, not, n't, never), without fixed phrases that don't (not only)."""
    exceptions = find_listed(text, language_code, "facts.negation.exceptions")
    return tuple(
        span
        for span in find_listed(text, language_code, "facts.negation.words")
        if not any(span.start < other.end and other.start < span.end for other in exceptions)
    )


@cache
def _prefixed(language_code: str) -> re.Pattern[str]:
    """Words that begin with un- (not union, under) or end in -less."""
    data = language(language_or_nearest(language_code))
    prefixes = "|".join(data.strings("facts.negation.prefixes"))
    exceptions = "|".join(data.strings("facts.negation.prefix_exceptions")) or "(?!)"
    return re.compile(
        rf"(?!{exceptions})(?:{prefixes})[^\W\d_]{{4,}}|[^\W\d_]{{3,}}less(?:ly|ness)?" if prefixes else "(?!)"
    )


def denials(text: str, language_code: str) -> int:
    """How many words can carry a negation: negating words, failed, refused, un-, -less, read as kindly as possible."""
    spans = {
        (span.start, span.end)
        for kind in ("words", "soft")
        for span in find_listed(text, language_code, f"facts.negation.{kind}")
    }
    pattern = _prefixed(language_code)
    return len(spans) + sum(pattern.fullmatch(token.lower()) is not None for token in tokens(text))


def may_negate(text: str, language_code: str) -> bool:
    """Whether anything in the text can carry a negation."""
    return denials(text, language_code) > 0
