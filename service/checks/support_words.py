"""The content words of a sentence that no source has, by stem or as a close variant."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from service.checks.pair import TARGET
from service.facts.numbers import find_numbers
from service.facts.words import is_stopword, stem, tokens

#: Two stems are variants where they share this many letters at the start ...
VARIANT_PREFIX = 5
#: ... and this share of the longer one (president, presidential; Iran, Iranian).
VARIANT_SHARE = 0.6
_SHORT_PREFIX = 4


@lru_cache(maxsize=1 << 16)
def _spelling(word: str) -> str:
    """British and American spelling as one: legalise, legalize; harbour, harbor; centre, center; travelled, traveled."""
    folded = word.replace("z", "s").replace("our", "or").replace("ll", "l")
    return (
        folded[:-2] + "er"
        if folded.endswith("re")
        else folded.replace("tr", "ter")
        if folded.endswith("tr")
        else folded
    )


def _variant(one: str, other: str) -> bool:
    one, other = _spelling(one), _spelling(other)
    shared = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        shared += 1
    shorter, longer = sorted((len(one), len(other)))
    if shared == shorter >= _SHORT_PREFIX and longer - shorter <= 3:
        return True
    return shared >= VARIANT_PREFIX and shared >= VARIANT_SHARE * longer and shorter - shared <= 2


@lru_cache(maxsize=4096)
def every_stem(text: str) -> frozenset[str]:
    """The stems of an English text's words, function words too."""
    return frozenset(stem(token, TARGET) for token in tokens(text))


def unsupported_words(text: str, sources: Sequence[str]) -> tuple[str, ...]:
    """The content words of an English sentence that no source has; numbers are the number check's."""
    return _unsupported_words(text, tuple(sources))


@lru_cache(maxsize=1024)  # asked for by the check and by the signals of one sentence
def _unsupported_words(text: str, sources: tuple[str, ...]) -> tuple[str, ...]:
    for number in reversed(find_numbers(text, TARGET)):
        if not any(character.isdigit() for character in number.text):
            text = text[: number.start] + text[number.end :]
    known = frozenset().union(*map(every_stem, sources))
    missing = []
    for token in tokens(text):
        if is_stopword(token, TARGET) or any(character.isdigit() for character in token):
            continue
        word = stem(token, TARGET)
        if len(word) > 1 and word not in known and not any(_variant(word, other) for other in known):
            missing.append(token)
    return tuple(dict.fromkeys(missing))
