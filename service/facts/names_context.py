"""What the whole text says about its words, gathered once before names are sought one by one."""

from __future__ import annotations

from dataclasses import dataclass

from service.facts.names_known import KnownName, find_known
from service.facts.names_lexicon import NameWords, given_names, name_words
from service.facts.names_places import demonym_country, genitive_bases
from service.facts.names_tokens import Word, read_words
from service.facts.words import is_stopword

_MARKED_GENITIVES = ("'s", "’s", "'", "’")
_NO_GENITIVE_ENDINGS = ("us", "is", "os", "as")
"""Words that end so (Kapitalismus, Tsipras) are taken for genitives only where the text has the name without the s."""


@dataclass(frozen=True)
class Context:
    """A text's words with its language's lexicon.

    `known`: names of the tables by first word; `capitals`: words that occur capitalised; `middle`: how often, where no
    sentence or headline makes the capital (genitive bases counted too); `lower`: words that occur in lower case.
    """

    text: str
    code: str
    words: list[Word]
    lexicon: NameWords
    known: dict[int, KnownName]
    capitals: frozenset[str]
    lower: frozenset[str]
    middle: dict[str, int]

    def bases(self, text: str) -> tuple[str, ...]:
        """What a capitalised text may be the genitive of in this language."""
        return genitive_bases(text, bare=self.lexicon.bare_genitive)

    def low(self, index: int) -> str:
        """The word at `index` in lower case, a marked genitive ending left out."""
        low = self.words[index].low
        return low[:-2] if low.endswith("'s") else low

    def is_title(self, index: int) -> bool:
        """Whether the word is a title: president, Kanzler, statsminister."""
        return self.lexicon.has("titles", self.low(index).strip("."))

    def is_common(self, index: int) -> bool:
        """Whether the word is one of the language's common words."""
        return self.lexicon.is_common(self.low(index))

    def is_body_word(self, index: int) -> bool:
        """Whether the word is one that bodies are called by: ministry, bank, Universität."""
        return self.lexicon.has("organization_words", self.low(index))

    def is_function_word(self, index: int) -> bool:
        """Whether the word is an article, pronoun, conjunction or the like."""
        return is_stopword(self.words[index].low, self.code)

    def stops(self, index: int) -> bool:
        """Whether a capitalised word is part of no name: a month, a nationality, `Russian-Iranian`, `North Korean`."""
        low = self.low(index)
        if low in self.lexicon.not_names:
            return True
        if not (self.lexicon.capital_nationalities or self.words[index].starts or self.words[index].headline):
            return False  # in lower case everywhere else: Kari Nordmann, Anders Svenske
        if "-" in low:
            return all(demonym_country(part) for part in low.split("-"))
        return self.nationality_words(index) > 0

    def nationality_words(self, index: int) -> int:
        """How many words from `index` on are a nationality: 0, 1, or 2 (`North Korean`, `Saudi Arabian`)."""
        after = index + 1
        joined = after < len(self.words) and self.words[after].gap == " "
        if joined and demonym_country(f"{self.words[index].low} {self.low(after)}") is not None:
            return 2
        return int(demonym_country(self.low(index)) is not None)

    def ends_as_genitive(self, index: int) -> bool:
        """Whether a name ends with this word because it is a genitive: `Iran's`, `Putins besøk`."""
        text = self.words[index].text
        if text.endswith(_MARKED_GENITIVES):
            return True
        bases, known, after = self.bases(text), self.known.get(index), index + 1
        if any(base.lower() in self.capitals for base in bases) or (known is not None and known.genitive):
            return True
        if not bases or not self.lexicon.nouns_capitalised or after >= len(self.words) or not self.joins(after):
            return False
        ends = self.words[index].low.endswith(_NO_GENITIVE_ENDINGS) or self.is_given_name(index)
        return self.words[after].capital and not ends  # German: `Furyks Mannschaft`

    def joins(self, index: int) -> bool:
        """Whether only a space stands between this word and the one before."""
        return self.words[index].gap in (" ", "\u00a0")

    def has_lower_tail(self, index: int) -> bool:
        """Whether a hyphenated word ends in a common one: `Iran-backed`, `BRICS-toppmøtet`, `EU-Gipfel`."""
        head, hyphen, tail = self.words[index].text.rpartition("-")
        if not (hyphen and head and tail):
            return False
        family = index > 0 and self.joins(index) and self.is_given_name(index - 1)  # Eva Berg-Schneider
        return tail[0].islower() or (not family and self.lexicon.is_common(tail.lower()))

    def is_given_name(self, index: int) -> bool:
        """Whether the word, or the first part of it, is a given name."""
        return self.words[index].capital and self.words[index].low.partition("-")[0] in given_names()


def read_context(text: str, language_code: str) -> Context:
    """One pass over the text for its words, one over the words for what they say of each other."""
    words = read_words(text)
    lexicon = name_words(language_code)
    middle: dict[str, int] = {}
    capitals = set()
    for word in words:
        if not word.capital:
            continue
        capitals.add(word.low)
        if not word.starts and not word.headline:
            for form in (word.low, *(base.lower() for base in genitive_bases(word.text, bare=lexicon.bare_genitive))):
                middle[form] = middle.get(form, 0) + 1
    return Context(
        text=text,
        code=language_code,
        words=words,
        lexicon=lexicon,
        known=find_known(words, lexicon),
        capitals=frozenset(capitals),
        lower=frozenset(word.low for word in words if not word.capital),
        middle=middle,
    )
