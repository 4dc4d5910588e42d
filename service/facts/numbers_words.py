"""Numbers in words: two hundred and five, zweiundzwanzig, fire hundre tusen, anderthalb, a third of.

A word is taken apart into the language's number words (compounds are written as one), and the parts are added up from
left to right. A bare article or `one` is not a number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from service.facts.numbers_lexicon import NumberLexicon, fraction, lexicon

_WORD = re.compile(r"[^\W\d_]+\.?")
_GAP = re.compile(r"[ \u00a0\u202f-]")
_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class WordNumber:
    """A number in words; `kind` is cardinal, ordinal or fraction."""

    value: Decimal
    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class _Part:
    kind: str  # small, hundred, thousand, multiplier, dozen, joiner, ordinal, fraction, article, half
    value: Decimal


def _atom(word: str, words: NumberLexicon) -> _Part | None:  # noqa: PLR0911 - one line a kind
    if word in words.hundred:
        return _Part("hundred", Decimal(100))
    if word in words.thousand:
        return _Part("thousand", Decimal(1000))
    if word in words.multipliers:
        return _Part("multiplier", Decimal(10) ** words.multipliers[word])
    if word in words.cardinals:
        return _Part("small", Decimal(words.cardinals[word]))
    if word in words.dozen:
        return _Part("dozen", Decimal(words.dozen[word]))
    if word in words.joiners:
        return _Part("joiner", Decimal(0))
    if word in words.ordinals:
        return _Part("ordinal", Decimal(words.ordinals[word]))
    if word in words.fractions:
        return _Part("fraction", words.fractions[word])
    if word in words.articles:
        return _Part("article", Decimal(1))
    return None


def _ordinal_stem(word: str, words: NumberLexicon) -> _Part | None:
    """German ordinals decline (dritten, dritter): the ending is looked away from."""
    for ending in ("n", "r", "s", "m"):
        if words.capital_nouns and word.endswith("e" + ending) and word[:-1] in words.ordinals:
            return _Part("ordinal", Decimal(words.ordinals[word[:-1]]))
    return None


@lru_cache(maxsize=1 << 15)
def _split(word: str, language_code: str) -> tuple[_Part, ...] | None:
    """The number words a compound is made of, or None where it is made of anything else."""
    words = lexicon(language_code)
    whole = _atom(word, words) or _ordinal_stem(word, words)
    if whole:
        return (whole,)
    if word.endswith("einhalb") and words.capital_nouns:
        before = _split(word.removesuffix("einhalb"), language_code) if word != "einhalb" else None
        return (*before, _Part("half", _HALF)) if before else None
    parts: list[_Part] = []
    rest = word
    while rest:
        for cut in range(min(len(rest), 14), 1, -1):
            part = _atom(rest[:cut], words) or (_ordinal_stem(rest, words) if cut == len(rest) else None)
            allowed = part and part.kind in ("small", "hundred", "thousand", "joiner", "ordinal")
            if part and allowed and (part.kind != "ordinal" or cut == len(rest)):
                # a shorter head must leave a tail that can be read too: sech-zig is not sechs + ig
                tail = rest[cut:]
                if not tail or _split(tail, language_code):
                    parts.append(part)
                    rest = tail
                    break
        else:
            return None
    kinds = {part.kind for part in parts}
    if (
        not kinds & {"small", "hundred", "thousand", "ordinal"}
        or parts[-1].kind == "joiner"
        or parts[0].kind == "joiner"
    ):
        # a tail such as und+zwanzig is only read as part of a longer word
        return tuple(parts) if parts and parts[0].kind == "joiner" and parts[-1].kind != "joiner" else None
    return tuple(parts)


class _Sum:
    """Adds parts up from left to right; `take` says whether a part still belongs to the number."""

    def __init__(self) -> None:
        self.total = Decimal(0)
        self.current: Decimal | None = None
        self.last = ""
        self.smallest = Decimal(10) ** 30
        self.ordinal = False
        self.counted = False  # more than an article or `one`

    def value(self) -> Decimal:
        return self.total + (self.current or Decimal(0))

    def _small(self, value: Decimal, inside: bool) -> bool:
        current = self.current
        if current is None:
            self.current = value
        elif (
            (self.last == "joiner-tens" and inside and value >= 20 and value % 10 == 0)
            or (current and current % 100 == 0 and value < 100)
            or (20 <= current % 100 <= 90 and current % 10 == 0 and 0 < value < 10)
        ):
            self.current = current + value
        else:
            return False
        self.counted = self.counted or value != 1
        return True

    def take(self, part: _Part, *, inside: bool) -> bool:  # noqa: PLR0911, PLR0912 - one branch a kind
        """`inside`: the part stands in the same word as the one before."""
        if self.ordinal or self.last in ("fraction", "half"):
            return False
        kind = part.kind
        if kind in ("small", "article"):
            if kind == "article" and self.current is not None:
                return False
            if not self._small(part.value, inside):
                return False
        elif kind == "joiner":
            if inside and self.last == "small" and self.current is not None and self.current % 100 < 10:
                kind = "joiner-tens"
            elif self.last not in ("hundred", "thousand", "multiplier"):
                return False
        elif kind == "hundred":
            current = Decimal(1) if self.current is None else self.current
            if not 0 < current < 100:
                return False
            self.current = current * 100
            self.counted = True
        elif kind in ("thousand", "multiplier"):
            if (self.current is None and self.total) or part.value >= self.smallest or (self.current == 0):
                return False
            self.total += (Decimal(1) if self.current is None else self.current) * part.value
            self.smallest = part.value
            self.current = None
            self.counted = True
        elif kind == "dozen":
            if self.total or (self.current is not None and self.current >= 100):
                return False
            self.current = (self.current or Decimal(1)) * part.value
            self.counted = True
        elif kind == "ordinal":
            if not self._ordinal(part.value, inside):
                return False
        elif kind == "half":
            self.current = (self.current or Decimal(0)) + part.value
            self.counted = True
        else:
            return False
        self.last = kind
        return True

    def _ordinal(self, value: Decimal, inside: bool) -> bool:
        if not self._small(value, inside):
            return False
        self.ordinal = self.counted = True
        return True


@dataclass(frozen=True, slots=True)
class _Token:
    word: str
    start: int
    end: int
    parts: tuple[_Part, ...] | None


def _attached_head(word: str, language_code: str) -> str | None:
    """The number word in front of -jährig, -åring, -fach."""
    for suffix in lexicon(language_code).attached:
        head = word.removesuffix(suffix)
        if head != word and len(head) > 1 and _split(head, language_code):
            return head
    return None


def _tokens(text: str, language_code: str) -> list[_Token]:
    words = lexicon(language_code)
    found: list[_Token] = []
    for match in _WORD.finditer(text):
        raw, end = match.group(), match.end()
        word = raw.lower()
        if word.endswith(".") and word not in words.multipliers:
            word, end = word[:-1], end - 1
        head = None
        parts = _split(word, language_code)
        if parts is None and len(word) > 5:
            head = _attached_head(word, language_code)
            if head:
                parts = _split(head, language_code)
                end = match.start() + len(head)
        if parts and words.capital_nouns and raw[0].isupper() and parts[0].kind == "small" and head is None:
            before = text[: match.start()].rstrip()
            hyphen = text[match.end() : match.end() + 1] == "-"  # Vier-Tage-Woche
            if before and before[-1] not in '.!?:–"“„»«-' and not hyphen:
                parts = None  # die Elf, die Acht: a noun
        if word in words.verbs and not (found and _counts(text, found[-1], match.end(), words)):
            parts = None
        found.append(_Token(word, match.start(), end, parts))
    return found


def _counts(text: str, before: _Token, end: int, words: NumberLexicon) -> bool:
    """Whether a word that is a verb too is an ordinal: after an article, or between an adjective and a noun."""
    if before.word in words.ordinal_cues:
        return True
    adjective = text[before.start].islower() and before.word.endswith(("en", "er", "es", "em", "e"))
    return adjective and text[end : end + 1] == " " and text[end + 1 : end + 2].isupper() and len(before.word) > 5


def find_word_numbers(text: str, language_code: str) -> list[WordNumber]:
    """All numbers in words, in order. Vague amounts (dozens, several hundred, et par) are none."""
    words = lexicon(language_code)
    tokens = _tokens(text, language_code)
    found: list[WordNumber] = []
    index = 0
    while index < len(tokens):
        number, index_after = _read(text, tokens, index, words)
        if number:
            before = tokens[index - 1] if index else None
            vague = before is not None and before.word in words.vague and _touching(text, before, tokens[index])
            if not (vague and number.value >= 12):
                found.append(_part_of(text, number, words))
        index = max(index_after, index + 1)
    return found


def _part_of(text: str, number: WordNumber, words: NumberLexicon) -> WordNumber:
    """English `a third of` and `one fifth` are fractions, `a third man` is an ordinal."""
    if number.kind != "ordinal" or not words.ordinal_fractions or number.value < 3:
        return number
    counted = re.search(r"\b(?:a|one)[ -]$", text[: number.start], re.IGNORECASE)
    if counted and re.match(r"\s(?:of|as|less|more)\b|\s*(?:[.,;:)]|$)", text[number.end :]):
        return WordNumber(fraction(1, int(number.value)), number.start, number.end, "fraction")
    return number


def _touching(text: str, left: _Token, right: _Token) -> bool:
    return right.start - left.end == 1 and _GAP.match(text[left.end : right.start]) is not None


def _read(text: str, tokens: list[_Token], index: int, words: NumberLexicon) -> tuple[WordNumber | None, int]:  # noqa: PLR0911
    first = tokens[index]
    if first.parts is None:
        return None, index + 1
    if first.parts[0].kind == "fraction":
        return _read_fraction(text, tokens, index, words)
    total = _Sum()
    position = index
    good_end = -1
    good_value = Decimal(0)
    while position < len(tokens):
        token = tokens[position]
        if token.parts is None or (position > index and not _touching(text, tokens[position - 1], token)):
            break
        if position > index and token.parts[0].kind == "fraction":
            return _with_fraction(text, tokens, (index, position), total, words)
        taken = all(total.take(part, inside=offset > 0) for offset, part in enumerate(token.parts))
        if not taken:
            break
        position += 1
        if total.last != "joiner":
            good_end, good_value = position, total.value()
    half = _and_a_half(text, tokens, good_end, words) if good_end > 0 and total.value() else 0
    if half:
        after = tokens[half].parts if half < len(tokens) and _touching(text, tokens[half - 1], tokens[half]) else None
        value = good_value + _HALF
        if after and after[0].kind in ("multiplier", "thousand"):
            value, half = value * after[0].value, half + 1
        return WordNumber(value, first.start, tokens[half - 1].end, "cardinal"), half
    if good_end < 0 or not total.counted:
        return None, max(position, index + 1)
    if good_end == index + 1 and first.parts[0].kind == "multiplier":
        return None, good_end  # millions of, Millionen: no number in front
    start = first.start
    return WordNumber(good_value, start, tokens[good_end - 1].end, "ordinal" if total.ordinal else "cardinal"), good_end


def _and_a_half(text: str, tokens: list[_Token], position: int, words: NumberLexicon) -> int:
    """Where `and a half` after a number ends, or 0."""
    if position + 2 >= len(tokens):
        return 0
    joiner, article, half = tokens[position : position + 3]
    close = all(_touching(text, a, b) for a, b in ((tokens[position - 1], joiner), (joiner, article), (article, half)))
    ok = joiner.word in words.joiners and article.word in words.articles and words.fractions.get(half.word) == _HALF
    return position + 3 if close and ok else 0


def _with_fraction(
    text: str, tokens: list[_Token], at: tuple[int, int], total: _Sum, words: NumberLexicon
) -> tuple[WordNumber | None, int]:
    """Two thirds, en tredjedel, drei Viertel, half after an article; `at`: where the count begins and the fraction."""
    index, position = at
    part = (tokens[position].parts or ())[0]
    count = total.value()
    if total.last not in ("small", "article") or count > 20:
        return None, position
    number, after = _read_fraction(text, tokens, position, words)
    if number is None:
        return None, after
    value = number.value if part.value >= 1 or count == 1 else _times(count, number.value, part.value)
    return WordNumber(value, tokens[index].start, number.end, number.kind), after


def _times(count: Decimal, value: Decimal, unit: Decimal) -> Decimal:
    """`count` times a fraction, from its denominator so that two thirds are 0.6667."""
    scaled = (
        (count / (1 / unit).quantize(Decimal(1))).quantize(Decimal("0.0001")).normalize() if unit < 1 else count * unit
    )
    return scaled if value == unit else count * value


def _read_fraction(text: str, tokens: list[_Token], index: int, words: NumberLexicon) -> tuple[WordNumber | None, int]:
    """A fraction word, and the million or dozen it is half of (with an article between, in English)."""
    first = tokens[index]
    value = (first.parts or ())[0].value
    after = index + 1
    if after < len(tokens) and _touching(text, first, tokens[after]) and tokens[after].word in words.articles:
        after += 1
    if after < len(tokens) and _touching(text, tokens[after - 1], tokens[after]):
        parts = tokens[after].parts
        if parts and parts[0].kind in ("multiplier", "thousand", "dozen") and len(parts) == 1:
            return WordNumber(value * parts[0].value, first.start, tokens[after].end, "cardinal"), after + 1
    return WordNumber(value, first.start, first.end, "fraction"), index + 1
