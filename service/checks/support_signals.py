"""What speaks against a summary sentence beside its sources, or for it: few figures of 0..1."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import TypeVar

from service.checks import date, name, negation, number
from service.checks.overlap import overlap
from service.checks.pair import TARGET
from service.checks.support_words import unsupported_words
from service.facts.hedges import may_hedge
from service.facts.words import content_words, stem
from service.languages import data_table

#: Content words of a source within which two neighbours of the sentence still stand together.
REACH = 6
#: ... and two words around a third one.
SLOT = 3
#: Neighbours that stand together nowhere: from this many on, more say nothing more.
MOST_APART = 4
#: Unknown words in known places: the same.
MOST_SLOTS = 3
#: Unknown names: the same.
MOST_NAMES = 2
#: The sources nearest to the sentence that are looked at for what became of a word.
NEAREST = 2
#: Sources one after the other that a sentence may be drawn from.
WINDOW = 3

NAMES = ("value", "unknown_name", "apart", "scattered", "turned", "replaced", "gained")
"""The signals, each named for what it found.

`value`: a number, date or name that no source has. `unknown_name`: words with a capital that no source has. `apart`:
neighbours that no source has near each other, though it has both. `scattered`: the share of words that the best
WINDOW sources leave out. `turned`: a negation lost or gained, or an antonym. `replaced`: unknown words whose neighbours
stand around another word: more often a synonym than an error. `gained`: a plan, doubt or attribution that the nearest
sources have not: a sentence that claims less.
"""

_Pair = tuple[str, str]
_T = TypeVar("_T")
_SENSES = ("planned", "likely", "reported", "attribution")


@cache
def _antonyms() -> dict[str, frozenset[str]]:
    """Stem -> stems that say the opposite."""
    pairs = [pair.split() for pair in data_table("support")["antonyms"].replace("\n", " ").split(";")]
    stems = [(stem(a, TARGET), stem(b, TARGET)) for a, b in pairs]
    both = [*stems, *((b, a) for a, b in stems)]
    return {word: frozenset(b for a, b in both if a == word) for word, _ in both}


@lru_cache(maxsize=4096)
def _together(text: str, reach: int) -> frozenset[_Pair]:
    """Pairs of content words, in order, at most `reach` apart."""
    words = content_words(text, TARGET)
    return frozenset((a, b) for i, a in enumerate(words) for b in words[i + 1 : i + 1 + reach])


def _union(sets: Iterable[Iterable[_T]]) -> frozenset[_T]:
    return frozenset(item for each in sets for item in each)


def signals(text: str, sources: Sequence[str]) -> dict[str, float]:
    """Signal (of NAMES) -> 0 (nothing of it) .. 1, of an English sentence and the English sources."""
    words = content_words(text, TARGET)
    if not words:
        return dict.fromkeys(NAMES, 0.0)
    unknown = unsupported_words(text, sources)
    strange = {stem(word, TARGET) for word in unknown}
    near = sorted(sources, key=lambda source: -overlap(text, source))[:NEAREST]
    joined, slots = (_union(_together(source, reach) for source in sources) for reach in (REACH, SLOT))
    apart = sum(
        (a, b) not in joined and (b, a) not in joined and a not in strange and b not in strange
        for a, b in pairwise(words)
    )
    triples = zip(words, words[1:], words[2:], strict=False)
    replaced = sum(middle in strange and (before, after) in slots for before, middle, after in triples)
    capitals = sum(word[0].isupper() and not text.startswith(word) for word in unknown)
    checks = (number.check_sentence, date.check_sentence, name.check_sentence)
    return {
        "value": float(any(check(text, sources) for check in checks)),
        "unknown_name": min(capitals, MOST_NAMES) / MOST_NAMES,
        "apart": min(apart, MOST_APART) / MOST_APART,
        "scattered": _scattered(frozenset(words), sources),
        "turned": float(bool(negation.check_sentence(text, sources)) or _opposed(words, near, sources)),
        "replaced": min(replaced, MOST_SLOTS) / MOST_SLOTS,
        "gained": float(
            any(may_hedge(text, TARGET, s) and not any(may_hedge(n, TARGET, s) for n in near) for s in _SENSES)
        ),
    }


def _scattered(words: frozenset[str], sources: Sequence[str]) -> float:
    windows = (_union(content_words(s, TARGET) for s in sources[i : i + WINDOW]) for i in range(len(sources)))
    return 1 - max((len(words & window) for window in windows), default=0) / len(words)


def _opposed(words: Sequence[str], near: Sequence[str], sources: Sequence[str]) -> bool:
    """Whether a word that no source has is the opposite of one in the nearest sources."""
    known = _union(content_words(source, TARGET) for source in sources)
    around = _union(content_words(source, TARGET) for source in near)
    return any(word not in known and _antonyms().get(word, frozenset()) & around for word in words)
