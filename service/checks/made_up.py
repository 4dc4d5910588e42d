"""Words of the output that are no English: made up by the translator, or a common word left in the original."""

from __future__ import annotations

import re

from service.checks.name_words import has_word, words
from service.checks.pair import TARGET, SegmentPair
from service.facts.english import is_english
from service.facts.quotations import find_quotations

#: Shorter ones are abbreviations as often as not.
SHORTEST = 4
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
#: Addresses, handles, hashtags.
_ADDRESS = re.compile(r"\S*(?:[@#/\\_]|\w\.\w|\d)\S*")


def made_up_words(pair: SegmentPair) -> list[str]:
    """The words, each once, in order.

    One with a capital may be a name that the original has in any spelling; one without may only be what the original sets in
    quotation marks.
    """
    text = _ADDRESS.sub(lambda m: " " * len(m.group()), pair.text)
    return [
        word
        for word in dict.fromkeys(m.group() for m in _WORD.finditer(text))
        if len(word) >= SHORTEST and not word.isupper() and not is_english(word) and not _is_the_originals(word, pair)
    ]


def _is_the_originals(word: str, pair: SegmentPair) -> bool:
    if word[0].isupper() or not word.isascii():
        return has_word(word, words(pair.original)) or word.removesuffix("s").lower() in pair.original.lower()
    return any(word in quotation.text for quotation in find_quotations(pair.text, TARGET)) and word in pair.original
