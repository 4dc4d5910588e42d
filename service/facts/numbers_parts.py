"""The number words that a word is made of, and their sum: zwei+und+zwanzig, fire+hundre+tusen."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from service.facts.numbers_lexicon import NumberLexicon, lexicon

_HALF = Decimal("0.5")
_DECLINED = ("en", "er", "es", "em")


@dataclass(frozen=True, slots=True)
class Part:
    """A number word: what it is and its value."""

    kind: str  # small, hundred, thousand, multiplier, dozen, joiner, ordinal, fraction, article, half
    value: Decimal


def _atom(word: str, words: NumberLexicon) -> Part | None:  # noqa: PLR0911 - one line a kind
    if word in words.hundred:
        return Part("hundred", Decimal(100))
    if word in words.thousand:
        return Part("thousand", Decimal(1000))
    if word in words.multipliers:
        return Part("multiplier", Decimal(10) ** words.multipliers[word])
    if word in words.cardinals:
        return Part("small", Decimal(words.cardinals[word]))
    if word in words.dozen:
        return Part("dozen", Decimal(words.dozen[word]))
    if word in words.joiners:
        return Part("joiner", Decimal(0))
    if word in words.ordinals:
        return Part("ordinal", Decimal(words.ordinals[word]))
    if word in words.fractions:
        return Part("fraction", words.fractions[word])
    if word in words.articles:
        return Part("article", Decimal(1))
    return None


def _ordinal_stem(word: str, words: NumberLexicon) -> Part | None:
    """German ordinals decline (dritten, dritter): the ending is looked away from."""
    if words.capital_nouns and word.endswith(_DECLINED) and word[:-1] in words.ordinals:
        return Part("ordinal", Decimal(words.ordinals[word[:-1]]))
    return None


@lru_cache(maxsize=1 << 15)
def split_word(word: str, language_code: str) -> tuple[Part, ...] | None:
    """The number words a compound is made of, or None where it is made of anything else."""
    words = lexicon(language_code)
    whole = _atom(word, words) or _ordinal_stem(word, words)
    if whole:
        return (whole,)
    if word.endswith("einhalb") and words.capital_nouns:
        before = split_word(word.removesuffix("einhalb"), language_code) if word != "einhalb" else None
        return (*before, Part("half", _HALF)) if before else None
    parts: list[Part] = []
    rest = word
    while rest:
        for cut in range(min(len(rest), 14), 1, -1):
            part = _atom(rest[:cut], words) or (_ordinal_stem(rest, words) if cut == len(rest) else None)
            allowed = part and part.kind in ("small", "hundred", "thousand", "joiner", "ordinal")
            if part and allowed and (part.kind != "ordinal" or cut == len(rest)):
                # a shorter head must leave a tail that can be read too: sech-zig is not sechs + ig
                tail = rest[cut:]
                if not tail or split_word(tail, language_code):
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


class Sum:
    """Adds parts up from left to right; `take` says whether a part still belongs to the number."""

    def __init__(self) -> None:
        self.total = Decimal(0)
        self.current: Decimal | None = None
        self.last = ""
        self.smallest = Decimal(10) ** 30
        self.ordinal = False
        self.counted = False  # more than an article or `one`

    def value(self) -> Decimal:
        """What the parts taken so far add up to."""
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

    def take(self, part: Part, *, inside: bool) -> bool:  # noqa: PLR0911, PLR0912 - one branch a kind
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
