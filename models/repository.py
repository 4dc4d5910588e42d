"""Where models are: ids and paths -> specs -> verified folders. Touches the network only in `pull`.

Under the model directory: `hub/` (pulled, in the Hugging Face cache's layout), plain folders that somebody put there, named by id
(`Helsinki-NLP/opus-mt-de-en`), `converted/` (CTranslate2) and `digests.json`. Only `pull` and a conversion write anything.
"""

from __future__ import annotations

import difflib
import json
import re
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from models.catalog import BUNDLED_DIR, CATALOG, REVISION_DIGITS, load_catalog
from models.download import Progress, hub_folder, pull_from_folder, pull_from_hub
from models.errors import (
    CorruptModelError,
    DownloadError,
    ModelNotInstalledError,
    UnknownModelError,
    UnsafeWeightsError,
)
from models.files import DigestMemo, check_folder, content_digest, read_config
from models.spec import ModelSpec

_SUMMARIZERS = ("bart", "pegasus", "led", "bigbird_pegasus", "pegasus_x")


class ModelRepository:
    """The models of one machine.

    `model_dir` may be absent or read-only as long as nothing is pulled or converted. `converted_dir` is where converted models go
    (default: `model_dir/converted`). `offline` true, the default, makes `pull` refuse anything but a local source.
    """

    def __init__(
        self,
        model_dir: Path,
        *,
        bundled_dir: Path | None = None,
        offline: bool = True,
        converted_dir: Path | None = None,
        catalog_path: Path | None = None,
    ) -> None:
        self.model_dir = Path(model_dir).expanduser()
        self.bundled_dir = bundled_dir or BUNDLED_DIR
        self.offline = offline
        self.converted_dir = converted_dir or self.model_dir / "converted"
        self._catalog_path = catalog_path or CATALOG

    @cached_property
    def memo(self) -> DigestMemo:
        """Digests of files seen before."""
        return DigestMemo(self.converted_dir / "digests.json")

    @cached_property
    def _catalog(self) -> tuple[ModelSpec, ...]:
        return load_catalog(self._catalog_path, self.bundled_dir, self.memo)

    def catalog(self) -> tuple[ModelSpec, ...]:
        """Every model there is to have, the preferred first. An installed one carries the commit that is installed."""
        return tuple(self._with_installed_revision(spec) for spec in self._catalog)

    def installed(self) -> tuple[ModelSpec, ...]:
        """Those whose files are here and whole, in the catalogue's order. A damaged one is left out; `locate` says why."""
        return tuple(spec for spec in self.catalog() if self.is_installed(spec))

    def is_installed(self, spec: ModelSpec) -> bool:
        """Whether `locate` would answer."""
        try:
            self.locate(spec)
        except (ModelNotInstalledError, CorruptModelError, UnsafeWeightsError):
            return False
        return True

    def spec(self, id_or_path: str) -> ModelSpec:
        """A catalogue model by id, or a local folder by path (`./my-model`, an absolute one, or any that exists).

        Raises UnknownModelError naming the ids there are, the likeliest first; CorruptModelError for a folder that is no model.
        """
        for spec in self.catalog():
            if spec.id == id_or_path:
                return spec
        path = Path(id_or_path).expanduser()
        if path.is_dir():
            return self._local_spec(path)
        ids = [spec.id for spec in self.catalog()]
        lower = {name.lower(): name for name in ids} | {name.rpartition("/")[2].lower(): name for name in ids}
        close = [lower[match] for match in difflib.get_close_matches(id_or_path.lower(), lower, n=3, cutoff=0.5)]
        ordered = list(dict.fromkeys([*close, *ids]))
        raise UnknownModelError(
            f"no model {id_or_path!r} in the catalogue and no folder of that name; there are {', '.join(ordered)}",
            metadata={"model_id": id_or_path, "known": ",".join(ordered)},
        )

    def locate(self, spec: ModelSpec) -> Path:
        """The folder of a model, in Hugging Face layout, its files there and whole.

        Raises ModelNotInstalledError with the command that gets it, CorruptModelError naming the file, UnsafeWeightsError.
        """
        folder = self._folder(spec)
        if folder is None:
            raise ModelNotInstalledError(
                f"{spec.id} is not installed in {self.model_dir}; `tidings models pull {spec.id}` gets it "
                f"(about {spec.size_mb} MB, {spec.licence})",
                metadata={"model_id": spec.id, "model_dir": str(self.model_dir)},
            )
        check_folder(folder, architecture=spec.architecture)
        for name, wanted in spec.checksums:
            found = self.memo.sha256(folder / name) if (folder / name).is_file() else "missing"
            if found != wanted:
                raise CorruptModelError(
                    f"{folder / name} has SHA-256 {found}, the catalogue says {wanted}: pull it again",
                    metadata={"file": str(folder / name), "sha256": found, "expected": wanted},
                )
        return folder

    def pull(self, spec: ModelSpec, *, source: str | None = None, progress: Progress | None = None) -> Path:
        """Get a catalogue model's files and return their verified folder.

        `source` None is the Hugging Face hub, a URL a mirror of it, a path a local folder laid out as the hub's cache or as
        `org/name`. The commit that was resolved is recorded and is the revision from then on. Raises DownloadError (offline,
        absent, network), CorruptModelError (checksum), UnsafeWeightsError.
        """
        if spec.bundled or spec.folder:
            return self.locate(spec)
        hub = self.model_dir / "hub"
        if source is not None and not source.startswith(("http://", "https://")):
            pull_from_folder(spec, hub, Path(source).expanduser(), progress)
        elif self.offline:
            raise DownloadError(
                f"{spec.id} was not fetched: offline mode never touches the network; "
                "switch it off, or name a local folder as source",
                metadata={"model_id": spec.id},
                reason="OFFLINE",
            )
        else:
            pull_from_hub(spec, hub, source, progress)
        return self.locate(self.spec(spec.id))

    def slug(self, spec: ModelSpec) -> str:
        """A folder name for the spec's id."""
        return re.sub(r"[^A-Za-z0-9._-]+", "--", spec.id)

    def _folder(self, spec: ModelSpec) -> Path | None:
        if spec.folder:
            return Path(spec.folder)
        if spec.bundled:
            return self.bundled_dir / spec.id
        snapshot = self._snapshot(spec)
        if snapshot is not None:
            return snapshot
        plain = self.model_dir / spec.id
        return plain if (plain / "config.json").is_file() else None

    def _snapshot(self, spec: ModelSpec) -> Path | None:
        """The pulled snapshot: the pinned commit's, else the one that the branch was at when it was pulled."""
        root = self.model_dir / "hub" / hub_folder(spec.id)
        reference = root / "refs" / spec.revision
        commit = reference.read_text(encoding="utf-8").strip() if reference.is_file() else spec.revision
        folder = root / "snapshots" / commit
        return folder if folder.is_dir() else None

    def _with_installed_revision(self, spec: ModelSpec) -> ModelSpec:
        """The revision becomes what is installed: a commit, or a digest of the content of a folder that does not say its commit.

        So a signature never says `main`, or a pinned commit, of two contents.
        """
        if spec.bundled:
            return spec
        snapshot = self._snapshot(spec)
        if snapshot is not None:
            return replace(spec, revision=snapshot.name)
        plain = self.model_dir / spec.id
        if not (plain / "config.json").is_file():
            return spec
        try:
            return replace(spec, revision=content_digest(plain, self.memo)[:REVISION_DIGITS])
        except (CorruptModelError, UnsafeWeightsError):  # `installed` leaves it out, `locate` says why
            return spec

    def _local_spec(self, path: Path) -> ModelSpec:
        """What a folder says of itself. `tidings.json` in it may hold the catalogue's keys (task, languages, prefix, …)."""
        folder = path.resolve()
        check_folder(folder)
        architecture = str(read_config(folder)["model_type"])
        stated: dict[str, Any] = {}
        if (folder / "tidings.json").is_file():
            stated = json.loads((folder / "tidings.json").read_text(encoding="utf-8"))
        return ModelSpec(
            id=folder.name,
            revision=content_digest(folder, self.memo)[:REVISION_DIGITS],
            task=stated.get("task", _task(read_config(folder))),
            architecture=architecture,
            licence=stated.get("licence", "unknown"),
            languages=tuple(stated.get("languages", ())),
            size_mb=sum(file.stat().st_size for file in folder.iterdir() if file.is_file()) // 1_000_000,
            prefix=stated.get("prefix", ""),
            summary_input=stated.get("summary_input", "document"),
            description=stated.get("description", f"local model {folder}"),
            folder=str(folder),
        )


def _task(config: dict[str, Any]) -> str:
    """What a folder that does not say its task is for: classifiers entail, some architectures summarise, others translate."""
    if any(str(name).endswith("ForSequenceClassification") for name in config.get("architectures") or ()):
        return "entailment"
    return "summarization" if config["model_type"] in _SUMMARIZERS else "translation"
