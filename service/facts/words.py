"""Words of a text: tokens, stop words, stems.

Stop words are data (`[facts.words] stopwords` of each language). Stems are Snowball's (snowballstemmer); a language
without a stemmer of its own borrows its nearest relative's, or keeps the word. Safe to call from several threads.
"""

from __future__ import annotations

import re
import threading
from functools import cache, lru_cache

import snowballstemmer

from service.languages import language, language_codes

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S., z.B.
    r"|\d+(?:[.,:]\d+)+(?![^\W_])"  # 1,200.5 and 12:30
    r"|[^\W_]+(?:['’][^\W_]+)*"  # words, numbers, G7, don't
)
_STEMMERS = {
    "en": "english",
    "nb": "norwegian",
    "nn": "norwegian",
    "no": "norwegian",
    "da": "danish",
    "sv": "swedish",
    "de": "german",
    "nl": "dutch",
    "fr": "french",
}
_stemmers = threading.local()  # a Snowball stemmer keeps its word in itself, so threads may not share one


@lru_cache(maxsize=2048)
def tokens(text: str) -> tuple[str, ...]:
    """Words and numbers as written, in order, without punctuation; `twenty-two` is two tokens, `U.S.` and `don't` one."""
    return tuple(_TOKEN.findall(text))


@cache
def _stopwords(language_code: str) -> frozenset[str]:
    code = "nb" if language_code == "no" else language_code
    if code not in language_codes():
        return frozenset()
    return frozenset(language(code).string("facts.words.stopwords").split())


@cache
def _irregular(language_code: str) -> dict[str, str]:
    """Forms that no stemmer brings together (sank, sunk), each with its base form (`[facts.words] irregular`)."""
    code = "nb" if language_code == "no" else language_code
    table = language(code).string("facts.words.irregular") if code in language_codes() else ""
    families = [family.split() for family in table.split(";")]
    return {form: family[0] for family in families if family for form in family[1:]}


def _plain(word: str) -> str:
    folded = word.lower().replace("’", "'")
    return folded[:-2] if folded.endswith("'s") else folded


def is_stopword(word: str, language_code: str) -> bool:
    """Whether the word is a function word of the language (any case); unknown languages have none."""
    words = _stopwords(language_code)
    folded = word.lower().replace("’", "'")
    return folded in words or _plain(word) in words


@lru_cache(maxsize=1 << 17)
def _stem(word: str, algorithm: str) -> str:
    if not hasattr(_stemmers, algorithm):
        setattr(_stemmers, algorithm, snowballstemmer.stemmer(algorithm))
    return str(getattr(_stemmers, algorithm).stemWord(word))


def stem(word: str, language_code: str) -> str:
    """The lower-cased stem, without an English genitive; words with digits or dots in them only lose those dots."""
    plain = _plain(word)
    if not plain.replace("'", "").isalpha():
        return plain.replace(".", "") if plain[-1:] == "." else plain
    plain = _irregular(language_code).get(plain, plain)
    algorithm = _STEMMERS.get(language_code)
    return _stem(plain, algorithm) if algorithm else plain


def content_words(text: str, language_code: str) -> tuple[str, ...]:
    """Stems of what is not a stop word, in order, repeats kept; numbers stand as they are written."""
    return tuple(stem(token, language_code) for token in tokens(text) if not is_stopword(token, language_code))
