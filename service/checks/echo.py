"""ECHO: the output repeats the source instead of translating it."""

from __future__ import annotations

from service.checks.differences import flags
from service.checks.pair import TARGET, SegmentPair
from service.domain import Flag, FlagCode
from service.facts.words import is_stopword, tokens

#: Share of the output's common words (no names, no numbers) that are the source's own: more is an echo.
ECHO_SHARE = 0.6
#: Fewer common words than this say nothing, unless one is a function word that English has not.
FEWEST_WORDS = 3


def check(pair: SegmentPair) -> tuple[Flag, ...]:
    """At most one ECHO flag. A line of names and numbers, or a word English shares, may stay as it is."""
    source = {token for token in tokens(pair.original) if token[0].islower()}
    common = [token for token in tokens(pair.text) if token[0].islower()]
    copied = [token for token in common if token in source]
    foreign = [word for word in copied if is_stopword(word, pair.language_code) and not is_stopword(word, TARGET)]
    equal = pair.text.split() == pair.original.split()
    if equal and (foreign or len(copied) >= FEWEST_WORDS):
        return flags(FlagCode.ECHO, "the output is the source")
    if len(common) >= FEWEST_WORDS and foreign and len(copied) / len(common) >= ECHO_SHARE:
        return flags(FlagCode.ECHO, "left as it was: " + " ".join(dict.fromkeys(copied)))
    return ()
