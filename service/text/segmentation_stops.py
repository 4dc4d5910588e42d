"""Whether a sentence ends at a mark: abbreviations, ordinals, initials, quotations that go on, titles.

Each decision looks at a bounded window around the mark. Order matters: from what is surest (lower case follows) to what
is a guess (a capital follows an initial).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from service.text.segmentation_rules import Class, Rules, squeeze

WIDE = frozenset("。！？؟۔।")
CLOSERS = frozenset("\"'”’“‘»«›‹)]}*")
OPENERS = frozenset("\"'“”„‚‘’«»‹›([{¿¡")
_QUOTATION_MARKS = CLOSERS - frozenset(")]}*'")
_DASHES = frozenset("–—―-−•▪●►▶◦‣·*✓→")
_BOUNDS = frozenset('"“”„«»()[]{}')
_QUOTES = {"«": "»", "“": "”", "„": "“", "‚": "‘", "‘": "’", '"': '"'}
_WORD_AFTER = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_TOKEN = re.compile(r"\S{0,12}")
_NUMBER = re.compile(r"(?:\d{1,4}\.?[–-])?(\d{1,4})$")
_ROMAN = re.compile(r"[IVX]{2,6}$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?)*[^\W\d_]$")
_LABEL = re.compile(r"\s*[(\[]?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})$")
_LINK = re.compile(r"https?:|www\.|@|/")
_VOWEL = re.compile(r"[aeiouyæøåäöüáéíóúý]")
_LOWER_ENDING = re.compile(r"[^\W\d_][a-zæøåäöüß]{2}$")
_SHORT_WORD = re.compile(r"[a-zæøåäöü]{2}")
_LETTERS = re.compile(r"[^\W\d_]+")
_WINDOW = 48
_TITLE_WINDOW = 80
_SMALL_WORD = 3
_COUNTED = frozenset("§$€£#")
_YEAR_DIGITS = 4
_LONGEST_LABEL = 8
_LONGEST_UNLISTED = 5


@dataclass(frozen=True)
class Mark:
    """A run of marks `text[start:stop]`; `end` is after its closers, `after` after white space, `since` starts the piece.

    There is text at `after`.
    """

    text: str
    start: int
    stop: int
    end: int
    after: int
    since: int

    @property
    def kind(self) -> str:
        """The marks themselves."""
        return self.text[self.start : self.stop]

    @cached_property
    def quoted(self) -> bool:
        """Whether a closing quotation mark is attached."""
        return not _QUOTATION_MARKS.isdisjoint(self.text[self.stop : self.end])

    @cached_property
    def before(self) -> str:
        """The word that the mark ends, without brackets and quotation marks before it."""
        start, limit = self.start, max(0, self.start - _WINDOW)
        while start > limit and self.text[start - 1] not in _BOUNDS and not self.text[start - 1].isspace():
            start -= 1
        return self.text[start : self.start]

    @cached_property
    def opening(self) -> int:
        """Where the first letter or figure after the mark is, past openers and dashes."""
        position, limit = self.after, min(len(self.text), self.after + 8)
        while position < limit:
            char = self.text[position]
            if char not in OPENERS and char not in _DASHES and not char.isspace():
                break
            position += 1
        return position

    @cached_property
    def word(self) -> str:
        """The word after the mark, past openers and dashes."""
        found = _WORD_AFTER.match(self.text, self.opening, self.opening + _WINDOW)
        return found[0] if found else ""

    @property
    def opened(self) -> bool:
        """Whether openers or dashes stand before the next word."""
        return self.opening > self.after

    @property
    def token(self) -> str:
        """What follows up to the next white space, 12 characters at most."""
        found = _TOKEN.match(self.text, self.after)
        return found[0] if found else ""

    @property
    def before_digit(self) -> bool:
        """Whether a figure follows."""
        return self.text[self.opening : self.opening + 1].isdigit()

    @property
    def goes_on(self) -> bool:
        """Whether what follows can't start a sentence: lower case (but `iPhone`), a comma, a closing bracket."""
        first = self.text[self.opening : self.opening + 1]
        camel = self.word[:1].islower() and any(char.isupper() for char in self.word[1:4])
        return (first.islower() and not camel) or (first != "" and first in ",;:)]}")

    def starts(self, known: Rules) -> bool:
        """Whether what follows has a capital (or a dash) for no other reason than that it starts a sentence."""
        dashed = self.text[self.after] in _DASHES
        return dashed or (self.word[:1].isupper() and self.word.lower() in known.starters)


def is_glued(mark: Mark, known: Rules) -> bool:
    """Whether a sentence starts with no space after the last: `slutt.Neste`, `Hva?Neste`; not `LB.ua`, `Node.Js`.

    After a word of two letters (`no.The`, but also `os.Path`) only where a closed-class word starts it.
    """
    if mark.kind[0] in WIDE:
        return True
    following = mark.text[mark.end : mark.end + 3]
    head = following[1:3] if following[0] in OPENERS else following[:2]
    if len(head) < 2 or not head[0].isupper() or not head[1].islower():
        return False
    short = bool(_SHORT_WORD.fullmatch(mark.before)) and mark.word.lower() in known.starters
    ending = short or bool(_LOWER_ENDING.search(mark.before))
    return ending and "." not in mark.before and not _LINK.search(mark.before)


def is_sentence_end(mark: Mark, known: Rules) -> bool:
    """Whether a sentence ends at `mark`, which white space follows."""
    if mark.goes_on:
        return False
    kind, closed = mark.kind, mark.end > mark.stop
    if kind == "." and not closed:
        return _stop_ends(mark, known)
    if kind == "." and not mark.quoted:
        return _class(mark, known) in (None, Class.ENDING, Class.BEFORE_NUMBER) or mark.starts(known)
    if kind[-1] in "!?":
        return not (_reported(mark, known) if mark.quoted else _in_title(mark))
    elided = set(kind) <= {".", "…"} and mark.text[mark.start - 1 : mark.start] in ("[", "(")
    return mark.quoted or not elided


def _stop_ends(mark: Mark, known: Rules) -> bool:
    """Whether a single full stop with nothing attached ends a sentence."""
    word = mark.before
    if not word or _is_label(mark, known):
        return not word
    if number := _NUMBER.fullmatch(word):
        return _number_ends(number[1], mark, known)
    found = _class(mark, known)
    if found is not None and (ends := _abbreviation_ends(found, mark, known)) is not None:
        return ends
    if _INITIALS.fullmatch(word):
        return _initial_ends(mark, known)
    if known.ordinals_before_capitals and _ROMAN.fullmatch(word):
        return mark.starts(known) or mark.opened
    unlisted = 1 < len(word) <= _LONGEST_UNLISTED and word.islower() and word.isalpha() and not _VOWEL.search(word)
    return not unlisted or mark.starts(known)


def _is_label(mark: Mark, known: Rules) -> bool:
    """Whether the stop belongs to the label of a list item: `1. Regjeringen`, `Slik gjør du: 1. Sett deg`."""
    start = max(mark.since, mark.text.rfind("\n", mark.since, mark.start) + 1)
    if mark.start - start < _LONGEST_LABEL and _LABEL.fullmatch(mark.text, start, mark.start):
        return True
    lead = mark.text[max(0, mark.start - _LONGEST_LABEL) : mark.start - len(mark.before)].rstrip()
    return lead.endswith((":", ",", ";")) and bool(_LABEL.fullmatch(mark.before)) and not mark.starts(known)


def _number_ends(number: str, mark: Mark, known: Rules) -> bool:
    """`17. Mai`, `der 2. Weltkrieg`, `1. – 2. juni` go on; `i 2024. Neste` ends."""
    if mark.word.lower() in known.after_ordinal and not mark.opened:
        return False
    if len(number) >= _YEAR_DIGITS:
        return True
    if mark.before_digit:
        return len(number) == 3 or (mark.opened and mark.token not in ("–", "-", "—"))
    if not mark.opened and (known.ordinals_before_capitals or _word_before(mark) in known.conjunctions):
        return mark.starts(known)
    return True


def _word_before(mark: Mark) -> str:
    """The word before the marked one, lower case: `og` of `2. og 3.`."""
    words = mark.text[max(0, mark.start - _WINDOW) : mark.start - len(mark.before)].split()
    return words[-1].lower() if words else ""


def _class(mark: Mark, known: Rules) -> Class | None:
    """The class of the longest abbreviation that ends at the mark; `NEVER` for an inner stop; None where there is none."""
    words = mark.text[max(0, mark.start - 16) : mark.start + 1].split()
    for count in (3, 2, 1):
        if len(words) < count:
            continue
        written = "".join(words[-count:]).lstrip("([«»„“”\"'‚‘–-")
        candidate = squeeze(written)
        found = known.classes.get(candidate)
        if found is not None and (candidate not in known.capitalised or written[:1].isupper()):
            return found
        if candidate in known.inner:  # `z.` before `B.`
            whole = candidate + squeeze(mark.token)
            if any(whole[:size] in known.classes for size in range(len(candidate) + 1, len(whole) + 1)):
                return Class.NEVER
    if f"{mark.before.lower()}.".endswith(known.suffixes):
        return Class.BEFORE_NUMBER
    return None


def _abbreviation_ends(found: Class, mark: Mark, known: Rules) -> bool | None:
    """Whether an abbreviation ends a sentence; None where it may be a plain word."""
    if found is Class.ENDING:
        return not mark.before_digit or mark.starts(known)
    if found is Class.EITHER:
        return mark.starts(known) or (mark.opened and not mark.before_digit)
    if found is Class.BEFORE_NUMBER:
        if mark.before_digit or mark.token[:1] in _COUNTED:
            return False
        return None if len(mark.before) == 1 else True
    return False


def _initial_ends(mark: Mark, known: Rules) -> bool:
    """`J. R. R. Tolkien` and `George W. Bush` go on; `vitamin C. Forskere`, `plan B. Det` end."""
    if mark.opened or (mark.starts(known) and len(mark.word) > 1):
        return True
    if len(mark.before) > 1:
        return False
    head = _word_before(mark)
    return head.isdigit() or head.endswith(known.letter_words)


def _reported(mark: Mark, known: Rules) -> bool:
    """Whether a reporting verb follows within a few words: `“We won!” Smith said`, `«Kom!» Kari ropte`."""
    words = [word.strip(".,:;").lower() for word in mark.text[mark.after : mark.after + 40].split()[:4]]
    if words[0] in known.starters:
        return words[1:2] != [] and words[1] in known.reporting and len(words[0]) <= 4 and words[0] in known.speakers
    return any(word in known.reporting for word in words[1:])


def _in_title(mark: Mark) -> bool:
    """Whether the mark is inside a quoted title: quotation marks around it and a capital on every longer word."""
    start = max(0, mark.start - _TITLE_WINDOW)
    head = mark.text[start : mark.start]
    for opening, closing in _QUOTES.items():
        opened = head.rfind(opening)
        if opened < 0 or closing in head[opened + 1 :]:
            continue
        closed = mark.text.find(closing, mark.end, mark.end + _TITLE_WINDOW)
        words = _LETTERS.findall(mark.text[start + opened : max(closed, 0)])
        longer = [word for word in words if len(word) > _SMALL_WORD]
        if len(words) > 1 and longer and all(word[0].isupper() for word in longer):
            return True
    return False
