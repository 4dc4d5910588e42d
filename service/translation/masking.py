"""Spans that must come through whole, stood in for by a short word that a translator copies.

Of the stand-ins tried on the bundled translator (7 sentences each), `X1`, `A1` and `[1]` came through 7 times of 7,
an ordinary unknown name 0 to 5 times. A stand-in that does not come through exactly once makes the output unusable,
and the caller is told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

#: Letters that are not Latin.
_FOREIGN = r"[\u0370-\u1dff\u2c80-\u2dff\u2e80-\ua71f\uac00-\ud7ff\uf900-\ufaff\ufb1d-\ufdff\ufe70-\ufeff]"
#: What a translator must never touch: URLs, bare domains with a path, e-mail addresses, @handles, #hashtags; and what it
#: can't read: emoji, and words in a script that is not Latin.
_PROTECTED = re.compile(
    r"https?://[^\s<>\"»“”]+[^\s<>\"»“”.,;:!?)\]]"
    r"|www\.[^\s<>\"»“”]+[^\s<>\"»“”.,;:!?)\]]"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?<![\w@])@\w[\w.]*\w"
    r"|(?<![\w#])#\w+"
    r"|[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff](?:[\ufe0f\u200d\u2600-\u27bf\U0001f000-\U0001faff])*"
    rf"|{_FOREIGN}+(?: {_FOREIGN}+)*"
)


@dataclass(frozen=True, slots=True)
class MaskSpan:
    """Characters [start, end) of a source, and what stands for them in English."""

    start: int
    end: int
    english: str


@dataclass(frozen=True, slots=True)
class Masked:
    """A source with stand-ins, and what each stands for."""

    text: str
    stand_ins: tuple[tuple[str, str], ...]


def protected_spans(text: str) -> list[MaskSpan]:
    """URLs, addresses, handles and hashtags of `text`, to come out byte for byte."""
    return [MaskSpan(m.start(), m.end(), m.group()) for m in _PROTECTED.finditer(text)]


def without_overlaps(spans: Sequence[MaskSpan]) -> list[MaskSpan]:
    """Earlier-starting, then longer spans win."""
    kept: list[MaskSpan] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if span.start < span.end and (not kept or span.start >= kept[-1].end):
            kept.append(span)
    return kept


def mask(text: str, spans: Sequence[MaskSpan]) -> Masked:
    """Put `X1`, `X2`… in place of the spans. A letter that the text itself uses so is avoided."""
    letter = next((c for c in "XQZA" if not re.search(rf"\b{c}\d", text)), "X")
    out: list[str] = []
    stand_ins: list[tuple[str, str]] = []
    place = 0
    for span in without_overlaps(spans):
        name = f"{letter}{len(stand_ins) + 1}"
        out += [text[place : span.start], name]
        stand_ins.append((name, span.english))
        place = span.end
    return Masked("".join(out) + text[place:], tuple(stand_ins))


def unmask(text: str, masked: Masked) -> str | None:
    """Put back what the stand-ins stand for; None where one is missing or doubled."""
    for name, english in masked.stand_ins:
        found = re.findall(rf"(?<!\w){name}(?!\d)", text)
        if len(found) != 1:
            return None
        possessive = english.endswith(("'s", "’s"))
        tail = r"(?:['’]s)?" if possessive else ""
        text = re.sub(rf"(?<!\w){name}{tail}(?!\d)", lambda _, e=english: e, text, count=1)  # type: ignore[misc]
    return text


def without_protected(text: str) -> str:
    """`text` less its URLs, addresses, handles and hashtags."""
    return _PROTECTED.sub("", text)
