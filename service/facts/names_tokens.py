"""Words of a text as the search for names sees them: capitals, sentence starts, headlines."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_WORD = re.compile(
    r"(?P<address>(?<![\w.+-])(?:(?:https?://|www\.)\S+|@\w[\w.]*|[\w.+-]+@[\w-]+\.[\w.-]+|\w[\w-]*\.[a-z]{2,4}\b(?:/\S*)?(?![’'.]\w)))"
    r"|[^\W\d_](?:\w|[’'](?=[^\W\d_])|[-‑&](?=\w)|\.(?=[^\W\d_]\b))*\+?"
)
_OPENING = frozenset("\"“„«»‘’'([–—-•*►▶|")
_ENDING = frozenset(".!?:;…|•►▶\n")
_SENTENCE_END = frozenset('.!?…”“"»)')
_DOTTED = frozenset(
    {
        "dr",
        "st",
        "mr",
        "mrs",
        "ms",
        "prof",
        "sen",
        "rep",
        "gov",
        "gen",
        "col",
        "lt",
        "jr",
        "sr",
        "hr",
        "fr",
        "z",
        "b",
        "bl",
    }
    | {"f", "eks", "ca", "kl", "vs"}
)
"""Abbreviations whose dot ends no sentence."""
_MIN_HEADLINE_WORDS = 4
_MAX_HEADLINE_WORDS = 40
_HEADLINE_SHARE = 0.7


class Word(NamedTuple):
    """One word: `starts`: it begins a sentence or a line; `headline`: its line is written in title case;
    `gap`: what stands between it and the word before."""

    text: str
    low: str
    start: int
    end: int
    capital: bool
    acronym: bool
    starts: bool
    headline: bool
    gap: str


def read_words(text: str) -> list[Word]:
    """The words of `text`, in order. One pass."""
    matches = [match for match in _WORD.finditer(text) if match.lastgroup is None]
    words: list[Word] = []
    previous = 0
    headline_until = -1
    headline = False
    for index, match in enumerate(matches):
        gap = text[previous : match.start()]
        if match.start() > headline_until:
            headline_until = text.find("\n", match.start())
            headline_until = len(text) if headline_until < 0 else headline_until
            headline = text[headline_until - 1] not in _SENTENCE_END and _is_headline(matches, index, headline_until)
        surface = match[0]
        capital = surface[0].isupper()
        starts = gap != " " and (index == 0 or _starts(gap, words[-1]))
        low = surface.lower().replace("’", "'")
        acronym = capital and _is_acronym(surface)
        words.append(Word(surface, low, match.start(), match.end(), capital, acronym, starts, headline, gap))
        previous = match.end()
    return words


@lru_cache(maxsize=1 << 16)
def _is_acronym(surface: str) -> bool:
    core = surface.removesuffix("'s").removesuffix("’s").removesuffix("s").replace(".", "").rstrip("+")
    letters = [c for c in core if c.isalpha()]
    return 2 <= len(core) <= 6 and core.isalnum() and all(c.isupper() for c in letters)


def _starts(gap: str, before: Word | None) -> bool:
    if "\n" in gap:
        return True
    marks = gap.strip()
    if not marks:
        return False
    if marks[0] == "." and before is not None and _abbreviates(before):
        return len(marks) > 1 and any(mark in _OPENING for mark in marks[1:])
    if any(mark in _ENDING for mark in marks):
        return True
    # A quotation opens: what follows is a sentence of its own as often as not.
    return marks[-1] in "\"“„«»‘'–—" and not marks.endswith(",") and gap[-1:] != " "


def _abbreviates(word: Word) -> bool:
    """A single letter, `Dr`, `St`: its dot ends no sentence."""
    return (len(word.text) == 1 and word.capital) or word.low in _DOTTED


def _is_headline(matches: list[re.Match[str]], index: int, until: int) -> bool:
    """Title case: most of the longer words of the line are capitalised."""
    total = capital = 0
    for place in range(index, min(index + _MAX_HEADLINE_WORDS, len(matches))):
        match = matches[place]
        if match.start() > until:
            break
        if len(match[0]) > 3:
            total += 1
            capital += match[0][0].isupper()
    return total >= _MIN_HEADLINE_WORDS and capital >= _HEADLINE_SHARE * total
