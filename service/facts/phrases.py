"""Finding a language's listed phrases in a text: whole words, any case, the longest first, never inside another."""

from __future__ import annotations

import re
from functools import cache

from service.facts.numbers_lexicon import language_or_nearest
from service.facts.spans import Span
from service.languages import language


def phrase_pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for any of the phrases as whole words; one that starts with an apostrophe (`n't`) may end a word.

    A word in an address (`example.no`, `@said`) is none.
    """
    parts = []
    for phrase in sorted(set(phrases), key=lambda item: (-len(item), item)):
        body = re.escape(phrase).replace(r"\ ", r"\s+").replace("'", "['’]")
        head = "" if "'" in phrase[:2] else r"(?<![\w'’./@#])"
        parts.append(head + body + (r"(?!\w)" if phrase[-1].isalnum() else ""))
    return re.compile("|".join(parts) or "(?!)", re.IGNORECASE)


@cache
def _listed(language_code: str, path: str) -> re.Pattern[str]:
    return phrase_pattern(language(language_or_nearest(language_code)).strings(path))


def find_listed(text: str, language_code: str, path: str) -> list[Span]:
    """The phrases listed at `path` of the language's file (`facts.negation.words`), in order."""
    return [Span(match.group(), *match.span()) for match in _listed(language_code, path).finditer(text)]
