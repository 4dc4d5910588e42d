"""LOOP: a phrase repeats in the output and not in the source, as when a decoder is caught in a circle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from service.checks.differences import flags
from service.checks.pair import SegmentPair
from service.domain import Flag, FlagCode
from service.facts.words import tokens

#: Longest phrase looked for, in words.
LONGEST = 12
#: A phrase of this many words that comes back anywhere in a segment is a loop.
LONG_PHRASE = 5
#: Words that English may say twice running.
_DOUBLES = frozenset({"that", "had", "very", "bye", "no", "yes", "so", "is", "in", "knock", "ha", "far", "many", "on"})


def _words(text: str) -> list[str]:
    return [token.lower().replace("’", "'").removesuffix("'s") for token in tokens(text)]


def _running(words: Sequence[str]) -> tuple[str, ...]:
    """The first phrase that stands twice running (one word: three times, or twice where English never does)."""
    for start in range(len(words)):
        for length in range(1, min(LONGEST, (len(words) - start) // 2) + 1):
            if words[start] != words[start + length]:
                continue
            phrase = tuple(words[start : start + length])
            if phrase != tuple(words[start + length : start + 2 * length]):
                continue
            if length == 1:
                third = words[start + 2 : start + 3] == [phrase[0]]
                if not third and (phrase[0] in _DOUBLES or not phrase[0].isalpha()):
                    continue
            return phrase
    return ()


def _again(words: Sequence[str], length: int) -> tuple[str, ...]:
    """The first phrase of the length that stands twice anywhere."""
    counts = Counter(tuple(words[i : i + length]) for i in range(len(words) - length + 1))
    return next((phrase for phrase, count in counts.items() if count > 1), ())


def check(pair: SegmentPair) -> tuple[Flag, ...]:
    """At most one LOOP flag, naming the phrase."""
    source, output = _words(pair.original), _words(pair.text)
    phrase = _running(output)
    if phrase and not _running(source):
        return flags(FlagCode.LOOP, "repeats: " + " ".join(phrase))
    phrase = _again(output, LONG_PHRASE)
    # the source's words differ in number, so a shorter phrase there answers for a longer one here
    if phrase and not _again(source, LONG_PHRASE - 2):
        return flags(FlagCode.LOOP, "repeats: " + " ".join(phrase))
    return ()
