"""Page tokens (AIP-158): opaque, and refused with a reason when they belong to another request."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from typing import TypeVar

from service.errors import InvalidInputError

T = TypeVar("T")
DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE = 50, 200


def page(rows: Sequence[T], page_size: int, page_token: str, request: bytes) -> tuple[Sequence[T], str]:
    """The rows of one page and the token of the next, empty on the last.

    `request` stands for the fields that must be the same on every page. Raises InvalidInputError for a negative size or
    a token that this request did not get.
    """
    if page_size < 0:
        raise InvalidInputError(
            "INVALID_PAGE_SIZE",
            f"page_size is {page_size}; it should be 0 (for {DEFAULT_PAGE_SIZE}) to {MAX_PAGE_SIZE}",
            field="page_size",
        )
    size = min(page_size or DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE)
    digest = hashlib.sha256(request).hexdigest()[:16]
    start = _offset(page_token, digest) if page_token else 0
    end = start + size
    following = base64.urlsafe_b64encode(json.dumps([end, digest]).encode()).decode() if end < len(rows) else ""
    return rows[start:end], following


def _offset(token: str, digest: str) -> int:
    try:
        offset, of = json.loads(base64.urlsafe_b64decode(token.encode()))
    except ValueError:
        offset, of = -1, ""
    if of != digest or not isinstance(offset, int) or offset < 0:
        raise InvalidInputError(
            "INVALID_PAGE_TOKEN",
            f"page_token {token[:60]!r} was not given for this request; start again without one",
            field="page_token",
        )
    return offset
