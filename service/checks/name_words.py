"""The words of a text as names are compared: spellings and adjectives looked through; which are surely no common words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from service.checks.pair import TARGET, SegmentPair
from service.facts.names import demonym_country, exonym, name_key
from service.facts.names_lexicon import given_names, name_words
from service.facts.names_spelling import alike
from service.facts.numbers_lexicon import language_or_nearest
from service.facts.numbers_lexicon import lexicon as number_words
from service.facts.words import is_stopword, tokens

#: A name this long may be part of a compound: Europaligaen, Nordmexiko.
SHORTEST_PART = 5
#: Letters of a word that can be told from another word by its spelling.
SHORTEST_SPELLED = 3
#: Letters of a city that an adjective may come from.
SHORTEST_CITY = 4
#: What stands before a word that has its capital from its place: nothing, a stop, an opening mark.
OPENS = re.compile(r"(?:^|[.!?:–—]|[\"“„«‘‚'])\s*$")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LONGEST_SHORTENED, _LONGEST_NAME, _LONGEST_BEFORE = 5, 12, 20
_BEFORE = re.compile(r"([^\W\d_]+) $")
_TRANSLATED = ("titles", "organization_words", "place_words", "translated")
_GENITIVE = re.compile(r"(?:['’]s|['’]|s)$")


@dataclass(frozen=True, eq=False)  # one a text, so told apart by identity
class Words:
    """The words of a text as name keys, with the countries that its adjectives speak of."""

    keys: frozenset[str]
    compounds: tuple[str, ...]
    by_letter: dict[str, tuple[str, ...]]

    def has(self, key: str) -> bool:
        """Whether a word has this key, one that is spelled much like it, or one that it is part of."""
        return (
            key in self.keys
            or key.removesuffix("s") in self.keys
            or any(alike(key, other) for other in self.by_letter.get(key[:1], ()))
            or (len(key) >= SHORTEST_PART and any(key in word for word in self.compounds))
        )


@lru_cache(maxsize=1 << 16)
def _token_keys(token: str) -> frozenset[str]:
    keys = set(name_key(token).split())
    if token[-1] == "s":
        keys.update(name_key(_GENITIVE.sub("", token)).split())
    country = demonym_country(token) or _city_of(token)
    if country:
        keys.update(name_key(country).split())
    return frozenset(keys)


def _city_of(token: str) -> str | None:
    """The city of a German adjective: `Wiener` (Vienna), `Münchner`, `Bremer`, `Basler`; None for any other word."""
    if not token.endswith("er") or not token[0].isupper():
        return None
    stem = token[:-2]
    forms = (stem, f"{stem}en", f"{stem[:-1]}en", f"{stem[:-1]}el")
    return next((city for form in forms if len(form) >= SHORTEST_CITY and (city := exonym(form, genitive=False))), None)


@lru_cache(maxsize=512)
def words(text: str) -> Words:
    """Reads a text's words as keys, with and without a genitive ending."""
    found = tokens(text)
    keys: set[str] = set()
    for token in found:
        keys |= _token_keys(token)
    by_letter: dict[str, tuple[str, ...]] = {}
    for key in sorted(keys):
        by_letter[key[:1]] = (*by_letter.get(key[:1], ()), key)
    return Words(frozenset(keys), tuple(sorted(key for key in keys if len(key) > SHORTEST_PART)), by_letter)


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


@lru_cache(maxsize=1024)
def capitals(text: str, language_code: str) -> tuple[Capital, ...]:
    """The capitalised words inside sentences, function words, peoples and places with an English name of their own left
    out; a genitive ending is no part of them."""
    lexicon = name_words(language_code)
    found = []
    for match in _WORD.finditer(text):
        word, start, end = match.group(), match.start(), match.end()
        if not word[0].isupper() or len(word) < SHORTEST_SPELLED or OPENS.search(text[max(0, start - 3) : start]):
            continue
        known = _kind(word, language_code)
        if known is None:
            continue
        common, translated = known
        before = _BEFORE.search(text[max(0, start - _LONGEST_BEFORE) : start]) if lexicon.nouns_capitalised else None
        determined = before is not None and lexicon.has("determiners", before[1].lower())  # so it is a German noun
        shortened = len(word) <= _LONGEST_SHORTENED and text[end : end + 2] == ". "
        found.append(Capital(word, start, end, common, translated or determined or shortened))
    return tuple(found)


@lru_cache(maxsize=1 << 16)
def _kind(word: str, language_code: str) -> tuple[bool, bool] | None:
    """Whether a capitalised word may be a common one, and whether it is of a body or a title; None for no name at all."""
    lexicon, low = name_words(language_code), word.lower()
    forms = {low, _GENITIVE.sub("", low)}
    numbers = number_words(language_or_nearest(language_code))
    if (
        forms & lexicon.not_names
        or low in numbers.multipliers
        or low in numbers.cardinals
        or is_stopword(low, language_code)
        or _place(word, low)
    ):
        return None
    common = any(lexicon.is_common(form) or lexicon.is_compound(form) for form in forms)
    if lexicon.nouns_capitalised and len(low) > _LONGEST_NAME:
        common = True  # its length says so: Vorsaisonspielplan
    return common, any(lexicon.has(kind, form) for form in forms for kind in _TRANSLATED)


def _place(word: str, low: str) -> bool:
    """Places and peoples, but not given names that are spelled like one (Scott)."""
    return low not in given_names() and (demonym_country(low) is not None or exonym(word) is not None)


def unmatched(text: str, language_code: str, other: Words) -> tuple[Capital, ...]:
    """The capitalised words of a text that the other text has in no spelling."""
    return tuple(word for word in capitals(text, language_code) if not has_word(word.text, other))


def has_word(word: str, other: Words) -> bool:
    """Whether the other text has the word in any spelling, a genitive ending looked through."""
    forms = (word, _GENITIVE.sub("", word)) if word[-1] in "s'’" else (word,)
    return any(other.has(part) for form in forms for part in name_key(form).split())


def lost_runs(pair: SegmentPair) -> list[str]:
    """`Brooks Koepka`: two or more words with a capital side by side, none of which the output has, the first of them
    no common word."""
    runs: list[list[Capital]] = []
    for word in capitals(pair.original, pair.language_code):
        if runs and pair.original[runs[-1][-1].end : word.start] in (" ", "-"):
            runs[-1].append(word)
        else:
            runs.append([word])
    written = words(pair.text)
    lost = []
    for run in runs:
        if len(run) == 1 or all(word.common for word in run):
            continue
        gone = [word for word in run if not has_word(word.text, written)]
        together = all(b.start - a.end == 1 for a, b in pairwise(gone))
        if len(gone) > 1 and together and not gone[0].common:
            lost.append(" ".join(word.text for word in gone))
    return lost


def replaced(pair: SegmentPair) -> list[tuple[str, str]]:
    """`(Palu, Calder)`: a word of the source that is no common one is gone, and the output has a new one of its kind."""
    new = new_words(pair)
    lost = (
        [word for word in unmatched(pair.original, pair.language_code, words(pair.text)) if word.stays] if new else []
    )
    return [(lost[0].text, new[0])] if lost else []


def new_words(pair: SegmentPair) -> list[str]:
    """The output's words that are surely names and that the source has not."""
    return [
        word.text
        for word in capitals(pair.text, TARGET)
        if word.stays and not has_word(word.text, words(pair.original))
    ]
