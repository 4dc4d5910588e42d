"""What names a cached value: the SHA-256 of canonical JSON, so nothing that matters can be left out by accident."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping


def canonical_json(payload: Mapping[str, object]) -> bytes:
    """`payload` as the only JSON it can be: sorted keys, no ASCII escapes, no spaces, UTF-8.

    Raises ValueError for NaN and infinities and TypeError for what JSON has no word for: a key that two
    different values could share is worse than none.
    """
    return json.dumps(payload, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def cache_key(payload: Mapping[str, object]) -> str:
    """SHA-256 of `canonical_json(payload)`, 64 hex digits."""
    return hashlib.sha256(canonical_json(payload)).hexdigest()
