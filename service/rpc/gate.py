"""Who is let in: bearer API keys, their methods, their rates and quotas."""

from __future__ import annotations

import asyncio
from functools import partial

from service.access import KeyRing
from service.errors import DeniedError, NotServingError, QuotaError, UnauthenticatedError
from service.rpc.calls import Call

OPEN_SERVICES = frozenset({"grpc.health.v1.Health"})
"""Answered without a key: an orchestrator's probes have none."""

MAX_PACE_SECONDS = 60.0
"""A stream over its rate waits this long at most for its next article before it is refused."""


class Gate:
    """Asks every call for a key of `keys`; lets all in where there are none."""

    def __init__(self, keys: KeyRing | None) -> None:
        self.keys = keys
        self.loading = True
        """Whether the models are still being loaded: only health is answered."""
        self.draining = False
        """Whether the server stops: what is in work is finished, and nothing begun."""

    def admit(self, call: Call) -> None:
        """Before anything of the message is read.

        Raises UnauthenticatedError (NO_KEY, INVALID_KEY, KEY_REVOKED, KEY_EXPIRED), DeniedError (METHOD_NOT_ALLOWED),
        QuotaError (REQUEST_RATE) and NotServingError.
        """
        if call.service in OPEN_SERVICES:
            return
        if self.keys is not None:
            self._authenticate(call, self.keys)
        if self.loading:
            message = "the server is loading its models; health says when it serves"
            raise NotServingError("LOADING", message, retry_seconds=1.0)
        if self.draining:
            message = "the server is stopping; another one, or this one once it is back, will answer"
            raise NotServingError("DRAINING", message, retry_seconds=1.0)
        if self.keys is not None and call.key is not None:
            self.keys.quota(call.key).request(call.key)

    @staticmethod
    def _authenticate(call: Call, keys: KeyRing) -> None:
        scheme, _, token = call.metadata.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise UnauthenticatedError("NO_KEY", "an API key is needed: send `authorization: Bearer tdk_…`")
        key = call.key = keys.authenticated(token.strip())
        if not key.may_call(call.method):
            raise DeniedError(
                "METHOD_NOT_ALLOWED",
                f"the API key {key.id} may not call {call.method}; it may call {', '.join(key.methods)}",
                metadata={"key_id": key.id, "method": call.method},
            )

    def charge(self, call: Call, characters: int) -> None:
        """Once a request is read. Raises QuotaError (CHARACTER_QUOTA)."""
        if self.keys is not None and call.key is not None:
            self.keys.quota(call.key).characters(call.key, characters)

    async def pace(self, call: Call, characters: int, remaining: float | None) -> None:
        """As `charge`, for an article of a stream, which also counts as a request: waits where the key's rate asks for it.

        Reading the next article waits with it, so a fast client is slowed down rather than refused. Raises QuotaError
        where the wait would be longer than MAX_PACE_SECONDS or than the `remaining` seconds of the call.
        """
        if self.keys is None or call.key is None:
            return
        quota = self.keys.quota(call.key)
        longest = MAX_PACE_SECONDS if remaining is None else min(MAX_PACE_SECONDS, remaining)
        for take in (partial(quota.request, call.key), partial(quota.characters, call.key, characters)):
            while True:
                try:
                    take()
                    break
                except QuotaError as error:
                    if error.retry_seconds is None or error.retry_seconds > longest:
                        raise
                    longest -= error.retry_seconds
                    await asyncio.sleep(error.retry_seconds)
