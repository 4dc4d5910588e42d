"""Negation: the words that turn a statement round, and the softer ones that may say the same (failed to, lehnt ab)."""

from __future__ import annotations

import re
from functools import cache

from service.facts.numbers_lexicon import language_or_nearest
from service.facts.phrases import find_listed
from service.facts.spans import Span
from service.facts.words import tokens
from service.languages import language

__all__ = ["find_negations", "may_negate"]


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
    prefixes = language(language_or_nearest(language_code)).strings("facts.negation.prefixes")
    return re.compile(rf"(?:{'|'.join(prefixes)})[^\W\d_]{{4,}}|[^\W\d_]+less(?:ly|ness)?" if prefixes else "(?!)")


def may_negate(text: str, language_code: str) -> bool:
    """Whether anything in the text can carry a negation: a negating word, failed, refused, without, un-, -less."""
    if find_listed(text, language_code, "facts.negation.words"):
        return True
    if find_listed(text, language_code, "facts.negation.soft"):
        return True
    pattern = _prefixed(language_code)
    return any(pattern.fullmatch(token.lower()) for token in tokens(text))
