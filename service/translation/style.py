"""Typographic convention: what the source is written in before decoding, and what English is written in after.

Dialogue dashes and guillemets become quotation marks before the translator sees them: it reads those best, and English
has no dialogue dash. After decoding marks and dashes are as the wires send them (docs/decisions/0009): straight, a spaced
hyphen for a dash, a hyphen in 3-2; a desk's own system sets its curly and long ones.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.facts.names_document import KnownName
from service.facts.quotations import find_quotations
from service.translation.numerals import english_figures
from service.translation.spelling import own_spelling
from service.translation.truecase import truecase

_QUOTES = str.maketrans(
    {"«": '"', "»": '"', "„": '"', "“": '"', "”": '"', "‟": '"', "‹": "'", "›": "'", "’": "'", "‘": "'", "‚": "'"}
)
_DASH = re.compile(r"^\s*[–—−―-]\s+(?=\w|[\"«„“])")
#: What somebody says, after who or what it is about: Haugum snudde kampen: – Helt sykt
_SAID_LAST = re.compile(r"(?<=\w: )[–—]\s+$")
#: A word that hangs on the mark which closes a quotation: "...wait,"she said
_QUOTED_END = re.compile(r'(?<=\w)([,.!?]")(?=[^\W\d_])')
_LONG_DASH = re.compile(r"(?<=\d)[–—−](?=\d)|(?<=\s)[–—―](?=\s)")


def straight(text: str) -> str:
    """Every kind of quotation mark as a straight one, character for character: a place in the text stays that place."""
    return text.translate(_QUOTES)


def has_dialogue_dash(text: str) -> bool:
    """Whether a segment opens a spoken line with a dash, as Norwegian papers do."""
    return bool(_DASH.match(text))


def names_speaker(text: str, language_code: str) -> bool:
    """Whether a line under a dialogue dash goes on, after what is said, with who said it."""
    said = next(iter(find_quotations(text, language_code)), None)
    return said is not None and any(c.isalpha() for c in text[said.end :])


def source_form(text: str, language_code: str) -> str:
    """The source as the translator is given it.

    Straight quotes, a dialogue line in quotation marks, a line in capitals as running text, one space between words.
    """
    text = truecase(text, language_code)
    opening = _DASH.match(text)
    quotations = find_quotations(text, language_code)
    if opening:
        said = next((q for q in quotations if q.start <= opening.end() + 1), None)
        whole = said is not None and '"' not in said.text
        text = f'"{said.text}"{text[said.end :]}' if said and whole else text[opening.end() :]
    elif quotations:
        said = quotations[-1]
        before = _SAID_LAST.search(text[: said.start])
        if before and '"' not in straight(said.text):
            text = f'{text[: before.start()]}"{said.text}"{text[said.end :]}'
    return " ".join(straight(text).split())


def english_form(text: str, original: str, language_code: str, known: Sequence[KnownName] = ()) -> str:
    """English convention for a decoded segment.

    Straight quotes and short dashes, spaces where they belong, a capital where the source has one, figures, dates and names
    as English writes them. `known` are the lone names that the document knows.
    """
    text = own_spelling(english_figures(text, original, language_code), original, language_code, known)
    text = re.sub(r"\s+([,.;:!?])(?=\s|$)", r"\1", " ".join(text.split()))
    text = _LONG_DASH.sub("-", straight(text))
    text = _QUOTED_END.sub(r"\1 ", text)
    first = next((c for c in original if c.isalnum()), "")
    place = next((i for i, c in enumerate(text) if c.isalnum()), None)
    if place is not None and first.isupper() and text[place].islower():
        text = text[:place] + text[place].upper() + text[place + 1 :]
    return text
