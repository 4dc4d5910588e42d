"""What a corpus run made, read again: its translations, for whoever goes on from them without translating anew."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from service.corpus.records import Record, translation_from_record
from service.corpus.writer import RECORD_FILES
from service.domain import Translation
from service.errors import ConfigurationError

TRANSLATIONS = RECORD_FILES[0]


class FinishedTranslations:
    """The translations in OUT of `tidings corpus IN --out OUT`, in its order; of a document's versions the latest.

    Raises ConfigurationError (INVALID_INPUT) for a folder without such records, or a line that is none.
    """

    def __init__(self, out: Path) -> None:
        self._path = out / TRANSLATIONS
        if not self._path.is_file():
            raise ConfigurationError(
                "INVALID_INPUT",
                f"{out} has no {TRANSLATIONS}: name a folder that `tidings corpus IN --out {out}` has written",
                metadata={"input": str(out)},
            )
        self._latest: dict[str, int] = {}
        for number, record in self._records():
            self._latest[record["document_id"]] = number

    def __len__(self) -> int:
        return len(self._latest)

    def __iter__(self) -> Iterator[Translation]:
        wanted = set(self._latest.values())
        for number, record in self._records():
            if number in wanted:
                try:
                    yield translation_from_record(record)
                except (KeyError, ValueError, TypeError) as error:
                    raise self._bad(number, error) from error

    def _records(self) -> Iterator[tuple[int, Record]]:
        with self._path.open(encoding="utf-8") as stream:
            for number, line in enumerate(stream, 1):
                try:
                    record = json.loads(line)
                    _ = record["document_id"]
                except (ValueError, KeyError, TypeError) as error:
                    raise self._bad(number, error) from error
                yield number, record

    def _bad(self, number: int, error: Exception) -> ConfigurationError:
        return ConfigurationError(
            "INVALID_INPUT",
            f"{self._path}, line {number} is no record of this Tidings ({type(error).__name__}: {error}); run `tidings corpus` "
            "into the folder again",
            metadata={"input": str(self._path), "line": str(number)},
        )
