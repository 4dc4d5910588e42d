"""Where terms and protected spans stand in a text: whole words, the longest first, nothing twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from service.translation.glossary.inflection import Reading, in_context, inflected
from service.translation.glossary.terms import Term

#: Marks that are written in several ways: one of them stands for all. Every pair is one character for one.
_SAME = str.maketrans(
    {"«": '"', "»": '"', "„": '"', "“": '"', "”": '"', "‟": '"', "’": "'", "‘": "'", "‚": "'", "‑": "-"}
)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Found:
    """A term (or, where it is None, a protected span) at characters [start, end) of a text.

    `tail_end` is `end`, or the end of the genitive that a protected span stands in.
    """

    term: Term | None
    start: int
    end: int
    tail_end: int
    text: str
    readings: frozenset[Reading]


@dataclass(frozen=True, slots=True)
class _Form:
    text: str
    """Folded; in its own case where that must match."""
    word: int
    """Where its first word stands in it."""
    exact: bool
    tail: int
    rank: tuple[int, int, int]
    """Protected before terms, base before inflected, language's own before all languages'."""
    term: Term | None
    readings: frozenset[Reading]


class Index:
    """The forms of a glossary in one language. Built once, safe from several threads."""

    def __init__(self, terms: Iterable[Term], protected: Iterable[str], code: str) -> None:
        self._code = code
        self._by_word: dict[str, list[_Form]] = {}
        self._signs: list[_Form] = []
        for text in protected:
            for form, readings in inflected(text, code, "name").items():
                # Only a suffix of the span is a genitive that English writes in its own way (`Hydros`, not `Hydros’`).
                if form.startswith(text):
                    tail = len(form) - len(text)
                    self._add(_Form(fold(form), 0, True, tail, (0, bool(tail), 0), None, readings))
        for term in terms:
            if term.counts_for(code):
                for number, (form, readings) in enumerate(
                    inflected(term.source, code, term.inflection, term.forms).items()
                ):
                    text = fold(form) if term.case_sensitive else lower(fold(form))
                    rank = (1, bool(number), not term.language_code)
                    self._add(_Form(text, 0, term.case_sensitive, 0, rank, term, readings))

    def _add(self, form: _Form) -> None:
        word = _WORD.search(form.text)
        if word is None:
            self._signs.append(form)
            return
        placed = _Form(form.text, word.start(), form.exact, form.tail, form.rank, form.term, form.readings)
        self._by_word.setdefault(lower(word.group()), []).append(placed)

    def find(self, text: str) -> tuple[Found, ...]:
        """What stands in `text`, in order. Protected wins over a term, then the longer over the shorter, then the earlier."""
        spaced, places = _one_space(text)
        exact = fold(spaced)
        small = lower(exact)
        hits: list[tuple[_Form, int]] = []
        for word in _WORD.finditer(small):
            for form in self._by_word.get(word.group(), ()):
                at = word.start() - form.word
                if at >= 0 and _stands(exact if form.exact else small, form.text, at):
                    hits.append((form, at))
        for form in self._signs:
            hits += [(form, m.start()) for m in re.finditer(re.escape(form.text), exact)]
        taken: list[Found] = []
        for form, at in sorted(hits, key=lambda hit: (hit[0].rank[0], -len(hit[0].text), hit[1], hit[0].rank)):
            start, tail_end = places[at], places[at + len(form.text) - 1] + 1
            if all(tail_end <= other.start or start >= other.tail_end for other in taken):
                end = places[at + len(form.text) - form.tail - 1] + 1
                readings = in_context(form.readings, small[:at], self._code)
                taken.append(Found(form.term, start, end, tail_end, text[start:end], readings))
        return tuple(sorted(taken, key=lambda found: found.start))


def fold(text: str) -> str:
    """Quotation marks, apostrophes and hyphens in their plain form, character for character."""
    return text.translate(_SAME)


def lower(text: str) -> str:
    """Small letters, character for character (the few that would become two stay)."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _one_space(text: str) -> tuple[str, Sequence[int]]:
    """`text` with one plain space for each run of white space, and where each of its characters stood."""
    kept = [
        (" " if c.isspace() else c, i) for i, c in enumerate(text) if not (c.isspace() and i and text[i - 1].isspace())
    ]
    return "".join(c for c, _ in kept), [i for _, i in kept]


def _stands(text: str, form: str, at: int) -> bool:
    end = at + len(form)
    return (
        text.startswith(form, at)
        and not (at and _is_word(text[at - 1]) and _is_word(form[0]))
        and not (end < len(text) and _is_word(text[end]) and _is_word(form[-1]))
    )


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"
