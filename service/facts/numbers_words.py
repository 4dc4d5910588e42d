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
from service.facts.numbers_parts import Part, Sum, split_word

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
class _Token:
    word: str
    start: int
    end: int
    parts: tuple[Part, ...] | None


@lru_cache(maxsize=1 << 14)
def _attached_head(word: str, language_code: str) -> str | None:
    """The number word in front of -jährig, -åring, -fach."""
    for suffix in lexicon(language_code).attached:
        head = word.removesuffix(suffix)
        if head != word and len(head) > 1 and split_word(head, language_code):
            return head
    return None


@lru_cache(maxsize=1 << 16)
def _taken_apart(raw: str, language_code: str) -> tuple[str, int, tuple[Part, ...] | None, str | None]:
    """A word in lower case, the dots that are no part of it, its number words, and what stands before -jährig."""
    word, dropped = raw.lower(), 0
    if word.endswith(".") and word not in lexicon(language_code).multipliers:
        word, dropped = word[:-1], 1
    parts = split_word(word, language_code)
    head = _attached_head(word, language_code) if parts is None and len(word) > 5 else None
    return word, dropped, split_word(head, language_code) if head else parts, head


def _tokens(text: str, language_code: str) -> list[_Token]:
    words = lexicon(language_code)
    found: list[_Token] = []
    for match in _WORD.finditer(text):
        raw, end = match.group(), match.end()
        word, dropped, parts, head = _taken_apart(raw, language_code)
        end = match.start() + len(head) if head else end - dropped
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
    total = Sum()
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
    text: str, tokens: list[_Token], at: tuple[int, int], total: Sum, words: NumberLexicon
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
