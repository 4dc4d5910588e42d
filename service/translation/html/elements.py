"""Which tags belong together, which of them may move with their words, and what is left alone.

An element moves where it is inline, has both its tags, and holds nothing that breaks a line. Every other tag stays where it
stands and ends a unit: so a page that was malformed stays as malformed as it was, and never becomes more so.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from service.translation.html.tokens import FOREIGN, Kind, Token

#: Elements that end a unit: those that stand on lines of their own, and controls with a text of their own.
BLOCK = frozenset((
    "address", "article", "aside", "audio", "base", "basefont", "blockquote", "body", "button", "canvas",
    "caption", "center", "col", "colgroup", "datalist", "dd", "details", "dialog", "dir", "div", "dl", "dt",
    "embed", "fieldset", "figcaption", "figure", "footer", "form", "frame", "frameset", "h1", "h2", "h3", "h4",
    "h5", "h6", "head", "header", "hgroup", "hr", "html", "iframe", "legend", "li", "listing", "main",
    "map", "menu", "nav", "noembed", "noframes", "noscript", "object", "ol", "optgroup", "option",
    "output", "p", "param", "plaintext", "pre", "progress", "search", "section", "select", "source", "summary",
    "table", "tbody", "td", "template", "textarea", "tfoot", "th", "thead", "title", "tr", "track", "ul",
    "video", "xmp",
))  # fmt: skip

#: Text in these is no language, or nobody sees it.
SKIPPED = frozenset((
    "script", "style", "pre", "textarea", "template", "noembed", "noframes", "iframe", "xmp", "listing",
    "plaintext", "object",
))  # fmt: skip

#: Inline, and copied as they are: their text, where it is short, is read with the sentence around it.
OPAQUE = frozenset((
    "code", "kbd", "samp", "svg", "math", "picture", "ruby", "script", "style",
))  # fmt: skip

MAX_TAGS = 400
"""Inline tags in one run of text."""


@dataclass(frozen=True, slots=True)
class Structure:
    """What `structure` finds, by number of token.

    `ends`: start tag -> the end tag that closes it. `fixed`: tags that stay where they are and end a unit.
    `skipped`: tokens that are left as they are, with all their text. `opaque`: inline start tags that are moved whole.
    """

    ends: dict[int, int]
    fixed: frozenset[int]
    skipped: frozenset[int]
    opaque: frozenset[int]


def structure(tokens: Sequence[Token]) -> Structure:
    """Pair the tags; linear in the tokens."""
    ends, scopes = _pairs(tokens)
    blocks = _running([_is_tag(t) and t.name in BLOCK for t in tokens])
    skipped: set[int] = set()
    opaque: set[int] = set()
    inside: set[int] = set()
    covered = -1
    for i, token in enumerate(tokens):
        if i <= covered or token.kind is not Kind.START or not _left_alone(token):
            continue
        covered = ends.get(i, scopes.get(i, i))
        movable = token.name not in BLOCK and i in ends
        if movable and (token.name in OPAQUE or blocks[covered] == blocks[i + 1]):
            opaque.add(i)
            inside.update(range(i + 1, covered + 1))
        else:
            skipped.update(range(i, covered + 1))
    paired = {*ends, *ends.values()}
    breaking = [
        _is_tag(t) and i not in inside and (t.name in BLOCK or (i not in paired and not t.empty))
        for i, t in enumerate(tokens)
    ]
    _bound(tokens, breaking, inside)
    breaks = _running(breaking)
    fixed = {i for i, breaks_here in enumerate(breaking) if breaks_here}
    for start, end in ends.items():
        if start not in opaque and start not in inside and breaks[end] != breaks[start + 1]:
            fixed.update((start, end))
    return Structure(ends, frozenset(fixed), frozenset(skipped), frozenset(opaque))


def _bound(tokens: Sequence[Token], breaking: list[bool], inside: set[int]) -> None:
    """Break up runs of more than MAX_TAGS tags, at line breaks if that is enough, else at every tag.

    Placing takes time with the square of a run's tags, and nesting the stack; no paragraph that a person wrote has as many.
    """
    for only in ("br", ""):
        start = 0
        for i in range(len(tokens) + 1):
            if i < len(tokens) and not breaking[i]:
                continue
            tags = [j for j in range(start, i) if _is_tag(tokens[j]) and j not in inside]
            if len(tags) > MAX_TAGS:
                for j in tags:
                    breaking[j] = not only or tokens[j].name == only
            start = i + 1


def _left_alone(token: Token) -> bool:
    if token.name in SKIPPED or token.name in OPAQUE:
        return True
    translate = token.attribute("translate")
    classes = (token.attribute("class") or "").split()
    return not token.empty and ((translate or "").strip().lower() == "no" or "notranslate" in classes)


def _is_tag(token: Token) -> bool:
    return token.kind in (Kind.START, Kind.END)


def _running(marks: Sequence[bool]) -> list[int]:
    """out[i]: how many of the first i marks are true."""
    return [0, *itertools.accumulate(marks)]


def _pairs(tokens: Sequence[Token]) -> tuple[dict[int, int], dict[int, int]]:
    """Start tag -> its end tag; and start tag -> the last token of what it holds, where an end tag is left out."""
    ends: dict[int, int] = {}
    scopes: dict[int, int] = {}
    opened: list[int] = []
    blocks: list[int] = []
    where: dict[str, list[int]] = {}
    foreign = 0

    def close(number: int, last: int) -> None:
        nonlocal foreign
        scopes[number] = last
        where[tokens[number].name].pop()
        if blocks and blocks[-1] == number:
            blocks.pop()
        foreign -= tokens[number].name in FOREIGN

    for i, token in enumerate(tokens):
        if token.kind is Kind.START and not token.empty:
            if foreign and token.raw.endswith("/>"):
                ends[i] = scopes[i] = i
                continue
            foreign += token.name in FOREIGN
            opened.append(i)
            if token.name in BLOCK:
                blocks.append(i)
            where.setdefault(token.name, []).append(i)
        elif token.kind is Kind.END and where.get(token.name):
            start = where[token.name][-1]
            if token.name not in BLOCK and blocks and blocks[-1] > start:
                continue  # an inline end tag does not reach over an open block
            while opened[-1] != start:
                close(opened.pop(), i - 1)
            opened.pop()
            close(start, i)
            ends[start] = i
    for number in opened:
        scopes[number] = len(tokens) - 1
    return ends, scopes
