from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from models.convert import MANIFEST, check_convertible, convert_here, converted_folder, storage_type
from models.errors import CorruptModelError, ModelError, UnsafeWeightsError, UnsupportedModelError
from tests.models.conftest import copy_of


def convert(source: Path, cache: Path, storage: str = "int8") -> Path:
    return converted_folder(source, cache, slug="m", storage=storage)


def change_config(folder: Path, **values: object) -> None:
    path = folder / "config.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **values}))


def change_weights(folder: Path, row: float) -> None:
    weights = load_file(folder / "model.safetensors")
    weights["model.shared.weight"] = np.array(weights["model.shared.weight"])
    weights["model.shared.weight"][-1, 3] = row
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})


def test_converts_once_and_says_what_from(tiny_marian: Path, tmp_path: Path):
    made = convert(tiny_marian, tmp_path)
    manifest = json.loads((made / MANIFEST).read_text())
    assert manifest["storage"] == "int8"
    assert set(manifest["files"]) == {"config.json", "model.bin", "shared_vocabulary.json", "tidings-alignment.json"}
    before = (made / "model.bin").stat().st_mtime_ns
    assert convert(tiny_marian, tmp_path) == made
    assert (made / "model.bin").stat().st_mtime_ns == before
    assert not list(tmp_path.glob("m/.converting-*"))


def test_a_changed_checkpoint_is_converted_again_and_a_damaged_conversion_made_anew(
    tiny_marian: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("models.convert._run", convert_here)  # the child process is the other tests' subject
    source = copy_of(tiny_marian, tmp_path / "source")
    first = convert(source, tmp_path / "cache", "source")
    (first / "model.bin").write_bytes(b"cut")
    assert convert(source, tmp_path / "cache", "source") == first
    assert (first / "model.bin").stat().st_size > 1000
    change_config(source, scale_embedding=False)
    assert convert(source, tmp_path / "cache", "source") != first


def test_two_processes_at_once_make_one_folder(tiny_marian: Path, tmp_path: Path):
    code = (
        "import sys; from pathlib import Path; from models.convert import converted_folder;"
        "print(converted_folder(Path(sys.argv[1]), Path(sys.argv[2]), slug='m', storage='int8'))"
    )
    command = [sys.executable, "-c", code, str(tiny_marian), str(tmp_path)]
    root = Path(__file__).resolve().parents[2]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) for _ in range(2)]
    folders = {process.communicate(timeout=120)[0].strip() for process in running}
    assert [process.returncode for process in running] == [0, 0]
    assert len(folders) == 1
    assert [path.name for path in (tmp_path / "m").iterdir() if path.is_dir()] == [Path(folders.pop()).name]


def test_a_start_row_that_is_not_zero_is_refused_with_the_reason(tiny_marian: Path, tmp_path: Path):
    source = copy_of(tiny_marian, tmp_path / "source")
    change_weights(source, 0.25)
    with pytest.raises(
        UnsupportedModelError, match=r"row \d+ of model.shared.weight .* is not zero \(1 of 16 values\)"
    ):
        convert(source, tmp_path / "cache")
    assert not (tmp_path / "cache").exists()
    change_weights(source, -0.0)  # a negative zero is zero
    check_convertible(source)


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        (lambda folder: change_config(folder, model_type="led"), UnsupportedModelError, "not 'led'; engine 'transformers'"),
        (lambda folder: change_config(folder, vocab_size=77), CorruptModelError, "vocab.json has 400 words, config.json says 77"),
        (
            lambda folder: (folder / "tokenizer_config.json").write_text('{"separate_vocabs": true}'),
            UnsupportedModelError,
            "separate source and target vocabularies",
        ),
        (lambda folder: (folder / "config.json").unlink(), CorruptModelError, "has no config.json"),
        (lambda folder: (folder / "config.json").write_text("[]"), CorruptModelError, "names no model_type"),
        (lambda folder: (folder / "source.spm").unlink(), CorruptModelError, "lacks tokenizer files: source.spm, target.spm"),
        (lambda folder: (folder / "model.safetensors").unlink(), CorruptModelError, "has no model.safetensors"),
        (
            lambda folder: (folder / "model.safetensors").rename(folder / "pytorch_model.bin"),
            UnsafeWeightsError,
            "is a pickle, which can run code when loaded: only safetensors",
        ),
        (
            lambda folder: (folder / "model.safetensors").write_bytes((folder / "model.safetensors").read_bytes()[:-100]),
            CorruptModelError,
            "it was cut short or overwritten",
        ),
        (lambda folder: (folder / "model.safetensors").write_bytes(b"PK\x03\x04" * 9), CorruptModelError, "is no safetensors"),
        (lambda folder: change_config(folder, decoder_layers=3), CorruptModelError, "weights missing or of the wrong shape"),
    ],
)  # fmt: skip
def test_refused_with_the_cause(change, error, message, tiny_marian: Path, tmp_path: Path):
    source = copy_of(tiny_marian, tmp_path / "source")
    change(source)
    with pytest.raises(error, match=message):
        convert(source, tmp_path / "cache")
    assert not [path for path in (tmp_path / "cache").rglob("*") if path.suffix != ".lock" and path.is_file()]


def test_a_cache_that_cannot_be_written_is_named(tiny_marian: Path, tmp_path: Path):
    (tmp_path / "cache").write_text("a file where the folder should be")
    with pytest.raises(ModelError, match=r"cannot write the converted model to .* that can be written"):
        convert(tiny_marian, tmp_path / "cache")


@pytest.mark.parametrize(
    ("compute_type", "storage"),
    [
        ("int8", "int8"),
        ("int8_float32", "int8"),
        ("int8_float16", "int8"),
        ("float32", "source"),
        ("bfloat16", "source"),
    ],
)
def test_storage_type(compute_type: str, storage: str):
    assert storage_type(compute_type) == storage
