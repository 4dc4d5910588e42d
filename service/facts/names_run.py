"""Which words go together: runs of capitals with their particles, without titles, cut where a genitive ends them."""

from __future__ import annotations

from service.facts.names_context import Context
from service.facts.names_lexicon import particles

_MAX_WORDS = 7
_ARTICLES = frozenset({"der", "den", "zum", "zur"})
"""Particles only after another one: `von der Leyen`, but no name goes on over a bare `der`."""
_ABBREVIATED = frozenset({"dr", "st", "mr", "mrs", "ms", "jr"})
_JOINED_ARTICLES = ("al-", "el-", "as-", "ad-")


def may_begin(context: Context, index: int) -> bool:
    """Whether a name may begin with this word."""
    word = context.words[index]
    if not word.capital:
        return word.low.startswith(_JOINED_ARTICLES) and word.text[3:4].isupper()
    if context.stops(index):
        return names_body(context, index)
    if len(word.text) == 1:
        after = index + 1
        return after < len(context.words) and context.words[after].gap.strip() == "." and context.words[after].capital
    return not (word.starts and context.is_function_word(index) and not word.acronym)


def names_body(context: Context, index: int) -> bool:
    """Whether a nationality is part of a body's name: `Norwegian Refugee Council`. Not in German, which declines it."""
    if (
        context.lexicon.nouns_capitalised
        or context.words[index].headline
        or context.low(index) in context.lexicon.not_names
    ):
        return False
    for place in range(index + 1, min(index + 5, len(context.words))):
        if not context.words[place].capital or not context.joins(place) or context.is_title(place):
            return False
        if context.is_body_word(place):
            return True
    return False


def run_end(context: Context, index: int) -> int:
    """The index after the words that go together with the one at `index`."""
    words = context.words
    last = index + 1
    while last < len(words) and last - index < _MAX_WORDS:
        word, before = words[last], words[last - 1]
        if context.ends_as_genitive(last - 1) or context.has_lower_tail(last - 1):
            break
        initial = (len(before.text) == 1 and word.gap.strip() in ("", ".")) or (
            word.gap == ". " and before.low in _ABBREVIATED
        )
        if not context.joins(last) and not initial:
            break
        if not word.capital:
            bridged = _bridge(context, last)
            if not bridged:
                break
            last = bridged
            continue
        if (word.starts and not initial) or (context.stops(last) and not names_body(context, last)):
            break
        if _is_own_name(context, last):
            break
        last += 1
    return last


def _is_own_name(context: Context, index: int) -> bool:
    """Whether a known place begins here that belongs to no body's name."""
    known = context.known.get(index)
    if known is None or known.kind != "place":
        return False
    after = index + known.words
    return not (after < len(context.words) and context.is_body_word(after) and context.joins(after))


def _bridge(context: Context, index: int) -> int:
    """Over small words to the next capitalised one: `Ursula von der Leyen`, `Ministry of Defence`; 0 if there is none."""
    words = context.words
    joiner = context.lexicon.has("joiners", words[index].low)
    body = joiner and context.is_body_word(index - 1)
    if not body and (context.is_common(index - 1) or words[index].low in _ARTICLES):
        return 0
    for after in range(index, min(index + 3, len(words))):
        if not context.joins(after):
            return 0
        if words[after].capital:
            plain = after not in context.known and not context.is_common(after) and not context.is_body_word(after)
            return 0 if context.stops(after) or not (plain or body) else after + 1
        if words[after].low not in particles() and not (body and after == index):
            return 0
    return 0


def after_titles(context: Context, first: int, last: int) -> int:
    """The index of the first word after a title, however many words the title has."""
    head = first
    for place in range(first, last):
        if context.is_title(place):
            head = place + 1
        elif not context.lexicon.has("title_words", context.low(place).strip(".")):
            break
    return head


def before_title(context: Context, first: int, last: int) -> int:
    """`DW Correspondent Jane Doe` is two names: the run ends where a title begins."""
    for place in range(first + 1, last - 1):
        if context.is_title(place) and not context.lexicon.has("joiners", context.words[place + 1].low):
            return place
    return last


def before_person(context: Context, first: int, last: int) -> int:
    """Common words before what is no common word are no part of a person's name: `Strategic Communications Jane Doe`,
    `Stürmer Haaland`. German needs one word after them, other languages two."""
    if context.words[first].headline or not context.is_common(first):
        return first
    if any(context.is_body_word(place) for place in range(first, last)):
        return first
    common = [context.is_common(place) for place in range(first, last)]
    head = common.index(False) if False in common else len(common)
    rest = len(common) - head
    needed = 1 if context.lexicon.nouns_capitalised else 2
    return first + head if rest >= needed and not any(common[head:]) else first


def base_text(context: Context, first: int, last: int) -> str:
    """The text of the words without a genitive ending, or without the common word after a hyphen."""
    start, end = context.words[first].start, context.words[last - 1].end
    text = context.text[start:end]
    if last - first > 1 and context.has_lower_tail(last - 1):
        return text[: text.rindex("-")]
    bases = context.bases(text)
    if not bases:
        return text
    return bases[0] if context.ends_as_genitive(last - 1) else text
