"""Pictures' captions and credits: kept as captions, never part of the article's text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.domain import ParagraphKind
from service.text.cleaning.lines import Line
from service.text.cleaning.phrases import phrases, words_of

_CREDIT_START = re.compile(r"^[(\[]?\s*([^:©/|]{3,40}?)\s*[:/|]\s*(?=\S)")
_CREDIT_INSIDE = re.compile(r"[.!?)»”\"\s]\s*[(\[]?([^\W\d_]{3,20})\s*:\s*([^:]{2,70})[)\]]?\.?$")
_COPYRIGHT_INSIDE = re.compile(r"^[^©.:|]{3,100}[.]?\s(?:Foto|Photo|Bild)?\s?©\s*[^©|\d]{2,50}$")
_RIGHTS = re.compile(r"^[(\[]?\s*©\s*[^.]{2,60}$|^[(\[][^()\[\]]{3,50}\s/\s[^()\[\]]{3,50}[)\]]$")
_MARK = re.compile(r"[(\[]([^()\[\]]{1,60})[)\]]")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")

_TOLD = re.compile(r"[^\W\d_]{2}\.(?:\s|$)")
"""A sentence ends."""
MIN_TOLD_WORDS = 4
MAX_CAPTION = 350
MAX_CREDIT_WORDS = 8


def is_credit(line: Line) -> bool:
    """A line that is a picture's credit: `Photo: EPA/UPG`, `(Foto: dpa)`, `© Getty Images`."""
    if len(line.text) > 140 or (line.hint is not None and line.hint is not ParagraphKind.CAPTION):
        return False
    match = _CREDIT_START.match(line.text)
    if match is not None and words_of(match.group(1)) in phrases().photo:
        rest = line.text[match.end() :]
        return len(rest.split()) <= 14 and not (line.terminal and line.function_share > 0.25 and line.words > 10)
    return bool(_RIGHTS.match(line.text)) and not _YEAR.search(line.text) and line.words <= 8


def credited(text: str) -> str | None:
    """Whom a line that is just a picture's credit names (`FOTO: Kystavisen / Privat`), None for any other line."""
    match = _CREDIT_START.match(text)
    if len(text) > 140 or match is None or words_of(match.group(1)) not in phrases().photo:
        return None
    rest = text[match.end() :].strip(" )]")
    return rest if len(rest.split()) <= MAX_CREDIT_WORDS and not rest.endswith((".", "!", "?")) else None


def take_label(text: str) -> tuple[str, str]:
    """What says that a caption is one, and the caption: `Bildetekst: Eikemo utenfor retten.`; a bare credit keeps its label."""
    match = _CREDIT_START.match(text)
    label = words_of(match.group(1)) if match is not None else ""
    if match is None or label not in phrases().caption_labels | phrases().photo:
        return "", text
    rest = text[match.end() :]
    told = label in phrases().caption_labels or (len(rest.split()) > MIN_TOLD_WORDS and _TOLD.search(rest) is not None)
    return (match.group().strip(), rest) if told and rest[:1].isupper() else ("", text)


def is_caption(line: Line) -> bool:
    """A line that says what a picture shows: with a label, with a credit at its end, or a mark such as `(archive photo)`."""
    if len(line.text) > MAX_CAPTION:
        return False
    label = _CREDIT_START.match(line.text)
    if label is not None and words_of(label.group(1)) in phrases().caption_labels:
        return True
    match = _CREDIT_INSIDE.search(line.text[-120:])
    if (
        match is not None
        and words_of(match.group(1)) in phrases().photo
        and len(match.group(2).split()) <= 9
        and ". " not in match.group(2)
    ):
        return True
    if _COPYRIGHT_INSIDE.match(line.text):
        return True
    if len(line.text) > 250 or line.text.startswith(("–", "“", "«", "„", '"')):
        return False
    marks = [words_of(mark) for mark in _MARK.findall(line.text[-160:])]
    known = phrases()
    sided = not line.prose and any(known.caption_sides.fullmatch(mark) for mark in marks)
    return sided or any(known.caption_marks.fullmatch(mark) for mark in marks)


def mark_captions(lines: Sequence[Line], *, blocks: bool) -> None:
    """Give captions and credits their kind. `blocks`: the text separates paragraphs by empty lines."""
    for index, line in enumerate(lines):
        if not line.open:
            continue
        if is_credit(line):
            line.kind = ParagraphKind.CAPTION
            before = lines[index - 1] if index else None
            if before is not None and before.open and _belongs(before, line, blocks=blocks):
                before.kind = ParagraphKind.CAPTION
        elif is_caption(line):
            line.kind = ParagraphKind.CAPTION


def _belongs(before: Line, credit: Line, *, blocks: bool) -> bool:
    """Whether the line above a credit is its caption: the same block, or short and unlike a paragraph."""
    if before.hint is not None or len(before.text) > MAX_CAPTION or before.text.startswith(("–", "—")):
        return False
    if is_caption(before):
        return True
    if blocks:
        return before.block == credit.block
    return False
