"""IN -> documents, one after the other, in an order that never changes; what can't be read is a Failure in its place.

Streams: holds one file or line at a time, and of each document an id and a digest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from service.corpus.files import HTML_SUFFIXES, RECORD_SUFFIXES, document_id_of, printable, walk
from service.corpus.lines import check_document_id, parse_line, parse_object
from service.domain import Document, Failure
from service.errors import InvalidInputError
from service.text.reading import read_document

MAX_FILE_BYTES = 20_000_000
"""A longer article is refused (TOO_LONG) before it is read into memory."""

MAX_LINE_BYTES = 6 * MAX_FILE_BYTES
"""JSON may spell one byte as six (`\\u0041`)."""

Reading = Document | Failure


def _refused(document_id: str, error: InvalidInputError, **place: str) -> Failure:
    """`error` as a record; `place` says where in the input it was."""
    return Failure(document_id, error.stage or "read", error.reason, error.message, {**error.metadata, **place})


def read_corpus(source: Path, *, skip: Path | None = None) -> Iterator[Reading]:
    """Every document of `source`, a folder or a .jsonl file, in input order; a Failure where one can't be read.

    `skip` is a folder below `source` that is left out (the output). The same document_id from two article files is a
    DUPLICATE_ID failure for the later file; the same one twice in JSONL with equal text is yielded once, with other
    text again (a revision). Raises nothing for bad content; `files.check_source` first says whether IN is one.
    """
    if not source.is_dir():
        yield from _distinct(_read_lines(source, source.name))
        return
    yield from _distinct(reading for file in walk(source, skip=skip) for reading in _read_any(file, source))


def _read_any(file: Path, folder: Path) -> Iterator[Reading | tuple[Document, str]]:
    name = printable(PurePosixPath(file.relative_to(folder)).as_posix())
    if file.suffix.lower() in RECORD_SUFFIXES:
        yield from _read_lines(file, name)
        return
    reading = read_file(file, document_id_of(file, folder), name)
    yield (reading, name) if isinstance(reading, Document) else reading


def read_file(file: Path, document_id: str, name: str) -> Reading:
    """The article in `file`; `name` is what a message calls it."""
    try:
        document_id = check_document_id(document_id)
        if file.stat().st_size > MAX_FILE_BYTES:
            raise InvalidInputError(
                "TOO_LONG",
                f"{name} has {file.stat().st_size:,} bytes; an article has at most {MAX_FILE_BYTES:,}",
                metadata={"bytes": str(file.stat().st_size), "max_bytes": str(MAX_FILE_BYTES)},
                stage="read",
            )
        # A .txt file may hold a saved page: reading tells the two apart.
        html = True if file.suffix.lower() in HTML_SUFFIXES else None
        return read_document(file.read_bytes(), document_id=document_id, html=html)
    except InvalidInputError as error:
        return _refused(printable(document_id), error, file=name)
    except OSError as error:
        reason = error.strerror or str(error)
        return Failure(
            printable(document_id),
            "read",
            "INVALID_RECORD",
            f"{name} can't be read: {reason}; it should be a readable file",
            {"file": name, "value": reason},
        )


def _read_lines(file: Path, name: str) -> Iterator[Reading]:
    with file.open("rb") as stream:
        number = 0
        while line := stream.readline(MAX_LINE_BYTES):
            number += 1
            overlong = len(line) == MAX_LINE_BYTES and not line.endswith(b"\n")
            while overlong and (rest := stream.readline(MAX_LINE_BYTES)) and not rest.endswith(b"\n"):
                pass
            if number == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")
            if not line.strip():
                continue
            try:
                if overlong:
                    raise InvalidInputError(
                        "TOO_LONG",
                        f"the line is longer than {MAX_LINE_BYTES:,} bytes; an article has at most {MAX_FILE_BYTES:,}",
                        metadata={"max_bytes": str(MAX_LINE_BYTES)},
                        stage="read",
                    )
                yield parse_line(line)
            except InvalidInputError as error:
                failure = _refused(_id_of(line, f"{name}:{number}"), error, file=name, line=str(number))
                yield replace(failure, message=f"{name}, line {number}: {failure.message}")


def _id_of(line: bytes, otherwise: str) -> str:
    """The document_id of a line that is wrong in something else."""
    try:
        return check_document_id(parse_object(line).get("document_id"))
    except InvalidInputError:
        return otherwise


def _distinct(readings: Iterator[Reading | tuple[Document, str]]) -> Iterator[Reading]:
    """Leave out what repeats the version before it, refuse a second file with the same id."""
    digests: dict[str, bytes] = {}
    files: set[str] = set()
    for reading in readings:
        if isinstance(reading, Failure):
            yield reading
            continue
        document, name = reading if isinstance(reading, tuple) else (reading, None)
        document_id = document.document_id
        if name is not None:
            if document_id in files:
                yield Failure(
                    document_id,
                    "read",
                    "DUPLICATE_ID",
                    f"{name}: another file is called {document_id!r} but for its ending; give each its own name",
                    {"file": name, "value": document_id},
                )
                continue
            files.add(document_id)
        digest = hashlib.blake2b(repr((document.text, document.html)).encode(), digest_size=16).digest()
        if digests.get(document_id) != digest:
            digests[document_id] = digest
            yield document
