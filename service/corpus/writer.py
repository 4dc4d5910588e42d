"""The record files: written beside, then moved into place, so that a reader never sees half of one."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

from service.corpus.records import Record, dumps
from service.errors import StorageError

RECORD_FILES = ("translations.jsonl", "summaries.jsonl", "events.jsonl", "failures.jsonl")
REPORT_FILE = "report.html"
RUN_FILE = "run.json"


def moved_into_place(path: Path, pieces: Iterable[str]) -> None:
    """Write `path` of `pieces` under another name, then move it there. Raises OSError."""
    staged = path.with_name(f"{path.name}.staged")
    with staged.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(pieces)
        stream.flush()
        os.fsync(stream.fileno())
    staged.replace(path)


class RecordFiles:
    """The files of one run in `out`, staged in `staging` until `publish`.

    Raises StorageError (OUT_FAILED) where they can't be written; what stood in `out` before stays then.
    """

    def __init__(self, out: Path, staging: Path) -> None:
        self._out = out
        self._staging = staging
        self._names: list[str] = []

    def staged(self, name: str) -> Path:
        """Where `name` lies until it is published."""
        return self._staging / name

    def lines(self, name: str, records: Iterable[Record]) -> None:
        """Stage `name`, one record a line."""
        self.text(name, (dumps(record) + "\n" for record in records))

    def text(self, name: str, pieces: Iterable[str]) -> None:
        """Stage `name`, made of `pieces`."""
        try:
            with self.staged(name).open("w", encoding="utf-8", newline="\n") as stream:
                stream.writelines(pieces)
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise self._failed(name, error) from error
        self._names.append(name)

    def publish(self) -> None:
        """Move every staged file into place, in the order they were staged."""
        for name in self._names:
            try:
                self.staged(name).replace(self._out / name)
            except OSError as error:
                raise self._failed(name, error) from error
        self._names.clear()

    def _failed(self, name: str, error: OSError) -> StorageError:
        return StorageError(
            "OUT_FAILED",
            f"{self._out / name} can't be written: {error.strerror or error}; the finished documents are kept, "
            "and the same command goes on from there once this is mended",
            metadata={"path": str(self._out / name)},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for name in self._names:
            self.staged(name).unlink(missing_ok=True)
