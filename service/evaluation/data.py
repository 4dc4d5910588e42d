"""Development data in a folder -> records; whatever is missing or malformed is refused by name."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.errors import ConfigurationError

Record = dict[str, Any]


@dataclass(frozen=True)
class DataFile:
    """One file: its name below the folder, its text and its SHA-256 in hex. `set_name`: the name up to its first dot."""

    name: str
    text: str
    sha256: str

    @property
    def set_name(self) -> str:
        """As rows have it."""
        return self.name.split(".", 1)[0]

    @property
    def lines(self) -> list[str]:
        """The lines, without the empty one that a final newline leaves. Only a newline ends a line (not U+2028)."""
        lines = self.text.replace("\r\n", "\n").split("\n")
        return lines[:-1] if lines[-1] == "" else lines


def digests(files: Sequence[DataFile]) -> dict[str, str]:
    """File name -> SHA-256, sorted by name."""
    return {file.name: file.sha256 for file in sorted(files, key=lambda file: file.name)}


def folder_names(folder: Path) -> list[str]:
    """The plain files of `folder` in order of name, hidden ones left out. Raises ConfigurationError (NO_DATA)."""
    if not folder.is_dir():
        what = "is a file; a folder is needed" if folder.exists() else "does not exist"
        raise no_data(f"the data folder {folder} {what}", folder)
    return sorted(path.name for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))


def read(folder: Path, name: str) -> DataFile:
    """One file. Raises ConfigurationError where it can't be read or is not UTF-8."""
    path = folder / name
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8")
    except OSError as error:
        raise no_data(f"{path} can't be read: {error.strerror}", folder) from error
    except UnicodeDecodeError as error:
        raise ConfigurationError("BAD_DATA", f"{path} is not UTF-8: {error.reason} at byte {error.start}") from error
    return DataFile(name, text.removeprefix("\ufeff"), hashlib.sha256(raw).hexdigest())


def no_data(message: str, folder: Path) -> ConfigurationError:
    """The error for data that is not there."""
    return ConfigurationError("NO_DATA", message, metadata={"data": str(folder)})


def jsonl_files(folder: Path, required: Sequence[str]) -> list[DataFile]:
    """Every .jsonl file of `folder`; at least one. Raises ConfigurationError naming what was looked for."""
    names = [name for name in folder_names(folder) if name.endswith(".jsonl")]
    if not names:
        raise no_data(
            f"{folder} holds no *.jsonl file; what is looked for are lines of JSON with {', '.join(required)}", folder
        )
    return [read(folder, name) for name in names]


def records(file: DataFile, required: Sequence[str], *, limit: int | None = None) -> list[Record]:
    """The objects of a JSONL file, empty lines left out. Raises ConfigurationError (BAD_DATA) with file and line.

    A name in `required` may be a choice: `text|documents`.
    """
    out: list[Record] = []
    for number, line in enumerate(file.lines, start=1):
        if limit is not None and len(out) >= limit:
            break
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise ConfigurationError("BAD_DATA", f"{file.name}, line {number} is not JSON: {error.msg}") from error
        if not isinstance(row, dict):
            raise ConfigurationError("BAD_DATA", f"{file.name}, line {number} is no JSON object")
        missing = [name for name in required if not any(choice in row for choice in name.split("|"))]
        if missing:
            raise ConfigurationError(
                "BAD_DATA",
                f"{file.name}, line {number} has no {', '.join(missing).replace('|', ' or ')}; "
                f"it has {', '.join(sorted(row)) or 'nothing'}",
            )
        out.append(row)
    if not out:
        raise ConfigurationError("BAD_DATA", f"{file.name} holds no records")
    return out
