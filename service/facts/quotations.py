"""What a text puts between quotation marks, in all conventions, and what it says after a dialogue dash.

“…” ‘…’ English, „…“ ‚…‘ »…« German and Danish, «…» Norwegian and French, ”…” Swedish, "…" and '…' everywhere, and the
Scandinavian dash: `– Vi gjør det, sa han.` An apostrophe is not a mark, and a mark without its partner is passed over.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

from service.languages import language, language_codes

_CLOSERS = {
    "“": "”“\"",
    "„": "“”\"",
    "”": "”",
    "«": "»",
    "»": "«»",
    '"': '"”',
    "‘": "’‘",
    "‚": "‘’",
    "'": "'’",
    "‹": "›",
    "›": "‹",
}  # fmt: skip
"""Opening mark -> what may close it, the likeliest first."""
_SINGLE = frozenset("‘‚'")
_MARK = re.compile(r"[“„”«»\"‘’‚'‹›]")
#: At the start of a line, or after what a headline's speech is about: `Haugum snudde kampen: – Helt sykt`.
_DASH = re.compile(r"(?:^[ \t]*|(?<=\w: )(?=[–—][^\n–—]*$))([–—-])[ \t]+(?=\S)", re.MULTILINE)
_LINE_END = re.compile(r"\n|$")
_MAX_SINGLE = 300
"""Longest quotation, in characters, between single marks: beyond it they are likelier two apostrophes."""
_MIN_SINGLE = 2
"""Shortest one: rock 'n' roll quotes nobody."""
_MAX_TERM = 4
"""Words of a quoted term that may end in s: `‘fraud charges’ were`; longer ones may hold a genitive."""
_WORD = re.compile(r"[\w’'-]+")
_ENGLISH_SINGLE = re.compile("[‘’']")
_AFTER_WORD = re.compile(r"\w\s+$")
_SENTENCE_END = re.compile(r"[.!?…][\"”’'»)\]]*(?=\s|$)")
_NEAR = 3
"""Characters before an opening mark in which the word before it ends."""
_MAX_NESTED = 20
_MAX_APOSTROPHES = 30
"""So many marks are tried as the end of a quotation between single marks."""
_DIALOGUE_CODES = frozenset({"nb", "nn", "no", "da", "sv", "is", "fr"})
_FIRST_PERSONS = frozenset({"jeg", "eg", "vi", "me", "du", "dere", "de", "jag", "ni", "man", "je", "nous", "vous"})


@dataclass(frozen=True, slots=True)
class Quotation:
    """Quoted words at characters [start, end), marks and a final comma left out; a quotation inside it is part of it."""

    text: str
    start: int
    end: int


def find_quotations(text: str, language_code: str) -> tuple[Quotation, ...]:
    """The quotations in `text`, in order, not overlapping. None goes over a line end, except that a paragraph which
    opens one and is followed by another that opens one again is quoted to its end."""
    dialogue = _dialogue(text, language_code) if language_code in _DIALOGUE_CODES else []
    marked = _marked(text, dialogue)
    found = sorted([*dialogue, *marked])
    return tuple(Quotation(text[start:end], start, end) for start, end in found)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while end > start and (text[end - 1].isspace() or text[end - 1] == ","):
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return start, end


# --- marks


def _marked(text: str, dialogue: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Quotations between marks, outside those after a dash. Each mark is visited once, each line end sought once."""
    found: list[tuple[int, int]] = []
    starts = [start for start, _ in dialogue]
    skip = 0
    line_start, line_end = 0, -1
    marks: dict[str, list[int]] = {}
    for match in _MARK.finditer(text):
        position = match.start()
        if position > line_end:
            line_start = text.rfind("\n", 0, position) + 1
            line_end = text.find("\n", position)
            line_end = len(text) if line_end < 0 else line_end
            marks = {}
            for other in _MARK.finditer(text, position, line_end):
                marks.setdefault(other[0], []).append(other.start())
            for places in marks.values():
                places.reverse()
        if position < skip or _inside(position, starts, dialogue) or not _opens(text, position):
            continue
        close = _closing(text, position, marks)
        if close is None:
            if not _continued(text, position, line_start, line_end):
                continue
            close = line_end
        start, end = _trimmed(text, position + 1, close)
        if end - start >= (_MIN_SINGLE if text[position] in _SINGLE else 1):
            found.append((start, end))
            skip = close + 1
    return found


def _inside(position: int, starts: list[int], spans: list[tuple[int, int]]) -> bool:
    index = bisect_right(starts, position) - 1
    return index >= 0 and position < spans[index][1]


def _opens(text: str, position: int) -> bool:
    """Whether the mark at `position` stands before a word and after none."""
    after = text[position + 1 : position + 2]
    before = text[position - 1 : position]
    if text[position] == "’":
        return False
    if not after or after.isspace() or (text[position] in "\"”'" and after in ",.;:!?"):
        return False
    if text[position] == "'" and not after.isalpha():
        return False
    return not before or not (before.isalnum() or before in ".,!?…%")


def _closing(text: str, opening: int, marks: dict[str, list[int]]) -> int | None:
    """Where the quotation that opens at `opening` closes in its line."""
    single = text[opening] in _SINGLE
    for closer in _CLOSERS[text[opening]]:
        places = marks.get(closer, [])
        while places and places[-1] <= opening:
            places.pop()
        openers = [] if closer == text[opening] else _after(marks.get(text[opening], []), opening)
        first = None
        for index in range(len(places) - 1, -1, -1):
            place = places[index]
            if single and (place - opening > _MAX_SINGLE or len(places) - index > _MAX_APOSTROPHES):
                break
            more = index > 0 and places[index - 1] - opening <= _MAX_SINGLE
            if single and not _closes_single(text, place, more and not _is_term(text, opening, place)):
                continue
            first = place if first is None else first
            nested = sum(other < place for other in openers)
            if nested <= len(places) - 1 - index:
                return place
            if nested >= _MAX_NESTED:
                break
        if first is not None:
            return first  # more opened than closed: the first partner will do
    return None


def _after(places: list[int], opening: int) -> list[int]:
    """The next few marks after `opening`; `places` is in falling order."""
    while places and places[-1] <= opening:
        places.pop()
    return places[-_MAX_NESTED - 1 :]


def _closes_single(text: str, place: int, more: bool) -> bool:
    """Whether an apostrophe closes a quotation: not inside a word, and not a plural's genitive if another follows."""
    after, before = text[place + 1 : place + 2], text[place - 1]
    if after.isalnum() or before.isspace():
        return False
    genitive = before == "s" and after == " " and text[place + 2 : place + 3].islower()
    return not (genitive and more)


def _is_term(text: str, opening: int, place: int) -> bool:
    """Whether ‘…’ or '…' is a short term inside a sentence (speech begins one, or follows a comma or colon), and the
    sentence has no other partner for its opening mark."""
    inside = text[opening + 1 : place]
    if text[opening] not in "‘'" or len(_WORD.findall(inside)) > _MAX_TERM:
        return False
    if not _AFTER_WORD.search(text, max(0, opening - _NEAR), opening):
        return False
    limit = opening + _MAX_SINGLE + 1
    end = _SENTENCE_END.search(text, place + 1, limit)
    depth = 0
    for mark in _ENGLISH_SINGLE.finditer(text, place + 1, end.end() if end else limit):
        if mark[0] != "’" and _opens(text, mark.start()):
            depth += 1
        elif _closes_single(text, mark.start(), more=False):
            if not depth:
                return False
            depth -= 1
    return _SENTENCE_END.search(inside) is None


def _continued(text: str, position: int, line_start: int, line_end: int) -> bool:
    """Whether the paragraph opens a quotation that the next one goes on with."""
    if text[line_start:position].strip() or text[position] in _SINGLE:
        return False
    following = text[line_end : line_end + 4].lstrip()
    return following[:1] == text[position]


# --- dialogue dashes


def _dialogue(text: str, language_code: str) -> list[tuple[int, int]]:
    """What is said after a dash at the start of a line or after a colon, without the clause that says who. A hyphen may
    also begin a list, so it counts only where such a clause follows."""
    found: list[tuple[int, int]] = []
    for match in _DASH.finditer(text):
        start = match.end()
        if found and start < found[-1][1]:
            continue
        line = _LINE_END.search(text, start)
        line_end = line.start() if line else len(text)
        cut = _attribution(text, start, line_end, language_code)
        if cut is None and match[1] == "-":
            continue
        first, last = _trimmed(text, start, line_end if cut is None else cut)
        if first < last:
            found.append((first, last))
    return found


def _attribution(text: str, start: int, end: int, language_code: str) -> int | None:
    """Where `, sa han` begins: after a comma (left out), a question or exclamation mark or an inner quote (kept)."""
    for match in _speech(language_code).finditer(text, start, end):
        if match["who"] is None or match["who"].lower() not in _FIRST_PERSONS:
            return match.start() if match["mark"] == "," else match.start() + 1
    return None


@cache
def _speech(language_code: str) -> re.Pattern[str]:
    code = "nb" if language_code == "no" else language_code
    verbs = language(code).strings("names.speech") if code in language_codes() else ()
    words = "|".join(sorted(map(re.escape, verbs), key=lambda word: (-len(word), word))) or r"(?!)"
    return re.compile(rf"(?P<mark>[,!?»”\"])\s+(?:{words})\b(?:\s+(?P<who>\w+))?", re.IGNORECASE)
