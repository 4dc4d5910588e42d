"""API keys: `tdk_<id>_<secret>`.

The secret is 43 characters drawn from 62 by the operating system's generator, 256 bits. What is kept is its SHA-256.
bcrypt and its kind make the guessing of passwords slow, which people choose badly; nobody guesses 256 random bits, and
a slow hash would cost each request 100 ms and let strangers burn the server's CPU with made-up keys.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import string
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from typing import Any

from service.errors import ConfigurationError

_LETTERS = string.ascii_letters + string.digits
_SECRET_LENGTH = 43
_FORM = re.compile(r"tdk_([0-9a-f]{12})_([A-Za-z0-9]{43})")
_NAME = re.compile(r"[^\x00-\x1f\x7f]{1,100}")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one key may use; None: as much as there is. An article of a stream counts as a request."""

    requests_per_second: float | None = None
    """Mean rate; short bursts of up to `burst` requests are let through."""
    burst: int | None = None
    """None: twice the rate, at least 1."""
    characters_per_minute: int | None = None
    """Characters of all text in the requests."""
    characters_per_day: int | None = None

    def __post_init__(self) -> None:
        for limit in fields(self):
            value = getattr(self, limit.name)
            if value is None:
                continue
            number = not isinstance(value, bool) and isinstance(value, int | float) and 0 < value < 10**15
            if not number or (limit.name != "requests_per_second" and not isinstance(value, int)):
                raise ConfigurationError("INVALID_KEY", f"{limit.name} is {value!r}; it should be a number above 0")
        if self.burst is not None and self.requests_per_second is None:
            raise ConfigurationError("INVALID_KEY", "burst needs requests_per_second beside it")


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key as it is kept. Times are UTC."""

    id: str
    name: str
    sha256: str
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    methods: tuple[str, ...] = ("*",)
    """Names of the methods it may call; `*`: all."""
    limits: Limits = field(default_factory=Limits)

    def opens_with(self, secret: str) -> bool:
        """Whether `secret` is this key's; takes as long for a wrong one."""
        return hmac.compare_digest(digest(secret), self.sha256)

    def state(self, now: datetime) -> str:
        """`active`, `expired` or `revoked`."""
        if self.revoked_at is not None:
            return "revoked"
        return "expired" if self.expires_at is not None and now >= self.expires_at else "active"

    def may_call(self, method: str) -> bool:
        """Whether it may call `method`, by its plain name."""
        return "*" in self.methods or method in self.methods

    def record(self) -> dict[str, Any]:
        """The key as JSON."""
        return {
            "id": self.id,
            "name": self.name,
            "sha256": self.sha256,
            "created_at": _said(self.created_at),
            "expires_at": _said(self.expires_at),
            "revoked_at": _said(self.revoked_at),
            "methods": list(self.methods),
            "limits": {limit.name: getattr(self.limits, limit.name) for limit in fields(self.limits)},
        }

    @classmethod
    def of_record(cls, record: Mapping[str, Any]) -> ApiKey:
        """`record` as a key. Raises ConfigurationError (INVALID_KEY) naming what is wrong."""
        if not isinstance(record, Mapping):
            raise ConfigurationError("INVALID_KEY", f"a key should be an object, and there is {str(record)[:40]!r}")
        named = f"the key {str(record.get('id'))[:20]!r}"
        unknown = record.keys() - {f.name for f in fields(cls)}
        if unknown:
            raise ConfigurationError("INVALID_KEY", f"{named} has unknown fields: {', '.join(sorted(unknown))}")
        try:
            key = cls(
                id=str(record["id"]),
                name=str(record["name"]),
                sha256=str(record["sha256"]),
                created_at=datetime.fromisoformat(record["created_at"]),
                expires_at=_time(record.get("expires_at")),
                revoked_at=_time(record.get("revoked_at")),
                methods=tuple(str(method) for method in record.get("methods", ("*",))),
                limits=Limits(**record.get("limits", {})),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise ConfigurationError("INVALID_KEY", f"{named} can't be read: {type(error).__name__} {error}") from error
        except ConfigurationError as error:
            raise ConfigurationError(error.reason, f"{named}: {error.message}") from error
        if not re.fullmatch(r"[0-9a-f]{12}", key.id) or not re.fullmatch(r"[0-9a-f]{64}", key.sha256):
            raise ConfigurationError("INVALID_KEY", f"{named} needs an id of 12 and a sha256 of 64 hex digits")
        if any(time is not None and time.tzinfo is None for time in (key.created_at, key.expires_at, key.revoked_at)):
            raise ConfigurationError("INVALID_KEY", f"{named} has a time without its zone; write 2027-01-31T00:00:00Z")
        return key


def digest(secret: str) -> str:
    """SHA-256, hex."""
    return hashlib.sha256(secret.encode()).hexdigest()


def parsed(token: str) -> tuple[str, str] | None:
    """Id and secret of a token; None where it has another form."""
    match = _FORM.fullmatch(token)
    return (match[1], match[2]) if match else None


def new_key(
    name: str,
    *,
    now: datetime,
    expires_at: datetime | None = None,
    methods: tuple[str, ...] = ("*",),
    limits: Limits | None = None,
) -> tuple[ApiKey, str]:
    """A key and its token, which is nowhere else. Raises ConfigurationError for a name with control characters or none."""
    if not _NAME.fullmatch(name) or not name.strip():
        raise ConfigurationError(
            "INVALID_KEY", f"the name is {name[:40]!r}; it should be 1 to 100 characters, no control characters"
        )
    key_id = secrets.token_hex(6)
    secret = "".join(secrets.choice(_LETTERS) for _ in range(_SECRET_LENGTH))
    made = ApiKey(key_id, name, digest(secret), now, expires_at=expires_at, methods=methods, limits=limits or Limits())
    return made, f"tdk_{key_id}_{secret}"


def _time(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)


def _said(value: datetime | None) -> str | None:
    return None if value is None else f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
