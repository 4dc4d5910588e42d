"""Denials: somebody says that something is not so, or turns it down (weist zurück, bestritt, avviser, nekter, denied).

To English readers "rejects the claim" and "backs the claim" look alike, and a weak translator takes one for the other. A
language lists patterns of what denies in [facts.denial]; `exceptions` are the same words where they deny nothing (`bestritt
sein 100. Spiel`), `also` what may stand for a denial and is none by itself (oppose, turned down, `avslag`).
"""

from __future__ import annotations

import re
from functools import cache

from service.facts.numbers_lexicon import language_or_nearest
from service.facts.spans import Span
from service.languages import language

__all__ = ["find_denials", "may_deny"]


def find_denials(text: str, language_code: str) -> tuple[Span, ...]:
    """The words that deny or reject, in order; empty where the language lists none."""
    code = language_or_nearest(language_code)
    found = [Span(match.group(), *match.span()) for match in _pattern(code, "patterns").finditer(text)]
    if not found:
        return ()
    apart = [match.span() for match in _pattern(code, "exceptions").finditer(text)]
    return tuple(span for span in found if not any(a < span.end and span.start < b for a, b in apart))


def may_deny(text: str, language_code: str) -> bool:
    """Whether anything in the text may stand for a denial, read as kindly as a tolerant check needs."""
    code = language_or_nearest(language_code)
    return any(_pattern(code, kind).search(text) for kind in ("patterns", "also"))


@cache
def _pattern(code: str, kind: str) -> re.Pattern[str]:
    forms = language(code).strings(f"facts.denial.{kind}")
    return re.compile(rf"\b(?:{'|'.join(forms)})" if forms else "(?!)", re.IGNORECASE)
