"""Whether a word is English at all: in use (wordfreq's large list, 320,000 forms), or made from one that is.

A weak translator invents words ("gotiating", "caswoman"). A list of what is in use knows them at once, and of 1,000 lines by
human translators it lacks 4 to 7 words, half of them misprints (docs/quality.md). It says nothing of a wrong English word.
"""

from __future__ import annotations

from functools import lru_cache

from wordfreq import zipf_frequency

__all__ = ["is_english"]

#: Zipf frequency (log10 of uses in 10^9 words) from which a form counts as in use: two in 10^8.
IN_USE = 1.3
#: ... and what a form may be made from: rarer words have misprints among them.
BASE = 2.5
#: Words put together without a hyphen (homewear): each has at least so many letters and is this common.
PART_LETTERS, PART = 4, 3.5
_SHORTEST_STEM = 3
_AFTER_PREFIX = 4
#: Ending, and what the word had in its place.
_ENDINGS = (
    ("'s", ""), ("s'", "s"), ("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ied", "y"), ("ing", ""),
    ("ing", "e"), ("er", ""), ("er", "e"), ("ers", ""), ("ers", "e"), ("ly", ""), ("ness", ""), ("less", ""), ("like", ""),
    ("ish", ""), ("ity", ""), ("able", ""), ("hood", ""), ("ship", ""), ("ism", ""), ("ist", ""), ("ization", "ize"),
)  # fmt: skip
_PREFIXES = (
    "un", "re", "non", "pre", "anti", "over", "under", "out", "super", "semi", "mis", "de", "co", "inter", "sub", "ex",
    "pro", "post", "multi", "mini", "micro", "mega", "self", "cyber", "eco", "bio", "neo", "pan", "trans", "ultra",
)  # fmt: skip


@lru_cache(maxsize=1 << 16)
def is_english(word: str) -> bool:
    """Whether a word (any case, a straight or curly apostrophe) is English, an inflection, derivation or compound of English."""
    low = word.lower().replace("’", "'")
    if _frequency(low) >= IN_USE:
        return True
    bare = next((low[len(p) :] for p in _PREFIXES if low.startswith(p) and len(low) >= len(p) + _AFTER_PREFIX), "")
    return any(form and (_frequency(form) >= BASE or _is_formed(form)) for form in (low, bare)) or _is_compound(low)


@lru_cache(maxsize=1 << 16)
def _frequency(word: str) -> float:
    return float(zipf_frequency(word, "en"))


def _is_formed(word: str) -> bool:
    """`canvasses` of canvass; not `noteed`, `carrys`, where English spells otherwise."""
    for ending, instead in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < _SHORTEST_STEM or (not instead and _is_misspelt(stem, ending)):
            continue
        if _frequency(stem + instead) >= BASE:
            return True
    return False


def _is_misspelt(stem: str, ending: str) -> bool:
    consonant_y = stem[-1] == "y" and stem[-2] not in "aeou"
    if ending in ("ed", "er", "ers"):
        return stem[-1] == "e" or consonant_y
    return (ending == "s" and consonant_y) or (ending == "ing" and stem[-1] == "e" and stem[-2] not in "eoy")


def _is_compound(word: str) -> bool:
    parts = range(PART_LETTERS, len(word) - PART_LETTERS + 1)
    return any(_frequency(word[:at]) >= PART and _frequency(word[at:]) >= PART for at in parts)
