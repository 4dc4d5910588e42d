"""One line of a JSONL corpus -> a Document, or an error that names field, value and what would be good."""

from __future__ import annotations

import codecs
import datetime
import json
import re
import unicodedata
from dataclasses import replace
from typing import Any, NoReturn

from service.domain import Document
from service.errors import InvalidInputError
from service.text.reading import read_document

MAX_ID_LENGTH = 1024
"""Characters of a document_id: enough for any path, too few for an article pasted into the wrong field."""

_TEXT_FIELDS = ("title", "outlet", "byline", "url")
_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d:\d\d)(\.\d+)?([Zz]|[+-]\d\d:\d\d))?")
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_SHOWN = 60


def _refuse(field: str, value: object, good: str) -> NoReturn:
    shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if len(shown) > _SHOWN:
        shown = shown[: _SHOWN - 1] + "…"
    shown = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in shown)
    raise InvalidInputError(
        "INVALID_RECORD",
        f"{field} is {shown!r}; it should be {good}"
        if value is not None
        else f"{field} is missing; it should be {good}",
        metadata={"field": field, "value": shown},
        field=field,
        stage="read",
    )


def parse_object(line: bytes) -> dict[str, Any]:
    """The JSON object on `line`. Raises InvalidInputError (INVALID_ENCODING, INVALID_RECORD; stage `read`)."""
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as error:
        byte = line[error.start]
        raise InvalidInputError(
            "INVALID_ENCODING",
            f"byte {error.start + 1} of the line is 0x{byte:02x}, which is not UTF-8; the line should be UTF-8",
            metadata={"byte": f"0x{byte:02x}", "position": str(error.start + 1)},
            stage="read",
        ) from error
    try:
        value = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise InvalidInputError(
            "INVALID_RECORD",
            f"the line is not JSON ({error}); it should be one JSON object",
            metadata={"field": "", "value": printable_start(text)},
            stage="read",
        ) from error
    if not isinstance(value, dict):
        _refuse("the line", value, 'a JSON object such as {"document_id": "a", "text": "…"}')
    return value


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def printable_start(text: str) -> str:
    """The first characters of `text`, for a message."""
    return "".join(c for c in text[:_SHOWN] if c.isprintable())


def check_document_id(value: object) -> str:
    """`value` as a document_id (NFC). Raises InvalidInputError (INVALID_RECORD)."""
    good = "a string of 1 to 1,024 characters without control characters"
    if not isinstance(value, str) or not value.strip() or len(value) > MAX_ID_LENGTH:
        _refuse("document_id", value, good)
    if any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in value):
        _refuse("document_id", value, good)
    return unicodedata.normalize("NFC", value)


def check_published_at(value: object) -> str | None:
    """`value` as an RFC 3339 date or date-time, None if not given. Raises InvalidInputError (INVALID_RECORD)."""
    if value is None:
        return None
    good = "an RFC 3339 date or date-time, such as 2024-10-11 or 2024-10-11T23:21:00+02:00"
    match = _DATE.fullmatch(value) if isinstance(value, str) else None
    if not match:
        _refuse("published_at", value, good)
    date, time, _, offset = match.groups()
    try:
        datetime.date.fromisoformat(date)
        if time:
            # RFC 3339 knows the leap second, Python does not.
            datetime.time.fromisoformat(time[:6] + ("59" if time.endswith(":60") else time[6:]))
            if offset[0] in "+-":
                datetime.time.fromisoformat(offset[1:])
    except ValueError:
        _refuse("published_at", value, good)
    return match.group()


def parse_line(line: bytes) -> Document:
    """The document on `line`. Raises InvalidInputError (stage `read`) with the field, its value and the good ones."""
    record = parse_object(line)
    document_id = check_document_id(record.get("document_id"))
    text, html = record.get("text"), record.get("html")
    for field, value in (("text", text), ("html", html)):
        if value is not None and not isinstance(value, str):
            _refuse(field, value, "a string")
    if text is not None and html is not None:
        _refuse("html", html, "left out where text is given: one of the two")
    if text is None and html is None:
        _refuse("text", None, "given, or html instead: one of the two")
    sender: dict[str, str | None] = {}
    for field in _TEXT_FIELDS:
        sender[field] = _sender_text(field, record.get(field))
    sender["published_at"] = check_published_at(record.get("published_at"))
    code = record.get("language_code")
    if code is not None and not (isinstance(code, str) and _LANGUAGE_TAG.fullmatch(code)):
        _refuse("language_code", code, "a BCP-47 code: nb, nn, no, de, da, sv or en")
    sender["language_code"] = code
    field, body = ("html", html) if html is not None else ("text", text)
    # The mark says that this is UTF-8 whatever charset the page inside declares.
    data = codecs.BOM_UTF8 + _encode(field, body or "")
    document = read_document(data, document_id=document_id, html=html is not None)
    # Only what the sender knows is laid over what reading found.
    return replace(document, **{name: value for name, value in sender.items() if value is not None})


def _sender_text(field: str, value: object) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        _refuse(field, value, "a string, or left out")
    _encode(field, value)
    visible = "".join(c for c in value if not unicodedata.category(c).startswith("C") or c.isspace())
    cleaned = unicodedata.normalize("NFC", " ".join(visible.split()))
    return cleaned or None


def _encode(field: str, value: str) -> bytes:
    """JSON can spell half a character (a lone surrogate), which is no text."""
    try:
        return value.encode("utf-8")
    except UnicodeEncodeError as error:
        _refuse(field, value[error.start : error.end], "text without lone surrogates")
