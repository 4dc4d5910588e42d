"""The words of a text as names are compared: spellings and adjectives looked through; which are surely no common words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from service.checks.pair import TARGET, SegmentPair
from service.facts.names import demonym_country, exonym, name_key
from service.facts.names_lexicon import given_names, name_words
from service.facts.names_spelling import alike
from service.facts.words import is_stopword, tokens

#: A name this long may be part of a compound: Europaligaen, Nordmexiko.
SHORTEST_PART = 5
#: Letters of a word that can be told from another word by its spelling.
SHORTEST_SPELLED = 3
#: What stands before a word that has its capital from its place: nothing, a stop, an opening mark.
OPENS = re.compile(r"(?:^|[.!?:–—]|[\"“„«‘‚'])\s*$")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LONGEST_SHORTENED, _LONGEST_NAME = 5, 12
_BEFORE = re.compile(r"([^\W\d_]+) $")
_TRANSLATED = ("titles", "organization_words", "place_words", "translated")
_GENITIVE = re.compile(r"(?:['’]s|['’]|s)$")


@dataclass(frozen=True)
class Words:
    """The words of a text as name keys, with the countries that its adjectives speak of."""

    keys: frozenset[str]
    compounds: tuple[str, ...]

    def has(self, key: str) -> bool:
        return (
            key in self.keys
            or key.removesuffix("s") in self.keys
            or any(alike(key, other) for other in self.keys if other[:1] == key[:1])
            or (len(key) >= SHORTEST_PART and any(key in word for word in self.compounds))
        )


@lru_cache(maxsize=512)
def words(text: str) -> Words:
    found = tokens(text)
    keys: set[str] = set()
    for token in found:
        keys.update(name_key(token).split())
        keys.update(name_key(_GENITIVE.sub("", token)).split())
        country = demonym_country(token)
        if country:
            keys.update(name_key(country).split())
    return Words(frozenset(keys), tuple(sorted(key for key in keys if len(key) > SHORTEST_PART)))


@dataclass(frozen=True)
class Capital:
    """A word with a capital that its place does not explain, at [start, end).

    `common`: it may be a common word. `translated`: it may be the name of a body or a title, which English has too.
    """

    text: str
    start: int
    end: int
    common: bool
    translated: bool

    @property
    def stays(self) -> bool:
        """Whether this is surely a name that English writes as it is."""
        return not (self.common or self.translated)


def capitals(text: str, language_code: str) -> tuple[Capital, ...]:
    """The capitalised words inside sentences, function words, peoples and places with an English name of their own left
    out; a genitive ending is no part of them."""
    lexicon = name_words(language_code)
    found = []
    for match in _WORD.finditer(text):
        word = match.group()
        low = word.lower()
        if not word[0].isupper() or len(word) < SHORTEST_SPELLED or OPENS.search(text[: match.start()]):
            continue
        forms = {low, _GENITIVE.sub("", low)}
        if forms & lexicon.not_names or is_stopword(low, language_code) or _place(word, low):
            continue
        common = any(lexicon.is_common(form) or lexicon.is_compound(form) for form in forms)
        translated = any(lexicon.has(kind, form) for form in forms for kind in _TRANSLATED)
        before = _BEFORE.search(text[: match.start()])
        if lexicon.nouns_capitalised and before and lexicon.has("determiners", before[1].lower()):
            translated = True  # an article makes a German capital a noun
        if lexicon.nouns_capitalised and len(low) > _LONGEST_NAME:
            common = True  # and so does its length: Vorsaisonspielplan
        shortened = len(word) <= _LONGEST_SHORTENED and text[match.end() : match.end() + 2] == ". "
        found.append(Capital(word, match.start(), match.end(), common, translated or shortened))
    return tuple(found)


def _place(word: str, low: str) -> bool:
    """Places and peoples, but not given names that are spelled like one (Scott)."""
    return low not in given_names() and (demonym_country(low) is not None or exonym(word) is not None)


def unmatched(text: str, language_code: str, other: Words) -> tuple[Capital, ...]:
    """The capitalised words of a text that the other text has in no spelling."""
    return tuple(
        word
        for word in capitals(text, language_code)
        if not has_word(word.text, other)
    )


def has_word(word: str, other: Words) -> bool:
    """Whether the other text has the word in any spelling, a genitive ending looked through."""
    return any(other.has(part) for form in (word, _GENITIVE.sub("", word)) for part in name_key(form).split())


def lost_runs(pair: SegmentPair) -> list[str]:
    """`Brooks Koepka`: two or more words with a capital side by side, none of which the output has, not all common."""
    runs: list[list[Capital]] = []
    for word in unmatched(pair.original, pair.language_code, words(pair.text)):
        if runs and pair.original[runs[-1][-1].end : word.start] in (" ", "-"):
            runs[-1].append(word)
        else:
            runs.append([word])
    return [
        " ".join(word.text for word in run) for run in runs if len(run) > 1 and not run[0].common
    ]


def replaced(pair: SegmentPair) -> list[tuple[str, str]]:
    """`(Palu, Calder)`: a word of the source that is no common one is gone, and the output has a new one of its kind."""
    lost = [word for word in unmatched(pair.original, pair.language_code, words(pair.text)) if word.stays]
    new = [word for word in unmatched(pair.text, TARGET, words(pair.original)) if word.stays]
    return [(lost[0].text, new[0].text)] if lost and new else []
