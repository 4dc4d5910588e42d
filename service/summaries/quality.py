"""How well a sentence stands on its own, whatever it is about: fragments, questions, references back, doubtful flags.

Everything is a factor in (0, 1] on a sentence's salience, so a bad sentence can still be told where an article has
nothing better. Factors were set by reading extracts, not fitted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from service.domain import Flag, FlagCode
from service.facts.dates_lexicon import date_words
from service.facts.names import find_names
from service.facts.quotations import find_quotations
from service.facts.words import content_words, is_stopword, stem, tokens
from service.summaries.lexicon import folded, phrases, words

#: What a doubtful translation is worth beside a clean one. Codes not listed count OTHER_FLAG.
FLAG_FACTORS = {
    FlagCode.ECHO: 0.1,
    FlagCode.LOOP: 0.1,
    FlagCode.TRUNCATED: 0.2,
    FlagCode.ADDED: 0.3,
    FlagCode.UNSUPPORTED: 0.3,
    FlagCode.NEGATION: 0.4,
    FlagCode.NUMBER: 0.5,
    FlagCode.NAME: 0.5,
    FlagCode.DATE: 0.5,
    FlagCode.UNIT: 0.5,
    FlagCode.HEDGE: 0.6,
    FlagCode.QUOTE: 0.7,
}
OTHER_FLAG = 0.7

#: What a sentence of the newsroom about itself is worth: it is told only where there is no other.
NEWSROOM = 0.1

#: Words beside names, days and verbs of saying that a sentence needs to tell anything.
LEAST_TOLD = 2

#: What a reference to an unselected sentence leaves of a sentence's worth.
PRONOUN_LEAN = 0.25
CONNECTIVE_LEAN = 0.6
ANAPHOR_LEAN = 0.4

#: An article is read for its own summary and for its event's; so many sentences are remembered between the two.
SENTENCES = 8192

_EXPLETIVE = re.compile(
    r"it(?:['’]s| is| was| has been| had been| will be| would be)\b.*\b(?:that|to|who|when|since)\b", re.I
)
_LEADING_CLAUSE = re.compile(r"[^,;:]{3,80}, (?:he|she|they|it)\b", re.I)
_NAMED_LATER = re.compile(r"^[^,;:.]{3,120}, (?:the )?[A-Z]\w+")
_CLOSED = re.compile(r"(?<!:)(?<!: )[.!?…][\"'”’»)\]]*$")


def soundness(text: str, flags: Sequence[Flag]) -> float:
    """Factor in (0, 1]: 1 for a whole, declarative, clean sentence of ordinary length."""
    return _form(text) * _voice(text) * _trust(flags) * (NEWSROOM if is_newsroom(text) else 1.0)


@lru_cache(maxsize=SENTENCES)
def is_newsroom(text: str) -> bool:
    """Whether the newsroom speaks of itself (X reports from Y; watch the video): that tells nothing of the event."""
    return any(pattern.search(text) for pattern in _newsroom())


@cache
def _newsroom() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in phrases("newsroom"))


@lru_cache(maxsize=SENTENCES)
def leaning(text: str) -> float:
    """What is left of the sentence's worth where the one before it is not told; 1 where it stands alone."""
    found = [folded(token) for token in tokens(text)[:3]]
    if not found:
        return 1.0
    first, second = found[0], found[1] if len(found) > 1 else ""
    if first.split("'")[0] in words("pronouns"):
        bare = text.lstrip("\"“”„«»'‘’–—- ")
        if second in words("time_nouns") or _EXPLETIVE.match(bare):
            return 1.0
        return PRONOUN_LEAN
    if first in words("connectives") or (second in words("persons") and not _NAMED_LATER.search(text)):
        return CONNECTIVE_LEAN
    clause = _LEADING_CLAUSE.match(text)
    if clause and not re.search(r"\W[A-Z]", clause.group()[1:]):
        return PRONOUN_LEAN
    return ANAPHOR_LEAN if _is_anaphor([folded(token) for token in tokens(text)[:5]]) else 1.0


def _is_anaphor(opening: Sequence[str]) -> bool:
    """Whether it opens with "the firm", "the two leaders": somebody whom another sentence names."""
    for at in (1, 2):
        if opening[:1] == ["the"] and len(opening) > at + 1 and opening[at] in words("anaphors"):
            if opening[at] in words("anaphor_counts") and words("anaphor_ends").intersection(opening[at + 2 : at + 3]):
                return False  # "the two people who were missing" says itself which two
            return opening[at + 1] in words("anaphors") or opening[at + 1] not in words("anaphor_ends")
    return False


@lru_cache(maxsize=SENTENCES)
def _form(text: str) -> float:
    found = tokens(text)
    factor = 1.0
    if not _CLOSED.search(text):
        factor *= 0.4
    if text.rstrip("\"'”’») ").endswith("?"):
        factor *= 0.3
    if text[:1].islower():
        factor *= 0.4
    if len(found) < 5 or not has_verb(text):
        factor *= 0.4
    if _says_nothing(text):
        factor *= 0.3
    if len(found) > 45:
        factor *= 0.7
    if not quotes_balanced(text) or text.count("(") != text.count(")"):
        factor *= 0.6
    return factor


def _says_nothing(text: str) -> bool:
    """Whether nothing is told but that somebody told something some day (The company said on Friday)."""
    names = {word for name in find_names(text, "en") for word in content_words(name.text, "en")}
    calendar = date_words("en")
    told = [
        token
        for token in tokens(text)
        if not is_stopword(token, "en")
        and folded(token) not in words("speech_verbs")
        and token.lower() not in calendar.weekdays
        and stem(token, "en") not in names
    ]
    return len(told) < LEAST_TOLD


@lru_cache(maxsize=SENTENCES)
def _voice(text: str) -> float:
    """Who "I" and "we" are is outside the sentence; who says a quotation is for service.summaries.context."""
    outside, last = "", 0
    for quotation in find_quotations(text, "en"):
        outside += text[last : quotation.start] + " "
        last = quotation.end
    speaking = {folded(token) for token in tokens(outside + text[last:]) if token != "US"}
    return 0.6 if speaking & words("first_person") else 1.0


def _trust(flags: Sequence[Flag]) -> float:
    factor = 1.0
    for code in sorted({flag.code for flag in flags if flag.warns}):
        factor *= FLAG_FACTORS.get(code, OTHER_FLAG)
    return factor


def has_verb(text: str) -> bool:
    """Whether some word looks like a finite verb. Generous: nouns in -s count, so only clear fragments fail."""
    found = [folded(token) for token in tokens(text)]
    known = words("verbs")
    return any(word in known or word.endswith("ed") or "'" in word for word in found) or any(
        len(word) > 3 and word.endswith("s") and not word.endswith("ss") for word in found[1:]
    )


def quotes_balanced(text: str) -> bool:
    """Whether every quotation that opens closes again: "…", “…”, „…“, «…»."""
    if text.count('"') % 2:
        return False
    open_marks: list[str] = []
    for mark in text:
        if mark in "„«" or (mark == "“" and open_marks[-1:] != ["„"]):
            open_marks.append(mark)
        elif mark in "“”»":
            if not open_marks:
                return False
            open_marks.pop()
    return not open_marks
