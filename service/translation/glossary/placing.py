"""What stands in for a term or a protected span of a source while it is decoded."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from service.languages import language, language_codes
from service.translation.glossary.inflection import data_code
from service.translation.glossary.matching import Found
from service.translation.masking import MaskSpan


def spans_of(source: str, found: Sequence[Found], originals: Sequence[Found], language_code: str) -> list[MaskSpan]:
    """Spans of `source` (the original as the translator gets it) with their English.

    `originals` are the same of the original itself: a protected span comes out as it is written there.
    """
    verbatim = originals if len(originals) == len(found) else found
    return [_span(source, f, v.text, language_code) for f, v in zip(found, verbatim, strict=True)]


def _span(source: str, found: Found, verbatim: str, language_code: str) -> MaskSpan:
    term = found.term
    if term is None:
        genitive = found.tail_end > found.end
        return MaskSpan(found.start, found.tail_end, f"{verbatim}'s" if genitive else verbatim)
    english = term.placed(found.readings)
    suffixed = bool(_determiners(language_code))
    kinds = {reading.kind for reading in found.readings}
    # A German genitive is "of the court", a Scandinavian one "the court's", a name's is so in both; before a hyphen
    # (`retts- og politisaker`) it is half a compound.
    genitive = all(reading.genitive for reading in found.readings) and not source.startswith("-", found.end)
    if genitive and (suffixed or term.inflection == "name"):
        english += "'" if english.endswith("s") and "plural" in "".join(kinds) else "'s"
    definite = (
        suffixed and kinds <= {"definite", "definite_plural"} and not _determined(source[: found.start], language_code)
    )
    if found.text.isupper() and len(found.text) > 1 and not term.source.isupper():
        english = english.upper()
    return MaskSpan(found.start, found.end, english, common=term.inflection != "verb", definite=definite)


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
