"""Attributes that people read, and those that say what language a text is in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from service.errors import InvalidInputError
from service.text.detection_codes import parse_declared
from service.translation.html.elements import Structure
from service.translation.html.tokens import Kind, Token
from service.translation.route import TARGET

_EVERYWHERE = ("alt", "title", "placeholder", "aria-label", "aria-description", "aria-roledescription")
_OF_TAG = {"optgroup": ("label",), "option": ("label",), "track": ("label",)}
_META = frozenset(
    [
        "description",
        "og:title",
        "og:description",
        "og:image:alt",
        "twitter:title",
        "twitter:description",
        "twitter:image:alt",
    ]
)
_BUTTONS = frozenset(("submit", "button", "reset"))


def read_attributes(tokens: Sequence[Token], found: Structure) -> Iterator[tuple[int, str, str]]:
    """Token, name and value of each attribute with words for people, in the order of the page.

    Those of copied elements and what is in them are left as they are.
    """
    kept = {i for start in found.opaque for i in range(start, found.ends[start] + 1)} | found.skipped
    for i, token in enumerate(tokens):
        if token.kind is not Kind.START or i in kept:
            continue
        for name in _names(token):
            value = token.attribute(name)
            if value and any(c.isalpha() for c in value):
                yield i, name, value


def _names(token: Token) -> tuple[str, ...]:
    if token.name == "meta":
        named = (token.attribute("name") or token.attribute("property") or "").strip().lower()
        return ("content",) if named in _META else ()
    if token.name == "input" and (token.attribute("type") or "").strip().lower() in _BUTTONS:
        return (*_EVERYWHERE, "value")
    if token.name == "link":
        return ()
    return (*_EVERYWHERE, *_OF_TAG.get(token.name, ()))


def declare_english(tokens: Sequence[Token], found: Structure, languages: frozenset[str]) -> None:
    """`lang="en"` on the page, and on every element that is declared to be in one of `languages` (those translated)."""
    for i, token in enumerate(tokens):
        if token.kind is not Kind.START or i in found.skipped or i in found.opaque:
            continue
        for name in ("lang", "xml:lang"):
            declared = token.attribute(name)
            if (token.name == "html" and (declared is not None or name == "lang")) or (
                declared is not None and _code(declared) in languages
            ):
                token.set_attribute(name, TARGET)


def _code(declared: str) -> str | None:
    try:
        return parse_declared(declared)
    except InvalidInputError:
        return None
