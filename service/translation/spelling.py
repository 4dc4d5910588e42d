"""Names that a translator spelled in its own way, as the source or English spells them.

People and bodies keep their spelling: `Lena Mock` -> `Lena Möck`, `said szabó` -> `said Szabó`. A place that was left in the
source's language takes its English name where only letters differ: `Straßburg` -> `Strasbourg`. What is spelled wrong by
more than accents and capitals is the name check's to say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from service.facts.names import NameFact, exonym
from service.facts.names_document import KnownName, names_in
from service.facts.names_places import plain

_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST = 4
#: Letters of a place's two names that are the same at its beginning; where fewer are, the name check says so.
_SAME_LETTERS = 4
_TWO_LETTERS = str.maketrans({"ö": "oe", "ü": "ue", "ä": "ae", "ø": "oe", "å": "aa"})


def own_spelling(text: str, original: str, language_code: str, known: Sequence[KnownName] = ()) -> str:
    """`text` (English) with the names of `original` spelled as they are, lone ones that its document knows among them."""
    for name in names_in(original, language_code, known):
        if name.kind == "place" or exonym(name.text):
            text = _place(text, name)
        elif name.kind in ("person", "unknown"):
            for word in _WORD.findall(name.text):
                text = _word(text, word, sure=name.kind == "person")
    return text


def _place(text: str, name: NameFact) -> str:
    english = exonym(name.text, genitive=False)
    if not english or english in text or name.text.isupper() or len(english.split()) != len(name.text.split()):
        return text
    if english == name.text or plain(english)[:_SAME_LETTERS] != plain(name.text)[:_SAME_LETTERS]:
        return text
    return re.sub(rf"(?<![\w-]){re.escape(name.text)}(?![\w-])", lambda _: english, text)


def _word(text: str, own: str, *, sure: bool) -> str:
    """A lone unknown word may be a common one: then only what has a capital or an accent in English too is that name."""
    if len(own) < _SHORTEST or not own[0].isupper():
        return text
    written = _WORD.findall(text)
    if own in written:
        return text
    same = {
        word for word in written if _forms(word) & _forms(own) and (sure or word[0].isupper() or not word.isascii())
    }
    return _WORD.sub(lambda m: own if m.group() in same else m.group(), text) if same else text


@lru_cache(maxsize=1 << 14)
def _forms(word: str) -> frozenset[str]:
    """A word without accents, its umlauts as one letter and as two."""
    return frozenset((plain(word), plain(word.lower().translate(_TWO_LETTERS))))
