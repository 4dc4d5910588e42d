"""Bytes to a Document: which encoding, is it text at all, is it HTML; language-agnostic.

UTF-8 is what goes in (docs/schema.md); a byte order mark is obeyed, and so is the charset that an HTML page declares.
Nothing is guessed beyond that: a wrong guess turns æ into something a translator reads as another word.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from service.domain import Document
from service.errors import InvalidInputError

__all__ = ["decode_text", "normalize_text", "read_document"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""UTF-32 before UTF-16: the little-endian mark of the one begins with that of the other."""

_MAGIC = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a zip archive or an office document",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"\x1f\x8b": "gzip data",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"{\\rtf": "an RTF document",
    b"\x7fELF": "a program",
}
_NEWLINES = re.compile("\r\n|[\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ufeff\u00ad\u200b\u2060]")
_TAGS = re.compile(r"<(?:!doctype\s+html|html|head|body|article|main|div|p|h1)\b[^<>]{0,2000}>", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)

MAX_CONTROL_SHARE = 0.01
"""More control characters than this share means that the bytes are not text."""


def read_document(data: bytes, *, document_id: str, html: bool | None = None, max_bytes: int = 20_000_000) -> Document:
    """The bytes of one file as a Document with `text` or `html` set: NFC, `\\n` newlines, no control characters.

    `html` None means: look at how it begins. `max_bytes` bounds the input. Raises InvalidInputError (stage `read`):
    TOO_LONG, EMPTY_DOCUMENT, NOT_TEXT (binary) or INVALID_ENCODING (not UTF-8, with the offset of the first bad byte).
    """
    if len(data) > max_bytes:
        raise InvalidInputError(
            "TOO_LONG",
            f"{document_id!r} has {len(data):,} bytes; at most {max_bytes:,} are read",
            metadata={"document_id": document_id, "bytes": str(len(data)), "max_bytes": str(max_bytes)},
            field="text",
            stage="read",
        )
    text = decode_text(data, document_id=document_id, html=html)
    if html is None:
        html = _looks_like_html(text)
    text = normalize_text(text)
    if not text.strip():
        raise InvalidInputError(
            "EMPTY_DOCUMENT",
            f"{document_id!r} holds no text ({len(data):,} bytes, all white space); an article's text is needed",
            metadata={"document_id": document_id, "bytes": str(len(data))},
            field="text",
            stage="read",
        )
    return Document(document_id, html=text) if html else Document(document_id, text=text)


def decode_text(data: bytes, *, document_id: str, html: bool | None = None) -> str:
    """The characters of `data`. Raises InvalidInputError NOT_TEXT or INVALID_ENCODING (stage `read`)."""
    for magic, name in _MAGIC.items():
        if data.startswith(magic):
            raise _not_text(document_id, f"it is {name}")
    encoding, start = "utf-8", 0
    for bom, name in _BOMS:
        if data.startswith(bom):
            encoding, start = name, len(bom)
            break
    else:
        if html is not False and (declared := _CHARSET.search(data[:4096])):
            encoding = _known_encoding(declared.group(1).decode("ascii", "replace"))
        if b"\x00" in data:
            raise _not_text(document_id, f"byte {data.index(0):,} is NUL")
    try:
        text = data[start:].decode(encoding)
    except UnicodeDecodeError as error:
        offset = start + error.start
        if _binary_share(data) > MAX_CONTROL_SHARE:
            raise _not_text(document_id, "its bytes are no text in any encoding") from error
        raise InvalidInputError(
            "INVALID_ENCODING",
            f"{document_id!r} is not {encoding}: byte {offset:,} is 0x{data[offset]:02x}; save it as UTF-8",
            metadata={"document_id": document_id, "encoding": encoding, "offset": str(offset)},
            field="text",
            stage="read",
        ) from error
    if len(_CONTROLS.findall(text)) > max(2.0, MAX_CONTROL_SHARE * len(text)):
        raise _not_text(document_id, "it is full of control characters")
    return text


def normalize_text(text: str) -> str:
    """NFC, every kind of line end as `\\n`, no control characters or stray byte order marks, no lone surrogates."""
    text = _CONTROLS.sub("", _NEWLINES.sub("\n", text))
    text = text.encode("utf-8", "replace").decode("utf-8") if not text.isascii() else text
    return unicodedata.normalize("NFC", text)


def _looks_like_html(text: str) -> bool:
    """A document type or <html> at the start, or several structural tags early on."""
    head = text[:20_000]
    first = _TAGS.search(head)
    if first is None:
        return False
    at_start = not head[: first.start()].strip() or head.lstrip().startswith(("<?xml", "<!--"))
    return at_start or len(_TAGS.findall(head)) >= 3


def _known_encoding(name: str) -> str:
    """What Python calls a declared charset; UTF-8 for a name nobody knows (browsers read latin-1 as cp1252)."""
    try:
        encoding = codecs.lookup(name).name
    except LookupError:
        return "utf-8"
    if encoding in {"iso8859-1", "ascii"}:
        return "cp1252"
    return "utf-8" if encoding.startswith(("utf-16", "utf-32")) else encoding


def _binary_share(data: bytes) -> float:
    sample = data[:65_536]
    table = bytes(range(9)) + bytes(range(14, 32))
    return (len(sample) - len(sample.translate(None, table))) / max(len(sample), 1)


def _not_text(document_id: str, why: str) -> InvalidInputError:
    return InvalidInputError(
        "NOT_TEXT",
        f"{document_id!r} is not text: {why}; plain text or HTML in UTF-8 is needed",
        metadata={"document_id": document_id},
        field="text",
        stage="read",
    )
