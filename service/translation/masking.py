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
    """Characters [start, end) of a source, and what stands for them in English.

    A `common` noun takes the article that its place wants; a `definite` one had its article in its ending, and a `plural`
    one its number, which the stand-in hides.
    """

    start: int
    end: int
    english: str
    common: bool = False
    definite: bool = False
    plural: bool = False


@dataclass(frozen=True, slots=True)
class StandIn:
    """`X1`, and the span that it stands for."""

    name: str
    span: MaskSpan


@dataclass(frozen=True, slots=True)
class Masked:
    """A source with stand-ins, and what each stands for."""

    text: str
    stand_ins: tuple[StandIn, ...]


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
    stand_ins: list[StandIn] = []
    place = 0
    for span in without_overlaps(spans):
        stand_in = StandIn(f"{letter}{len(stand_ins) + 1}", span)
        out += [text[place : span.start], stand_in.name]
        stand_ins.append(stand_in)
        place = span.end
    return Masked("".join(out) + text[place:], tuple(stand_ins))


def unmask(text: str, masked: Masked) -> str | None:
    """Put back what the stand-ins stand for; None where one is missing or doubled."""
    for stand_in in masked.stand_ins:
        english = stand_in.span.english
        possessive = english.endswith(("'s", "’s")) or (stand_in.span.common and english.endswith("'"))
        tail = r"(?:['’]s)?" if possessive else ""
        found = list(re.finditer(rf"(?<!\w){stand_in.name}(?!\d)", text))
        if len(found) != 1:
            return None
        whole = re.compile(rf"{stand_in.name}{tail}(?!\d)").match(text, found[0].start())
        end = whole.end() if whole else found[0].end()
        before, after = text[: found[0].start()], text[end:]
        if stand_in.span.plural and _SUBJECT.search(before):
            after = _SINGULAR.sub(lambda verb: verb[1] + _PLURAL[verb[2]], after, count=1)
        if stand_in.span.common:
            before, english = _with_article(before, stand_in.span)
        text = before + english + after
    return text


def filled(text: str, masked: Masked) -> str:
    """`text` with every stand-in that is there put back, missing and doubled ones notwithstanding: never `X1` for a reader."""
    for stand_in in masked.stand_ins:
        text = re.sub(rf"(?<!\w){stand_in.name}(?!\d)", lambda _, e=stand_in.span.english: e, text)  # type: ignore[misc]
    return text


#: A noun with at most these before it is the subject of the verb behind it, which agreed with a stand-in in the singular.
_SUBJECT = re.compile(
    r"(?:^|[.!?;:,\"“]\s*|\b(?:and|but|that|because|when|if|while|as|since|although|whether|where)\s+)"
    r"(?:(?:the|an?|these|those|many|most|all|some|several|both|few|other|more|\d+)\s+){0,3}$",
    re.IGNORECASE,
)
_PLURAL = {"has": "have", "is": "are", "was": "were", "does": "do"}
_SINGULAR = re.compile(rf"^(\s+)({'|'.join(_PLURAL)})(?!\w)")
_ARTICLE = re.compile(r"(?<!\w)(an?)(\s+)$", re.IGNORECASE)
_DETERMINED = re.compile(
    r"(?<!\w)(?:the|an?|this|that|these|those|his|her|its|their|our|my|your|no|any|each|every|some|both|which|whose|\w+['’]s?)\s+$",
    re.IGNORECASE,
)
_VOWEL = re.compile(r"(?!uni(?!n)|use|usu|uti|eu|one|once|ufo\b|uk|us\b)[aeiou]|hour|hono|heir", re.IGNORECASE)
_CONJUNCTION = re.compile(r"that\s+", re.IGNORECASE)
_SENTENCE_START = re.compile(r"(?:^|[.!?:]['\"’”]?\s)\s*['\"‘“]?$")


def _with_article(before: str, span: MaskSpan) -> tuple[str, str]:
    """The text before a noun, and the noun: `a` or `an` as it wants, `the` where a definite one has none, a capital first."""
    english = span.english
    determined = _DETERMINED.search(before)
    if determined and english[0].isupper() and _CONJUNCTION.fullmatch(determined.group()):
        determined = None  # believes that the Storting
    if span.definite and not determined and not english.lower().startswith("the "):
        english = f"the {english}"
    article = _ARTICLE.search(before)
    if article and span.plural:
        before = before[: article.start()]
    elif article:
        right = "an" if _VOWEL.match(english) else "a"
        before = before[: article.start()] + (right.capitalize() if article[1][0].isupper() else right) + article[2]
    elif english.lower().startswith("the ") and re.search(r"(?<!\w)the\s+$", before, re.IGNORECASE):
        english = english[4:]
    if _SENTENCE_START.search(before):
        english = english[:1].upper() + english[1:]
    return before, english


def without_protected(text: str) -> str:
    """`text` less its URLs, addresses, handles and hashtags."""
    return _PROTECTED.sub("", text)
