"""HTML to lines through trafilatura, with what mark-up says of each line; bare text of the page where that fails."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from service.domain import ParagraphKind
from service.text.cleaning.lines import Line, split_lines

_HIDDEN = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "iframe",
        "head",
        "nav",
        "footer",
        "form",
        "button",
        "select",
        "object",
    }
)
_INLINE = frozenset(
    {
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
    }
    | {"label", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"}
)
_SCRIPT = re.compile(r"<(?:script|style)\b", re.IGNORECASE)
_SCRIPT_END = re.compile(r"</(?:script|style)\s*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,5000}>")
_SPACES = re.compile(r"\s+")
_PUBLISHED = r"article:published_time|og:published_time|datePublished|pubdate|publish-date|dc\.date\.issued"
_MODIFIED = r"article:modified_time|og:updated_time|dateModified|last-modified"
MIN_BLOCK_WORDS = 3
"""Words of a block that says something."""
MAX_HEAD = 300_000
"""Characters of a page in which declarations are looked for."""
_KINDS = {
    "p": None,
    "ab": None,
    "head": ParagraphKind.HEADING,
    "item": ParagraphKind.LIST_ITEM,
    "quote": ParagraphKind.QUOTE,
    "cell": None,
    "code": None,
}


@dataclass(slots=True)
class Page:
    """The lines of a page and what its metadata says; None where it says nothing."""

    lines: list[Line] = field(default_factory=list)
    title: str | None = None
    byline: str | None = None
    outlet: str | None = None
    published_at: str | None = None
    updated_at: str | None = None
    left_out: list[str] = field(default_factory=list)
    """Blocks of the page that are no line of the article."""


def read_html(html: str) -> Page:
    """The article's lines. Never raises for malformed HTML: then the page's visible text is read line by line."""
    from trafilatura import bare_extraction

    page = Page()
    try:
        tree: Any = bare_extraction(
            html,
            include_comments=False,
            include_tables=True,
            include_images=False,
            with_metadata=True,
            favor_recall=True,
            date_extraction_params={"original_date": True, "extensive_search": False, "outputformat": "%Y-%m-%d"},
        )
    except Exception:  # lxml, encodings and the extractor's own rules fail in many ways on broken pages
        tree = None
    if tree is not None:
        page.title = _text(tree.title)
        page.byline = _text(tree.author)
        page.outlet = _text(tree.sitename)
        page.published_at = _declared(html, _PUBLISHED) or _text(tree.date)
        page.updated_at = _declared(html, _MODIFIED)
        if tree.body is not None:
            page.lines = list(_walk(tree.body))
    root = _parsed(html)
    blocks = [line.text for line in split_lines(_visible_text(html, root))]
    if sum(line.words for line in page.lines) < 1 or _glued(page.lines, blocks):
        page.lines = split_lines("\n\n".join(blocks))
    captions = set(_captions(root))
    for line in page.lines:
        if line.text in captions:
            line.hint = ParagraphKind.CAPTION
    known = "\n".join(line.text for line in page.lines)
    page.lines += [Line(text, hint=ParagraphKind.CAPTION) for text in sorted(captions) if text not in known]
    page.left_out = [text for text in dict.fromkeys(blocks) if text not in known and text not in captions]
    return page


def _glued(lines: Sequence[Line], blocks: Sequence[str]) -> bool:
    """Whether the extractor ran several blocks of a (short) page into one line, headline and caption with them."""
    told = [block for block in blocks if len(block.split()) >= MIN_BLOCK_WORDS]
    return any(sum(block in line.text for block in told) >= 2 for line in lines if line.text not in blocks)


def _parsed(html: str) -> Any:
    """The page's root element, None where a parser takes nothing in it for an element."""
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    try:
        return document_fromstring(html, parser=HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True))
    except (etree.LxmlError, ValueError):
        return None


def _captions(root: Any) -> list[str]:
    """The texts of <figcaption> elements."""
    if root is None:
        return []
    return [text for node in root.iter("figcaption") if (text := _text(" ".join(node.itertext())))]


def _declared(html: str, names: str) -> str | None:
    """The date that a <meta> element or JSON-LD gives under one of `names`, to the minute where it has a time."""
    stamp = r"[\"']\s*(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}))?"
    patterns = (
        rf"<meta\b[^<>]{{0,300}}?=\s*[\"'](?:{names})[\"'][^<>]{{0,300}}?\bcontent\s*=\s*{stamp}",
        rf"<meta\b[^<>]{{0,300}}?\bcontent\s*=\s*{stamp}[^<>]{{0,300}}?=\s*[\"'](?:{names})[\"']",
        rf"[\"'](?:{names})[\"']\s*:\s*{stamp}",
    )
    for pattern in patterns:
        if match := re.search(pattern, html[:MAX_HEAD], re.IGNORECASE):
            day, minutes = match.groups()
            return f"{day}T{minutes}" if minutes else str(day)
    return None


def _visible_text(html: str, root: Any) -> str:
    """The text between the tags, a line a block; scripts, styles, menus and comments left out."""
    from lxml import etree

    if root is None:
        return _stripped(html)
    pieces: list[str] = []
    hidden = 0
    for event, node in etree.iterwalk(root, events=("start", "end")):
        tag = node.tag if isinstance(node.tag, str) else ""
        if event == "start":
            hidden += tag in _HIDDEN
            pieces.append("" if tag in _INLINE else "\n")
            pieces.append("" if hidden else _SPACES.sub(" ", node.text or ""))
        else:
            hidden -= tag in _HIDDEN
            pieces.append("" if tag in _INLINE else "\n")
            pieces.append("" if hidden else _SPACES.sub(" ", node.tail or ""))
    text = unicodedata.normalize("NFC", "".join(pieces))
    return text if text.strip() else _stripped(html)  # a parser gives up some hundred levels down


def _stripped(html: str) -> str:
    """What is left without anything that looks like a tag, a script or a style."""
    first, *rest = _SCRIPT.split(html)
    for piece in rest:
        end = _SCRIPT_END.search(piece)
        first += piece[end.end() :] if end else ""  # never closed: nothing after it is text
    return unicodedata.normalize("NFC", unescape(_TAG.sub(" ", first)))


def _walk(element: Any, hint: ParagraphKind | None = None) -> Iterator[Line]:
    """Lines of trafilatura's tree, one a paragraph, heading, item, quotation or table row."""
    tag = element.tag if isinstance(element.tag, str) else ""
    if tag == "row":
        cells = [_text(" ".join(cell.itertext())) for cell in element]
        joined = " | ".join(cell for cell in cells if cell)
        if joined:
            yield Line(joined, hint=hint)
        return
    if tag in _KINDS and not any(child.tag in {"p", "item", "list", "row"} for child in element):
        yield from _pieces(element, _KINDS[tag] or hint)
        return
    inner = ParagraphKind.QUOTE if tag == "quote" else hint
    if element.text and element.text.strip():
        yield from _lines(element.text, inner)
    for child in element:
        yield from _walk(child, inner)
        if child.tail and child.tail.strip():
            yield from _lines(child.tail, inner)


def _pieces(element: Any, kind: ParagraphKind | None) -> Iterator[Line]:
    """The text of one block, a line for each line break in it."""
    text = ""
    for node in element.iter():
        if node.tag == "lb":
            text += "\n"
        elif node.text:
            text += node.text
        if node is not element and node.tail:
            text += node.tail
    yield from _lines(text, kind)


def _lines(text: str, kind: ParagraphKind | None) -> Iterator[Line]:
    for piece in text.split("\n"):
        clean = _text(piece)
        if clean:
            yield Line(clean, hint=kind)


def _text(value: object) -> str | None:
    text = unicodedata.normalize("NFC", _SPACES.sub(" ", str(value or ""))).strip()
    return text or None
