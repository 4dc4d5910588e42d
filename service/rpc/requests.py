"""Messages -> domain, with every limit of the proto checked before any work starts."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from service.config import Settings
from service.domain import Document
from service.errors import InvalidInputError
from service.text.reading import read_document
from tidings.v1 import newsroom_pb2 as pb

_MAX_ID = 512
_MAX_CHARACTERS = {
    "title": 2_000,
    "outlet": 500,
    "byline": 500,
    "url": 4_000,
    "published_at": 100,
    "language_code": 100,
}
"""As the proto's comments say."""


def document_of(message: pb.Document, settings: Settings, *, prefix: str = "document.") -> Document:
    """The document of a request. Raises InvalidInputError naming the field, the value and what would be good."""
    if not message.document_id:
        raise _invalid("INVALID_RECORD", "document_id is empty; it should be an id of your own", prefix + "document_id")
    if not is_document_id(message.document_id):
        raise _invalid(
            "INVALID_RECORD",
            f"document_id {message.document_id[:60]!r} should have at most {_MAX_ID} characters and no control characters",
            prefix + "document_id",
        )
    for name, most in _MAX_CHARACTERS.items():
        if len(getattr(message, name)) > most:
            raise _invalid(
                "TOO_LONG",
                f"{name} has {len(getattr(message, name)):,} characters; at most {most:,} are taken",
                prefix + name,
                characters=str(len(getattr(message, name))),
                max_characters=str(most),
            )
    content = message.WhichOneof("content")
    if content is None or not getattr(message, content).strip():
        raise _invalid("EMPTY_DOCUMENT", "the document is empty; give its `text` or its `html`", prefix + "text")
    data = bytes_of(getattr(message, content), settings, what="document", field=prefix + content)
    read = read_document(data, document_id=message.document_id, html=content == "html")
    return Document(
        document_id=read.document_id,
        text=read.text,
        html=read.html,
        title=message.title or None,
        outlet=message.outlet or None,
        byline=message.byline or None,
        url=message.url or None,
        published_at=message.published_at or None,
        language_code=message.language_code or None,
    )


def is_document_id(value: str) -> bool:
    """Whether `value` may name a document: 1 to 512 characters, none of them a control character."""
    # What is printable holds no control character; asking that first is 20 times as fast.
    return 0 < len(value) <= _MAX_ID and (
        value.isprintable() or not any(unicodedata.category(c) == "Cc" for c in value)
    )


def bytes_of(text: str, settings: Settings, *, what: str, field: str) -> bytes:
    """`text` in UTF-8. Raises InvalidInputError (TOO_LONG) above `max_document_bytes`, calling it a `what`."""
    data = text.encode()
    if len(data) > settings.max_document_bytes:
        raise _invalid(
            "TOO_LONG",
            f"the {what} has {len(data):,} bytes; at most {settings.max_document_bytes:,} are taken",
            field,
            bytes=str(len(data)),
            max_bytes=str(settings.max_document_bytes),
        )
    return data


def documents_of(messages: Sequence[pb.Document], settings: Settings) -> list[Document]:
    """The documents of a request about several: 1 to `max_documents`, ids unique."""
    if not 1 <= len(messages) <= settings.max_documents:
        raise _invalid(
            "INVALID_RECORD",
            f"{len(messages)} documents were given; 1 to {settings.max_documents} are taken",
            "documents",
        )
    seen: dict[str, int] = {}
    out = []
    for i, message in enumerate(messages):
        if message.document_id in seen:
            raise _invalid(
                "DUPLICATE_ID",
                f"documents[{i}] has the id {message.document_id!r} of documents[{seen[message.document_id]}]; "
                "ids should be unique",
                f"documents[{i}].document_id",
            )
        seen[message.document_id] = i
        out.append(document_of(message, settings, prefix=f"documents[{i}]."))
    return out


def _invalid(reason: str, message: str, field: str, **metadata: str) -> InvalidInputError:
    return InvalidInputError(reason, message, field=field, metadata=metadata, stage="read")
