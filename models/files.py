"""A checkpoint folder in Hugging Face layout: which files it needs, whether they are whole, what their content is.

Reads bytes only: no torch, no transformers, nothing that a file could run.
"""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from models.errors import CorruptModelError, UnsafeWeightsError, UnsupportedModelError

WEIGHTS = "model.safetensors"
WEIGHTS_INDEX = "model.safetensors.index.json"
PICKLED = ("pytorch_model.bin", "pytorch_model.bin.index.json", "pytorch_model.pt", "model.pt")
MANIFEST = "tidings-model.json"
"""Written beside pulled files: where they are from, which commit, and each file's size and SHA-256."""

TOKENIZER_FILES: dict[str, tuple[tuple[str, ...], ...]] = {
    "marian": (("source.spm", "target.spm", "vocab.json"),),
    "bart": (("tokenizer.json",), ("vocab.json", "merges.txt")),
    "pegasus": (("tokenizer.json",), ("spiece.model",)),
    "bert": (("tokenizer.json",), ("vocab.txt",)),
    "roberta": (("tokenizer.json",), ("vocab.json", "merges.txt")),
    "deberta-v2": (("tokenizer.json",), ("spm.model",)),
}
"""By architecture, the sets of files of which one must be there. Others are left to the engine that reads them."""

OPTIONAL_FILES = (
    "generation_config.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "added_tokens.json",
    "tokenizer.json",
    "vocab.json",
    "target_vocab.json",
    "merges.txt",
    "source.spm",
    "target.spm",
    "spiece.model",
    "spm.model",
    "vocab.txt",
    "sentencepiece.bpe.model",
)


def read_config(folder: Path) -> dict[str, Any]:
    """config.json of the folder. Raises CorruptModelError where it is missing or no JSON object."""
    path = folder / "config.json"
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise CorruptModelError(
            f"{folder} has no config.json: it is no model folder in Hugging Face layout",
            metadata={"folder": str(folder)},
        ) from error
    except (OSError, ValueError) as error:
        raise CorruptModelError(f"{path} does not read as JSON: {error}", metadata={"file": str(path)}) from error
    if not isinstance(config, dict) or not isinstance(config.get("model_type"), str):
        raise CorruptModelError(f"{path} names no model_type", metadata={"file": str(path)})
    return config


def check_folder(folder: Path, *, architecture: str | None = None) -> None:
    """Passes a folder that has every file an engine will open, whole; reads headers and sizes, not the weights.

    Raises CorruptModelError (missing, cut short), UnsafeWeightsError (pickle only), UnsupportedModelError (other architecture).
    """
    if not folder.is_dir():
        raise CorruptModelError(f"there is no folder {folder}", metadata={"folder": str(folder)})
    config = read_config(folder)
    found = str(config["model_type"])
    if architecture is not None and found != architecture:
        raise UnsupportedModelError(
            f"{folder} holds a {found!r} model where a {architecture!r} one is expected",
            metadata={"folder": str(folder), "architecture": found, "expected": architecture},
        )
    for path in weight_files(folder):
        safetensors_header(path)
    sets = TOKENIZER_FILES.get(found, ())
    if sets and not any(all((folder / name).is_file() for name in names) for names in sets):
        wanted = " or ".join(", ".join(names) for names in sets)
        raise CorruptModelError(f"{folder} lacks tokenizer files: {wanted} needed", metadata={"folder": str(folder)})
    _check_manifest(folder)


def weight_files(folder: Path) -> list[Path]:
    """The safetensors files, every shard. Raises UnsafeWeightsError where only pickled ones are there."""
    if (folder / WEIGHTS).is_file():
        return [folder / WEIGHTS]
    if (folder / WEIGHTS_INDEX).is_file():
        index = json.loads((folder / WEIGHTS_INDEX).read_text(encoding="utf-8"))
        shards = [folder / name for name in sorted(set(index["weight_map"].values()))]
        missing = [path.name for path in shards if not path.is_file()]
        if missing:
            raise CorruptModelError(
                f"{folder} lacks the weight files {', '.join(missing)}", metadata={"folder": str(folder)}
            )
        return shards
    pickled = [name for name in PICKLED if (folder / name).is_file()]
    if pickled:
        raise UnsafeWeightsError(
            f"{folder / pickled[0]} is a pickle, which can run code when loaded: only safetensors are loaded. "
            "`tidings models pull` rewrites such weights safely; for a folder of your own, "
            f"`python -m models.pickled {folder}` does",
            metadata={"file": str(folder / pickled[0])},
        )
    raise CorruptModelError(f"{folder} has no {WEIGHTS}", metadata={"folder": str(folder)})


def safetensors_header(path: Path) -> dict[str, Any]:
    """The header of a safetensors file, after checking that the file is as long as the header says.

    Raises CorruptModelError naming the sizes where it is not.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        start = file.read(8)
        length = struct.unpack("<Q", start)[0] if len(start) == 8 else size
        if length > min(size, 100_000_000):
            raise CorruptModelError(f"{path} is no safetensors file", metadata={"file": str(path)})
        try:
            header = json.loads(file.read(length))
        except ValueError as error:
            raise CorruptModelError(f"{path} is no safetensors file: {error}", metadata={"file": str(path)}) from error
    header.pop("__metadata__", None)
    wanted = 8 + length + max((int(entry["data_offsets"][1]) for entry in header.values()), default=0)
    if size != wanted:
        raise CorruptModelError(
            f"{path} has {size} bytes where its header says {wanted}: it was cut short or overwritten; get it again",
            metadata={"file": str(path), "size": str(size), "expected": str(wanted)},
        )
    return {name: {**entry, "_start": 8 + length} for name, entry in header.items()}


def tensor_row(folder: Path, names: tuple[str, ...], row: int) -> tuple[str, bytes, str] | None:
    """One row of the first of `names` that the weights hold: (name, its bytes, dtype); None if none is there."""
    headers = [(path, safetensors_header(path)) for path in weight_files(folder)]
    for name in names:
        for path, header in headers:
            if name in header:
                entry = header[name]
                rows = int(entry["shape"][0])
                begin, end = entry["data_offsets"]
                width = (end - begin) // rows
                if not 0 <= row < rows:
                    raise CorruptModelError(f"{name} of {path} has {rows} rows, none numbered {row}")
                with path.open("rb") as file:
                    file.seek(entry["_start"] + begin + row * width)
                    return name, file.read(width), str(entry["dtype"])
    return None


def functional_files(folder: Path) -> Iterator[Path]:
    """What decides the output: configuration, weights, vocabulary; in the order of their names."""
    names = {"config.json", *(path.name for path in weight_files(folder))}
    names.update(name for name in (*OPTIONAL_FILES, WEIGHTS_INDEX) if (folder / name).is_file())
    return (folder / name for name in sorted(names))


def content_digest(folder: Path, memo: DigestMemo | None = None) -> str:
    """SHA-256 (hex) over names and contents of the functional files."""
    memo = memo or DigestMemo(None)
    entries = [[path.name, memo.sha256(path)] for path in functional_files(folder)]
    memo.save()
    return hashlib.sha256(json.dumps(entries).encode()).hexdigest()


def _check_manifest(folder: Path) -> None:
    manifest = folder / MANIFEST
    if not manifest.is_file():
        return
    for name, entry in json.loads(manifest.read_text(encoding="utf-8"))["files"].items():
        path = folder / name
        size = path.stat().st_size if path.is_file() else -1
        if size != entry["size"]:
            raise CorruptModelError(
                f"{path} {'is missing' if size < 0 else f'has {size} bytes'}; {entry['size']} were pulled: pull it again",
                metadata={"file": str(path), "size": str(size), "expected": str(entry["size"])},
            )


class DigestMemo:
    """SHA-256 of files, remembered by path, size and time of change, since hashing gigabytes takes seconds.

    `path` None remembers for this object's life only. A memo that cannot be read or written costs time, nothing else.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._known: dict[str, str] = {}
        self._changed = False
        if path is not None and path.is_file():
            try:
                loaded = json.loads(path.read_text(encoding="utf-8"))
            except (OSError, ValueError):  # half-written by a machine that lost power: hash again
                loaded = {}
            self._known = {str(key): str(value) for key, value in loaded.items()}

    def sha256(self, path: Path) -> str:
        """Hex digest of the file's bytes."""
        real = path.resolve()
        stat = real.stat()
        key = f"{real}|{stat.st_size}|{stat.st_mtime_ns}|{stat.st_ino}"
        if key not in self._known:
            with real.open("rb") as file:
                self._known[key] = hashlib.file_digest(file, "sha256").hexdigest()
            self._changed = True
        return self._known[key]

    def save(self) -> None:
        """Write what was learned, if the folder is there and can be written."""
        if self._path is None or not self._changed or not self._path.parent.is_dir():
            return
        temporary = self._path.with_name(f"{self._path.name}.{id(self):x}.tmp")
        try:
            temporary.write_text(json.dumps(self._known, sort_keys=True), encoding="utf-8")
            temporary.replace(self._path)
        except OSError:  # a read-only model directory: the digest is right, only not remembered
            temporary.unlink(missing_ok=True)
        self._changed = False
