"""Getting a catalogue model: from the Hugging Face hub or a mirror of it, or from a local folder.

Only safetensors are kept. Where a repository has none, its `pytorch_model.bin` is rewritten in a child process that reads tensors
and nothing else (models.pickled), and removed.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from models.errors import CorruptModelError, DownloadError
from models.files import MANIFEST, OPTIONAL_FILES, WEIGHTS, WEIGHTS_INDEX, DigestMemo, check_folder, content_digest
from models.pickled import PICKLE, rewrite
from models.spec import ModelSpec

Progress = Callable[[str, int, int], None]
"""Called with a file's name, the bytes fetched of it, and its size (0 if unknown)."""

DOCUMENTS = ("README.md", "MODEL_CARD.md", "LICENSE", "NOTICE")
"""The card and licence travel with the weights."""

COPY_BLOCK = 8 * 1024 * 1024


def hub_folder(model_id: str) -> str:
    """`org/name` -> `models--org--name`, as the hub's cache names it."""
    return "--".join(["models", *model_id.split("/")])


def wanted_files(names: Iterable[str]) -> list[str]:
    """Of a repository's files those that are fetched: configuration, vocabulary, card, weights (safetensors if there are any)."""
    there = set(names)
    kept = {name for name in ("config.json", *OPTIONAL_FILES, *DOCUMENTS) if name in there}
    if WEIGHTS in there:
        kept.add(WEIGHTS)
    elif WEIGHTS_INDEX in there:
        kept.add(WEIGHTS_INDEX)
        kept.update(name for name in there if name.startswith("model-") and name.endswith(".safetensors"))
    elif PICKLE in there:
        kept.add(PICKLE)
    return sorted(kept)


def pull_from_hub(spec: ModelSpec, hub: Path, endpoint: str | None, progress: Progress | None) -> None:
    """Fetch the spec's revision into `hub`, resuming what is there; check each file against the SHA-256 that the hub states."""
    from huggingface_hub import HfApi, hf_hub_download
    from huggingface_hub.errors import HTTPError  # type: ignore[attr-defined]  # of whichever httpx it runs on; HfHubHTTPError is one

    where = endpoint or "the Hugging Face hub"
    try:
        info = HfApi(endpoint=endpoint).model_info(spec.id, revision=spec.revision, files_metadata=True)
        siblings = {sibling.rfilename: sibling for sibling in info.siblings or []}
        commit = str(info.sha)
        names = wanted_files(siblings)
        digests: dict[str, str] = {}
        for name in names:
            size = siblings[name].size or 0
            path = hf_hub_download(
                spec.id, name, revision=commit, cache_dir=hub, endpoint=endpoint, tqdm_class=_bar(name, size, progress)
            )
            if progress is not None:
                progress(name, size or Path(path).stat().st_size, size)
            lfs = siblings[name].lfs
            if lfs is not None and lfs.sha256:
                digests[name] = lfs.sha256
    except (HTTPError, OSError) as error:
        status = getattr(getattr(error, "response", None), "status_code", None)
        raise DownloadError(
            f"{spec.id} at revision {spec.revision} could not be fetched from {where}"
            f"{f' (HTTP {status})' if status else ''}: {str(error).splitlines()[0] if str(error) else type(error).__name__}; "
            "what was fetched is kept, the same command goes on from there",
            metadata={"model_id": spec.id, "revision": spec.revision, "source": where, "status": str(status or "")},
        ) from error
    root = hub / hub_folder(spec.id)
    folder = root / "snapshots" / commit
    _check_digests(folder, digests)
    _finish(spec, folder, names, source=endpoint or "https://huggingface.co", commit=commit)
    _point(root, spec.revision, commit)


def pull_from_folder(spec: ModelSpec, hub: Path, source: Path, progress: Progress | None) -> None:
    """Copy from a local folder: a hub cache (`models--org--name/snapshots/COMMIT`), `org/name`, or the model's own folder.

    A folder that does not say its commit is recorded under the digest of its content.
    """
    origin, commit = _find(spec, source)
    names = wanted_files(path.name for path in origin.iterdir() if path.is_file())
    if "config.json" not in names or not {WEIGHTS, WEIGHTS_INDEX, PICKLE} & set(names):
        raise DownloadError(f"{origin} holds no whole model: it has {', '.join(names) or 'none of its files'}")
    root = hub / hub_folder(spec.id)
    (root / "snapshots").mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=".pulling-", dir=root))
    try:
        for name in names:
            _copy(origin / name, temporary / name, progress)
        _finish(spec, temporary, names, source=str(source), commit=commit)
        commit = commit or content_digest(temporary)[:40]
        target = root / "snapshots" / commit
        if target.exists():  # an earlier pull of the same, perhaps damaged: the fresh copy takes its place
            target.replace(temporary.with_name(f"{temporary.name}-old"))
        temporary.replace(target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
        shutil.rmtree(temporary.with_name(f"{temporary.name}-old"), ignore_errors=True)
    _point(root, spec.revision, commit)


def _find(spec: ModelSpec, source: Path) -> tuple[Path, str]:
    """Where the model lies below `source`, and its commit ('' where the layout does not say)."""
    tried = []
    for base in (source, source / "hub"):
        root = base / hub_folder(spec.id)
        tried.append(str(root))
        if not root.is_dir():
            continue
        reference = root / "refs" / spec.revision
        commit = reference.read_text(encoding="utf-8").strip() if reference.is_file() else spec.revision
        if (root / "snapshots" / commit).is_dir():
            return root / "snapshots" / commit, commit
        there = sorted(path.name for path in (root / "snapshots").glob("*"))
        raise DownloadError(
            f"{root} has no revision {spec.revision} of {spec.id}; it has {', '.join(there) or 'none'}",
            metadata={"model_id": spec.id, "revision": spec.revision, "source": str(source)},
        )
    for folder in (source / spec.id, source / spec.id.rpartition("/")[2], source):
        tried.append(str(folder))
        if (folder / "config.json").is_file():
            return folder, ""
    raise DownloadError(
        f"{spec.id} is not at {source}; looked for {', '.join(tried)}",
        metadata={"model_id": spec.id, "source": str(source)},
    )


def _finish(spec: ModelSpec, folder: Path, names: list[str], *, source: str, commit: str) -> None:
    """Rewrite pickled weights, check the folder, and record what was pulled."""
    if PICKLE in names:
        rewrite(folder)
        pickle = folder / PICKLE
        blob = pickle.resolve()
        pickle.unlink()
        if blob != pickle:
            blob.unlink(missing_ok=True)
        names = sorted({*names, WEIGHTS} - {PICKLE})
    (folder / MANIFEST).unlink(missing_ok=True)  # an older pull's sizes must not judge these files
    check_folder(folder, architecture=spec.architecture)
    memo = DigestMemo(None)
    files = {name: {"size": (folder / name).stat().st_size, "sha256": memo.sha256(folder / name)} for name in names}
    text = json.dumps(
        {"id": spec.id, "revision": commit, "source": source, "licence": spec.licence, "files": files}, indent=1
    )
    _write(folder / MANIFEST, text)


def _check_digests(folder: Path, digests: dict[str, str]) -> None:
    memo = DigestMemo(None)
    for name, wanted in sorted(digests.items()):
        path = folder / name
        found = memo.sha256(path)
        if found != wanted:
            path.resolve().unlink(missing_ok=True)
            path.unlink(missing_ok=True)
            raise CorruptModelError(
                f"{name} came with SHA-256 {found} where the source states {wanted}; it was deleted: pull again",
                metadata={"file": name, "sha256": found, "expected": wanted},
            )


def _point(root: Path, revision: str, commit: str) -> None:
    if revision != commit:
        (root / "refs").mkdir(parents=True, exist_ok=True)
        _write(root / "refs" / revision, commit)


def _write(path: Path, text: str) -> None:
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)


def _copy(origin: Path, target: Path, progress: Progress | None) -> None:
    size, done = origin.stat().st_size, 0
    with origin.open("rb") as reader, target.open("wb") as writer:
        while block := reader.read(COPY_BLOCK):
            writer.write(block)
            done += len(block)
            if progress is not None:
                progress(target.name, done, size)


def _bar(name: str, size: int, progress: Progress | None) -> Any:
    """A progress bar class for huggingface_hub that draws nothing and tells `progress`."""
    from tqdm import tqdm  # type: ignore[import-untyped]  # no stubs installed

    class Bar(tqdm):  # type: ignore[misc]  # its base is Any
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            self._done = int(kwargs.get("initial") or 0)
            super().__init__(*args, **{**kwargs, "disable": True})

        def update(self, n: float | None = 1) -> bool | None:
            self._done += int(n or 0)
            if progress is not None:
                progress(name, self._done, size)
            return None

    return Bar
