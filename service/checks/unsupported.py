"""UNSUPPORTED: content words of a summary sentence that no source has, or words the sources have but never together."""

from __future__ import annotations

from collections.abc import Sequence

from service.checks.differences import flags
from service.checks.support import support
from service.checks.support_words import unsupported_words
from service.domain import Flag, FlagCode

#: Content words a sentence may have that no source has. The bundled summariser garbles words, so none.
UNSUPPORTED_WORDS = 0
#: Support below which a sentence of known words is doubted all the same: a turned statement of scattered words, no
#: fusion of two sources and no value said in another way.
LEAST_SUPPORT = 0.15


def check_sentence(text: str, sources: Sequence[str]) -> tuple[Flag, ...]:
    """At most one UNSUPPORTED flag, listing the words, or with the support where all words are known."""
    missing = unsupported_words(text, sources)
    if len(missing) > UNSUPPORTED_WORDS:
        return flags(FlagCode.UNSUPPORTED, "in no source: " + ", ".join(missing))
    borne = support(text, sources)
    return flags(FlagCode.UNSUPPORTED, f"put together anew: support {borne:.2f}" if borne < LEAST_SUPPORT else "")
