"""The [cleaning] tables of all languages as one set of matchers.

Cleaning runs before the language is known, and pages mix languages (an English share bar on a German page), so the
phrases of all languages hold everywhere. Imports only `service.languages`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from service.languages import data_table, language, language_codes

URL = re.compile(r"(?:https?://|www\.)[^\s<>«»“”]{2,2000}|\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}\b")
DOMAIN = re.compile(r"^(?:[\w-]{1,63}\.)+(?:com|org|net|no|de|at|ch|eu|info|dk|se|fi|nl|fr|uk|co\.uk|tv|io|news)$")
_NOT_WORD = re.compile(r"[^\w#@&+]+|_+")
_PIECE = re.compile(r"(?:[^\W_]|[#@&+])+")
_DIGITS = re.compile(r"\b\d+\b")

LABEL_RULES = {
    "ads": "advertisement",
    "share": "share_bar",
    "navigation": "navigation",
    "teaser_labels": "teaser_label",
    "paywall": "paywall",
    "comment_labels": "comments",
    "comment_forms": "comments",
    "reply_marks": "comments",
    "author_labels": "author_box",
    "tag_labels": "tags",
}
"""Tables whose phrases are furniture when they are the whole line, and the rule that drops it."""

SENTENCE_RULES = {
    "newsletter": "newsletter",
    "legal": "legal",
    "comment_forms": "comments",
    "paywall": "paywall",
}
"""Tables whose phrases, of two words or more, make furniture of a short line or an address to the reader they are in."""

MIN_WORDS = {"paywall": 3}
MAX_PHRASE = 8


@lru_cache(maxsize=1024)
def words_of(text: str) -> str:
    """Case-folded words with single spaces, for comparing: no punctuation, URLs or accents of composition."""
    if "@" in text or "://" in text or "www." in text.casefold():
        text = URL.sub(" ", text)
    return _NOT_WORD.sub(" ", unicodedata.normalize("NFC", text).casefold()).strip()


def key_of(text: str) -> str:
    """`words_of` without numbers: `Kommentare (12)` and `Kommentare (3)` are the same line."""
    words = words_of(text)
    return " ".join(_DIGITS.sub(" ", words).split()) if any(map(str.isdigit, words)) else words


def furniture_key(text: str) -> str:
    """What `find_furniture` counts a line by: numbers make no difference to a label of up to three words only."""
    key = key_of(text)
    return key if len(key.split()) <= 3 else words_of(text)


def after_words(text: str, count: int) -> int:
    """Where `text` goes on after its first `count` words, as `words_of` counts them."""
    end = 0
    for number, match in enumerate(_PIECE.finditer(text), start=1):
        end = match.end()
        if number == count:
            break
    return end


@dataclass(frozen=True)
class Finder:
    """Finds any of many phrases as whole words in the output of `words_of`.

    `first` holds the words that phrases begin with: most lines have none of them and are not searched at all.
    """

    pattern: re.Pattern[str]
    first: frozenset[str]

    def search(self, text: str) -> re.Match[str] | None:
        """The first phrase in `text`."""
        return None if self.first.isdisjoint(text.split()) else self.pattern.search(text)

    def match(self, text: str) -> re.Match[str] | None:
        """The phrase that `text` begins with."""
        return self.pattern.match(text) if text.partition(" ")[0] in self.first else None

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """The phrase that `text` is."""
        return self.pattern.fullmatch(text) if text.partition(" ")[0] in self.first else None

    def found(self, text: str) -> set[str]:
        """Every phrase in `text`."""
        return set() if self.first.isdisjoint(text.split()) else {m.group() for m in self.pattern.finditer(text)}


def any_of(phrases: Iterable[str]) -> Finder:
    """A finder of `phrases`, the longest first; it finds nothing where there are none."""
    ordered = sorted({words_of(phrase) for phrase in phrases} - {""}, key=lambda phrase: (-len(phrase), phrase))
    pattern = r"(?<!\S)(?:" + "|".join(map(re.escape, ordered)) + r")(?!\S)" if ordered else r"(?!)"
    return Finder(re.compile(pattern), frozenset(phrase.split()[0] for phrase in ordered))


@dataclass(frozen=True)
class Phrases:
    """The phrases of every language, ready to match. Sets hold what `words_of` gives."""

    labels: dict[str, str]
    """Whole line -> rule."""
    sentences: tuple[tuple[str, Finder], ...]
    """Rule and what makes furniture of a line that contains it."""
    function_words: frozenset[str]
    teasers: Finder
    lead_labels: Finder
    """What outlets put before another story's headline: `Exclusive:`, `Eksklusivt:`."""
    editorial: Finder
    imprint: Finder
    """Rights and credits of a site: furniture in a short line, a subject like any other in a long one."""
    comments: frozenset[str]
    reply: frozenset[str]
    says: frozenset[str]
    comment_form: Finder
    social_verbs: frozenset[str]
    time_ago: frozenset[str]
    first_persons: frozenset[str]
    """Who says one of these is somebody speaking."""
    byline: frozenset[str]
    byline_sentence: Finder
    published: frozenset[str]
    updated: frozenset[str]
    photo: frozenset[str]
    caption_labels: frozenset[str]
    """What stands before a caption and a colon: `Bildunterschrift`."""
    caption_marks: Finder
    """What only captions say in brackets: `archive photo`."""
    caption_sides: Finder
    """Where somebody stands in a picture: `left`; prose says it too."""
    agencies: frozenset[str]
    networks: frozenset[str]
    network_phrases: Finder
    masthead: tuple[str, ...]
    """Words, or ends of words, that newspapers are called by."""
    reader_words: frozenset[str]
    """Pronouns by which a site speaks of itself or to its reader."""


def _all(table: str) -> tuple[str, ...]:
    return tuple(phrase for code in language_codes() for phrase in language(code).strings(f"cleaning.{table}"))


def notice_phrases(name: str) -> tuple[str, ...]:
    """The phrases of [cleaning.notices] under `name`, of all languages."""
    return _all(f"notices.{name}")


@cache
def phrases() -> Phrases:
    """Built once a process, from the language files."""

    def words(*tables: str) -> frozenset[str]:
        return frozenset(words_of(phrase) for table in tables for phrase in _all(table)) - {""}

    labels: dict[str, str] = {}
    for table, rule in LABEL_RULES.items():
        for phrase in _all(table):
            labels.setdefault(key_of(phrase), rule)
    shared = data_table("cleaning")
    function = {word for code in language_codes() for word in language(code).string("cleaning.function_words").split()}
    return Phrases(
        labels={key: rule for key, rule in labels.items() if key},
        sentences=tuple(
            (rule, any_of(phrase for phrase in _all(table) if len(words_of(phrase).split()) >= MIN_WORDS.get(table, 2)))
            for table, rule in SENTENCE_RULES.items()
        ),
        function_words=frozenset(function),
        teasers=any_of(_all("teaser_prefixes")),
        lead_labels=any_of(_all("exclusive_prefixes")),
        editorial=any_of(_all("editorial")),
        imprint=any_of(_all("imprint")),
        comments=frozenset(key_of(phrase) for phrase in _all("comment_labels")) - {""},
        reply=words("reply_marks"),
        says=words("says_marks"),
        comment_form=any_of(_all("comment_forms")),
        social_verbs=words("social_verbs"),
        time_ago=words("time_ago"),
        first_persons=words("first_persons"),
        byline=words("byline_prefixes"),
        byline_sentence=any_of(_all("byline_phrases")),
        published=words("published"),
        updated=words("updated"),
        photo=words("photo_labels"),
        caption_labels=words("caption_labels"),
        caption_marks=any_of(_all("caption_marks")),
        caption_sides=any_of(_all("caption_sides")),
        agencies=frozenset(str(name) for name in shared["agencies"]),
        networks=frozenset(words_of(str(name)) for name in shared["networks"]),
        network_phrases=any_of(str(phrase) for phrase in shared["network_phrases"]),
        masthead=tuple(sorted(words("masthead_words"))),
        reader_words=frozenset(
            word for code in language_codes() for word in language(code).string("cleaning.reader_words").split()
        ),
    )
