"""What a whole document says of the names in one of its sentences: `Rottmann sagte` is about Karl Rottmann of the lead.

A lone family name at the beginning of a sentence, or any German one, looks like a common word there. The text as a whole
tells: it gives the full name once, or writes the word with a capital where only names have one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from service.facts.names import NameFact, find_names
from service.facts.names_context import Context, read_context
from service.facts.names_evidence import is_determined
from service.facts.names_places import demonym_country, exonym, organization
from service.facts.names_same import name_key

#: A name, as written, and its kind (see NameFact).
KnownName = tuple[str, str]
_SHORTEST = 3
#: Times that a German word must be taken for a name of its own before it is one everywhere.
_OFTEN = 2
_DEFINITE = ("en", "et", "ene", "ane")


def document_names(texts: Sequence[str], language_code: str) -> tuple[KnownName, ...]:
    """The single words that the texts of one document show to be names, sorted: family names, given names met alone."""
    kinds: dict[str, str] = {}
    alone: Counter[str] = Counter()
    whole = "\n".join(texts)
    context = read_context(whole, language_code)
    for name in find_names(whole, language_code):
        word = name.text.rpartition(" ")[2]
        if word.isupper():
            continue
        if name.kind == "person":
            kinds[word] = "person"
        elif word == name.text and name.kind in ("unknown", "place") and _is_no_noun(context, word):
            kinds.setdefault(word, name.kind)
            alone[word] += 1
    needed = _OFTEN if context.lexicon.nouns_capitalised else 1
    return tuple(
        sorted(
            (word, kind)
            for word, kind in kinds.items()
            if len(word) >= _SHORTEST and (kind == "person" or alone[word] >= needed) and not _is_listed(word)
        )
    )


def _is_no_noun(context: Context, word: str) -> bool:
    """Whether the capital is the word's own: it stands inside a sentence, and on no Scandinavian noun with its article."""
    definite = not context.lexicon.nouns_capitalised and word.endswith(_DEFINITE)
    return context.middle.get(word.lower(), 0) > 0 and not definite


def _is_listed(word: str) -> bool:
    """Places, bodies and peoples that the tables know are names of their own in any sentence."""
    return bool(exonym(word) or organization(word) or demonym_country(word.lower()))


def known_in(text: str, known: Sequence[KnownName]) -> tuple[KnownName, ...]:
    """Those of the known names that may stand in the text."""
    return tuple(name for name in known if name[0] in text)


def names_in(text: str, language_code: str, known: Sequence[KnownName]) -> tuple[NameFact, ...]:
    """`find_names`, with the lone names that the document knows, in order; of a genitive (`Rottmanns`), the name."""
    found = find_names(text, language_code)
    if not known:
        return found
    kinds = dict(known)
    out = [
        replace(name, kind=kinds[name.text]) if name.kind == "unknown" and name.text in kinds else name
        for name in found
    ]
    context = read_context(text, language_code)
    for index, word in enumerate(context.words):
        if word.capital and not any(name.start < word.end and word.start < name.end for name in found):
            base = next((form for form in (word.text, *context.bases(word.text)) if form in kinds), None)
            if base and not _means_something(context, index, base):
                out.append(NameFact(base, name_key(base), kinds[base], word.start, word.start + len(base)))
    return tuple(sorted(out, key=lambda name: name.start))


def _means_something(context: Context, index: int, base: str) -> bool:
    """Whether the word is as likely a common one here: `Richter` and `Der Richter` beside a Peter Richter."""
    word, lexicon = context.words[index], context.lexicon
    if lexicon.nouns_capitalised:
        return is_determined(context, index) or (lexicon.is_common(base.lower()) and not context.is_title(index - 1))
    return word.starts and lexicon.is_common(base.lower())
