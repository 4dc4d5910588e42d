"""What the sender says of a document: it wins over what is found, so it has to be right."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime

import langcodes
from langcodes.tag_parser import LanguageTagError

from service.domain import Document
from service.errors import InvalidInputError

_RFC3339 = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}:\d{2})(:\d{2})?(?:\.\d+)?([Zz]|[+-]\d{2}:\d{2})?)?")


def given(value: str | None) -> str | None:
    """What the sender says: NFC, trimmed; an empty string says nothing."""
    text = unicodedata.normalize("NFC", value or "").strip()
    return text or None


def sent_date(document: Document) -> str | None:
    """The sender's RFC 3339 date or date-time as EDTF: fractions of a second dropped, the offset kept."""
    sent = given(document.published_at)
    if sent is None:
        return None
    match = _RFC3339.fullmatch(sent)
    try:
        if match is None:
            raise ValueError(sent)
        day, minutes, seconds, offset = match.groups()
        date.fromisoformat(day)
        if minutes is None:
            return day
        datetime.fromisoformat(f"{day}T{minutes}{seconds or ''}")
    except ValueError as error:
        raise InvalidInputError(
            "INVALID_RECORD",
            f"published_at {sent!r} of {document.document_id!r} is no RFC 3339 date, such as 2024-10-11 or "
            "2024-10-11T23:21:00+02:00",
            metadata={"document_id": document.document_id, "published_at": sent},
            field="published_at",
            stage="clean",
        ) from error
    return f"{day}T{minutes}{seconds or ''}{(offset or '').upper()}"


def sent_language(document: Document) -> str | None:
    """The sender's language code in canonical form; `no` stays `no`."""
    sent = given(document.language_code)
    if sent is None:
        return None
    try:
        return langcodes.standardize_tag(sent)
    except LanguageTagError as error:
        raise InvalidInputError(
            "INVALID_RECORD",
            f"language_code {sent!r} of {document.document_id!r} is no BCP-47 code, such as nb, nn, no, de or en",
            metadata={"document_id": document.document_id, "language_code": sent},
            field="language_code",
            stage="clean",
        ) from error
