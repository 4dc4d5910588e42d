"""What segmentation knows of one language, from its [segmentation] table.

Abbreviations are matched without spaces and case (`z. B.` is `z.b.`), in four classes that differ in what may follow.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cache

from service.languages import language, language_codes

_SPACES = re.compile(r"\s+")


class Class(Enum):
    """What an abbreviation does at the end of a sentence, by the name of its list in the language file."""

    NEVER = "abbreviations"
    BEFORE_NUMBER = "before_number"
    EITHER = "either"
    ENDING = "ending"


def squeeze(text: str) -> str:
    """As abbreviations are listed: lower case, no white space."""
    return _SPACES.sub("", text).lower()


@dataclass(frozen=True, slots=True)
class Rules:
    """Word sets of one language, lower case; languages/nb.toml says what each is.

    `capitalised` are the abbreviations that need a capital (`Ill.`, not `ill.`); `inner` is `z.` of `z.b.`.
    """

    classes: dict[str, Class]
    capitalised: frozenset[str]
    inner: frozenset[str]
    suffixes: tuple[str, ...]
    after_ordinal: frozenset[str]
    letter_words: tuple[str, ...]
    conjunctions: frozenset[str]
    starters: frozenset[str]
    reporting: frozenset[str]
    speakers: frozenset[str]
    ordinals_before_capitals: bool


@cache
def rules(code: str) -> Rules:
    """The rules of `code` (BCP-47); English ones where a language has no file."""
    known = language(code if code in language_codes() else "en")

    def words(name: str) -> frozenset[str]:
        return frozenset(known.strings(f"segmentation.{name}"))

    # A word in two lists is in the later one: what may end a sentence sometimes does.
    listed = [(word, kind) for kind in Class for word in known.strings(f"segmentation.{kind.value}")]
    classes = {squeeze(word): kind for word, kind in listed}
    return Rules(
        classes=classes,
        capitalised=frozenset(squeeze(word) for word, _ in listed if word[0].isupper()),
        inner=frozenset(word[: i + 1] for word in classes for i, char in enumerate(word[:-1]) if char == "."),
        suffixes=known.strings("segmentation.suffixes"),
        after_ordinal=words("after_ordinal"),
        letter_words=known.strings("segmentation.letter_words"),
        conjunctions=words("conjunctions"),
        starters=words("starters"),
        reporting=words("reporting"),
        speakers=words("speakers"),
        ordinals_before_capitals=known.string("segmentation.ordinals_before_capitals") == "True",
    )
