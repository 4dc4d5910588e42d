"""The words of a text that say something about its language: without links, and without names."""

from __future__ import annotations

import re

WORD = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_LINK = re.compile(
    r"\S+@\S+\.\S+|https?://\S+|www\.\S+|[\w.-]+\.(?:com|org|net|no|de|se|dk|ru|ua|uk|eu)\b(?:/\S*)?|[@#]\w+"
)
_OPENERS = " «\"“„‚‘'(–—-►•*"
_MOSTLY_CAPITALS = 0.8
_ENOUGH_LEFT = 12


def prose(text: str) -> str:
    """The text without what is in no language: links, addresses, handles, hashtags."""
    return _LINK.sub(" ", text)


def without_names(text: str) -> str:
    """The words of `text` but those with a capital inside a sentence, which are names of any language (or German nouns).

    The text itself where nearly all words have capitals (a headline, a name) or too little would be left.
    """
    tokens = list(_TOKEN.finditer(text))
    capitals = sum(token[0][0].isupper() for token in tokens)
    if capitals > len(tokens) * _MOSTLY_CAPITALS:
        return text.lower() if text.isupper() else text
    kept = []
    for token in tokens:
        if token[0][0].isupper() and _inside_sentence(text, token.start()):
            continue
        kept.append(token[0])
    rest = " ".join(kept)
    return rest if len(rest) >= _ENOUGH_LEFT else text


def _inside_sentence(text: str, start: int) -> bool:
    while start and text[start - 1] in _OPENERS:
        start -= 1
    return start > 0 and text[start - 1] not in ".!?:…\n"
