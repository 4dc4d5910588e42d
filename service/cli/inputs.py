"""FILE… on the command line -> documents, one after the other."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from service.cli.errors import FAILED, complain
from service.domain import Document, Failure
from service.errors import ConfigurationError, StorageError, TidingsError

Result = TypeVar("Result")

STDIN = "-"
_STDIN_ID = "stdin"


def check_files(files: Sequence[str]) -> None:
    """Raise ConfigurationError for a name that is no readable file, before anything is done."""
    if files.count(STDIN) > 1:
        raise ConfigurationError("INVALID_INPUT", "- (standard input) is named twice; it can be read once")
    for name in files:
        path = Path(name)
        if name == STDIN:
            continue
        if path.is_dir():
            raise ConfigurationError(
                "INVALID_INPUT", f"{name} is a folder; `tidings corpus {name} --out OUT` reads a folder"
            )
        if not path.exists():
            raise ConfigurationError("INVALID_INPUT", f"{name} does not exist; name a file, or - for standard input")
        if not os.access(path, os.R_OK):
            raise ConfigurationError("INVALID_INPUT", f"{name} can't be read: permission denied")


def read_files(files: Sequence[str]) -> Iterator[Document | Failure]:
    """Each document of `files`: articles (.txt, .html, whatever else is text), .jsonl records, - for standard input.

    A file's document_id is its name without the ending; its path without the ending where two names are the same.
    """
    from service.corpus.files import RECORD_SUFFIXES, printable
    from service.corpus.readers import read_corpus, read_file

    names = Counter(Path(name).stem for name in files)
    for name in files:
        path = Path(name)
        if name == STDIN:
            yield _read_stdin()
        elif path.suffix.lower() in RECORD_SUFFIXES:
            yield from read_corpus(path)
        else:
            document_id = path.stem if names[path.stem] == 1 else path.with_suffix("").as_posix()
            yield read_file(path, document_id, printable(name))


def _read_stdin() -> Document | Failure:
    from service.corpus.readers import MAX_FILE_BYTES
    from service.text.reading import read_document

    data = sys.stdin.buffer.read(MAX_FILE_BYTES + 1)
    try:
        return read_document(data, document_id=_STDIN_ID)
    except TidingsError as error:
        return Failure(_STDIN_ID, error.stage or "read", error.reason, error.message, error.metadata)


def each(
    files: Sequence[str],
    work: Callable[[Document], Result],
    show: Callable[[Result], None],
    refuse: Callable[[Failure], None],
    *,
    stage: str,
) -> int:
    """`work` on each document, then `show`; a refused one goes to `refuse` and the others go on. The exit code.

    `stage` is where an error that names no stage happened.
    """
    code = 0
    for reading in read_files(files):
        if isinstance(reading, Failure):
            failure = reading
        else:
            try:
                show(work(reading))
                continue
            except (ConfigurationError, StorageError):
                raise
            except TidingsError as error:
                failure = Failure(
                    reading.document_id, error.stage or stage, error.reason, error.message, error.metadata
                )
        code = FAILED
        complain(f"{failure.document_id}: {failure.message} ({failure.reason})")
        refuse(failure)
    return code
