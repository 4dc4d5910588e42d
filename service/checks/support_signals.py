"""What speaks against a summary sentence beside its sources, or for it: few figures of 0..1."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import TypeVar

from service.checks import date, name, negation, number, support_version
from service.checks.overlap import overlap
from service.checks.pair import TARGET
from service.checks.support_meaning import may_stand_for
from service.checks.support_words import every_stem, unsupported_words
from service.domain import FlagCode
from service.facts.hedges import may_hedge
from service.facts.words import content_words, is_stopword, stem, tokens
from service.languages import data_table

#: Unknown words of either kind: from this many on, more say nothing more.
MOST_UNKNOWN = 3
#: Known words that are not of the best source: the same.
MOST_ELSEWHERE = 6
#: The sources nearest to the sentence that are looked at for what became of an opposite or a hedge.
NEAREST = 2

NAMES = ("value", "turned", "gained", "reworded", "invented", "scattered", "elsewhere")
"""The signals, each named for what it found.

`value`: a number, date or name that no source has, or one value in the place of another. `turned`: a negation lost or
gained, or an antonym. `gained`: a plan, doubt or attribution that the nearest sources have not: a sentence that claims
less. `reworded`: words that no source has and that may stand for a word of the nearest one: more often a synonym than
an error. `invented`: those that stand for none, and names. `scattered`: the share of its words that the best source
leaves out. `elsewhere`: content words that only other sources have.
"""

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
def _told(text: str) -> frozenset[str]:
    """Its content words as they are written, in lower case."""
    return frozenset(token.lower() for token in tokens(text) if not is_stopword(token, TARGET))


def _union(sets: Iterable[Iterable[_T]]) -> frozenset[_T]:
    return frozenset(item for each in sets for item in each)


def signals(text: str, sources: Sequence[str]) -> dict[str, float]:
    """Signal (of NAMES) -> 0 (nothing of it) .. 1, of an English sentence and the English sources."""
    words = content_words(text, TARGET)
    if not words or not sources:
        return {**dict.fromkeys(NAMES, 0.0), "scattered": float(bool(words))}
    near = sorted(sources, key=lambda source: -overlap(text, source))[:NEAREST]
    unknown = unsupported_words(text, sources)
    meant = [not _is_name(word, text) and may_stand_for(word.lower(), _told(near[0])) for word in unknown]
    best = _best(text, sources)
    here, known = every_stem(best), _union(map(every_stem, sources))
    elsewhere = sum(word in known and word not in here for word in words)
    every = [stem(token, TARGET) for token in tokens(text)]
    version = {flag.code for flag in support_version.check_sentence(text, sources)}
    return {
        "value": float(
            FlagCode.NUMBER in version
            or any(check(text, sources) for check in (number.check_sentence, date.check_sentence))
            or _other_name(text, sources)
        ),
        "turned": float(
            FlagCode.NEGATION in version
            or bool(negation.check_sentence(text, sources))
            or _opposed(words, near, sources)
        ),
        "gained": float(
            any(may_hedge(text, TARGET, s) and not any(may_hedge(n, TARGET, s) for n in near) for s in _SENSES)
        ),
        "reworded": min(sum(meant), MOST_UNKNOWN) / MOST_UNKNOWN,
        "invented": min(len(meant) - sum(meant), MOST_UNKNOWN) / MOST_UNKNOWN,
        "scattered": sum(word not in here for word in every) / len(every),
        "elsewhere": min(elsewhere, MOST_ELSEWHERE) / MOST_ELSEWHERE,
    }


def _other_name(text: str, sources: Sequence[str]) -> bool:
    """Whether a name is none of the sources': one that only lost its capital is no other name."""
    changes = (
        part.partition(" -> ") for flag in name.check_sentence(text, sources) for part in flag.detail.split("; ")
    )
    return any(before.lower() != after.lower() for before, _, after in changes)


def _is_name(word: str, text: str) -> bool:
    """Whether a word of the text is written as a name is."""
    return word[0].isupper() and not text.startswith(word)


def _best(text: str, sources: Sequence[str]) -> str:
    """The source with most of the sentence's words, function words too; of equals the shortest."""
    every = [stem(token, TARGET) for token in tokens(text)]
    return max(sources, key=lambda source: (sum(word in every_stem(source) for word in every), -len(source)))


def _opposed(words: Sequence[str], near: Sequence[str], sources: Sequence[str]) -> bool:
    """Whether a word that no source has is the opposite of one in the nearest sources."""
    known = _union(content_words(source, TARGET) for source in sources)
    around = _union(content_words(source, TARGET) for source in near)
    return any(word not in known and _antonyms().get(word, frozenset()) & around for word in words)
