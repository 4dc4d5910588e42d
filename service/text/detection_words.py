"""What the words of a text say about its language: frequency, word lists, letters. Explainable, and summed over words.

`frequency` comes from wordfreq's lists (nn reads nb's: the lists call both Norwegian); `words` and `letters` from the
[detection] tables of the language files. All evidence is in nats and at least 0.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache, lru_cache

from service.languages import data_table, language
from service.text.detection_codes import known_codes

WORD = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_LINK = re.compile(
    r"\S+@\S+\.\S+|https?://\S+|www\.\S+|[\w.-]+\.(?:com|org|net|no|de|se|dk|ru|ua|uk|eu)\b(?:/\S*)?|[@#]\w+"
)
_OPENERS = " «\"“„‚‘'(–—-►•*"
_NATS_PER_ZIPF = math.log(10)
_LONGEST_ENDING = 5
_LONGEST_BEGINNING = 4
_LONGEST_INSIDE = 3
_SHORTEST_SPELT = 3
_MOSTLY_CAPITALS = 0.8
_ENOUGH_LEFT = 12

Vector = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class WordEvidence:
    """Per language (in the order of `known_codes`): sums over words, in nats. `word_count` counts words."""

    frequency: Vector
    words: Vector
    letters: Vector
    word_count: int


def prose(text: str) -> str:
    """The text without what is in no language: links, addresses, handles, hashtags."""
    return _LINK.sub(" ", text)


def without_names(text: str) -> str:
    """The words of `text` but those with a capital inside a sentence, which are names of any language (or German nouns).

    The text itself where nearly all words have capitals (a headline, a name) or too little would be left.
    """
    tokens = list(_TOKEN.finditer(text))
    capitals = sum(token[0][0].isupper() for token in tokens)
    if capitals > len(tokens) * _MOSTLY_CAPITALS:
        return text.lower() if text.isupper() else text
    kept = []
    for token in tokens:
        if token[0][0].isupper() and _inside_sentence(text, token.start()):
            continue
        kept.append(token[0])
    rest = " ".join(kept)
    return rest if len(rest) >= _ENOUGH_LEFT else text


def _inside_sentence(text: str, start: int) -> bool:
    while start and text[start - 1] in _OPENERS:
        start -= 1
    return start > 0 and text[start - 1] not in ".!?:…\n"


@cache
def _frequencies() -> tuple[dict[str, float], ...]:
    import wordfreq  # half a second, which a command that detects nothing need not pay

    return tuple(wordfreq.get_frequency_dict("nb" if code == "nn" else code, "small") for code in known_codes())


@cache
def _tables(name: str) -> tuple[dict[str, float], ...]:
    tables = []
    for code in known_codes():
        tiers = language(code).mapping(f"detection.{name}")
        tables.append({word: float(tier) for tier, words in tiers.items() for word in str(words).split()})
    return tuple(tables)


@cache
def _vectors(name: str) -> dict[str, Vector]:
    tables = _tables(name)
    keys = sorted(set().union(*tables))
    return {key: tuple(table.get(key, 0.0) for table in tables) for key in keys}


def _spelling(word: str) -> Vector:
    """The evidence of a word's letters: its longest known ending and beginning, and half of all known groups inside."""
    known = _vectors("letters")
    found: list[tuple[float, Vector]] = []
    for size in range(_LONGEST_ENDING, 0, -1):
        if size < len(word) and (ending := known.get(f"-{word[-size:]}")):
            found.append((1.0, ending))
            break
    for size in range(_LONGEST_BEGINNING, 1, -1):
        if size < len(word) and (beginning := known.get(f"{word[:size]}-")):
            found.append((1.0, beginning))
            break
    for size in range(1, _LONGEST_INSIDE + 1):
        for start in range(len(word) - size + 1):
            if inside := known.get(f"-{word[start : start + size]}-"):
                found.append((0.5, inside))
    return tuple(sum(share * vector[i] for share, vector in found) for i in range(len(known_codes())))


@lru_cache(maxsize=65536)
def _word(word: str) -> tuple[Vector, Vector, Vector]:
    floor = data_table("detection")["weights"]["frequency_floor"]
    least = 10 ** (floor - 9)
    frequency = tuple(
        math.log10(max(table.get(word.casefold(), 0.0), least) / least) * _NATS_PER_ZIPF for table in _frequencies()
    )
    nothing = (0.0,) * len(frequency)
    listed = _vectors("words").get(word)
    if listed is not None:
        return frequency, listed, nothing
    return frequency, nothing, _spelling(word) if len(word) >= _SHORTEST_SPELT else nothing


def word_evidence(text: str) -> WordEvidence:
    """What the words of `text` (any case) say, summed."""
    words = [_word(word) for word in WORD.findall(text.lower())]
    size = len(known_codes())
    columns = [tuple(math.fsum(word[kind][i] for word in words) for i in range(size)) for kind in range(3)]
    return WordEvidence(columns[0], columns[1], columns[2], len(words))


@cache
def _foreign() -> tuple[frozenset[str], frozenset[str]]:
    other = data_table("detection")["other"]
    return frozenset(str(other["words"]).split()), frozenset(other["letters"])


def foreign_share(text: str) -> float:
    """The share (0..1) of words that belong to a language outside the nine by their form."""
    words, letters = _foreign()
    found = WORD.findall(text.lower())
    faroese = any("ø" in word for word in found)  # ð beside ø: Icelandic writes ö
    hits = sum(word in words or not letters.isdisjoint(word) or (faroese and "ð" in word) for word in found)
    return hits / len(found) if found else 0.0
