"""NAME: a person, organisation or place of the source is missing, new or changed in the output.

Spellings, transliterations and English place names are looked through (service.facts.names). What is usually
translated (Utenriksdepartementet, the Foreign Ministry) raises nothing: only names that stay as they are can be lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from service.checks.differences import difference, flags
from service.checks.pair import TARGET, SegmentPair
from service.domain import Flag, FlagCode
from service.facts.names import NameFact, find_names, name_key, same_name
from service.facts.words import is_stopword, tokens

#: Letters two spellings share (0..1) to be taken for one name that was changed, in a detail.
ALIKE = 0.6
#: Letters two spellings share (0..1) to be the same word with another ending.
SAME_WORD = 0.8
_KEPT_KINDS = ("person", "place", "unknown")


def _keys(words: Iterable[str]) -> frozenset[str]:
    return frozenset(key for word in words for key in name_key(word).split())


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _answered(name: NameFact, others: Sequence[NameFact], keys: frozenset[str]) -> bool:
    """Whether the other text has the name, or any part of it in any spelling near enough."""
    if any(same_name(name.text, other.text) for other in others):
        return True
    return any(
        key in keys or any(_ratio(key, other) >= SAME_WORD for other in keys if other[:1] == key[:1])
        for key in name_key(name.text).split()
    )


def _lost(names: Sequence[NameFact], others: Sequence[NameFact], keys: frozenset[str]) -> list[NameFact]:
    return [name for name in names if name.kind in _KEPT_KINDS and not _answered(name, others, keys)]


def _paired(missing: list[NameFact], added: list[NameFact]) -> str:
    """Changed names first (`Asjkhabad -> Azjkhabad`), then what is only missing or only new."""
    changed = []
    for name in list(missing):
        alike = [other for other in added if _ratio(name_key(name.text), name_key(other.text)) >= ALIKE]
        if alike:
            changed.append(f"{name.text} -> {alike[0].text}")
            missing.remove(name)
            added.remove(alike[0])
    rest = difference([name.text for name in missing], [name.text for name in added])
    return "; ".join([*changed, *([rest] if rest else [])])


def check(pair: SegmentPair) -> tuple[Flag, ...]:
    """At most one NAME flag."""
    source, output = find_names(pair.original, pair.language_code), find_names(pair.text, TARGET)
    missing = _lost(source, output, _keys(tokens(pair.text)))
    added = _lost(output, source, _keys(tokens(pair.original)))
    return flags(FlagCode.NAME, _paired(missing, added))


def _lost_capitals(text: str, sources: Sequence[str]) -> list[str]:
    """Words that the sources only ever write with a capital, inside sentences, and the text without one."""
    capital: set[str] = set()
    small: set[str] = set()
    for source in sources:
        for index, token in enumerate(tokens(source)):
            if token[0].islower():
                small.add(token)
            elif index:
                capital.add(token.lower())
    return [
        f"{token.capitalize()} -> {token}"
        for token in tokens(text)
        if token[0].islower() and token in capital and token not in small and not is_stopword(token, TARGET)
    ]


def check_sentence(text: str, sources: Sequence[str]) -> tuple[Flag, ...]:
    """NAME where an English sentence names what no English source names, or a name lost its capital."""
    known = [name for source in sources for name in find_names(source, TARGET)]
    keys = _keys(token for source in sources for token in tokens(source))
    added = [
        name.text
        for name in find_names(text, TARGET)
        if not any(same_name(name.text, other.text) for other in known)
        and not all(key in keys for key in name_key(name.text).split())
    ]
    detail = "; ".join([*([difference([], added)] if added else []), *_lost_capitals(text, sources)])
    return flags(FlagCode.NAME, detail)
