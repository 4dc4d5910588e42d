"""A translated quotation and what was said: paired by order and number, and only where nothing speaks against the pair."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from service.domain import FlagCode, Segment, TranslatedQuotation
from service.facts.numbers import find_numbers
from service.facts.quotations import find_quotations
from service.summaries.candidates import Candidate
from service.summaries.lexicon import squeezed

#: How many times as long, in letters, the one may be as the other. Short words vary more: LENIENCE letters are free.
LONGEST_RATIO = 2.0
LENIENCE = 10
ENGLISH = "en"


def quotations_in(text: str, sources: Iterable[Candidate]) -> tuple[TranslatedQuotation, ...]:
    """The quotations of a summary sentence with their originals, in order; without those of which the sources are not sure."""
    said = [squeezed(quotation.text) for quotation in find_quotations(text, ENGLISH)]
    if not said:
        return ()
    known: dict[str, str] = {}
    for candidate in sources:
        for quotation in _pairs(candidate.segment):
            known.setdefault(quotation.text, quotation.original)
    return tuple(TranslatedQuotation(words, known[words]) for words in said if words in known)


def _pairs(segment: Segment) -> Iterator[TranslatedQuotation]:
    """The translated quotations of a segment; none where the counts differ, a check doubts them, or the lengths or figures do."""
    if segment.language_code == ENGLISH or any(flag.code is FlagCode.QUOTE for flag in segment.flags):
        return
    ours = [squeezed(quotation.text) for quotation in find_quotations(segment.text, ENGLISH)]
    theirs = [squeezed(quotation.text) for quotation in find_quotations(segment.original, segment.language_code)]
    pairs = list(zip(ours, theirs, strict=False))
    if len(ours) != len(theirs) or not all(_alike(a, b, segment.language_code) for a, b in pairs):
        return
    for text, original in pairs:
        if text.casefold() != original.casefold():  # the name of a ship is quoted too, and not translated
            yield TranslatedQuotation(text, original)


def _alike(text: str, original: str, language_code: str) -> bool:
    short, long = sorted((len(text), len(original)))
    if long > LONGEST_RATIO * short + LENIENCE:
        return False
    figures = {number.value for number in find_numbers(text, ENGLISH)}
    return figures == {number.value for number in find_numbers(original, language_code)}
