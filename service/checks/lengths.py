"""How long a translation is beside its source, in letters and digits and in sentences: what was left out or made up shows.

Figures: on 200,000 sentence pairs of `../shared/training` (news, talks, documentation), two to ten in a thousand good
translations lie outside these bounds; the wider a set's own style, the more.
"""

from __future__ import annotations

import math
import re
from functools import cache, lru_cache

from service.checks.pair import SegmentPair
from service.facts.numbers_lexicon import language_or_nearest
from service.languages import language

#: Sources shorter than this many letters and digits vary too much for a ratio.
FEWEST = 30
#: Logarithm of the length over the usual one: beyond it something was made up. Short sources get `SHORT` / letters more.
LONGEST, LONGEST_SHORT = 0.22, 17.0
#: The same, where the output has more sentences than the source.
LONGEST_SPLIT, LONGEST_SPLIT_SHORT = 0.12, 8.5
#: Below it something is missing.
SHORTEST, SHORTEST_SHORT = -0.45, -6.0
#: The same, where the output has fewer sentences than the source, or the source ends with a stop and the output does not.
SHORTEST_JOINED, SHORTEST_UNCLOSED = -0.3, -0.25
_CLOSERS = "\"”“»«'’)]"
_SENTENCE_END = re.compile(r"[.!?…][\"”’»“')\]]*\s+[\"“„«–(']*[A-ZÆØÅÄÖÜ\d]")


@lru_cache(maxsize=2048)
def letters(text: str) -> int:
    """Letters and digits of a text."""
    return sum(map(str.isalnum, text))


def closed(text: str) -> bool:
    """Whether the text ends with a full stop, question or exclamation mark, closing marks looked through."""
    return text.rstrip().rstrip(_CLOSERS)[-1:] in tuple(".!?…")


def breaks(text: str) -> int:
    """Sentence ends inside the text."""
    return len(_SENTENCE_END.findall(text))


@cache
def usual(language_code: str) -> float:
    """Median English length over source length, in letters and digits; 1.0 where the language does not say."""
    return float(language(language_or_nearest(language_code)).string("facts.length.english", "1.0"))


def deviation(pair: SegmentPair) -> float:
    """Logarithm of the output's length over the usual one; 0 is usual. Needs letters on both sides."""
    return math.log(letters(pair.text) / (letters(pair.original) * usual(pair.language_code)))


def too_long(pair: SegmentPair) -> bool:
    """Whether a source of at least FEWEST letters gave far more English than such sources do."""
    source = letters(pair.original)
    if source < FEWEST or not letters(pair.text):
        return False
    beyond = deviation(pair)
    if beyond > LONGEST + LONGEST_SHORT / source:
        return True
    return beyond > LONGEST_SPLIT + LONGEST_SPLIT_SHORT / source and breaks(pair.text) > breaks(pair.original)


def too_short(pair: SegmentPair) -> bool:
    """Whether a source of at least FEWEST letters gave far less English than such sources do."""
    source = letters(pair.original)
    if source < FEWEST or not letters(pair.text):
        return False
    beyond = deviation(pair)
    if beyond < SHORTEST + SHORTEST_SHORT / source:
        return True
    if beyond >= SHORTEST_UNCLOSED:
        return False
    unclosed = closed(pair.original) and not closed(pair.text)
    return unclosed or (beyond < SHORTEST_JOINED and breaks(pair.text) < breaks(pair.original))
