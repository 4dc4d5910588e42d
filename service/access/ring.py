"""The keys that a running server goes by: read again when their file changes, the old ones kept where the new file is bad."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from service.access.keyfile import KeyFile
from service.access.keys import ApiKey, parsed
from service.access.quota import Quota
from service.errors import ConfigurationError, UnauthenticatedError

log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
"""How often the file is looked at: a revoked key is refused at most this much later."""


class KeyRing:
    """The keys of the file at `path`. Raises ConfigurationError where that can't be read at the start."""

    def __init__(
        self,
        path: Path,
        *,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._file = KeyFile(path)
        self._clock = clock
        self._now = now
        self._quotas: dict[str, Quota] = {}
        self._seen = self._identity()
        self._keys = {key.id: key for key in self._file.read()}
        self._looked = clock()

    @property
    def active(self) -> int:
        """How many keys open the door now."""
        now = self._now()
        return sum(key.state(now) == "active" for key in self._keys.values())

    def authenticated(self, token: str) -> ApiKey:
        """The key that `token` is. Raises UnauthenticatedError (INVALID_KEY, KEY_REVOKED, KEY_EXPIRED), never with the secret."""
        if self._clock() - self._looked >= LOOK_SECONDS:
            self.refresh()
        of = parsed(token)
        # Ids are no secret: they stand in logs. So an unknown one may be refused sooner than a wrong secret.
        key = self._keys.get(of[0]) if of else None
        if of is None or key is None or not key.opens_with(of[1]):
            raise UnauthenticatedError("INVALID_KEY", "the API key is not one of this server's")
        state = key.state(self._now())
        if state != "active":
            raise UnauthenticatedError(
                f"KEY_{state.upper()}", f"the API key {key.id} is {state}", metadata={"key_id": key.id}
            )
        return key

    def quota(self, key: ApiKey) -> Quota:
        """What is left for `key`; begun anew where its limits changed."""
        quota = self._quotas.get(key.id)
        if quota is None or quota.limits != key.limits:
            quota = self._quotas[key.id] = Quota(key.limits, self._clock)
        return quota

    def refresh(self, *, anyway: bool = False) -> None:
        """Read the file again where it changed, or `anyway`. A bad file changes nothing and is said once in the log."""
        self._looked = self._clock()
        identity = self._identity()
        if identity == self._seen and not anyway:
            return
        self._seen = identity
        try:
            self._keys = {key.id: key for key in self._file.read()}
        except ConfigurationError as error:
            log.error("the keys stay as they are: %s", error.message)
            return
        self._quotas = {key_id: quota for key_id, quota in self._quotas.items() if key_id in self._keys}
        log.info("%d keys read from %s, %d of them active", len(self._keys), self._file.path, self.active)

    def _identity(self) -> tuple[int, int, int] | None:
        try:
            status = self._file.path.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_size, status.st_ino
