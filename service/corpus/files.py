"""Which files of a folder are articles, in which order, and what their documents are called."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from service.errors import ConfigurationError

TEXT_SUFFIXES = (".txt",)
HTML_SUFFIXES = (".html", ".htm")
RECORD_SUFFIXES = (".jsonl",)
SUFFIXES = TEXT_SUFFIXES + HTML_SUFFIXES + RECORD_SUFFIXES


def check_source(source: Path, out: Path | None = None) -> None:
    """Raise ConfigurationError, naming what is there, unless `source` is a corpus and `out` can hold its records."""
    good = f"a folder of {', '.join(SUFFIXES)} files, or a .jsonl file"
    if not source.exists():
        problem = "does not exist"
    elif source.is_dir():
        if out is not None and out.resolve() == source.resolve():
            raise ConfigurationError(
                "INVALID_OUT",
                f"--out {out} is the input folder itself: name another, so that records are never read as articles",
                metadata={"out": str(out)},
            )
        if next(walk(source, skip=out), None) is not None:
            return
        problem = f"has no such file below it; it holds {_contents(source)}"
    elif not source.is_file():
        problem = "is neither a folder nor a file"
    elif source.suffix.lower() in RECORD_SUFFIXES:
        if source.stat().st_size:
            return
        problem = "is empty"
    else:
        problem = f"is a {source.suffix or 'nameless kind of'} file"
    raise ConfigurationError(
        "INVALID_INPUT", f"{source} {problem}; IN should be {good}", metadata={"input": str(source)}
    )


def _contents(folder: Path) -> str:
    names = sorted(entry.name for entry in folder.iterdir())
    shown = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
    return shown or "nothing"


def walk(folder: Path, *, skip: Path | None = None) -> Iterator[Path]:
    """Article files below `folder` in path order (folder by folder, names compared by code point).

    Hidden files and folders (`.name`) and everything below `skip` are left out; links to folders are not followed.
    """
    skipped = skip.resolve() if skip is not None else None
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        path = Path(entry.path)
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            if path.resolve() != skipped:
                yield from walk(path, skip=skip)
        elif path.suffix.lower() in SUFFIXES and entry.is_file():
            yield path


def printable(name: str) -> str:
    """`name` as text that can be written anywhere: NFC, what is no text as an escape."""
    name = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    name = "".join(c if unicodedata.category(c) != "Cc" else f"\\x{ord(c):02x}" for c in name)
    return unicodedata.normalize("NFC", name)


def document_id_of(file: Path, folder: Path) -> str:
    """The path of `file` below `folder` with `/`, without its ending."""
    return PurePosixPath(file.relative_to(folder).with_suffix("")).as_posix()
