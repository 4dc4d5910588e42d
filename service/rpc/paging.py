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
    size = size_of(page_size)
    start = position_of(page_token, request) or 0
    end = start + size
    return rows[start:end], token_of(end, request) if end < len(rows) else ""


def size_of(page_size: int) -> int:
    """How many rows a request with this `page_size` gets at most. Raises InvalidInputError for a negative one."""
    if page_size < 0:
        raise InvalidInputError(
            "INVALID_PAGE_SIZE",
            f"page_size is {page_size}; it should be 0 (for {DEFAULT_PAGE_SIZE}) to {MAX_PAGE_SIZE}",
            field="page_size",
        )
    return min(page_size or DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE)


def token_of(position: int, request: bytes) -> str:
    """The token of the page that begins at `position`, whatever that counts, of this `request` alone."""
    return base64.urlsafe_b64encode(json.dumps([position, _digest(request)]).encode()).decode()


def position_of(page_token: str, request: bytes) -> int | None:
    """Where the page begins; None for no token. Raises InvalidInputError for one that this `request` did not get."""
    if not page_token:
        return None
    try:
        position, of = json.loads(base64.urlsafe_b64decode(page_token.encode()))
    except (ValueError, TypeError):
        position, of = -1, ""
    if of != _digest(request) or not isinstance(position, int) or position < 0:
        raise InvalidInputError(
            "INVALID_PAGE_TOKEN",
            f"page_token {page_token[:60]!r} was not given for this request; start again without one",
            field="page_token",
        )
    return position


def _digest(request: bytes) -> str:
    return hashlib.sha256(request).hexdigest()[:16]
