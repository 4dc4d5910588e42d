"""A checkpoint in Hugging Face layout -> a CTranslate2 folder in the model cache.

Done once a checkpoint and storage type, in a process of its own: the reading takes torch and transformers (5 s, 400 MB), which
the process that translates must not pay for. `python -m models.convert SOURCE TARGET STORAGE` is that process.

Two storage types. `int8` is quantised when converted: half the size, and it loads in 0.05 s instead of quantising on every start.
`source` keeps the checkpoint's own type (bfloat16 widens to float32 exactly), for float32, bfloat16 and float16.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from models.errors import CorruptModelError, ModelError, UnsupportedModelError
from models.files import DigestMemo, check_folder, content_digest, read_config, tensor_row

CONVERSION_VERSION = 2
"""Raise it when this module makes something else of the same checkpoint: everything is converted again."""

ARCHITECTURES = ("marian", "bart", "pegasus")
"""What is converted. CTranslate2 has no loader for LED, PRIMERA or LongT5."""

DECODER_EMBEDDINGS = ("model.decoder.embed_tokens.weight", "model.shared.weight", "model.encoder.embed_tokens.weight")
MANIFEST = "tidings-conversion.json"
_NORMALIZATION = {
    "bart": {"normalize_before": False, "normalize_embedding": True},
    "pegasus": {"normalize_before": True, "normalize_embedding": False},
}
_FLOAT_MASKS = {"BF16": (2, 0x7FFF), "F16": (2, 0x7FFF), "F32": (4, 0x7FFFFFFF)}


def storage_type(compute_type: str) -> str:
    """How weights for `compute_type` are stored: `int8` or `source`."""
    return "int8" if compute_type.startswith("int8") else "source"


def check_convertible(folder: Path) -> None:
    """Passes a checkpoint that CTranslate2 decodes as transformers does.

    Raises UnsupportedModelError with the reason: another architecture, separate vocabularies, a start row that is not zero.
    """
    config = read_config(folder)
    architecture = config["model_type"]
    if architecture not in ARCHITECTURES:
        raise UnsupportedModelError(
            f"CTranslate2 here takes {', '.join(ARCHITECTURES)}, not {architecture!r}; engine 'transformers' can load it",
            metadata={"folder": str(folder), "architecture": str(architecture)},
        )
    if architecture != "marian":
        return
    tokenizer = folder / "tokenizer_config.json"
    if tokenizer.is_file() and json.loads(tokenizer.read_text(encoding="utf-8")).get("separate_vocabs"):
        raise UnsupportedModelError(
            f"{folder} has separate source and target vocabularies, of which the converter keeps one; use engine 'transformers'",
            metadata={"folder": str(folder)},
        )
    words = len(json.loads((folder / "vocab.json").read_text(encoding="utf-8")))
    if words != config["vocab_size"]:
        raise CorruptModelError(
            f"{folder}: vocab.json has {words} words, config.json says {config['vocab_size']}: they are of different models",
            metadata={"folder": str(folder), "words": str(words), "vocab_size": str(config["vocab_size"])},
        )
    _check_start_row(folder, int(config.get("decoder_start_token_id", config["pad_token_id"])))


def _check_start_row(folder: Path, row: int) -> None:
    """CTranslate2's Marian decoder starts from zeros, transformers from this row: they agree only where it is zero."""
    import numpy as np

    found = tensor_row(folder, DECODER_EMBEDDINGS, row)
    if found is None:
        raise CorruptModelError(f"{folder} has none of the tensors {', '.join(DECODER_EMBEDDINGS)}")
    name, data, dtype = found
    if dtype not in _FLOAT_MASKS:
        raise UnsupportedModelError(f"{name} of {folder} is stored as {dtype}; {', '.join(_FLOAT_MASKS)} are read")
    width, mask = _FLOAT_MASKS[dtype]
    values = np.frombuffer(data, dtype=f"<u{width}") & mask  # all but the sign: -0.0 is zero
    if values.any():
        raise UnsupportedModelError(
            f"row {row} of {name} in {folder}, from which the decoder starts, is not zero ({int(np.count_nonzero(values))} of "
            f"{values.size} values): CTranslate2 starts from zeros and would say something else; use engine 'transformers'",
            metadata={"folder": str(folder), "tensor": name, "row": str(row)},
        )


def converted_folder(source: Path, cache: Path, *, slug: str, storage: str, memo: DigestMemo | None = None) -> Path:
    """The CTranslate2 folder of a checkpoint, made now if it is not there yet.

    It lies at `cache/slug/DIGEST-storage`; the digest is over the checkpoint's content, the converter's version and that of
    CTranslate2, so a changed checkpoint is converted again. Safe for several processes: one converts, the others wait.
    Raises ModelError children with the reason.
    """
    check_folder(source)
    digest = content_digest(source, memo)
    manifest = {
        "source_sha256": digest,
        "storage": storage,
        "ctranslate2": version("ctranslate2"),
        "conversion_version": CONVERSION_VERSION,
    }
    key = hashlib.sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest()[:16]
    target = cache / slug / f"{key}-{storage}"
    if _whole(target, manifest):
        return target
    check_convertible(source)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _lock(target.with_name(f"{target.name}.lock")):
            if not _whole(target, manifest):
                _make(source, target, storage, manifest)
    except OSError as error:
        raise ModelError(
            f"cannot write the converted model to {target}: {error}; point the model directory to a folder that can be written",
            metadata={"folder": str(target)},
            reason="MODEL_CACHE_NOT_WRITABLE",
        ) from error
    return target


def _whole(target: Path, manifest: dict[str, Any]) -> bool:
    try:
        found = json.loads((target / MANIFEST).read_text(encoding="utf-8"))
        files = found.pop("files")
        return bool(found == manifest) and all((target / name).stat().st_size == size for name, size in files.items())
    except (OSError, ValueError, KeyError, AttributeError):  # absent or damaged alike: it is made anew
        return False


def _make(source: Path, target: Path, storage: str, manifest: dict[str, Any]) -> None:
    temporary = Path(tempfile.mkdtemp(prefix=".converting-", dir=target.parent))
    try:
        made = temporary / "model"
        _run(source, made, storage)
        files = {path.name: path.stat().st_size for path in sorted(made.iterdir())}
        (made / MANIFEST).write_text(
            json.dumps({**manifest, "files": files}, indent=1, sort_keys=True), encoding="utf-8"
        )
        if target.exists():  # what is there failed _whole
            target.replace(temporary / "damaged")
        made.replace(target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _run(source: Path, made: Path, storage: str) -> None:
    """Convert in a child process. Its last line of output is JSON: {} or the error."""
    environment = {**os.environ, "TOKENIZERS_PARALLELISM": "false", "HF_HUB_OFFLINE": "1"}
    environment["PYTHONPATH"] = os.pathsep.join(
        filter(None, [str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH")])
    )
    command = [sys.executable, "-m", "models.convert", str(source.resolve()), str(made.resolve()), storage]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    lines = done.stdout.strip().splitlines()
    try:
        answer = json.loads(lines[-1]) if lines else None
    except ValueError:
        answer = None
    if done.returncode == 0 and answer == {}:
        return
    detail = answer["error"] if isinstance(answer, dict) and "error" in answer else done.stderr.strip()[-600:]
    raise CorruptModelError(
        f"{source} could not be converted for CTranslate2 (exit {done.returncode}): {detail}",
        metadata={"folder": str(source)},
    )


@contextlib.contextmanager
def _lock(path: Path) -> Iterator[None]:
    """Hold an exclusive lock between processes. Where the system has none, the last writer wins: both make the same."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def convert_here(source: Path, made: Path, storage: str) -> None:
    """Convert in this process: imports torch and transformers. Raises CorruptModelError where weights are missing."""
    import warnings

    warnings.filterwarnings("ignore", message="Recommended: pip install sacremoses")
    import numpy as np
    import transformers
    from ctranslate2.converters import TransformersConverter

    from models.alignment_torch import choose_layer

    transformers.logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    transformers.logging.disable_progress_bar()  # type: ignore[no-untyped-call]

    class Checked(TransformersConverter):  # type: ignore[misc]  # ctranslate2 has no types
        """Refuses a checkpoint whose weights transformers would fill in at random."""

        def load_model(self, model_class: Any, model_name_or_path: str, **kwargs: Any) -> Any:
            model, info = model_class.from_pretrained(
                model_name_or_path, output_loading_info=True, use_safetensors=True, local_files_only=True, **kwargs
            )
            lacking = sorted(info["missing_keys"]) + sorted(str(key) for key in info["mismatched_keys"])
            if lacking:
                raise CorruptModelError(
                    f"weights missing or of the wrong shape: {', '.join(lacking[:5])} ({len(lacking)} in all)"
                )
            # CTranslate2 reads these; configurations written by transformers 5 leave them out, each family having one value
            for name, value in _NORMALIZATION.get(model.config.model_type, {}).items():
                if not hasattr(model.config, name):
                    setattr(model.config, name, value)
            self.loaded = model
            return model

        def _load(self) -> Any:
            made_of = super()._load()
            if self.loaded.config.model_type == "marian":
                self.choice = choose_layer(self.loaded, source)
                made_of.decoder.alignment_layer = np.int16(self.choice.layer)
                made_of.decoder.alignment_heads = made_of.decoder.num_heads
            return made_of

    converter = Checked(str(source))
    converter.convert(str(made), quantization="int8" if storage == "int8" else None)
    if choice := getattr(converter, "choice", None):
        choice.save(made)


def main(arguments: list[str]) -> int:
    """The child process: SOURCE TARGET STORAGE; prints {} or {"error": …} as its last line."""
    source, made, storage = arguments
    try:
        convert_here(Path(source), Path(made), storage)
    except Exception as error:  # the parent raises it again, as a CorruptModelError with this text
        sys.stdout.write(json.dumps({"error": f"{type(error).__name__}: {error}"}) + "\n")
        return 1
    sys.stdout.write("{}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
