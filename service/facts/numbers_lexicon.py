"""What a language's file says about numbers, ready for look-up: the tables [facts.numbers] and [facts.units]."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import chain

from service.languages import data_table, language, language_codes

#: Digits kept of a fraction that has no end (a third is 0.3333).
FRACTION_STEP = Decimal("0.0001")


@dataclass(frozen=True)
class NumberLexicon:
    """Number words and conventions of one language; words are lower case. Multipliers are powers of ten."""

    decimal: str
    group: str
    cardinals: dict[str, int]
    ordinals: dict[str, int]
    fractions: dict[str, Decimal]
    multipliers: dict[str, int]
    suffixes: dict[str, int]
    currency_suffixes: dict[str, int]
    dozen: dict[str, int]
    hundred: frozenset[str]
    thousand: frozenset[str]
    joiners: frozenset[str]
    articles: frozenset[str]
    vague: frozenset[str]
    year_before: frozenset[str]
    ordinal_suffixes: tuple[str, ...]
    attached: tuple[str, ...]
    decades: tuple[str, ...]
    loose: dict[str, Decimal]
    verbs: frozenset[str]
    """Ordinals that are also verbs (`achten`): counted only after one of `ordinal_cues`."""
    ordinal_cues: frozenset[str]
    capital_nouns: bool
    """Whether a capital inside a sentence means a noun (German `die Elf` is a team, not eleven)."""
    ordinal_fractions: bool
    """Whether an ordinal after an article can be a fraction (`a third of`)."""
    before_money: re.Pattern[str]
    after_money: re.Pattern[str]
    after_percent: re.Pattern[str]


def _fraction(text: str) -> Decimal:
    above, _, below = text.partition("/")
    return fraction(int(above), int(below))


def fraction(above: int, below: int) -> Decimal:
    """`above` / `below` to four places, without trailing zeros."""
    return (Decimal(above) / Decimal(below)).quantize(FRACTION_STEP).normalize()


def alternatives(words: list[str]) -> str:
    """A regular expression for any of the words, longest first, spaces matching any white space."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"[\s-]") for word in ordered) or "(?!)"


def language_or_nearest(language_code: str) -> str:
    """The code whose data serves: itself, `nb` for `no`, or `en` where there is no file."""
    code = {"no": "nb"}.get(language_code, language_code)
    return code if code in language_codes() else "en"


@cache
def lexicon(language_code: str) -> NumberLexicon:
    """The lexicon of a language (`no` is `nb`; a language without data has English separators)."""
    code = language_or_nearest(language_code)
    data = language(code)
    table = data.mapping("facts.numbers")
    shared = data_table("units")
    currencies = set(shared["dimensions"]["currency"])
    surfaces: dict[str, list[str]] = data.mapping("facts.units")
    money = list(chain.from_iterable(words for unit, words in surfaces.items() if unit in currencies))
    share = [*chain.from_iterable(surfaces.get(unit, ()) for unit in shared["dimensions"]["share"]), "%", "‰"]

    def words(name: str) -> frozenset[str]:
        return frozenset(table.get(name, ()))

    symbols = alternatives(list(shared["symbols"]))
    return NumberLexicon(
        decimal=table.get("decimal", "."),
        group=table.get("group", ","),
        cardinals=table.get("cardinals", {}),
        ordinals=table.get("ordinals", {}),
        fractions={word: _fraction(value) for word, value in table.get("fractions", {}).items()},
        multipliers=table.get("multipliers", {}),
        suffixes=table.get("suffixes", {}),
        currency_suffixes=table.get("currency_suffixes", {}),
        dozen=table.get("dozen", {}),
        hundred=words("hundred"),
        thousand=words("thousand"),
        joiners=words("joiners"),
        articles=words("articles"),
        vague=words("vague"),
        year_before=words("year_before"),
        ordinal_suffixes=tuple(table.get("ordinal_suffixes", ())),
        attached=tuple(table.get("attached", {}).get("suffixes", ())),
        decades=tuple(table.get("decades", {}).get("suffixes", ())),
        verbs=words("verbs"),
        ordinal_cues=words("ordinal_cues"),
        loose={word: Decimal(value) for word, value in table.get("loose", {}).items()},
        capital_nouns=bool(table.get("capital_nouns", False)),
        ordinal_fractions=bool(table.get("ordinal_fractions", False)),
        before_money=re.compile(rf"(?:(?<![^\W\d_])(?:{symbols}))\s?$"),
        after_money=re.compile(rf"[\s-]?(?:{symbols}|{alternatives(money)})(?!\w)", re.IGNORECASE),
        after_percent=re.compile(rf"[\s-]?(?:{alternatives(share)})(?![^\W\d_])|[\s-]?prozentig", re.IGNORECASE),
    )
