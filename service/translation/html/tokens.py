"""HTML -> its tags, texts and everything else, in order; joined they are the page again, byte for byte.

A parser that makes a tree writes another page than it read (quotes of attributes, entities, doctype, an implied <tbody>).
Here nothing is rewritten that is not translated. Follows the tokenization of the HTML standard
(https://html.spec.whatwg.org/multipage/parsing.html#tokenization) for tags, comments and raw text; linear in the input.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from html import escape, unescape

VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
#: Content that is no mark-up: up to the end tag of the same name.
RAW = frozenset(["script", "style", "textarea", "title", "iframe", "noembed", "noframes", "xmp"])
FOREIGN = frozenset(("svg", "math"))

_SPACE = r"[ \t\n\r\f]"
_ATTRIBUTE = (
    rf"""(?P<name>[^\s/>=][^\s/>=]*+)(?:{_SPACE}*+={_SPACE}*+(?P<value>"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+"""
)
_TAG = re.compile(
    rf"<(?P<slash>/?)(?P<tag>[a-zA-Z][^\s/>]*+)(?:[\s/]++|{_ATTRIBUTE.replace('?P<name>', '?:').replace('?P<value>', '?:')})*+>"
)
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_PLAIN = re.compile(r"(?:[^<]++|<(?![a-zA-Z/!?]))++")
_NAME = re.compile(r"</?[a-zA-Z][^\s/>]*")
_OTHER = re.compile(r"<!--.*?(?:-->|--!>|\Z)|<[!?][^>]*+(?:>|\Z)|</[^a-zA-Z>][^>]*+(?:>|\Z)|</>", re.DOTALL)


class Kind(Enum):
    """What a token is. OTHER: comments, doctype, raw text; kept as it stands."""

    TEXT = "text"
    START = "start"
    END = "end"
    OTHER = "other"


@dataclass(slots=True)
class Token:
    """A piece of the page. `name`: the tag's, in lower case."""

    kind: Kind
    raw: str
    name: str = ""

    @property
    def empty(self) -> bool:
        """Whether a start tag has no end tag by its name."""
        return self.name in VOID

    def attribute(self, name: str) -> str | None:
        """The value of an attribute of a start tag, entities resolved; None where it has no such attribute."""
        found = self._value(name)
        return None if found is None else unescape(self.raw[found[0] : found[1]])

    def _value(self, name: str) -> tuple[int, int] | None:
        """Where the value lies in `raw`, without its quotation marks; the first of attributes of one name counts."""
        for match in _ATTRIBUTES.finditer(self.raw, len(self.name) + 1, len(self.raw) - 1):
            if match["name"].lower() == name:
                value = match["value"] or ""
                quoted = value[:1] in ('"', "'")
                end = match.end() - quoted
                return end - len(value) + 2 * quoted, end
        return None

    def set_attribute(self, name: str, value: str) -> None:
        """Write a value in place, in its own quotation marks; a new attribute stands first."""
        found = self._value(name)
        if found is None:
            place = len(self.name) + 1
            self.raw = f'{self.raw[:place]} {name}="{escape(value)}"{self.raw[place:]}'
            return
        start, end = found
        quote = self.raw[start - 1]
        if quote in ('"', "'"):
            self.raw = self.raw[:start] + _quoted(value, quote) + self.raw[end:]
        elif start == end:  # an attribute without a value
            lead = "" if self.raw[:start].rstrip().endswith("=") else "="
            self.raw = f'{self.raw[:start]}{lead}"{escape(value)}"{self.raw[end:]}'
        else:
            self.raw = f'{self.raw[:start]}"{escape(value)}"{self.raw[end:]}'


def _quoted(value: str, quote: str) -> str:
    value = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return value.replace(quote, "&quot;" if quote == '"' else "&#39;")


def tokenize(html: str) -> list[Token]:
    """The tokens; joining their `raw` gives `html`. Any text is good: what is no tag is text, an unfinished tag OTHER."""
    out: list[Token] = []
    place = 0
    while place < len(html):
        plain = _PLAIN.match(html, place)
        if plain:
            _text(out, plain.group())
            place = plain.end()
        else:
            place = _mark_up(out, html, place)
    return out


def _text(out: list[Token], text: str) -> None:
    if out and out[-1].kind is Kind.TEXT:
        out[-1].raw += text
    else:
        out.append(Token(Kind.TEXT, text))


def _mark_up(out: list[Token], html: str, place: int) -> int:
    tag = _TAG.match(html, place)
    if tag:
        name = tag["tag"].lower()
        out.append(Token(Kind.END if tag["slash"] else Kind.START, tag.group(), name))
        return _raw_text(out, html, tag.end(), name) if name in RAW and not tag["slash"] else tag.end()
    other = _OTHER.match(html, place)
    if other:
        out.append(Token(Kind.OTHER, other.group()))
        return other.end()
    if _NAME.match(html, place):  # a tag that the page ends in, or with an unclosed quotation mark
        out.append(Token(Kind.OTHER, html[place:]))
        return len(html)
    _text(out, "<")
    return place + 1


def _raw_text(out: list[Token], html: str, place: int, name: str) -> int:
    end = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(html, place)
    stop = end.start() if end else len(html)
    if stop > place:
        out.append(Token(Kind.TEXT if name == "title" else Kind.OTHER, html[place:stop]))
    return stop
