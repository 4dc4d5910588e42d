"""Names of people, bodies and places in a text, found without a model, and the comparing of spellings.

`find_names` goes by capitals, known places and bodies, titles, and what the rest of the text does with a word. Where a
capital says little (sentence starts, headlines, every German noun) it leaves a word out rather than call it a name.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from service.facts.names_context import Context, read_context
from service.facts.names_evidence import is_long_name, is_single_name, kind_of
from service.facts.names_known import KnownName
from service.facts.names_places import demonym_country, exonym, organization
from service.facts.names_run import after_titles, base_text, before_person, before_title, may_begin, run_end
from service.facts.names_same import name_key, same_name

__all__ = ["NameFact", "demonym_country", "exonym", "find_names", "name_key", "organization", "same_name"]

_MAX_ACRONYM = 6
_MAX_LENGTH = 60
"""Longest word, in characters, that is read as part of a name."""


@dataclass(frozen=True, slots=True)
class NameFact:
    """A name at characters [start, end), without title or genitive ending. `key`: see `name_key`.

    `kind`: person, organization, place or unknown.
    """

    text: str
    key: str
    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Found:
    """Words [first, last) hold a name, `base`."""

    first: int
    last: int
    base: str
    kind: str

    @property
    def family(self) -> str:
        return self.base.rpartition(" ")[2].lower()


@lru_cache(maxsize=1024)
def find_names(text: str, language_code: str) -> tuple[NameFact, ...]:
    """The names in `text`, in order, not overlapping. Titles are not part of a name.

    A language without data is read by capitals and by the tables of places and bodies alone.
    """
    context = read_context(text, language_code)
    found: list[_Found] = []
    index = 0
    while index < len(context.words):
        word = context.words[index]
        if (not word.capital and "-" not in word.text) or len(word.text) > _MAX_LENGTH:
            index += 1
            continue
        name, index = _read(context, index)
        if name is not None:
            found.append(name)
    found = _linked(context, _confirmed(context, found))
    return tuple(_fact(context, name) for name in found)


def _read(context: Context, index: int) -> tuple[_Found | None, int]:
    """The name that begins at word `index`, if one does, and where to go on."""
    known = context.known.get(index)
    if known is not None and not _goes_on(context, index, known):
        return _Found(index, index + known.words, known.base, known.kind), index + known.words
    if not may_begin(context, index):
        return _before_hyphen(context, index), index + max(1, context.nationality_words(index))
    last = run_end(context, index)
    first = after_titles(context, index, last)
    if first >= last:
        return None, last
    last = before_title(context, first, last)
    first = before_person(context, first, last)
    base = base_text(context, first, last)
    name = _Found(first, last, base, kind_of(context, first, last, base))
    if last - first > 1:
        return (name, last) if is_long_name(context, first, last, name.kind) else (None, first + 1)
    return (name if is_single_name(context, first, base, name.kind) else _before_hyphen(context, first)), last


def _goes_on(context: Context, index: int, known: KnownName) -> bool:
    """Whether a known name is only the beginning of a longer one: `Washington Post`, `Paris Hilton`."""
    after = index + known.words
    if known.genitive or known.words > 1 or after >= len(context.words):
        return False
    following = context.words[after]
    if not following.capital or not context.joins(after) or following.headline or context.stops(after):
        return False
    if context.is_body_word(after) or context.lexicon.has("place_words", following.low):
        return not context.lexicon.nouns_capitalised or not context.is_common(after)
    plain = not context.is_common(after) and not context.is_title(after) and after not in context.known
    return plain and known.kind == "place" and not context.words[index].acronym


def _before_hyphen(context: Context, index: int) -> _Found | None:
    """`BRICS-toppmøtet`, `Iran-backed`, `EU-Gipfel`: the name before the hyphen."""
    head, _, tail = context.words[index].text.partition("-")
    if not tail or len(head) < 2 or not head[0].isupper() or head.lower() in context.lexicon.not_names:
        return None
    if not head.isupper() and context.lexicon.is_common(head.lower()):
        return None
    if exonym(head, genitive=False):
        kind = "place"
    elif organization(head, genitive=False) or (head.isupper() and len(head) <= _MAX_ACRONYM):
        kind = "organization"
    elif context.has_lower_tail(index) and context.middle.get(head.lower(), 0):
        kind = "unknown"
    else:
        return None
    return _Found(index, index + 1, head, kind)


def _confirmed(context: Context, found: list[_Found]) -> list[_Found]:
    """Adds the family names of people whose full name the text gives, where single words were left in doubt."""
    families = {name.family for name in found if name.kind == "person" and " " in name.base}
    taken = {place for name in found for place in range(name.first, name.last)}
    added = []
    for index, word in enumerate(context.words):
        if not word.capital or index in taken:
            continue
        for form in (word.text, *context.bases(word.text)):
            if form.lower() in families:
                added.append(_Found(index, index + 1, form, "person"))
                break
    return sorted([*found, *added], key=lambda name: name.first)


def _linked(context: Context, found: list[_Found]) -> list[_Found]:
    """Gives single words the kind that the text shows elsewhere: a person's family name, a place after `in`."""
    families = {name.family for name in found if name.kind == "person"}
    located = {name.base.lower() for name in found if name.kind == "unknown" and _is_located(context, name)}
    linked = []
    for name in found:
        kind, low = name.kind, name.base.lower()
        if kind == "unknown" and " " not in name.base:
            kind = "person" if low in families else "place" if low in located else kind
        linked.append(replace(name, kind=kind))
    return linked


def _is_located(context: Context, name: _Found) -> bool:
    before = context.words[name.first - 1].low if name.first and context.joins(name.first) else ""
    return context.lexicon.has("place_prepositions", before)


def _fact(context: Context, name: _Found) -> NameFact:
    start = context.words[name.first].start
    return NameFact(name.base, name_key(name.base), name.kind, start, start + len(name.base))
