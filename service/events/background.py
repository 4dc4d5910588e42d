"""How telling a word is: its rarity in English at large, so that it does not depend on the articles at hand.

A corpus of five articles says nothing about which words are common; the same vectors for an article whatever else
has arrived are also what makes groups independent of the order of arrival. Frequencies are wordfreq's.
"""

from __future__ import annotations

import math
from functools import lru_cache

from wordfreq import zipf_frequency

WORDS_AN_ARTICLE = 300
"""Length of the article whose chance of containing the word counts."""
LEAST_ZIPF = 1.0
"""Words rarer than one in 10^8 (names, misspellings) weigh no more than one of that frequency."""
MOST = 9.0
"""The weight of the rarest words, in nats."""


@lru_cache(maxsize=1 << 17)
def rarity(word: str) -> float:
    """Minus the log of the chance that an English article contains the word: about 0 (`the`) to 9 (unheard of)."""
    zipf = max(LEAST_ZIPF, zipf_frequency(word, "en"))
    expected = 10 ** (zipf - 9) * WORDS_AN_ARTICLE
    return min(MOST, -math.log(-math.expm1(-expected)))
