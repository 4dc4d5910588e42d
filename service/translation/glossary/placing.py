"""What stands in for a term or a protected span of a source while it is decoded."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from service.languages import language, language_codes
from service.translation.glossary.inflection import data_code
from service.translation.glossary.matching import Found
from service.translation.masking import MaskSpan


def spans_of(source: str, original: str, found: Sequence[Found], language_code: str) -> list[MaskSpan]:
    """Spans of `source` (`original` as the translator gets it) with their English, one for each of `found` in the original.

    The two differ in quotation marks, dashes, spaces and capitals, never in their letters and figures: by those a span is
    carried over. Without a letter or figure, or where they do differ, it has no length and masks nothing.
    """
    there = [i for i, c in enumerate(original) if c.isalnum()]
    here = [i for i, c in enumerate(source) if c.isalnum()]
    out = []
    for f in found:
        first, last = bisect_left(there, f.start), bisect_left(there, f.tail_end) - 1
        if len(there) != len(here) or first > last:
            at = source.find(f.text)
            start, end = (at, at + len(f.text)) if at >= 0 and f.term is None else (0, 0)
        else:
            # Marks at the ends of a span, the sign of `C++` or `§ 4`, stand beside the same letters in both.
            start, end = here[first] - (there[first] - f.start), here[last] + f.tail_end - there[last]
        out.append(_span(source, f, max(start, 0), min(end, len(source)), language_code))
    return out


def _span(source: str, found: Found, start: int, end: int, language_code: str) -> MaskSpan:
    term = found.term
    if term is None:
        genitive = found.tail_end > found.end
        return MaskSpan(start, end, f"{found.text}'s" if genitive else found.text)
    english = term.placed(found.readings)
    suffixed = bool(_determiners(language_code))
    kinds = {reading.kind for reading in found.readings}
    # A German genitive is "of the court", a Scandinavian one "the court's", a name's is so in both; before a hyphen
    # (`retts- og politisaker`) it is half a compound.
    genitive = all(reading.genitive for reading in found.readings) and not source.startswith("-", end)
    if genitive and (suffixed or term.inflection == "name"):
        english += "'" if english.endswith("s") and "plural" in "".join(kinds) else "'s"
    definite = suffixed and kinds <= {"definite", "definite_plural"} and not _determined(source[:start], language_code)
    plural = kinds <= {"plural", "definite_plural"} and not genitive
    return MaskSpan(start, end, english, common=term.inflection != "verb", definite=definite, plural=plural)


@cache
def _determiners(language_code: str) -> frozenset[str]:
    """Words before a noun that carry its article; none where no noun has it in its ending."""
    code = data_code(language_code)
    return frozenset(language(code).strings("inflection.determiners")) if code in language_codes() else frozenset()


def _determined(before: str, language_code: str) -> bool:
    """Whether what stands before a noun has its article: `den`, `den nye`, `de ti første`."""
    words = re.findall(r"\w+", before)[-4:]
    while words and words[-1].lower() not in _determiners(language_code):
        if not (words[-1].endswith("e") or words[-1].isdigit()):
            return False
        words.pop()
    return bool(words)
