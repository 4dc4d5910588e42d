"""The file of API keys: JSON, readable by its owner alone, written whole under a temporary name and moved into place."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from service.access.keys import ApiKey
from service.errors import ConfigurationError, StorageError

_VERSION = 1


@dataclass(frozen=True)
class KeyFile:
    """The keys at `path`."""

    path: Path

    def read(self) -> tuple[ApiKey, ...]:
        """The keys. Raises ConfigurationError (NO_KEYS, BAD_KEYS, INVALID_KEY) naming the file and what is wrong in it."""
        try:
            data = json.loads(self.path.read_text(encoding="utf-8"))
        except OSError as error:
            raise ConfigurationError(
                "NO_KEYS",
                f"the keys file {self.path} can't be read ({error.strerror}): `tidings keys new NAME` makes one",
            ) from error
        except ValueError as error:
            raise ConfigurationError("BAD_KEYS", f"the keys file {self.path} is not JSON: {error}") from error
        if not isinstance(data, dict) or data.get("version") != _VERSION or not isinstance(data.get("keys"), list):
            raise ConfigurationError(
                "BAD_KEYS", f'the keys file {self.path} should be {{"version": {_VERSION}, "keys": […]}}'
            )
        try:
            keys = tuple(ApiKey.of_record(record) for record in data["keys"])
        except ConfigurationError as error:
            raise ConfigurationError(error.reason, f"{self.path}: {error.message}") from error
        ids = [key.id for key in keys]
        if twice := {name for name in ids if ids.count(name) > 1}:
            raise ConfigurationError("BAD_KEYS", f"{self.path} has two keys with the id {min(twice)}")
        return keys

    def change(self, change: Callable[[tuple[ApiKey, ...]], Sequence[ApiKey]]) -> None:
        """Write what `change` makes of the keys, one process at a time.

        Raises as `read` does for a file that is there and bad, StorageError (KEYS_UNWRITABLE) where it can't be written.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with self._locked():
                self._write(change(self.read() if self.path.exists() else ()))
        except OSError as error:
            raise StorageError(
                "KEYS_UNWRITABLE", f"the keys file {self.path} can't be written: {error.strerror}"
            ) from error

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        # A file of its own: the keys file is replaced, and a lock on what was replaced keeps nobody out.
        lock = os.open(self.path.with_name(f".{self.path.name}.lock"), os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _write(self, keys: Sequence[ApiKey]) -> None:
        text = json.dumps({"version": _VERSION, "keys": [key.record() for key in keys]}, ensure_ascii=False, indent=2)
        temporary = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        try:
            with os.fdopen(
                os.open(temporary, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="utf-8"
            ) as file:
                file.write(text + "\n")
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(self.path)
        finally:
            temporary.unlink(missing_ok=True)
