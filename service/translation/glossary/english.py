"""Whether an English text has a term or a protected span, and where."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from service.checks.differences import flags
from service.domain import Flag, FlagCode, TermKind, TermUse
from service.translation.glossary.matching import Found

_ANY = {"'": "['’]", "’": "['’]", " ": r"\s+", "-": "[-‑]", '"': '["“”]', "“": '["“”]', "”": '["“”]'}


def found_in_english(found: Sequence[Found], english: str) -> tuple[TermUse, ...]:
    """Each of `found` with its place in `english`, no place given twice: spans first, then the longer targets."""
    claimed: list[tuple[int, int]] = []
    places: dict[int, tuple[int, int]] = {}
    order = sorted(
        range(len(found)), key=lambda i: (found[i].term is not None, -len(_target(found[i])), found[i].start)
    )
    for i in order:
        term = found[i].term
        pattern = _pattern(term.english) if term else _exactly(found[i].text)
        for match in pattern.finditer(english):
            if all(match.end() <= start or match.start() >= end for start, end in claimed):
                places[i] = match.span()
                claimed.append(match.span())
                break
    return tuple(
        TermUse(
            kind=TermKind.PROTECTED if f.term is None else TermKind.TERM,
            source=f.text,
            start=f.start,
            end=f.end,
            target=_target(f),
            applied=i in places,
            text_start=places[i][0] if i in places else None,
            text_end=places[i][1] if i in places else None,
        )
        for i, f in enumerate(found)
    )


def term_flags(uses: Sequence[TermUse]) -> tuple[Flag, ...]:
    """GLOSSARY names each term that was not applied, PROTECTED each span that changed."""
    missed = [use for use in uses if not use.applied]
    terms = dict.fromkeys(f"{use.source} -> {use.target}: not applied" for use in missed if use.kind is TermKind.TERM)
    spans = dict.fromkeys(f"{use.source}: changed" for use in missed if use.kind is TermKind.PROTECTED)
    return flags(FlagCode.GLOSSARY, "; ".join(terms)) + flags(FlagCode.PROTECTED, "; ".join(spans))


def restored(english: str, found: Sequence[Found]) -> str:
    """`english` with protected spans that differ only in capitals, spaces or the shape of quotation marks put right."""
    for f in found:
        if f.term is None and not _exactly(f.text).search(english):
            english = _loosely(f.text).sub(lambda _, text=f.text: text, english, count=1)  # type: ignore[misc]
    return english


def _target(found: Found) -> str:
    return found.term.placed(found.readings) if found.term else found.text


@lru_cache(maxsize=20_000)
def _pattern(forms: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the forms; their capitals must be there, a small first letter of a word may be a capital."""
    ways = [
        way
        for form in forms
        for way in (_bounded("".join(_letters(form)), form), _bounded(re.escape(form.upper()), form))
    ]
    return re.compile("|".join(sorted(set(ways), key=lambda way: (-len(way), way))))


def _letters(form: str) -> list[str]:
    return [
        f"[{c}{c.upper()}]"
        if c.islower() and len(c.upper()) == 1 and (i == 0 or not form[i - 1].isalnum())
        else _ANY.get(c, re.escape(c))
        for i, c in enumerate(form)
    ]


@lru_cache(maxsize=20_000)
def _exactly(text: str) -> re.Pattern[str]:
    return re.compile(_bounded(re.escape(text), text))


@lru_cache(maxsize=20_000)
def _loosely(text: str) -> re.Pattern[str]:
    quotes = "[\"'“”‘’«»„]"
    loose = "".join(
        r"\s+" if c.isspace() else quotes if c in "\"'“”‘’«»„‚‹›‟" else re.escape(c) for c in " ".join(text.split())
    )
    return re.compile(_bounded(loose, text), re.IGNORECASE)


def _bounded(pattern: str, form: str) -> str:
    before = r"(?<!\w)" if form[0].isalnum() else ""
    after = r"(?!\w)" if form[-1].isalnum() else ""
    return f"{before}{pattern}{after}"
