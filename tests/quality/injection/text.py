"""Failures of the text as a whole: kept in the original, caught in a loop, cut off, gone on with what nobody wrote."""

from __future__ import annotations

import random
import re

from tests.quality.injection.kinds import Others, Pair, variant

_CLAUSES = (
    ", which had been closed since the spring",
    ", and several neighbours were taken to hospital",
    " after the minister had resigned in protest",
    ", although the company denied any wrongdoing",
    " because the old bridge had collapsed during the storm",
)
_WORDS = (
    "luckily", "enormous", "yellow", "secretly", "burning", "cheap", "forgotten", "wooden", "furious", "tiny",
    "brilliant", "hungry", "silent", "crooked", "royal",
)  # fmt: skip


def _body(sentence: str) -> tuple[str, str]:
    match = re.search(r"[.!?…]?[\"'”’)]*\s*$", sentence)
    cut = match.start() if match else len(sentence)
    return sentence[:cut], sentence[cut:]


@variant("ECHO", "whole source")
def whole_source(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """The source comes back as it is."""
    return pair.source if len(pair.source.split()) >= 4 else None


@variant("ECHO", "second half left")
def half_source(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """The translation goes over into the source."""
    mine, theirs = pair.english.split(), pair.source.split()
    if min(len(mine), len(theirs)) < 10:
        return None
    return " ".join(mine[: len(mine) // 2] + theirs[len(theirs) // 2 :])


@variant("ECHO", "run of words left")
def run_of_words(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """Five words of the source stand in the middle of the English."""
    mine, theirs = pair.english.split(), pair.source.split()
    if min(len(mine), len(theirs)) < 14:
        return None
    place = len(mine) // 2
    start = next(
        (i for i in range(3, len(theirs) - 5) if all(w.isalpha() and w.islower() for w in theirs[i : i + 3])), 0
    )
    return " ".join(mine[: place - 2] + theirs[start : start + 5] + mine[place + 2 :]) if start else None


@variant("LOOP", "phrase twice running")
def phrase_twice(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """A phrase of two to five words is said again at once."""
    words = pair.english.split()
    size = draw.randint(2, 5)
    if len(words) < size + 4:
        return None
    place = draw.randrange(1, len(words) - size)
    return " ".join(words[: place + size] + words[place : place + size] + words[place + size :])


@variant("LOOP", "whole output again")
def whole_again(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """The whole output comes again."""
    return f"{pair.english} {pair.english}" if len(pair.english.split()) >= 3 else None


@variant("LOOP", "list goes round")
def list_loop(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """An enumeration that does not end: the mill, the river, the mill, the river."""
    body, end = _body(pair.english)
    words = re.findall(r"\b[a-z]{4,}\b", body)
    if len(words) < 4:
        return None
    one, two = draw.sample(sorted(set(words)), 2) if len(set(words)) > 1 else (words[0], words[0])
    return body + f", the {one}, the {two}" * 4 + end


@variant("LOOP", "clause comes back")
def clause_again(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """The beginning of the sentence is its end too."""
    body, end = _body(pair.english)
    words = body.split()
    return f"{body}, {' '.join(words[:7])}{end}" if len(words) >= 14 else None


@variant("TRUNCATED", "second half gone")
def half_gone(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """The decoder stops half way."""
    words = pair.english.split()
    return " ".join(words[: len(words) // 2]) if len(words) >= 8 else None


@variant("TRUNCATED", "half gone, stop kept")
def half_gone_closed(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """Half is missing, and a full stop hides it."""
    words = pair.english.split()
    return " ".join(words[: len(words) // 2]).rstrip(",;:") + "." if len(words) >= 10 else None


@variant("TRUNCATED", "last clause gone")
def clause_gone(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """What comes after the last comma is missing, at least a quarter of the sentence."""
    body, end = _body(pair.english)
    head, comma, tail = body.rpartition(", ")
    if not comma or not 0.25 * len(body) <= len(tail) or len(head.split()) < 5:
        return None
    return head + end


@variant("ADDED", "foreign sentence appended")
def sentence_added(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """A sentence of another text follows."""
    fitting = [other for other in others if other != pair.english and 6 <= len(other.split()) <= 20]
    return f"{pair.english} {draw.choice(fitting)}" if fitting else None


@variant("ADDED", "clause invented")
def clause_added(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """A clause nobody wrote closes the sentence."""
    body, end = _body(pair.english)
    return body + draw.choice(_CLAUSES) + end if len(body.split()) >= 4 else None


@variant("ADDED", "content words added")
def words_added(pair: Pair, draw: random.Random, others: Others) -> str | None:
    """Four words that the source has not, each after an article."""
    words = pair.english.split()
    places = [i for i, word in enumerate(words[:-1]) if word.lower() in {"the", "a", "an", "their", "his"}]
    if len(places) < 2:
        return None
    chosen = iter(draw.sample(_WORDS, 4))
    for place in sorted(draw.sample(places, 2), reverse=True):
        words[place + 1 : place + 1] = [next(chosen), next(chosen)]
    return " ".join(words)
