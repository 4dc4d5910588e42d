"""The checkpoint that is measured: OPUS-MT's shape with random weights, made once into ~/.cache/tidings-bench."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MAKER = ROOT.parent / "shared" / "perf" / "opus_size_checkpoint.py"
HOME = Path.home() / ".cache" / "tidings-bench"
SPM = ROOT / "models" / "bundled" / "tidings-mt-small" / "source.spm"
LANGUAGES = ["nb", "nn", "de"]


def opus_folder() -> Path:
    """The checkpoint's folder, made now if it is not there. Raises SystemExit where its maker is absent."""
    folder = HOME / "opus"
    if not (folder / "model.safetensors").is_file():
        if not MAKER.is_file():
            raise SystemExit(f"{folder} is not there, and neither is {MAKER}, which makes it")
        environment = {**os.environ, "OMP_NUM_THREADS": "1"}
        command = [sys.executable, str(MAKER), str(folder), "--spm", str(SPM)]
        subprocess.run(command, check=True, env=environment, stdout=sys.stderr)
    stated = {"task": "translation", "languages": LANGUAGES, "licence": "none: random weights"}
    (folder / "tidings.json").write_text(json.dumps(stated), encoding="utf-8")
    return folder


def converted(folder: Path, storage: str) -> Path:
    """The checkpoint for CTranslate2 as Tidings converts it: `int8`, or `source` for every other type."""
    from models.convert import converted_folder

    return converted_folder(folder, HOME / "converted", slug="opus", storage=storage)
