"""NAME: a person, organisation or place of the source is missing, new or changed in the output.

Spellings, transliterations, English place names and peoples (`Wales`, `Welsh`) are looked through (service.facts.names).
What is usually translated (Utenriksdepartementet, the Foreign Ministry) raises nothing: only names that stay as they
are can be lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from service.checks.differences import difference, flags
from service.checks.name_words import (
    OPENS,
    SHORTEST_SPELLED,
    Words,
    has_word,
    lost_runs,
    new_words,
    replaced,
    unmatched,
    words,
)
from service.checks.pair import TARGET, SegmentPair
from service.domain import Flag, FlagCode
from service.facts.dates_lexicon import date_words
from service.facts.names import NameFact, demonym_country, exonym, find_names, name_key, same_name
from service.facts.numbers_lexicon import language_or_nearest, lexicon
from service.facts.quotations import find_quotations
from service.facts.words import is_stopword, tokens

#: Letters two spellings share (0..1) to be taken for one name that was changed.
ALIKE = 0.5
#: Share of words with a capital in an English headline.
HEADLINE = 0.6
#: Words of a quotation that may be a name (a ship's, a work's) rather than speech.
QUOTED_WORDS = 2
#: Letters two words share (0..1) for one to be a misspelling of the other.
SPELLED_ALIKE = 0.7
_WORD = re.compile(r"[^\W\d_]+")
_NOUN_ENDINGS = ("ene", "ane", "en", "et", "ens", "ets")
_COMPOUND_TAIL = re.compile(r"[-‑][a-zæøåäöüß]\w*$")


def _has(name: NameFact, others: Sequence[NameFact], written: Words) -> bool:
    """Whether the other text has the name: as a name, by its last word (a person's) or any word, or its initials."""
    if any(same_name(name.text, other.text) for other in others):
        return True
    parts = name_key(_COMPOUND_TAIL.sub("", name.text)).split()
    if not parts:
        return True
    if len(parts) > 1 and "".join(part[0] for part in parts) in written.keys:
        return True
    if demonym_country(name.text) and written.has(name_key(demonym_country(name.text) or "")):
        return True
    needed = parts[-1:] if name.kind == "person" or (name.kind == "unknown" and len(parts) == 2) else parts
    return any(written.has(part) for part in needed)


def _without(names: Iterable[NameFact], pair: SegmentPair, *, source: bool) -> list[NameFact]:
    """The names that are no part of a quantity (US-Dollar) and no day or month."""
    units = pair.source_units if source else pair.output_units
    code = pair.language_code if source else TARGET
    calendar = date_words(code)
    return [
        name
        for name in names
        if not any(unit.start < name.end and name.start < unit.end for unit in units)
        and name.text.lower() not in calendar.weekdays
        and name.text.lower() not in calendar.months
        and not is_stopword(name.text, code)
    ]


def _certain(name: NameFact, language_code: str) -> bool:
    """Whether this is surely a name: persons, known places, and what has a capital where only names have one.

    A lone word with a Norwegian noun's ending (Asialekene, Statens vegvesen) is one that gets translated.
    """
    if name.kind == "person":
        return True
    if name.kind == "place" and exonym(name.text):
        return True
    if lexicon(language_or_nearest(language_code)).capital_nouns:
        return False
    return name.start > 0 and (" " in name.text or not name.text.endswith(_NOUN_ENDINGS))


def _headline(text: str) -> bool:
    """Whether the text Writes Most Words With a Capital, which then say nothing."""
    words = [token for token in tokens(text) if token[0].isalpha()]
    return sum(word[0].isupper() for word in words) > HEADLINE * len(words)


def _ratio(one: NameFact, other: NameFact) -> float:
    return SequenceMatcher(None, name_key(one.text), name_key(other.text), autojunk=False).ratio()


def _paired(missing: list[NameFact], added: list[NameFact]) -> tuple[list[str], list[NameFact]]:
    """`Asjkhabad -> Azjkhabad`: what became what, and what is missing with nothing like it in the output."""
    changed, lost = [], []
    for name in missing:
        near = max(added, key=lambda other: _ratio(name, other), default=None)
        if near and _ratio(name, near) >= ALIKE:
            changed.append(f"{name.text} -> {near.text}")
            added.remove(near)
        else:
            lost.append(name)
    return changed, lost


def _spelled(text: str, names: Sequence[NameFact], language_code: str) -> list[str]:
    """Words that are spelled as they are: of names, in quotation marks, and with a capital where only names have one."""
    nouns = lexicon(language_or_nearest(language_code)).capital_nouns
    # Where all nouns have a capital, bodies and unknown names are too often words that get translated.
    spans = [(name.start, name.end) for name in names if name.kind == "person" or not nouns]
    spans += [(q.start, q.end) for q in find_quotations(text, language_code) if len(q.text.split()) <= QUOTED_WORDS]
    return [
        m.group()
        for m in _WORD.finditer(text)
        if m.group()[0].isupper()
        and len(m.group()) >= SHORTEST_SPELLED
        and (any(a <= m.start() < b for a, b in spans) or (not nouns and not OPENS.search(text[: m.start()])))
    ]


def _garbled(pair: SegmentPair, source: Sequence[NameFact], output: Sequence[NameFact]) -> list[str]:
    """`Havsula -> Havula`: a name of the source is not in the output, but a word much like it is that the source has not."""
    mine, theirs = words(pair.original), words(pair.text)
    written = {w.lower().removesuffix("s") for w in tokens(pair.text)}
    new = [w for w in _spelled(pair.text, output, TARGET) if not has_word(w, mine) and not exonym(w)]
    new += new_words(pair)
    if not new:
        return []
    spelled = _spelled(pair.original, source, pair.language_code)
    spelled += [word.text for word in unmatched(pair.original, pair.language_code, theirs) if word.stays]
    out = []
    for word in dict.fromkeys(spelled):
        key = name_key(word)
        same = has_word(word, theirs) or word.lower().removesuffix("s") in written
        if same or exonym(word) or word.endswith(_NOUN_ENDINGS) or is_stopword(word, pair.language_code):
            continue
        near = max(new, key=lambda other: _likeness(key, name_key(other)), default=None)
        if near and _likeness(key, name_key(near)) >= SPELLED_ALIKE:
            out.append(f"{word} -> {near}")
    return out


def _other_given(pair: SegmentPair, source: Sequence[NameFact], output: Sequence[NameFact]) -> list[str]:
    """`Kari Lunde -> Lena Lunde`: a person's family name is there, with a given name that the source has not."""
    mine, theirs = words(pair.original), words(pair.text)
    out = []
    for name in source:
        given, _, family = name.text.rpartition(" ")
        if name.kind != "person" or not given or has_word(given.split()[0], theirs):
            continue
        for other in output:
            first, _, last = other.text.rpartition(" ")
            if first and name_key(last) == name_key(family) and not has_word(first.split()[0], mine):
                out.append(f"{name.text} -> {other.text}")
    return out


def _not_english(pair: SegmentPair, source: Sequence[NameFact]) -> list[str]:
    """`Asjkhabad (Ashgabat)`: places left in the original's spelling although English has its own."""
    written = set(tokens(pair.text))
    return [
        f"{place.text} ({english})"
        for place in source
        if place.kind == "place"
        and (english := exonym(place.text, genitive=False))
        and place.text in written
        and f"{place.text}-" not in pair.text  # of a longer name: Rhein-Neckar-Arena
        and not place.text.isupper()  # USA is English too
        and place.text[:4] != english[:4]  # and so are the Rockies
        and english not in pair.text
    ]


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def check(pair: SegmentPair) -> tuple[Flag, ...]:
    """At most one NAME flag."""
    source = _without(pair.source_names, pair, source=True)
    output = _without(find_names(pair.text, TARGET), pair, source=False)
    missing = [name for name in source if name.kind != "organization" and not _has(name, output, words(pair.text))]
    added = [name for name in output if name.kind != "organization" and not _has(name, source, words(pair.original))]
    changed, lost = _paired(missing, added)
    # What the document of a German text writes with a capital may be a noun all the same: `Vulkan`.
    nouns = lexicon(language_or_nearest(pair.language_code)).capital_nouns
    known = set() if nouns else {word for word, _ in pair.names}
    lost = [name for name in lost if name.text in known or _certain(name, pair.language_code)]
    headline = _headline(pair.text)
    new = [name for name in added if exonym(name.text) or (not headline and (name.kind == "person" or lost))]
    rest = difference([name.text for name in lost], [name.text for name in new])
    changed += _not_english(pair, source)
    changed += _other_given(pair, source, output)
    said = " ".join([*changed, rest])
    changed += [each for each in _garbled(pair, source, output) if each.split(" -> ")[0] not in said]
    if not changed and not rest:
        changed = [f"{old} -> {new_}" for old, new_ in ([] if headline else replaced(pair))]
        runs = [] if changed else lost_runs(pair)
        rest = difference(runs, [])
    return flags(FlagCode.NAME, "; ".join([*changed, *([rest] if rest else [])]))


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
    keys = frozenset(key for source in sources for key in words(source).keys)
    added = [
        name.text
        for name in find_names(text, TARGET)
        if not any(same_name(name.text, other.text) for other in known)
        and not all(key in keys for key in name_key(name.text).split())
    ]
    capitals = list(dict.fromkeys(_lost_capitals(text, sources)))
    return flags(FlagCode.NAME, "; ".join([*([difference([], added)] if added else []), *capitals]))
