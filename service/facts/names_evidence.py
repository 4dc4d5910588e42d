"""What makes a run of capitals a name, and what kind of name. Doubt decides against."""

from __future__ import annotations

from service.facts.names_context import Context
from service.facts.names_lexicon import particles
from service.facts.names_places import exonym, organization

_PLURAL_ENDINGS = ("en", "er", "ern", "eln", "e")
"""What most German plurals end in, and some names (Biden, Müller), which then need more to be believed."""
_ADJECTIVE_ENDINGS = ("e", "en", "er", "es", "em")
_MIN_ENDING_LEFT = 3


def kind_of(context: Context, first: int, last: int, base: str) -> str:
    """person, organization, place or unknown, by the tables, the words in the name and the title before it."""
    if exonym(base, genitive=False):
        return "place"
    if organization(base, genitive=False) or any(context.is_body_word(place) for place in range(first, last)):
        return "organization"
    lexicon, low = context.lexicon, context.low(last - 1)
    if _ends_in(low, lexicon.organization_endings):
        return "organization"
    sited = last - first > 1 and any(lexicon.has("place_words", word) for word in (low, context.low(first)))
    if sited or _ends_in(low, lexicon.place_endings):
        return "place"
    return "person" if is_titled(context, first) else _kind_by_words(context, first, last)


def _kind_by_words(context: Context, first: int, last: int) -> str:
    words = [place for place in range(first, last) if context.words[place].low not in particles()]
    if last - first == 1:
        return "organization" if context.words[first].acronym else "unknown"
    if context.is_given_name(first):
        return "person"
    doubtful = any(context.is_common(place) or context.words[place].acronym for place in words)
    return "unknown" if doubtful else "person"


def _ends_in(low: str, endings: tuple[str, ...]) -> bool:
    return any(low.endswith(ending) and len(low) >= len(ending) + _MIN_ENDING_LEFT for ending in endings)


def is_titled(context: Context, index: int) -> bool:
    """Whether a title stands right before."""
    if index == 0 or context.words[index].gap.strip() not in ("", "."):
        return False
    return context.is_title(index - 1) and not context.words[index].headline


def is_single_name(context: Context, index: int, base: str, kind: str) -> bool:
    """Whether one capitalised word is a name."""
    word, lexicon = context.words[index], context.lexicon
    low = base.lower()
    if lexicon.has("not_alone", low) or (lexicon.hyphen_names and context.has_lower_tail(index)):
        return False  # of `Iran-backed`, the part before the hyphen may be one
    common = lexicon.is_common(low)
    if word.acronym:
        return not common
    if kind == "organization" and not lexicon.nouns_capitalised and _ends_in(low, lexicon.organization_endings):
        return not common or not word.starts
    if common or context.is_title(index) or context.is_body_word(index) or lexicon.has("place_words", low):
        return False
    if is_titled(context, index) or (lexicon.nouns_capitalised and _is_german_name(context, index, base)):
        return True
    begins = word.headline or word.starts
    return not lexicon.nouns_capitalised and (not begins or _is_name_at_start(context, index, low))


def _is_name_at_start(context: Context, index: int, low: str) -> bool:
    """Where any word would be capitalised: a name if it is capitalised elsewhere, or does what people do."""
    if context.middle.get(low, 0) > 0:
        return True
    return low not in context.lower and not context.lexicon.is_compound(low) and _speaks(context, index)


def is_long_name(context: Context, first: int, last: int, kind: str) -> bool:
    """Whether two or more words that go together are a name."""
    places = [place for place in range(first, last) if context.words[place].low not in particles()]
    common = [context.is_common(place) for place in places]
    if not places:
        return False
    if len(places) > 2 and all(context.words[place].text.isupper() for place in places) and any(common):
        return False  # a line in capitals
    if context.lexicon.nouns_capitalised:
        named = context.is_given_name(first) and len(places) > 1 and not context.words[first].headline
        return (named or not any(common)) and not any(context.is_title(place) for place in places)
    if context.words[first].headline:
        return not any(common)
    if context.words[first].starts and common[0]:
        return kind == "organization" and context.words[first].low not in context.lower
    return True


def _is_german_name(context: Context, index: int, base: str) -> bool:
    """A German capital is a name only with something to say so besides the capital."""
    word, low = context.words[index], base.lower()
    begins = word.starts or word.headline
    if not begins and is_determined(context, index):
        return False
    after = index + 1
    followed = after < len(context.words) and context.joins(after) and context.words[after].capital
    genitive = not begins and (base != word.text or (low.endswith("s") and followed))  # `Putins Besuch`
    if genitive or _speaks(context, index):
        return True
    if context.middle.get(low, 0) > (0 if begins else 1):
        return not low.endswith(("en", "ern"))
    if word.headline or low.endswith(_PLURAL_ENDINGS) or (begins and (followed or low.endswith(("n", "s")))):
        return False
    return begins or not context.words[index - 1].capital or not context.joins(index) or context.is_common(index - 1)


def is_determined(context: Context, index: int) -> bool:
    """Whether an article, or an adjective, stands before: what follows is a noun."""
    for place in range(index - 1, max(-1, index - 4), -1):
        low = context.words[place].low
        if context.lexicon.has("determiners", low):
            return True
        adjective = not context.words[place].capital and low.endswith(_ADJECTIVE_ENDINGS)
        if not adjective or context.lexicon.has("prepositions", low) or context.lexicon.has("speech", low):
            return False
        if place == index - 1 and len(low) > 4 and low.endswith(("es", "em", "er", "e")) and not _is_verb(low):
            return True
        if not context.joins(place):
            return False
    return False


def _is_verb(low: str) -> bool:
    return low.endswith(("te", "rde", "ürde", "abe", "olle", "önne", "üsse"))


def _speaks(context: Context, index: int) -> bool:
    """Whether a verb of speaking stands right beside."""
    lexicon, after = context.lexicon, index + 1
    if after < len(context.words) and context.joins(after) and lexicon.has("speech", context.words[after].low):
        return True
    return index > 0 and context.joins(index) and lexicon.has("speech", context.words[index - 1].low)
