"""Runs of inline content -> units: a text without tags, and what stood in it, by place.

A unit is what a reader sees as one paragraph, heading, cell or caption. White space is collapsed as a browser does it;
soft hyphens and zero-width spaces, which only say where a word may break, are not part of the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape

from service.translation.html.elements import Structure
from service.translation.html.tokens import Kind, Token

#: A line break that ends a segment, in the text of a unit.
BREAK = "\n"
#: The text of an element that is copied is read with its sentence up to this many characters.
MAX_OPAQUE = 60
_SPACES = re.compile(r"[ \t\n\r\f]+")
_UNSEEN = str.maketrans("", "", "\u00ad\u200b\u2060\ufeff")
_NOTE = re.compile(r"[\[(]?(?:\d{1,3}|[a-z]|[*†‡§¶]+)[\])]?", re.IGNORECASE)
_ENDS_SENTENCE = re.compile(r"[.!?:…]\W*$")
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])


@dataclass(slots=True)
class Node:
    """An element at characters [start, end) of a unit's text, or a point (start = end) that is copied as `opening` says.

    Of a copied element with text, `opening` is all of it and `copied` true. `before` and `after`: whether white space
    stood on that side of a point.
    """

    start: int
    end: int
    opening: str
    closing: str = ""
    name: str = ""
    copied: bool = False
    before: bool = False
    after: bool = False
    children: list[Node] = field(default_factory=list)

    @property
    def point(self) -> bool:
        """Whether it holds no text."""
        return self.start == self.end

    def walk(self) -> Iterator[Node]:
        """Everything below it, parents first."""
        for child in self.children:
            yield child
            yield from child.walk()


@dataclass
class Unit:
    """Tokens [first, last) of the page. `root` holds the whole text and the nodes in it."""

    first: int
    last: int
    text: str
    root: Node
    heading: bool = False

    @cached_property
    def edges(self) -> tuple[int, ...]:
        """Where nodes begin or end, in order."""
        return tuple(sorted({at for node in self.root.walk() for at in (node.start, node.end)}))

    @property
    def protected(self) -> tuple[str, ...]:
        """Texts of copied elements: they should come through as they are."""
        return tuple(dict.fromkeys(self.text[n.start : n.end] for n in self.root.walk() if n.copied and not n.point))


def find_units(tokens: Sequence[Token], found: Structure) -> list[Unit]:
    """The units of a page with anything to read in them, in order."""
    units: list[Unit] = []
    start = 0
    block = ""
    for i in range(len(tokens) + 1):
        if i < len(tokens) and i not in found.fixed and i not in found.skipped:
            continue
        if i > start:
            unit = _Reader(tokens, found, heading=block in _HEADINGS).read(start, i)
            if any(c.isalnum() for c in unit.text):
                units.append(unit)
        start = i + 1
        if i < len(tokens) and tokens[i].kind is Kind.START:
            block = tokens[i].name
    return units


class _Reader:
    """Reads one run of tokens."""

    def __init__(self, tokens: Sequence[Token], found: Structure, *, heading: bool) -> None:
        self._tokens = tokens
        self._found = found
        self._heading = heading
        self._text = ""
        self._waiting: list[Node] = []  # points whose right neighbour has not been seen

    def read(self, first: int, last: int) -> Unit:
        root = Node(0, 0, "")
        self._read(first, last, root)
        text = self._text.rstrip(" ")
        root.end = len(text)
        _trim(root, text)
        return Unit(first, last, text, root, self._heading)

    def _read(self, first: int, last: int, parent: Node) -> None:
        i = first
        while i < last:
            token = self._tokens[i]
            if token.kind is Kind.TEXT:
                self._add(unescape(token.raw))
                i += 1
            elif token.name == "br":
                i = self._line_break(i, last, parent)
            elif token.kind is Kind.START and i in self._found.ends:
                end = self._found.ends[i]
                parent.children.append(self._element(i, end))
                i = end + 1
            else:
                self._point(parent, token.raw, token.name)
                i += 1

    def _element(self, start: int, end: int) -> Node:
        tokens = self._tokens
        inner = "".join(t.raw for t in tokens[start + 1 : end])
        said = "".join(unescape(t.raw) for t in tokens[start + 1 : end] if t.kind is Kind.TEXT)
        flat = _SPACES.sub(" ", said).strip().translate(_UNSEEN)
        raw = tokens[start].raw + inner + (tokens[end].raw if end > start else "")
        name = tokens[start].name
        node = Node(len(self._text), len(self._text), tokens[start].raw, tokens[end].raw, name)
        if start in self._found.opaque or (name == "sup" and _NOTE.fullmatch(flat)):
            node.opening, node.closing, node.copied = raw, "", True
            plain = start in self._found.opaque and name not in (
                "svg",
                "math",
                "script",
                "style",
                "template",
                "picture",
            )
            if plain and flat and len(flat) <= MAX_OPAQUE:
                self._add(said)
        elif not flat:  # nothing to read in it: an icon, an anchor, a picture in a link
            node.opening, node.closing = raw, ""
        else:
            self._read(start + 1, end, node)
            if not self._text[node.start :].strip():  # what it says is a footnote's mark
                self._text = self._text[: node.start]
                node.opening, node.closing, node.children = raw, "", []
        node.end = len(self._text)
        if node.point:
            self._wait(node)
        return node

    def _point(self, parent: Node, raw: str, name: str) -> None:
        node = Node(len(self._text), len(self._text), raw, name=name)
        parent.children.append(node)
        self._wait(node)

    def _wait(self, node: Node) -> None:
        node.before = self._text[-1:] in ("", " ", BREAK)
        self._waiting.append(node)

    def _line_break(self, i: int, last: int, parent: Node) -> int:
        """A break ends a segment, unless the sentence plainly goes on after it. White space beside it goes with it."""
        raw = self._tokens[i].raw
        texts = (unescape(t.raw).lstrip()[:1] for t in self._tokens[i + 1 : last] if t.kind is Kind.TEXT)
        following = next(filter(None, texts), "")
        said = self._text.rpartition(BREAK)[2].strip()
        soft = bool(said) and not _ENDS_SENTENCE.search(said) and (following.islower() or self._heading)
        self._text = self._text.rstrip(" ")
        node = Node(len(self._text), len(self._text), raw, name="br")
        parent.children.append(node)
        if soft:
            self._text += " "
        else:
            behind = self._tokens[i + 1].raw if i + 1 < last and self._tokens[i + 1].kind is Kind.TEXT else ""
            node.opening += behind[: len(behind) - len(behind.lstrip(" \t\n\r\f"))]
            node.before = node.after = True
            self._text += BREAK
        return i + 1

    def _add(self, text: str) -> None:
        text = unicodedata.normalize("NFC", _SPACES.sub(" ", text).translate(_UNSEEN))
        if not text:
            return
        spaced = text[0] == " "
        if spaced and self._text[-1:] in ("", " ", BREAK):
            text = text[1:]
        for node in self._waiting:
            node.after = spaced or node.after
        if text:
            self._waiting.clear()
        self._text += text


def _trim(node: Node, text: str) -> None:
    """White space at the edges of an element is left to what is around it; what it holds stays within it."""
    for child in node.children:
        child.start = max(node.start, min(child.start, node.end))
        child.end = max(node.start, min(child.end, node.end))
        if not child.point:
            inner = text[child.start : child.end]
            child.start += len(inner) - len(inner.lstrip())
            child.end -= len(inner) - len(inner.rstrip())
            _trim(child, text)
