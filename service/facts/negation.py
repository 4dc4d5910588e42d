"""Negation: the words that turn a statement round, and the softer ones that may say the same (failed to, lehnt ab)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from service.facts.denials import find_denials
from service.facts.numbers_lexicon import language_or_nearest
from service.facts.phrases import find_listed
from service.facts.spans import Span
from service.languages import language

__all__ = ["denials", "find_denying", "find_negations", "find_softer", "may_negate"]

_LETTERS = re.compile(r"[^\W\d_]+")


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
    return len(_listed_denials(text, language_code)) + sum(1 for _ in _prefixed_words(text, language_code))


def find_softer(text: str, language_code: str) -> tuple[Span, ...]:
    """What often stands for a negation and is none: failed, refused, rejected, unclear, hopeless; also `not` in a phrase
    that denies nothing (not only)."""
    out = {(span.start, span.end) for span in find_negations(text, language_code)}
    out |= {(span.start, span.end) for span in find_listed(text, language_code, "facts.negation.weak")}
    found = [*_listed_denials(text, language_code).values(), *_prefixed_words(text, language_code)]
    found += find_denying(text, language_code)
    found += (
        s for s in find_denials(text, language_code) if not any(s.start < o.end and o.start < s.end for o in found)
    )
    spans = {(span.start, span.end): span for span in found}
    return tuple(spans[place] for place in sorted(spans) if place not in out)


def find_denying(text: str, language_code: str) -> tuple[Span, ...]:
    """Words that deny by themselves and have a denying word in English: uklart, unwahrscheinlich, arbeidsløs."""
    return tuple(Span(match.group(), *match.span()) for match in _denying(language_code).finditer(text))


@cache
def _denying(language_code: str) -> re.Pattern[str]:
    data = language(language_or_nearest(language_code))
    stems = "|".join(sorted(data.strings("facts.negation.denying"), key=lambda stem: (-len(stem), stem)))
    endings = "|".join(data.strings("facts.negation.denying_endings")) or "(?!)"
    return re.compile(rf"\b(?:{stems})(?:{endings})?\b" if stems else "(?!)", re.IGNORECASE)


def _listed_denials(text: str, language_code: str) -> dict[tuple[int, int], Span]:
    return {
        (span.start, span.end): span
        for kind in ("words", "soft")
        for span in find_listed(text, language_code, f"facts.negation.{kind}")
    }


def _prefixed_words(text: str, language_code: str) -> Iterator[Span]:
    pattern = _prefixed(language_code)
    for match in _LETTERS.finditer(text):
        if pattern.fullmatch(match.group().lower()):
            yield Span(match.group(), match.start(), match.end())


def may_negate(text: str, language_code: str) -> bool:
    """Whether anything in the text can carry a negation."""
    return denials(text, language_code) > 0
