"""Places and bodies of the tables, wherever they stand in a text: the longest match from each word on."""

from __future__ import annotations

from dataclasses import dataclass

from service.facts.names_lexicon import NameWords
from service.facts.names_places import exonym, first_words, genitive_bases, organization, plain
from service.facts.names_tokens import Word

_MAX_LENGTH = 60


@dataclass(frozen=True, slots=True)
class KnownName:
    """`words` words from some index on are a known name; `base` is their text without a genitive."""

    words: int
    base: str
    kind: str
    genitive: bool


def find_known(words: list[Word], lexicon: NameWords) -> dict[int, KnownName]:
    """Known names by the index of their first word, which is capitalised."""
    known: dict[int, KnownName] = {}
    until = 0
    for index, word in enumerate(words):
        if index < until or not word.capital or len(word.text) > _MAX_LENGTH:
            continue
        match = _longest(words, index, lexicon)
        if match is not None:
            known[index] = match
            until = index + match.words
    return known


def _longest(words: list[Word], index: int, lexicon: NameWords) -> KnownName | None:
    bare = lexicon.bare_genitive
    for kind, look_up in (("organization", organization), ("place", exonym)):
        firsts = first_words(kind)
        forms = (words[index].text, *genitive_bases(words[index].text, bare=bare))
        most = max(firsts.get(plain(form).split(" ")[0], 0) for form in forms)
        for count in range(min(most, len(words) - index), 0, -1):
            run = words[index : index + count]
            if any(word.gap not in (" ", "\u00a0", ". ", "") for word in run[1:]):
                continue
            if count == 1 and not _sure(words[index], lexicon):
                continue
            text = " ".join(word.text for word in run)
            for form in (text, *genitive_bases(text, bare=bare)):
                if look_up(form, genitive=False) is not None:
                    return KnownName(count, form, kind, form != text)
    return None


def _sure(word: Word, lexicon: NameWords) -> bool:
    """Whether one word can be meant as a name: not one that the language has as a common word (English `Island`, German
    `Seine`), and at the start of a sentence no short one (`Is`) that is not in capitals."""
    if word.acronym:
        return True
    if word.low in lexicon.common or word.low in lexicon.nouns:
        return False
    return not word.starts or len(word.text) > 3
