"""What can be wrong with a translated segment or a summary sentence: one module a flag of docs/schema.md#flags.

Each module compares facts of two texts and answers with at most one flag, whose detail names what differs. Nothing
here is changed or repaired. Pure and deterministic; the one model there may be is the caller's, and only asked about
sentences that a model wrote. May import `service.facts`, `service.languages`, `service.domain`, `service.errors`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from models.entailment import EntailmentModel
from service.checks import (
    added,
    date,
    echo,
    entailed,
    hedge,
    loop,
    low_confidence,
    name,
    negation,
    number,
    protected,
    quote,
    support_version,
    truncated,
    unit,
    unsupported,
)
from service.checks.overlap import is_compression
from service.checks.pair import TARGET, SegmentPair
from service.checks.support_words import unsupported_words
from service.domain import Flag
from service.spans import spanned

__all__ = ["SegmentPair", "check_segment", "check_sentence", "is_compression", "unsupported_words"]

#: Verdicts kept: the tries of a repair repeat each other, and so do articles that are asked for again. A few MB.
_KEPT = 8192

_SEGMENT_CHECKS = (
    echo.check,
    loop.check,
    truncated.check,
    added.check,
    number.check,
    date.check,
    unit.check,
    name.check,
    negation.check,
    hedge.check,
    quote.check,
    protected.check,
    low_confidence.check,
)
_IN_AN_ECHO = (echo.check, protected.check, low_confidence.check)


@lru_cache(maxsize=_KEPT)
@spanned("check")
def check_segment(pair: SegmentPair) -> tuple[Flag, ...]:
    """The flags of an original (nb, nn, de, da, sv) against its English translation, at most one of each code.

    An ECHO of the whole says it all: what stayed in the original has all its values, so no other check is asked.
    English passes through untranslated, so an English original has none.
    """
    if pair.language_code == TARGET:
        return ()
    checks = _IN_AN_ECHO if echo.is_whole(pair) else _SEGMENT_CHECKS
    return tuple(flag for check in checks for flag in check(pair))


def check_sentence(
    text: str, sources: Sequence[str], *, anchor: str | None = None, entailment: EntailmentModel | None = None
) -> tuple[Flag, ...]:
    """The flags of an English summary sentence against the English segments it came from.

    `anchor` is the EDTF day of publication. A value, name, quotation or content word that no source has is flagged, and
    so is a negation, attribution, doubt or plan that the source it was made from has and the sentence has not. Where
    none of these warns, `entailment` is asked: it adds doubts and takes none away. Raises InputTooLongError where it
    can't read the sentence.
    """
    found = number.check_sentence(text, sources)
    found += date.check_sentence(text, sources, anchor=anchor)
    found += unit.check_sentence(text, sources)
    found += name.check_sentence(text, sources)
    found += negation.check_sentence(text, sources)
    found += hedge.check_sentence(text, sources)
    found += quote.check_sentence(text, sources)
    found += unsupported.check_sentence(text, sources)
    said = {flag.code for flag in found}
    found += tuple(f for f in support_version.check_sentence(text, sources) if f.code not in said)
    if entailment is None or any(flag.warns for flag in found):
        return found
    return found + entailed.check_sentence(text, sources, entailment)
