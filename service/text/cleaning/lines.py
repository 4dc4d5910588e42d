"""A text as lines, each with what can be seen of it without knowing the language; hard-wrapped lines joined again.

Knows nothing of furniture: the rules in the sibling modules judge lines by these features.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from service.domain import ParagraphKind
from service.text.cleaning.joining import BULLET, NUMBERED, SAMPLE, ends, join, unwrap
from service.text.cleaning.phrases import key_of, phrases, words_of

_SPACES = re.compile(r"[^\S\n]+")
_GROUPED = re.compile("(?<=\\d)([\u00a0\u202f\u2009])(?=\\d)|[^\\S\n]+")
"""The same, but for the fixed space that groups the digits of one number."""
_QUOTED = re.compile(r"^>+\s*(?=\S)")
_MARKDOWN = re.compile(r"^#{1,6}\s+(?=\S)")
_STOP_INSIDE = re.compile(r"[^\W\d]{3}[.!?][”\"»]?\s+[“\"„«–]?\s?[^\W\d_a-zæøåäöüß][^\W\d_]")
_CREDITED = re.compile(r"[.!?…][”\"»’]?\s+[(\[/©–—][^.!?]{1,40}$")
"""A stop, and an agency behind it."""
_AFTERTHOUGHT = re.compile(r"[\s\u2600-\u27bf\ufe0f\u200d\U0001f000-\U0001faff]+$")
"""Emoji and space behind a stop."""
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_QUOTES = ("”", "»", '"', "“")
_LETTER_START = re.compile(r"^[\"'“”„«»‘’(\[]*([^\W\d_])")
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")

_CELLS = re.compile(r"[ \u00a0]*\t[ \t\u00a0]*| {3,}(?=\S)")
"""What stands between the cells of a pasted table."""

_DASHED = re.compile(r"^[–—−-]\s+\S")
MIN_DASHED = 2
MAX_HEADLINE = 22
"""Words; a longer line without a stop is a paragraph that lost it."""
MIN_SPOKEN = 0.48
"""A share of closed-class words that no headline has."""


@dataclass(slots=True)
class Line:
    """One line of the text, later one paragraph.

    `rule` is set by whatever drops it, `kind` by whatever knows it. `block` counts runs of lines without an empty
    line between them. `hint` is a kind that mark-up gave.
    """

    text: str
    block: int = 0
    indent: int = 0
    hint: ParagraphKind | None = None
    rule: str | None = None
    kind: ParagraphKind | None = None
    notice: bool = False
    words: int = 0
    letters_start: str = ""
    terminal: bool = False
    colon: bool = False
    function_share: float = 0.0
    digit_share: float = 0.0
    stops_inside: bool = False
    key: str = ""
    folded: str = ""
    tokens: tuple[str, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        sample = self.text[:SAMPLE]
        self.folded = words_of(sample)
        self.tokens = tuple(self.folded.split())
        self.key = key_of(sample)
        self.words = len(_WORD.findall(sample))
        if _WIDE.search(sample):  # no spaces between words there: about two characters a word
            self.words = max(self.words, len(sample) // 2)
        self.terminal = ends(_AFTERTHOUGHT.sub("", self.text[-80:])) or bool(_CREDITED.search(self.text[-60:]))
        self.stops_inside = bool(_STOP_INSIDE.search(sample))
        self.colon = self.text.endswith((":", "："))
        function = phrases().function_words
        self.function_share = sum(token in function for token in self.tokens) / max(len(self.tokens), 1)
        self.digit_share = sum(map(str.isdigit, sample)) / max(len(sample), 1)
        start = _LETTER_START.match(sample)
        self.letters_start = start.group(1) if start else ""

    @property
    def open(self) -> bool:
        """Neither dropped nor taken for something else yet."""
        return self.rule is None and not self.notice and self.kind is None

    @property
    def prose(self) -> bool:
        """Reads like a paragraph: long, with closed-class words, ending like a sentence or longer than any headline."""
        if self.words < 12 or self.function_share < 0.12:
            return False
        return self.terminal or self.colon or self.words >= 30

    @property
    def sentence(self) -> bool:
        """Reads like a whole sentence, however short, or like a long one that lost its stop."""
        if self.prose or (self.words >= 8 and self.stops_inside):
            return True
        if self.words >= 12 and self.function_share >= MIN_SPOKEN:
            return True
        if self.words < 4 or not self.terminal or self.text.endswith(("...", "…")):
            return False
        if self.function_share >= 0.1 or "," in self.text or self.text.endswith(_QUOTES):
            return True
        return self.words >= 5 and self.text.endswith(".") and self.lower_share >= 0.4

    @property
    def lower_share(self) -> float:
        """The share of words that begin with a small letter: a name, a label and a list of names have few."""
        words = self.text.split()
        return sum(word[:1].islower() for word in words) / len(words)

    @property
    def headline(self) -> bool:
        """Could be a headline: a few words, no full stop, begins with a capital or a figure."""
        bare = self.text.rstrip("\"'”’»“ ")
        stopped = bare.endswith((".", ":", "…", ",", ";", "–", "—")) and not self.text.endswith("...")
        whole = not stopped and not self.starts_lower
        return whole and 1 <= self.words <= MAX_HEADLINE and len(self.text) <= 220 and self.digit_share < 0.4

    @property
    def starts_lower(self) -> bool:
        """Begins with a small letter, so it goes on from the line before."""
        return self.letters_start.islower()


def calibrate(lines: list[Line]) -> list[Line]:
    """Where a text's long lines hold none of the known closed-class words, its language is unknown: do not ask for them."""
    shares = sorted(line.function_share for line in lines if line.words >= 12 and line.terminal)
    if shares and shares[len(shares) // 2] < 0.12:
        for line in lines:
            if line.words >= 4 and (line.terminal or line.words >= 30):
                line.function_share = max(line.function_share, 0.2)
    return lines


def split_lines(text: str) -> list[Line]:
    """The non-empty lines of `text`, hard-wrapped ones joined, mark-up characters turned into `hint`."""
    raw: list[tuple[str, int, int]] = []
    block, blank = 0, False
    lines = text.split("\n")
    rows = _rows(lines)
    for number, line in enumerate(lines):
        spaced = "\t".join(map(_spaced, rows[number])) if number in rows else _spaced(line)
        stripped = spaced.strip(" \u200b\u200c\u2060\ufeff\xad")
        if not stripped:
            blank = True
            continue
        if blank and raw:
            block += 1
        blank = False
        raw.append((stripped, block, len(line) - len(line.lstrip())))
    return mark_lists([_line(*item) for item in join(unwrap(raw))])


def _rows(lines: list[str]) -> dict[int, list[str]]:
    """The cells of each line that is a row of a pasted table: as many of them, by tabs or wide gaps, as in its neighbour."""
    cells = {i: _CELLS.split(line.strip()) for i, line in enumerate(lines) if _CELLS.search(line.strip())}
    filled = [i for i, line in enumerate(lines) if line.strip()]
    rows = {}
    for before, after in pairwise(filled):
        if before in cells and after in cells and len(cells[before]) == len(cells[after]):
            rows[before], rows[after] = cells[before], cells[after]
    return rows


def _spaced(line: str) -> str:
    """One plain space for any run of white space."""
    if "\u00a0" in line or "\u202f" in line or "\u2009" in line:
        return _GROUPED.sub(lambda match: match.group(1) or " ", line)
    return _SPACES.sub(" ", line)


def _line(text: str, block: int, indent: int) -> Line:
    if match := _QUOTED.match(text):
        return Line(text[match.end() :], block, indent, ParagraphKind.QUOTE)
    if match := _MARKDOWN.match(text):
        return Line(text[match.end() :].rstrip("# "), block, indent, ParagraphKind.HEADING)
    return Line(text, block, indent)


def mark_lists(lines: list[Line]) -> list[Line]:
    """Give list items their kind. A hyphen alone is a bullet only in a list: Norwegian pages write dialogue with it."""
    for index, line in enumerate(lines):
        if line.hint is not None:
            continue
        match = BULLET.match(line.text)
        if match and (line.text[0] not in "-−*»→" or _in_run(lines, index)):
            lines[index] = Line(line.text[match.end() :], line.block, line.indent, ParagraphKind.LIST_ITEM)
        elif NUMBERED.match(line.text) and _in_run(lines, index, NUMBERED):
            lines[index] = Line(line.text, line.block, line.indent, ParagraphKind.LIST_ITEM)
    for index in range(1, len(lines)):
        for item in range(index, _dashed_list(lines, index)):
            line = lines[item]
            lines[item] = Line(line.text[1:].lstrip(), line.block, line.indent, ParagraphKind.LIST_ITEM)
    return lines


def _dashed_list(lines: Sequence[Line], first: int) -> int:
    """The end of a list with dashes that begins at `first`, or 0: under a colon, in one block, and nobody speaks in it."""
    if not lines[first - 1].colon or lines[first - 1].hint is not None:
        return 0
    last = first
    while last < len(lines) and _is_dashed(lines[last]) and lines[last].block == lines[first].block:
        last += 1
    spoken = any(
        token in phrases().says or token in phrases().first_persons
        for line in lines[first:last]
        for token in line.tokens
    )
    return last if last - first >= MIN_DASHED and not spoken else 0


def _is_dashed(line: Line) -> bool:
    return line.hint is None and _DASHED.match(line.text) is not None


def _in_run(lines: Sequence[Line], index: int, pattern: re.Pattern[str] = BULLET) -> bool:
    """Whether a neighbour is an item too, and the run does not read like people speaking."""
    first = last = index
    marker = lines[index].text[0]

    def same(line: Line) -> bool:
        return bool(pattern.match(line.text)) and (pattern is NUMBERED or line.text[0] == marker)

    while first and (same(lines[first - 1]) or lines[first - 1].hint is ParagraphKind.LIST_ITEM) and index - first < 50:
        first -= 1
    while last + 1 < len(lines) and same(lines[last + 1]) and last - index < 50:
        last += 1
    if first == last:
        return False
    if marker not in "-−":
        return True
    run = lines[first : last + 1]
    return sum(line.terminal and line.words >= 3 for line in run) < 0.5 * len(run)
